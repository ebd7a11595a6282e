"""Tables of who shares what: agency by protocol, giver by receiver, data item by gateway."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.agency import Agency
from generator.model.protocol import Protocol
from generator.model.tail import Flow
from generator.model.tiers import Theme
from generator.pages.base import Head, PageView, Planned, fixed_head
from generator.pages.filters import Choice, by_agency, by_law, by_people, by_state, by_theme, fits_of
from generator.words.catalogue import fixed


@dataclass(frozen=True)
class Given:
    """One data item that an agency gives under one protocol."""

    flow: Flow
    to: tuple[str, ...]
    """Short names of those who receive it."""
    protocol: Protocol
    number: int
    """The item's number in Part C of the protocol."""


@dataclass(frozen=True)
class Sharing:
    """Who gives how much to whom under one theme: the facts of a table and of the picture beside it."""

    theme: Theme
    agencies: tuple[Agency, ...]
    """Every party that gives or receives, in order of name."""
    counts: Counter[tuple[str, str]]
    """How many data items each giver gives to each receiver, by their ids."""


@dataclass(frozen=True)
class ItemsByGateway:
    """The data items of one protocol against the provisions that they are shared under."""

    protocol: Protocol
    gateways: tuple[tuple[str, str, str], ...]
    """Name in full, the instrument's short title, and how to cite the provision in a cell; the most used first."""
    rows: tuple[tuple[int, Flow], ...]


PartyTable = tuple[Theme, tuple[Agency, ...], tuple[tuple[Protocol, Mapping[str, str]], ...]]
"""A theme, the agencies in its columns, and for each protocol what each agency does."""


@dataclass(frozen=True, kw_only=True)
class MatricesPage(PageView):
    """Which agency is party to which protocol."""

    template: ClassVar[str] = "matrices.md.j2"
    head: Head = fixed_head(
        "matrices",
        "Which agency is party to which protocol, and whether it gives, receives or both.",
        "protocols/tier-3",
    )
    tables: tuple[PartyTable, ...]
    fits: Mapping[str, str]
    """What each protocol fits, by its id."""
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class FlowsMatrixPage(PageView):
    """Who gives what to whom under one theme."""

    template: ClassVar[str] = "flows_matrix.md.j2"
    theme: Theme
    sharing: Sharing
    given: tuple[tuple[Agency, tuple[Given, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class ItemsMatrixPage(PageView):
    """Under which power or duty each data item of one theme is shared."""

    template: ClassVar[str] = "items_matrix.md.j2"
    theme: Theme
    tables: tuple[ItemsByGateway, ...]


def matrix_pages(county: County) -> Iterator[Planned[PageView]]:
    """Yield the overview with agency by protocol, and two pages for each theme."""
    yield Planned(MatricesPage.head, partial(_matrices, county))
    for theme in county.themes.values():
        name = theme.short_title
        flows = Head(
            urls.flows_uri(theme.id),
            fixed("Who gives what to whom: %(theme)s", theme=name),
            fixed("Every data item shared under %(theme)s, by the agency that gives it.", theme=name),
            "protocols/tier-3",
        )
        items = Head(
            urls.items_uri(theme.id),
            fixed("Data items by gateway: %(theme)s", theme=name),
            fixed("Under which power or duty each data item of %(theme)s is shared.", theme=name),
            "protocols/tier-3",
        )
        yield Planned(flows, partial(_flows, county, flows, theme))
        yield Planned(items, partial(_items, county, items, theme))


def _matrices(county: County) -> MatricesPage:
    return MatricesPage(
        tables=tuple(_parties(county, theme) for theme in county.themes.values()),
        fits={protocol.id: fits_of(county, protocol) for protocol in county.current_protocols},
        choices=(by_agency(county), by_people(county), by_law(county), by_theme(county), by_state(county)),
    )


def sharing(county: County, theme: Theme) -> Sharing:
    """Return who gives how many data items to whom under a theme."""
    counts: Counter[tuple[str, str]] = Counter()
    for protocol in county.protocols_of(theme.id):
        for flow in protocol.flows:
            counts.update(
                (giver, receiver) for giver in flow.sources for receiver in flow.recipients if giver != receiver
            )
    return Sharing(theme, _by_short_name(county, {agency for pair in counts for agency in pair}), counts)


def _by_short_name(county: County, names: set[str]) -> tuple[Agency, ...]:
    return tuple(sorted((county.agencies[name] for name in names), key=lambda agency: agency.short_name))


def _parties(county: County, theme: Theme) -> PartyTable:
    protocols = county.protocols_of(theme.id)
    agencies = _by_short_name(county, {party.agency for protocol in protocols for party in protocol.parties})
    rows = tuple(
        (protocol, {party.agency: _does(gives=party.gives, receives=party.receives) for party in protocol.parties})
        for protocol in protocols
    )
    return theme, agencies, rows


def _does(*, gives: bool, receives: bool) -> str:
    return fixed("both") if gives and receives else fixed("gives") if gives else fixed("gets")


def _flows(county: County, head: Head, theme: Theme) -> FlowsMatrixPage:
    given: dict[str, list[Given]] = defaultdict(list)
    for protocol in county.protocols_of(theme.id):
        for number, flow in enumerate(protocol.flows, start=1):
            receivers = tuple(county.agencies[name].short_name for name in flow.recipients)
            for giver in flow.sources:
                given[giver].append(Given(flow, receivers, protocol, number))
    found = sharing(county, theme)
    return FlowsMatrixPage(
        head=head,
        theme=theme,
        sharing=found,
        given=tuple((agency, tuple(given[agency.id])) for agency in found.agencies if given[agency.id]),
    )


def _items(county: County, head: Head, theme: Theme) -> ItemsMatrixPage:
    return ItemsMatrixPage(
        head=head,
        theme=theme,
        tables=tuple(_by_gateway(county, protocol) for protocol in county.protocols_of(theme.id)),
    )


def _by_gateway(county: County, protocol: Protocol) -> ItemsByGateway:
    counts = Counter(flow.gateway for flow in protocol.flows)
    found = ((name, *county.provisions[name]) for name, _ in counts.most_common())
    gateways = tuple(
        (name, instrument.short_title or instrument.title, provision.cite) for name, instrument, provision in found
    )
    return ItemsByGateway(protocol, gateways, tuple(enumerate(protocol.flows, start=1)))
