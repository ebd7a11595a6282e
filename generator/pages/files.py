"""A file of the site that is not a page: a picture or a data file, whole and in memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file, with its path from the site's root."""

    uri: str
    """Its path, such as `data/register.json`."""
    content: bytes
