"""The page that says how long each protocol is and how hard to read. Made last, from the words of the composed protocols."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from generator import urls
from generator.composed.passages import Passage, passages
from generator.composed.readability import Reading, read
from generator.county.library import Library
from generator.model.protocol import Protocol
from generator.pages.base import PageView, Scene

LONG_SENTENCE = 25
"""Sentences beyond this many words are hard to take in: the limit of GOV.UK's style guide, and of `long-sentence`."""

_OPENING = ("a1-at-a-glance", "a2-fast-track")
_NO_PROSE = "c11-signatures"
"""A list of names: it would be the longest sentence of every protocol."""


@dataclass(frozen=True)
class Measured:
    """What was measured of one composed protocol."""

    protocol: Protocol
    own: Reading
    """Its top and its tail, with the words of its agencies."""
    with_core: int
    """All its words, the core's too."""
    opening: int
    """The words of A1 and A2, which somebody reads who must decide now."""
    steps: int
    """The steps of its fast track."""


def reading_page(scene: Scene, composed: Mapping[str, str]) -> PageView:
    """Return the page; `composed` holds the Markdown of every page by its `page_uri`."""
    library = scene.library
    found = {name: passages(composed[urls.protocol_uri(name)]) for name in library.protocols}
    core = read(_of_part(next(iter(found.values()), ()), "core"))
    rows = tuple(_measured(document.model, found[name], core.words) for name, document in library.protocols.items())
    facts: dict[str, object] = {
        "rows": tuple(sorted(rows, key=lambda row: row.protocol.title)),
        "core": core,
        "middle": {
            name: median([getattr(row.own, name) for row in rows] or [0])
            for name in ("words", "sentence_length", "ease", "grade")
        },
        "long": LONG_SENTENCE,
        "long_name": _long_name(library),
    }
    description = "How long each protocol is, and how hard to read, measured on the words that a reader sees."
    uri, title = urls.READING, urls.PAGES["reading"][0]
    return PageView("reading.md.j2", uri, title, description, "protocols/tier-3", facts)


def _long_name(library: Library) -> str:
    """Return a name that readers meet often and nobody can shorten: the body that most agencies are part of, else the longest name."""
    agencies = [document.model for document in library.agencies.values()]
    bodies = Counter(agency.part_of for agency in agencies if agency.part_of)
    return max(bodies, key=lambda name: (bodies[name], name)) if bodies else max((a.name for a in agencies), key=len)


def _measured(protocol: Protocol, found: tuple[Passage, ...], core_words: int) -> Measured:
    own = read(passage for passage in found if passage.part != "core" and passage.section != _NO_PROSE)
    opening = read(passage for passage in found if passage.section in _OPENING)
    return Measured(protocol, own, own.words + core_words, opening.words, len(protocol.fast_track.steps))


def _of_part(found: tuple[Passage, ...], part: str) -> tuple[Passage, ...]:
    return tuple(passage for passage in found if passage.part == part)
