"""The question page: what staff ask, in their own words, each with the protocol that answers it.

Search prefers titles, so a question here is a heading: whoever types it, or most of its words, finds it first.
"""

from generator import urls
from generator.model.protocol import Protocol
from generator.pages.base import PageView, Scene


def questions_page(scene: Scene) -> PageView:
    """Return the page of every protocol's `asked_as`, by theme."""
    themes = tuple((theme.model, _of_theme(scene, identifier)) for identifier, theme in scene.library.themes.items())
    facts: dict[str, object] = {
        "themes": themes,
        "count": sum(len(protocol.asked_as) for _, protocols in themes for protocol in protocols),
    }
    description = "What staff ask about sharing, in their own words, and the protocol that answers each question."
    title = urls.PAGES["can-i-share"][0]
    return PageView("questions.md.j2", urls.QUESTIONS, title, description, "protocols/tier-3", facts, boost=2.0)


def _of_theme(scene: Scene, theme: str) -> tuple[Protocol, ...]:
    found = (document.model for document in scene.library.protocols.values() if document.model.under == theme)
    return tuple(sorted((each for each in found if each.retired is None), key=lambda protocol: protocol.title))
