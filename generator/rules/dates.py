"""Rules about dates: what is recorded has happened, what follows comes later, and no review is put off."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from generator.county.library import Document
from generator.rules.context import Context
from generator.rules.faults import dates as faults
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import Path

LEAVE = timedelta(days=45)
"""How much later than its interval a review may be fixed, so that a board can meet."""

_EVERY = re.compile(r"(?:every )?(\d+) (month|year)s?\b")
_MONTH = 30.44


def check_days_have_come(context: Context) -> Iterator[Diagnostic]:
    """What a source records as done was done on or before the day for which the site is built."""
    for document in _documents(context):
        for path, day in _recorded(document):
            if day > context.as_of:
                span = document.span(*path)
                yield faults.date_to_come(span, str(path[-1]), _words(day), _words(context.as_of))


def _documents(context: Context) -> Iterator[Document]:  # type: ignore[type-arg]
    return (document for document in context.library.parsed if isinstance(document, Document))


def _recorded(document: Document) -> Iterator[tuple[Path, date]]:  # type: ignore[type-arg]
    """Yield each date on which something was done, with its place."""
    model: Any = document.model
    for field in ("history", "signatures"):
        for index, entry in enumerate(getattr(model, field, ())):
            if hasattr(entry, "on"):
                yield (field, index, "on"), entry.on
    for index, provision in enumerate(getattr(model, "provisions", ())):
        yield ("provisions", index, "evidence", "checked"), provision.evidence.checked
    dated = (
        (("review", "last"), getattr(getattr(model, "review", None), "last", None)),
        (("dpia", "on"), getattr(getattr(model, "dpia", None), "on", None)),
        (("updated",), getattr(model, "updated", None)),
    )
    yield from ((path, day) for path, day in dated if day is not None)


def check_days_are_in_order(context: Context) -> Iterator[Diagnostic]:
    """A history has its newest line on top, a review follows the last one, and what ends has started."""
    for document in _documents(context):
        for earlier, later, name, other in _pairs(document):
            first, second = _day(document, earlier), _day(document, later)
            if first and second and first > second:
                span, before = document.span(*later), document.span(*earlier)
                yield faults.dates_out_of_order(span, name, _words(second), other, _words(first), before)


def _pairs(document: Document) -> Iterator[tuple[Path, Path, str, str]]:  # type: ignore[type-arg]
    """Yield the places of two dates of which the first may not be the later one, and what to call them."""
    model: Any = document.model
    for index in range(1, len(getattr(model, "history", ()))):
        yield ("history", index, "on"), ("history", index - 1, "on"), "on", "the older line below it"
    yield ("review", "last"), ("review", "next"), "next", "the last review"
    yield ("updated",), ("next_update",), "next_update", "the last update"
    for index, _ in enumerate(getattr(model, "provisions", ())):
        force: Path = ("provisions", index, "force")
        yield (*force, "since"), (*force, "until"), "until", "its first day"


def _day(document: Document, path: Path) -> date | None:  # type: ignore[type-arg]
    value: Any = document.model
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step, None)
    return value if isinstance(value, date) else None


def check_versions_are_new(context: Context) -> Iterator[Diagnostic]:
    """Each line of a change history has a version of its own, so that a signature says what it covers."""
    for document in _documents(context):
        seen: dict[str, int] = {}
        for index, change in enumerate(getattr(document.model, "history", ())):
            version = getattr(change, "version", "")
            if version and version in seen:
                newer, older = (document.span("history", each, "version") for each in (seen[version], index))
                yield faults.version_repeated(newer, version, older)
            seen.setdefault(version, index)


def check_reviews_keep_their_interval(context: Context) -> Iterator[Diagnostic]:
    """The next review comes within the document's own interval after the last one."""
    for document in _documents(context):
        model: Any = document.model
        review = getattr(model, "review", None)
        every = _EVERY.match(review.every) if review else None
        if review is None or every is None:
            continue
        months = int(every[1]) * (12 if every[2] == "year" else 1)
        latest = (review.last or model.history[0].on) + timedelta(days=round(months * _MONTH)) + LEAVE
        if review.next > latest:
            span = document.span("review", "next")
            yield faults.review_too_late(span, _words(review.next), every[0], _words(latest - LEAVE))


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
