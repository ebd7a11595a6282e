"""Putting a value in another's place, adding one, and taking one out, anywhere in a source: every other line stays as it is.

Each function returns the new text. Whether that says what was meant is for the caller to prove.
"""

import json
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from generator.authors.edit.change_file import Value
from generator.authors.edit.keys import NewPair, end_of, inserted, line_after
from generator.authors.edit.scalars import rewritten, same, text_of
from generator.authors.edit.splice import WIDTH, Splice, is_flow, node_range, offsets, spliced
from generator.county.fields import Shape, shapes
from generator.errors import EditRefused
from generator.model.base import Entry
from generator.sources.nodes import Mapping, Node, Pair, Path, Scalar, Sequence, dotted, node_at, plain_data
from generator.sources.source import Source
from generator.sources.yaml_reader import read_yaml

_SHORT = 90
"""How long a list of single words may be in brackets; a longer one has an item to a line."""


class Editor:
    """The text of one source that changes step by step."""

    def __init__(self, source: Source, entry: type[Entry]) -> None:
        self.source, self._entry = source, entry
        self._top = self._read("has a fault in how it is written; mend it first (`protocols check` says how)")

    @property
    def data(self) -> Value:
        """What the source says now, as plain data."""
        found: Value = plain_data(self._top)
        return found

    def put(self, path: Path, value: Value) -> None:
        """Let the value at `path` be another; of a list or mapping that stays one, only what differs is touched."""
        node = node_at(self._top, path)
        now: Value = plain_data(node)
        if same(now, value):
            return
        if isinstance(now, dict) and isinstance(value, dict) and now and value:
            for key in [key for key in now if key not in value]:
                self.remove((*path, key))
            for key, each in value.items():
                self.put((*path, key), each) if key in now else self.add((*path, key), each)
        elif isinstance(now, list) and isinstance(value, list) and now and value:
            self._put_items(path, now, value)
        elif isinstance(node, Scalar) and isinstance(value, str):
            in_flow, column = self._surroundings(path)
            self._make([rewritten(self.source, node, value, column + 2, in_flow=in_flow)])
        else:
            self._replace(path, node, value)

    def add(self, path: Path, value: Value) -> None:
        """Give a mapping a key that it has not, in the model's order; mappings around it that are not there either are made."""
        mapping = node_at(self._top, path[:-1])
        key = str(path[-1])
        if not isinstance(mapping, Mapping) or not mapping.pairs:
            raise EditRefused(f"`{dotted(path)}` cannot be added where it would stand")
        around = self._shape(path[:-1])
        order = None if around.is_table else _order(around.entry)
        earlier = [pair for pair in mapping.pairs if _rank(order, pair.key.text) < _rank(order, key)]
        column = mapping.pairs[0].key.span.column - 1
        inner = self._shape(path).entry
        lines = "".join(f"{line}\n" for line in _pair_lines(key, value, column, inner))
        new = NewPair(lines, f"{key}: {_in_brackets(value, inner)}")
        before = earlier[-1] if earlier else None
        if before is None and order is None:
            before = mapping.pairs[-1]
        position, text = inserted(self.source, mapping, before, new)
        self._make([Splice(position, position, text)])

    def insert(self, path: Path, index: int, value: Value) -> None:
        """Let a list have another item, before the one that has this index now."""
        node = node_at(self._top, path)
        if not isinstance(node, Sequence) or not node.items:
            self._replace(path, node, [value])
            return
        entry = self._shape(path).entry
        if is_flow(self.source, node):
            self._insert_in_brackets(node, index, _in_brackets(value, entry))
            return
        column = node.span.column - 1
        lines = "".join(f"{line}\n" for line in _item_lines(value, column, entry))
        if index:
            position, text = line_after(self.source, end_of(self.source, node.items[index - 1]), lines)
        else:
            position, text = self._line_of_dash(node, 0), lines
        self._make([Splice(position, position, text)])

    def remove(self, path: Path) -> None:
        """Take a key with its value, or an item of a list, out; a list or mapping that has no other is left empty."""
        parent = node_at(self._top, path[:-1])
        if isinstance(parent, Scalar) or len(_children(parent)) == 1:
            self._replace(path[:-1], parent, [] if isinstance(parent, Sequence) else {})
        elif is_flow(self.source, parent):
            self._make([self._out_of_brackets(parent, path[-1])])
        elif isinstance(parent, Sequence):
            index = int(path[-1])
            self._make([self._lines_out(self._line_of_dash(parent, index), parent.items[index])])
        else:
            self._make([self._pair_out(parent, str(path[-1]))])

    def _make(self, splices: Iterable[Splice]) -> None:
        line_end = "\r\n" if "\r\n" in self.source.text else "\n"
        made = [
            Splice(each.start, each.end, each.text.replace("\r\n", "\n").replace("\n", line_end)) for each in splices
        ]
        self.source = Source(self.source.path, spliced(self.source.text, made))
        self._top = self._read("is laid out in a way that this edit cannot keep; run `protocols fmt` first")

    def _read(self, otherwise: str) -> Node:
        node, faults = read_yaml(self.source)
        if node is None or faults:
            raise EditRefused(f"{self.source.path} {otherwise}")
        return node

    def _shape(self, path: Path) -> Shape:
        """Return what the model says of the value at `path`; nothing of what it does not know."""
        shape = Shape(self._entry)
        for part in path:
            if isinstance(part, int):
                shape = Shape(shape.entry)
            elif shape.is_table:
                shape = Shape(shape.entry, is_list=shape.is_list)
            else:
                shape = shapes(shape.entry).get(part, Shape()) if shape.entry else Shape()
        return shape

    def _surroundings(self, path: Path) -> tuple[bool, int]:
        """Return whether a value stands in brackets, and the column of its key or dash."""
        above = [node_at(self._top, path[:length]) for length in range(len(path))]
        in_flow = any(is_flow(self.source, node) for node in above)
        if not above:
            return False, 0
        parent = above[-1]
        column = parent.span.column - 1
        if isinstance(parent, Mapping) and (pair := parent.get(str(path[-1]))):
            column = pair.key.span.column - 1
        return in_flow, column

    def _put_items(self, path: Path, now: list[Value], value: list[Value]) -> None:
        """Change a list from its end to its start, so that the places before are what they were."""
        before, after = ([json.dumps(item, sort_keys=True) for item in items] for items in (now, value))
        for what, start, end, new_start, new_end in reversed(
            SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        ):
            if what == "equal":
                continue
            both = min(end - start, new_end - new_start)
            for number in reversed(range(start + both, end)):
                self.remove((*path, number))
            for item in reversed(value[new_start + both : new_end]):
                self.insert(path, start + both, item)
            for number in reversed(range(both)):
                self.put((*path, start + number), value[new_start + number])

    def _replace(self, path: Path, node: Node, value: Value) -> None:
        """Write a whole value anew where another stands."""
        in_flow, column = self._surroundings(path)
        start, end = node_range(self.source, node)
        end = max(start, start + len(self.source.text[start:end].rstrip()))
        mark = self.source.text.rfind("\n", 0, start) + 1
        gap = self.source.text[:start].rstrip(" \r\n")
        if gap.endswith((":", "-")):
            start, mark = len(gap), gap.rfind("\n") + 1
        entry = self._shape(path).entry
        if in_flow or value in ([], {}):
            text = " " + _in_brackets(value, entry)
        elif isinstance(value, str):
            text = " " + text_of(value, column + 2, start - mark + 1, in_flow=False)
        else:
            lines = _inner_lines(value, column + 2, entry)
            text = lines if lines.startswith(" [") else "\n" + lines
        self._make([Splice(start, max(start, end), text)])

    def _insert_in_brackets(self, node: Sequence, index: int, text: str) -> None:
        if not index:
            position = offsets(self.source, node.items[0].span)[0]
            self._make([Splice(position, position, f"{text}, ")])
            return
        position = end_of(self.source, node.items[index - 1])
        line_start = self.source.text.rfind("\n", 0, position) + 1
        is_long = position - line_start + len(text) + 3 > WIDTH
        pad = " " * (node.items[0].span.column - 1)
        self._make([Splice(position, position, f",\n{pad}{text}" if is_long else f", {text}")])

    def _line_of_dash(self, node: Sequence, index: int) -> int:
        """Return where the line of an item's dash starts."""
        lines = self.source.text.split("\n")
        line = node.items[index].span.line
        while line and lines[line - 1][node.span.column - 1 : node.span.column] != "-":
            line -= 1
        start = sum(len(each) + 1 for each in lines[: line - 1])
        if self.source.text[start : start + node.span.column - 1].strip():
            raise EditRefused(f"{self.source.path}: a list begins on the line of another; run `protocols fmt` first")
        return start

    def _lines_out(self, start: int, value: Node) -> Splice:
        """Return the splice that takes the lines from `start` to the end of a value out."""
        end = self.source.text.find("\n", end_of(self.source, value))
        return Splice(start, len(self.source.text) if end < 0 else end + 1, "")

    def _pair_out(self, mapping: Mapping, key: str) -> Splice:
        number = next(at for at, pair in enumerate(mapping.pairs) if pair.key.text == key)
        pair = mapping.pairs[number]
        start = offsets(self.source, pair.key.span)[0]
        line_start = self.source.text.rfind("\n", 0, start) + 1
        if not self.source.text[line_start:start].strip():
            return self._lines_out(line_start, pair.value)
        next_key = offsets(self.source, mapping.pairs[number + 1].key.span)[0]
        end = end_of(self.source, pair.value)
        return Splice(start, end if "#" in self.source.text[end:next_key] else next_key, "")

    def _out_of_brackets(self, parent: Mapping | Sequence, part: str | int) -> Splice:
        ranges = [self._child_range(child) for child in _children(parent)]
        number = part if isinstance(part, int) else [pair.key.text for pair in _pairs(parent)].index(part)
        if number:
            return Splice(ranges[number - 1][1], ranges[number][1], "")
        return Splice(ranges[0][0], ranges[1][0], "")

    def _child_range(self, child: Node | Pair) -> tuple[int, int]:
        value = child.value if isinstance(child, Pair) else child
        start = offsets(self.source, (child.key if isinstance(child, Pair) else child).span)[0]
        return start, max(start, end_of(self.source, value))


def _children(node: Mapping | Sequence) -> tuple[Node | Pair, ...]:
    return node.items if isinstance(node, Sequence) else node.pairs


def _pairs(node: Mapping | Sequence) -> tuple[Pair, ...]:
    return () if isinstance(node, Sequence) else node.pairs


def _order(entry: type[Entry] | None) -> list[str] | None:
    return list(shapes(entry)) if entry else None


def _rank(order: list[str] | None, key: str) -> int:
    return order.index(key) if order and key in order else len(order or ())


def _pair_lines(key: str, value: Value, column: int, entry: type[Entry] | None) -> Iterator[str]:
    """Yield the lines of a key with its value."""
    opening = f"{' ' * column}{key}:"
    if isinstance(value, str):
        yield from f"{opening} {text_of(value, column + 2, len(opening) + 1, in_flow=False)}".split("\n")
        return
    lines = _inner_lines(value, column + 2, entry)
    yield from (opening + lines if lines.startswith(" [") or lines == " {}" else f"{opening}\n{lines}").split("\n")


def _inner_lines(value: Value, column: int, entry: type[Entry] | None) -> str:
    """Return a list or mapping as whole lines, or as what follows its key on the same line, after a space."""
    match value:
        case list() if all(isinstance(item, str) and " " not in item for item in value) or not value:
            text = _in_brackets(value, entry)
            if len(text) + column <= _SHORT:
                return f" {text}"
            return "\n".join(line for item in value for line in _item_lines(item, column, entry))
        case list():
            return "\n".join(line for item in value for line in _item_lines(item, column, entry))
        case dict() if value:
            return "\n".join(_mapping_lines(value, column, entry))
        case _:
            return " {}"


def _mapping_lines(value: dict[str, Value], column: int, entry: type[Entry] | None) -> Iterator[str]:
    order = _order(entry)
    for key in sorted(value, key=lambda key: _rank(order, key)):
        inner = shapes(entry).get(key, Shape()).entry if entry else None
        yield from _pair_lines(key, value[key], column, inner)


def _item_lines(value: Value, column: int, entry: type[Entry] | None) -> Iterator[str]:
    """Yield the lines of one item of a list, its dash in `column`."""
    pad = " " * column
    if isinstance(value, str):
        yield from f"{pad}- {text_of(value, column + 2, column + 2, in_flow=False)}".split("\n")
        return
    lines = _inner_lines(value, column + 2, entry)
    yield from f"{pad}- {lines.lstrip(' ')}".split("\n")


def _in_brackets(value: Value, entry: type[Entry] | None) -> str:
    match value:
        case str():
            return text_of(value, 0, 0, in_flow=True)
        case list():
            return f"[{', '.join(_in_brackets(item, entry) for item in value)}]"
        case dict():
            order = _order(entry)
            keys = sorted(value, key=lambda key: _rank(order, key))
            inner = {key: shapes(entry).get(key, Shape()).entry if entry else None for key in keys}
            return "{" + ", ".join(f"{key}: {_in_brackets(value[key], inner[key])}" for key in keys) + "}"
        case None:
            return "null"
