"""What is printed again is what was printed: the cache notices whatever happened to an entry, and shares no file with what is published."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.printing.typeset import FONT_FILES
from tests.conftest import copy_small
from tests.support.commands import dated
from tests.support.once import once_a_run

ALL = 20
"""So many documents has the small project."""


def printed(root: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *dated("pdf", *asked)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "build" / "pdf").iterdir()}


def cache_of(root: Path) -> Path:
    return root / "build" / "pdf-cache"


def entries(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache_of(root).glob("*.entry")}


def entry(root: Path, name: str) -> Path:
    return cache_of(root) / f"{name}.entry"


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was printed once, which nobody changes."""

    def make(folder: Path) -> None:
        root = copy_small(folder / "project")
        said = printed(root)
        assert f"{ALL} made and 0 reused" in said.stdout
        assert said.stderr == ""

    return once_a_run(tmp_path_factory, "printed", make) / "project"


@pytest.fixture
def root(warm: Path, tmp_path: Path) -> Path:
    """A copy of that project to damage."""
    return Path(shutil.copytree(warm, tmp_path / "project", symlinks=True))


def zeroed(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3000)
        file.write(bytes(2000))


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def ten_times_the_pages(path: Path) -> None:
    head, _, pdf = path.read_bytes().partition(b"\n")
    path.write_bytes(head + b"0\n" + pdf)


def truncated(path: Path) -> None:
    os.truncate(path, 5000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    shutil.copy(path.parents[1] / "pdf" / "example.pdf", path)


def swapped(path: Path) -> None:
    other = path.with_name("pack-police.entry")
    content = path.read_bytes()
    path.write_bytes(other.read_bytes())
    other.write_bytes(content)


def linked(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("example.entry"))


def leads_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").touch()


DAMAGE: dict[str, Callable[[Path], None]] = {
    "card-example": zeroed,
    "core": one_bit,
    "decision-record": ten_times_the_pages,
    "example--council": truncated,
    "example--police": empty,
    "example--school": foreign,
    "pack-council": swapped,
    "pack-school": linked,
    "self-check": leads_nowhere,
    "working-example--council": folder,
}


def test_damaged_entries_are_said_and_made_anew(warm: Path, root: Path) -> None:
    for name, damage in DAMAGE.items():
        damage(entry(root, name))
    spoilt = sorted((*DAMAGE, "pack-police"))
    said = printed(root)
    assert said.stderr == f"the PDF cache was damaged; printed anew: {', '.join(spoilt)}\n"
    assert f"{len(spoilt)} made and {ALL - len(spoilt)} reused" in said.stdout
    assert contents(root) == contents(warm)
    again = printed(root)
    assert again.stderr == ""
    assert f"0 made and {ALL} reused" in again.stdout
    assert entries(root) == entries(warm)


def test_fonts_are_those_of_the_package_and_no_others(warm: Path, root: Path) -> None:
    fonts = cache_of(root) / "fonts"
    content = bytearray((fonts / FONT_FILES[0]).read_bytes())
    content[2000:2100] = bytes(100)
    for name in (FONT_FILES[0], "Planted.otf"):
        (fonts / name).write_bytes(content)
    said = printed(root)
    assert f"0 made and {ALL} reused" in said.stdout
    assert sorted(path.name for path in fonts.iterdir()) == sorted(FONT_FILES)
    assert all((fonts / name).read_bytes() == (cache_of(warm) / "fonts" / name).read_bytes() for name in FONT_FILES)


def test_published_file_and_cache_share_nothing(warm: Path, root: Path) -> None:
    for each in (warm, root):
        assert all(path.stat().st_nlink == 1 for path in each.rglob("*") if path.is_file())
    reader = root / "a reader's copy.pdf"
    os.link(root / "build" / "pdf" / "core.pdf", reader)
    (root / "build" / "pdf" / "self-check.pdf").write_bytes(b"damaged where it is published")
    (root / "build" / "pdf" / "core.pdf").write_bytes(b"damaged where it is published")
    said = printed(root)
    assert said.stderr == ""
    assert contents(root) == contents(warm)
    assert reader.read_bytes() == b"damaged where it is published"


def test_entry_of_a_document_that_changed_is_replaced_without_a_word(root: Path) -> None:
    source = root / "protocols" / "tier-3" / "example.yaml"
    text = source.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    source.write_text(text.replace(title, f"{title} again", 1), encoding="utf-8")
    said = printed(root)
    assert "damaged" not in said.stderr
    assert " 7 reused" in said.stdout
    assert len(list(cache_of(root).glob("*.entry"))) == ALL


def test_what_is_no_entry_is_removed_even_if_little_is_printed(root: Path) -> None:
    for name in (f"{'0' * 64}.pdf", "core.entry.123", ".being-written", "gone-protocol.entry"):
        (cache_of(root) / name).write_bytes(b"left")
    (cache_of(root) / "setting" / "tmp-of-a-killed-run").mkdir(parents=True)
    (root / "build" / "printing-4711" / "pdf").mkdir(parents=True)
    (root / "build" / "printing").mkdir()
    printed(root, "example", "--agency", "police")
    assert sorted(path.name for path in (root / "build").iterdir()) == ["lock", "pdf", "pdf-cache"]
    assert {path.suffix for path in cache_of(root).iterdir()} == {".entry", ""}
    assert len(list(cache_of(root).iterdir())) == ALL + 1
