"""The page of powers, duties and restrictions, by field of work."""

from collections import Counter
from dataclasses import dataclass

from generator import urls
from generator.model.law import Area, Effect, LegalStatus, Provision
from generator.pages.base import PageView, Scene

_SHOWN = (Effect.POWER, Effect.DUTY, Effect.RESTRICTION)


@dataclass(frozen=True)
class Entry:
    """A provision with its name, its status on the day and how many data items are shared under it."""

    name: str
    provision: Provision
    status: LegalStatus
    items: int
    protocols: int


def gateways_page(scene: Scene) -> PageView:
    """Return the provisions that allow, require or limit sharing, for each field of work."""
    flows = Counter(flow.gateway for found in scene.library.protocols.values() for flow in found.model.flows)
    users = Counter(
        gateway
        for found in scene.library.protocols.values()
        for gateway in {flow.gateway for flow in found.model.flows}
        | {restriction.provision for restriction in found.model.restrictions}
    )
    entries = tuple(
        Entry(name, provision, provision.force.on(scene.as_of), flows[name], users[name])
        for name, (_, provision) in scene.library.provisions.items()
        if provision.effect in _SHOWN
    )
    areas = ((area, _groups(entries, area)) for area in Area)
    facts: dict[str, object] = {
        "areas": tuple((area, groups) for area, groups in areas if any(found for _, found in groups)),
        "counts": Counter(entry.provision.effect for entry in entries),
        "as_of": scene.as_of,
    }
    description = "Which powers, duties and restrictions matter in your field of work."
    return PageView("gateways.md.j2", urls.GATEWAYS, urls.PAGES["gateways"][0], description, "protocols/law", facts)


def _groups(entries: tuple[Entry, ...], area: Area) -> tuple[tuple[Effect, tuple[Entry, ...]], ...]:
    """Return the powers, the duties and the restrictions of one field, those most relied on first."""
    return tuple(
        (
            effect,
            tuple(
                sorted(
                    (found for found in entries if found.provision.effect is effect and area in found.provision.areas),
                    key=lambda found: (-found.protocols, found.name),
                )
            ),
        )
        for effect in _SHOWN
    )
