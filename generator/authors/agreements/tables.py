"""What a table is about, by the names in its head: flows, contacts, retention, signatures, parties, history, risks, or a block of facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.authors.agreements.names import Names, plain
from generator.authors.agreements.reading import Piece

CONTROL = "control"
"""The kind of a block that says what the document is, one fact a row."""

EXPORTED = "exported-flows"
"""The kind of a table of flows as an export for Word has it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head was understood."""

    kind: str
    columns: Mapping[int, str]
    """What each column holds, by its number."""
    head: int
    """The row of the head; 0 where there is none."""
    rows: tuple[Mapping[int, Piece], ...]
    """The cells of each row below the head, by their column."""

    def cells(self, row: Mapping[int, Piece], name: str) -> tuple[Piece, ...]:
        """Return what a row says in the columns of a name."""
        return tuple(piece for column, piece in row.items() if self.columns.get(column) == name)


def tables(pieces: Iterable[Piece], names: Names) -> Mapping[int, Table]:
    """Return the tables that were understood, by their number."""
    cells: dict[int, dict[int, dict[int, Piece]]] = {}
    for piece in pieces:
        if piece.table:
            cells.setdefault(piece.table, {}).setdefault(piece.row, {})[piece.column] = piece
    read = {number: _understood(rows, names) for number, rows in cells.items()}
    return {number: table for number, table in read.items() if table}


def _understood(rows: Mapping[int, Mapping[int, Piece]], names: Names) -> Table | None:
    head = next((row for row, cells in rows.items() if len(cells) > 1), None)
    if head is None:
        return None
    best = max((_as(kind, rows[head], names) for kind in names.tables), key=lambda found: len(found[1]))
    if best[1]:
        below = tuple(cells for row, cells in rows.items() if row > head)
        return Table(best[0], best[1], head, below)
    known = [name for each in names.control.values() for name in each]
    facts = [cells for cells in rows.values() if len(cells) == 2 and plain(_first(cells)) in known]
    if len(facts) >= 2 and len(facts) * 2 >= len(rows):
        return Table(CONTROL, {}, 0, tuple(rows.values()))
    return None


def _first(cells: Mapping[int, Piece]) -> str:
    return cells[min(cells)].text


def _as(kind: str, head: Mapping[int, Piece], names: Names) -> tuple[str, Mapping[int, str]]:
    """Return what each column is if this is the head of a table of that kind; no column where one that is needed is not there."""
    columns: dict[int, str] = {}
    for column, cell in head.items():
        words = plain(cell.text)
        for name, known in names.tables[kind].items():
            if name != "needs" and words in known:
                columns.setdefault(column, name)
    needed = set(names.tables[kind]["needs"])
    return (kind, columns) if needed <= set(columns.values()) else (kind, {})
