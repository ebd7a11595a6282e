"""What is published once every page is made: the indices of search, which know the hand-written pages too, and what hosts are told."""

from collections.abc import Iterable
from pathlib import Path

from generator.pages.files import SiteFile
from generator.search.entries import Entry, entries_of
from generator.search.index import INDEX, SECTIONS, index_script, sections_script
from generator.site.build import Site
from generator.site.hosts import host_files
from generator.site.policy import POLICY, security_policy


def last_files(site: Site, handwritten: Iterable[Entry], folder: Path) -> tuple[SiteFile, ...]:
    """Return the files that are made of the pages in `folder` and of what search finds."""
    entries = (*entries_of(site), *handwritten)
    return (
        SiteFile.holding(INDEX, index_script(entries, site.county).encode()),
        SiteFile.holding(SECTIONS, sections_script(entries, site.county).encode()),
        SiteFile.holding(POLICY, f"{security_policy(folder)}\n".encode()),
        *host_files(site.county, folder),
    )


def write_file(file: SiteFile, folder: Path) -> None:
    """Write a file of the site to its place below `folder`."""
    path = folder / file.uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
