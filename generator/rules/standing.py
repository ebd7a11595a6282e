"""The rule about a document's standing: draft, agreed or retired, it claims nothing that is not so."""

from collections.abc import Iterator

from generator.model.base import Status
from generator.rules.context import Context, rule, tiered
from generator.rules.signatures import signatories
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Span


@fault("agreed-without-signatures")
def agreed_without_signatures(span: Span, count: int, names: str) -> Diagnostic:
    """A protocol says that it is agreed, but parties have not signed this version.

    `status: agreed` is a claim about other organisations. It is made only when every party has signed.
    """
    return Diagnostic(
        f"this is marked agreed, but {count} parties have not signed this version: {names}",
        span,
        help="write `status: draft`",
    )


@fault("retired-without-reason")
def retired_without_reason(span: Span, identifier: str) -> Diagnostic:
    """A document is marked retired without saying when and why, or says so while its status is another."""
    return Diagnostic(
        f"`{identifier}` has to have both `status: retired` and `retired`, or neither",
        span,
        help="add `retired:` with `on` and `why`",
    )


@rule
def check_status_is_true(context: Context) -> Iterator[Diagnostic]:
    """An agreed document is signed by everybody who has to; a retired one says when and why."""
    for document in tiered(context):
        model = document.model
        if (model.status is Status.RETIRED) != (model.retired is not None):
            yield retired_without_reason(document.span("status"), model.id)
        signed = {found.agency for found in model.signatures if found.version == model.version}
        unsigned = [agency for agency in signatories(model) if agency not in signed]
        if model.status is Status.AGREED and unsigned:
            yield agreed_without_signatures(document.span("status"), len(unsigned), ", ".join(unsigned))
