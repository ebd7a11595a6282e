"""How a rule is turned off at one place: only for warnings and advice, with a reason that readers of the audit page see."""

from collections.abc import Iterable, Iterator

from generator.county.library import Parsed
from generator.model.base import Silence
from generator.rules.context import Context
from generator.sources.diagnostic import FAULTS, Diagnostic, Severity, did_you_mean, fault
from generator.sources.nodes import Sequence, node_at
from generator.sources.source import Span
from generator.words.nearest import nearest


@fault("unknown-rule")
def unknown_rule(span: Span, code: str, nearest: tuple[str, ...]) -> Diagnostic:
    """A document silences a rule that does not exist, or one whose breach is an error.

    Only warnings and advice can be silenced, each at one place and with a reason.
    """
    return Diagnostic(
        f"`{code}` is not a rule that can be silenced",
        span,
        help=did_you_mean(nearest[:1]) or "only warnings and advice can be silenced",
    )


@fault("idle-silence", Severity.ADVICE)
def idle_silence(span: Span, code: str, place: str) -> Diagnostic:
    """A document silences a rule at a place where it finds nothing.

    What was wrong has been mended, or the place was renamed. Take the line out, or it may hide something later.
    """
    return Diagnostic(f"`{code}` finds nothing at `{place}`", span, help="take this out of `silenced`")


def without_silenced(context: Context, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the faults that no document silences, and a fault for each silence that is wrong or finds nothing."""
    remaining = list(found)
    for document in context.library.parsed:
        silences: tuple[Silence, ...] = getattr(getattr(document, "model", None), "silenced", ())
        for index, silence in enumerate(silences):
            span = document.span("silenced", index, "rule")
            if FAULTS.get(silence.rule) is None or FAULTS[silence.rule].severity is Severity.ERROR:
                allowed = [fault.code for fault in FAULTS.values() if fault.severity is not Severity.ERROR]
                yield unknown_rule(span, silence.rule, nearest(silence.rule, allowed))
                continue
            place = _place(document, silence.at)
            kept = [fault for fault in remaining if fault.code != silence.rule or not _within(fault.span, place)]
            if len(kept) == len(remaining):
                yield idle_silence(span, silence.rule, silence.at)
            remaining = kept
    yield from remaining


def _place(document: Parsed, at: str) -> Span:
    """Return the whole of the value that `at` names, such as `fast_track.steps.2` (counted from 1)."""
    path: list[str | int] = []
    for step in at.split("."):
        is_item = isinstance(node_at(document.node, tuple(path)), Sequence)
        path.append(int(step) - 1 if is_item and step.isdigit() else step)
    return node_at(document.node, tuple(path)).span


def _within(span: Span, place: Span) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return span.path == place.path and start <= (span.line, span.column) <= end
