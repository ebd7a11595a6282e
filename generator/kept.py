"""What was made before, kept so that it is not made again: one entry a thing, which proves that it is what was kept.

An entry is a line with its seal, its key and a note, and after it the content. The seal covers all that and the thing's name: it
finds what was damaged or exchanged, and is no defence against somebody who means to deceive. Nobody else may use the folder at the
same time; the commands see to that. What a key has to hold, whoever keeps something must know.
"""

import hashlib
import os
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

ENDING = ".entry"
"""How the name of an entry ends, after the thing's."""

_BEING_WRITTEN = ".being-written"
"""The name of a file until it is whole. What a killed run leaves under it, the next file that is written takes the place of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was kept of one thing."""

    content: bytes
    note: str = ""
    """A few words about it, without spaces."""


class Store:
    """The entries in one folder, which is made when something is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spoilt: list[str] = []

    @property
    def spoilt(self) -> tuple[str, ...]:
        """The things that were asked for and whose entries were not what was kept, in order of name."""
        return tuple(sorted(self._spoilt))

    def find(self, name: str, key: str) -> Entry | None:
        """Return what was kept of a thing under a key; nothing where nothing was, where it has changed since, or is spoilt."""
        path = self._path(name)
        if not os.path.lexists(path):
            return None
        head, _, content = _read(path).partition(b"\n")
        seal, _, fields = head.partition(b" ")
        if seal != _seal(name, fields, content):
            self._spoilt.append(name)
            return None
        known, _, note = fields.decode().partition(" ")
        return Entry(content, note) if known == key else None

    def keep(self, name: str, key: str, entry: Entry) -> None:
        """Keep a thing in place of what was kept of it before."""
        fields = f"{key} {entry.note}".encode()
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(name), b"%b %b\n%b" % (_seal(name, fields, entry.content), fields, entry.content))

    def forget(self, name: str) -> None:
        """Remove what was kept of a thing, if anything was."""
        remove(self._path(name))

    def forget_others(self, names: Container[str]) -> None:
        """Remove every file that is no entry of one of these things."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            is_entry = path.name.endswith(ENDING) and path.name.removesuffix(ENDING) in names
            if path.is_file() and not is_entry:
                path.unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{ENDING}"


def _read(path: Path) -> bytes:
    """Return what a file holds; nothing of what is no file, or cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def _seal(name: str, fields: bytes, content: bytes) -> bytes:
    digest = hashlib.sha256(b"%b\n%b\n" % (name.encode(), fields))
    digest.update(content)
    return digest.hexdigest().encode()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of its own, whole or not at all. Whatever had its name before is gone, and shares nothing with it."""
    beside = path.with_name(_BEING_WRITTEN)
    remove(beside)
    beside.write_bytes(data)
    if path.is_dir():
        remove(path)
    beside.replace(path)


def remove(path: Path) -> None:
    """Remove what has a name, whatever it is, if anything has."""
    if path.is_dir() and not path.is_symlink():
        rmtree(path)
    else:
        path.unlink(missing_ok=True)
