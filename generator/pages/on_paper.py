"""What is made for paper alone: the card of a protocol, an agency's working copy of it, and the words that an agency says everywhere.

Each is a page that the site does not publish, made of the same facts as the page of the protocol or of the agency, so that its links
and its words are theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.agency import Agency
from generator.model.core import Clause, ClauseRole, Core
from generator.model.protocol import Protocol
from generator.pages.base import Head, PageView, Reach, find_reach, reach_of
from generator.pages.protocol import FlowView, Words, protocol_page


@dataclass(frozen=True, kw_only=True)
class CardPage(PageView):
    """The fast track of a protocol, to pin up."""

    template: ClassVar[str] = "print_card.md.j2"
    protocol: Protocol
    in_hours: Reach
    out_of_hours: Reach


@dataclass(frozen=True, kw_only=True)
class WorkingPage(PageView):
    """What one agency needs of one protocol at work."""

    template: ClassVar[str] = "print_working.md.j2"
    protocol: Protocol
    agency: Agency
    in_hours: Reach
    out_of_hours: Reach
    gives: tuple[FlowView, ...]
    gets: tuple[FlowView, ...]
    reaches: tuple[Reach, ...]
    """Every contact of the protocol, the agency's own first."""
    opening: tuple[Words, ...]
    closing: tuple[Words, ...]
    recording: Clause
    core: Core
    clauses: tuple[Clause, ...]
    gaps: frozenset[str]
    """The ids of the sections out of which this edition leaves something."""
    ask: Reach
    """Whom to ask about it."""
    in_pack: bool
    """Whether it stands in a pack, which holds the core and what the agency says in every protocol once, for all of them."""


@dataclass(frozen=True, kw_only=True)
class OwnWordsPage(PageView):
    """What an agency says in every protocol that it is party to, and whom to reach in it."""

    template: ClassVar[str] = "print_own_words.md.j2"
    agency: Agency
    opening: tuple[Words, ...]
    closing: tuple[Words, ...]
    posts: tuple[Reach, ...]


def card_page(county: County, protocol: Protocol) -> CardPage:
    """Return the card of a protocol."""
    fast = protocol.fast_track
    return CardPage(
        head=_head(county, protocol),
        protocol=protocol,
        in_hours=find_reach(county, protocol, fast.contact_in_hours),
        out_of_hours=find_reach(county, protocol, fast.contact_out_of_hours),
    )


def working_page(county: County, protocol: Protocol, agency: str, *, in_pack: bool = False) -> WorkingPage:
    """Return the working copy of a protocol for an agency, which is a party to it by itself or through a group."""
    whole = protocol_page(county, protocol, agency)
    ours = set(county.groups_of(agency))
    own = {f"agency/{name}" for name in ours}
    return WorkingPage(
        head=whole.head,
        protocol=protocol,
        agency=county.agencies[agency],
        in_hours=whole.in_hours,
        out_of_hours=whole.out_of_hours,
        gives=tuple(row for row in whole.flows if ours.intersection(row.flow.sources)),
        gets=tuple(row for row in whole.flows if ours.intersection(row.flow.recipients)),
        reaches=tuple(sorted(whole.reaches, key=lambda reach: reach.agency not in own)),
        opening=_particular(whole.opening) if in_pack else whole.opening,
        closing=_particular(whole.closing) if in_pack else whole.closing,
        recording=county.clause_for(ClauseRole.RECORDING),
        core=county.core,
        clauses=county.current_clauses,
        gaps=whole.gaps,
        ask=whole.ask,
        in_pack=in_pack,
    )


def own_words_page(county: County, agency: str) -> OwnWordsPage:
    """Return what an agency, and the groups through which it can be a party, say in every protocol."""
    found = county.agencies[agency]
    speakers = [county.agencies[name] for name in county.groups_of(agency)]
    return OwnWordsPage(
        head=Head(urls.agency_uri(agency), found.name, found.summary, county.path_of(found)),
        agency=found,
        opening=tuple(_always(each, each.standing.top) for each in speakers if each.standing.top),
        closing=tuple(_always(each, each.standing.tail) for each in speakers if each.standing.tail),
        posts=tuple(reach_of(county, agency, post) for post in found.posts),
    )


def _always(agency: Agency, said: str) -> Words:
    """Return what an agency says in every protocol."""
    return Words(agency, said, None, agency.standing.marking, None)


def _particular(said: Iterable[Words]) -> tuple[Words, ...]:
    """Return what agencies say in this protocol alone."""
    return tuple(replace(words, standing=None) for words in said if words.own)


def _head(county: County, protocol: Protocol) -> Head:
    return Head(urls.protocol_uri(protocol.id), protocol.title, protocol.summary, county.path_of(protocol))
