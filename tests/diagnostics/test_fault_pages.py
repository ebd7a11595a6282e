"""Every fault has a page in the authors' guide, made of its own words and its own test."""

import tomllib
from pathlib import Path

import pytest

from generator.authors.explain import explain, fault_index, fault_page
from generator.rules import FAULTS
from tests.conftest import ROOT

CASES = Path(__file__).parent
PAGES = ROOT / "docs" / "authors" / "errors"


def example_of(code: str) -> str:
    """Return the change that a case makes, as an author would have written it."""
    path = CASES / code / "case.toml"
    case = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    pieces = [
        f"# in protocols/{change['file']}\n{shown(change['new'])}" for change in case.get("edit", ()) if change["new"]
    ]
    pieces += [
        f"# the whole of protocols/{change['file']}\n{change['text']}"
        for change in case.get("write", ())
        if "text" in change
    ]
    pieces += [
        f"# taken out of protocols/{change['file']}\n{change['old']}"
        for change in case.get("edit", ())
        if not change["new"]
    ]
    return "\n\n".join(pieces) or explain(code) or ""


def shown(text: str) -> str:
    return "".join(
        character if character.isprintable() or character == "\n" else f"<U+{ord(character):04X}>" for character in text
    )


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_page_says_what_the_fault_says(code: str, *, update: bool) -> None:
    expected = CASES / code / "expected.txt"
    message = expected.read_text(encoding="utf-8") if expected.exists() else f"error[{code}]"
    text = fault_page(FAULTS[code], example_of(code), message)
    page = PAGES / f"{code}.md"
    if update:
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text


def test_index_lists_every_fault(*, update: bool) -> None:
    page = PAGES / "index.md"
    if update:
        page.write_text(fault_index(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == fault_index()


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} - {"index"} == set(FAULTS)


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_fault_says_in_its_first_sentence_what_is_wrong(code: str) -> None:
    first = FAULTS[code].explanation.splitlines()[0]
    assert first.endswith("."), f"{code}: {first}"
    assert len(first) < 130
