"""The ledger of addresses as edits keep it: new names are added, old ones stay, and every way leads to its end in one step.

The program alone writes this file, so it is written whole; comments above its first key stay.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from generator.authors.edit.names import Named
from generator.authors.edit.workspace import Changes, Workspace
from generator.county.library import Library
from generator.county.moves import Moves
from generator.errors import EditRefused
from generator.model.addresses import Move
from generator.sources.disk import SOURCES

LEDGER = f"{SOURCES}/addresses.yaml"
"""Where the ledger stands, from the project's root."""

_OPENING = """\
# Everything that was ever published, one name a line, and what has another name now. `protocols new`, `rename` and `fmt`
# write it. No line is taken out: somebody may hold the address.
"""


def with_ledger(workspace: Workspace, changes: Changes, moves: Iterable[Move] = ()) -> Changes:
    """Return an edit with the ledger brought up to date: what the edit makes is recorded, and what it renames leads on."""
    text = ledger_text(workspace.after(changes).library, moves)
    before = workspace.documents.get(LEDGER)
    if before is not None and before.source.text == text:
        return changes
    return Changes({**changes.texts, LEDGER: text}, changes.removed, changes.keep_mark)


def ledger_text(library: Library, moves: Iterable[Move] = ()) -> str:
    """Return the ledger of some sources with new moves in it, as text. Raises `EditRefused` where the one there is has faults."""
    if library.addresses is None and "addresses" in library.broken:
        raise EditRefused(f"{LEDGER} has faults; mend it first (`protocols check` says how)")
    first: dict[str, Move] = {}
    for move in (*moves, *(library.addresses.model.moved if library.addresses else ())):
        first.setdefault(move.from_, move)
    rows = {name: move for name, move in first.items() if name not in library.lasting}
    leads = Moves({name: move.to for name, move in rows.items()})
    ledger = library.addresses
    names = {*library.lasting, *rows, *(ledger.model.published if ledger else ())}
    return "".join(
        (_opening(library), "id: addresses\n", *_published(sorted(names)), *_moved(sorted(rows.items()), leads))
    )


def _opening(library: Library) -> str:
    """Return the comments above the first key of the ledger as it is; those of a new one where there is none."""
    if library.addresses is None:
        return _OPENING
    lines = library.addresses.source.text.splitlines(keepends=True)
    return "".join(lines[: next(at for at, line in enumerate(lines) if line.strip() and not line.startswith("#"))])


def _published(names: list[str]) -> Iterator[str]:
    if names:
        yield "published:\n"
        yield from (f"  - {name}\n" for name in names)


def _moved(rows: list[tuple[str, Move]], moves: Moves) -> Iterator[str]:
    if rows:
        yield "moved:\n"
        yield from (f"  - {{from: {name}, to: {moves.way(name)[-1]}, on: {move.on}}}\n" for name, move in rows)


def move_of(named: Named, identifier: str, on: date) -> Move:
    """Return the move that giving a thing another id is."""
    return Move.model_validate({"from": named.name, "to": named.prefix + identifier, "on": on})


def require_unpublished(library: Library, name: str, itself: str = "") -> None:
    """Refuse a name that was published before, unless it was the name of the thing that gets it again. Raises `EditRefused`."""
    moved_to = library.moves.way(name)[-1]
    if moved_to not in (name, itself):
        raise EditRefused(
            f"`{name}` was the name of `{moved_to}`, and its address leads there; an id is never used twice"
        )
    if library.addresses and moved_to == name and name in library.addresses.model.published:
        raise EditRefused(f"`{name}` was published before; an id is never used twice")
