"""The rule about a document's standing: draft, agreed or retired, it claims nothing that is not so."""

from collections.abc import Iterator

from generator.model.base import Status
from generator.rules.context import Context, rule, tiered
from generator.rules.signatures import agreed_without_signatures, signatories
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Span


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
    """An agreed document has a signature of everybody who has to sign; a retired one says when and why.

    What each signature is worth shows when the text is composed: `unfit_signatures` says it.
    """
    for document in tiered(context):
        model = document.model
        if (model.status is Status.RETIRED) != (model.retired is not None):
            yield retired_without_reason(document.span("status"), model.id)
        signed = {found.agency for found in model.signatures}
        unsigned = [agency for agency in signatories(model) if agency not in signed]
        if model.status is Status.AGREED and unsigned:
            yield agreed_without_signatures(document.span("status"), len(unsigned), ", ".join(unsigned))
