"""The page that says that an edition leaves something out, and whom to ask: never what it is, nor how much."""

from dataclasses import dataclass
from typing import ClassVar

from generator.county.county import County
from generator.pages.base import Head, PageView, Reach, desk_of, fixed_head


@dataclass(frozen=True, kw_only=True)
class LeftOutPage(PageView):
    """What references to something that is left out lead to."""

    template: ClassVar[str] = "left_out.md.j2"
    head: Head = fixed_head("left-out", "That this edition leaves something out, and whom to ask.", "")
    ask: Reach
    """The desk of the agency that looks after the core."""


def left_out_page(county: County) -> LeftOutPage:
    """Return the page."""
    return LeftOutPage(ask=desk_of(county, county.core.owner))
