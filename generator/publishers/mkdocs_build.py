"""Lets MkDocs write a finished site into a folder."""

import logging
import os
from datetime import UTC, datetime, time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from generator.errors import GeneratorError
from generator.publishers.downloads import Downloads
from generator.publishers.plugin import ProtocolsPlugin
from generator.site.build import Site


def write_with_mkdocs(root: Path, site: Site, folder: Path, downloads: Downloads | None = None) -> None:
    """Write the site to `folder`, with links to what was printed. The day stands for the clock, so that the same sources give the same bytes.

    Raises `GeneratorError` where MkDocs refuses.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    midnight = datetime.combine(site.county.as_of, time(), UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder))
        plugin = config.plugins["protocols"]
        if not isinstance(plugin, ProtocolsPlugin):
            raise GeneratorError("mkdocs.yml does not name the `protocols` plugin")
        plugin.publish(site, downloads)
        build(config)
    except MkDocsException as error:
        raise GeneratorError(f"MkDocs could not build the site: {error}") from error
