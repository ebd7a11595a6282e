"""Tables as CSV: written so that a spreadsheet opens them as they are, and read back from what a spreadsheet made of them."""

import csv
import io
import re

from generator.authors.tables.columns import SHEETS
from generator.authors.tables.faults import Spot, TableFault
from generator.authors.tables.grid import Cell, Grid
from generator.authors.tables.rows import Table

_BYTE_ORDER_MARK = "\ufeff"

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet may run as a formula, and what was kept from being one. Each gets one apostrophe more, and loses it on return."""

_LONGEST_FIELD = 1_000_000


def csv_bytes(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8, with the mark by which Excel knows that."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.sheet.header)
    writer.writerows([_guarded(cell) for cell in row] for row in table.rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_csv(file: str, content: bytes) -> tuple[tuple[Grid, ...], tuple[TableFault, ...]]:
    """Return what a CSV file holds, whatever program wrote it: any of the usual separators, line ends and encodings."""
    text = _decoded(content)
    if text is None:
        return (), (TableFault("this file is no text", Spot(file), "save it from the spreadsheet as `CSV UTF-8`"),)
    text = text.removeprefix(_BYTE_ORDER_MARK)
    named = re.match(r"sep=(.)\r?\n", text)
    body = text[named.end() :] if named else text
    separator = named[1] if named else _separator(body)
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        mend = "a quotation mark is not closed, or a cell is broken; save the table anew as `CSV UTF-8`"
        return (), (TableFault(f"this file cannot be read as CSV: {error}", Spot(file), mend),)
    finally:
        csv.field_size_limit(before)
    first = 2 if named else 1
    cells = tuple(tuple(Cell(_unguarded(cell)) for cell in row) for row in rows)
    return (Grid(file, "", cells, first),), ()


def _decoded(content: bytes) -> str | None:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or as older programs write it in western Europe."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "windows-1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        return None if "\0" in text else text
    return None


def _separator(text: str) -> str:
    """Return what parts the cells of the header: that by which most names of columns are found."""
    known = {name for sheet in SHEETS for name in sheet.header}
    first = text.partition("\n")[0].rstrip("\r")
    found = {mark: len(known & {cell.strip().strip('"').lower() for cell in first.split(mark)}) for mark in ",;\t|"}
    return max(found, key=lambda mark: found[mark])
