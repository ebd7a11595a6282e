"""Both of us: for each agency, what it and each other agency share with each other, in both directions.

One light page an agency, not one a pair: the counts stand here by protocol and verdict, and the items, their law and their route
on the two question pages to which each pair leads.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.agency import Agency
from generator.model.protocol import Protocol
from generator.model.tail import Flow, Verdict
from generator.pages.base import Head, PageView, Planned
from generator.words.catalogue import fixed

Verdicts = tuple[tuple[Verdict, int], ...]
"""How many items are told under each verdict, the strongest first."""

Flows = Mapping[tuple[str, str], tuple[tuple[Protocol, Flow], ...]]
"""What each agency gives to each other one, members of groups each for itself, by their ids."""


@dataclass(frozen=True)
class Shared:
    """What one protocol lets two agencies tell each other."""

    protocol: Protocol
    given: Verdicts
    received: Verdicts


@dataclass(frozen=True)
class Partner:
    """Another agency, with everything that goes there and comes from there."""

    agency: Agency
    shared: tuple[Shared, ...]
    given: int
    received: int
    given_anchor: str
    """Where the giver's question page answers for the partner: under its own name, or its group's."""
    received_anchor: str


@dataclass(frozen=True, kw_only=True)
class TogetherPage(PageView):
    """What an agency and each other one share."""

    template: ClassVar[str] = "together.md.j2"
    agency: Agency
    partners: tuple[Partner, ...]


def together_pages(county: County) -> Iterator[Planned[TogetherPage]]:
    """Yield the page of every agency, in order of id: of one that shares nothing, or is retired, too, because addresses stay."""
    flows = cache(partial(flows_between, county))
    for name in sorted(county.agencies):
        agency = county.agencies[name]
        head = Head(
            urls.together_uri(name),
            fixed("%(name)s and each other agency", name=agency.name),
            fixed("What %(name)s and each other agency may tell each other, in both directions.", name=agency.name),
            county.path_of(agency),
        )
        yield Planned(head, partial(_page, county, head, agency, flows))


def _page(county: County, head: Head, agency: Agency, between: Callable[[], Flows]) -> TogetherPage:
    flows = between()
    met = {receiver for giver, receiver in flows if giver == agency.id}
    met |= {giver for giver, receiver in flows if receiver == agency.id}
    others = sorted(sorted(met), key=lambda each: county.agencies[each].name)
    return TogetherPage(
        head=head,
        agency=agency,
        partners=tuple(_partner(county, flows, agency.id, other) for other in others),
    )


def flows_between(county: County) -> Flows:
    """Return every flow of the current protocols by who gives and who receives it, once for each two agencies."""
    found: dict[tuple[str, str], list[tuple[Protocol, Flow]]] = {}
    for protocol in county.current_protocols:
        for flow in protocol.flows:
            for giver in _everybody(county, flow.sources):
                for receiver in _everybody(county, flow.recipients):
                    if giver != receiver:
                        found.setdefault((giver, receiver), []).append((protocol, flow))
    return {pair: tuple(flows) for pair, flows in found.items()}


def _everybody(county: County, names: tuple[str, ...]) -> set[str]:
    return {member for name in names for member in county.members(name)}


def _partner(county: County, flows: Flows, name: str, other: str) -> Partner:
    given, received = flows.get((name, other), ()), flows.get((other, name), ())
    protocols = {protocol.id: protocol for protocol, _ in (*given, *received)}
    shared = sorted(protocols.values(), key=lambda protocol: protocol.title)
    return Partner(
        county.agencies[other],
        tuple(Shared(each, _verdicts(each, given), _verdicts(each, received)) for each in shared),
        len(given),
        len(received),
        _anchor(county, given, other),
        _anchor(county, received, name),
    )


def _verdicts(protocol: Protocol, flows: tuple[tuple[Protocol, Flow], ...]) -> Verdicts:
    counts = Counter(flow.verdict for each, flow in flows if each.id == protocol.id)
    return tuple((verdict, counts[verdict]) for verdict in Verdict if counts[verdict])


def _anchor(county: County, flows: tuple[tuple[Protocol, Flow], ...], receiver: str) -> str:
    named = {name for _, flow in flows for name in flow.recipients}
    return next((name for name in county.groups_of(receiver) if name in named), "")
