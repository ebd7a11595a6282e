"""Faults in dates that are dates: one that has not come, two in the wrong order, a review that is put off too long."""

from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span


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


@fault("version-repeated")
def version_repeated(span: Span, version: str, first: Span) -> Diagnostic:
    """The change history has two lines for the same version.

    Nobody could tell which text a signature on that version covers. Give the newer change a version of its own.
    """
    return Diagnostic(
        f"the version `{version}` has two lines in `history`",
        span,
        help="give the newer change the next version",
        others=(Label(first, "the other line"),),
    )
