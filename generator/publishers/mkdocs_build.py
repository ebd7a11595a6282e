"""Lets MkDocs write a finished site into a folder."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from generator.engine import DOCS
from generator.errors import GeneratorError
from generator.progress import Progress, unheard
from generator.publishers.downloads import Downloads
from generator.publishers.plugin import ProtocolsPlugin
from generator.site.build import Site

_READING_ELSEWHERE = ("!", "INHERIT", "hooks", "custom_dir")
"""What in the settings takes something from elsewhere: a variable of the surroundings, a program, another file."""

_READING_NOTHING = frozenset(
    {"abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty"}
) | {"tables", "toc"}
"""The extensions of Markdown that make something of a page's own text alone."""


def write_with_mkdocs(
    root: Path,
    site: Site,
    folder: Path,
    downloads: Downloads | None = None,
    progress: Progress = unheard,
) -> None:
    """Write the site to `folder`, with links to what was printed.

    Raises `GeneratorError` where MkDocs refuses, with what it said.
    """
    with heard() as messages:
        try:
            build(settings_for(root, site, folder, downloads, progress))
        except MkDocsException as error:
            raise GeneratorError("\n".join((f"MkDocs could not build the site: {error}", *messages))) from error


def settings_for(
    root: Path,
    site: Site,
    folder: Path,
    downloads: Downloads | None = None,
    progress: Progress = unheard,
) -> MkDocsConfig:
    """Return the settings with which MkDocs makes a site. The day stands for the clock, so that the same sources give the same bytes.

    Raises `GeneratorError` where they do not name the plugin, and `MkDocsException` where they are at fault.
    """
    midnight = datetime.combine(site.county.as_of, time(), UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder))
    plugin = config.plugins["protocols"]
    if not isinstance(plugin, ProtocolsPlugin):
        raise GeneratorError("mkdocs.yml does not name the `protocols` plugin")
    plugin.publish(site, downloads, progress)
    return config


def reads_only_what_is_known(root: Path) -> bool:
    """Return whether the settings make MkDocs read nothing but files that every build reads: no variable, no other plugin, no hook."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    config = load_config(str(path))
    return (
        not any(word in text for word in _READING_ELSEWHERE)
        and set(config.plugins) == {"protocols"}
        and set(config.markdown_extensions) <= _READING_NOTHING
        and Path(config.docs_dir) == (root / DOCS).absolute()
    )


@contextmanager
def heard() -> Iterator[list[str]]:
    """Give what MkDocs warns of meanwhile, and its errors, which it shows to nobody."""
    said = _Said()
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.WARNING)
    log.addHandler(said)
    try:
        yield said.messages
    finally:
        log.removeHandler(said)


class _Said(logging.Handler):
    """Keeps the warnings and errors of MkDocs, which shows them to nobody once it counts them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())
