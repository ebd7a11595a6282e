"""Issued texts from disk: each version's text and manifest, read as sources are, with what their bytes come to.

Whether a text is as it was issued is for the rules; a county holds only whole ones.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from generator import urls
from generator.composed.tree import Tree, parse
from generator.county.decode import decode
from generator.county.library import Document
from generator.model.issued import Issued
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.disk import SOURCES, as_text, read_data
from generator.sources.source import Source, Span
from generator.sources.yaml_reader import read_yaml

ISSUED = "issued"
"""The folder of sources that holds what was issued, one folder for each document."""

VERSION = re.compile(r"\d[\dA-Za-z]*(?:[.-][\dA-Za-z]+)*")
"""A version that can be part of an address: `1.0`, `2026-1`."""

_SEAL = b"seal:"
_PIECE = re.compile(r"\d+|[a-z]+")


def digest(data: bytes) -> str:
    """Return what bytes come to: `sha256:` and 64 hexadecimal figures."""
    return f"sha256:{sha256(data).hexdigest()}"


def seal_of(manifest: bytes) -> str:
    """Return what a manifest's bytes come to without the line of its seal."""
    return digest(b"".join(line for line in manifest.splitlines(keepends=True) if not line.startswith(_SEAL)))


def in_version_order(version: str) -> tuple[tuple[int, str], ...]:
    """Return by what versions are put in order: figures as numbers, so that 1.10 comes after 1.9."""
    pieces = _PIECE.findall(version.lower())
    return tuple((int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces)


@dataclass(frozen=True, eq=False)
class Text:
    """The text of one version as it lies on the disk."""

    source: Source
    digest: str
    has_other_line_ends: bool
    """Whether it ends its lines as an editor on another system does."""

    @cached_property
    def tree(self) -> Tree:
        """The text parsed. Raises `UnknownMarkdown` where it is not in the dialect."""
        return parse(self.source.text, self.source.path)


@dataclass(frozen=True, eq=False)
class Manifest:
    """The manifest of one version as it lies on the disk."""

    document: Document[Issued]
    seal: str
    """What its bytes come to."""


@dataclass(frozen=True, eq=False)
class Place:
    """What lies under the name of one version of one document."""

    folder: str
    """The document's id when it was issued."""
    version: str
    text: Text | None
    manifest: Manifest | None
    is_unread: bool
    """Whether something of it lies there that cannot be read, which is a fault of its own."""

    @property
    def path(self) -> str:
        """The way to its files, without what they end in."""
        return f"{SOURCES}/{ISSUED}/{self.folder}/{self.version}"


@dataclass(frozen=True, eq=False)
class IssuedText:
    """A version that was issued, whole."""

    manifest: Issued
    source: Source
    tree: Tree

    @property
    def page_uri(self) -> str:
        """Its page, for ever."""
        return urls.issued_uri(self.manifest.document, self.manifest.version)


def whole(places: Iterable[Place]) -> Iterator[IssuedText]:
    """Yield the texts that have everything, the oldest first."""
    found = (
        IssuedText(place.manifest.document.model, place.text.source, place.text.tree)
        for place in places
        if place.text and place.manifest
    )
    yield from sorted(found, key=lambda text: (text.manifest.on, in_version_order(text.manifest.version)))


@fault("issued-name")
def issued_name(span: Span) -> Diagnostic:
    """A file lies among the issued texts that is none.

    `protocols/issued/` holds, in a folder for each document, two files for each version: `1.0.md`, the text, and `1.0.yaml`, which
    says what was issued and when. The program writes both. Nothing else belongs there.
    """
    return Diagnostic(
        "this is not the name of an issued text or of its manifest",
        span,
        help="take the file away; `protocols issue` writes the right ones",
    )


def read_issued(root: Path) -> tuple[tuple[Place, ...], dict[str, Source], tuple[Diagnostic, ...]]:
    """Return what lies among the issued texts, every source that could be read, and the faults of what could not."""
    reader = _Reader(root)
    places = tuple(reader.places())
    return places, reader.sources, tuple(reader.found)


class _Reader:
    """Reads the files of issued texts, and gathers what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root, self.found = root, list[Diagnostic]()
        self.sources: dict[str, Source] = {}

    def places(self) -> Iterator[Place]:
        """Yield every place, in order of document and version."""
        top = self.root / SOURCES / ISSUED
        named: dict[tuple[str, str], None] = {}
        for path in sorted(self._files(top)):
            folder, version = path.parent.name, path.name.removesuffix(path.suffix)
            fits = path.parent.parent == top and path.suffix in (".md", ".yaml") and VERSION.fullmatch(version)
            if fits and not path.parent.is_symlink():
                named[folder, version] = None
            else:
                self.found.append(issued_name(Span(path.relative_to(self.root).as_posix())))
        for folder, version in sorted(named, key=lambda name: (name[0], in_version_order(name[1]), name[1])):
            yield self._place(folder, version)

    def _files(self, folder: Path) -> Iterator[Path]:
        """Yield every file below a folder, and every link, without following it; hidden ones are no part of what is issued."""
        if not folder.is_dir() or folder.is_symlink():
            yield from (folder,) if folder.is_symlink() else ()
            return
        for path in folder.iterdir():
            if path.name.startswith("."):
                continue
            if path.is_dir() and not path.is_symlink():
                yield from self._files(path)
            else:
                yield path

    def _place(self, folder: str, version: str) -> Place:
        beside = self.root / SOURCES / ISSUED / folder
        text_path, manifest_path = beside / f"{version}.md", beside / f"{version}.yaml"
        text, manifest = self._text(text_path), self._manifest(manifest_path)
        there = [(text, text_path), (manifest, manifest_path)]
        is_unread = any(read is None and (path.exists() or path.is_symlink()) for read, path in there)
        return Place(folder, version, text, manifest, is_unread)

    def _read(self, path: Path) -> tuple[bytes, Source] | None:
        if not path.exists() and not path.is_symlink():
            return None
        data, faults = read_data(self.root, path)
        self.found += faults
        if data is None:
            return None
        source, faults = as_text(path.relative_to(self.root).as_posix(), data)
        self.found += faults
        if source is None:
            return None
        self.sources[source.path] = source
        return data, source

    def _text(self, path: Path) -> Text | None:
        read = self._read(path)
        return Text(read[1], digest(read[0]), b"\r\n" in read[0]) if read else None

    def _manifest(self, path: Path) -> Manifest | None:
        read = self._read(path)
        node, faults = read_yaml(read[1]) if read else (None, ())
        self.found += faults
        if read is None or node is None:
            return None
        data, source = read
        model, faults = decode(Issued, node, source)
        self.found += faults
        return Manifest(Document(Issued, source, node, model), seal_of(data)) if model else None
