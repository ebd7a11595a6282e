"""What tables that came back change in the sources: fields, new items, items taken out. Nothing is changed where anything is wrong.

A row knows what its item said when the table was made. Where the source says something else by now, the row is refused.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from generator.authors.edit.values import Add, Edit, Put, TakeOut, edited
from generator.authors.edit.workspace import Changes, Workspace, new_faults
from generator.authors.tables.columns import Sheet
from generator.authors.tables.faults import Spot, TableFault
from generator.authors.tables.grid import Grid
from generator.authors.tables.reading import Row, rows_of
from generator.authors.tables.rows import documents_of, print_of
from generator.county.library import Parsed
from generator.errors import EditRefused
from generator.sources.diagnostic import Diagnostic, Severity, did_you_mean
from generator.sources.disk import SOURCES
from generator.sources.nodes import Node, Path, key_at, node_at
from generator.sources.source import Span
from generator.words.nearest import nearest

_ANEW = "export the table anew, and make the change in that"


@dataclass(frozen=True)
class Touched:
    """A place of a source that a table changes, and where the table says so."""

    document: str
    path: Path
    spot: Spot
    what: str


@dataclass(frozen=True)
class Missing:
    """An item of the sources that a table which holds others of the same list does not hold."""

    document: str
    path: Path
    words: str


@dataclass(frozen=True)
class Imported:
    """What tables come to: the edit, what it changes, what is not in them, and every fault."""

    changes: Changes = field(default_factory=Changes)
    touched: tuple[Touched, ...] = ()
    missing: tuple[Missing, ...] = ()
    """What is not in the tables, and stays."""
    removed: tuple[Missing, ...] = ()
    """What is not in the tables, and is taken out."""
    faults: tuple[TableFault, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether nothing may be written."""
        return any(fault.severity is Severity.ERROR for fault in self.faults)


def changes_of(workspace: Workspace, grids: Sequence[Grid], as_of: date, *, remove_missing: bool = False) -> Imported:
    """Return what tables change in the sources, and whatever is wrong with them or with what they would leave."""
    rows: list[Row] = []
    faults: list[TableFault] = []
    for grid in grids:
        found, wrong = rows_of(grid)
        rows += found
        faults += wrong
    plan = _Plan(workspace)
    for sheet in dict.fromkeys(row.sheet for row in rows):
        plan.add(sheet, [row for row in rows if row.sheet is sheet])
    faults += plan.faults
    missing = tuple(plan.missing)
    if faults:
        return Imported(missing=missing, faults=tuple(faults))
    if remove_missing:
        plan.take_out_missing()
        if plan.faults:
            return Imported(missing=missing, faults=tuple(plan.faults))
    made = plan.made(as_of)
    return replace(made, removed=missing) if remove_missing else replace(made, missing=missing)


class _Plan:
    """Gathers the edits of each source."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._edits: dict[str, list[Edit]] = defaultdict(list)
        self._added: dict[tuple[str, str], int] = {}
        self.touched: list[Touched] = []
        self.missing: list[Missing] = []
        self.faults: list[TableFault] = []

    def add(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        """Take in the rows of one table: those that are known first, so that a new one is never taken for one of them."""
        documents = {found.id: found for found in documents_of(self._workspace.library, sheet)}
        claimed: dict[str, dict[int, Row]] = defaultdict(dict)
        left: list[tuple[Row, Parsed]] = []
        for row in rows:
            document = self._document(row, documents)
            if document is not None and not self._claim(row, document, claimed[document.id], _marked):
                left.append((row, document))
        for row, document in left:
            if self._claim(row, document, claimed[document.id], _alike):
                continue
            if row.mark is None:
                self._new(document, row)
            else:
                self._fault(row.spot, "the sources say something else by now than when this table was made", _ANEW)
        for identifier, held in claimed.items():
            self._find_missing(sheet, documents[identifier], held)

    def _claim(self, row: Row, document: Parsed, claimed: dict[int, Row], find: "_Finder") -> bool:
        """Take a row for the item that it is, if that can be found, and note what it changes."""
        items = [item for _, item in row.sheet.items(document.node)]
        at = find(row, {at: item for at, item in enumerate(items) if at not in claimed})
        if at is None:
            return False
        claimed[at] = row
        self._change(document, row, at, items[at])
        return True

    def _document(self, row: Row, documents: dict[str, Parsed]) -> Parsed | None:
        """Return the source that a row belongs to."""
        if row.mark is None:
            document = documents.get(row.owner)
            if document is None and not row.sheet.listed:
                mend = "`protocols new agency` starts a new one; then export the table anew"
                self._fault(row.owner_spot, f"there is no `{row.owner}`, and a table adds no agency", mend)
            elif document is None:
                near = did_you_mean(nearest(row.owner, documents)) or f"write the id of the {row.sheet.owner}"
                self._fault(row.owner_spot, f"there is no {row.sheet.owner} `{row.owner}`", near)
            return document
        paths = {found.source.path.removeprefix(f"{SOURCES}/"): found for found in documents.values()}
        document = paths.get(row.mark.file)
        if document is None:
            self._fault(row.spot, f"there is no source `{row.mark.file}` for this row any more", _ANEW)
        elif row.owner != document.id:
            mend = f"`protocols rename` changes an id; or write `{document.id}`"
            if row.sheet.listed:
                mend = "take the row out, and add it as a new one without its mark where it belongs"
            self._fault(row.owner_spot, f"this row belongs to `{document.id}`, and says `{row.owner}`", mend)
            return None
        return document

    def _fault(self, spot: Spot, message: str, mend: str) -> None:
        self.faults.append(TableFault(message, spot, mend))

    def _change(self, document: Parsed, row: Row, at: int, item: Node) -> None:
        """Add an edit for each cell that says something else than its field."""
        sheet = row.sheet
        path: Path = (sheet.listed, at) if sheet.listed else ()
        for column, present in zip(sheet.columns, sheet.cells(item), strict=True):
            if column not in row.cells or row.cells[column][0] == column.tidy(present):
                continue
            cell, spot = row.cells[column]
            self._edits[document.source.path].append(Put((*path, *column.path), column.value(cell)))
            self.touched.append(
                Touched(document.source.path, (*path, *column.path), spot, "changed" if cell else "cleared")
            )

    def _new(self, document: Parsed, row: Row) -> None:
        sheet, path = row.sheet, document.source.path
        values = {
            str(column.path[0]): value
            for column, (cell, _) in row.cells.items()
            if (value := column.value(cell)) is not None
        }
        if not values:
            return self._fault(row.spot, "this new row says nothing", "fill it in, or clear it")
        number = self._added.get((path, sheet.listed), len(sheet.items(document.node)))
        self._added[path, sheet.listed] = number + 1
        self._edits[path].append(Add((sheet.listed,), values))
        self.touched.append(Touched(path, (sheet.listed, number), row.spot, "added"))
        return None

    def _find_missing(self, sheet: Sheet, document: Parsed, held: dict[int, Row]) -> None:
        """List the items of a source of which a table holds some rows, but not these."""
        for at, (path, item) in enumerate(sheet.items(document.node)):
            if at not in held:
                self.missing.append(Missing(document.source.path, path, next(filter(None, sheet.cells(item)), "")))

    def take_out_missing(self) -> None:
        """Take out every item that is missing, the last of a list first, so that the others keep their places until then."""
        for found in sorted(self.missing, key=lambda each: (each.document, each.path), reverse=True):
            if not found.path:
                self._fault(
                    Spot(found.document),
                    "an agency is retired, and never taken out",
                    "see `retired` in the list of fields",
                )
                continue
            self._edits[found.document].append(TakeOut(found.path))
            self.touched = [_moved_up(touched, found) for touched in self.touched]

    def made(self, as_of: date) -> Imported:
        """Return the edit, with what is wrong with the sources after it, each fault at the cell that brought it."""
        texts: dict[str, str] = {}
        faults: list[TableFault] = []
        for path, edits in self._edits.items():
            try:
                texts[path] = edited(self._workspace.documents[path], sorted(edits, key=_order))
            except EditRefused as refused:
                spots = [touched.spot for touched in self.touched if touched.document == path]
                faults.append(TableFault(str(refused), spots[0] if spots else Spot(path)))
        changes = Changes(texts)
        if not faults and texts:
            after = self._workspace.after(changes)
            faults = [self._located(found, after) for found in new_faults(self._workspace, after, as_of)]
        return Imported(changes, tuple(self.touched), faults=tuple(faults))

    def _located(self, found: Diagnostic, after: Workspace) -> TableFault:
        """Return a fault of the sources at the cell, or the row, that brought it; at its own place where no cell did."""
        best: tuple[int, Spot] | None = None
        for touched in self.touched:
            document = after.documents.get(touched.document)
            if document is None or found.span.path != touched.document:
                continue
            for depth in range(len(touched.path), 0, -1):
                path = touched.path[:depth]
                if _holds(document, path, found.span) and (best is None or depth > best[0]):
                    whole = depth < len(touched.path) or touched.what == "added"
                    best = (
                        depth,
                        Spot(touched.spot.file, touched.spot.sheet, touched.spot.row) if whole else touched.spot,
                    )
                    break
        where = best[1] if best else Spot(f"{found.span.path}:{found.span.line}:{found.span.column}")
        return TableFault(found.message, where, found.help, found.severity)


def _moved_up(touched: Touched, gone: Missing) -> Touched:
    """Return a place as it is once an item was taken out of its list."""
    path = touched.path
    if touched.document != gone.document or path[:1] != gone.path[:1] or not int(path[1]) > int(gone.path[1]):
        return touched
    return replace(touched, path=(path[0], int(path[1]) - 1, *path[2:]))


def _order(edit: Edit) -> int:
    """Return when an edit is made: fields first and items last, so that places stay what they were."""
    return (Put, Add, TakeOut).index(type(edit))


def _holds(document: Parsed, path: Path, span: Span) -> bool:
    """Return whether a fault begins in the value at a path, or at its key."""
    node, key = node_at(document.node, path), key_at(document.node, path)
    start = key.span if key else node.span
    return (start.line, start.column) <= (span.line, span.column) <= (node.span.end_line, node.span.end_column)


_Finder: TypeAlias = Callable[[Row, Mapping[int, Node]], int | None]
"""Finds which of some items a row is."""


def _marked(row: Row, items: Mapping[int, Node]) -> int | None:
    """Return the item that says what a row's did when the table was made: the one in its place, or else the first."""
    if row.mark is None:
        return None
    same = [at for at, item in items.items() if print_of(row.sheet.cells(item)) == row.mark.print]
    return row.mark.number - 1 if row.mark.number - 1 in same else next(iter(same), None)


def _alike(row: Row, items: Mapping[int, Node]) -> int | None:
    """Return the item that says what a row says now: it was taken in before."""
    return next((at for at, item in items.items() if row.says(row.sheet.columns, row.sheet.cells(item))), None)
