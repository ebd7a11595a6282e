"""What a file of tables holds before anybody asks what it means: cells in rows, with a word on those that hold no words."""

from dataclasses import dataclass

from generator.authors.tables.faults import Spot


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, or why it has none that can be taken."""

    text: str
    problem: str = ""
    help: str = ""


@dataclass(frozen=True)
class Grid:
    """The rows of one sheet, from the first that is used."""

    file: str
    name: str
    """The sheet's name; empty for a file that holds one table alone."""
    rows: tuple[tuple[Cell, ...], ...]
    first: int = 1
    """The number of the first row."""

    def spot(self, row: int = -1, column: int = -1, name: str = "") -> Spot:
        """Return the place of a row and a column, both counted from 0."""
        return Spot(self.file, self.name, row + self.first if row >= 0 else 0, column + 1, name)
