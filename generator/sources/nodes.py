"""The positioned tree that every YAML source is read into: text, lists and mappings, each with its place.

Scalars are text whatever they look like; only the model says what a value has to be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.sources.source import Span

Path: TypeAlias = tuple[str | int, ...]
"""How to reach a value from the top of its file: keys and list indices."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text, as written or folded."""

    text: str
    span: Span
    plain: bool = True
    """Whether it stands without quotes or block marks, so that an empty one is no value at all."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pair:
    """A key with its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order written; every key once."""

    pairs: tuple[Pair, ...]
    span: Span

    def get(self, key: str) -> "Pair | None":
        """Return the pair with this key, or nothing."""
        return next((pair for pair in self.pairs if pair.key.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping


def plain_data(node: Node) -> Any:
    """Return the tree as text, lists and dicts; a value that is not there at all becomes `None`."""
    match node:
        case Scalar(text, _, plain):
            return None if plain and text in ("", "~", "null") else text
        case Sequence(items):
            return [plain_data(item) for item in items]
        case Mapping(pairs):
            return {pair.key.text: plain_data(pair.value) for pair in pairs}


def dotted(path: Path) -> str:
    """Return a path as authors read and write it: `flows.3.item`, counted from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def node_at(node: Node, path: Path) -> Node:
    """Return the value at `path`, or the nearest one above it that is there."""
    for step in path:
        child = _child(node, step)
        if child is None:
            return node
        node = child
    return node


def key_at(node: Node, path: Path) -> Scalar | None:
    """Return the key under which the value at `path` stands; nothing for an item of a list."""
    parent = node_at(node, path[:-1])
    if not path or not isinstance(parent, Mapping):
        return None
    pair = parent.get(str(path[-1]))
    return pair.key if pair else None


def text_at(node: Node, *path: str | int) -> str | None:
    """Return the text at exactly this path, or nothing."""
    for step in path:
        child = _child(node, step)
        if child is None:
            return None
        node = child
    return node.text if isinstance(node, Scalar) else None


def _child(node: Node, step: str | int) -> Node | None:
    match node, step:
        case Sequence(items), int() if 0 <= step < len(items):
            return items[step]
        case Mapping(), str():
            pair = node.get(step)
            return pair.value if pair else None
        case _:
            return None


def scalars(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """Yield every piece of text below `node` with its path."""
    match node:
        case Scalar():
            yield path, node
        case Sequence(items):
            for index, item in enumerate(items):
                yield from scalars(item, (*path, index))
        case Mapping(pairs):
            for pair in pairs:
                yield from scalars(pair.value, (*path, pair.key.text))


def sequences(node: Node, path: Path = ()) -> Iterator[tuple[Path, Sequence]]:
    """Yield every list at or below `node` with its path."""
    match node:
        case Sequence(items):
            yield path, node
            for index, item in enumerate(items):
                yield from sequences(item, (*path, index))
        case Mapping(pairs):
            for pair in pairs:
                yield from sequences(pair.value, (*path, pair.key.text))
