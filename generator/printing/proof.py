"""Whether a printed document says what its page says: the words of each section, and where each link leads.

Compares trees and what a reader made of a PDF; how a PDF is read is left to others, so that building needs no PDF reader.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.composed.nodes import Block, Box, Heading, Link, plain_words, walk
from generator.composed.tree import Tree
from generator.printing.addresses import web_address

_CROSS_REFERENCE = re.compile(r"page\s*\d+")
_NOT_WORDS = re.compile(r"\s+")


@dataclass(frozen=True)
class Section:
    """What stands under one heading, down to the next heading of any kind."""

    heading: str
    words: str
    """The words with every space left out: lines break elsewhere on paper."""
    links: tuple[str, ...] = ()
    """The addresses on the web that its links lead to."""


def sections_of(tree: Tree, page_uri: str, base: str) -> Iterator[Section]:
    """Yield the sections of a composed page, in order; what stands before the first heading has none."""
    heading = ""
    held: list[Block] = []
    for node in (node for section in tree.sections for node in _flat(section.nodes)):
        if isinstance(node, Heading):
            yield _section(heading, held, page_uri, base)
            heading, held = node.words, []
        else:
            held.append(node)
    yield _section(heading, held, page_uri, base)


def _flat(nodes: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks, those inside boxes too, without the boxes."""
    for node in nodes:
        if isinstance(node, Box):
            yield from _flat(node.inside)
        else:
            yield node


def _section(heading: str, nodes: Sequence[Block], page_uri: str, base: str) -> Section:
    links = tuple(web_address(base, page_uri, node.href) for node in walk(nodes) if isinstance(node, Link))
    return Section(heading, squeezed(plain_words(nodes)), links)


def squeezed(words: str) -> str:
    """Return words without spaces and without the page numbers that paper adds to cross-references."""
    return _NOT_WORDS.sub("", _CROSS_REFERENCE.sub("", words))


def differences(expected: Iterable[Section], printed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what is on the page and not in print, section by section, in order.

    `printed` holds every heading that was read with the words under it. Print may hold more sections than the page.
    """
    waiting = list(printed)
    for section in expected:
        at = next((at for at, (heading, _) in enumerate(waiting) if heading == section.heading), None)
        if at is None:
            yield f"the section `{section.heading}` is not in print, or not in its place"
            continue
        words = squeezed(waiting[at][1])
        del waiting[: at + 1]
        if section.words != words:
            yield f"`{section.heading}`: {_first_difference(section.words, words)}"


def _first_difference(expected: str, found: str) -> str:
    at = next((at for at, (one, two) in enumerate(zip(expected, found, strict=False)) if one != two), None)
    start = max(0, (min(len(expected), len(found)) if at is None else at) - 20)
    return f"the page has `{expected[start : start + 60]}`, print has `{found[start : start + 60]}`"
