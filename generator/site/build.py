"""From sources to the whole site, in memory: gather all, check all, render all.

Knows nothing of MkDocs or of disks beyond the sources and templates it reads; publishers and printers take a `Site`.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.sources.diagnostic import Diagnostic
from generator.engine import TEMPLATES
from generator.errors import SourceErrors
from generator.exports import export_files
from generator.figures import figure_files
from generator.files import SiteFile
from generator.county.library import Library
from generator.county.gathering import Loaded
from generator.rules.load import load
from generator.pages import all_pages
from generator.pages.base import PageView, Scene
from generator.pages.reading import reading_page
from generator.rendering.renderer import Renderer


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site as Markdown."""

    page_uri: str
    title: str
    description: str
    src_path: str
    """The source that somebody edits to change this page, relative to the project's root."""
    markdown: str
    """The Markdown, without front matter."""
    keywords: tuple[str, ...] = ()
    boost: float = 1.0


@dataclass(frozen=True)
class Site:
    """Everything that is published: the pages, and the library they were made from."""

    pages: tuple[Page, ...]
    library: Library
    as_of: date
    diagnostics: tuple[Diagnostic, ...] = ()
    """Warnings and advice; a site is never made from sources with errors."""
    files: tuple[SiteFile, ...] = ()
    """What is published beside the pages: pictures and data files."""


def build(root: Path, as_of: date) -> Site:
    """Return the whole site for the day `as_of`.

    Raises `SourceErrors` if any source has an error, and `TemplateFault` if a template fails; then nothing is made.
    """
    return build_from(root, load(root, as_of), as_of)


def build_from(root: Path, loaded: Loaded, as_of: date) -> Site:
    """Return the site made from sources that are already loaded. Raises as `build` does."""
    if loaded.has_errors:
        raise SourceErrors(loaded.diagnostics, loaded.sources)
    renderer = Renderer(root / TEMPLATES, loaded.library)
    scene = Scene(loaded.library, as_of)
    pages = tuple(_page(view, renderer) for view in all_pages(scene))
    measured = reading_page(scene, {page.page_uri: page.markdown for page in pages})
    files = (*figure_files(scene), *export_files(scene))
    return Site((*pages, _page(measured, renderer)), loaded.library, as_of, loaded.diagnostics, files)


def _page(view: PageView, renderer: Renderer) -> Page:
    markdown = renderer.render(view)
    return Page(view.page_uri, view.title, view.description, view.src_path, markdown, view.keywords, view.boost)
