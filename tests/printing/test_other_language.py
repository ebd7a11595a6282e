"""Paper in another language: every fixed word of a document is said through the catalogue, and the file says its language."""

import re
from pathlib import Path

import pytest

from generator.printing.press import print_all
from generator.rendering.renderer import Renderer
from generator.site.build import build
from generator.words.catalogue import said_in
from tests.conftest import AS_OF, ROOT
from tests.printing.reader import Read
from tests.support.other_language import copy_in_other_language, outside


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every document of the small project, in the made-up language."""
    beside = tmp_path_factory.mktemp("printed")
    root = copy_in_other_language(beside / "project")
    site = build(root, AS_OF)
    print_all(site, Renderer(root / "templates", site.county), root, beside / "pdf", beside / "cache")
    return beside / "pdf"


@pytest.fixture(scope="module")
def english() -> set[str]:
    """The texts of the print templates that nobody can take for another's words."""
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "print").glob("*.typ")]
    pieces = (piece.strip() for each in code for text in said_in(each) for piece in re.split(r"%\(\w+\)s", text))
    return {piece for piece in pieces if piece.count(" ") > 1}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("card-example", "⟦FAST TRACK⟧"),
        ("example--council", "⟦Copy for Small Council⟧"),
        ("working-example--council", "⟦WORKING COPY FOR SMALL COUNCIL⟧"),
        ("pack-council", "⟦Pack of information sharing protocols⟧"),
        ("decision-record", "⟦Case reference⟧"),
        ("core", "⟦For every Tier 3 protocol⟧"),
        ("self-check", "⟦Check yourself: the core in questions⟧"),
    ],
)
def test_fixed_words_on_paper_are_said(folder: Path, english: set[str], name: str, said: str) -> None:
    found = Read(folder / f"{name}.pdf")
    text = " ".join(found.root.text.split())
    assert said in text
    rest = " ".join(outside(text))
    assert {words for words in english if words in rest} == set()
    assert str(found.pdf.Root.Lang).split("-")[0] == "cy"
