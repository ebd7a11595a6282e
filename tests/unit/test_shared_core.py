"""A core that two counties share: as a git submodule, or behind a link, it is read, compared and edited where it lies."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.county.gathering import gather, read_settings
from generator.publishers.pencil import edit_address
from generator.rules.load import load
from tests.conftest import AS_OF
from tests.support.commands import dated

SHARED = "https://code.shared.example/core"


def git(folder: Path, *arguments: str) -> str:
    settings = ("user.name=Test", "user.email=test@small.example", "commit.gpgsign=false", "protocol.file.allow=always")
    options = [word for setting in settings for word in ("-c", setting)]
    done = subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def start(folder: Path) -> None:
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all", ".")
    git(folder, "commit", "--quiet", "--message", "First")


def change(clause: Path) -> None:
    text = clause.read_text(encoding="utf-8")
    assert "The law lets you" in text
    clause.write_text(text.replace("The law lets you", "The law allows you"), encoding="utf-8")


def impact(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *dated("impact", *words)]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.fixture
def origin(project: Path, tmp_path: Path) -> Path:
    """The repository of the core by itself, with a page for those who come across it."""
    folder = tmp_path / "origin"
    shutil.move(project / "protocols" / "core", folder)
    (folder / "README.md").write_text("The core of two counties.\n", encoding="utf-8")
    start(folder)
    return folder


@pytest.fixture
def with_submodule(project: Path, origin: Path) -> Path:
    """A project whose core is a submodule, and then takes over a change of it."""
    start(project)
    git(project, "submodule", "--quiet", "add", str(origin), "protocols/core")
    git(project, "commit", "--quiet", "--message", "Share the core")
    change(project / "protocols" / "core" / "safety-first.yaml")
    git(project / "protocols" / "core", "commit", "--quiet", "--all", "--message", "Allow")
    git(project, "commit", "--quiet", "--all", "--message", "Take over the core's change")
    return project


def test_core_in_a_submodule_is_read_without_a_fault(with_submodule: Path) -> None:
    loaded = load(with_submodule, AS_OF)
    assert not loaded.diagnostics
    assert set(loaded.library.clauses) == {"safety-first", "fast-track"}


def test_impact_compares_the_cores_that_two_revisions_record(with_submodule: Path) -> None:
    done = impact(with_submodule, "HEAD~1")
    assert done.returncode == 0, done.stderr
    assert "The law [-lets-]{+allows+} you." in done.stdout
    assert impact(with_submodule, "HEAD~1", "HEAD").stdout == done.stdout
    assert impact(with_submodule, "HEAD").stdout.strip() == "No wording changes. No signature is re-opened."


def test_impact_takes_the_old_core_from_the_submodules_objects_where_it_is_not_checked_out(
    with_submodule: Path,
) -> None:
    git(with_submodule, "submodule", "--quiet", "deinit", "--force", "protocols/core")
    assert not list((with_submodule / "protocols" / "core").iterdir())
    done = impact(with_submodule, "HEAD~1", "HEAD")
    assert done.returncode == 0, done.stderr
    assert "{+allows+}" in done.stdout


def test_impact_says_what_to_run_where_the_submodule_was_never_fetched(with_submodule: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(with_submodule), "clone")
    done = impact(tmp_path / "clone", "HEAD~1", "HEAD")
    assert done.returncode == 1
    assert "run `git submodule update --init`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def with_link(project: Path, origin: Path) -> Path:
    """A project whose core is a link to a folder in a submodule, which then changes."""
    (origin / "clauses").mkdir()
    for path in origin.glob("*.yaml"):
        git(origin, "mv", path.name, "clauses/")
    git(origin, "commit", "--quiet", "--message", "Clauses in a folder")
    start(project)
    git(project, "submodule", "--quiet", "add", str(origin), "shared")
    (project / "protocols" / "core").symlink_to("../shared/clauses")
    git(project, "add", "--all", ".")
    git(project, "commit", "--quiet", "--message", "Share the core")
    change(project / "shared" / "clauses" / "safety-first.yaml")
    git(project / "shared", "commit", "--quiet", "--all", "--message", "Allow")
    git(project, "commit", "--quiet", "--all", "--message", "Take over the core's change")
    return project


def test_core_behind_a_link_is_read_and_compared(with_link: Path) -> None:
    assert not load(with_link, AS_OF).diagnostics
    done = impact(with_link, "HEAD~1")
    assert done.returncode == 0, done.stderr
    assert "The law [-lets-]{+allows+} you." in done.stdout


@pytest.mark.parametrize("target", ["../../elsewhere", "../.git/core"])
def test_core_is_not_read_from_outside_the_project_or_where_programs_keep_their_own(project: Path, target: str) -> None:
    core = project / "protocols" / "core"
    (core.parent / target).resolve().parent.mkdir(exist_ok=True)
    shutil.move(core, (core.parent / target).resolve())
    core.symlink_to(target)
    gathered = gather(project)
    assert not gathered.library.clauses
    places = {(found.code, found.span.path) for found in gathered.diagnostics}
    assert ("unexpected-file", "protocols/core") in places


def shared(project: Path):
    path = project / "protocols" / "site.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}core_repository: {SHARED}\n", encoding="utf-8")
    settings = read_settings(project)
    assert settings is not None
    return settings


def test_pencil_of_a_clause_opens_the_repository_that_holds_it(with_submodule: Path) -> None:
    path = "protocols/core/safety-first.yaml"
    settings = read_settings(with_submodule)
    assert settings is not None
    assert edit_address(settings, with_submodule, path) == f"https://code.small.example/protocols/edit/main/{path}"
    assert edit_address(shared(with_submodule), with_submodule, path) == f"{SHARED}/edit/main/safety-first.yaml"


def test_pencil_of_a_clause_behind_a_link_names_its_folder_there(with_link: Path) -> None:
    settings = shared(with_link)
    path = "protocols/core/safety-first.yaml"
    assert edit_address(settings, with_link, path) == f"{SHARED}/edit/main/clauses/safety-first.yaml"
    other = "protocols/tier-3/example.yaml"
    assert edit_address(settings, with_link, other) == f"https://code.small.example/protocols/edit/main/{other}"
