"""The page for the public: what is shared about people and why, in easy words."""

from dataclasses import dataclass
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.easy_read import EasyRead
from generator.pages.base import Head, PageView
from generator.pages.letters import facts_of
from generator.words.blanks import Fillings
from generator.words.catalogue import fixed


@dataclass(frozen=True, kw_only=True)
class EasyReadPage(PageView):
    """What the county tells the public in easy words."""

    template: ClassVar[str] = "easy_read.md.j2"
    easy: EasyRead
    fillings: Fillings


def easy_read_page(county: County, easy: EasyRead) -> EasyReadPage:
    """Return the page of what a county tells the public."""
    return EasyReadPage(
        head=Head(
            urls.EASY_READ,
            easy.title,
            fixed("What is shared about people and why, in easy words."),
            county.path_of(easy),
            ("easy read", "for the public", "for families", "leaflet", "plain words"),
        ),
        easy=easy,
        fillings=facts_of(county),
    )
