"""What is settled of each piece of an agreement before anything is written, and who the parties are.

Where the rest goes is left to `draft`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from generator.authors.agreements.headings import Placed, placed
from generator.authors.agreements.matching import Registers
from generator.authors.agreements.names import Names, plain
from generator.authors.agreements.own_export import read_ends
from generator.authors.agreements.private import Private
from generator.authors.agreements.reading import Agreement, Kind, Piece
from generator.authors.agreements.tables import CONTROL, EXPORTED, Table, tables
from generator.authors.agreements.texts import may_stand
from generator.county.library import Library
from generator.rules.repetition import said_by_core


class Fate(Enum):
    """What became of a piece."""

    KEPT = "kept"
    CORE = "left out, the core says it"
    UNWRITTEN = "kept as unwritten text"
    PERSON = "left for a person to decide"
    HEADING = "used to place what follows"
    LEFT = "left out"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one piece. Every piece has one."""

    placed: Placed
    fate: Fate
    where: str = ""
    """The field, or the clause of the core, that holds it now."""
    why: str = ""


@dataclass(frozen=True, eq=False)
class Sorted:
    """An agreement of which everything is settled but where the open pieces go."""

    settled: Mapping[Piece, Account]
    open: tuple[Placed, ...]
    tables: Mapping[int, Table]
    registers: Registers
    names: Names
    private: Private
    said_of: tuple[str, ...]
    """The agencies that the document names as parties, by id, in its order."""

    def control(self, name: str) -> Piece | None:
        """Return the fact of this name in a block that says what the document is, where it may stand in a source."""
        for table in self.tables.values():
            for row in table.rows if table.kind == CONTROL else ():
                label, *fact = (row[column] for column in sorted(row))
                if plain(label.text) in self.names.control[name] and fact and fact[0] not in self.settled:
                    return fact[0]
        return None

    @property
    def title(self) -> Piece | None:
        """What the document calls itself: in a block of facts, or in the paragraph that has the style of a title."""
        titles = (placed.piece for placed in self.open if placed.piece.is_title)
        found = self.control("title") or next(titles, None)
        return found if found and len(found.text) <= _LONGEST_TITLE and may_stand(found.text) else None

    @property
    def givers(self) -> tuple[str, ...]:
        """The agencies that a table says information comes from."""
        return tuple(
            found.agency
            for table in self.tables.values()
            if table.kind == "flows"
            for row in table.rows
            for piece in table.cells(row, "from")
            for found in self.registers.agencies(piece.text)
        )


_LONGEST_TITLE = 300
_LEFT = {
    Kind.CONTENTS: "a list of contents, which a protocol makes itself",
    Kind.EDGE: "stands at the edge of every page; a protocol has its own marking and version there",
    Kind.COMMENT: "a comment, which is no part of the text",
    Kind.PICTURE: "a picture, which nobody can read here; describe it in words where it says something",
}
_SIGNED = "a signature on the old text is none on this one; agencies sign with `protocols sign`"
_POSTS = ("contacts", "history", CONTROL)
"""The tables in which a post may stand, or whoever holds it."""

_NAME_WORDS = 4
"""How many words a cell or a paragraph has at most that may be a name and nothing else."""


def sort(agreement: Agreement, library: Library, names: Names) -> Sorted:
    """Return what is settled of an agreement."""
    understood = tables(agreement.pieces, names)
    registers = Registers(library)
    private = Private(library, (piece.text for piece in _of_people(understood)))
    said = said_by_core(library, (piece.text for piece in agreement.pieces))
    stands = placed(agreement.pieces, names)
    sorter = _Sorter(understood, registers, private, said)
    accounts = {each.piece: account for each in stands if (account := sorter.settled(each))}
    left = tuple(each for each in stands if each.piece not in accounts)
    parties = tuple(dict.fromkeys(_parties(stands, understood, registers)))
    return Sorted(accounts, left, understood, registers, names, private, parties)


@dataclass(frozen=True, eq=False)
class _Sorter:
    tables: Mapping[int, Table]
    registers: Registers
    private: Private
    said: Mapping[str, tuple[str, int]]

    def settled(self, placed: Placed) -> Account | None:
        """Return what is settled of a piece by what it is, or nothing."""
        piece = placed.piece
        if piece.kind in _LEFT:
            return Account(placed, Fate.LEFT, why=_LEFT[piece.kind])
        if why := self.private.reason(piece.text) if placed.is_heading else self._of_person(piece):
            return Account(placed, Fate.PERSON, why=why)
        if why := self._as_heading(placed):
            return Account(placed, Fate.HEADING, why=why)
        table = self.tables.get(piece.table)
        if placed.section == "signatures" or (table and table.kind == "signatures"):
            return Account(placed, Fate.LEFT, why=_SIGNED)
        clause = self.said.get(piece.text)
        return Account(placed, Fate.CORE, clause[0], f"{clause[1]}% like it") if clause else None

    def _as_heading(self, placed: Placed) -> str | None:
        table = self.tables.get(placed.piece.table)
        if placed.is_heading:
            return f"read as a heading: {placed.section}"
        if table and (placed.piece.row == table.head or _labels(table, placed.piece)):
            return f"says what a table of {table.kind} holds"
        return None

    def _of_person(self, piece: Piece) -> str | None:
        table = self.tables.get(piece.table)
        found = self.registers.agency(piece.text)
        if (found and found.percent == 100) or (table and (piece.row <= table.head or _labels(table, piece))):
            return self.private.reason(piece.text)
        if table and names_people(table, piece.column):
            return "stands where a person is named, and posts alone are named in sources"
        is_post = table.kind in _POSTS if table else len(piece.text.split()) <= _NAME_WORDS
        return self.private.of_post(piece.text) if is_post else self.private.reason(piece.text)


def names_people(table: Table, column: int) -> bool:
    """Tell whether a column of a table holds who somebody is, or how to reach them."""
    name = table.columns.get(column)
    return name == "person" if table.kind == "contacts" else table.kind == "signatures" and name != "organisation"


def _labels(table: Table, piece: Piece) -> bool:
    """Tell whether a cell only says what stands beside it."""
    if table.kind != CONTROL:
        return False
    row = next(row for row in table.rows if piece in row.values())
    return len(row) > 1 and piece is row[min(row)]


def _of_people(understood: Mapping[int, Table]) -> Iterator[Piece]:
    for table in understood.values():
        for row in table.rows:
            yield from (piece for column, piece in row.items() if names_people(table, column))


def _parties(stands: tuple[Placed, ...], understood: Mapping[int, Table], registers: Registers) -> Iterator[str]:
    """Yield the agencies that stand where parties do: in lists and tables of them, and as givers and receivers of what flows."""
    for each in stands:
        piece, table = each.piece, understood.get(each.piece.table)
        column = table.columns.get(piece.column) if table and piece.row > table.head else None
        if table and table.kind == EXPORTED and column == "between":
            yield from (agency for end in read_ends(registers, piece.text) or () for agency in end)
        elif (table and table.kind == "flows" and column in ("from", "to")) or (
            table and table.kind in ("parties", "signatures") and column == "organisation"
        ):
            yield from (found.agency for found in registers.agencies(piece.text))
        elif not table and each.section == "parties" and not each.is_heading:
            yield from (found.agency for found in registers.agencies(first_of(piece.text)[0]))


def first_of(text: str) -> tuple[str, str]:
    """Return what stands before the first mark that parts a name from what is said of it, and what stands after it."""
    for mark in (": ", " – ", " - ", " — "):
        if mark in text:
            name, _, rest = text.partition(mark)
            return name, rest.strip()
    return text, ""
