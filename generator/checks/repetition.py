"""Rules against saying a thing twice: the core in a top or a tail, or one paragraph in two protocols.

Paragraphs are compared only if they share runs of words, so that the time grows with what is alike, not with the square of
what there is.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from generator.checks.context import Context
from generator.diagnostics import wording as faults
from generator.diagnostics.base import Diagnostic
from generator.library import Parsed
from generator.model.core import Clause
from generator.model.protocol import Protocol
from generator.nodes import Path
from generator.references import REFERENCE
from generator.source import Span

LEAST_WORDS = 14
"""Shorter paragraphs are alike by chance."""

LIKE_CORE = 80
"""How alike, out of 100, a paragraph and one of the core may be."""

LIKE_EACH_OTHER = 84
"""How alike, out of 100, paragraphs of two protocols may be."""

_RUN = 5
"""Paragraphs are compared if they share a run of this many words."""

_SPLIT = re.compile(r"\n\s*\n|\n\s*(?:[-|]|\d+\.)\s+|^\s*(?:[-|]|\d+\.)\s+")
_WORD = re.compile(r"[\w’']+")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    document: Parsed
    path: Path
    opening: str
    """Its first words as written, by which it is found in its source."""
    words: tuple[str, ...]

    @property
    def span(self) -> Span:
        return self.document.find(self.opening, *self.path)


def check_core_is_not_repeated(context: Context) -> Iterator[Diagnostic]:
    """A top or a tail does not say again what the core says (report, paragraph 4.2(i)(a))."""
    core = [found for document in context.library.clauses.values() for found in _paragraphs(document)]
    own = [found for document in context.library.protocols.values() for found in _paragraphs(document)]
    for later, earlier, percent in _alike(own, core, LIKE_CORE):
        yield faults.repeats_the_core(later.span, earlier.document.id, percent, earlier.span)


def check_protocols_differ(context: Context) -> Iterator[Diagnostic]:
    """No two protocols hold nearly the same paragraph."""
    paragraphs = [found for document in context.library.protocols.values() for found in _paragraphs(document)]
    for later, earlier, percent in _alike(paragraphs, paragraphs, LIKE_EACH_OTHER):
        if later.document.id > earlier.document.id:
            yield faults.near_duplicate(later.span, earlier.document.id, percent, earlier.span)


def _paragraphs(document: Parsed) -> Iterator[_Paragraph]:
    fields = ("text", "practice") if document.entry is Clause else ()
    for value in document.values:
        if not value.shape.markup or (fields and value.path[0] not in fields):
            continue
        if document.entry is Protocol and value.path[0] in ("review", "history"):
            continue
        for written in _SPLIT.split(value.scalar.text):
            words = tuple(_WORD.findall(REFERENCE.sub(" ", written).lower()))
            if len(words) >= LEAST_WORDS:
                yield _Paragraph(document, value.path, " ".join(written.split()[:3]), words)


def _alike(
    paragraphs: list[_Paragraph], against: list[_Paragraph], limit: int
) -> Iterator[tuple[_Paragraph, _Paragraph, int]]:
    """Yield each pair from two different documents that is at least `limit` out of 100 alike."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, paragraph in enumerate(against):
        for run in _runs(paragraph):
            holders[run].append(index)
    for paragraph in paragraphs:
        shared = Counter(index for run in _runs(paragraph) for index in holders.get(run, ()))
        for index in sorted(shared):
            other = against[index]
            if other.document is paragraph.document:
                continue
            percent = fuzz.ratio(" ".join(paragraph.words), " ".join(other.words), score_cutoff=limit)
            if percent:
                yield paragraph, other, int(percent)


def _runs(paragraph: _Paragraph) -> set[tuple[str, ...]]:
    return {paragraph.words[start : start + _RUN] for start in range(len(paragraph.words) - _RUN + 1)}
