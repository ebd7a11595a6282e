"""The pages of agencies: the list, and everything that binds each one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.county.library import Document
from generator.model.agency import Agency
from generator.model.protocol import Party, Protocol, Retention
from generator.pages.base import PageView, Reach, Scene, reach_of, used_in


@dataclass(frozen=True)
class Binding:
    """One protocol that binds an agency, with what it asks of it."""

    protocol: Protocol
    party: Party
    group: Agency | None
    """The group through which the agency is party, if it is not party by itself."""
    gives: tuple[str, ...]
    """The data items that it gives."""
    receives: tuple[str, ...]
    """The data items that it receives."""
    keeps: tuple[Retention, ...]
    has_own_words: bool
    decides_fast: bool
    """Whether one of its posts is rung on the fast track."""


def agency_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the list of agencies and one page for each."""
    bindings = _all_bindings(scene)
    agencies = scene.library.agencies
    kinds: dict[str, list[tuple[Agency, int]]] = defaultdict(list)
    for identifier, document in agencies.items():
        kinds[document.model.kind.value].append((document.model, len(bindings[identifier])))
    facts: dict[str, object] = {"kinds": dict(sorted(kinds.items())), "count": len(agencies)}
    description = "Every agency that shares information under these protocols, and what binds it."
    yield PageView("agencies.md.j2", urls.AGENCIES, "Agencies", description, "protocols/agencies", facts)
    for identifier, document in agencies.items():
        yield _agency_page(scene, document, tuple(bindings[identifier]))


def _agency_page(scene: Scene, document: Document[Agency], bindings: tuple[Binding, ...]) -> PageView:
    library, agency = scene.library, document.model
    gateways = sorted(
        {
            flow.gateway
            for binding in bindings
            for flow in binding.protocol.flows
            if set(flow.sources) & set(library.groups_of(agency.id))
        }
    )
    themes: dict[str, list[Binding]] = defaultdict(list)
    for binding in bindings:
        themes[binding.protocol.under].append(binding)
    facts: dict[str, object] = {
        "agency": agency,
        "members": tuple(library.agencies[member].model for member in agency.members),
        "groups": tuple(library.agencies[group].model for group in library.groups_of(agency.id)[1:]),
        "posts": tuple(_posts(scene, agency)),
        "themes": tuple((library.themes[theme].model, tuple(found)) for theme, found in sorted(themes.items())),
        "bindings": bindings,
        "gateways": tuple(gateways),
        "packs": _packs(scene, agency, bindings),
        "cited_by": tuple(use for use in used_in(library, f"agency/{agency.id}") if use.places == ()),
    }
    return PageView(
        "agency.md.j2",
        urls.agency_uri(document.id),
        agency.name,
        agency.summary,
        document.source.path,
        facts,
        keywords=(agency.short_name, *agency.also_called),
    )


def _packs(scene: Scene, agency: Agency, bindings: tuple[Binding, ...]) -> tuple[str, ...]:
    """Return whose packs an agency files: its own, or those of the groups through which alone it is a party."""
    if any(binding.group is None for binding in bindings):
        return (agency.id,)
    parties = {binding.party.agency for binding in bindings}
    return tuple(group for group in scene.library.groups_of(agency.id) if group in parties)


def _posts(scene: Scene, agency: Agency) -> Iterator[Reach]:
    for post in agency.posts:
        yield reach_of(scene.library, agency.id, post)


def _all_bindings(scene: Scene) -> dict[str, list[Binding]]:
    """Return, for every agency, the protocols that bind it, by itself or through a group, in order of title."""
    found: dict[str, list[Binding]] = {identifier: [] for identifier in scene.library.agencies}
    for document in sorted(scene.library.protocols.values(), key=lambda document: document.model.title):
        direct = {party.agency for party in document.model.parties}
        for party in document.model.parties:
            for identifier in scene.library.members(party.agency):
                if identifier == party.agency or identifier not in direct:
                    found[identifier].append(_binding(scene, document.model, party, identifier))
    return found


def _binding(scene: Scene, protocol: Protocol, party: Party, agency: str) -> Binding:
    name = party.agency
    posts = (protocol.fast_track.contact_in_hours, protocol.fast_track.contact_out_of_hours)
    own_contacts = {contact.id for contact in protocol.contacts if contact.agency == name}
    return Binding(
        protocol,
        party,
        scene.library.agencies[name].model if name != agency else None,
        tuple(flow.item for flow in protocol.flows if name in flow.sources),
        tuple(flow.item for flow in protocol.flows if name in flow.recipients),
        tuple(kept for kept in protocol.retention if name in kept.held_by),
        any(requirement.agency == name for requirement in protocol.agency_requirements),
        any(post in own_contacts or post.startswith(f"{name}/") for post in posts),
    )
