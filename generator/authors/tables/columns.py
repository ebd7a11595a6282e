"""Which tables there are, and which fields of a source stand in which column of each; worked out from the model."""

from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from generator.authors.edit.values import FieldValue
from generator.county.fields import Shape, shapes
from generator.model.agency import Agency, Post
from generator.model.base import Entry
from generator.model.protocol import Protocol
from generator.model.tail import Contact, Flow
from generator.sources.nodes import Mapping, Node, Path, Scalar, Sequence, node_at

MARK = "row"
"""The name of the first column, which says of which item in the sources a row is."""

_ENDS = "retired"
"""What ends a thing is decided by a command, and no cell."""


@dataclass(frozen=True)
class Column:
    """One column: a field, or a field inside one, as `standing.top`."""

    path: Path
    shape: Shape

    @property
    def name(self) -> str:
        """What stands at its head."""
        return ".".join(map(str, self.path))

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that it can have, where the model lists them."""
        return _choices(self.shape.annotation)

    @property
    def holds_names(self) -> bool:
        """Whether its items are ids or chosen words, which hold no semicolon."""
        return self.shape.refers is not None or bool(self.choices)

    def cell(self, item: Node) -> str:
        """Return what an item says in this field, as a cell shows it."""
        node: Node | None = item
        for step in self.path:
            pair = node.get(str(step)) if isinstance(node, Mapping) else None
            node = pair.value if pair else None
        if isinstance(node, Sequence):
            separator = "; " if self.holds_names else "\n"
            return separator.join(" ".join(each.text.split()) for each in node.items if isinstance(each, Scalar))
        return (
            self.tidy(node.text) if isinstance(node, Scalar) and not (node.plain and node.text in ("~", "null")) else ""
        )

    def tidy(self, cell: str) -> str:
        """Return a cell without the spaces that mean nothing in its field."""
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
        if self.shape.markup and self.shape.markup.form == "prose":
            return "\n".join(line.rstrip() for line in cell.split("\n")).strip("\n ")
        if self.shape.is_list:
            return ("; " if self.holds_names else "\n").join(self._items(cell))
        return " ".join(cell.split())

    def value(self, cell: str) -> FieldValue | None:
        """Return what a tidy cell says; nothing for an empty one."""
        if not cell:
            return None
        return self._items(cell) if self.shape.is_list else cell

    def _items(self, cell: str) -> tuple[str, ...]:
        """Return the items of a list: one a line, or with a semicolon or comma after each where they are names."""
        for mark in ";," if self.holds_names else "":
            cell = cell.replace(mark, "\n")
        return tuple(item for line in cell.split("\n") if (item := " ".join(line.split())))


@dataclass(frozen=True)
class Sheet:
    """One table: the items of a list in every source of a kind, or every source of it."""

    name: str
    entry: type[Entry]
    """What the sources hold."""
    folder: str
    owner: str
    """The name of the second column: of which source a row is."""
    listed: str
    """The field whose items are the rows; empty where each source is a row by itself."""
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """What stands in the first row."""
        return MARK, self.owner, *(column.name for column in self.columns)

    def column(self, name: str) -> Column | None:
        """Return the column of this name."""
        return next((column for column in self.columns if column.name == name), None)

    def items(self, root: Node) -> tuple[tuple[Path, Node], ...]:
        """Return every item of a source, with where it stands."""
        if not self.listed:
            return (((), root),)
        found = node_at(root, (self.listed,))
        return (
            tuple(((self.listed, at), item) for at, item in enumerate(found.items))
            if isinstance(found, Sequence)
            else ()
        )

    def cells(self, item: Node) -> tuple[str, ...]:
        """Return what an item says, column by column."""
        return tuple(column.cell(item) for column in self.columns)


def _choices(annotation: Any) -> tuple[str, ...]:
    """Return the values of the one list of choices in a type."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return tuple(choice.value for choice in annotation)
    inner = get_args(annotation) if get_origin(annotation) in (tuple, Union, UnionType) else ()
    return next((found for each in inner if (found := _choices(each))), ())


def _columns(entry: type[Entry], *, leaving: str = "", path: Path = ()) -> tuple[Column, ...]:
    """Return a column for every field that holds words or a list of words, and for those inside a field that is one entry."""
    found: list[Column] = []
    for key, shape in shapes(entry).items():
        if key in (leaving, _ENDS):
            continue
        if shape.entry is None:
            found.append(Column((*path, key), shape))
        elif not shape.is_list and not shape.is_table:
            found += _columns(shape.entry, path=(*path, key))
    return tuple(found)


SHEETS = (
    Sheet("flows", Protocol, "tier-3", "protocol", "flows", _columns(Flow)),
    Sheet("contacts", Protocol, "tier-3", "protocol", "contacts", _columns(Contact)),
    Sheet("posts", Agency, "agencies", "agency", "posts", _columns(Post)),
    Sheet("agencies", Agency, "agencies", "id", "", _columns(Agency, leaving="id")),
)
"""Every table, in the order of the sheets of a workbook."""


def sheet_named(name: str) -> Sheet | None:
    """Return the table of this name."""
    return next((sheet for sheet in SHEETS if sheet.name == name), None)
