"""Rules about parties: whoever takes part is one, takes part in fact, and is what it says it is."""

from collections.abc import Iterator

from generator.county.library import Document
from generator.model.protocol import Protocol
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, did_you_mean, fault
from generator.sources.nodes import Path
from generator.sources.source import Span
from generator.words.nearest import nearest

OFTEN = 2
"""Whoever is named more often than this, and is no party, was left out of the parties and not named by mistake."""


@fault("not-a-party")
def not_a_party(span: Span, agency: str, parties: Span, nearest: tuple[str, ...]) -> Diagnostic:
    """A flow, a basis, a requirement or a contact names an agency that is not a party to the protocol.

    Only parties share under a protocol, because only they sign it. Add the agency to `parties`, or name the party that is
    meant.
    """
    return Diagnostic(
        f"`{agency}` is not one of this protocol's parties",
        span,
        help=did_you_mean(nearest) or f"add `- agency: {agency}` to `parties`",
        others=(Label(parties, "the parties"),),
    )


@fault("party-missing")
def party_missing(span: Span, agency: str, count: int, first: Span) -> Diagnostic:
    """An agency is named throughout a protocol, and is not among its parties.

    Every agency that gives, receives, holds or is reached under a protocol has an entry under `parties`.
    """
    return Diagnostic(
        f"`{agency}` is named in {count} places below, and has no entry under `parties`",
        span,
        help="add the party, or take it out of the flows and lists that name it",
        others=(Label(first, "first named here"),),
    )


@rule
def check_agencies_are_parties(context: Context) -> Iterator[Diagnostic]:
    """Whoever gives, receives, holds, requires or is reached under a protocol is one of its parties."""
    for document in context.library.protocols.values():
        parties = {party.agency for party in document.model.parties}
        strangers: dict[str, list[Path]] = {}
        for path, agency in _agencies_named(document.model):
            if agency not in parties and agency in context.library.agencies:
                strangers.setdefault(agency, []).append(path)
        listed = document.key_span("parties")
        for agency, paths in strangers.items():
            if len(paths) > OFTEN:
                yield party_missing(listed, agency, len(paths), document.span(*paths[0]))
                continue
            for path in paths:
                yield not_a_party(document.span(*path), agency, listed, nearest(agency, parties))


def _agencies_named(protocol: Protocol) -> Iterator[tuple[Path, str]]:
    for index, flow in enumerate(protocol.flows):
        yield from ((("flows", index, "from", place), agency) for place, agency in enumerate(flow.sources))
        yield from ((("flows", index, "to", place), agency) for place, agency in enumerate(flow.recipients))
    for index, basis in enumerate(protocol.data_protection):
        yield from (
            (("data_protection", index, "parties", place), agency) for place, agency in enumerate(basis.parties)
        )
    for index, requirement in enumerate(protocol.agency_requirements):
        yield ("agency_requirements", index, "agency"), requirement.agency
    for index, kept in enumerate(protocol.retention):
        yield from ((("retention", index, "held_by", place), agency) for place, agency in enumerate(kept.held_by))
    for index, contact in enumerate(protocol.contacts):
        yield ("contacts", index, "agency"), contact.agency


@fault("idle-party")
def idle_party(span: Span, agency: str) -> Diagnostic:
    """A party neither gives nor receives anything.

    A party that shares nothing has no part in the protocol. Say what it does, or take it out.
    """
    return Diagnostic(
        f"`{agency}` neither gives nor receives",
        span,
        help="write `gives: yes` or `receives: yes`, or take the party out",
    )


@fault("repeated-party")
def repeated_party(span: Span, agency: str, first: Span) -> Diagnostic:
    """An agency is listed as a party twice."""
    return Diagnostic(
        f"`{agency}` is listed twice",
        span,
        help="make the two entries one",
        others=(Label(first, "listed here first"),),
    )


@rule
def check_parties_take_part(context: Context) -> Iterator[Diagnostic]:
    """A party gives or receives, and is listed once."""
    for document in context.library.protocols.values():
        first: dict[str, int] = {}
        for index, party in enumerate(document.model.parties):
            span = document.span("parties", index, "agency")
            if not party.gives and not party.receives:
                yield idle_party(span, party.agency)
            if party.agency in first:
                yield repeated_party(span, party.agency, document.span("parties", first[party.agency], "agency"))
            first.setdefault(party.agency, index)


@fault("one-sided-party")
def one_sided_party(span: Span, agency: str, claim: str, found: str, other: Span | None) -> Diagnostic:
    """What a party is said to do and what the flows show do not agree.

    `gives: yes` means that at least one flow comes from the party, and `receives: yes` that at least one goes to it.
    """
    return Diagnostic(
        f"`{agency}` has {claim}, but {found}",
        span,
        help="change the answer, or add or mend the flow",
        others=(Label(other, "the other place"),) if other else (),
    )


@rule
def check_parties_match_flows(context: Context) -> Iterator[Diagnostic]:
    """A party that gives is the giver of a flow, one that receives is a receiver, and the other way about."""
    for document in context.library.protocols.values():
        if not document.model.flows:  # A draft that has none yet is told so once.
            continue
        givers = _first_flows(document, "from")
        receivers = _first_flows(document, "to")
        for index, party in enumerate(document.model.parties):
            for field, claimed, found in (("gives", party.gives, givers), ("receives", party.receives, receivers)):
                flow = found.get(party.agency)
                if claimed == (flow is not None):
                    continue
                verb = "comes from it" if field == "gives" else "goes to it"
                shown, claim = (
                    (f"a flow {verb}" if flow else f"no flow {verb}"),
                    f"`{field}: {'yes' if claimed else 'no'}`",
                )
                span = document.span("parties", index, field)
                yield one_sided_party(span, party.agency, claim, shown, flow)
                if flow:  # Either of the two can be the slip, so each place points to the other.
                    yield one_sided_party(flow, party.agency, claim, shown, span)


def _first_flows(document: Document[Protocol], end: str) -> dict[str, Span]:
    """Return the agencies at one end of any flow, each with the first place at which it stands there."""
    found: dict[str, Span] = {}
    for index, flow in enumerate(document.model.flows):
        for place, agency in enumerate(flow.sources if end == "from" else flow.recipients):
            if agency not in found:
                found[agency] = document.span("flows", index, end, place)
    return found


@fault("member-of-itself")
def member_of_itself(span: Span, agency: str) -> Diagnostic:
    """A group names itself as one of its members."""
    return Diagnostic(f"`{agency}` cannot be its own member", span, help="name the agencies that are in the group")


@rule
def check_groups_are_of_others(context: Context) -> Iterator[Diagnostic]:
    """A group's members are other agencies."""
    for document in context.library.agencies.values():
        for index, member in enumerate(document.model.members):
            if member == document.id:
                yield member_of_itself(document.span("members", index), member)
