"""One page with every fast track, for somebody who has minutes."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.model.protocol import Protocol
from generator.model.tiers import Theme
from generator.pages.base import PageView, Reach, Scene, find_reach


@dataclass(frozen=True)
class Urgent:
    """The fast track of one protocol, with the posts to ring."""

    protocol: Protocol
    in_hours: Reach
    out_of_hours: Reach


def urgent_page(scene: Scene) -> PageView:
    """Return the page of every fast track, by theme."""
    themes = tuple((theme.model, tuple(_of_theme(scene, theme.model))) for theme in scene.library.themes.values())
    facts: dict[str, object] = {"themes": themes, "count": sum(len(found) for _, found in themes)}
    description = "When somebody may be hurt before you could ask: whom to ring now, for every protocol."
    keywords = ("emergency", "urgent", "fast track", "out of hours", "immediate danger", "2 a.m.")
    title = urls.PAGES["urgent"][0]
    return PageView("urgent.md.j2", urls.URGENT, title, description, "protocols/tier-3", facts, keywords)


def _of_theme(scene: Scene, theme: Theme) -> Iterator[Urgent]:
    protocols = (found.model for found in scene.library.protocols.values() if found.model.under == theme.id)
    for protocol in sorted(protocols, key=lambda protocol: protocol.title):
        if protocol.retired is None:
            fast = protocol.fast_track
            yield Urgent(
                protocol,
                find_reach(scene.library, protocol, fast.contact_in_hours),
                find_reach(scene.library, protocol, fast.contact_out_of_hours),
            )
