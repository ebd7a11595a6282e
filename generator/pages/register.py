"""The register: every Tier 3 protocol, with what it can be filtered by."""

from dataclasses import dataclass
from typing import ClassVar

from generator.county.county import County, Timeliness
from generator.model.agency import Agency
from generator.model.protocol import Protocol
from generator.model.tiers import Theme
from generator.pages.base import Head, PageView, fixed_head
from generator.pages.filters import Choice, by_agency, by_law, by_people, by_state, by_theme, fits_of


@dataclass(frozen=True)
class Registered:
    """A protocol in the register."""

    protocol: Protocol
    owner: Agency
    timeliness: Timeliness
    fits: str


@dataclass(frozen=True, kw_only=True)
class RegisterPage(PageView):
    """Every Tier 3 protocol."""

    template: ClassVar[str] = "register.md.j2"
    head: Head = fixed_head(
        "register",
        "Every Tier 3 information sharing protocol: what it is for, who owns it, when it is reviewed.",
        "protocols/tier-3",
    )
    themes: tuple[tuple[Theme, tuple[Registered, ...]], ...]
    retired: tuple[Protocol, ...]
    choices: tuple[Choice, ...]


def register_page(county: County) -> RegisterPage:
    """Return the register."""
    themes = tuple(
        (theme, tuple(_registered(county, protocol) for protocol in county.protocols_of(theme.id)))
        for theme in county.themes.values()
    )
    choices = (by_agency(county), by_people(county), by_law(county), by_theme(county), by_state(county))
    return RegisterPage(themes=themes, retired=county.retired_protocols, choices=choices)


def _registered(county: County, protocol: Protocol) -> Registered:
    owner = county.agencies[protocol.owner]
    return Registered(protocol, owner, county.timeliness(protocol.review), fits_of(county, protocol))
