"""Tables of who shares what: agency by protocol, giver by receiver, data item by gateway."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.county.library import Library
from generator.model.agency import Agency
from generator.model.protocol import Flow, Protocol
from generator.model.tiers import Theme
from generator.pages.base import PageView, Scene


@dataclass(frozen=True)
class Given:
    """One data item that an agency gives under one protocol."""

    item: str
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


def matrix_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the overview with agency by protocol, and two pages for each theme."""
    yield _overview(scene)
    for theme in scene.library.themes.values():
        yield _flows(scene, theme.model)
        yield _items(scene, theme.model)


def sharing(library: Library, theme: Theme) -> Sharing:
    """Return who gives how many data items to whom under a theme."""
    counts: Counter[tuple[str, str]] = Counter()
    for protocol in _protocols(library, theme):
        for flow in protocol.flows:
            counts.update(
                (giver, receiver) for giver in flow.sources for receiver in flow.recipients if giver != receiver
            )
    taking_part = {agency for pair in counts for agency in pair}
    agencies = sorted((library.agencies[name].model for name in taking_part), key=lambda agency: agency.short_name)
    return Sharing(theme, tuple(agencies), counts)


def _protocols(library: Library, theme: Theme) -> tuple[Protocol, ...]:
    found = (document.model for document in library.protocols.values())
    return tuple(sorted((model for model in found if model.under == theme.id), key=lambda model: model.title))


def _overview(scene: Scene) -> PageView:
    tables = tuple(_parties(scene.library, theme.model) for theme in scene.library.themes.values())
    facts: dict[str, object] = {"tables": tables}
    description = "Which agency is party to which protocol, and whether it gives, receives or both."
    return PageView("matrices.md.j2", urls.MATRICES, urls.PAGES["matrices"][0], description, "protocols/tier-3", facts)


def _parties(
    library: Library, theme: Theme
) -> tuple[Theme, tuple[Agency, ...], tuple[tuple[Protocol, dict[str, str]], ...]]:
    """Return a theme, the agencies in its columns, and for each protocol what each agency does."""
    protocols = _protocols(library, theme)
    names = {party.agency for protocol in protocols for party in protocol.parties}
    agencies = sorted((library.agencies[name].model for name in names), key=lambda agency: agency.short_name)
    rows = tuple(
        (protocol, {party.agency: _does(gives=party.gives, receives=party.receives) for party in protocol.parties})
        for protocol in protocols
    )
    return theme, tuple(agencies), rows


def _does(*, gives: bool, receives: bool) -> str:
    return "both" if gives and receives else "gives" if gives else "gets"


def _flows(scene: Scene, theme: Theme) -> PageView:
    library = scene.library
    given: dict[str, list[Given]] = defaultdict(list)
    for protocol in _protocols(library, theme):
        for number, flow in enumerate(protocol.flows, start=1):
            receivers = tuple(library.agencies[name].model.short_name for name in flow.recipients)
            for giver in flow.sources:
                given[giver].append(Given(flow.item, receivers, protocol, number))
    found = sharing(library, theme)
    facts: dict[str, object] = {
        "theme": theme,
        "sharing": found,
        "given": tuple((agency, tuple(given[agency.id])) for agency in found.agencies if given[agency.id]),
    }
    title = f"Who gives what to whom: {theme.short_title}"
    description = f"Every data item shared under {theme.short_title}, by the agency that gives it."
    return PageView("flows_matrix.md.j2", urls.flows_uri(theme.id), title, description, "protocols/tier-3", facts)


def _items(scene: Scene, theme: Theme) -> PageView:
    facts: dict[str, object] = {
        "theme": theme,
        "tables": tuple(_by_gateway(scene.library, protocol) for protocol in _protocols(scene.library, theme)),
    }
    title = f"Data items by gateway: {theme.short_title}"
    description = f"Under which power or duty each data item of {theme.short_title} is shared."
    return PageView("items_matrix.md.j2", urls.items_uri(theme.id), title, description, "protocols/tier-3", facts)


def _by_gateway(library: Library, protocol: Protocol) -> ItemsByGateway:
    counts = Counter(flow.gateway for flow in protocol.flows)
    found = ((name, *library.provisions[name]) for name, _ in counts.most_common())
    gateways = tuple(
        (name, document.model.short_title or document.model.title, provision.cite)
        for name, document, provision in found
    )
    return ItemsByGateway(protocol, gateways, tuple(enumerate(protocol.flows, start=1)))
