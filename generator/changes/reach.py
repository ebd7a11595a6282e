"""How far a change in one source is felt: what cites it, and what it binds."""

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cached_property

from generator.changes.differences import At
from generator.changes.ranks import BOOKKEEPING
from generator.county.library import Document, Library
from generator.model.agency import Agency, Post
from generator.model.base import Entry
from generator.model.core import Clause, Core
from generator.model.glossary import Term
from generator.model.law import Provision
from generator.model.tiers import Overarching, Theme


class Reach:
    """Counts, on one side, where a thing is felt."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def of(self, at: At) -> str:
        """Return where the change of a value is felt beyond its own document; nothing where it is felt nowhere else."""
        if at.path[0] in BOOKKEEPING:
            return ""
        item = at.value if isinstance(at.value, (Provision, Post, Term)) else at.item.value if at.item else None
        match item:
            case Provision():
                return self._cited(f"{at.document.id}/{item.id}", at.document.source.path)
            case Post():
                return self._posted(f"{at.document.id}/{item.id}")
            case Term():
                return self._cited(f"term/{item.id}")
            case _:
                return self.of_document(at.document)

    def of_document(self, document: Document[Entry]) -> str:
        """Return where the change of a whole document is felt."""
        match document.model:
            case Clause() | Core():
                return self._bound(lambda _: True, "every protocol")
            case Theme():
                return self._bound(lambda theme: theme == document.id, "every protocol under it")
            case Overarching():
                return ""
            case Agency():
                return self._cited(f"agency/{document.id}", document.source.path)
            case _:
                return ""

    def _bound(self, is_bound: Callable[[str], bool], everywhere: str) -> str:
        under = [found.model.under for found in self._library.protocols.values() if found.model.retired is None]
        return f"{everywhere} ({sum(map(is_bound, under))})"

    def _cited(self, name: str, but: str = "") -> str:
        """Return how often a thing is named, elsewhere than in its own file."""
        paths = (found.document.source.path for found in self._library.citations.get(name, ()))
        return _counted(Counter(path for path in paths if path != but))

    def _posted(self, name: str) -> str:
        return _counted(self._posts.get(name, Counter()))

    @cached_property
    def _posts(self) -> dict[str, Counter[str]]:
        """Where each post of an agency is named, by file: `police/out-of-hours`."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for document in self._library.parsed:
            for value in document.values:
                if value.shape.refers and value.shape.refers.kind == "post" and "/" in value.scalar.text:
                    found[value.scalar.text][document.source.path] += 1
        return found


def _counted(files: Counter[str]) -> str:
    places = files.total()
    if not places:
        return ""
    return f"{places} place{'' if places == 1 else 's'} in {len(files)} file{'' if len(files) == 1 else 's'}"
