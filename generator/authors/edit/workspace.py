"""The sources as an edit sees them, and the writing of what it changed.

Files are written beside their places and moved there at the end, so that an edit that cannot finish changes nothing.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile

from generator.county.gathering import FILES, gather, parse
from generator.county.library import Library, Parsed
from generator.errors import EditRefused
from generator.model.base import Entry
from generator.rules import check
from generator.sources.diagnostic import Diagnostic, Severity, in_order
from generator.sources.disk import SOURCES
from generator.sources.source import Source

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Changes:
    """What an edit does to files: new texts by path, and the paths that are no more."""

    texts: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    keep_mark: bool = True
    """Whether a file that starts with a byte order mark keeps it."""


@dataclass(frozen=True)
class Workspace:
    """Every source of a project, read and linked."""

    library: Library
    unread: tuple[str, ...] = ()
    """The sources that are not YAML, so that nobody can say what they name."""

    @cached_property
    def documents(self) -> dict[str, Parsed]:
        """Every source that was read, by path."""
        return {document.source.path: document for document in self.library.parsed}

    def require_all(self) -> None:
        """Refuse an edit of many files while one of them cannot be read: it may hold a reference too."""
        if self.unread:
            raise EditRefused(f"{self.unread[0]} cannot be read as YAML; mend it first (`protocols check` says how)")

    def after(self, changes: Changes) -> "Workspace":
        """Return the sources as they are once these changes are made."""
        documents = {path: found for path, found in self.documents.items() if path not in changes.removed}
        kinds = {path: found.entry for path, found in self.documents.items()}
        for path, text in changes.texts.items():
            entry = kinds.get(path) or FILES.get(path.removeprefix(f"{SOURCES}/")) or _kind_like(path, kinds)
            document, _ = parse(Source(path, text), entry)
            if document is None:
                raise EditRefused(f"the edit would leave {path} unreadable; nothing was changed")
            documents[path] = document
        library = Library(tuple(documents[path] for path in sorted(documents)), issued=self.library.issued)
        return Workspace(library, self.unread)


def _kind_like(path: str, kinds: Mapping[str, type[Entry]]) -> type[Entry]:
    """Return what a new file holds: the same as most others in its folder."""
    folder = path.rpartition("/")[0]
    found = [entry for other, entry in kinds.items() if other.rpartition("/")[0] == folder]
    return max(found, key=found.count)


def open_workspace(root: Path) -> Workspace:
    """Return the sources under `root`."""
    gathered = gather(root)
    read = {document.source.path for document in gathered.library.parsed}
    faulty = (found.span.path for found in gathered.diagnostics if found.severity.value == "error")
    return Workspace(
        gathered.library,
        tuple(
            sorted(
                {
                    path
                    for path in faulty
                    if path not in read and path.endswith(".yaml") and os.path.lexists(root / path)
                }
            )
        ),
    )


def new_faults(before: Workspace, after: Workspace, as_of: date) -> tuple[Diagnostic, ...]:
    """Return the errors and warnings that an edit brings with it, in order of place."""
    known = {(found.code, found.message) for found in check(before.library, as_of)}
    broken = [found for path, document in after.documents.items() for found in _shape_faults(before, path, document)]
    found = [*broken, *check(after.library, as_of)]
    return in_order(
        [fault for fault in found if fault.severity is not Severity.ADVICE and (fault.code, fault.message) not in known]
    )


def _shape_faults(before: Workspace, path: str, document: Parsed) -> tuple[Diagnostic, ...]:
    """Return the faults in the shape of a document that the edit made or changed."""
    old = before.documents.get(path)
    if old is not None and old.source.text == document.source.text:
        return ()
    known = {(found.code, found.message) for found in parse(old.source, old.entry)[1]} if old else set()
    return tuple(
        found for found in parse(document.source, document.entry)[1] if (found.code, found.message) not in known
    )


def write(root: Path, changes: Changes) -> None:
    """Write every change or none: all new texts are on the disk before the first is moved to its place."""
    moves: list[tuple[Path, Path]] = []
    before: dict[Path, bytes | None] = {}
    try:
        for path, text in changes.texts.items():
            moves.append((_write_beside(root / path, text, keep_mark=changes.keep_mark), root / path))
        for made, place in moves:
            before[place] = place.read_bytes() if place.is_file() else None
            os.replace(made, place)  # noqa: PTH105  The one call that swaps a file in a single step.
        for path in changes.removed:
            (root / path).unlink()
    except OSError as error:
        _restore(before)
        raise EditRefused(f"{error.filename or 'a file'} cannot be written: {error.strerror}") from error
    finally:
        for made, _ in moves:
            made.unlink(missing_ok=True)


def _restore(before: Mapping[Path, bytes | None]) -> None:
    for place, content in before.items():
        if content is None:
            place.unlink(missing_ok=True)
        else:
            place.write_bytes(content)


def _write_beside(place: Path, text: str, *, keep_mark: bool) -> Path:
    """Write a text to a new file next to `place`, with its mode and its byte order mark if it has one."""
    has_mark = keep_mark and place.is_file() and place.read_bytes().startswith(BYTE_ORDER_MARK)
    with NamedTemporaryFile("wb", dir=place.parent, prefix=".edit-", delete=False) as file:
        file.write((BYTE_ORDER_MARK if has_mark else b"") + text.encode())
    made = Path(file.name)
    made.chmod(place.stat().st_mode & 0o777 if place.is_file() else 0o644)
    return made
