"""What was printed before, kept so that it is not printed again: one entry a document, with its number of pages.

`generator.kept` says how an entry proves that it is what was kept; what a document's key holds, `press` says.
"""

from collections.abc import Container
from pathlib import Path

from generator.kept import Entry, Store
from generator.printing.compress import Pdf


class Cache:
    """The documents that are kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)

    @property
    def spoilt(self) -> tuple[str, ...]:
        """The documents that were asked for and whose entries were not what was kept, in order of name."""
        return self._store.spoilt

    def find(self, name: str, key: str) -> Pdf | None:
        """Return what was kept of a document under a key; nothing where nothing was, where it has changed since, or is spoilt."""
        entry = self._store.find(name, key)
        return Pdf(entry.content, int(entry.note)) if entry else None

    def keep(self, name: str, key: str, pdf: Pdf) -> None:
        """Keep a document in place of what was kept of it before."""
        self._store.keep(name, key, Entry(pdf.content, str(pdf.pages)))

    def forget_others(self, names: Container[str]) -> None:
        """Remove every file that is no entry of one of these documents."""
        self._store.forget_others(names)
