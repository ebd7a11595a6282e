"""What lists of protocols can be filtered by: who is bound, whom they are about, which law, which theme, in which state.

An entry says in its page what it fits, and the page says what can be chosen; a script makes the form from both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from generator import urls
from generator.county.county import County, Timeliness
from generator.model.protocol import Protocol
from generator.model.top import PersonKind
from generator.words.catalogue import Fixed, fixed


@dataclass(frozen=True)
class Option:
    """One value of a choice."""

    value: str
    name: str = ""
    label: Enum | None = None
    """What it is called where it is one of a fixed set of values."""
    page_uri: str = ""
    """The page about it, for readers without scripts; nothing where there is none."""
    group: Enum | None = None
    """Among what it is offered."""


@dataclass(frozen=True)
class Choice:
    """One thing by which a list can be filtered."""

    id: str
    """What the address calls it: `agency`."""
    title: Fixed
    options: tuple[Option, ...]


def fits_of(county: County, protocol: Protocol) -> str:
    """Return everything that one protocol fits, as a list can be asked: `agency/county-police about/child law/care-act-2014`."""
    return " ".join(
        [
            *(f"agency/{name}" for name in sorted(_bound(county, protocol))),
            *(f"about/{kind}" for kind in sorted(_kinds(protocol))),
            *(f"law/{name}" for name in sorted(_instruments(county, protocol))),
            f"theme/{protocol.under}",
            *(f"state/{state.value.replace(' ', '-')}" for state in _states(county, protocol)),
        ]
    )


def by_agency(county: County) -> Choice:
    """Return the choice among the agencies that any protocol binds, those of a kind together."""
    bound = {name for protocol in county.current_protocols for name in _bound(county, protocol)}
    found = sorted(
        (each for each in county.current_agencies if each.id in bound), key=lambda each: (each.kind, each.name)
    )
    return Choice(
        "agency",
        fixed("Agency"),
        tuple(Option(each.id, each.name, None, urls.agency_uri(each.id), each.kind) for each in found),
    )


def by_people(county: County) -> Choice:
    """Return the choice among the kinds of people whom any protocol is about."""
    found = {kind for protocol in county.current_protocols for kind in _kinds(protocol)}
    return Choice("about", fixed("People"), tuple(Option(kind.value, "", kind) for kind in PersonKind if kind in found))


def by_law(county: County) -> Choice:
    """Return the choice among the instruments that any protocol relies on."""
    used = {name for protocol in county.current_protocols for name in _instruments(county, protocol)}
    found = sorted((county.instruments[name] for name in used), key=lambda each: each.short_title or each.title)
    return Choice(
        "law",
        fixed("Law"),
        tuple(Option(each.id, each.short_title or each.title, None, urls.instrument_uri(each.id)) for each in found),
    )


def by_theme(county: County) -> Choice:
    """Return the choice among the themes."""
    found = county.themes.values()
    return Choice(
        "theme",
        fixed("Theme"),
        tuple(Option(each.id, each.short_title, None, urls.theme_uri(each.id)) for each in found),
    )


def by_state(county: County) -> Choice:
    """Return the choice among the states that any protocol is in, a review that is due among them."""
    found = dict.fromkeys(state for protocol in county.current_protocols for state in _states(county, protocol))
    return Choice("state", fixed("State"), tuple(_state_option(state) for state in found))


def _state_option(state: Enum) -> Option:
    return Option(state.value.replace(" ", "-"), "", state)


def _bound(county: County, protocol: Protocol) -> set[str]:
    """Return the agencies that a protocol binds, the members of a group each for itself."""
    return {name for party in protocol.parties for name in county.members(party.agency)}


def _kinds(protocol: Protocol) -> set[PersonKind]:
    return {kind for person in protocol.people for kind in person.kinds}


def _instruments(county: County, protocol: Protocol) -> set[str]:
    return {county.provisions[name][0].id for name in _provisions(protocol)}


def _provisions(protocol: Protocol) -> Iterable[str]:
    return (*(gateway.provision for gateway in protocol.gateways), *(flow.gateway for flow in protocol.flows))


def _states(county: County, protocol: Protocol) -> Iterator[Enum]:
    yield protocol.status
    if (timeliness := county.timeliness(protocol.review)) is not Timeliness.IN_TIME:
        yield timeliness
