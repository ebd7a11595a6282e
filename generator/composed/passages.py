"""The words of a composed protocol, passage by passage: what a signature covers, and what two versions are compared by.

Made from the tree, without all that is no wording: links, explanations, emphasis, where lines break. So a change that alters no
word alters nothing here.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.composed.nodes import Block, Box, Cell, Heading, Inline, Listing, Table, plain_words
from generator.composed.outline import SECTIONS
from generator.composed.tree import Section, Tree

ALGORITHM = "words-1"
"""Names how a fingerprint is made. Any change to this module that changes one needs a new name."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list item or table row, with where it stands."""

    part: str
    """`top`, `core` or `tail`."""
    section: str
    """The permanent id of its section, or of its clause: `fast-track`."""
    anchor: str
    """The id of the heading it stands under: `a2-fast-track`, `b12-fast-track`."""
    heading: str
    """The words of that heading."""
    agency: str
    """The agency whose own words these are, or nothing."""
    text: str


def passages(tree: Tree) -> tuple[Passage, ...]:
    """Return the passages of a composed protocol, in order, without the facts that stand above the parts."""
    return tuple(passage for section in tree.sections if section.part for passage in _of_section(section))


def _of_section(section: Section) -> Iterator[Passage]:
    heading = section.heading.words if section.heading else ""
    for agency, words in _lines(section.blocks, ""):
        if text := " ".join(words.split()):
            yield Passage(section.part, section.id, section.anchor, heading, agency, text)


def _lines(blocks: Sequence[Block], agency: str, mark: str = "") -> Iterator[tuple[str, str]]:
    """Yield whose words they are, and the words of each line; `mark` is the mark of the item that they are the text of."""
    for block in blocks:
        for whose, words in _of_block(block, agency):
            yield whose, f"{mark} {words}"
            mark = ""


def _of_block(block: Block, agency: str) -> Iterator[tuple[str, str]]:
    match block:
        case Box():
            yield from _lines(block.inside, block.tag.get("data-agency") or agency)
        case Listing():
            for number, item in enumerate(block.items, start=block.start):
                mark = f"{number}." if block.ordered else "-"
                yield from tuple(_lines(item, agency, mark)) or ((agency, mark),)
        case Table():
            yield from ((agency, _row(row)) for row in (block.head, *block.rows))
        case Heading():
            if not block.anchor:
                yield agency, block.words
        case _:
            yield from ((agency, line) for line in _written(block.inside))


def _row(cells: Sequence[Cell]) -> str:
    return f"| {' | '.join(map(plain_words, cells))} |"


def _written(inside: Sequence[Inline]) -> list[str]:
    """Return the words of a paragraph: `words-1` takes one that the templates write on several lines line by line."""
    return plain_words(inside).split("\n")


def fingerprint(tree: Tree) -> str:
    """Return the fingerprint of all that a signature on this text covers: `words-1:` and 64 hexadecimal figures."""
    covered = "\n".join(passage.text for passage in passages(tree) if _is_signed(passage))
    return f"{ALGORITHM}:{hashlib.sha256(covered.encode()).hexdigest()}"


def _is_signed(passage: Passage) -> bool:
    return passage.part == "core" or passage.section not in SECTIONS or SECTIONS[passage.section].is_signed


def copy_of(found: tuple[Passage, ...], agencies: tuple[str, ...]) -> tuple[Passage, ...]:
    """Return what an agency's own copy holds: everything but other agencies' own words."""
    return tuple(passage for passage in found if not passage.agency or passage.agency in agencies)


def section_fingerprints(tree: Tree) -> dict[str, str]:
    """STUB until a1."""
    found: dict[str, list[str]] = {}
    for passage in passages(tree):
        if _is_signed(passage):
            found.setdefault(f"{passage.part}/{passage.section}", []).append(passage.text)
    return {key: hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16] for key, texts in found.items()}


def fits(tree: Tree, value: str) -> bool:
    """STUB until a1."""
    return fingerprint(tree) == value
