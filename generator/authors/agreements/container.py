"""The parts of a file of Office Open XML, opened with limits. What they say is left to `reading`.

A file that is none, is broken, locked or far too large is refused in words before anything of it is read.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from docx.oxml.parser import parse_xml

from generator.errors import EditRefused

MOST_BYTES = 50_000_000
"""How large a file may be: agreements with scanned pages stay below."""

MOST_UNPACKED = 300_000_000
"""How large its parts may be together once they are unpacked, and `MOST_OF_PART` one part of text."""

MOST_OF_PART = 40_000_000
MOST_PARTS = 4_000

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a .doc of before 2007 begins, and so does a .docx with a password."""

_BROKEN = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error, zlib.error)
"""What the reading of an archive that is damaged ends with."""

_IS_LOCKED = 0x1

_MAIN = "/officeDocument"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the file: what it is to the main one, and its tree."""

    kind: str
    """The end of the type of its relation: `footnotes`, `header`."""
    name: str
    root: Any


class Container:
    """A file whose parts can be read. Raises `EditRefused` where it cannot be an agreement in Word."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        if len(content) > MOST_BYTES:
            raise self._refused(f"is larger than {MOST_BYTES // 1_000_000} MB; take the pictures out of a copy")
        if content.startswith(_OLD):
            raise self._refused("is an old .doc or has a password; save it in Word as .docx without one")
        try:
            self._zip = ZipFile(BytesIO(content))
        except _BROKEN as error:
            raise self._refused("is not a whole .docx; open it in Word and save it again") from error
        self._require_modest()

    def main(self) -> Part:
        """Return the part that holds the text."""
        found = next((name for kind, name in self._relations("") if kind == _MAIN.strip("/")), None)
        if found is None:
            raise self._refused("is a file of another kind, not one of Word")
        return Part("document", found, self._tree(found))

    def related(self, main: Part) -> Iterator[Part]:
        """Yield the parts of text that the main part names, in order of name: styles, notes, comments, headers, footers."""
        known = {"styles", "footnotes", "endnotes", "comments", "header", "footer"}
        present = set(self._zip.namelist())
        for kind, name in sorted(set(self._relations(main.name)), key=lambda each: each[1]):
            if kind in known and name in present:
                yield Part(kind, name, self._tree(name))

    def _relations(self, name: str) -> Iterator[tuple[str, str]]:
        folder = dirname(name)
        path = join(folder, "_rels", f"{name.rpartition('/')[2]}.rels")
        if path not in self._zip.namelist():
            return
        for each in self._tree(path):
            if not isinstance(each.tag, str) or each.get("TargetMode") == "External":
                continue
            target = each.get("Target") or ""
            yield (each.get("Type") or "").rpartition("/")[2], normpath(join(folder, target)).lstrip("/")

    def _tree(self, name: str) -> Any:
        try:
            text = self._zip.read(name)
        except (*_BROKEN, KeyError, RuntimeError) as error:
            raise self._refused(f"is damaged: `{name}` in it cannot be read") from error
        if b"<!DOCTYPE" in text[:2000]:
            raise self._refused(f"is no file of Word: `{name}` in it declares things that Word never does")
        try:
            return parse_xml(text)
        except (SyntaxError, ValueError) as error:
            raise self._refused(f"is damaged: `{name}` in it is no XML") from error

    def _require_modest(self) -> None:
        parts = self._zip.infolist()
        texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        if any(part.flag_bits & _IS_LOCKED for part in parts):
            raise self._refused("has a password; save it in Word without one")
        if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
            raise self._refused("is damaged, or was packed by another program than Word")
        if (
            len(parts) > MOST_PARTS
            or sum(part.file_size for part in parts) > MOST_UNPACKED
            or any(part.file_size > MOST_OF_PART for part in texts)
        ):
            raise self._refused("unpacks to far more than an agreement holds, and was not read")

    def _refused(self, why: str) -> EditRefused:
        return EditRefused(f"{self.name} {why}; nothing was written")
