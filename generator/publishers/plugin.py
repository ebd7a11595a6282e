"""The MkDocs plugin. An adapter: it hands the pages of a `Site` to MkDocs and points their edit links at the sources.

Everything is loaded, checked and rendered in `on_pre_build`, before MkDocs empties the site folder.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, Template
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from generator.clock import today
from generator.composed.elements import Fill
from generator.composed.nodes import Tag
from generator.county.gathering import read_settings
from generator.edition import Edition
from generator.engine import TEMPLATES, layers, shared_docs
from generator.errors import GeneratorError, SourceErrors
from generator.model.site import SiteSettings
from generator.pages.edit import editable
from generator.progress import Progress, unheard
from generator.publishers.downloads import PLACE, Downloads
from generator.publishers.escaping import as_html
from generator.publishers.handwritten import entry_of
from generator.publishers.last import last_files, write_file
from generator.publishers.made import Folders, MadeFile, MadePage
from generator.publishers.pencil import CORE, edit_address
from generator.publishers.settings import (
    name_in,
    said_by_theme,
    settings_of,
    theme_language,
    with_reports,
    written_twice,
)
from generator.rules.formats import show, summary
from generator.site.build import Page, Site, build
from generator.sources.disk import SOURCES
from generator.urls import LEFT_OUT, form_address, web_path
from generator.words.days import written_day


class ProtocolsConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs does not type its class hook.
    """The plugin's settings in `mkdocs.yml`."""

    as_of = config_options.Type(str, default="")
    """The day for which the site is built, as 2026-01-31; empty for today."""
    edition = config_options.Choice(tuple(edition.value for edition in Edition), default=Edition.PARTNER.value)
    """To whom the site is given: `public` or `partner`."""


class ProtocolsPlugin(BasePlugin[ProtocolsConfig]):  # type: ignore[no-untyped-call]
    """Puts every page of the protocols into a MkDocs build."""

    def __init__(self) -> None:
        self._given: Site | None = None
        self._downloads: Downloads | None = None
        self._progress: Progress = unheard
        self._done: Counter[str] = Counter()
        self._all = 0
        self._links: Template | None = None
        self._settings: SiteSettings | None = None
        self._serving = False
        self._said: dict[str, Any] = {}
        self._site: Site | None = None
        self._editable: frozenset[str] = frozenset()
        self._pages: list[MkDocsPage] = []

    def publish(self, site: Site, downloads: Downloads | None = None, progress: Progress = unheard) -> None:
        """Use this site instead of making one before each build, link to what was printed of it, and tell how far the pages are."""
        self._given, self._downloads, self._progress = site, downloads, progress

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview, which has an address of its own."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take name, address, description, language and repository from the sources, and the engine's frame for pages.

        Sources that cannot be read are said to be so by `on_pre_build`.
        """
        root = Path(config.config_file_path).parent
        config.theme.dirs[:0] = [str(folder) for folder in layers(root / TEMPLATES / "theme") if folder.is_dir()]
        self._settings = read_settings(root)
        if self._settings is None:
            return config
        given = {name: config[name] for name in settings_of(self._settings) if name != "site_url" or not self._serving}
        for name in written_twice(given, self._settings):
            raise PluginError(f"`{name}` in mkdocs.yml is not what protocols/site.yaml says; take it out of mkdocs.yml")
        config.update({name: value for name, value in settings_of(self._settings).items() if name in given})
        config.edit_uri = config.edit_uri if self._settings.repository else None
        config.theme["language"] = theme_language(self._settings)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Make the site, or stop before anything is deleted; and take from the theme what makes links to what was printed."""
        root = Path(config.config_file_path).parent
        site = self._site = self._given or self._build(root)
        self._editable = editable(site.county)
        self._said = said_by_theme(root, site.words)
        environment = config.theme.get_env()
        environment.globals |= self._said
        self._links = environment.get_template("partials/downloads.html")
        config.nav = with_reports(config.nav, site.county.reports) if config.nav else None
        settings, as_of = site.county.site, site.county.as_of
        edition = site.words.tell(site.county.edition_name)
        said = {"notice": settings.notice, "edition": edition, "as_of": written_day(as_of, site.words)}
        config.extra |= {name: as_html(words) for name, words in said.items()}
        config.extra["leaves_out"] = web_path(LEFT_OUT) if site.county.leaves_out else ""

    def _build(self, root: Path) -> Site:
        try:
            return build(root, self._as_of(), Edition(self.config.edition))
        except SourceErrors as error:
            text = show(error.diagnostics, error.sources, "full")
            raise PluginError(f"\n{text}\n{summary(error.diagnostics, len(error.sources))}") from None
        except GeneratorError as error:
            raise PluginError(str(error)) from None

    def _as_of(self) -> date:
        written = self.config.as_of
        try:
            return date.fromisoformat(written) if written else today()
        except ValueError:
            raise PluginError(f"`as_of: {written}` is not a date; write it as 2026-01-31") from None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every page and file, and what the engine brings with it, without writing anything into `docs/`."""
        for uri, path in shared_docs(Path(config.config_file_path).parent):
            files.append(File.generated(config, uri, abs_src_path=str(path)))
        folders = Folders(files, self._filling, self._downloads.said if self._downloads else "")
        for page in self._site.pages if self._site else ():
            self._add(page, files, folders, config)
        for file in self._site.files if self._site else ():
            files.append(MadeFile(file, config))
        self._done, self._all = Counter(), len(files.documentation_pages())
        return files

    def _add(self, made: Page, files: Files, folders: Folders, config: MkDocsConfig) -> None:
        """Add a page, under the name that the navigation gives it; "Edit this page" opens the source it was made from."""
        file = File.generated(config, made.page_uri, content="")  # What is in it, the page says when it is asked.
        files.append(file)
        name = name_in(config.nav or [], made.page_uri) or as_html(made.title)
        page = MadePage(name, file, config, made, folders.of(made))
        root = Path(config.config_file_path).parent
        page.edit_url = edit_address(self._settings, root, made.src_path) if made.src_path and self._settings else None
        page.form = form_address(made.src_path) if made.src_path in self._editable else ""

    def _filling(self, base_url: str) -> Fill:
        """Return what fills the places for downloads on pages from which `base_url` leads to the top of the site."""

        def fill(tag: Tag) -> str | None:
            if PLACE not in tag.classes or self._downloads is None or self._links is None:
                return None
            downloads = self._downloads.at(tag.get("data-of"))
            return self._links.render(page=None, base_url=base_url, element=tag.element, downloads=downloads).strip()

        return fill

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Let the theme say its fixed words in the county's language, and write no lines for what it only decides."""
        env.globals |= self._said
        env.trim_blocks = env.lstrip_blocks = True
        self._pages = [file.page for file in files.documentation_pages() if file.page]
        return env

    def on_pre_page(self, page: MkDocsPage, *, config: MkDocsConfig, files: Files) -> None:
        """Tell how many texts are begun."""
        self._tell("text")

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> None:
        """Tell how many pages are done."""
        self._tell("page")

    def _tell(self, what: str) -> None:
        self._done[what] += 1
        self._progress(f"{what} {self._done[what]} of {self._all}")

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what is made of the finished pages."""
        folder = Path(config.site_dir)
        if self._site:
            handwritten = [entry_of(page, self._site.words) for page in self._pages if _is_found_by_headings(page)]
            for file in last_files(self._site, handwritten, folder):
                write_file(file, folder)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when a source or a template changes."""
        root = Path(config.config_file_path).parent
        for folder in (root / SOURCES, (root / CORE).resolve(), *layers(root / TEMPLATES)):
            if folder.is_dir():
                server.watch(str(folder))
        return server


def _is_found_by_headings(page: MkDocsPage) -> bool:
    """Return whether a page is hand-written and does not say that search must not find it (`search: {exclude: true}`)."""
    return not isinstance(page, MadePage) and not page.meta.get("search", {}).get("exclude")
