"""The page of a composed protocol, in full or as one agency's copy."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.composed.outline import SECTIONS, TAIL, TOP
from generator.county.library import Document, Library
from generator.model.agency import Agency
from generator.model.law import Instrument, Provision
from generator.model.protocol import Category, Flow, Party, Protocol
from generator.model.tiers import Requirement
from generator.pages.base import PageView, Reach, Scene, find_reach


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


@dataclass(frozen=True)
class MetView:
    """One Tier 2 requirement, and how the protocol meets it."""

    name: str
    requirement: Requirement
    places: tuple[tuple[str, str], ...]
    """Number and anchor of each section that meets it."""
    how: str | None
    unmet: str | None


def protocol_page(scene: Scene, document: Document[Protocol], copy_for: str | None = None) -> PageView:
    """Return the composed protocol; with `copy_for`, that agency's copy, which holds no other agency's requirements."""
    library, protocol = scene.library, document.model
    theme = library.themes[protocol.under].model
    facts: dict[str, object] = {
        "protocol": protocol,
        "theme": theme,
        "owner": library.agencies[protocol.owner].model,
        "core": library.core.model if library.core else None,
        "clauses": tuple(clause.model for clause in library.current_clauses),
        "top": {section.id: section for section in TOP},
        "tail": {section.id: section for section in TAIL},
        "parties": tuple(_parties(library, protocol)),
        "gateways": tuple(_gateways(library, protocol)),
        "restrictions": tuple(_restrictions(library, protocol)),
        "opening": tuple(_words(library, protocol, "top", copy_for)),
        "closing": tuple(_words(library, protocol, "tail", copy_for)),
        "flows": tuple(_flows(library, protocol)),
        "categories": {category: category.value.replace("-", " ") for category in Category},
        "short_names": _short_names(library, protocol),
        "reaches": tuple(_contacts(library, protocol)),
        "in_hours": find_reach(library, protocol, protocol.fast_track.contact_in_hours),
        "out_of_hours": find_reach(library, protocol, protocol.fast_track.contact_out_of_hours),
        "met": tuple(_met(library, protocol)),
        "unsigned": tuple(_unsigned(library, protocol)),
        "copy_for": library.agencies[copy_for].model if copy_for else None,
    }
    return PageView(
        "protocol.md.j2",
        urls.protocol_uri(document.id),
        protocol.title,
        protocol.summary,
        document.source.path,
        facts,
        keywords=(*protocol.also_called, *protocol.asked_as),
    )


def _parties(library: Library, protocol: Protocol) -> Iterator[PartyView]:
    for party in protocol.parties:
        agency = library.agencies[party.agency].model
        yield PartyView(party, agency, tuple(library.agencies[member].model for member in agency.members))


def _gateways(library: Library, protocol: Protocol) -> Iterator[LawView]:
    for gateway in protocol.gateways:
        document, provision = library.provisions[gateway.provision]
        yield LawView(gateway.provision, document.model, provision, gateway.used_for, gateway.conditions_here)


def _restrictions(library: Library, protocol: Protocol) -> Iterator[LawView]:
    for restriction in protocol.restrictions:
        document, provision = library.provisions[restriction.provision]
        yield LawView(restriction.provision, document.model, provision, restriction.means_here)


def _words(library: Library, protocol: Protocol, place: str, copy_for: str | None) -> Iterator[Words]:
    """Yield what each party says at `place` (`top` or `tail`), in the order of the parties.

    After a group's words come those of its members, so that the full text holds whatever any copy holds.
    """
    own = {requirement.agency: getattr(requirement, place) for requirement in protocol.agency_requirements}
    for name in _speakers(library, protocol, copy_for):
        agency = library.agencies[name].model
        standing = getattr(agency.standing, place)
        if standing or own.get(name):
            yield Words(agency, standing, own.get(name))


def _speakers(library: Library, protocol: Protocol, copy_for: str | None) -> Iterator[str]:
    """Yield the agencies whose words stand in the full text, or in the copy for one agency."""
    parties = {party.agency: None for party in protocol.parties}
    speakers = dict.fromkeys(name for party in parties for name in library.members(party))
    wanted = library.groups_of(copy_for) if copy_for else speakers
    yield from (name for name in speakers if name in wanted)


def _short_names(library: Library, protocol: Protocol) -> dict[str, str]:
    return {party.agency: library.agencies[party.agency].model.short_name for party in protocol.parties}


def _flows(library: Library, protocol: Protocol) -> Iterator[FlowView]:
    people = {person.id: person.name for person in protocol.people}
    names = _short_names(library, protocol)
    for number, flow in enumerate(protocol.flows, start=1):
        document, provision = library.provisions[flow.gateway]
        gateway = f"{document.model.short_title or document.model.title}, {provision.cite}"
        yield FlowView(
            number,
            flow,
            tuple(people[person] for person in flow.about),
            tuple(names[agency] for agency in flow.sources),
            tuple(names[agency] for agency in flow.recipients),
            gateway,
        )


def _contacts(library: Library, protocol: Protocol) -> Iterator[Reach]:
    for contact in protocol.contacts:
        yield find_reach(library, protocol, contact.id)


def _met(library: Library, protocol: Protocol) -> Iterator[MetView]:
    requirements = {found.id: found for found in library.themes[protocol.under].model.requirements}
    for met in protocol.requirements_met:
        requirement = requirements[met.requirement]
        places = tuple(_place(library, where) for where in met.where)
        yield MetView(f"{protocol.under}/{met.requirement}", requirement, places, met.how, met.unmet)


def _place(library: Library, where: str) -> tuple[str, str]:
    """Return number and anchor of a section, or of a core clause, on the protocol's own page."""
    if where.startswith("core/"):
        clause = library.clauses[where.removeprefix("core/")].model
        return f"B{clause.number}", urls.clause_anchor(clause.number, clause.id)
    section = SECTIONS[where]
    return section.number, section.anchor


def _unsigned(library: Library, protocol: Protocol) -> Iterator[Agency]:
    """Yield each party that has not signed this version."""
    signed = {signature.agency for signature in protocol.signatures if signature.version == protocol.version}
    for party in protocol.parties:
        if party.agency not in signed:
            yield library.agencies[party.agency].model
