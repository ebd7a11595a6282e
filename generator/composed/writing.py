"""A composed tree back to composed Markdown: the inverse of `tree.parse`.

Every word is escaped anew and every element is one of the dialect, so that nothing in a text that somebody kept in a file can be
more than words. Where links lead is for the caller to say.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from generator.composed.nodes import (
    Block,
    Box,
    Code,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Picture,
    Span,
    Strong,
    Summary,
    Table,
    Tag,
    Text,
    plain_words,
)
from generator.composed.tree import Section
from generator.words.prose import NOT_IN_A_TITLE, escape

Address = Callable[[str], str]
"""Gives the address that a link is to have, or nothing where only its words are to stay."""

KEPT = frozenset(
    {"class", "datetime", "open", "markdown", "data-part", "data-agency", "data-signed", "data-search-exclude"}
)
"""The attributes that say what an element is. Any other one, which may be read by a script, is left out."""

_IN_ATTRIBUTE = re.compile(r"""[^\w\s.,;:()/?%+-]""")
_IN_ADDRESS = re.compile(r"""[()<>\s"'\\]""")
_LEADS_OUT = re.compile(r"[\w+.-]*:|//")
"""An address that is none of the site's own, from which no picture may come."""


def same(address: str) -> str:
    """Return an address as it is."""
    return address


def write(sections: Sequence[Section], address: Address = same) -> str:
    """Return sections as Markdown, ending in one line end, with the boxes around them opened and ended."""
    blocks: list[str] = []
    opened: tuple[Tag, ...] = ()
    for section in sections:
        shared = next(
            (at for at, (old, new) in enumerate(zip(opened, section.within, strict=False)) if old != new), None
        )
        shared = min(len(opened), len(section.within)) if shared is None else shared
        blocks += [f"</{tag.element}>" for tag in reversed(opened[shared:])]
        blocks += [_tag(tag) for tag in section.within[shared:]]
        opened = section.within
        blocks += [_block(block, address) for block in section.nodes]
    blocks += [f"</{tag.element}>" for tag in reversed(opened)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _tag(tag: Tag) -> str:
    """Return an opening tag with those of its attributes that are no code and tell no script anything."""
    return f"<{tag.element}{_attributes(tag.attributes)}>"


def _attributes(attributes: Sequence[tuple[str, str]]) -> str:
    kept = ((name, _IN_ATTRIBUTE.sub(_as_number, value)) for name, value in attributes if name in KEPT)
    return "".join(f' {name}="{value}"' if value else f" {name}" for name, value in kept)


def _as_number(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _block(block: Block, address: Address) -> str:
    match block:
        case Paragraph(inside):
            return _lines(inside, address)
        case Heading():
            return _heading(block, address)
        case Listing():
            return _listing(block, address)
        case Table():
            rows = [f"| {' | '.join(_lines(cell, address) for cell in row)} |" for row in (block.head, *block.rows)]
            return "\n".join((rows[0], "|" + " --- |" * len(block.head), *rows[1:]))
        case Summary(inside):
            return f"<summary>{_lines(inside, address)}</summary>"
        case Box():
            held = (_block(inner, address) for inner in block.inside)
            return "\n\n".join((_tag(block.tag), *held, f"</{block.tag.element}>"))


def _heading(heading: Heading, address: Address) -> str:
    number = f"{heading.number} " if heading.number else ""
    identified = f" {{ #{heading.anchor}{_attributes(heading.attributes)} }}" if heading.anchor else ""
    return f"{'#' * heading.level} {number}{_lines(heading.inside, address)}{identified}"


def _listing(listing: Listing, address: Address) -> str:
    items: list[str] = []
    is_loose = any(isinstance(block, Paragraph) and not block.tight for item in listing.items for block in item)
    for number, item in enumerate(listing.items, start=listing.start):
        content = ("\n\n" if is_loose else "\n").join(_block(block, address) for block in item)
        mark = f"{number}." if listing.ordered else "-"
        items.append((f"{mark:<4}" + content.replace("\n", "\n    ").replace("\n    \n", "\n\n")).rstrip())
    return ("\n\n" if is_loose else "\n").join(items)


def _lines(inside: Sequence[Inline], address: Address) -> str:
    return _inline(inside, address, at_start=True)


def _inline(inside: Sequence[Inline], address: Address, *, at_start: bool) -> str:
    """Return words as Markdown; what a line must not begin with is escaped where one begins."""
    pieces: list[str] = []
    for node, following in pairwise((*inside, None)):
        starts = at_start and not pieces
        if isinstance(node, Text):
            pieces.append(_words(node.words, at_start=starts, before_link=isinstance(following, Link)))
        elif node is not None:
            pieces.append(_marked(node, address))
    return "".join(pieces)


def _words(words: str, *, at_start: bool, before_link: bool) -> str:
    first, *others = words.split("\n")
    lines = [escape(first) if at_start else escape(f"x{first}")[1:], *map(escape, others)]
    text = "\n".join(lines)
    return f"{text[:-1]}\\!" if before_link and text.endswith("!") else text


def _marked(node: Inline, address: Address) -> str:
    match node:
        case Strong(inside) | Emphasis(inside):
            mark = "**" if isinstance(node, Strong) else "*"
            return f"{mark}{_inline(inside, address, at_start=False)}{mark}"
        case Code(words):
            return escape(words) if re.search(r"[`<>|&\\\n]", words) else f"`{words}`"
        case Link():
            return _link(node, address)
        case Picture(uri, says):
            found = address(uri)
            return f"![{escape(says)}]({_in_link(found)})" if found and not _LEADS_OUT.match(found) else escape(says)
        case Span(tag, inside):
            return f"{_tag(tag)}{_inline(inside, address, at_start=False)}</{tag.element}>"
        case Text(words):
            return escape(words)


def _link(link: Link, address: Address) -> str:
    found = address(link.href)
    if not found:
        return _inline(link.inside, address, at_start=False)
    title = f' "{NOT_IN_A_TITLE.sub("", link.title)}"' if link.title else ""
    inside = _inline(link.inside, address, at_start=False) if plain_words(link.inside) else escape(found)
    return f"[{inside}]({_in_link(found)}{title})"


def _in_link(address: str) -> str:
    """Return an address so that it cannot end early."""
    return _IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", address)
