"""Rules about who shares what with whom under which law."""

from collections.abc import Iterator

from generator.checks.context import Context
from generator.diagnostics import linking
from generator.diagnostics.base import Diagnostic
from generator.library import Document
from generator.model.agency import AgencyKind
from generator.model.law import LegalStatus, Provision
from generator.model.protocol import Category, Protocol
from generator.nearest import nearest
from generator.nodes import Path


def check_agencies_are_parties(context: Context) -> Iterator[Diagnostic]:
    """Whoever gives, receives, holds, requires or is reached under a protocol is one of its parties."""
    for document in context.library.protocols.values():
        parties = {party.agency for party in document.model.parties}
        for path, agency in _agencies_named(document.model):
            if agency not in parties and agency in context.library.agencies:
                at = document.key_span("parties")
                yield linking.not_a_party(document.span(*path), agency, at, nearest(agency, parties))


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


def check_parties_take_part(context: Context) -> Iterator[Diagnostic]:
    """A party gives or receives, and is listed once."""
    for document in context.library.protocols.values():
        first: dict[str, int] = {}
        for index, party in enumerate(document.model.parties):
            span = document.span("parties", index, "agency")
            if not party.gives and not party.receives:
                yield linking.idle_party(span, party.agency)
            if party.agency in first:
                yield linking.repeated_party(
                    span, party.agency, document.span("parties", first[party.agency], "agency")
                )
            first.setdefault(party.agency, index)


def check_gateways(context: Context) -> Iterator[Diagnostic]:
    """A flow's gateway is a power or a duty, explained under `gateways` (core clause B3)."""
    for document in context.library.protocols.values():
        listed = tuple(gateway.provision for gateway in document.model.gateways)
        for path, name in _gateways_named(document.model):
            found = context.library.provisions.get(name)
            if found and not found[1].can_be_gateway:
                yield linking.not_a_gateway(document.span(*path), name, found[1].effect.value)
            elif path[0] == "flows" and name not in listed:
                yield linking.gateway_not_listed(document.span(*path), name, listed)


def _gateways_named(protocol: Protocol) -> Iterator[tuple[Path, str]]:
    for index, gateway in enumerate(protocol.gateways):
        yield ("gateways", index, "provision"), gateway.provision
    for index, flow in enumerate(protocol.flows):
        yield ("flows", index, "gateway"), flow.gateway


def check_gateways_fit(context: Context) -> Iterator[Diagnostic]:
    """A flow's gateway can be used by each of its givers, for each of its receivers and for its kind of data (clause B3)."""
    for document in context.library.protocols.values():
        for index, flow in enumerate(document.model.flows):
            found = context.library.provisions.get(flow.gateway)
            if found is None or not found[1].can_be_gateway:
                continue
            provision = found[1]
            if provision.depersonalised_only and flow.category is not Category.DEPERSONALISED:
                span = document.span("flows", index, "gateway")
                yield linking.gateway_not_for_personal_data(span, flow.gateway, flow.category.value)
            yield from _misfits(context, document, index, provision)


def _misfits(context: Context, document: Document[Protocol], index: int, provision: Provision) -> Iterator[Diagnostic]:
    """Yield each giver that cannot use the provision, and each receiver that it does not reach."""
    flow = document.model.flows[index]
    for place, name in enumerate(flow.sources):
        agency = context.library.agencies.get(name)
        kind = agency.model.kind if agency else None
        if kind and (kind in provision.excluded_givers or (provision.givers and kind not in provision.givers)):
            span, who = document.span("flows", index, "from", place), provision.who_discloses or ""
            yield linking.gateway_excludes_giver(span, flow.gateway, name, _words(kind), who)
    for place, name in enumerate(flow.recipients):
        agency = context.library.agencies.get(name)
        kind = agency.model.kind if agency else None
        if kind and provision.receivers and kind not in provision.receivers:
            span, whom = document.span("flows", index, "to", place), provision.to_whom or ""
            yield linking.gateway_excludes_receiver(span, flow.gateway, name, _words(kind), whom)


def _words(kind: AgencyKind) -> str:
    return kind.value.replace("-", " ")


def check_law_is_in_force(context: Context) -> Iterator[Diagnostic]:
    """Whatever a protocol or a core clause relies on is in force on the day for which the site is built."""
    for document, path, name in _relied_on(context):
        found = context.library.provisions.get(name)
        if found is None:
            continue
        status = found[1].force.on(context.as_of)
        if status is not LegalStatus.IN_FORCE:
            day = f"{context.as_of.day} {context.as_of:%B %Y}"
            yield linking.provision_not_in_force(
                document.span(*path), name, status.value, day, found[1].replaced_by or ""
            )


def _relied_on(context: Context) -> Iterator[tuple[Document, Path, str]]:  # type: ignore[type-arg]
    library = context.library
    for protocol in library.protocols.values():
        yield from ((protocol, path, name) for path, name in _gateways_named(protocol.model))
        for index, basis in enumerate(protocol.model.data_protection):
            for field in ("article_6", "article_9", "article_10", "schedule_1", "part_3"):
                for place, name in enumerate(getattr(basis, field)):
                    yield protocol, ("data_protection", index, field, place), name
    for clause in library.clauses.values():
        for place, name in enumerate(clause.model.legal_basis):
            yield clause, ("legal_basis", place), name
