"""Edits of fields of an entry, made together: a value put in, a key or an item taken out, an item added.

The result is proved to say what was meant, and to hold every comment but those inside an item that was taken out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.authors.edit.editor import Editor
from generator.authors.edit.layout import comments
from generator.authors.edit.splice import data_of
from generator.county.library import Parsed
from generator.errors import EditRefused
from generator.sources.nodes import Path, dotted, plain_data

FieldValue: TypeAlias = str | tuple[str, ...]
"""What a field holds: words, or a list of them."""


@dataclass(frozen=True)
class Put:
    """A field gets a value; with nothing, it is taken out."""

    path: Path
    value: FieldValue | None


@dataclass(frozen=True)
class Add:
    """A list gets an item, at its end."""

    path: Path
    values: Mapping[str, FieldValue]


@dataclass(frozen=True)
class TakeOut:
    """An item of a list is taken out, with the comments inside it."""

    path: Path


Edit: TypeAlias = Put | Add | TakeOut


def edited(document: Parsed, edits: Sequence[Edit]) -> str:
    """Return the text of a document after edits, made in this order. Raises `EditRefused` where they cannot be made as meant."""
    meant = plain_data(document.node)
    for edit in edits:
        meant = _after(meant, edit)
    editor = Editor(document.source, document.entry)
    editor.put((), meant)
    made = editor.source.text
    loses = comments(document.source.text) - comments(made) and not any(isinstance(edit, TakeOut) for edit in edits)
    if loses or _trimmed(data_of(made, document.source.path)) != _trimmed(meant):
        where = ", ".join(f"`{dotted(edit.path)}`" for edit in edits)
        raise EditRefused(
            f"{document.source.path}: {where} is laid out in a way that this edit cannot keep; change it by hand"
        )
    return made


def _after(data: Any, edit: Edit) -> Any:
    """Return plain data as it is after an edit."""
    data = json.loads(json.dumps(data))
    *above, last = edit.path
    at = data
    for step in above:
        at = at.setdefault(step, {}) if isinstance(step, str) else at[step]
    match edit:
        case Put(value=None):
            at.pop(last, None)
            if not at and above:
                data.pop(above[0], None)
        case Put(value=value):
            at[last] = list(value) if isinstance(value, tuple) else value
        case Add(values=values):
            item = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
            at[last] = [*(at.get(last) or []), item]
        case TakeOut():
            del at[last]
    return data


def _trimmed(data: Any) -> Any:
    """Return plain data without the spaces at the ends of words, which no model keeps."""
    if isinstance(data, str):
        return data.strip()
    if isinstance(data, list):
        return [_trimmed(item) for item in data]
    return {key: _trimmed(value) for key, value in data.items()} if isinstance(data, dict) else data
