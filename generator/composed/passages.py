"""The words of a composed protocol, passage by passage; and the fingerprints of what a signature covers.

Made from the tree alone, without all that is no wording: explanations, emphasis, where lines break. So a change that alters no word
and leads to no other place alters nothing here. A page says itself what of it is signed: `data-signed="yes"` among the facts that
open it, `data-signed="no"` in all that follows them.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.composed.nodes import (
    Block,
    Box,
    Cell,
    Code,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Picture,
    Span,
    Summary,
    Table,
    Text,
    plain_words,
    walk,
)
from generator.composed.outline import SECTIONS
from generator.composed.tree import Section, Tree

ALGORITHM = "words-2"
"""Names how a fingerprint is made. Any change to this module that changes one needs a new name, and the old way stays."""

MARKED = "marked"
"""The class of what says that an entry is marked. It is no wording: what was signed before there was any is signed still."""

HEAD = "head"
"""The key of what stands before the first section: title, summary, other names, owner and marking."""

_FIRST = "words-1"
"""How fingerprints were made first: of the passages of the parts, without what stands before them and where links lead."""

_OWN_LEVEL = 1
"""The level of a page's own title."""


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
    return f"| {' | '.join(map(_wording, cells))} |"


def _written(inside: Sequence[Inline]) -> list[str]:
    """Return the words of a paragraph: `words-1` takes one that the templates write on several lines line by line."""
    return _wording(inside).split("\n")


def _wording(inside: Sequence[Inline]) -> str:
    """Return words without what says of an entry that it is marked."""
    if any(isinstance(node, Span) and MARKED in node.tag.classes for node in walk(inside)):
        inside = tuple(_without(inside, lambda span: MARKED in span.tag.classes))
    return plain_words(inside)


def copy_of(found: tuple[Passage, ...], agencies: tuple[str, ...]) -> tuple[Passage, ...]:
    """Return what an agency's own copy holds: everything but other agencies' own words."""
    return tuple(passage for passage in found if not passage.agency or passage.agency in agencies)


def fingerprint(tree: Tree) -> str:
    """Return the fingerprint of all that a signature on this text covers: `words-2:` and 64 hexadecimal figures."""
    return fingerprint_of(section_fingerprints(tree))


def fits(tree: Tree, signed: str) -> bool:
    """Return whether a fingerprint, made in any way that there was, is that of this text."""
    return signed == (_first_fingerprint(tree) if signed.startswith(f"{_FIRST}:") else fingerprint(tree))


def fingerprint_of(sections: Mapping[str, str]) -> str:
    """Return the fingerprint of a text whose sections have these, in any order: so a list of them proves what it claims."""
    return f"{ALGORITHM}:{_digest(sorted(sections.items()))}"


def section_fingerprints(tree: Tree) -> Mapping[str, str]:
    """Return the fingerprint of each section that is signed, in the order of the page, by a key that names it.

    The key is `head` for what opens the page, the permanent id of a section (`fast-track`), and `core/` with that of a clause
    (`core/fast-track`).
    """
    found: dict[str, list[Any]] = {}
    key, is_signed = HEAD, True
    for section in tree.sections:
        if section.heading:
            key = section_key(section)
            is_signed = _mark(section.heading.attributes) != "no"
        if is_signed:
            found.setdefault(key, []).extend(_signed_head(section) if key == HEAD else _signed(section.nodes))
    return {key: _digest(said) for key, said in found.items() if said}


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def section_key(section: Section) -> str:
    """Return the key of a section that has a heading."""
    if section.heading and section.heading.level == _OWN_LEVEL:
        return HEAD
    return f"core/{section.id}" if section.is_clause else section.id


def _mark(attributes: Sequence[tuple[str, str]]) -> str:
    """Return what a page says of whether something is signed: `yes`, `no` or nothing."""
    return dict(attributes).get("data-signed", "")


def _signed_head(section: Section) -> Iterator[Any]:
    """Yield the title and whatever else is marked as signed."""
    if section.heading:
        yield from _signed((section.heading,))
    for node in walk(section.blocks):
        if isinstance(node, Box | Span) and _mark(node.tag.attributes) == "yes":
            yield from _signed(node.inside) if isinstance(node, Box) else [_said(node.inside)]


def _signed(blocks: Sequence[Block]) -> Iterator[Any]:
    """Yield what each block says, in a form that no two texts share."""
    for block in blocks:
        match block:
            case Box():
                if _mark(block.tag.attributes) != "no":
                    yield from _signed(block.inside)
            case Listing():
                yield ["list", block.start if block.ordered else 0, *(list(_signed(item)) for item in block.items)]
            case Table():
                yield ["table", *([_said(cell) for cell in row] for row in (block.head, *block.rows))]
            case Heading():
                yield ["heading", block.number, *_said(block.inside)]
            case Paragraph() | Summary():
                said = _said(block.inside)
                if said != [""]:
                    yield said


def _said(inside: Sequence[Inline]) -> list[Any]:
    """Return words as they are signed, and where each link in them leads. A link that explains a word is no more than the word."""
    covered = tuple(_without(inside, lambda span: _mark(span.tag.attributes) == "no"))
    leads = [
        [_squeezed(plain_words(node.inside)), node.href] if isinstance(node, Link) else [node.says, node.uri]
        for node in walk(covered)
        if (isinstance(node, Link) and not node.title) or isinstance(node, Picture)
    ]
    return [_squeezed(plain_words(covered)), *leads]


def _without(inside: Sequence[Inline], is_left_out: Callable[[Span], bool]) -> Iterator[Inline]:
    """Yield nodes without some of their elements, however deep they stand."""
    for node in inside:
        if isinstance(node, Text | Code | Picture):
            yield node
        elif not (isinstance(node, Span) and is_left_out(node)):
            yield replace(node, inside=tuple(_without(node.inside, is_left_out)))


def _squeezed(words: str) -> str:
    return " ".join(words.split())


def _first_fingerprint(tree: Tree) -> str:
    """Return the fingerprint of a text as `words-1` made it."""
    covered = "\n".join(passage.text for passage in passages(tree) if _was_signed_first(passage))
    return f"{_FIRST}:{hashlib.sha256(covered.encode()).hexdigest()}"


def _was_signed_first(passage: Passage) -> bool:
    return passage.part == "core" or passage.section not in SECTIONS or SECTIONS[passage.section].is_signed
