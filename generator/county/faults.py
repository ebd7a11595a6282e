"""Faults in the shape of a source: fields that are missing, unknown or hold the wrong kind of value."""

from generator.sources.diagnostic import Diagnostic, Label, did_you_mean, fault, one_of
from generator.sources.source import Span


@fault("unknown-field")
def unknown_field(span: Span, name: str, owner: str, nearest: tuple[str, ...], known: tuple[str, ...]) -> Diagnostic:
    """A key is not one that this kind of entry has.

    Usually it is misspelt, or stands one level too deep or too shallow. The field reference lists every key.
    """
    return Diagnostic(
        f"`{name}` is not a field of {owner}",
        span,
        help=did_you_mean(nearest) or f"its fields are {one_of(known)}",
    )


@fault("missing-field")
def missing_field(span: Span, name: str, owner: str, meaning: str) -> Diagnostic:
    """A field that has to be there is not, or is there without a value."""
    return Diagnostic(f"{owner} has no `{name}`", span, help=f"add `{name}:` {meaning}".rstrip())


@fault("flow-without-gateway")
def flow_without_gateway(span: Span, item: str) -> Diagnostic:
    """A flow names no gateway: the power or duty that lets these givers tell these receivers this.

    Nothing may be shared without one. Find the provision in the law register and name it:
    `gateway: crime-and-disorder-act-1998/s115`. If there is none, the flow may not happen: take it out.
    """
    return Diagnostic(
        f"the flow of `{item}` names no gateway: the power or duty that allows it",
        span,
        help="add the provision that allows it, such as `gateway: crime-and-disorder-act-1998/s115`",
    )


@fault("missing-fast-track")
def missing_fast_track(span: Span) -> Diagnostic:
    """A protocol has no fast track.

    The fast track says how to share when somebody could be harmed before the ordinary steps are done. Every protocol has one,
    in the same place and the same shape, so that nobody looks for it at night.
    """
    return Diagnostic(
        "this protocol has no `fast_track`",
        span,
        help="add it after `at_a_glance`; `protocols new` shows its fields",
    )


@fault("wrong-kind")
def wrong_kind(span: Span, name: str, found: str, expected: str, example: str) -> Diagnostic:
    """A field holds a list where text is wanted, or text where a list or a mapping is wanted.

    It is often a dash too many or too few, or a line that is not indented under its key.
    """
    return Diagnostic(f"`{name}` has to be {expected}, and this is {found}", span, help=example)


@fault("wrong-choice")
def wrong_choice(span: Span, name: str, value: str, allowed: tuple[str, ...], nearest: tuple[str, ...]) -> Diagnostic:
    """A field holds a value that is not one of those it can have."""
    return Diagnostic(
        f"`{value}` is not a value that `{name}` can have: it has to be {one_of(allowed)}",
        span,
        help=did_you_mean(nearest),
    )


@fault("wrong-date")
def wrong_date(span: Span, name: str, value: str) -> Diagnostic:
    """A date is not a date, or is not written year-month-day.

    Dates are written 2026-01-31, so that 01/02/26 can never be read two ways.
    """
    return Diagnostic(
        f"`{value}` in `{name}` is not a date", span, help="write year, month and day with hyphens: `2026-01-31`"
    )


@fault("wrong-number")
def wrong_number(span: Span, name: str, value: str, expected: str) -> Diagnostic:
    """A number is not a whole number, or is outside what makes sense."""
    return Diagnostic(f"`{value}` in `{name}` has to be {expected}", span, help="write it in figures, without quotes")


@fault("wrong-yes-or-no")
def wrong_yes_or_no(span: Span, name: str, value: str) -> Diagnostic:
    """A field that is answered by yes or no holds something else."""
    return Diagnostic(
        f"`{value}` in `{name}` has to be `yes` or `no`", span, help=f"write `{name}: yes` or `{name}: no`"
    )


@fault("malformed-id")
def malformed_id(span: Span, value: str, suggestion: str) -> Diagnostic:
    """An id is not made of lower-case words joined by hyphens.

    Ids become addresses, so they hold only the letters a to z, figures and single hyphens.
    """
    return Diagnostic(
        f"`{value}` cannot be an id: ids are lower-case words joined by hyphens",
        span,
        help=f"for example `{suggestion}`" if suggestion else "for example `out-of-hours`",
    )


@fault("number-missing")
def number_missing(span: Span, number: int, what: str) -> Diagnostic:
    """A number leaves a gap: the one before it belongs to nothing.

    Numbers run from 1 without a gap, because what is retired stays, marked, with its number. Either something was deleted that
    should have been retired, or the number is mistyped.
    """
    return Diagnostic(
        f"this is number {number}, and there is no {what} with the number {number - 1}",
        span,
        help="bring back what was deleted and mark it `retired`, or correct the number",
    )


@fault("repeated-item")
def repeated_item(span: Span, name: str, first: Span) -> Diagnostic:
    """The same thing stands twice in one list, word for word.

    It is usually a slip in copying. Take one out, or say what is different about the second.
    """
    return Diagnostic(
        f"this stands in `{name}` a second time", span, help="take one out", others=(Label(first, "the first one"),)
    )


@fault("too-long")
def too_long(span: Span, name: str, length: int, limit: int) -> Diagnostic:
    """A text is too long for its place: a title that would not fit a heading, a line that has become a page."""
    return Diagnostic(f"`{name}` is {length} characters long; it may have at most {limit}", span, help="shorten it")


@fault("too-few")
def too_few(span: Span, name: str, count: int, least: int) -> Diagnostic:
    """A list has fewer items than it must have."""
    return Diagnostic(f"`{name}` has {count} of at least {least} items", span, help=f"add what is missing to `{name}`")


@fault("too-many")
def too_many(span: Span, name: str, count: int, most: int) -> Diagnostic:
    """A list has more items than readers can use at that place."""
    return Diagnostic(
        f"`{name}` has {count} items; it may have at most {most}", span, help="keep the ones that matter most"
    )


@fault("malformed-value")
def malformed_value(span: Span, name: str, value: str, problem: str) -> Diagnostic:
    """A value does not have the form that its field needs."""
    return Diagnostic(f"`{value}` is not right for `{name}`: {problem}", span)


@fault("number-reused")
def number_reused(span: Span, number: int, first: Span, what: str) -> Diagnostic:
    """Two clauses, commitments or requirements have the same number.

    Numbers are permanent: B7 is B7 in every protocol and in every record that cites it. Even a retired number is never used
    again. Take the next free number.
    """
    return Diagnostic(
        f"the number {number} already belongs to another {what}",
        span,
        help="take the next number that has never been used",
        others=(Label(first, "used here first"),),
    )
