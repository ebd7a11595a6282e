"""Who must agree to a change of which file: `.github/CODEOWNERS`, from the owners that the sources name.

Each agency has a team with its id in the county's organisation, and the board has one under its own name.
"""

import re
from difflib import unified_diff

from generator.county.library import Document, Library
from generator.errors import GeneratorError
from generator.model.agency import Agency
from generator.model.base import Entry
from generator.model.core import Core

CODEOWNERS = ".github/CODEOWNERS"
"""Where the list stands, from the project's root."""

_HEAD = """\
# Who must agree to a change. Written by `protocols codeowners` from the owners in the sources: change an owner there, then
# run it again. The last line that fits a file counts. Each agency's team carries the agency's id.
"""

_BOARD = ("*", "/protocols/core/", "/protocols/law/", "/protocols/glossary.yaml")
"""What the board's team owns: the core, the law and the words for all, and whatever nobody else does."""


def codeowners(library: Library) -> str:
    """Return the list as text. Raises `GeneratorError` where the sources do not name the county and the board."""
    if library.site is None:
        raise GeneratorError(
            "the owners cannot be listed: `protocols/site.yaml` does not name the county and its board"
        )
    county, board = _slug(library.site.model.county), _slug(library.site.model.board)
    owned = [(pattern, board) for pattern in _BOARD]
    for document in sorted(library.parsed, key=lambda found: found.source.path):
        owner = _owner(document) if isinstance(document, Document) else None
        if owner is not None:
            owned.append((f"/{document.source.path}", owner))
    return _HEAD + "".join(f"{pattern} @{county}/{team}\n" for pattern, team in owned)


def difference(written: str, text: str) -> str:
    """Return the lines in which the list as it is written differs from the list as it should be."""
    names = ("as it is", "as it should be", "", "")
    return "\n".join(unified_diff(written.splitlines(), text.splitlines(), *names, n=0, lineterm=""))


def _owner(document: Document[Entry]) -> str | None:
    """Return the agency that looks after a source, or nothing where that is the board."""
    if document.entry is Core:
        return None
    if isinstance(document.model, Agency):
        return None if document.model.retired else document.id
    owner: str | None = getattr(document.model, "owner", None)
    return owner


def _slug(name: str) -> str:
    """Return a name as GitHub writes it in the address of an organisation or a team."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
