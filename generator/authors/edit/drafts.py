"""A draft as the text of a new source: laid out as every source is, each field with what the model says it is for."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from generator.authors.edit.splice import written, written_block
from generator.authors.edit.workspace import Changes
from generator.county.fields import shapes
from generator.model.base import Entry
from generator.sources.disk import SOURCES

Draft: TypeAlias = Mapping[str, Any]
"""What a draft says: text, lists and mappings by key."""


def new_file(
    name: str, entry: type[Entry], draft: Draft, opening: str, notes: Mapping[str, Iterable[str]] | None = None
) -> Changes:
    """Return a new source with an opening comment and everything that the draft says; `notes` stand as comments above their keys."""
    head = "".join(f"# {line}\n" for line in textwrap.wrap(opening, 110))
    explained: set[tuple[type[Entry], str]] = set()
    lines = [
        each
        for key in shapes(entry)
        if key in draft
        for each in (
            *_noted((notes or {}).get(key, ())),
            *_lines(entry, {key: draft[key]}, 0, explained=explained),
        )
    ]
    return Changes({f"{SOURCES}/{name}": head + "".join(lines)})


def _noted(notes: Iterable[str]) -> Iterator[str]:
    for note in notes:
        first, *others = textwrap.wrap(note, 106, break_long_words=False, break_on_hyphens=False)
        yield f"# {first}\n"
        yield from (f"#   {line}\n" for line in others)


def _lines(entry: type[Entry], draft: Draft, indent: int, *, explained: set[tuple[type[Entry], str]]) -> Iterator[str]:
    """Yield the lines of a mapping in the model's order, each key explained the first time that it is met."""
    descriptions = {info.alias or name: info.description or "" for name, info in entry.model_fields.items()}
    pad = " " * indent
    for key, shape in shapes(entry).items():
        if key not in draft:
            continue
        if (entry, key) not in explained:
            explained.add((entry, key))
            for line in textwrap.wrap(descriptions[key], 110 - indent):
                yield f"{pad}# {line}\n"
        yield from _value(key, draft[key], indent, shape.entry, explained)


def _value(
    key: str, value: Any, indent: int, entry: type[Entry] | None, explained: set[tuple[type[Entry], str]]
) -> Iterator[str]:
    pad = " " * indent
    match value:
        case str() if "\n" in value:
            yield f"{pad}{key}: |\n"
            yield from (f"{pad}  {line}\n" if line else "\n" for line in value.split("\n"))
        case str():
            yield written_block(key, value, indent)
        case [] if entry:
            yield from (f"{pad}# {line}\n" for line in _outlined(entry))
            yield f"{pad}{key}: []\n"
        case list() if entry:
            yield f"{pad}{key}:\n"
            for item in value:
                lines = list(_lines(entry, item, indent + 4, explained=explained))
                yield from _as_item(lines, indent + 2)
        case list():
            yield f"{pad}{key}:\n"
            yield from (f"{pad}  - {written(item)}\n" for item in value)
        case _ if entry:
            yield f"{pad}{key}:\n"
            yield from _lines(entry, value, indent + 2, explained=explained)


def _outlined(entry: type[Entry]) -> Iterator[str]:
    """Yield how an entry of an empty list is written, by the fields that it needs."""
    yield "Write its entries in place of `[]`, one field a line. An entry has:"
    for index, (key, shape) in enumerate(shapes(entry).items()):
        left_out = "" if shape.needed else " It may be left out."
        yield f"{'  ' if index else '- '}{key}: ({' '.join(shape.meaning.split())}{left_out})"


def _as_item(lines: list[str], indent: int) -> Iterator[str]:
    """Yield the lines of a mapping as one item of a list; a comment on its first key goes above the dash."""
    pad = " " * indent
    is_first_key = True
    for line in lines:
        if is_first_key and line.lstrip().startswith("#"):
            yield pad + line.lstrip()
        elif is_first_key:
            yield f"{pad}- {line.lstrip()}"
            is_first_key = False
        else:
            yield line
