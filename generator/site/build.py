"""From sources to the whole site, in memory: gather all, check all, render all.

Knows nothing of MkDocs or of disks beyond the sources and templates it reads; publishers and printers take a `Site`.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from generator.composed.outline import Layer
from generator.composed.tree import Tree, parse
from generator.county.county import County
from generator.county.editions import county_for
from generator.edition import Edition
from generator.engine import TEMPLATES
from generator.exports import export_files
from generator.figures import figure_files
from generator.pages import all_pages
from generator.pages.base import Head, PageView, Planned
from generator.pages.check import CheckPage, check_page
from generator.pages.comparisons import comparison_pages
from generator.pages.files import SiteFile
from generator.pages.issued import issued_pages
from generator.pages.reading import ReadingPage, reading_page
from generator.progress import Progress, unheard
from generator.rendering.renderer import Compiled, Renderer
from generator.site.agreements import load_agreed
from generator.site.memory import Memory
from generator.site.redirects import former_pages, redirect_files, with_former_anchors
from generator.tokens import STYLES_URI, tokens_css
from generator.typeface import web_fonts
from generator.words.catalogue import ENGLISH, Catalogue


@dataclass(frozen=True, kw_only=True)
class Page(Head):
    """One page of the site as Markdown."""

    compose: Callable[[], str] = field(repr=False)
    """Returns the Markdown, without front matter. Raises `TemplateFault`."""
    memory: Memory = field(repr=False)
    """What was read before."""

    @cached_property
    def markdown(self) -> str:
        """The Markdown, made when it is first asked for."""
        return self.compose()

    @cached_property
    def tree(self) -> Tree:
        """The page parsed, once and when it is first asked for. Raises `UnknownMarkdown` where it is not in the dialect."""
        return self.memory.tree(self.markdown, self.page_uri)


@dataclass(frozen=True)
class Site:
    """Everything that is published: the pages, and the county they were made from."""

    pages: tuple[Page, ...]
    county: County
    files: tuple[SiteFile, ...] = ()
    """What is published beside the pages: pictures and data files."""
    words: Catalogue = ENGLISH
    """The fixed words, in the county's language."""
    memory: Memory = field(default_factory=Memory)
    """What was made of its pages before."""


def build(root: Path, as_of: date, edition: Edition = Edition.PARTNER) -> Site:
    """Return the whole site for the day `as_of`, as an edition may hold it.

    Raises `SourceErrors` if any source has an error, `TemplateFault` if a template fails, and `WordsFault` without the words of the
    county's language; then nothing is made.
    """
    return build_from(root, county_for(load_agreed(root, as_of).county, edition))


def build_from(root: Path, county: County, memory: Memory | None = None, progress: Progress = unheard) -> Site:
    """Return the site of a county, all its pages made. Raises `TemplateFault` and `WordsFault` as `build` does."""
    site = plan_from(root, county, memory=memory)
    for number, page in enumerate(site.pages, 1):
        _ = page.markdown
        progress(f"{number} of {len(site.pages)} pages")
    return site


def plan_from(root: Path, county: County, compiled: Compiled | None = None, memory: Memory | None = None) -> Site:
    """Return the site of a county, each page of which is made when it is first asked for. Raises `WordsFault`.

    Templates that `compiled` holds are not compiled again.
    """
    renderer, memory = Renderer(root / TEMPLATES, county, compiled), memory or Memory()
    composed = {planned.head.page_uri: _page(planned, renderer, county, memory) for planned in all_pages(county)}
    words = renderer.words
    styles = SiteFile.holding(STYLES_URI, tokens_css(root / TEMPLATES))
    letters = memory.made("fonts", "of pages", (), web_fonts)
    fonts = (SiteFile.holding(uri, content) for uri, content in letters.items())
    files = (styles, *fonts, *figure_files(county, words), *export_files(county, words))
    later = tuple(_page(planned, renderer, county, memory) for planned in _made_last(county, composed))
    pages = (*composed.values(), *later)
    moved = redirect_files(county, {page.page_uri: page.title for page in pages}, files, words)
    return Site(pages, county, (*files, *moved), words, memory)


def _made_last(county: County, composed: Mapping[str, Page]) -> Iterator[Planned[PageView]]:
    """Yield the pages that are made from other pages."""

    def tree(uri: str) -> Tree:
        return composed[uri].tree

    yield Planned(ReadingPage.head, lambda: reading_page(county, tree))
    moved = former_pages(county, composed)

    @cache
    def place(uri: str) -> tuple[str, Container[str]] | None:
        now = moved.get(uri, uri)
        return (now, _ids(tree(now))) if now in composed else None

    yield from map(Planned.of, issued_pages(county, place))
    yield from comparison_pages(county, tree)
    yield Planned(CheckPage.head, lambda: check_page(county, tree))


def _ids(tree: Tree) -> frozenset[str]:
    """Return every place in a page that a link can lead to."""
    return frozenset((*tree.anchors, *(tag.get("id") for tag in tree.tags())))


def _page(planned: Planned[PageView], renderer: Renderer, county: County, memory: Memory) -> Page:
    """Return a page, with the places on it that have other names now."""

    def compose() -> str:
        markdown = renderer.render(planned.view())
        if not county.former_names:
            return markdown
        return with_former_anchors(county, head.page_uri, markdown, parse(markdown, head.page_uri))

    head = _said(planned.head, renderer.words)
    return Page(**{each.name: getattr(head, each.name) for each in fields(head)}, compose=compose, memory=memory)


def _said(head: Head, words: Catalogue) -> Head:
    """Return the head of a page in the county's language."""
    layers = {anchor: Layer(words.tell(layer.whose), words.tell(layer.says)) for anchor, layer in head.layers.items()}
    return replace(head, title=words.tell(head.title), description=words.tell(head.description), layers=layers)
