"""The page that says how long each protocol is and how hard to read. Made last, from the words of the composed protocols."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from statistics import median
from typing import ClassVar

from generator import urls
from generator.composed.outline import READ_FIRST, SECTIONS
from generator.composed.passages import Passage, passages
from generator.composed.readability import Reading, read
from generator.composed.tree import Tree
from generator.county.county import County
from generator.model.protocol import Protocol
from generator.pages.base import Head, PageView, fixed_head
from generator.words.catalogue import fixed

LONG_SENTENCE = 25
"""Sentences beyond this many words are hard to take in: the limit of GOV.UK's style guide, and of `long-sentence`."""

_OPENING = frozenset(section.id for section in READ_FIRST)
_NO_PROSE = frozenset(section.id for section in SECTIONS.values() if not section.is_prose)
"""A list of names would be the longest sentence of every protocol."""


@dataclass(frozen=True)
class Measured:
    """What was measured of one composed protocol."""

    protocol: Protocol
    own: Reading
    """Its top and its tail, with the words of its agencies."""
    with_core: int
    """All its words, the core's too."""
    opening: int
    """The words of the sections that somebody reads who must decide now."""
    steps: int
    """The steps of its fast track."""


@dataclass(frozen=True, kw_only=True)
class ReadingPage(PageView):
    """Length and reading level of each protocol."""

    template: ClassVar[str] = "reading.md.j2"
    head: Head = fixed_head(
        "reading",
        "How long each protocol is, and how hard to read, measured on the words that a reader sees.",
        "protocols/tier-3",
    )
    rows: tuple[Measured, ...]
    core: Reading
    middle: Mapping[str, float]
    """The middle protocol's own words, and its words in a sentence, reading ease and grade."""
    long: int
    read_first: str
    """The numbers of the sections that are read first."""
    long_name: str
    """A name that readers meet often and nobody can shorten."""


def _and(one: str, other: str) -> str:
    return fixed("%(one)s and %(other)s", one=one, other=other)


def reading_page(county: County, composed: Callable[[str], Tree]) -> ReadingPage:
    """Return the page; `composed` gives the tree of a page by its `page_uri`."""
    protocols = county.current_protocols
    found = {protocol.id: passages(composed(urls.protocol_uri(protocol.id))) for protocol in protocols}
    core = read(_of_part(next(iter(found.values()), ()), "core"))
    rows = tuple(_measured(protocol, found[protocol.id], core.words) for protocol in protocols)
    return ReadingPage(
        rows=rows,
        core=core,
        middle={
            name: median([getattr(row.own, name) for row in rows] or [0])
            for name in ("words", "sentence_length", "ease", "grade")
        },
        long=LONG_SENTENCE,
        read_first=reduce(_and, (section.number for section in READ_FIRST)),
        long_name=_long_name(county),
    )


def _long_name(county: County) -> str:
    """Return the name of the body that most agencies are part of, else the longest name of an agency."""
    bodies = Counter(agency.part_of for agency in county.current_agencies if agency.part_of)
    names = bodies or Counter(agency.name for agency in county.current_agencies)
    return max(names, key=lambda name: (names[name], len(name), name))


def _measured(protocol: Protocol, found: tuple[Passage, ...], core_words: int) -> Measured:
    particular = tuple(passage for passage in found if passage.part != "core")
    own = read(passage for passage in particular if passage.section not in _NO_PROSE)
    opening = read(passage for passage in particular if passage.section in _OPENING)
    return Measured(protocol, own, own.words + core_words, opening.words, len(protocol.fast_track.steps))


def _of_part(found: tuple[Passage, ...], part: str) -> tuple[Passage, ...]:
    return tuple(passage for passage in found if passage.part == part)
