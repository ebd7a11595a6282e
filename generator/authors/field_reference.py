"""The page that lists every field of every source, made from the model: `docs/authors/fields.md`."""

import re
from collections.abc import Iterator
from enum import StrEnum
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from generator.county.fields import Shape, shapes
from generator.county.gathering import FILES, FOLDERS
from generator.model.base import Entry

_KINDS = {
    "agency": "id of an agency",
    "protocol": "id of a protocol",
    "theme": "id of a Tier 2 theme",
    "clause": "id of a core clause",
    "provision": "instrument/provision",
    "requirement": "theme/requirement",
    "own-requirement": "id of a requirement of the theme",
    "post": "agency/post, or id of a contact",
    "person": "id from `people`",
    "route": "name from `routes`",
    "section": "id of a section, or core/clause",
    "outcome": "id from `outcomes`",
    "report": "id of a report",
    "target": "name in full",
}
"""What a reference field holds, in words."""


def field_reference() -> str:
    """Return the page as Markdown."""
    head = [
        "---",
        "title: Every field",
        "---",
        "",
        "# Every field",
        "",
        "What each kind of source holds. This page is made from the same description that `protocols check` and the",
        "editor's completion use. A field that is not marked as needed may be left out.",
        "",
    ]
    body = [line for entry, where in _sources().items() for line in _source(entry, where)]
    return "\n".join((*head, *body)).rstrip("\n") + "\n"


def _sources() -> dict[type[Entry], str]:
    files = {entry: f"protocols/{name}" for name, entry in FILES.items()}
    folders = {entry: f"protocols/{folder}/" for folder, entry in FOLDERS.items()}
    return {**folders, **files}


def _source(entry: type[Entry], where: str) -> Iterator[str]:
    """Yield the lines of one kind of source: its own fields, then those of each mapping inside it."""
    anchor = _anchor(entry)
    count = sum(len(shapes(each)) for each in (entry, *_inside(entry)))
    yield from (f"## {_title(entry)} {{ #{anchor} }}", "", f"`{where}`. {_sentence(entry.__doc__)}", "")
    yield from ('<details class="fold" markdown>', f"<summary>{count} fields</summary>", "")
    yield from _table(entry, anchor)
    for inner in _inside(entry):
        yield from (f"### {_title(inner)} {{ #{anchor}-{_anchor(inner)} }}", "", _sentence(inner.__doc__), "")
        yield from _table(inner, anchor)
    yield from ("</details>", "")


def _inside(entry: type[Entry]) -> tuple[type[Entry], ...]:
    """Return every mapping that can stand inside this one, each once, in the order in which they are met."""
    found: dict[type[Entry], None] = {}
    for shape in shapes(entry).values():
        if shape.entry:
            found.setdefault(shape.entry)
            found.update(dict.fromkeys(_inside(shape.entry)))
    return tuple(found)


def _table(entry: type[Entry], anchor: str) -> Iterator[str]:
    yield from ("| Field | Holds | Meaning |", "| --- | --- | --- |")
    for key, shape in shapes(entry).items():
        needed = " (needed)" if shape.needed else ""
        yield f"| `{key}`{needed} | {_holds(shape, anchor)} | {_sentence(shape.meaning)} |"
    yield ""


def _holds(shape: Shape, anchor: str) -> str:
    """Return what a field holds, in words."""
    if shape.entry:
        one = f"[{_title(shape.entry).lower()}](#{anchor}-{_anchor(shape.entry)})"
    elif shape.refers:
        one = _KINDS[shape.refers.kind]
    else:
        one = _plain(shape)
    return f"list: {one}" if shape.is_list else f"by letter: {one}" if shape.is_table else one


def _plain(shape: Shape) -> str:
    if shape.markup:
        return "paragraph" if shape.markup.form == "line" else "paragraphs"
    for kind in _types(shape.annotation):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return " or ".join(f"`{choice.value}`" for choice in kind)
        words = {"bool": "`yes` or `no`", "int": "number", "date": "date"}.get(getattr(kind, "__name__", ""))
        if words:
            return words
        if get_origin(kind) is Literal:
            return " or ".join(f"`{choice}`" for choice in get_args(kind))
    return "words"


def _types(annotation: Any) -> Iterator[Any]:
    """Yield a type and every type inside it."""
    if annotation is NoneType:
        return
    yield annotation
    if get_origin(annotation) is not Literal:
        for inner in get_args(annotation):
            yield from _types(inner)


def _sentence(words: str | None) -> str:
    """Return a description on one line, safe in a table."""
    return " ".join((words or "").split()).replace("|", "\\|")


def _title(entry: type[Entry]) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", entry.__name__)
    return words[:1] + words[1:].lower()


def _anchor(entry: type[Entry]) -> str:
    return _title(entry).lower().replace(" ", "-")
