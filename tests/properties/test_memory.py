"""The law of the cache: a build with it is a clean build, byte for byte, whatever was edited and whatever happened to an entry.

`LAW` says how many random sequences of edits are tried.
"""

import hashlib
import os
import pickle
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.kept import Entry, Store
from generator.publishers.mkdocs_build import write_with_mkdocs
from generator.site.agreements import load_agreed
from generator.site.build import build_from
from generator.site.inputs import engine_of
from generator.site.memory import Memory
from generator.site.verify import verify
from tests.conftest import AS_OF, ROOT, WRITTEN, copy_small
from tests.support.issued import twice_issued
from tests.support.once import once_a_run
from tests.support.preview import without_guide
from tests.support.rounds import ROUND, changed

LAW = int(os.environ.get("LAW", "2"))
CACHE = "cache-of-the-test"


def made(project: Path, memory: Memory, day: date = AS_OF) -> dict[str, str]:
    """Return the digest of every file of the site, and what verification says of it: without the guide, that links lead nowhere."""
    folder = project.parent / "made"
    shutil.rmtree(folder, ignore_errors=True)
    site = build_from(project, load_agreed(project, day).county, memory)
    write_with_mkdocs(project, site, folder)
    problems = verify(site, folder)
    memory.forget_others()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {"problems": repr(problems), **digests}


def remembering(project: Path) -> Memory:
    """Return what a build that begins now has: all that earlier ones kept on disk, and no more."""
    return Memory(project.parent / CACHE, engine_of(project))


def entries(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.parent / CACHE).iterdir()}


def test_after_every_kind_of_edit(project: Path) -> None:
    without_guide(project)
    for name, edit in {"nothing": lambda _: None, "nothing again": lambda _: None, **ROUND}.items():
        edit(project)
        memory = remembering(project)
        assert made(project, memory) == made(project, Memory()), name
        assert memory.spoilt == ()
    for later in (1, 400):
        day = AS_OF + timedelta(days=later)
        assert made(project, remembering(project), day) == made(project, Memory(), day), day


WORDS = {
    "protocols/tier-3/example.yaml": "title: ",
    "protocols/core/fast-track.yaml": "summary: ",
    "protocols/agencies/police.yaml": "name: ",
    "protocols/tier-2/safe-places.yaml": "summary: ",
    "protocols/site.yaml": "county: ",
    "templates/pages/urgent.md.j2": "# ",
    "templates/theme/404.html": "This page does not ",
}
"""Words after which something may be written."""


def toggled(project: Path) -> None:
    """Add a second protocol, or take it away again."""
    second, addresses = project / "protocols/tier-3/second.yaml", project / "protocols/addresses.yaml"
    if second.exists():
        second.unlink()
        addresses.write_text(addresses.read_text(encoding="utf-8").replace("  - second\n", ""), encoding="utf-8")
    else:
        ROUND["add"](project)


def written(name: str, words: str) -> Callable[[Path], None]:
    def write(project: Path) -> None:
        path = project / name
        text = path.read_text(encoding="utf-8")
        pattern = rf"{re.escape(WORDS[name])}(?:Ab |Ba |Cde )?"
        path.write_text(re.sub(pattern, f"{WORDS[name]}{words}", text, count=1), encoding="utf-8")

    return write


STEPS = st.one_of(
    st.just(toggled), st.builds(written, st.sampled_from(sorted(WORDS)), st.sampled_from(["", "Ab ", "Ba ", "Cde "]))
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that a test may change again and again, whose cache holds what other sequences left."""
    return without_guide(copy_small(tmp_path_factory.mktemp("law") / "project"))


@settings(
    max_examples=LAW,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=LAW == 2,
    phases=[Phase.generate],
)
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 3)), min_size=2, max_size=4))
def test_after_any_edits(shared: Path, steps: list[tuple[Callable[[Path], None], int]]) -> None:
    for edit, later in steps:
        edit(shared)
        day = AS_OF + timedelta(days=later)
        found = made(shared, remembering(shared), day)
    assert found == made(shared, Memory(), day)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with what a build of it kept, which nobody changes."""

    def make(folder: Path) -> None:
        project = without_guide(copy_small(folder / "project"))
        twice_issued(project)
        for _ in range(2):  # The first has every page read; the second only those of which more than HTML is wanted.
            made(project, remembering(project))

    return once_a_run(tmp_path_factory, "remembered", make) / "project"


@pytest.fixture
def own(warm: Path, tmp_path: Path) -> Path:
    """A copy of that project and of what was kept."""
    return Path(shutil.copytree(warm.parent, tmp_path / "own", symlinks=True)) / "project"


class Evil:
    """What does something when it is read, if whoever reads it lets it."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, ("done-by-an-entry",)


def test_whatever_happened_to_an_entry_is_noticed_and_it_is_made_anew(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    clean, kept = made(own, Memory()), entries(own)
    of_kind = {kind: sorted(name for name in kept if name.startswith(kind)) for kind in ("tree", "html", "read")}
    spoilt: set[str] = set()
    for names in of_kind.values():
        paths = [own.parent / CACHE / name for name in names[:6]]
        content = [path.read_bytes() for path in paths]
        middle = len(content[0]) // 2
        paths[0].write_bytes(content[0][:middle] + bytes([content[0][middle] ^ 1]) + content[0][middle + 1 :])
        paths[1].write_bytes(content[1][: len(content[1]) // 2])
        paths[2].write_bytes(content[3])
        paths[3].write_bytes(content[2])
        paths[4].write_bytes(b"")
        head = content[5].partition(b"\n")[0].split()
        name = names[5].removesuffix(".entry")
        Store(own.parent / CACHE).keep(name, head[1].decode(), Entry(pickle.dumps(Evil())))
        spoilt |= {path.name.removesuffix(".entry") for path in paths}
    memory = remembering(own)
    assert made(own, memory) == clean
    assert set(memory.spoilt) == spoilt
    assert not Path("done-by-an-entry").exists()
    again = remembering(own)
    assert made(own, again) == clean
    assert again.spoilt == ()


def test_a_build_that_finds_everything_writes_nothing_and_old_entries_go(own: Path) -> None:
    kept = entries(own)
    times = {path.name: path.stat().st_mtime_ns for path in (own.parent / CACHE).iterdir()}
    (own.parent / CACHE / f"html-{'0' * 24}.entry").write_bytes(b"of a page that is gone")
    made(own, remembering(own))
    assert entries(own) == kept
    assert {path.name: path.stat().st_mtime_ns for path in (own.parent / CACHE).iterdir()} == times
    ROUND["add"](own)
    made(own, remembering(own))
    assert len(entries(own)) > len(kept)
    ROUND["delete"](own)
    made(own, remembering(own))
    assert entries(own).keys() == kept.keys()


def test_entry_of_another_engine_is_not_used(own: Path) -> None:
    before, other = entries(own), Memory(own.parent / CACHE, "another engine")
    assert made(own, other) == made(own, Memory())
    assert other.spoilt == ()
    assert not before.items() & entries(own).items(), "each was made anew"


def test_county_after_chosen_edits(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("protocols", "templates", "docs"):
        shutil.copytree(ROOT / name, project / name, symlinks=True)
    shutil.copy(ROOT / "mkdocs.yml", project)
    without_guide(project)
    made(project, remembering(project), WRITTEN)
    for edit in (
        changed("protocols/tier-3/domestic-abuse-marac.yaml", "summary: ", "summary: First of all. "),
        changed("protocols/core/fast-track.yaml", "summary: ", "summary: First of all. "),
    ):
        edit(project)
        assert made(project, remembering(project), WRITTEN) == made(project, Memory(), WRITTEN)
