"""Rules about who shares what with whom under which law."""

from collections.abc import Iterator

from generator.county.library import Document, Library
from generator.model.agency import AgencyKind
from generator.model.law import Area, LegalStatus, Provision
from generator.model.protocol import Category, Protocol
from generator.rules.context import Context
from generator.rules.faults import linking
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import Path
from generator.words.nearest import nearest

OFTEN = 2
"""Whoever is named more often than this, and is no party, was left out of the parties and not named by mistake."""

STANDS_FOR_MANY = frozenset(
    {
        AgencyKind.SCHOOL,
        AgencyKind.EARLY_YEARS,
        AgencyKind.GENERAL_PRACTICE,
        AgencyKind.HOUSING_PROVIDER,
        AgencyKind.VOLUNTARY,
    }
)
"""The kinds of agency of which one file stands for many organisations."""


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
                yield linking.party_missing(listed, agency, len(paths), document.span(*paths[0]))
                continue
            for path in paths:
                yield linking.not_a_party(document.span(*path), agency, listed, nearest(agency, parties))


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
    """A flow's gateway is a power or a duty, explained under `gateways`."""
    for document in context.library.protocols.values():
        listed = tuple(gateway.provision for gateway in document.model.gateways)
        unlisted: dict[str, list[Path]] = {}
        for path, name in _gateways_named(document.model):
            found = context.library.provisions.get(name)
            if found and not found[1].can_be_gateway:
                yield linking.not_a_gateway(document.span(*path), name, found[1].effect.value)
            elif path[0] == "flows" and name not in listed:
                unlisted.setdefault(name, []).append(path)
        for name, paths in unlisted.items():
            first = document.span(*paths[0])
            if len(paths) > 1:  # Two flows are seldom wrong in the same way: it is the entry that is missing.
                yield linking.gateway_missing(document.key_span("gateways"), name, len(paths), first)
            else:
                yield linking.gateway_not_listed(first, name, listed)


def _gateways_named(protocol: Protocol) -> Iterator[tuple[Path, str]]:
    for index, gateway in enumerate(protocol.gateways):
        yield ("gateways", index, "provision"), gateway.provision
    for index, flow in enumerate(protocol.flows):
        yield ("flows", index, "gateway"), flow.gateway


def check_gateways_fit(context: Context) -> Iterator[Diagnostic]:
    """A flow's gateway can be used by each of its givers, for each of its receivers and for its kind of data."""
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


def check_gateways_serve_the_area(context: Context) -> Iterator[Diagnostic]:
    """A gateway belongs to a field of work of the protocol's theme, or to one that the protocol names."""
    for document in context.library.protocols.values():
        theme = context.library.themes.get(document.model.under)
        if theme is None:
            continue
        served = {Area.ALL, *theme.model.areas, *document.model.areas}
        for path, name in _gateways_named(document.model):
            found = context.library.provisions.get(name)
            if found and found[1].can_be_gateway and not served.intersection(found[1].areas):
                areas = tuple(area.value for area in found[1].areas)
                yield linking.gateway_outside_area(document.span(*path), name, areas, document.span("under"))


def check_flows_lead_somewhere(context: Context) -> Iterator[Diagnostic]:
    """A flow goes from one party to another; only a party that stands for many, such as the schools, gives to itself."""
    for document in context.library.protocols.values():
        for index, flow in enumerate(document.model.flows):
            alone = {*flow.sources, *flow.recipients} if 1 in (len(flow.sources), len(flow.recipients)) else set()
            for name in sorted({*flow.sources} & {*flow.recipients} & alone):
                agency = context.library.agencies.get(name)
                if agency and agency.model.kind not in STANDS_FOR_MANY and not agency.model.members:
                    place = flow.recipients.index(name)
                    yield linking.flow_to_itself(document.span("flows", index, "to", place), name)


def check_contacts_answer_for_a_party(context: Context) -> Iterator[Diagnostic]:
    """The fast track's contacts belong to parties, to their members or to their group; a contact's post is of its agency."""
    library = context.library
    for document in library.protocols.values():
        parties = {each for party in document.model.parties for each in _circle(library, party.agency)}
        named = [
            (("fast_track", field), getattr(document.model.fast_track, field))
            for field in ("contact_in_hours", "contact_out_of_hours")
        ]
        for path, post in named:
            agency = post.partition("/")[0]
            if agency in library.agencies and agency not in parties:
                at = document.key_span("parties")
                yield linking.not_a_party(document.span(*path), agency, at, nearest(agency, parties))
        for index, contact in enumerate(document.model.contacts):
            agency = (contact.post or contact.agency).partition("/")[0]
            if agency in library.agencies and agency not in _circle(library, contact.agency):
                yield linking.post_of_another(
                    document.span("contacts", index, "post"), contact.post or "", contact.agency
                )


def _circle(library: Library, agency: str) -> tuple[str, ...]:
    """Return an agency, its members, and the groups that it belongs to."""
    document = library.agencies.get(agency)
    return (*(document.model.members if document else ()), *library.groups_of(agency))


def check_groups_are_of_others(context: Context) -> Iterator[Diagnostic]:
    """A group's members are other agencies."""
    for document in context.library.agencies.values():
        for index, member in enumerate(document.model.members):
            if member == document.id:
                yield linking.member_of_itself(document.span("members", index), member)


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
