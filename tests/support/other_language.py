"""A language that is made up: every text of the catalogue in ⟦ ⟧, so that a reader sees what was given to the catalogue."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from generator.authors.words import catalogue
from tests.conftest import copy_small


def translations() -> bytes:
    """Return a PO file that says everything in ⟦ ⟧, and after many the number of the form: Welsh has five."""
    found = Catalog(locale="cy")
    for message in read_po(BytesIO(catalogue().encode())):
        if isinstance(message.id, tuple):
            found.add(message.id, tuple(f"⟦{message.id[1]}⟧{form}" for form in range(found.num_plurals)))
        elif message.id:
            found.add(message.id, f"⟦{message.id}⟧")
    written = BytesIO()
    write_po(written, found)
    return written.getvalue()


def copy_in_other_language(root: Path) -> Path:
    """Return a copy of the small project in that language, which takes the place of Welsh."""
    copy_small(root)
    folder = root / "templates" / "words"
    folder.mkdir(exist_ok=True)
    (folder / "cy.po").write_bytes(translations())
    with (root / "protocols" / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("language: cy\n")
    return root


def outside(text: str) -> list[str]:
    """Return the pieces of a text that stand outside all ⟦ ⟧."""
    depth, found = 0, [""]
    for letter in text:
        depth += {"⟦": 1, "⟧": -1}.get(letter, 0)
        if depth == 0 and letter != "⟧":
            found[-1] += letter
        elif found[-1]:
            found.append("")
    assert depth == 0, text
    return [piece for piece in found if piece]
