"""Tables as a workbook of Excel (xlsx), and workbooks read back. The only module that imports openpyxl.

The bytes depend on the tables alone: no entry of the archive carries a time. Cells are text, never formulas; a formula that somebody
put in is not worked out.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.authors.tables.columns import Column
from generator.authors.tables.faults import Spot, TableFault
from generator.authors.tables.grid import Cell, Grid
from generator.authors.tables.rows import Table

ABOUT, LISTS = "about", "lists"
"""The sheets that hold no table: what each column is, and the values that can be chosen."""

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_NARROWEST, _WIDEST = 12, 60
_SPARE_ROWS = 500
"""So many rows below a table offer the values too."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What stands in a workbook by its number only (ECMA-376, ST_Xstring), and what looks so but is not meant."""

_HEAD = PatternFill("solid", fgColor="D9E2EC")
_GREY = Font(color="808080")


def workbook_bytes(tables: Sequence[Table], agencies: Sequence[str], provisions: Sequence[str]) -> bytes:
    """Return a workbook with a sheet for each table, one that explains the columns, and one with the values to choose from."""
    book = Workbook()
    offered = {"agency": tuple(agencies), "provision": tuple(provisions)}
    lists = _Lists(book)
    for table in tables:
        _write_table(book.create_sheet(table.sheet.name), table, offered, lists)
    book.remove(book.worksheets[0])
    _write_about(book.create_sheet(ABOUT), tables)
    lists.write()
    written = io.BytesIO()
    book.save(written)
    return _without_time(written.getvalue())


def _without_time(content: bytes) -> bytes:
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", part)
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            after.writestr(entry, part)
    return made.getvalue()


class _Lists:
    """The sheet of values to choose from: one column for each list, each list once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._ranges: dict[tuple[str, ...], str] = {}

    def place(self, values: tuple[str, ...]) -> str:
        """Return the range in which these values stand."""
        if values not in self._ranges:
            letter = get_column_letter(len(self._ranges) + 1)
            self._ranges[values] = f"={LISTS}!${letter}$1:${letter}${len(values)}"
        return self._ranges[values]

    def write(self) -> None:
        """Write the sheet, after all that refers to it; it is hidden."""
        sheet = self._book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        for column, values in enumerate(self._ranges, start=1):
            for row, value in enumerate(values, start=1):
                _put(sheet, row, column, value)


def _write_table(sheet: Worksheet, table: Table, offered: dict[str, tuple[str, ...]], lists: _Lists) -> None:
    for column, name in enumerate(table.sheet.header, start=1):
        cell = _put(sheet, 1, column, name)
        cell.font, cell.fill = Font(bold=True), _HEAD
    for number, row in enumerate(table.rows, start=2):
        for column, words in enumerate(row, start=1):
            cell = _put(sheet, number, column, words)
            if column == 1:
                cell.font = _GREY
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.sheet.header))}{len(table.rows) + 1}"
    for column, name in enumerate(table.sheet.header, start=1):
        longest = max((len(line) for row in table.rows for line in row[column - 1].split("\n")), default=0)
        width = _NARROWEST if column == 1 else min(max(longest, len(name), _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for column, field in enumerate(table.sheet.columns, start=3):
        _offer(sheet, column, len(table.rows) + 1, _values(field, offered), lists)


def _values(column: Column, offered: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the values that a cell of a column can be chosen from; nothing where it may hold several."""
    if column.shape.is_list:
        return ()
    return column.choices or offered.get(column.shape.refers.kind if column.shape.refers else "", ())


def _offer(sheet: Worksheet, column: int, last: int, values: tuple[str, ...], lists: _Lists) -> None:
    if not values:
        return
    validation = DataValidation("list", formula1=lists.place(values), allow_blank=True, showErrorMessage=True)
    letter = get_column_letter(column)
    validation.add(f"{letter}2:{letter}{last + _SPARE_ROWS}")
    sheet.add_data_validation(validation)


def _write_about(sheet: Worksheet, tables: Sequence[Table]) -> None:
    rows = [("sheet", "column", "what it holds", "needed", "several values")]
    for table in tables:
        rows += [
            (table.sheet.name, "row", "Which item a row is. Leave it as it is; leave it empty in a new row.", "", ""),
            (table.sheet.name, table.sheet.owner, "The id of the source that the row belongs to.", "yes", ""),
        ]
        for column in table.sheet.columns:
            several = (
                "" if not column.shape.is_list else "one a line" + (", or `;` between" if column.holds_names else "")
            )
            needed = "yes" if column.shape.needed else ""
            rows.append((table.sheet.name, column.name, " ".join(column.shape.meaning.split()), needed, several))
    for number, row in enumerate(rows, start=1):
        for at, words in enumerate(row, start=1):
            _put(sheet, number, at, words).font = Font(bold=number == 1)
    for letter, width in zip("ABCDE", (12, 20, 90, 10, 28), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _put(sheet: Worksheet, row: int, column: int, words: str) -> SheetCell:
    """Write words into a cell as text, marked so that they stay text when somebody edits them."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError("a sheet that is being made has no merged cells")
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=column != 1 or row == 1)
    if words:
        cell.value = _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", words)
        cell.data_type = "s"
        cell.quotePrefix = words[0] in "=+-@"
    return cell


def read_workbook(file: str, content: bytes) -> tuple[tuple[Grid, ...], tuple[TableFault, ...]]:
    """Return every sheet of a workbook but those that hold no table; what is hidden or filtered out is read too."""
    try:
        book = load_workbook(io.BytesIO(content), rich_text=False)
    except (BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError, AttributeError, IndexError):
        mend = "open it in the spreadsheet and save it as `xlsx`; a file with a password cannot be read"
        return (), (TableFault("this file is no workbook", Spot(file), mend),)
    return tuple(_grid(file, sheet) for sheet in book.worksheets if sheet.title not in (ABOUT, LISTS)), ()


def _grid(file: str, sheet: Worksheet) -> Grid:
    rows = [tuple(_read(cell) for cell in row) for row in sheet.iter_rows()]
    while rows and not any(cell.text.strip() or cell.problem for cell in rows[-1]):
        rows.pop()
    return Grid(file, sheet.title, tuple(rows), sheet.min_row)


def _read(cell: SheetCell | MergedCell) -> Cell:
    """Return what a cell says in words. Numbers are written as people write them; what was worked out or guessed is refused."""
    found = cell.value
    if cell.data_type == "f":
        return Cell("", "this is a formula", "write in the cell what it comes to")
    if cell.data_type == "e":
        return Cell("", f"`{found}` is a fault of the spreadsheet", "write in the cell what it should say")
    if isinstance(found, date | time | timedelta):
        mend = "give the cell the format `Text`, and write what it should say anew"
        return Cell("", f"the spreadsheet made a date or a time of this cell: {found}", mend)
    return Cell(_said(found))


def _said(found: object) -> str:
    """Return the words of a cell; of a number, without a fraction that is none."""
    if found is None:
        return ""
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, float) and found.is_integer():
        return str(int(found))
    return _ESCAPED.sub(lambda each: chr(int(each[1], 16)), str(found))
