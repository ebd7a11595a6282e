"""A build with nothing changed does nothing, and whatever a build depends on counts as a change; so does damage to the site."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publishers.mkdocs_build import reads_only_what_is_known
from generator.site import inputs
from generator.site.inputs import inputs_of, standing_of
from tests.conftest import ROOT, copy_small
from tests.support.commands import dated
from tests.support.once import once_a_run

NOTHING = "nothing has changed since"
COUNCIL = "protocols/agencies/council.yaml"


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *dated("build", "--no-pdf", *arguments)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with docs of its own that was built once, which nobody changes."""

    def make(folder: Path) -> None:
        root = copy_small(folder / "project")
        (root / "docs").unlink()
        shutil.copytree(ROOT / "docs", root / "docs")
        council = root / COUNCIL
        council.write_text(f"# A word to its editors\n{council.read_text(encoding='utf-8')}", encoding="utf-8")
        assert NOTHING not in build(root).stdout

    return once_a_run(tmp_path_factory, "built-once", make) / "project"


@pytest.fixture
def root(once_built: Path, tmp_path: Path) -> Path:
    """A copy of that project to change."""
    return Path(shutil.copytree(once_built, tmp_path / "project", symlinks=True))


def append(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("\n")

    return change


def add(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).write_text("new", encoding="utf-8") and None


def rename(root: Path) -> None:
    (root / COUNCIL).rename(root / "protocols/agencies/councils.yaml")


def swap(root: Path) -> None:
    first, second = root / COUNCIL, root / "protocols/agencies/school.yaml"
    words = first.read_bytes(), second.read_bytes()
    second.write_bytes(words[0])
    first.write_bytes(words[1])


def link(root: Path) -> None:
    (root / COUNCIL).rename(root / "council.yaml")
    (root / COUNCIL).symlink_to(root / "council.yaml")


CHANGES: dict[str, Callable[[Path], None]] = {
    "source": append(COUNCIL),
    "core": append("protocols/core/core.yaml"),
    "new source": add("protocols/agencies/new.yaml"),
    "renamed source": rename,
    "swapped sources": swap,
    "link in place of a source": link,
    "deleted source": lambda root: (root / COUNCIL).unlink(),
    "template": append("templates/pages/protocol.md.j2"),
    "style": append("docs/assets/stylesheets/protocols.css"),
    "hand-written page": append("docs/index.md"),
    "settings": append("mkdocs.yml"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_of_change_is_seen(root: Path, kind: str) -> None:
    before = inputs_of(root)
    assert inputs_of(root) == before
    CHANGES[kind](root)
    assert inputs_of(root).digest != before.digest


def test_day_options_code_and_libraries_count(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inputs_of(root, "2026-11-22")
    assert inputs_of(root, "2026-11-23").digest != before.digest
    code = tmp_path / "code"
    shutil.copytree(ROOT / "generator" / "site", code)
    monkeypatch.setattr(inputs, "_CODE", code)
    as_copied = inputs_of(root).digest
    append("swap.py")(code)
    assert inputs_of(root).digest != as_copied
    installed = tmp_path / "libraries" / "jinja2-99.dist-info"
    installed.mkdir(parents=True)
    monkeypatch.syspath_prepend(installed.parent)
    with_library = inputs_of(root).digest
    add("RECORD")(installed)
    assert inputs_of(root).digest != with_library


def test_file_that_was_written_and_put_back_was_seen(root: Path) -> None:
    before = inputs_of(root)
    text = (root / COUNCIL).read_bytes()
    (root / COUNCIL).write_bytes(b"for a moment")
    (root / COUNCIL).write_bytes(text)
    assert inputs_of(root).digest == before.digest
    assert inputs_of(root) != before


def test_second_build_does_nothing_and_says_what_the_first_said(root: Path) -> None:
    site = root / "site"
    before = site.stat().st_ino
    said = build(root)
    assert NOTHING in said.stdout
    assert site.stat().st_ino == before
    assert NOTHING not in build(root, "--as-of", "2026-11-23").stdout
    assert site.stat().st_ino != before


def flipped(site: Path) -> None:
    page = site / "protocols" / "example" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Example", b"Exampel", 1))


def truncated(site: Path) -> None:
    os.truncate(site / "assets" / "search" / "index.js", 100)


def exchanged(site: Path) -> None:
    shutil.copy(site / "urgent" / "index.html", site / "law" / "index.html")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a changed letter": flipped,
    "cut short": truncated,
    "another page": exchanged,
    "lost": lambda site: (site / "404.html").unlink(),
    "added": add("stranger.html"),
    "all gone": shutil.rmtree,
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damaged_site_stands_otherwise(once_built: Path, root: Path, kind: str) -> None:
    assert standing_of(root / "site").digest == standing_of(once_built / "site").digest
    DAMAGE[kind](root / "site")
    assert standing_of(root / "site").digest != standing_of(once_built / "site").digest


def test_damaged_site_is_made_anew(once_built: Path, root: Path) -> None:
    flipped(root / "site")
    assert NOTHING not in build(root).stdout
    assert standing_of(root / "site").digest == standing_of(once_built / "site").digest
    assert NOTHING in build(root).stdout


@pytest.mark.parametrize(
    "damage", [lambda text: text.replace(b"pages", b"sages"), lambda text: text[:-5], lambda _: b""]
)
def test_damaged_record_is_not_believed(root: Path, damage: Callable[[bytes], bytes]) -> None:
    (record,) = (root / "build" / "last-build").iterdir()
    record.write_bytes(damage(record.read_bytes()))
    assert NOTHING not in build(root).stdout
    assert NOTHING in build(root).stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - protocols\n", "  - protocols\n  - search\n"),
        ("strict: true", "strict: !ENV [STRICT, true]"),
        ("  - attr_list\n", "  - attr_list\n  - pymdownx.snippets\n"),
        ("docs_dir: docs", "docs_dir: protocols"),
        ("theme:\n", "theme:\n  custom_dir: templates\n"),
        ("strict: true", "strict: true\nhooks: [hook.py]"),
    ],
)
def test_settings_that_read_elsewhere_are_never_taken_as_unchanged(project: Path, old: str, new: str) -> None:
    assert reads_only_what_is_known(project)
    (project / "hook.py").touch()
    path = project / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert not reads_only_what_is_known(project)
