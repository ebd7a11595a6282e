"""Edits of any field of an entry, one at a time: a value put in, a list changed, a key or an item taken out, an item added.

Each edit is made on a tree read anew, so that edits never cross. The result is proved to say what was meant, and to hold every
comment but those inside an item that was taken out.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeAlias

from generator.authors.edit.keys import before, inserted, line_after, node_end, pair_end, set_values
from generator.authors.edit.layout import comments
from generator.authors.edit.splice import (
    WIDTH,
    Splice,
    data_of,
    is_flow,
    node_range,
    offsets,
    spliced,
    written,
    written_block,
)
from generator.county.fields import Shape, shapes
from generator.county.library import Parsed
from generator.errors import EditRefused
from generator.model.base import Entry
from generator.sources.nodes import Mapping as MappingNode
from generator.sources.nodes import Node, Pair, Path, Scalar, node_at, plain_data
from generator.sources.nodes import Sequence as SequenceNode
from generator.sources.source import Source
from generator.sources.yaml_reader import read_yaml

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
    """Return the text of a document after edits, made in this order. Raises `EditRefused` where one cannot be made as meant."""
    original = document.source.text
    has_crlf = 0 < original.count("\n") == original.count("\r\n")
    text = original.replace("\r\n", "\n") if has_crlf else original
    expected = plain_data(document.node)
    for edit in edits:
        made = _made(_read(document, text), edit)
        expected = _expected(expected, edit)
        lost = comments(text) - comments(made)
        if _trimmed(data_of(made, document.source.path)) != _trimmed(expected) or (
            lost and not isinstance(edit, TakeOut)
        ):
            where = ".".join(str(step + 1) if isinstance(step, int) else step for step in edit.path)
            raise EditRefused(
                f"{document.source.path}: `{where}` is laid out in a way that this edit cannot keep; change it by hand"
            )
        text = made
    return text.replace("\n", "\r\n") if has_crlf else text


def _read(document: Parsed, text: str) -> Parsed:
    source = Source(document.source.path, text)
    node, faults = read_yaml(source)
    if node is None or faults:
        raise EditRefused(f"{source.path} cannot be read as YAML; mend it first (`protocols check` says how)")
    return Parsed(document.entry, source, node)


def _made(document: Parsed, edit: Edit) -> str:
    match edit:
        case Put(path, value):
            splices = _put(document, path, value)
        case Add(path, values):
            splices = _add(document, path, values)
        case TakeOut(path):
            splices = _taken_out(document, path)
    return spliced(document.source.text, splices)


def _expected(data: Any, edit: Edit) -> Any:
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


def entry_at(entry: type[Entry], path: Path) -> type[Entry]:
    """Return the class that describes the mapping at `path`."""
    for step in path:
        inner = shapes(entry)[step].entry if isinstance(step, str) else entry
        entry = inner or entry
    return entry


def _put(document: Parsed, path: Path, value: FieldValue | None) -> Iterator[Splice]:
    *above, last = path
    key, entry = str(last), entry_at(document.entry, tuple(above))
    shape, source = shapes(entry)[key], document.source
    mapping = _value_at(document.node, tuple(above))
    if not isinstance(mapping, MappingNode):
        yield from _put_inside(document, tuple(above), key, value)
        return
    pair = mapping.get(key)
    if value is None:
        if pair is not None:
            yield from _key_out(document, tuple(above), mapping, pair)
    elif isinstance(value, str) and not _is_prose(shape):
        yield from set_values(document, mapping, entry, {key: value})
    elif pair is None:
        position, text = inserted(
            source,
            mapping,
            before(mapping, entry, key),
            lambda column: _block(key, value, shape, column),
            f"{key}: {_in_flow(value)}",
        )
        yield Splice(position, position, text)
    else:
        yield from _replaced(source, mapping, pair, value, shape)


def _put_inside(document: Parsed, above: Path, key: str, value: FieldValue | None) -> Iterator[Splice]:
    """Yield the splice that adds a mapping with its first key, as `standing` is added to an agency."""
    outer, name = _value_at(document.node, above[:-1]), str(above[-1])
    entry, shape = entry_at(document.entry, above[:-1]), shapes(entry_at(document.entry, above))[key]
    if value is None:
        return
    if not isinstance(outer, MappingNode) or outer.get(name):
        raise EditRefused(f"{document.source.path}: `{name}` is no mapping; mend it first (`protocols check` says how)")
    position, text = inserted(
        document.source,
        outer,
        before(outer, entry, name),
        lambda column: f"{' ' * column}{name}:\n{_block(key, value, shape, column + 2)}",
        f"{name}: {{{key}: {_in_flow(value)}}}",
    )
    yield Splice(position, position, text)


def _value_at(node: Node, path: Path) -> Node | None:
    """Return the value at exactly this path, or nothing where there is none."""
    for step in path:
        found = node_at(node, (step,))
        if found is node:
            return None
        node = found
    return node


def _replaced(source: Source, mapping: MappingNode, pair: Pair, value: FieldValue, shape: Shape) -> Iterator[Splice]:
    """Yield the splices that put a list or prose in the place of a value."""
    start, end = node_range(source, pair.value)
    end = max(start, start + len(source.text[start:end].rstrip()))
    if is_flow(source, mapping):
        yield Splice(start, end, _in_flow(value))
    elif (
        isinstance(value, tuple)
        and isinstance(pair.value, SequenceNode)
        and pair.value.items
        and not is_flow(source, pair.value)
    ):
        yield from _items_replaced(source, pair.value, value)
    else:
        column = pair.key.span.column - 1
        block = _block(pair.key.text, value, shape, column)
        yield Splice(offsets(source, pair.key.span)[0], end, block[column:].rstrip("\n"))


def _items_replaced(source: Source, listed: SequenceNode, value: tuple[str, ...]) -> Iterator[Splice]:
    """Yield the splices that change a list of one item to a line, each line that stays left alone."""
    old = [" ".join(item.text.split()) if isinstance(item, Scalar) else "" for item in listed.items]
    pad = " " * (listed.span.column - 1)
    for what, first, last, start, end in SequenceMatcher(None, old, value, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        lines = "".join(f"{pad}- {written(item)}\n" for item in value[start:end])
        if what == "insert":
            position, lines = (
                (_line_start(source, offsets(source, listed.items[0].span)[0]), lines)
                if first == 0
                else line_after(source, node_end(source, listed.items[first - 1]), lines)
            )
            yield Splice(position, position, lines)
            continue
        for at in range(first, last):
            item = listed.items[at]
            if start + at - first < end:
                yield Splice(offsets(source, item.span)[0], node_end(source, item), written(value[start + at - first]))
            else:
                yield Splice(*_whole_lines(source, offsets(source, item.span)[0], node_end(source, item)), "")
        more = value[start + last - first : end]
        if more:
            position, lines = line_after(
                source, node_end(source, listed.items[last - 1]), "".join(f"{pad}- {written(item)}\n" for item in more)
            )
            yield Splice(position, position, lines)


def _line_start(source: Source, position: int) -> int:
    return source.text.rfind("\n", 0, position) + 1


def _whole_lines(source: Source, start: int, end: int) -> tuple[int, int]:
    """Return the lines that a stretch is on, from the first character to past the last line's end."""
    line_end = source.text.find("\n", end)
    return _line_start(source, start), len(source.text) if line_end < 0 else line_end + 1


def _key_out(document: Parsed, above: Path, mapping: MappingNode, pair: Pair) -> Iterator[Splice]:
    """Yield the splice that takes a key out; with the last of a mapping that is a field goes the field."""
    source = document.source
    if len(mapping.pairs) == 1 and above and isinstance(above[-1], str):
        outer = node_at(document.node, above[:-1])
        held = outer.get(above[-1]) if isinstance(outer, MappingNode) else None
        if isinstance(outer, MappingNode) and held is not None:
            yield from _key_out(document, above[:-1], outer, held)
        return
    at = mapping.pairs.index(pair)
    start = offsets(source, pair.key.span)[0]
    if is_flow(source, mapping):
        yield _between_commas(
            [(offsets(source, p.key.span)[0], node_range(source, p.value)[1]) for p in mapping.pairs], at
        )
    elif source.text[_line_start(source, start) : start].strip() and at + 1 < len(mapping.pairs):
        yield Splice(start, offsets(source, mapping.pairs[at + 1].key.span)[0], "")
    else:
        yield Splice(*_whole_lines(source, start, pair_end(source, pair)), "")


def _between_commas(ranges: Sequence[tuple[int, int]], at: int) -> Splice:
    """Return the splice that takes one of several stretches out, with the comma that parts it from its neighbour."""
    if at:
        return Splice(ranges[at - 1][1], ranges[at][1], "")
    return Splice(ranges[0][0], ranges[1][0] if len(ranges) > 1 else ranges[0][1], "")


def _taken_out(document: Parsed, path: Path) -> Iterator[Splice]:
    source, listed, at = document.source, node_at(document.node, path[:-1]), path[-1]
    if not isinstance(listed, SequenceNode) or not isinstance(at, int):
        raise EditRefused(f"{source.path} has no such item to take out")
    item = listed.items[at]
    if is_flow(source, listed):
        yield _between_commas([node_range(source, each) for each in listed.items], at)
    elif len(listed.items) == 1:
        key_line = source.text.rfind(":", 0, offsets(source, item.span)[0])
        yield Splice(key_line + 1, node_end(source, item), " []")
    else:
        yield Splice(*_whole_lines(source, _dash(source, item), node_end(source, item)), "")


def _dash(source: Source, item: Node) -> int:
    """Return where the dash before an item stands."""
    return source.text.rfind("-", 0, offsets(source, item.span)[0])


def _add(document: Parsed, path: Path, values: Mapping[str, FieldValue]) -> Iterator[Splice]:
    key, source, root = str(path[-1]), document.source, document.node
    entry = entry_at(document.entry, path)
    if not isinstance(root, MappingNode):
        raise EditRefused(f"{source.path} is no mapping; mend it first (`protocols check` says how)")
    pair = root.get(key)
    if pair is None:
        position, text = inserted(
            source,
            root,
            before(root, document.entry, key),
            lambda column: f"{' ' * column}{key}:\n{_item(entry, values, column + 2)}",
            f"{key}: [{_item_in_flow(entry, values)}]",
        )
        yield Splice(position, position, text)
    elif not isinstance(pair.value, SequenceNode) or not pair.value.items:
        colon = source.text.index(":", offsets(source, pair.key.span)[1]) + 1
        end = max(colon, node_range(source, pair.value)[1])
        yield Splice(colon, end, "\n" + _item(entry, values, pair.key.span.column + 1).rstrip("\n"))
    elif is_flow(source, pair.value):
        end = node_range(source, pair.value.items[-1])[1]
        yield Splice(end, end, f", {_item_in_flow(entry, values)}")
    else:
        column = pair.value.span.column - 1
        position, text = line_after(source, node_end(source, pair.value), _item(entry, values, column))
        yield Splice(position, position, text)


def _item(entry: type[Entry], values: Mapping[str, FieldValue], column: int) -> str:
    """Return one item of a list as lines, its keys in the model's order."""
    known = shapes(entry)
    lines = "".join(_block(key, values[key], known[key], column + 2) for key in known if key in values)
    return f"{' ' * column}- {lines[column + 2 :]}"


def _item_in_flow(entry: type[Entry], values: Mapping[str, FieldValue]) -> str:
    return "{" + ", ".join(f"{key}: {_in_flow(values[key])}" for key in shapes(entry) if key in values) + "}"


def _in_flow(value: FieldValue) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(written(item, in_flow=True) for item in value)}]"
    return written(value, in_flow=True)


def _block(key: str, value: FieldValue, shape: Shape, indent: int) -> str:
    """Return `key: value` as whole lines: a list between brackets, prose in its own lines, other words folded where they are long."""
    pad = " " * indent
    if isinstance(value, tuple):
        return (
            textwrap.fill(
                f"{key}: {_in_flow(value)}",
                WIDTH,
                initial_indent=pad,
                subsequent_indent=f"{pad}  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            + "\n"
        )
    if not _is_prose(shape) or "\n" not in value:
        return written_block(key, value, indent)
    if value.startswith(" ") or not value.replace("\n", "").isprintable():
        return f"{pad}{key}: {json.dumps(value, ensure_ascii=False)}\n"
    body = "".join(f"{pad}  {line}".rstrip() + "\n" for line in value.split("\n"))
    return f"{pad}{key}: |\n{body}"


def _is_prose(shape: Shape) -> bool:
    return shape.markup is not None and shape.markup.form == "prose"
