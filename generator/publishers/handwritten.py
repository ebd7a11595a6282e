"""A hand-written page as search finds it: by its title, its description and its headings. MkDocs alone has read such a page."""

from collections.abc import Iterator
from html import unescape

from markupsafe import Markup
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from generator.search.entries import HEADING, LEAD, NAME, PAGE, Entry, Unit, Words
from generator.words.catalogue import Catalogue


def entry_of(page: Page, words: Catalogue) -> Entry:
    """Return a page that MkDocs has made."""
    title, says = _plain(str(page.title)), _plain(str(page.meta.get("description", "")))
    beginning = Unit("", title, (Words(title, NAME), Words(says, LEAD)))
    return Entry(page.url, title, words.tell(PAGE), says, (beginning, *_headings(page)))


def _headings(page: Page) -> Iterator[Unit]:
    for top in page.toc:
        for link in _below(top):
            title = _plain(link.title)
            yield Unit(link.id, title, (Words(title, HEADING),))


def _below(link: AnchorLink) -> Iterator[AnchorLink]:
    for child in link.children:
        yield child
        yield from _below(child)


def _plain(html: str) -> str:
    return unescape(Markup(html).striptags())  # noqa: S704  Tags are taken out, and the words escaped where they are shown.
