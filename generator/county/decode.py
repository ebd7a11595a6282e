"""Nodes to model: what a file says, checked against the model class that describes it.

Every fault in the shape of a file is gathered at once and worded for its author; the model is returned only where there
is none. Places come from the positioned tree, never from the model.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.county.fields import shapes
from generator.model.base import FIRST_YEAR, LAST_YEAR, Entry
from generator.model.protocol import Protocol
from generator.model.tail import Flow
from generator.sources.diagnostic import Diagnostic, did_you_mean, fault, one_of
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


@fault("missing-field")
def missing_field(span: Span, name: str, owner: str, meaning: str) -> Diagnostic:
    """A field that has to be there is not, or is there without a value."""
    return Diagnostic(f"{owner} has no `{name}`", span, help=f"add `{name}:` {meaning}".rstrip())


@fault("empty-item")
def empty_item(span: Span, name: str) -> Diagnostic:
    """An item of a list has nothing in it: a dash with no words after it.

    It is often left over when an item was taken out, or begun and not finished.
    """
    return Diagnostic(
        f"this item of `{name}` is empty",
        span,
        help="write the item after its dash, or take the line with the dash out",
    )


@fault("flow-without-gateway")
def flow_without_gateway(span: Span, item: str) -> Diagnostic:
    """A flow names no gateway: the power or duty that lets these givers tell these receivers this.

    Nothing may be shared without one. Find the provision in the law register and name it:
    `gateway: crime-and-disorder-act-1998/s115`. If there is none, the flow may not happen: take it out.
    """
    return Diagnostic(
        f"the flow of `{item}` names no gateway: the power or duty that allows it",
        span,
        help="add the provision that allows it, such as `gateway: crime-and-disorder-act-1998/s115`",
    )


@fault("missing-fast-track")
def missing_fast_track(span: Span) -> Diagnostic:
    """A protocol has no fast track.

    The fast track says how to share when somebody could be harmed before the ordinary steps are done. Every protocol has one,
    in the same place and the same shape, so that nobody looks for it at night.
    """
    return Diagnostic(
        "this protocol has no `fast_track`",
        span,
        help="add it after `at_a_glance`; `protocols new` shows its fields",
    )


@fault("unknown-field")
def unknown_field(span: Span, name: str, owner: str, nearest: tuple[str, ...], known: tuple[str, ...]) -> Diagnostic:
    """A key is not one that this kind of entry has.

    Usually it is misspelt, or stands one level too deep or too shallow. The field reference lists every key.
    """
    return Diagnostic(
        f"`{name}` is not a field of {owner}",
        span,
        help=did_you_mean(nearest) or f"its fields are {one_of(known)}",
    )


@fault("wrong-kind")
def wrong_kind(span: Span, name: str, found: str, expected: str, example: str) -> Diagnostic:
    """A field holds a list where text is wanted, or text where a list or a mapping is wanted.

    It is often a dash too many or too few, or a line that is not indented under its key.
    """
    return Diagnostic(f"`{name}` has to be {expected}, and this is {found}", span, help=example)


@fault("wrong-choice")
def wrong_choice(span: Span, name: str, value: str, allowed: tuple[str, ...], nearest: tuple[str, ...]) -> Diagnostic:
    """A field holds a value that is not one of those it can have."""
    return Diagnostic(
        f"`{value}` is not a value that `{name}` can have: it has to be {one_of(allowed)}",
        span,
        help=did_you_mean(nearest),
    )


@fault("wrong-date")
def wrong_date(span: Span, name: str, value: str, years: str = "") -> Diagnostic:
    """A date is not a date, is not written year-month-day, or has a year that nobody can have meant.

    Dates are written 2026-01-31, so that 01/02/26 can never be read two ways.
    """
    return Diagnostic(
        f"`{value}` in `{name}` is not a date{years}",
        span,
        help="write year, month and day with hyphens: `2026-01-31`",
    )


@fault("wrong-yes-or-no")
def wrong_yes_or_no(span: Span, name: str, value: str) -> Diagnostic:
    """A field that is answered by yes or no holds something else."""
    return Diagnostic(
        f"`{value}` in `{name}` has to be `yes` or `no`", span, help=f"write `{name}: yes` or `{name}: no`"
    )


@fault("wrong-number")
def wrong_number(span: Span, name: str, value: str, expected: str) -> Diagnostic:
    """A number is not a whole number, or is outside what makes sense."""
    return Diagnostic(f"`{value}` in `{name}` has to be {expected}", span, help="write it in figures, without quotes")


@fault("too-few")
def too_few(span: Span, name: str, count: int, least: int) -> Diagnostic:
    """A list has fewer items than it must have."""
    return Diagnostic(f"`{name}` has {count} of at least {least} items", span, help=f"add what is missing to `{name}`")


@fault("too-many")
def too_many(span: Span, name: str, count: int, most: int) -> Diagnostic:
    """A list has more items than readers can use at that place."""
    return Diagnostic(
        f"`{name}` has {count} items; it may have at most {most}", span, help="keep the ones that matter most"
    )


@fault("too-long")
def too_long(span: Span, name: str, length: int, limit: int) -> Diagnostic:
    """A text is too long for its place: a title that would not fit a heading, a line that has become a page."""
    return Diagnostic(f"`{name}` is {length} characters long; it may have at most {limit}", span, help="shorten it")


@fault("malformed-id")
def malformed_id(span: Span, value: str, suggestion: str) -> Diagnostic:
    """An id is not made of lower-case words joined by hyphens.

    Ids become addresses, so they hold only the letters a to z, figures and single hyphens.
    """
    return Diagnostic(
        f"`{value}` cannot be an id: ids are lower-case words joined by hyphens",
        span,
        help=f"for example `{suggestion}`" if suggestion else "for example `out-of-hours`",
    )


@fault("malformed-value")
def malformed_value(span: Span, name: str, value: str, problem: str) -> Diagnostic:
    """A value does not have the form that its field needs."""
    return Diagnostic(f"`{value}` is not right for `{name}`: {problem}", span)


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
                return wrong_choice(self._span(path), name, value, allowed, nearest(value, allowed))
            case "iso_date":
                return wrong_date(self._span(path), name, value)
            case "far_date":
                return wrong_date(self._span(path), name, value, f" between the years {FIRST_YEAR} and {LAST_YEAR}")
            case "yes_no":
                return wrong_yes_or_no(self._span(path), name, value)
            case "int_parsing" | "int_type" | "int_from_float":
                return wrong_number(self._span(path), name, value, "a whole number")
            case "greater_than_equal":
                return wrong_number(self._span(path), name, value, f"{context['ge']} or more")
            case "less_than_equal":
                return wrong_number(self._span(path), name, value, f"{context['le']} or less")
            case "too_short":
                return too_few(self._key_span(path), name, context["actual_length"], context["min_length"])
            case "too_long":
                return too_many(self._key_span(path), name, context["actual_length"], context["max_length"])
            case "string_too_short":
                return self._missing(path)
            case "string_too_long":
                return too_long(self._span(path), name, len(value), context["max_length"])
            case "string_pattern_mismatch":
                return self._malformed(path, name, value)
            case kind if kind in _KINDS and error["input"] is None and path:
                return self._missing(path)
            case kind if kind in _KINDS:
                found = _kind_of(node_at(self.node, path))
                return wrong_kind(self._span(path), name, found, _KINDS[kind], _EXAMPLES[_KINDS[kind]])
            case _:
                return malformed_value(self._span(path), name, value[:40], error["msg"])

    def _missing(self, path: Path) -> Diagnostic:
        if isinstance(path[-1], int):
            return empty_item(self._span(path), self._name(path))
        owner, name = self._entry_at(path[:-1]), str(path[-1])
        if owner is Flow and name == "gateway":
            item = text_at(self.node, *path[:-1], "item") or "this item"
            return flow_without_gateway(self._entry_span(path), item)
        if owner is Protocol and name == "fast_track":
            return missing_fast_track(self._entry_span(path))
        return missing_field(self._entry_span(path), self._name(path), self._owner(path[:-1]), _meaning(owner, name))

    def _unknown(self, path: Path) -> Diagnostic:
        known = tuple(shapes(self._entry_at(path[:-1]) or self.entry))
        key = key_at(self.node, path)
        span = key.span if key else self._span(path)
        name = str(path[-1])
        return unknown_field(span, name, self._owner(path[:-1]), nearest(name, known), known)

    def _malformed(self, path: Path, name: str, value: str) -> Diagnostic:
        suggestion = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        return malformed_id(self._span(path), value, suggestion[:60])

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
    shape = shapes(entry).get(name) if entry else None
    return f"({shape.meaning.split('. ')[0].rstrip('.')})" if shape and shape.meaning else ""


def _kind_of(node: Node) -> str:
    match node:
        case Scalar():
            return "text"
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
