"""The rule about the audit: what it recommends can be done."""

from collections.abc import Iterator

from generator.model.governance import Recommendation
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Span


@fault("merge-without-protocol")
def merge_without_protocol(span: Span, document: str) -> Diagnostic:
    """The audit would merge a document into nothing.

    A document is merged into the protocols that take over what is still needed. Name them in `into`; or, if nothing in it is
    needed any more, write `recommendation: retire`.
    """
    return Diagnostic(
        f"`{document}` is to be merged, but `into` names no protocol",
        span,
        help="add `into: [...]` with the protocols that take over, or write `recommendation: retire`",
    )


@fault("kept-and-merged")
def kept_and_merged(span: Span, document: str, recommendation: str) -> Diagnostic:
    """The audit names protocols that take a document over, though it would keep or retire that document.

    Only `merge-into` has `into`. A document that is kept or retired is taken over by nothing.
    """
    return Diagnostic(
        f"`{document}` has `into`, but the recommendation is `{recommendation}`",
        span,
        help="write `recommendation: merge-into`, or take `into` out",
    )


@rule
def check_recommendations_can_be_done(context: Context) -> Iterator[Diagnostic]:
    """The audit merges a document into protocols, and names protocols for no other recommendation (report, 4.3(i))."""
    audit = context.library.audit
    for index, document in enumerate(audit.model.documents if audit else ()):
        if audit is None:
            return
        merges = document.recommendation is Recommendation.MERGE
        span = audit.span("documents", index, "recommendation")
        if merges and not document.into:
            yield merge_without_protocol(span, document.id)
        elif document.into and not merges:
            yield kept_and_merged(span, document.id, document.recommendation.value)
