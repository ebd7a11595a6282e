"""The pages that lead to others: home, the tiers, the glossary."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar
from unicodedata import normalize

from generator import urls
from generator.composed.outline import SECTIONS
from generator.county.agreements import Standing
from generator.county.county import County
from generator.model.agency import Agency, AgencyKind
from generator.model.easy_read import EasyRead
from generator.model.glossary import Term
from generator.model.protocol import Protocol
from generator.model.site import SiteSettings, Situation
from generator.model.tiers import Overarching, Theme
from generator.pages.answers import givers_of
from generator.pages.base import Head, PageView, Reach, find_reach, fixed_head

MOST_NUMBERS = 3
"""How many numbers the first page can show before nobody reads them."""

Themes = tuple[tuple[Theme, tuple[Protocol, ...]], ...]
"""Each theme with its current protocols in order of title."""


@dataclass(frozen=True, kw_only=True)
class HomePage(PageView):
    """The first page."""

    template: ClassVar[str] = "home.md.j2"
    site: SiteSettings
    numbers: tuple[tuple[Reach, int], ...]
    """The posts that answer for most protocols out of hours, and for how many."""
    protocol_count: int
    situations: tuple[tuple[str, str, str], ...]
    """Each situation with the page and the place on it that it leads to."""
    agencies: tuple[tuple[AgencyKind, tuple[Agency, ...]], ...]
    has_letters: bool
    easy_read: EasyRead | None
    as_of: date


@dataclass(frozen=True, kw_only=True)
class OverarchingPage(PageView):
    """Tier 1."""

    template: ClassVar[str] = "overarching.md.j2"
    overarching: Overarching
    parties: tuple[Agency, ...]
    themes: Themes
    owner: Agency
    standings: tuple[Standing, ...]
    is_whole: bool
    """Whether this edition has all that signatures cover."""


@dataclass(frozen=True, kw_only=True)
class ThemesPage(PageView):
    """The list of Tier 2 themes."""

    template: ClassVar[str] = "themes.md.j2"
    themes: Themes


@dataclass(frozen=True, kw_only=True)
class ThemePage(PageView):
    """One Tier 2 theme with its requirements and its protocols."""

    template: ClassVar[str] = "theme.md.j2"
    theme: Theme
    owner: Agency
    protocols: tuple[Protocol, ...]
    standings: tuple[Standing, ...]
    is_whole: bool
    """Whether this edition has all that signatures cover."""


@dataclass(frozen=True, kw_only=True)
class GlossaryPage(PageView):
    """Every word that the set explains."""

    template: ClassVar[str] = "glossary.md.j2"
    head: Head = fixed_head(
        "glossary", "Words and abbreviations, with what they used to be called.", "protocols/glossary.yaml"
    )
    letters: tuple[tuple[str, tuple[Term, ...]], ...]
    """The terms by what they begin with, in order of the alphabet."""
    names: tuple[tuple[str, bool, str], ...]
    """Each name that a term or a protocol also goes by, whether it is a former one, and what it stands for."""


def overview_pages(county: County) -> Iterator[PageView]:
    """Yield the home page, the pages of Tier 1 and Tier 2, and the glossary."""
    yield _home(county)
    yield from _tiers(county)
    yield _glossary(county)


def _by_theme(county: County) -> Themes:
    return tuple((theme, county.protocols_of(theme.id)) for theme in county.themes.values())


def _home(county: County) -> HomePage:
    return HomePage(
        head=Head(urls.HOME, county.site.name, county.site.description, "protocols/site.yaml"),
        site=county.site,
        numbers=_numbers(county),
        protocol_count=len(county.current_protocols),
        situations=tuple((found.title, *_place(found)) for found in county.site.situations),
        agencies=tuple(
            (kind, tuple(giver.agency for giver in givers if giver.agency)) for kind, givers in givers_of(county)
        ),
        has_letters=bool(county.letters),
        easy_read=county.easy_read,
        as_of=county.as_of,
    )


def _numbers(county: County) -> tuple[tuple[Reach, int], ...]:
    """Return the posts that most protocols name for out of hours; posts of one protocol stand in the list of all."""
    posts = Counter(
        find_reach(county, protocol, protocol.fast_track.contact_out_of_hours) for protocol in county.current_protocols
    )
    return tuple(posts.most_common(MOST_NUMBERS))


def _place(situation: Situation) -> tuple[str, str]:
    """Return the page and the place on it to which a situation leads. Checking has proved that it leads somewhere."""
    if situation.protocol:
        section = SECTIONS["fast-track" if situation.urgent else "at-a-glance"]
        return urls.protocol_uri(situation.protocol), section.anchor
    giver, receiver = situation.giver or "", situation.receiver or ""
    return urls.asked_uri(giver, receiver, situation.about, urgent=situation.urgent), ""


def _tiers(county: County) -> Iterator[PageView]:
    yield overarching_page(county)
    yield ThemesPage(
        head=fixed_head("tier-2", "The partnerships and what each asks of the protocols under it.", "protocols/tier-2"),
        themes=_by_theme(county),
    )
    yield from (theme_page(county, theme) for theme in county.themes.values())


def overarching_page(county: County) -> OverarchingPage:
    """Return the page of Tier 1."""
    tier = county.overarching
    return OverarchingPage(
        head=Head(urls.TIER_1, tier.title, tier.summary, county.path_of(tier)),
        overarching=tier,
        parties=tuple(county.agencies[agency] for agency in tier.parties),
        themes=_by_theme(county),
        owner=county.agencies[tier.owner],
        standings=county.standings_of(tier),
        is_whole=county.is_whole(tier),
    )


def theme_page(county: County, theme: Theme) -> ThemePage:
    """Return the page of a Tier 2 theme."""
    return ThemePage(
        head=Head(urls.theme_uri(theme.id), theme.title, theme.summary, county.path_of(theme)),
        theme=theme,
        owner=county.agencies[theme.owner],
        protocols=county.protocols_of(theme.id),
        standings=county.standings_of(theme),
        is_whole=county.is_whole(theme),
    )


def _glossary(county: County) -> GlossaryPage:
    terms = sorted(county.terms, key=lambda term: (_beginning(term), (term.short or term.term).casefold()))
    letters = tuple((letter, tuple(found)) for letter, found in groupby(terms, key=_beginning))
    return GlossaryPage(letters=letters, names=tuple(_other_names(county.terms, county.protocols)))


def _beginning(term: Term) -> str:
    """Return under which letter a term stands: the plain capital that it begins with, or the figures together."""
    first = normalize("NFKD", term.short or term.term)[0].upper()
    return first if first.isalpha() else "0–9"


def _other_names(terms: tuple[Term, ...], protocols: Mapping[str, Protocol]) -> Iterator[tuple[str, bool, str]]:
    """Yield the other names in order of the alphabet. One that the glossary explains as a term of its own is left out.

    A retired protocol's names stay: people go on looking for it by them, and its page says what took its place.
    """
    known = {name.casefold() for term in terms for name in (term.short, term.term) if name}
    names = [(name, True, f"term/{term.id}") for term in terms for name in term.formerly]
    names += [(name, False, f"term/{term.id}") for term in terms for name in term.also_called]
    names += [(name, False, identifier) for identifier, found in protocols.items() for name in found.also_called]
    for name, former, target in sorted(names, key=lambda found: (found[0].casefold(), found[2])):
        if name.casefold() not in known:
            yield name, former, target
