"""A language that is made up: every text of the catalogue in marks, so that a reader sees what was given to the catalogue."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from generator.authors.words import catalogue
from tests.conftest import copy_small

MARKS = "⟦⟧"
"""The marks on screen."""

MARKS_ON_PAPER = "«»"
"""Marks that the fonts of print have."""


def translations(marks: str = MARKS) -> bytes:
    """Return a PO file that says everything in marks, and after many the number of the form: Welsh has four."""
    before, after = marks
    found = Catalog(locale="cy")
    for message in read_po(BytesIO(catalogue().encode())):
        if isinstance(message.id, tuple):
            found.add(message.id, tuple(f"{before}{message.id[1]}{after}{form}" for form in range(4)))
        elif message.id:
            found.add(message.id, f"{before}{message.id}{after}")
    written = BytesIO()
    write_po(written, found)
    return written.getvalue()


def copy_in_other_language(root: Path, marks: str = MARKS) -> Path:
    """Return a copy of the small project in that language, which takes the place of Welsh."""
    copy_small(root)
    folder = root / "templates" / "words"
    folder.mkdir(exist_ok=True)
    (folder / "cy.po").write_bytes(translations(marks))
    with (root / "protocols" / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("language: cy\n")
    return root


def outside(text: str, marks: str = MARKS) -> list[str]:
    """Return the pieces of a text that stand outside all marks."""
    before, after = marks
    depth, found = 0, [""]
    for letter in text:
        depth += {before: 1, after: -1}.get(letter, 0)
        if depth == 0 and letter != after:
            found[-1] += letter
        elif found[-1]:
            found.append("")
    assert depth == 0, text
    return [piece for piece in found if piece]
