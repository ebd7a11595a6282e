"""The site of one moment, page by page: each is made by MkDocs, as a build makes it, when it is asked for.

Nothing is carried over from the moment before, so no page can be out of date; what is the same text is only not read or compiled
again. Which moment is shown, and for how long, is for `live` to say.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page, get_context
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from generator.engine import TEMPLATES, layers
from generator.errors import GeneratorError, PublishingFault
from generator.publishers.made import MadePage
from generator.publishers.mkdocs_build import heard, settings_for
from generator.rendering.renderer import Compiled
from generator.rules.load import Loaded
from generator.site.agreements import load_agreed
from generator.site.build import plan_from

MADE_OF_ALL = "assets/search/"
"""How the names begin of the files that are made of what all pages say."""


class Kept:
    """What one moment leaves to the next: compiled templates, by their text, and the names of the theme's files, by its folders."""

    def __init__(self) -> None:
        self.pages, self.theme = Compiled(), Compiled()
        self.of_theme: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}


class Moment:
    """The site as the files of a project say it now, for a day; what was made of it is put into `folder`. Raises what a build raises."""

    def __init__(self, root: Path, as_of: date, kept: Kept, folder: Path) -> None:
        self.loaded: Loaded = load_agreed(root, as_of)
        site = plan_from(root, self.loaded.county, kept.pages)
        self._folder, self._kept = folder, kept
        self._own_theme = layers(root / TEMPLATES / "theme")
        self._config = settings_for(root, site, self._folder)
        with self._heard():
            plugins = self._config.plugins
            self._config = plugins.on_config(self._config)
            plugins.on_pre_build(config=self._config)
            self._environment = self._config.theme.get_env()
            self._environment.bytecode_cache, self._environment.auto_reload = kept.theme, False
            self._files = self._all_files()
            self._navigation = self._navigated()
            self._environment = plugins.on_env(self._environment, config=self._config, files=self._files)
        self._pages = self._files.documentation_pages()
        self._by_uri = {
            file.dest_uri: file for file in (*self._pages, *self._files.static_pages(), *self._files.media_files())
        }
        self._ahead = 0

    def holds(self, uri: str) -> bool:
        """Return whether the site has a file of this name: `protocols/index.html`."""
        return uri in self._by_uri

    def content(self, uri: str) -> bytes | None:
        """Return a file of the site, made now if it was not asked for before; nothing where there is none. Raises what a build raises."""
        file = self._by_uri.get(uri)
        if file is None:
            return self._made_of_all(uri)
        if not file.is_documentation_page():
            return file.content_bytes
        self._make(file)
        return self._written(uri)

    def missing(self) -> bytes:
        """Return the page that says that there is no such page, with addresses that hold wherever it is shown."""
        context = get_context(self._navigation, self._files, self._config, base_url="/")
        return self._environment.get_template("404.html").render(context).encode()

    def work_ahead(self) -> bool:
        """Make one page that nobody asked for yet; return whether there is more to do. Raises what a build raises.

        Last of all links are judged that lead to a place on another page.
        """
        if self._ahead < len(self._pages):
            self._make(self._pages[self._ahead])
            self._ahead += 1
            return True
        with self._heard():
            for page in (file.page for file in self._pages if file.page):
                page.validate_anchor_links(files=self._files, log_level=self._config.validation.links.anchors)
        return False

    def _all_files(self) -> Files:
        files = get_files(self._config)
        self._add_files_of_theme(files)
        files = self._config.plugins.on_files(files, config=self._config)
        set_exclusions(files, self._config)
        return files

    def _add_files_of_theme(self, files: Files) -> None:
        """Add what the theme brings, as MkDocs does. Only the project's own folders of the theme are looked through again."""
        config, listed = self._config, self._kept.of_theme
        own = (str(path) for folder in self._own_theme for path in sorted(folder.rglob("*")))
        key = (*config.theme.dirs, *sorted(config.theme.static_templates), *own)
        if key not in listed:
            found = Files([])
            found.add_files_from_theme(self._environment, config)
            listed[key] = tuple((file.src_uri, file.src_dir or "") for file in found)
        for uri, folder in listed[key]:
            if files.get_file_from_path(uri) is None:
                files.append(File(uri, folder, config.site_dir, config.use_directory_urls))

    def _navigated(self) -> Navigation:
        """Return the navigation. Hand-written pages in it are read, because every page shows their titles."""
        navigation = get_navigation(self._files, self._config)
        navigation = self._config.plugins.on_nav(navigation, config=self._config, files=self._files)
        for page in navigation.pages:
            if not isinstance(page, MadePage):
                page.read_source(self._config)
                if "title" not in page.meta:
                    _populate_page(page, self._config, self._files)
        for file in self._files.documentation_pages():
            if file.page is None:
                Page(None, file, self._config)
        return navigation

    def _make(self, file: File) -> None:
        if self._written(file.dest_uri) is None and file.page is not None:
            with self._heard():
                if file.page.content is None:
                    _populate_page(file.page, self._config, self._files)
                _build_page(file.page, self._config, self._pages, self._navigation, self._environment)

    def _made_of_all(self, uri: str) -> bytes | None:
        """Return a file that is made of what all pages say: the map of the site, and what search looks in."""
        if self._written(uri) is None and uri in self._config.theme.static_templates:
            with self._heard():
                _build_theme_template(uri, self._environment, self._files, self._config, self._navigation)
        if self._written(uri) is None and uri.startswith(MADE_OF_ALL):
            for file in self._pages:
                self._make(file)
            self._made_of_all("404.html")
            self._config.plugins.on_post_build(config=self._config)
        return self._written(uri)

    def _written(self, uri: str) -> bytes | None:
        path = self._folder / uri
        return path.read_bytes() if path.is_file() else None

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Refuse what MkDocs warns of, if the settings are strict, as a build does. Raises `GeneratorError` with what it said."""
        with heard() as messages:
            try:
                yield
            except MkDocsException as error:
                raise GeneratorError("\n".join((str(error), *messages))) from error
        if messages and self._config.strict:
            raise PublishingFault(tuple(messages))
