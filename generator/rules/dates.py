"""Rules about days and times: what is recorded has happened, what follows comes later, and a time has a figure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.county.library import Document
from generator.rules.context import Context, decoded, rule
from generator.rules.unwritten import is_unwritten
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.nodes import Path, text_at
from generator.sources.source import Span
from generator.words.days import read_interval, written_day


@fault("date-to-come", Severity.WARNING)
def date_to_come(span: Span, name: str, day: str, as_of: str) -> Diagnostic:
    """A date says that something was done on a day that has not come yet.

    Histories, signatures, reviews and checks of the law record what was done. Usually the year is mistyped.
    """
    return Diagnostic(
        f"`{name}` says that this was done on {day}, and it is {as_of}",
        span,
        help="correct the date, or record it when it has been done",
    )


@rule
def check_days_have_come(context: Context) -> Iterator[Diagnostic]:
    """What a source records as done was done on or before the day for which the site is built."""
    for document in decoded(context):
        for path, day in _recorded(document):
            if day > context.as_of:
                span = document.span(*path)
                yield date_to_come(span, str(path[-1]), written_day(day), written_day(context.as_of))


def _recorded(document: Document[Any]) -> Iterator[tuple[Path, date]]:
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


@fault("dates-out-of-order")
def dates_out_of_order(span: Span, name: str, day: str, other: str, other_day: str, first: Span) -> Diagnostic:
    """Two dates contradict each other.

    A change history has its newest line on top, a review comes after the one before it, and a provision ends after it starts.
    """
    return Diagnostic(
        f"`{name}` is {day}, which does not fit {other} on {other_day}",
        span,
        help="correct one of the two dates",
        others=(Label(first, "the other date"),),
    )


@rule
def check_days_are_in_order(context: Context) -> Iterator[Diagnostic]:
    """A history has its newest line on top, a review follows the last one, and what ends has started."""
    for document in decoded(context):
        for earlier, later, name, other in _pairs(document):
            first, second = _day(document, earlier), _day(document, later)
            if first and second and first > second:
                span, before = document.span(*later), document.span(*earlier)
                yield dates_out_of_order(span, name, written_day(second), other, written_day(first), before)


def _pairs(document: Document[Any]) -> Iterator[tuple[Path, Path, str, str]]:
    """Yield the places of two dates of which the first may not be the later one, and what to call them."""
    model: Any = document.model
    for index in range(1, len(getattr(model, "history", ()))):
        yield ("history", index, "on"), ("history", index - 1, "on"), "on", "the older line below it"
    yield ("review", "last"), ("review", "next"), "next", "the last review"
    yield ("updated",), ("next_update",), "next_update", "the last update"
    for index, _ in enumerate(getattr(model, "provisions", ())):
        force: Path = ("provisions", index, "force")
        yield (*force, "since"), (*force, "until"), "until", "its first day"


def _day(document: Document[Any], path: Path) -> date | None:
    value: Any = document.model
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step, None)
    return value if isinstance(value, date) else None


@fault("time-without-figure", Severity.WARNING)
def time_without_figure(span: Span, name: str, value: str) -> Diagnostic:
    """A field that sets a time has no figure in it: `soon`, `regularly`.

    Nobody can be held to it. Write a number of hours, days or months.
    """
    return Diagnostic(f"`{name}` is `{value}`, which is no time", span, help="write a figure: `24 hours`, `12 months`")


@rule
def check_deadlines_are_times(context: Context) -> Iterator[Diagnostic]:
    """A fast track is recorded within a number of something, and reviews come at an interval that can be counted."""
    for document in context.library.parsed:
        within, every = text_at(document.node, "fast_track", "record_within"), text_at(document.node, "review", "every")
        if within and not is_unwritten(within) and not any(character.isdigit() for character in within):
            yield time_without_figure(document.span("fast_track", "record_within"), "record_within", within)
        if every and not is_unwritten(every) and read_interval(every) is None:
            yield time_without_figure(document.span("review", "every"), "every", every)
