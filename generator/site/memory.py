"""What was made of pages before: kept by its content and by nothing else, so that a build with it is a clean build, byte for byte.

A key holds all that the thing is made from, and the engine that makes it; what does not fit is made anew, so nothing can be out of date.
What is kept can hold data alone: an entry that would make anything else of itself is not believed. Nothing is kept where no folder is
given.
"""

import hashlib
import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from generator.composed import html, nodes, parsing, tree
from generator.composed.parsing import Stretch, read_stretch
from generator.composed.tree import Tree, parse
from generator.kept import Entry, Store

T = TypeVar("T")

_OF_A_PAGE = ("tree", "html")
"""What is kept of a page under its own name. Whoever asks for its HTML may do so without its tree, which stays for the next edit."""


class Memory:
    """What one project remembers from build to build."""

    def __init__(self, folder: Path | None = None, engine: str = "") -> None:
        """Take a folder that nobody else uses meanwhile, and what stands for all code, templates and libraries."""
        self._store = Store(folder) if folder else None
        self._engine = engine
        self._asked: set[str] = set()
        self._spoilt: set[str] = set()
        self._stretches: dict[str, Stretch] = {}

    @property
    def spoilt(self) -> tuple[str, ...]:
        """The names of what was made anew because its entry was not what was kept."""
        return tuple(sorted({*self._spoilt, *(self._store.spoilt if self._store else ())}))

    def tree(self, markdown: str, page_uri: str) -> Tree:
        """Return a page's Markdown as a tree, of which only those stretches are read that were not read before.

        Raises `UnknownMarkdown`.
        """
        if self._store is None:
            return parse(markdown, page_uri)
        before: dict[str, bytes] = self._found("tree", page_uri, self._engine) or {}
        own: dict[str, bytes] = {}

        def read(text: str) -> Stretch:
            digest = _digest(text)
            if digest in self._stretches:
                own.update({digest: before[digest]} if digest in before else {})
            else:
                kept: Stretch | None = self._loaded("tree", page_uri, before[digest]) if digest in before else None
                found = self._stretches[digest] = kept or read_stretch(text)
                own[digest] = before[digest] if kept else pickle.dumps(found)
            return self._stretches[digest]

        made = parse(markdown, page_uri, read)
        if own != before:
            self._keep("tree", page_uri, self._engine, own)
        return made

    def made(self, kind: str, name: str, of: object, make: Callable[[], T]) -> T:
        """Return what was made of the same, or make it. `of` holds all that it is made from, and its `repr` says all of that."""
        if self._store is None:
            return make()
        key = _digest(f"{self._engine}\n{of!r}")
        found: T | None = self._found(kind, name, key)
        if found is None:
            found = make()
            self._keep(kind, name, key, found)
        return found

    def forget_others(self) -> None:
        """Remove what is kept of a page of which nobody asked for anything since the beginning."""
        if self._store:
            self._store.forget_others(self._asked)

    def _found(self, kind: str, name: str, key: str) -> Any:
        entry = self._store.find(self._name(kind, name), key) if self._store else None
        return self._loaded(kind, name, entry.content) if entry else None

    def _loaded(self, kind: str, name: str, content: bytes) -> Any:
        try:
            return _Data(io.BytesIO(content)).load()
        except Exception:  # noqa: BLE001  Whatever it is, it is not what was kept.
            self._spoilt.add(self._name(kind, name))
            return None

    def _keep(self, kind: str, name: str, key: str, value: object) -> None:
        if self._store:
            self._store.keep(self._name(kind, name), key, Entry(pickle.dumps(value)))

    def _name(self, kind: str, name: str) -> str:
        digest = _digest(name)[:24]
        self._asked |= {f"{each}-{digest}" for each in (kind, *_OF_A_PAGE)}
        return f"{kind}-{digest}"


class _Data(pickle.Unpickler):
    """Reads plain values and the data classes of composed texts."""

    MODULES: ClassVar = {module.__name__: module for module in (html, nodes, parsing, tree)}

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of data. Raises `UnpicklingError` for anything else."""
        found = getattr(self.MODULES.get(module), name, None)
        if not isinstance(found, type) or found.__module__ != module or not hasattr(found, "__dataclass_fields__"):
            raise pickle.UnpicklingError(f"{module}.{name} is no data of a composed text")
        return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
