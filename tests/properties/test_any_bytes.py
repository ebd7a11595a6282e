"""Whatever bytes a source holds, loading gives faults and never a traceback.

`FUZZ` says how many files are tried; `make fuzz` tries many more.
"""

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.county.gathering import FILES, FOLDERS
from generator.rules.formats import FORMATS, show
from generator.rules.load import load
from generator.sources.diagnostic import in_order
from tests.conftest import AS_OF, ROOT, SMALL, copy_small

FUZZ = int(os.environ.get("FUZZ", "400"))

PIECES = [
    b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!x ", b"|\n", b">-\n", b"'", b'"', b"#", b"\t", b"\n", b"\r\n", b"---\n",
    b"<<: ", b"? ", b"%", b"@", b"`", b"\x00", b"\xff", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"[[", b"]]", b"<b>", b"](javascript:x)",
    b"~", b"null", b"2026-02-30", b"yes", b"99999999999999999999", b"\xf0\x9f\x98\x80", b"  ", b"    ",
    b"\xee\x80\x80", b"\xee\x80\x81", b"{{", b"**", b"<<<<<<< a\n", b"%YAML 1.1\n", b" #a", b"\xd0\xb0", b"&lt;", b"|]]", b"[^1]",
    b"0001-01-01", b"9999-12-31", b"\xe2\x80\x8b", b"-", b"0", b"1",
]  # fmt: skip
"""What mutations put in: what YAML, Markdown and the model take notice of."""


def mutate(data: bytes, rng: random.Random) -> bytes:
    """Return the bytes with one to four things put in, taken out, doubled or moved."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.randint(1, 40))
        match rng.randrange(4):
            case 0:
                data = data[:start] + rng.choice(PIECES) + data[start:]
            case 1:
                data = data[:start] + data[end:]
            case 2:
                data = data[:end] + data[start:end] + data[end:]
            case _:
                place = rng.randrange(len(data) + 1)
                data = data[:place] + data[start:end] + data[place:]
    return data


def check_report(root: Path) -> None:
    """Load, and show every fault in every form: neither may raise, and every place lies in its file."""
    loaded = load(root, AS_OF)
    assert loaded.diagnostics == in_order(loaded.diagnostics)
    for form in FORMATS:
        show(loaded.diagnostics, loaded.sources, form)
    for found in loaded.diagnostics:
        source = loaded.sources.get(found.span.path)
        assert source is None or 1 <= found.span.line <= len(source.lines) + 1


def test_mutated_sources_never_raise(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "project")
    rng = random.Random("mutated sources")
    paths = sorted(path for path in SMALL.rglob("*.yaml"))
    for _ in range(FUZZ):
        path = rng.choice(paths)
        target = root / path.relative_to(SMALL)
        target.write_bytes(mutate(path.read_bytes(), rng))
        check_report(root)
        target.write_bytes(path.read_bytes())


def test_mutated_sources_of_the_county_never_raise(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "project")
    rng = random.Random("mutated sources of the county")
    paths = sorted(path for path in (ROOT / "protocols").rglob("*.yaml"))
    for _ in range(FUZZ // 20):
        path = rng.choice(paths)
        target = root / path.relative_to(ROOT)
        before = target.read_bytes() if target.is_file() else None
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(mutate(path.read_bytes(), rng))
        check_report(root)
        target.unlink()
        if before is not None:
            target.write_bytes(before)


WHOLE = (
    "2999-01-01",
    "- a\n- a",
    "- - a\n  - a\n- - a\n  - a",
    "- 01632 999999\n- 01632 999999",
    "'[[nothing]]'",
    "- TODO",
    "{a: [[1], [1]]}",
)
"""What a file may hold in place of what belongs in it: a word, a list that says a thing twice, lists in lists."""


@pytest.mark.parametrize("text", WHOLE)
def test_a_file_that_is_something_else_altogether_never_raises(project: Path, text: str) -> None:
    for name in (*FILES, *(f"{folder}/any.yaml" for folder in FOLDERS)):
        path = project / "protocols" / name
        before = path.read_bytes() if path.is_file() else None
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        check_report(project)
        path.unlink()
        if before is not None:
            path.write_bytes(before)


@settings(max_examples=max(50, FUZZ // 4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), folder=st.sampled_from(sorted(FOLDERS)))
def test_any_bytes_never_raise(project: Path, data: bytes, folder: str) -> None:
    path = project / "protocols" / folder / "any.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    check_report(project)


@settings(max_examples=max(50, FUZZ // 4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(":-[]{}&*!|>'\"%@`#?,\n\t ab1<~", max_size=120), name=st.sampled_from(sorted(FILES)))
def test_any_signs_in_a_single_file_never_raise(project: Path, text: str, name: str) -> None:
    path = project / "protocols" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    check_report(project)
