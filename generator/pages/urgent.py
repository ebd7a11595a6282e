"""One page with every fast track, for somebody who has minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.county.county import County
from generator.model.protocol import Protocol
from generator.model.tiers import Theme
from generator.pages.base import Head, PageView, Reach, find_reach, fixed_head
from generator.pages.filters import Choice, by_agency, by_theme, fits_of


@dataclass(frozen=True)
class Urgent:
    """The fast track of one protocol, with the posts to ring."""

    protocol: Protocol
    in_hours: Reach
    out_of_hours: Reach
    fits: str
    """What it can be filtered by."""


@dataclass(frozen=True, kw_only=True)
class UrgentPage(PageView):
    """Every fast track, by theme."""

    template: ClassVar[str] = "urgent.md.j2"
    head: Head = fixed_head(
        "urgent",
        "When somebody may be hurt before you could ask: whom to ring now, for every protocol.",
        "protocols/tier-3",
        ("emergency", "urgent", "fast track", "out of hours", "immediate danger", "2 a.m."),
    )
    themes: tuple[tuple[Theme, tuple[Urgent, ...]], ...]
    choices: tuple[Choice, ...]


def urgent_page(county: County) -> UrgentPage:
    """Return the page of every fast track."""
    themes = tuple((theme, tuple(_of_theme(county, theme))) for theme in county.themes.values())
    return UrgentPage(themes=themes, choices=(by_agency(county), by_theme(county)))


def _of_theme(county: County, theme: Theme) -> Iterator[Urgent]:
    for protocol in county.protocols_of(theme.id):
        fast = protocol.fast_track
        yield Urgent(
            protocol,
            find_reach(county, protocol, fast.contact_in_hours),
            find_reach(county, protocol, fast.contact_out_of_hours),
            fits_of(county, protocol),
        )
