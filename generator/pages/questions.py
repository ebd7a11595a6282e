"""The question page: what staff ask, in their own words, each with the protocol that answers it.

Search prefers titles, so a question here is a heading: whoever types it, or most of its words, finds it first.
"""

from dataclasses import dataclass
from typing import ClassVar

from generator.county.county import County
from generator.model.protocol import Protocol
from generator.model.tiers import Theme
from generator.pages.base import Head, PageView, fixed_head
from generator.pages.protocol import AskedView, asked_views


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(PageView):
    """Every protocol's `asked_as`, by theme."""

    template: ClassVar[str] = "questions.md.j2"
    head: Head = fixed_head(
        "can-i-share",
        "What staff ask about sharing, in their own words, and the protocol that answers each question.",
        "protocols/tier-3",
        boost=2.0,
    )
    themes: tuple[tuple[Theme, tuple[tuple[Protocol, tuple[AskedView, ...]], ...]], ...]
    count: int


def questions_page(county: County) -> QuestionsPage:
    """Return the page of every question."""
    themes = tuple(
        (theme, tuple((protocol, asked_views(county, protocol)) for protocol in county.protocols_of(theme.id)))
        for theme in county.themes.values()
    )
    return QuestionsPage(themes=themes, count=sum(len(protocol.asked_as) for protocol in county.current_protocols))
