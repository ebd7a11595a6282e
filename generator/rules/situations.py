"""The rule about the situations of the first page: each leads to one place, and there is an answer there."""

from collections.abc import Iterator

from generator.county.library import Library
from generator.model.site import Situation
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span


@fault("situation-leads-nowhere", Severity.WARNING)
def situation_leads_nowhere(span: Span, why: str) -> Diagnostic:
    """A situation of the first page leads to no answer, or to two places.

    Whoever picks it is in a hurry. It names the protocol that answers it, or who wants to tell whom (`from` and `to`), for which
    at least one protocol has a flow.
    """
    return Diagnostic(
        why, span, help="say `protocol: ID`, or `from: AGENCY` and `to: AGENCY` between which something flows"
    )


@rule
def check_situations_lead_somewhere(context: Context) -> Iterator[Diagnostic]:
    """A situation names a protocol, or two agencies of which one may tell the other something."""
    site = context.library.site
    for index, situation in enumerate(site.model.situations if site else ()):
        why = _why_nowhere(context.library, situation)
        if site and why:
            yield situation_leads_nowhere(site.span("situations", index, "title"), why)


def _why_nowhere(library: Library, situation: Situation) -> str:
    """Return what is wrong with where a situation leads; nothing where it leads to an answer."""
    asks = situation.giver is not None and situation.receiver is not None
    if situation.protocol and (situation.giver or situation.receiver):
        return "this leads to two places: a protocol, and what one agency may tell another"
    if not situation.protocol and not asks:
        return "this leads nowhere: it names no protocol, and not both who wants to tell and whom"
    if asks and not _flows(library, situation.giver or "", situation.receiver or ""):
        return f"no protocol says what `{situation.giver}` may tell `{situation.receiver}`"
    return ""


def _flows(library: Library, giver: str, receiver: str) -> bool:
    """Return whether a current protocol has a flow from one agency to another, or between groups of theirs."""
    if library.broken or not {giver, receiver} <= set(library.agencies):
        return True  # The fault is there, and is said there.
    givers, receivers = set(library.groups_of(giver)), set(library.groups_of(receiver))
    return any(
        givers.intersection(flow.sources) and receivers.intersection(flow.recipients)
        for protocol in library.protocols.values()
        if not protocol.model.retired
        for flow in protocol.model.flows
    )
