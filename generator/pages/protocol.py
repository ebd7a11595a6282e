"""The page of a composed protocol, in full or as one agency's copy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from generator import urls
from generator.composed.outline import TAIL, TOP, Section
from generator.county.agreements import Standing
from generator.county.county import County
from generator.model.agency import Agency
from generator.model.base import Marking
from generator.model.core import Clause, Core
from generator.model.law import Instrument, Provision
from generator.model.protocol import Protocol
from generator.model.tail import Flow
from generator.model.tiers import Requirement, Theme
from generator.model.top import Party, Question
from generator.pages.base import Head, PageView, Planned, Reach, desk_of, find_reach, section_place
from generator.pages.issued import Version, versions_of
from generator.pages.layers import Told, layers_of


@dataclass(frozen=True)
class PartyView:
    """A party with the agency it stands for."""

    party: Party
    agency: Agency
    members: tuple[Agency, ...]
    """For a group, the agencies in it."""


@dataclass(frozen=True)
class Words:
    """What one agency says before or after the core: what it always requires, and what it requires here."""

    agency: Agency
    standing: str | None
    own: str | None
    standing_marking: Marking | None
    own_marking: Marking | None


@dataclass(frozen=True)
class JointView:
    """The joint controllers under one of the two sets of data protection rules."""

    regime: str
    """`uk-gdpr` or `part-3`."""
    agencies: tuple[str, ...]
    contact: str
    """The agency whose data protection officer is the contact point: the owner where it is one of them, else the first."""


@dataclass(frozen=True)
class LawView:
    """A provision that the protocol cites, with its name and what the protocol says of it."""

    name: str
    instrument: Instrument
    provision: Provision
    first: str
    """What it is used for here; for a restriction, what it means here."""
    second: str = ""
    """What must hold here."""


@dataclass(frozen=True)
class FlowView:
    """A flow with its number and the names of its people, its agencies and its gateway, short enough for a table."""

    number: int
    flow: Flow
    about: tuple[str, ...]
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    gateway: str
    route_marking: Marking | None


@dataclass(frozen=True)
class AskedView:
    """What staff ask, with the number and the anchor of the section that the answer rests on."""

    question: Question
    number: str
    anchor: str


@dataclass(frozen=True)
class MetView:
    """One Tier 2 requirement, and how the protocol meets it."""

    name: str
    requirement: Requirement
    places: tuple[tuple[str, str], ...]
    """Number and anchor of each section that meets it."""
    how: str | None
    unmet: str | None


@dataclass(frozen=True, kw_only=True)
class ProtocolPage(PageView):
    """A composed protocol: its top, the core, its tail."""

    template: ClassVar[str] = "protocol.md.j2"
    protocol: Protocol
    theme: Theme
    owner: Agency
    core: Core
    clauses: tuple[Clause, ...]
    top: Mapping[str, Section]
    tail: Mapping[str, Section]
    questions: tuple[AskedView, ...]
    parties: tuple[PartyView, ...]
    joint: tuple[JointView, ...]
    gateways: tuple[LawView, ...]
    restrictions: tuple[LawView, ...]
    opening: tuple[Words, ...]
    closing: tuple[Words, ...]
    flows: tuple[FlowView, ...]
    short_names: Mapping[str, str]
    reaches: tuple[Reach, ...]
    in_hours: Reach
    out_of_hours: Reach
    met: tuple[MetView, ...]
    standings: tuple[Standing, ...]
    """What the signature of each party comes to."""
    issued: Mapping[str, Version]
    """The texts that were issued of it, by version, the oldest first."""
    has_letters: bool
    """Whether letters and forms are filled in from it."""
    gaps: frozenset[str]
    """The ids of the sections out of which this edition leaves something."""
    is_whole: bool
    """Whether this edition has all that signatures cover."""
    ask: Reach
    """Whom to ask about what is left out."""
    copy_for: Agency | None
    """The agency whose copy this is: it holds no other agency's requirements."""


def protocol_pages(county: County) -> Iterator[Planned[ProtocolPage]]:
    """Yield every composed protocol, retired ones too: their addresses are permanent."""
    for protocol in county.protocols.values():
        yield Planned(_head(county, protocol, *_said(county, protocol)), partial(protocol_page, county, protocol))


def protocol_page(county: County, protocol: Protocol, copy_for: str | None = None) -> ProtocolPage:
    """Return the composed protocol; with `copy_for`, that agency's copy, which holds no other agency's requirements."""
    fast = protocol.fast_track
    opening, closing = _said(county, protocol, copy_for)
    return ProtocolPage(
        head=_head(county, protocol, opening, closing),
        protocol=protocol,
        theme=county.themes[protocol.under],
        owner=county.agencies[protocol.owner],
        core=county.core,
        clauses=county.current_clauses,
        top={section.id: section for section in TOP},
        tail={section.id: section for section in TAIL},
        questions=asked_views(county, protocol),
        parties=tuple(_parties(county, protocol)),
        joint=tuple(_joint(protocol)),
        gateways=tuple(_gateways(county, protocol)),
        restrictions=tuple(_restrictions(county, protocol)),
        opening=opening,
        closing=closing,
        flows=tuple(_flows(county, protocol)),
        short_names=_short_names(county, protocol),
        reaches=tuple(find_reach(county, protocol, contact.id) for contact in protocol.contacts),
        in_hours=find_reach(county, protocol, fast.contact_in_hours),
        out_of_hours=find_reach(county, protocol, fast.contact_out_of_hours),
        met=tuple(_met(county, protocol)),
        standings=county.standings_of(protocol),
        issued={version.manifest.version: version for version in versions_of(county, protocol)},
        has_letters=bool(county.letters),
        gaps=county.gaps_in(protocol),
        is_whole=county.is_whole(protocol),
        ask=desk_of(county, protocol.owner),
        copy_for=county.agencies[copy_for] if copy_for else None,
    )


def _head(county: County, protocol: Protocol, opening: tuple[Words, ...], closing: tuple[Words, ...]) -> Head:
    asked = (*protocol.also_called, *(question.ask for question in protocol.asked_as))
    return Head(
        urls.protocol_uri(protocol.id),
        protocol.title,
        protocol.summary,
        county.path_of(protocol),
        asked if protocol.retired is None else (),
        layers=layers_of(Told(county, protocol, _names(opening), _names(closing))),
    )


def _said(
    county: County, protocol: Protocol, copy_for: str | None = None
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Return what agencies say before and after the core."""
    return tuple(_words(county, protocol, "top", copy_for)), tuple(_words(county, protocol, "tail", copy_for))


def asked_views(county: County, protocol: Protocol) -> tuple[AskedView, ...]:
    """Return what staff ask of a protocol, each with the place in it that answers."""
    return tuple(AskedView(question, *section_place(county, question.rests_on)) for question in protocol.asked_as)


def _parties(county: County, protocol: Protocol) -> Iterator[PartyView]:
    for party in protocol.parties:
        agency = county.agencies[party.agency]
        yield PartyView(party, agency, tuple(county.agencies[member] for member in agency.members))


def _joint(protocol: Protocol) -> Iterator[JointView]:
    """Yield who is joined with whom: under each set of rules, the joint controllers that work under it."""
    for regime, names in protocol.joint_controllers.items():
        if len(names) > 1:
            yield JointView(regime, names, protocol.owner if protocol.owner in names else names[0])


def _gateways(county: County, protocol: Protocol) -> Iterator[LawView]:
    for gateway in protocol.gateways:
        instrument, provision = county.provisions[gateway.provision]
        yield LawView(gateway.provision, instrument, provision, gateway.used_for, gateway.conditions_here)


def _restrictions(county: County, protocol: Protocol) -> Iterator[LawView]:
    for restriction in protocol.restrictions:
        instrument, provision = county.provisions[restriction.provision]
        yield LawView(restriction.provision, instrument, provision, restriction.means_here)


def _words(county: County, protocol: Protocol, place: str, copy_for: str | None) -> Iterator[Words]:
    """Yield what each party says at `place` (`top` or `tail`), in the order of the parties.

    After a group's words come those of its members, so that the full text holds whatever any copy holds.
    """
    own = {requirement.agency: requirement for requirement in protocol.agency_requirements}
    for name in _speakers(county, protocol, copy_for):
        agency = county.agencies[name]
        required = own.get(name)
        standing, particular = getattr(agency.standing, place), getattr(required, place, None)
        if standing or particular:
            yield Words(agency, standing, particular, agency.standing.marking, required.marking if required else None)


def _names(words: tuple[Words, ...]) -> tuple[str, ...]:
    return tuple(said.agency.short_name for said in words)


def _speakers(county: County, protocol: Protocol, copy_for: str | None) -> Iterator[str]:
    """Yield the agencies whose words stand in the full text, or in the copy for one agency."""
    parties = {party.agency: None for party in protocol.parties}
    speakers = dict.fromkeys(name for party in parties for name in county.members(party))
    wanted = county.groups_of(copy_for) if copy_for else speakers
    yield from (name for name in speakers if name in wanted)


def _short_names(county: County, protocol: Protocol) -> dict[str, str]:
    return {party.agency: county.agencies[party.agency].short_name for party in protocol.parties}


def _flows(county: County, protocol: Protocol) -> Iterator[FlowView]:
    people = {person.id: person.name for person in protocol.people}
    names = _short_names(county, protocol)
    for number, flow in enumerate(protocol.flows, start=1):
        instrument, provision = county.provisions[flow.gateway]
        yield FlowView(
            number,
            flow,
            tuple(people[person] for person in flow.about),
            tuple(names[agency] for agency in flow.sources),
            tuple(names[agency] for agency in flow.recipients),
            f"{instrument.short_title or instrument.title}, {provision.cite}",
            protocol.marking_of_route(flow.route),
        )


def _met(county: County, protocol: Protocol) -> Iterator[MetView]:
    requirements = {found.id: found for found in county.themes[protocol.under].requirements}
    for met in protocol.requirements_met:
        places = tuple(section_place(county, where) for where in met.where)
        name = f"{protocol.under}/{met.requirement}"
        yield MetView(name, requirements[met.requirement], places, met.how, met.unmet)
