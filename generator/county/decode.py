"""Nodes to model: what a file says, checked against the model class that describes it.

Every fault in the shape of a file is gathered at once and worded for its author; the model is returned only where there
is none. Places come from the positioned tree, never from the model.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.county import faults
from generator.county.fields import shapes
from generator.model.base import Entry
from generator.model.protocol import Flow, Protocol
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import Mapping, Node, Path, Scalar, Sequence, key_at, node_at, plain_data, text_at
from generator.sources.source import Source, Span
from generator.words.nearest import nearest

E = TypeVar("E", bound=Entry)

_KINDS = {"tuple_type": "a list", "string_type": "text", "model_type": "a mapping", "dict_type": "a mapping"}
_EXAMPLES = {
    "a list": "put each item on a line of its own, with `- ` before it",
    "text": "write the text on one line after the key, or below it after `|`",
    "a mapping": "write `key: value` lines, indented under it",
}


def decode(entry: type[E], node: Node, source: Source) -> tuple[E | None, tuple[Diagnostic, ...]]:
    """Return what the tree says as `entry`, or nothing where it has faults, with every fault in its shape."""
    try:
        return entry.model_validate(plain_data(node)), ()
    except ValidationError as errors:
        worder = _Worder(entry, node, source)
        return None, tuple(worder.word_all(errors.errors(include_url=False, include_context=True)))


class _Worder:
    """Turns one error of the validator into a fault at its place in the source."""

    def __init__(self, entry: type[Entry], node: Node, source: Source) -> None:
        self.entry, self.node, self.source = entry, node, source

    def word_all(self, errors: list[ErrorDetails]) -> Iterator[Diagnostic]:
        """Yield a fault for each error that is no echo of another: a misspelt key, or a list whose items are at fault."""
        respelt = {name for error in errors if error["type"] == "extra_forbidden" for name in self._meant(error)}
        for error in errors:
            path = _path(error)
            if error["type"] == "missing" and path in respelt:
                continue
            if error["type"] == "too_short" and self._count(path) >= error["ctx"]["min_length"]:
                continue
            yield self.word(error)

    def _meant(self, error: ErrorDetails) -> Iterator[Path]:
        path = _path(error)
        for name in nearest(str(path[-1]), shapes(self._entry_at(path[:-1]) or self.entry)):
            yield (*path[:-1], name)

    def _count(self, path: Path) -> int:
        node = node_at(self.node, path)
        return len(node.items) if isinstance(node, Sequence) else len(node.pairs) if isinstance(node, Mapping) else 0

    def word(self, error: ErrorDetails) -> Diagnostic:  # noqa: C901, PLR0911, PLR0912  One table of cases.
        path = _path(error)
        name = self._name(path)
        value = "" if error["input"] is None else str(error["input"])
        context: dict[str, Any] = error.get("ctx", {})
        match error["type"]:
            case "missing":
                return self._missing(path)
            case "extra_forbidden":
                return self._unknown(path)
            case "literal_error" | "enum":
                allowed = tuple(re.findall(r"'([^']*)'", str(context["expected"])))
                return faults.wrong_choice(self._span(path), name, value, allowed, nearest(value, allowed))
            case "iso_date":
                return faults.wrong_date(self._span(path), name, value)
            case "yes_no":
                return faults.wrong_yes_or_no(self._span(path), name, value)
            case "int_parsing" | "int_type" | "int_from_float":
                return faults.wrong_number(self._span(path), name, value, "a whole number")
            case "greater_than_equal":
                return faults.wrong_number(self._span(path), name, value, f"{context['ge']} or more")
            case "less_than_equal":
                return faults.wrong_number(self._span(path), name, value, f"{context['le']} or less")
            case "too_short":
                return faults.too_few(self._key_span(path), name, context["actual_length"], context["min_length"])
            case "too_long":
                return faults.too_many(self._key_span(path), name, context["actual_length"], context["max_length"])
            case "string_too_short":
                return self._missing(path)
            case "string_too_long":
                return faults.too_long(self._span(path), name, len(value), context["max_length"])
            case "string_pattern_mismatch":
                return self._malformed(path, name, value)
            case kind if kind in _KINDS and error["input"] is None and path:
                return self._missing(path)
            case kind if kind in _KINDS:
                found = _kind_of(node_at(self.node, path))
                return faults.wrong_kind(self._span(path), name, found, _KINDS[kind], _EXAMPLES[_KINDS[kind]])
            case _:
                return faults.malformed_value(self._span(path), name, value[:40], error["msg"])

    def _missing(self, path: Path) -> Diagnostic:
        owner, name = self._entry_at(path[:-1]), str(path[-1])
        if owner is Flow and name == "gateway":
            item = text_at(self.node, *path[:-1], "item") or "this item"
            return faults.flow_without_gateway(self._entry_span(path), item)
        if owner is Protocol and name == "fast_track":
            return faults.missing_fast_track(self._entry_span(path))
        return faults.missing_field(
            self._entry_span(path), self._name(path), self._owner(path[:-1]), _meaning(owner, name)
        )

    def _unknown(self, path: Path) -> Diagnostic:
        known = tuple(shapes(self._entry_at(path[:-1]) or self.entry))
        key = key_at(self.node, path)
        span = key.span if key else self._span(path)
        name = str(path[-1])
        return faults.unknown_field(span, name, self._owner(path[:-1]), nearest(name, known), known)

    def _malformed(self, path: Path, name: str, value: str) -> Diagnostic:
        suggestion = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        return faults.malformed_id(self._span(path), value, suggestion[:60])

    def _name(self, path: Path) -> str:
        """Return the words for a value: its key, or the key of the list it stands in."""
        return next((str(step) for step in reversed(path) if isinstance(step, str)), "this file")

    def _owner(self, path: Path) -> str:
        if not path:
            return f"this {_words(self.entry)}"
        entry = self._entry_at(path)
        return f"this {_words(entry)}" if isinstance(path[-1], int) and entry else f"`{self._name(path)}`"

    def _entry_at(self, path: Path) -> type[Entry] | None:
        entry: type[Entry] | None = self.entry
        for step in path:
            if isinstance(step, str) and entry is not None:
                shape = shapes(entry).get(step)
                entry = shape.entry if shape else None
        return entry

    def _span(self, path: Path) -> Span:
        span = node_at(self.node, path).span
        return span.first_line(len(self.source.lines[span.line - 1]))

    def _key_span(self, path: Path) -> Span:
        key = key_at(self.node, path)
        return key.span if key else self._span(path)

    def _entry_span(self, path: Path) -> Span:
        """Return where to say that something is missing: at its own empty key, else at the key of what should hold it."""
        for steps in (path, path[:-1]):
            key = key_at(self.node, steps)
            if key is not None:
                return key.span
        return self._span(path[:-1])


def _path(error: ErrorDetails) -> Path:
    return tuple(step for step in error["loc"] if step != "[key]")


def _words(entry: type[Entry] | None) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", entry.__name__).lower() if entry else "entry"


def _meaning(entry: type[Entry] | None, name: str) -> str:
    fields = {info.alias or key: info for key, info in entry.model_fields.items()} if entry else {}
    description = fields[name].description if name in fields else None
    return f"({description.split('. ')[0].rstrip('.')})" if description else ""


def _kind_of(node: Node) -> str:
    match node:
        case Scalar():
            return "text"
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
