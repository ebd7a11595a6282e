"""Tables of what the sources say: one row for each item, which carries a mark by which it is found again wherever it is moved."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from generator.authors.tables.columns import SHEETS, Sheet
from generator.county.library import Document, Library, Parsed
from generator.errors import EditRefused
from generator.sources.disk import SOURCES

LONGEST_CELL = 32767
"""As many characters as a cell of a spreadsheet holds."""


@dataclass(frozen=True)
class Mark:
    """Of which item a row is: the source, the item's number in its list, and what it said when the table was made."""

    file: str
    """Below `protocols/`."""
    number: int
    """From 1; 0 where the source is the row."""
    print: str

    def __str__(self) -> str:
        """Return it as the first column of a row shows it."""
        return f"{self.file}#{self.number}/{self.print}"


_MARK = re.compile(r"(?P<file>[^#\s]+)#(?P<number>[0-9]+)/(?P<print>[0-9a-f]{8})")


def read_mark(cell: str) -> Mark | None:
    """Return the mark that a cell holds, or nothing where it is none."""
    found = _MARK.fullmatch(cell)
    return Mark(found["file"], int(found["number"]), found["print"]) if found else None


def print_of(cells: Iterable[str]) -> str:
    """Return eight characters that stand for what a row says."""
    return hashlib.sha256(json.dumps(list(cells)).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Table:
    """What one sheet holds, without its header."""

    sheet: Sheet
    rows: tuple[tuple[str, ...], ...]


def tables_of(library: Library, wanted: Collection[str] = ()) -> tuple[Table, ...]:
    """Return every table, of the protocols and agencies with these ids or of all. Raises `EditRefused`."""
    tables = []
    for sheet in SHEETS:
        documents = [found for found in documents_of(library, sheet) if not wanted or found.id in wanted]
        rows = tuple(row for document in documents for row in _rows(sheet, document))
        if rows or not wanted:
            tables.append(Table(sheet, rows))
    return tuple(tables)


def documents_of(library: Library, sheet: Sheet) -> tuple[Parsed, ...]:
    """Return the sources of a table in order of name. Raises `EditRefused` where one cannot be read."""
    found = [document for document in library.parsed if document.entry is sheet.entry]
    for document in found:
        if not isinstance(document, Document):
            raise EditRefused(f"{document.source.path} has faults; mend it first (`protocols check` says how)")
    return tuple(sorted(found, key=lambda document: document.id))


def _rows(sheet: Sheet, document: Parsed) -> Iterable[tuple[str, ...]]:
    file = document.source.path.removeprefix(f"{SOURCES}/")
    for path, item in sheet.items(document.node):
        cells = sheet.cells(item)
        for column, cell in zip(sheet.columns, cells, strict=True):
            if len(cell) > LONGEST_CELL:
                raise EditRefused(
                    f"{document.source.path}: `{column.name}` is longer than a cell of a spreadsheet can be"
                )
        number = int(path[-1]) + 1 if path else 0
        yield str(Mark(file, number, print_of(cells))), document.id, *cells
