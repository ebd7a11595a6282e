"""Made pages and files in MkDocs. A page brings its own HTML, contents and facts for the theme, so MkDocs reads no Markdown of it.

Its links are judged as MkDocs judges those of a page that it has read: a file that is not there at once, and a place that is not on
its page when all pages are known.
"""

import logging
import posixpath
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from markdown.extensions.toc import nest_toc_tokens
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from generator.composed.elements import Fill
from generator.composed.html import Writer, Written
from generator.pages.files import SiteFile
from generator.publishers.escaping import as_html
from generator.publishers.last import write_file
from generator.publishers.markdown_tree import front_matter
from generator.site.build import Page
from generator.urls import web_path

_LOG = logging.getLogger("mkdocs.plugins.protocols")
"""Where MkDocs hears of a fault, which ends a strict build."""

_ANY_PAGE = "-"
"""The name of no page, for an address from which links lead as from every page of its folder."""


class Folder:
    """What pages have in common from which a link leads the same way: those of one folder, or the first page of one."""

    def __init__(self, uri: str, files: Files, filling: Callable[[str], Fill], known: Callable[[], str]) -> None:
        self._source, self._url, self._files, self._known = posixpath.dirname(uri), web_path(uri), files, known
        self._writer = Writer(self._address, filling(get_relative_url(".", self._url)))

    def write(self, page: Page) -> Written:
        """Return a page in HTML, which was written before if all was the same."""
        of = (page.markdown, sorted(page.layers.items()), self._source, self._url, self._known())
        return page.memory.made("html", page.page_uri, of, lambda: self._writer.write(page.tree, page.layers))

    def _address(self, href: str) -> str:
        target = self.target(href)
        if target is None:
            return href
        parts = urlsplit(href)
        return urlunsplit(("", "", get_relative_url(target.url, self._url), parts.query, parts.fragment))

    def target(self, href: str) -> File | None:
        """Return the page or file of the site that a link leads to; nothing where none is there, or where it needs none."""
        path = unquote(urlsplit(href).path)
        return self._files.get_file_from_path(posixpath.normpath(posixpath.join(self._source, path))) if path else None


class Folders:
    """The folders of one build."""

    def __init__(self, files: Files, filling: Callable[[str], Fill], filled: str = "") -> None:
        """Take the files of the site, what fills places on a page, and words that stand for all that it fills them with."""
        self._files, self._filling, self._filled = files, filling, filled
        self._folders: dict[str, Folder] = {}

    def of(self, page: Page) -> Folder:
        """Return the folder of a page."""
        parent, name = posixpath.split(page.page_uri)
        uri = page.page_uri if name == "index.md" else posixpath.join(parent, f"{_ANY_PAGE}.md")
        if uri not in self._folders:
            self._folders[uri] = Folder(uri, self._files, self._filling, lambda: self._known)
        return self._folders[uri]

    @cached_property
    def _known(self) -> str:
        """What stands for every address that a link may get and all that fills places; asked for once all files are there."""
        addresses = sorted((file.src_uri, file.url) for file in self._files)
        return sha256(repr((addresses, self._filled)).encode()).hexdigest()


class MadeFile(File):
    """A file of the site that is no page. What is in it is made when somebody asks for it, which a preview hardly ever does."""

    def __init__(self, made: SiteFile, config: MkDocsConfig) -> None:
        super().__init__(made.uri, None, config.site_dir, config.use_directory_urls)
        self._made = made

    @property  # type: ignore[misc]  # Nobody writes into it.
    def content_bytes(self) -> bytes:
        """What is in it."""
        return self._made.content

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002  As MkDocs calls it.
        """Write it to its place."""
        write_file(self._made, Path(self.dest_dir))


class MadePage(MkDocsPage):
    """A page of the site."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, made: Page, folder: Folder) -> None:
        super().__init__(title, file, config)
        self._made, self._folder = made, folder
        self.form = ""
        """Where its source is edited in a form, from the top of the site, for the theme; nothing where it has none."""
        self.meta = front_matter(made)

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the words of the page."""
        self.markdown = self._made.markdown

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Write the page from its tree."""
        written = self._folder.write(self._made)
        entries: list[Any] = [
            {"level": each.level, "id": each.anchor, "name": as_html(each.title)} for each in written.contents
        ]
        self.content, self.toc = written.html, get_toc(nest_toc_tokens(entries))
        self.present_anchor_ids = set(written.anchors)
        self.links_to_anchors = {}
        for href in written.links:
            self._judge(href, config.validation.links.not_found)

    def _judge(self, href: str, level: int) -> None:
        """Say that a link leads to no file, or keep the place that it names until the places of all pages are known."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return
        target = self._folder.target(href) if parts.path else self.file
        if target is None:
            _LOG.log(level, "The page '%s' has a link '%s' that leads to no page and no file.", self.file.src_uri, href)
        elif parts.fragment and self.links_to_anchors is not None:
            self.links_to_anchors.setdefault(target, {}).setdefault(parts.fragment, href)
