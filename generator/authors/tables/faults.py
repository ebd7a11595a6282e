"""Faults in a table that came back: at a cell, a row or a sheet, in words, as faults in sources are shown."""

from dataclasses import dataclass

from generator.sources.diagnostic import Severity


@dataclass(frozen=True, order=True)
class Spot:
    """A place in a table, as a spreadsheet counts it; no row is the whole sheet, no column the whole row."""

    file: str
    sheet: str = ""
    """Empty for a file that holds one table alone."""
    row: int = 0
    column: int = 0
    name: str = ""
    """What stands at the head of the column."""

    def __str__(self) -> str:
        """Return the place in words: `flows.xlsx, sheet flows, cell H12 (gateway)`."""
        parts = [self.file, f"sheet {self.sheet}" if self.sheet else ""]
        if self.column:
            parts.append(f"cell {letters(self.column)}{self.row}" + (f" ({self.name})" if self.name else ""))
        elif self.row:
            parts.append(f"row {self.row}")
        return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class TableFault:
    """One fault at one place of a table."""

    message: str
    spot: Spot
    help: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return it as it is shown."""
        lines = [f"{self.severity.value}: {self.message}", f" --> {self.spot}"]
        return "\n".join([*lines, f"help: {self.help}"] if self.help else lines)


def letters(column: int) -> str:
    """Return the letters by which a spreadsheet calls a column, counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
