"""Rules against saying a thing twice: in a list, in a top or a tail what the core says, or one paragraph in two protocols.

Paragraphs are compared only if they share runs of words, so that the time grows with what is alike, not with the square of
what there is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from rapidfuzz import fuzz

from generator.county.library import MOST_KEPT, Library, Parsed
from generator.model.core import Clause
from generator.model.protocol import Protocol
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.nodes import Path, Sequence, plain_data, sequences, text_at
from generator.sources.source import Span
from generator.words.references import REFERENCE

LEAST_WORDS = 14
"""Shorter paragraphs are alike by chance."""


_LEAST_LENGTH = 2 * LEAST_WORDS - 1
"""In characters: that many words of one letter."""


LIKE_CORE = 80
"""How alike, out of 100, a paragraph and one of the core may be."""


LIKE_EACH_OTHER = 84
"""How alike, out of 100, paragraphs of two protocols may be."""


MOST_ALIKE = 10
"""How many paragraphs of two protocols may be alike before the one is taken for a copy of the other."""


_RUN = 5
"""Paragraphs are compared if they share a run of this many words."""


_SPLIT = re.compile(r"\n\s*\n|\n\s*(?:[-|]|\d+\.)\s+|^\s*(?:[-|]|\d+\.)\s+")


_WORD = re.compile(r"\b(?!\d{5,}\b)[\w’']+")
"""A word. Two steps that name the same telephone numbers, which have five digits and more, are not alike for that."""


_SAID_ALIKE = ("only_if", "unless")
"""What several flows may say alike, and should: the same condition in the same words."""


_TOLD_APART = (("parties",), ("requirements_met",))
"""The lists of a protocol whose repetitions have faults of their own."""


@fault("repeated-item")
def repeated_item(span: Span, name: str, first: Span) -> Diagnostic:
    """The same thing stands twice in one list, word for word.

    It is usually a slip in copying. Take one out, or say what is different about the second.
    """
    return Diagnostic(
        f"this stands in `{name}` a second time", span, help="take one out", others=(Label(first, "the first one"),)
    )


@rule
def check_nothing_is_said_twice_in_a_list(context: Context) -> Iterator[Diagnostic]:
    """No list holds the same thing twice, word for word."""
    for document in context.library.parsed:
        yield from _repeated_items(document)


@lru_cache(maxsize=MOST_KEPT)
def _repeated_items(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(
        repeated_item(document.span(*path, index), _field_of(path), document.span(*path, first))
        for path, items in sequences(document.node)
        if _field_of(path) and (document.entry is not Protocol or path not in _TOLD_APART)
        for index, first in _twice(items)
    )


def _field_of(path: Path) -> str:
    """Return the name of the field that a list stands in; nothing where the file itself is a list, which is a fault of its own."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _twice(items: Sequence) -> Iterator[tuple[int, int]]:
    """Yield the index of each item that stands in the list before, and that of the first; things with an id are told apart."""
    seen: dict[str, int] = {}
    for index, item in enumerate(items.items):
        if text_at(item, "id") is None:
            key = repr(plain_data(item))
            if key in seen:
                yield index, seen[key]
            seen.setdefault(key, index)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    words: str
    """All its words, in small letters."""
    runs: frozenset[int]
    """Each run of five words in it, as a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph(_Said):
    document: Parsed
    path: Path
    opening: str
    """Its first words as written, by which it is found in its source."""

    @property
    def span(self) -> Span:
        return self.document.find(self.opening, *self.path)


@fault("repeats-the-core", Severity.WARNING)
def repeats_the_core(span: Span, clause: str, percent: int, said: Span) -> Diagnostic:
    """A top or a tail says again what a clause of the core already says.

    The core stands in every protocol word for word. Said a second time in other words it can only drift. Point to the clause
    instead: `[[core/fast-track]]`.
    """
    return Diagnostic(
        f"this is {percent}% like the core's `{clause}`, which every protocol holds already",
        span,
        help=f"take it out, or point to it with `[[core/{clause}]]`",
        others=(Label(said, "said here"),),
    )


@rule
def check_core_is_not_repeated(context: Context) -> Iterator[Diagnostic]:
    """A top or a tail does not say again what the core says (report, paragraph 4.2(i)(a))."""
    core = [found for document in context.library.clauses.values() for found in _paragraphs(document)]
    documents = (*context.library.protocols.values(), *context.library.agencies.values())
    own = [found for document in documents for found in _paragraphs(document)]
    for said, before, percent in _alike(own, core, LIKE_CORE):
        yield repeats_the_core(said.span, before.document.id, percent, before.span)


@fault("near-duplicate", Severity.WARNING)
def near_duplicate(span: Span, where: str, percent: int, first: Span) -> Diagnostic:
    """Nearly the same paragraph stands in two protocols.

    What two protocols share belongs in the core, in their Tier 2 theme, or in an agency's standing requirements. What is left
    should be particular to each.
    """
    return Diagnostic(
        f"this is {percent}% like a paragraph of `{where}`",
        span,
        help="say what is particular here, or move what is common to the core, the theme or the agency",
        others=(Label(first, "nearly the same"),),
    )


@fault("copied-protocol", Severity.WARNING)
def copied_protocol(span: Span, where: str, count: int, first: Span) -> Diagnostic:
    """A protocol says mostly what another one says, paragraph by paragraph.

    It was probably begun as a copy. Two protocols that say the same are one: either this one is not needed, or it has to say
    what is particular to it. What both need belongs in the core, in their Tier 2 theme or in an agency's standing requirements.
    """
    return Diagnostic(
        f"{count} paragraphs of this protocol are like paragraphs of `{where}`",
        span,
        help="write what is particular to this protocol, or do without it",
        others=(Label(first, "the other protocol"),),
    )


@rule
def check_protocols_differ(context: Context) -> Iterator[Diagnostic]:
    """No two protocols hold nearly the same paragraph, and none holds it twice; one that is mostly a copy is said to be so once.

    An answer may repeat what its own protocol says.
    """
    paragraphs = [found for document in context.library.protocols.values() for found in _paragraphs(document)]
    pairs: dict[tuple[Parsed, Parsed], list[tuple[_Paragraph, _Paragraph, int]]] = defaultdict(list)
    for later, earlier, percent in _alike(paragraphs, paragraphs, LIKE_EACH_OTHER):
        if later.document is earlier.document and "asked_as" in (later.path[0], earlier.path[0]):
            continue
        pairs[later.document, earlier.document].append((later, earlier, percent))
    for (document, other), alike in pairs.items():
        count = len({id(later) for later, _, _ in alike})
        if count > MOST_ALIKE and document is not other:
            yield copied_protocol(document.span("id"), other.id, count, other.span("id"))
            continue
        for later, earlier, percent in alike:
            for one, two in ((later, earlier), (earlier, later)):  # Whichever was written last has to be looked at.
                yield near_duplicate(one.span, two.document.id, percent, two.span)


@lru_cache(maxsize=MOST_KEPT)
def _paragraphs(document: Parsed) -> tuple[_Paragraph, ...]:
    """Return the paragraphs of a document that are long enough to be compared."""
    return tuple(_split(document))


def _split(document: Parsed) -> Iterator[_Paragraph]:
    fields = ("text", "practice") if document.entry is Clause else ()
    for value in document.values:
        if not value.shape.markup or (fields and value.path[0] not in fields):
            continue
        if document.entry is Protocol and (value.path[0] in ("review", "history") or value.name in _SAID_ALIKE):
            continue
        for written in _SPLIT.split(value.scalar.text) if len(value.scalar.text) >= _LEAST_LENGTH else ():
            if said := _said(written):
                opening = " ".join(written.split()[:3])
                yield _Paragraph(words=said.words, runs=said.runs, document=document, path=value.path, opening=opening)


def _said(written: str) -> _Said | None:
    """Return what a paragraph says, where it is long enough to be compared."""
    words = tuple(_WORD.findall(REFERENCE.sub(" ", written).lower()))
    if len(words) < LEAST_WORDS:
        return None
    runs = frozenset(map(hash, zip(*(words[start:] for start in range(_RUN)), strict=False)))
    return _Said(words=" ".join(words), runs=runs)


def said_by_core(library: Library, texts: Iterable[str]) -> Mapping[str, tuple[str, int]]:
    """Return the clause that each text repeats, and how alike they are of 100: what `repeats-the-core` would say of it in a top."""
    said = {found: text for text in texts if (found := _said(text))}
    core = [found for document in library.current_clauses for found in _paragraphs(document)]
    likest: dict[str, tuple[str, int]] = {}
    for found, clause, percent in _alike([*said], core, LIKE_CORE):
        if percent > likest.get(said[found], ("", 0))[1]:
            likest[said[found]] = (clause.document.id, percent)
    return likest


_S = TypeVar("_S", bound=_Said)
_T = TypeVar("_T", bound=_Said)


def _alike(paragraphs: Many[_S], against: Many[_T], limit: int) -> Iterator[tuple[_S, _T, int]]:
    """Yield each pair that is at least `limit` out of 100 alike; of two from the same list, the later one first."""
    within, index = against is paragraphs, _Index()
    for place, other in enumerate(() if within else against):
        index.add(place, other.runs)
    for place, said in enumerate(paragraphs):
        for found in index.sharing(said.runs):
            other = against[found]
            percent = fuzz.ratio(said.words, other.words, score_cutoff=limit)
            if percent:
                yield said, other, int(percent)
        if within:
            index.add(place, said.runs)


class _Index:
    """Which paragraphs hold a run of words. Nearly every run stands in one alone, so that one is kept apart."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._more: dict[int, list[int]] = defaultdict(list)

    def add(self, place: int, runs: frozenset[int]) -> None:
        """Take in a paragraph by its place and its runs."""
        known = runs & self._first.keys()
        self._first.update(dict.fromkeys(runs - known, place))
        for run in known:
            self._more[run].append(place)

    def sharing(self, runs: frozenset[int]) -> list[int]:
        """Return the places of the paragraphs that have a run in common with one, in order."""
        known = runs & self._first.keys()
        more = chain.from_iterable(self._more.get(run, ()) for run in known)
        return sorted({*map(self._first.__getitem__, known), *more})
