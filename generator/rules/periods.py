"""The rule about how long a record is kept: period and start are written so that pages can make one sentence of them.

"Closed sheet: for 12 months, from the end of the case." What a schedule is called, and who destroys the record, have fields of
their own.
"""

import re
from collections.abc import Iterator

from generator.model.tail import Retention
from generator.rules.context import Context, rule
from generator.rules.unwritten import OPENING
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Span

LIMITS = ("until ", "as long as ", "permanently")
"""How a period begins that is no length of time."""


@fault("period-not-composed")
def period_not_composed(span: Span, found: str, wanted: str) -> Diagnostic:
    """How long a record is kept is written so that no sentence can be made of it.

    Pages say "kept for 6 years, from the end of the case", "kept until the pupil is 25", "kept as long as the case file". So
    `keep_for` is one length, `6 years` or `at least 8 years`, and `starting` says from what, in small letters; or it begins with
    `until` or `as long as`, or is `permanently`, and nothing is counted. Two periods are two entries. What happens in the end
    belongs in `disposal`.
    """
    return Diagnostic(
        f"`{found}` {wanted}", span, help="write `keep_for: 6 years` with `starting: the end of the case`, or `until`"
    )


@rule
def check_periods_compose(context: Context) -> Iterator[Diagnostic]:
    """Each record is kept for one length from a start, until something happens, as long as something else, or permanently."""
    for document in context.library.protocols.values():
        for index, kept in enumerate(document.model.retention):
            for field, wanted in _wrong(kept):
                span = document.span("retention", index, field)
                yield period_not_composed(span, getattr(kept, field), wanted)


def _wrong(kept: Retention) -> Iterator[tuple[str, str]]:
    """Yield each field of one record that does not compose, with what is wrong with it."""
    if kept.keep_for.startswith(OPENING):
        return
    if kept.is_length:
        if kept.starting is None:
            yield "keep_for", "is a length of time, and nothing says from what: it needs `starting`"
        elif not kept.starting.startswith(OPENING) and not re.match(r"[a-z0-9]|[A-Z]{2}", kept.starting):
            yield "starting", 'follows the word "from", and so begins with a small letter'
    elif not kept.keep_for.startswith(LIMITS) or ";" in kept.keep_for:
        yield (
            "keep_for",
            "is neither one length, such as `6 years`, nor begins with `until`, `as long as` or `permanently`",
        )
    elif kept.starting is not None:
        yield "starting", "is counted from nothing, because the period is no length of time"
