"""Applying a change file: three ways between what a field was, what it is now, and what it shall be.

All fields are applied or none. The result is proved to say what was meant; which faults it would bring is left to who applies it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import cast

from generator.authors.edit.change_file import APPEND, ChangeFile, Field, Value, read_change
from generator.authors.edit.editor import Editor
from generator.authors.edit.layout import comments
from generator.authors.edit.ledger import LEDGER
from generator.authors.edit.scalars import same
from generator.authors.edit.three_ways import Outcome, at, place_of
from generator.authors.edit.workspace import Changes, Workspace, new_faults, open_workspace
from generator.county.library import Parsed
from generator.errors import EditRefused
from generator.sources.diagnostic import Diagnostic
from generator.sources.disk import SOURCES
from generator.sources.nodes import Path, dotted
from generator.words.nearest import nearest

_NOT_HERE = {
    "id": "an id is permanent; `protocols rename` gives another and leads the old addresses on",
    "signatures": "signatures are recorded with `protocols sign`, which asks for their evidence",
}
"""What no change file changes, and what does."""


@dataclass(frozen=True)
class Applied:
    """What a change file does to its source."""

    changes: Changes
    says: tuple[str, ...]
    """What became of each field, and what else its author should know."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One field at the place where it stands now."""

    path: Path
    value: Value


@dataclass(frozen=True)
class Prepared:
    """A change that can be written, or not, as it is: what it does, and the faults that it would bring."""

    before: Workspace
    applied: Applied
    faults: tuple[Diagnostic, ...]


def prepare_change(root: FilePath, data: bytes, as_of: date) -> Prepared:
    """Return what a change file comes to in the sources under `root`; nothing is written. Raises `EditRefused`."""
    change = read_change(data)
    workspace = open_workspace(root)
    applied = apply_change(workspace, change)
    changes = applied.changes
    faults = new_faults(workspace, workspace.after(changes), as_of) if changes.texts else ()
    return Prepared(workspace, applied, faults)


def apply_change(workspace: Workspace, change: ChangeFile) -> Applied:
    """Return the edit that a change file comes to. Raises `EditRefused` with every field that cannot be applied."""
    document = _source(workspace, change.path)
    editor = Editor(document.source, document.entry)
    steps, says, refused = _resolved(editor.data, change)
    if refused:
        raise EditRefused(
            "\n".join((f"{change.path} was not changed; it is not what this change was made for", *refused))
        )
    _require_apart([step.path for step in steps])
    expected = editor.data
    for step in _in_turn(steps):
        _take(editor, step)
        expected = _with(expected, step.path, step.value)
    if not same(editor.data, expected):
        raise EditRefused(f"{change.path} is laid out in a way that this edit cannot keep; run `protocols fmt` first")
    lost = comments(document.source.text) - comments(editor.source.text)
    says += [f"a comment went with what was taken out or replaced: {each}" for each in lost.elements()]
    if editor.source.text == document.source.text:
        return Applied(Changes(), tuple(says))
    return Applied(Changes({change.path: editor.source.text}), tuple(says))


def _source(workspace: Workspace, path: str) -> Parsed:
    shown = json.dumps(path[:80])
    parts = path.split("/")
    if ".." in parts or path.startswith("/") or "\\" in path or parts[0] != SOURCES:
        raise EditRefused(f"{shown} is not a path inside `{SOURCES}/`; a change file names a source of this project")
    if path == LEDGER:
        raise EditRefused(f"{LEDGER} is written by the program alone; `protocols rename` changes what it says")
    if path in workspace.unread:
        raise EditRefused(f"{path} cannot be read; mend it first (`protocols check` says how)")
    if path not in workspace.documents:
        near = nearest(path[:200], workspace.documents)
        raise EditRefused(f"{shown} is not a source of this project" + (f"; did you mean {near[0]}?" if near else ""))
    return workspace.documents[path]


def _resolved(data: Value, change: ChangeFile) -> tuple[list[_Step], list[str], list[str]]:
    """Return what is to be done, what to say of it, and what has to be refused."""
    steps: list[_Step] = []
    says: list[str] = []
    refused: list[str] = []
    for field in change.fields:
        if field.at[0] in _NOT_HERE and (field.at[0] != "id" or len(field.at) == 1):
            refused.append(f"`{dotted(field.at)}`: {_NOT_HERE[str(field.at[0])]}")
            continue
        found = place_of(data, field)
        if isinstance(found, str):
            refused.append(found)
        elif found[1] is Outcome.ALREADY:
            says.append(f"`{dotted(found[0])}` says so already")
        else:
            moved = f" (it stood at `{dotted(field.at)}`)" if found[0] != field.at else ""
            steps.append(_Step(found[0], field.shall_be))
            says.append(f"`{dotted(found[0])}` {_done(field)}{moved}")
    return steps, says, refused


def _done(field: Field) -> str:
    if field.at[-1] == APPEND:
        return "has another item"
    if field.shall_be is None:
        return "is taken out"
    return "is added" if field.was is None else "is changed"


def _require_apart(paths: list[Path]) -> None:
    """Refuse two fields of which one stands in the other."""
    for number, path in enumerate(paths):
        for other in paths[number + 1 :]:
            shorter = min(len(path), len(other))
            if path[:shorter] == other[:shorter] and not path[-1] == other[-1] == APPEND:
                raise EditRefused(f"the change file changes `{dotted(path)}` and `{dotted(other)}`, which overlap")


def _in_turn(steps: list[_Step]) -> Iterator[_Step]:
    """Yield what is added at the ends of lists first, then all else from the end of each list to its start: no place moves."""
    yield from (step for step in steps if step.path[-1] == APPEND)
    rest = [step for step in steps if step.path[-1] != APPEND]
    yield from sorted(
        rest,
        key=lambda step: [(1, "", part) if isinstance(part, int) else (0, part, 0) for part in step.path],
        reverse=True,
    )


def _take(editor: Editor, step: _Step) -> None:
    if step.path[-1] == APPEND:
        listed = at(editor.data, step.path[:-1])
        if isinstance(listed, list):
            editor.insert(step.path[:-1], len(listed), step.value)
            return
        step = _Step(step.path[:-1], [step.value])
    path, value = step.path, step.value
    while len(path) > 1 and not _has(editor.data, path) and at(editor.data, path[:-1]) is None:
        path, value = path[:-1], {str(path[-1]): value}
    if not _has(editor.data, path):
        editor.add(path, value)
    elif value is None:
        editor.remove(path)
    else:
        editor.put(path, value)


def _has(data: Value, path: Path) -> bool:
    around = at(data, path[:-1])
    return path[-1] in around if isinstance(around, dict) else at(data, path) is not None


def _with(data: Value, path: Path, value: Value) -> Value:
    """Return data with a value put at a path, added to a list, or taken out."""
    part, *rest = path
    if part == APPEND:
        return [*cast("list[Value]", data or []), value]
    if isinstance(part, int):
        items = list(cast("list[Value]", data))
        items[part : part + 1] = (
            [_with(items[part], tuple(rest), value)] if rest else [value] if value is not None else []
        )
        return items
    pairs = dict(cast("dict[str, Value]", data or {}))
    if rest:
        pairs[part] = _with(pairs.get(part), tuple(rest), value)
    elif value is None:
        pairs.pop(part, None)
    else:
        pairs[part] = value
    return pairs
