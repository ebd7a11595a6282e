"""The page of powers, duties and restrictions, by field of work."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from generator.county.county import County
from generator.model.law import Area, Effect, LegalStatus, Provision
from generator.pages.base import Head, PageView, fixed_head

_SHOWN = (Effect.POWER, Effect.DUTY, Effect.RESTRICTION)


@dataclass(frozen=True)
class Listed:
    """A provision with its name, its status on the day and how many data items are shared under it."""

    name: str
    provision: Provision
    status: LegalStatus
    items: int
    protocols: int


@dataclass(frozen=True, kw_only=True)
class GatewaysPage(PageView):
    """The provisions that allow, require or limit sharing, for each field of work."""

    template: ClassVar[str] = "gateways.md.j2"
    head: Head = fixed_head(
        "gateways", "Which powers, duties and restrictions matter in your field of work.", "protocols/law"
    )
    areas: tuple[tuple[Area, tuple[tuple[Effect, tuple[Listed, ...]], ...]], ...]
    counts: Mapping[Effect, int]
    as_of: date


def gateways_page(county: County) -> GatewaysPage:
    """Return the provisions of each field of work. One that has ended allows nobody anything, and is left to its own page."""
    flows = Counter(flow.gateway for protocol in county.current_protocols for flow in protocol.flows)
    users = Counter(
        gateway
        for protocol in county.current_protocols
        for gateway in {flow.gateway for flow in protocol.flows}
        | {restriction.provision for restriction in protocol.restrictions}
    )
    entries = tuple(
        Listed(name, provision, provision.force.on(county.as_of), flows[name], users[name])
        for name, (_, provision) in county.current_provisions.items()
        if provision.effect in _SHOWN
    )
    areas = ((area, _groups(entries, area)) for area in Area)
    return GatewaysPage(
        areas=tuple((area, groups) for area, groups in areas if any(found for _, found in groups)),
        counts=Counter(entry.provision.effect for entry in entries),
        as_of=county.as_of,
    )


def _groups(entries: tuple[Listed, ...], area: Area) -> tuple[tuple[Effect, tuple[Listed, ...]], ...]:
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
