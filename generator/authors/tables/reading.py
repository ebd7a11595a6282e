"""Tables that came back, row by row: which sheet each is, which columns it has, and of which item each row is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.authors.tables.columns import MARK, SHEETS, Column, Sheet, sheet_named
from generator.authors.tables.faults import Spot, TableFault
from generator.authors.tables.grid import Cell, Grid
from generator.authors.tables.rows import Mark, read_mark
from generator.sources.diagnostic import did_you_mean, one_of
from generator.words.nearest import nearest


@dataclass(frozen=True)
class Row:
    """One row: of which source and item it is, and what each of its cells says."""

    sheet: Sheet
    mark: Mark | None
    """Nothing for a row that is new."""
    owner: str
    cells: dict[Column, tuple[str, Spot]]
    """What each cell says, without spaces that mean nothing, and where it stands."""
    spot: Spot
    owner_spot: Spot

    def says(self, columns: Sequence[Column], present: Sequence[str]) -> bool:
        """Return whether every cell of the row says what an item says."""
        return all(
            self.cells[column][0] == column.tidy(words)
            for column, words in zip(columns, present, strict=True)
            if column in self.cells
        )


def rows_of(grid: Grid) -> tuple[tuple[Row, ...], tuple[TableFault, ...]]:
    """Return the rows of one sheet that hold anything, and what is wrong with it."""
    if not grid.rows:
        return (), ()
    sheet = sheet_named(grid.name) or _likest(grid.rows[0])
    if sheet is None:
        names = one_of([each.name for each in SHEETS])
        mend = f"its first row has to be the heads of columns as `protocols export` writes them, of {names}"
        return (), (TableFault("this is none of the tables", grid.spot(0), mend),)
    heads, faults = _heads(grid, sheet)
    if faults:
        return (), faults
    found: list[Row] = []
    wrong: list[TableFault] = []
    for at, cells in enumerate(grid.rows[1:], start=1):
        problems = [
            TableFault(cell.problem, grid.spot(at, column, heads.get(column, "")), cell.help)
            for column, cell in enumerate(cells)
            if cell.problem and column in heads
        ]
        stray = [column for column, cell in enumerate(cells) if cell.text.strip() and column not in heads]
        problems += [
            TableFault(
                "this cell has no head of a column above it", grid.spot(at, column), "clear it, or give it a head"
            )
            for column in stray
        ]
        wrong += problems
        if not problems and any(cell.text.strip() for cell in cells):
            found.append(_row(grid, sheet, heads, at, cells))
    wrong += _twice_marked(found)
    wrong += [_bad_mark(grid, at, heads) for at in _bad_marks(grid, heads)]
    return tuple(found), tuple(wrong)


def _likest(first: Sequence[Cell]) -> Sheet | None:
    """Return the table to which most heads of columns belong; nothing where it is not clear."""
    names = {_head(cell) for cell in first} - {""}
    by_count = sorted(
        SHEETS, key=lambda sheet: len(names & set(sheet.header)) - len(names - set(sheet.header)), reverse=True
    )
    best, second = (len(names & set(sheet.header)) for sheet in by_count[:2])
    return by_count[0] if best > 1 and best > second else None


def _head(cell: Cell) -> str:
    return " ".join(cell.text.split()).lower()


def _heads(grid: Grid, sheet: Sheet) -> tuple[dict[int, str], tuple[TableFault, ...]]:
    """Return the name of each column, and the heads that are wrong."""
    heads = {at: _head(cell) for at, cell in enumerate(grid.rows[0]) if cell.text.strip()}
    wrong = [
        TableFault(
            f"`{name}` is no column of {sheet.name}",
            grid.spot(0, at, name),
            did_you_mean(nearest(name, sheet.header)) or "take the column out",
        )
        for at, name in heads.items()
        if name not in sheet.header
    ]
    wrong += [
        TableFault(f"two columns are headed `{name}`", grid.spot(0, at, name), "keep one of them")
        for (_, other), (at, name) in pairwise(sorted(heads.items(), key=lambda each: each[1]))
        if name == other
    ]
    wrong += [
        TableFault(f"the column `{name}` is missing", grid.spot(0), "export the table anew, and leave the column in it")
        for name in (MARK, sheet.owner)
        if name not in heads.values()
    ]
    return heads, tuple(wrong)


def _row(grid: Grid, sheet: Sheet, heads: dict[int, str], at: int, cells: Sequence[Cell]) -> Row:
    by_name = {name: (cells[column].text if column < len(cells) else "", column) for column, name in heads.items()}
    fields = {
        column: (column.tidy(by_name[column.name][0]), grid.spot(at, by_name[column.name][1], column.name))
        for column in sheet.columns
        if column.name in by_name
    }
    owner, owner_column = by_name[sheet.owner]
    mark = read_mark(by_name[MARK][0].strip())
    return Row(sheet, mark, owner.strip(), fields, grid.spot(at), grid.spot(at, owner_column, sheet.owner))


def _bad_marks(grid: Grid, heads: dict[int, str]) -> Iterator[int]:
    """Yield the rows whose first column holds something that is no mark."""
    at_mark = next(column for column, name in heads.items() if name == MARK)
    for at, cells in enumerate(grid.rows[1:], start=1):
        words = cells[at_mark].text.strip() if at_mark < len(cells) else ""
        if words and read_mark(words) is None:
            yield at


def _bad_mark(grid: Grid, at: int, heads: dict[int, str]) -> TableFault:
    at_mark = next(column for column, name in heads.items() if name == MARK)
    mend = "put back what was there, or clear the cell if the row is new"
    return TableFault("this does not say which item the row is", grid.spot(at, at_mark, MARK), mend)


def _twice_marked(rows: Sequence[Row]) -> Iterator[TableFault]:
    seen: dict[Mark, Row] = {}
    for row in rows:
        if row.mark is None:
            continue
        if row.mark in seen:
            mend = f"in the row that is new, clear the column `{MARK}`"
            yield TableFault(
                f"this row and row {seen[row.mark].spot.row} say that they are the same item", row.spot, mend
            )
        seen.setdefault(row.mark, row)
