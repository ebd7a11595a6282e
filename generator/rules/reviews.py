"""Rules about reviews: none is late, and none is put off beyond the document's own interval."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from generator.rules.context import Context, decoded, rule
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.nodes import text_at
from generator.sources.source import Span
from generator.words.days import read_interval, written_day

LEAVE = timedelta(days=45)
"""How much later than its interval a review may be fixed, so that a board can meet."""


@fault("review-overdue", Severity.WARNING)
def review_overdue(span: Span, title: str, day: str, as_of: str) -> Diagnostic:
    """A document is past the day by which it had to be reviewed.

    It still stands, because people must not be left without rules, but printed copies of it are no longer valid (core clause
    B29). Review it, and give the new date.
    """
    return Diagnostic(
        f"{title} had to be reviewed by {day}, and it is {as_of}",
        span,
        help="review it, write the outcome, and give the next date",
    )


@fault("review-due", Severity.ADVICE)
def review_due(span: Span, title: str, day: str, days: int) -> Diagnostic:
    """A document's review falls due within the days that `site.yaml` sets."""
    return Diagnostic(f"the review of `{title}` is due on {day}, in {days} days", span, help="arrange the review")


@rule
def check_reviews_are_in_time(context: Context) -> Iterator[Diagnostic]:
    """Each document is reviewed by the day it gives; in the last weeks before it, that is said."""
    library = context.library
    warning_days = library.site.model.review_warning_days if library.site else 0
    documents = (
        *library.protocols.values(),
        *library.themes.values(),
        library.overarching,
        library.core,
        library.training,
    )
    for document in documents:
        if document is None or getattr(document.model, "retired", None):
            continue
        day = document.model.review.next
        days = (day - context.as_of).days
        title = text_at(document.node, "title") or document.id
        span = document.span("review", "next")
        if days < 0:
            yield review_overdue(span, title, written_day(day), written_day(context.as_of))
        elif days <= warning_days:
            yield review_due(span, title, written_day(day), days)


@fault("review-too-late", Severity.WARNING)
def review_too_late(span: Span, day: str, every: str, latest: str) -> Diagnostic:
    """The next review is further away than the document's own interval allows.

    A review that is due every 12 months falls at most 12 months after the last one; before the first, after the newest line
    of the change history. A few weeks' leave are allowed.
    """
    return Diagnostic(
        f"the next review is on {day}, but with one every {every} it is due by {latest}",
        span,
        help="bring the date forward, or correct the interval",
    )


@rule
def check_reviews_keep_their_interval(context: Context) -> Iterator[Diagnostic]:
    """The next review comes within the document's own interval after the last one."""
    for document in decoded(context):
        model: Any = document.model
        review = getattr(model, "review", None)
        every = read_interval(review.every) if review else None
        if review is None or every is None:
            continue
        due = every.after(review.last or model.history[0].on)
        if review.next > due + LEAVE:
            span = document.span("review", "next")
            yield review_too_late(span, written_day(review.next), every.words, written_day(due))
