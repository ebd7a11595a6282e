"""What a value of the model comes to once all that is no wording is gone, so that a reflow is never a change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generator.county.fields import Shape, shapes
from generator.model.base import Entry, Markable
from generator.words.references import REFERENCE, full_name

_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)]|\|)[ \t]?)")
"""Where one paragraph, item or row ends and another begins."""

_MARK = re.compile(r"^(?:[-*+]|\d+[.)])\s+")

LOCAL = "here/"
"""Begins the full name of what only its own document can name: `here/example/route/telephone`."""


@lru_cache(maxsize=16384)
def blocks(text: str) -> tuple[str, ...]:
    """Return the paragraphs, items and rows of prose, without the numbers of items and without what breaks lines."""
    return tuple(flat(_MARK.sub(_kind_of_mark, each.strip())) for each in _BREAK.split(text) if each.strip())


def _kind_of_mark(mark: re.Match[str]) -> str:
    return "# " if mark[0][0].isdigit() else "- "


def without_mark(block: str) -> str:
    """Return the words of a paragraph, without what says that it is an item."""
    return block.removeprefix("- ").removeprefix("# ")


def flat(text: str) -> str:
    """Return text on one line, with single spaces."""
    return " ".join(text.split())


def attributes(entry: Entry) -> Iterator[tuple[str, str, Shape]]:
    """Yield each field of an entry: its key in sources, its name in the model, and what it holds. The first says what it is."""
    known = shapes(type(entry))
    of_any = Markable.model_fields if isinstance(entry, Markable) else {}
    for name, info in sorted(type(entry).model_fields.items(), key=lambda item: item[0] in of_any):
        key = info.alias or name
        yield key, name, known[key]


@dataclass(frozen=True)
class Home:
    """The document in which a value stands: what a reference in it means depends on that."""

    id: str
    theme: str | None = None


@dataclass(frozen=True)
class Renames:
    """What has another name on the new side, by its old name in full."""

    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """Return what a full name has become; what lies within something renamed is renamed with it."""
        if name in self.names or not self.names:
            return self.names.get(name, name)
        head, slash, rest = name.rpartition("/")
        return f"{self.name(head)}/{rest}" if slash else name

    def text(self, text: str) -> str:
        """Return a text with the references in it renamed."""
        if not self.names or "[[" not in text:
            return text

        def renamed(found: re.Match[str]) -> str:
            words = "" if found[2] is None else f"|{found[2]}"
            return f"[[{self.name(flat(found[1]))}{words}]]"

        return REFERENCE.sub(renamed, text)


def name_in_full(shape: Shape, value: str, home: Home) -> str:
    """Return the name of what a reference field names, one that only its document knows with the document before it."""
    if shape.refers is None:
        return value
    kind = shape.refers.kind
    if kind == "post" and "/" in value:
        return f"agency/{value}"
    if kind == "section" and "/" in value:
        return value
    return full_name(kind, value, home.theme) or f"{LOCAL}{home.id}/{kind}/{value}"


def meant(shape: Shape, value: Any, home: Home, renames: Renames) -> Any:
    """Return what one value of a field means: equal for values between which no reader sees a difference."""
    if not isinstance(value, str):
        return value
    if shape.refers:
        return renames.name(name_in_full(shape, value, home))
    if shape.markup and shape.markup.form == "prose":
        return blocks(renames.text(value))
    return flat(renames.text(value) if shape.markup else value)


def content(entry: Entry, home: Home, renames: Renames) -> tuple[Any, ...]:
    """Return all that an entry means, field by field."""
    return tuple(whole(shape, getattr(entry, name), home, renames) for _, name, shape in attributes(entry))


def whole(shape: Shape, value: Any, home: Home, renames: Renames) -> Any:
    """Return what a field means with all that it holds."""
    match value:
        case Entry():
            return content(value, home, renames)
        case tuple():
            return tuple(whole(shape, each, home, renames) for each in value)
        case dict():
            return tuple((key, whole(shape, each, home, renames)) for key, each in sorted(value.items()))
        case _:
            return meant(shape, value, home, renames)


def written(value: Any) -> str:
    """Return all the words of what a field means, for telling how alike two are."""
    if isinstance(value, tuple):
        return " ".join(filter(None, map(written, value)))
    return "" if value is None or isinstance(value, bool) else str(value)
