"""A file of the site that is not a page: a picture or a data file, in memory, made when somebody asks for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class SiteFile:
    """One file, with its path from the site's root."""

    uri: str
    """Its path, such as `data/register.json`."""
    make: Callable[[], bytes] = field(repr=False)
    """Returns what is in it."""

    @cached_property
    def content(self) -> bytes:
        """What is in it."""
        return self.make()

    @classmethod
    def holding(cls, uri: str, content: bytes) -> "SiteFile":
        """Return a file with what is there already."""
        return cls(uri, lambda: content)
