"""Which pieces are headings, and under which section of a protocol each piece stands.

A heading is one by its style, or by its looks: short, and bold, numbered, in capitals, or called as sections are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.authors.agreements.names import ANNEX, Names, is_annex, plain
from generator.authors.agreements.reading import Kind, Piece

OPENING, OTHER = "opening", "other"
"""Where what stands before the first heading goes, and what stands under a heading that nobody knows."""

_MOST_WORDS, _MOST_LETTERS = 12, 100
_FEW_WORDS = 6
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|(?:Section|Part|Annex|Appendix|Schedule) \w{1,4}[:.]?)\s+\S", re.IGNORECASE
)
_ENDS_SENTENCE = (".", ";", ",", "?", "!")


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece with the section under which it stands."""

    piece: Piece
    section: str
    heading: str
    """The heading above it, as written."""
    is_heading: bool = False


def placed(pieces: Iterable[Piece], names: Names) -> tuple[Placed, ...]:
    """Return each piece with its section. A heading that nobody knows stays in the section that a higher one opened."""
    found: list[Placed] = []
    section, heading, opened = OPENING, "", 0
    for piece in pieces:
        depth = _depth(piece, names)
        if not depth:
            found.append(Placed(piece, section, heading))
            continue
        named = names.section_of(piece.text)
        if named and not (_is_below(depth, opened) and _stays(section, named)):
            section, opened = named, depth
        elif not named and not _is_below(depth, opened):
            section, opened = (OTHER if found and section != OPENING else OPENING), depth
        heading = piece.text
        found.append(Placed(piece, section, heading, is_heading=True))
    return tuple(found)


def _stays(section: str, named: str) -> bool:
    """Tell whether a section goes on under a lower heading, though that names another."""
    return section == ANNEX or (named in (ANNEX, "core") and section not in (OPENING, OTHER))


def _is_below(depth: int, opened: int) -> bool:
    return opened > 0 and depth > opened


def _depth(piece: Piece, names: Names) -> int:
    """Return how deep a heading stands, 0 for what is none. What has no style counts its figures, or stands below all that have."""
    if piece.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return 0
    if piece.level:
        return piece.level
    text = piece.text
    numbered = _NUMBERED.match(text)
    if not _is_short(text) or not _looks_so(piece, numbered is not None, names):
        return 0
    if is_annex(text) or not numbered:
        return 1
    return 1 + numbered[0].split()[0].strip(".").count(".")


def _is_short(text: str) -> bool:
    return (
        len(text) <= _MOST_LETTERS
        and len(text.split()) <= _MOST_WORDS
        and not text.endswith(_ENDS_SENTENCE)
        and any(each.isalpha() for each in text)
    )


def _looks_so(piece: Piece, is_numbered: bool, names: Names) -> bool:  # noqa: FBT001  It is one of its looks.
    if piece.kind is Kind.ITEM:
        return piece.is_bold and names.section_of(piece.text) is not None
    is_few = len(piece.text.split()) <= _FEW_WORDS
    is_loud = piece.text.isupper() and len(piece.text) > 3
    return piece.is_bold or is_loud or (is_numbered and is_few) or plain(piece.text) in names.known
