"""How a piece of an agreement is written in a source: as the text of a field, or as a note that quotes it with its place."""

from collections.abc import Iterable, Mapping

from generator.authors.agreements.headings import Placed
from generator.authors.agreements.reading import Kind
from generator.authors.agreements.sorting import Sorted
from generator.authors.agreements.texts import plain_words

NOTED_AT: Mapping[str, str] = {
    "opening": "summary",
    "summary": "summary",
    "purpose": "purpose",
    "benefits": "benefits",
    "scope": "scope",
    "out-of-scope": "scope",
    "people": "people",
    "parties": "parties",
    "process": "process",
    "meetings": "process",
    "fast-track": "fast_track",
    "gateways": "gateways",
    "restrictions": "restrictions",
    "consent": "consent",
    "telling": "telling_people",
    "data-protection": "data_protection",
    "flows": "flows",
    "routes": "routes",
    "retention": "retention",
    "contacts": "contacts",
    "risks": "risks",
    "dpia": "dpia",
    "training": "training",
    "review": "review",
    "history": "history",
}
"""The field above which a section's unwritten text stands; what has none stands above what agencies require of their own."""


def words_of(placed: Placed) -> str:
    """Return a piece as the text of a field: without the mark or the number before it."""
    return plain_words(placed.piece.text)


def as_entry(kept: Iterable[Placed]) -> str:
    """Return paragraphs and points as the text of one field."""
    lines: list[str] = []
    before: Kind | None = None
    for placed in kept:
        is_item = placed.piece.kind is Kind.ITEM
        if lines and not (is_item and before is Kind.ITEM):
            lines.append("")
        lines.append(f"- {words_of(placed)}" if is_item else words_of(placed))
        before = placed.piece.kind
    return "\n".join(lines) + ("\n" if len(lines) == 1 else "")


def note_of(placed: Placed, found: Sorted) -> str:
    """Return a piece as a note: its place, the heading above it, its words, and what the registers know of the law in it."""
    return noted(placed, placed.piece.place, placed.piece.text, found)


def noted(placed: Placed, place: str, text: str, found: Sorted) -> str:
    """Return some words of the original as a note with their place."""
    heading = placed.heading if not found.private.of_post(placed.heading) else ""
    under = f", under ‘{heading}’" if heading else ""
    law = "; ".join(found.registers.law_in(text))
    return f"From the original, {place}{under}: {text}{f' [{law}]' if law else ''}"
