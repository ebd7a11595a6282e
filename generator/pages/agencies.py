"""The pages of agencies: the list, and everything that binds each one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from generator import urls
from generator.county.agreements import Standing
from generator.county.county import County
from generator.county.processing import processing_of
from generator.model.agency import Agency, AgencyKind
from generator.model.protocol import Protocol
from generator.model.tail import Flow, Retention
from generator.model.tiers import Theme
from generator.model.top import Party
from generator.pages.base import Head, PageView, Planned, Reach, UsedIn, fixed_head, reach_of, used_in


@dataclass(frozen=True)
class Binding:
    """One protocol that binds an agency, with what it asks of it."""

    protocol: Protocol
    party: Party
    group: Agency | None
    """The group through which the agency is party, if it is not party by itself."""
    gives: tuple[Flow, ...]
    receives: tuple[Flow, ...]
    keeps: tuple[Retention, ...]
    has_own_words: bool
    decides_fast: bool
    """Whether one of its posts is rung on the fast track."""
    standing: Standing | None
    """What its signature comes to; nothing for a protocol whose signatures nobody compared."""


@dataclass(frozen=True, kw_only=True)
class AgenciesPage(PageView):
    """Every agency, by kind."""

    template: ClassVar[str] = "agencies.md.j2"
    head: Head = fixed_head(
        "agencies",
        "Every agency that shares information under these protocols, and what binds it.",
        "protocols/agencies",
    )
    kinds: Mapping[AgencyKind, tuple[tuple[Agency, int], ...]]
    """The current agencies of each kind, with how many protocols bind each."""
    count: int
    retired: tuple[Agency, ...]


@dataclass(frozen=True, kw_only=True)
class AgencyPage(PageView):
    """One agency: whom to ring, and everything that binds it."""

    template: ClassVar[str] = "agency.md.j2"
    agency: Agency
    members: tuple[Agency, ...]
    groups: tuple[Agency, ...]
    posts: tuple[Reach, ...]
    themes: tuple[tuple[Theme, tuple[Binding, ...]], ...]
    bindings: tuple[Binding, ...]
    gateways: tuple[str, ...]
    policy_documents: tuple[tuple[str, tuple[Protocol, ...]], ...]
    """The conditions for which it must hold a policy document, each with the protocols in which it relies on it."""
    packs: tuple[str, ...]
    keeps_record: bool
    """Whether there is a table for its record of processing activities."""
    cited_by: tuple[UsedIn, ...]


def agency_pages(county: County) -> Iterator[Planned[PageView]]:
    """Yield the list of agencies and one page for each, retired ones too: their addresses are permanent."""
    yield Planned(AgenciesPage.head, partial(_agencies_page, county))
    for agency in county.agencies.values():
        uri, path = urls.agency_uri(agency.id), county.path_of(agency)
        head = Head(uri, agency.name, agency.summary, path, (agency.short_name, *agency.also_called))
        yield Planned(head, partial(_agency_page, county, head, agency))


def _agencies_page(county: County) -> AgenciesPage:
    kinds: dict[AgencyKind, list[tuple[Agency, int]]] = defaultdict(list)
    for agency in county.current_agencies:
        kinds[agency.kind].append((agency, len(county.bindings_of(agency.id))))
    return AgenciesPage(
        kinds={kind: tuple(found) for kind, found in sorted(kinds.items())},
        count=len(county.current_agencies),
        retired=tuple(agency for agency in county.agencies.values() if agency.retired),
    )


def _agency_page(county: County, head: Head, agency: Agency) -> AgencyPage:
    bindings = tuple(_binding(county, *found, agency.id) for found in county.bindings_of(agency.id))
    groups = county.groups_of(agency.id)
    themes: dict[str, list[Binding]] = defaultdict(list)
    for binding in bindings:
        themes[binding.protocol.under].append(binding)
    gateways = {
        flow.gateway for binding in bindings for flow in binding.protocol.flows if set(flow.sources) & set(groups)
    }
    return AgencyPage(
        head=head,
        agency=agency,
        members=tuple(county.agencies[member] for member in agency.members),
        groups=tuple(county.agencies[group] for group in groups[1:]),
        posts=tuple(reach_of(county, agency.id, post) for post in agency.posts),
        themes=tuple((county.themes[theme], tuple(found)) for theme, found in sorted(themes.items())),
        bindings=bindings,
        gateways=tuple(sorted(gateways)),
        policy_documents=_policy_documents(county, groups, bindings),
        packs=_packs(groups, agency, bindings),
        keeps_record=any(processing_of(county, agency.id)),
        cited_by=tuple(use for use in used_in(county, f"agency/{agency.id}") if use.places == ()),
    )


def _policy_documents(
    county: County, groups: tuple[str, ...], bindings: tuple[Binding, ...]
) -> tuple[tuple[str, tuple[Protocol, ...]], ...]:
    """Return the conditions that need a policy document, with the protocols in which the agency relies on each."""
    found: dict[str, dict[str, Protocol]] = defaultdict(dict)
    for binding in bindings:
        for basis in binding.protocol.data_protection:
            if set(basis.parties) & set(groups):
                for name in (*basis.schedule_1, *basis.part_3):
                    if county.provisions[name][1].needs_policy_document:
                        found[name][binding.protocol.id] = binding.protocol
    return tuple((name, tuple(protocols.values())) for name, protocols in sorted(found.items()))


def _packs(groups: tuple[str, ...], agency: Agency, bindings: tuple[Binding, ...]) -> tuple[str, ...]:
    """Return whose packs an agency files: its own, or those of the groups through which alone it is a party."""
    if any(binding.group is None for binding in bindings):
        return (agency.id,)
    parties = {binding.party.agency for binding in bindings}
    return tuple(group for group in groups if group in parties)


def _binding(county: County, protocol: Protocol, party: Party, agency: str) -> Binding:
    name = party.agency
    posts = (protocol.fast_track.contact_in_hours, protocol.fast_track.contact_out_of_hours)
    own_contacts = {contact.id for contact in protocol.contacts if contact.agency == name}
    return Binding(
        protocol,
        party,
        county.agencies[name] if name != agency else None,
        tuple(flow for flow in protocol.flows if name in flow.sources),
        tuple(flow for flow in protocol.flows if name in flow.recipients),
        tuple(kept for kept in protocol.retention if name in kept.held_by),
        any(requirement.agency == name for requirement in protocol.agency_requirements),
        any(post in own_contacts or post.startswith(f"{name}/") for post in posts),
        next((standing for standing in county.standings_of(protocol) if standing.agency == name), None),
    )
