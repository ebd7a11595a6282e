"""The answers of the question page: for each agency, and each kind of agency, what it may tell whom.

Every answer comes from the flows of the protocols, and its verdict is the one that people wrote there. Nothing is left out for a
kind of person or for urgency: a script only puts first what fits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.agency import Agency, AgencyKind
from generator.model.base import Marking
from generator.model.law import Instrument, Provision
from generator.model.outsiders import Outsider
from generator.model.protocol import Protocol
from generator.model.tail import Flow, Verdict
from generator.model.top import PersonKind
from generator.pages.base import KINDS, Head, PageView, Planned, Reach, find_reach
from generator.words.catalogue import fixed

Provisions = Mapping[str, tuple[Instrument, Provision]]


@dataclass(frozen=True)
class Giver:
    """Somebody who asks: an agency, or any agency of a kind."""

    id: str
    """What the address calls it: an agency's id, or `any-` and a kind."""
    name: str
    kind: AgencyKind
    agency: Agency | None
    """The agency; nothing for a kind."""
    page_uri: str
    names: frozenset[str]
    """The ids under which flows name it: itself and the groups that it belongs to."""


@dataclass(frozen=True)
class Item:
    """One flow as an answer."""

    number: int
    """Its number in the protocol's own list."""
    flow: Flow
    law: str
    """Its gateway, short enough for a line."""
    kinds: tuple[PersonKind, ...]
    """The kinds of people that it is about, each once."""
    route_marking: Marking | None


@dataclass(frozen=True)
class Answer:
    """What one protocol says about one giver and one receiver."""

    protocol: Protocol
    verdicts: tuple[tuple[Verdict, tuple[Item, ...]], ...]
    """Its items by verdict, the strongest first."""
    numbers: tuple[int, ...]
    """The numbers of its items in the protocol's own list."""
    kinds: tuple[PersonKind, ...]
    """The kinds of people that its items are about, each once."""
    said_to: Agency
    """The first receiver on the page for whom it holds, word for word: there it stands."""

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return f"to-{self.said_to.id}-{self.protocol.id}"


@dataclass(frozen=True)
class Rules:
    """What holds for every answer of one protocol."""

    protocol: Protocol
    in_hours: Reach
    out_of_hours: Reach
    limits: tuple[str, ...]
    """The full names of the provisions that hold something back."""


@dataclass(frozen=True)
class Receiver:
    """Everything that a giver may tell one agency."""

    agency: Agency
    members: tuple[Agency, ...]
    answers: tuple[Answer, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids by which somebody may ask for it: its own, and for a group those of its members."""
        return (self.agency.id, *(member.id for member in self.members))


@dataclass(frozen=True, kw_only=True)
class AnswersPage(PageView):
    """What one giver may tell whom."""

    template: ClassVar[str] = "answers.md.j2"
    giver: Giver
    receivers: tuple[Receiver, ...]
    rules: tuple[Rules, ...]
    outsiders: tuple[Outsider, ...]
    givers: tuple[tuple[AgencyKind, tuple[Giver, ...]], ...]
    kinds: tuple[PersonKind, ...]


def answer_pages(county: County) -> Iterator[Planned[AnswersPage]]:
    """Yield the page of every giver, in order of kind and name, and those of retired agencies, whose addresses stay."""
    by_kind = givers_of(county)
    retired = (_giver(county, agency) for agency in county.agencies.values() if agency.retired)
    for giver in (*(giver for _, givers in by_kind for giver in givers), *retired):
        head = Head(
            giver.page_uri,
            fixed("What may I share? %(name)s", name=giver.name),
            fixed("What %(name)s must, may and may not tell each other agency, by which law.", name=giver.name),
            county.path_of(giver.agency) if giver.agency else county.path_of(county.outsiders),
        )
        yield Planned(head, partial(_page, county, head, giver, by_kind))


def _page(
    county: County, head: Head, giver: Giver, by_kind: tuple[tuple[AgencyKind, tuple[Giver, ...]], ...]
) -> AnswersPage:
    receivers = tuple(_receivers(county, giver))
    return AnswersPage(
        head=head,
        giver=giver,
        receivers=receivers,
        rules=tuple(_rules(county, receivers)),
        outsiders=county.outsiders.outsiders,
        givers=by_kind,
        kinds=tuple(PersonKind),
    )


def _giver(county: County, agency: Agency) -> Giver:
    """Return an agency as somebody who asks; one that is retired gives nothing."""
    names = frozenset() if agency.retired else frozenset(county.groups_of(agency.id))
    return Giver(agency.id, agency.name, agency.kind, agency, urls.answers_uri(agency.id), names)


def givers_of(county: County) -> tuple[tuple[AgencyKind, tuple[Giver, ...]], ...]:
    """Return all who may ask, by kind: each agency, and before those of a kind with several, any of them."""
    ordered = sorted(county.current_agencies, key=lambda agency: (agency.kind, agency.name))
    return tuple(
        (kind, tuple(_givers_of_kind(county, kind, tuple(found))))
        for kind, found in groupby(ordered, key=lambda agency: agency.kind)
    )


def _givers_of_kind(county: County, kind: AgencyKind, agencies: tuple[Agency, ...]) -> Iterator[Giver]:
    if len(agencies) > 1:
        name = f"any-{kind}"
        everybody = frozenset(group for agency in agencies for group in county.groups_of(agency.id))
        words = fixed("Any %(kind)s", kind=KINDS[kind])
        yield Giver(name, words, kind, None, urls.answers_uri(name), everybody)
    for agency in agencies:
        yield _giver(county, agency)


def _receivers(county: County, giver: Giver) -> Iterator[Receiver]:
    """Yield everybody whom a giver may tell anything, in order of name."""
    found: dict[str, dict[str, list[Flow]]] = {}
    said: dict[tuple[str, tuple[Flow, ...]], Agency] = {}
    for protocol in county.current_protocols:
        for flow in protocol.flows:
            if giver.names.intersection(flow.sources):
                for name in flow.recipients:
                    found.setdefault(name, {}).setdefault(protocol.id, []).append(flow)
    for name in sorted(found, key=lambda each: county.agencies[each].name):
        agency = county.agencies[name]
        members = tuple(county.agencies[member] for member in county.members(name) if member != name)
        answers = tuple(
            _answer(county.provisions, county.protocols[each], flows, said.setdefault((each, tuple(flows)), agency))
            for each, flows in found[name].items()
        )
        yield Receiver(agency, members, answers)


def _answer(provisions: Provisions, protocol: Protocol, flows: list[Flow], said_to: Agency) -> Answer:
    items = tuple(_item(provisions, protocol, flow) for flow in flows)
    verdicts = ((verdict, tuple(item for item in items if item.flow.verdict is verdict)) for verdict in Verdict)
    kinds = dict.fromkeys(kind for item in items for kind in item.kinds)
    by_verdict = tuple((verdict, found) for verdict, found in verdicts if found)
    return Answer(protocol, by_verdict, tuple(item.number for item in items), tuple(kinds), said_to)


def _item(provisions: Provisions, protocol: Protocol, flow: Flow) -> Item:
    instrument, provision = provisions[flow.gateway]
    kinds = dict.fromkeys(kind for person in protocol.people if person.id in flow.about for kind in person.kinds)
    number = next(place for place, each in enumerate(protocol.flows, start=1) if each is flow)
    law = f"{instrument.short_title or instrument.title}, {provision.cite}"
    return Item(number, flow, law, tuple(kinds), protocol.marking_of_route(flow.route))


def _rules(county: County, receivers: tuple[Receiver, ...]) -> Iterator[Rules]:
    """Yield the rules of each protocol that has an answer, in order of title."""
    named = {answer.protocol.id for receiver in receivers for answer in receiver.answers}
    for protocol in county.current_protocols:
        if protocol.id in named:
            fast = protocol.fast_track
            yield Rules(
                protocol,
                find_reach(county, protocol, fast.contact_in_hours),
                find_reach(county, protocol, fast.contact_out_of_hours),
                tuple(restriction.provision for restriction in protocol.restrictions),
            )
