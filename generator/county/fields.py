"""What each field of a model class holds, read once from its annotations.

`values` walks a positioned tree beside the model class that describes it and yields every piece of text with the marks of
its field. It works on trees that do not decode, so that one broken field never hides the faults in another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from generator.model.base import Entry, Markup, Plain, Refers
from generator.sources.nodes import Mapping, Node, Path, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Shape:
    """What one field holds: text with marks, an entry, or a list or mapping of either."""

    entry: type[Entry] | None = None
    is_list: bool = False
    is_table: bool = False
    """Whether it is a mapping whose keys are data, such as the lettered answers of a question."""
    refers: Refers | None = None
    markup: Markup | None = None
    plain: bool = False
    """Whether it is words without markup: a title, a name."""
    annotation: Any = None
    """The type of the whole field, as the model writes it."""
    meaning: str = ""
    """What the field holds, in the model's own words."""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One piece of text in a source, with what its field says about it."""

    path: Path
    scalar: Scalar
    shape: Shape

    @property
    def name(self) -> str:
        """The key under which it stands, or under which the list stands that it is in."""
        return next(str(step) for step in reversed(self.path) if isinstance(step, str))


@cache
def shapes(entry: type[Entry]) -> dict[str, Shape]:
    """Return the shape of every field of a model class, by the key that sources use."""
    return {info.alias or name: _shape_of(info) for name, info in entry.model_fields.items()}


def _shape_of(info: FieldInfo) -> Shape:
    shape = _shape(info.annotation, tuple(info.metadata))
    return replace(shape, annotation=info.annotation, meaning=info.description or "", needed=info.is_required())


def _shape(annotation: Any, marks: tuple[Any, ...], *, is_list: bool = False, is_table: bool = False) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0], (*arguments[1:], *marks), is_list=is_list, is_table=is_table)
    if origin in (Union, UnionType):
        inner = next(argument for argument in arguments if argument is not NoneType)
        return _shape(inner, marks, is_list=is_list, is_table=is_table)
    if origin is tuple:
        return _shape(arguments[0], (), is_list=True, is_table=is_table)
    if origin is dict:
        return _shape(arguments[1], (), is_list=is_list, is_table=True)
    entry = annotation if isinstance(annotation, type) and issubclass(annotation, Entry) else None
    refers = next((mark for mark in marks if isinstance(mark, Refers)), None)
    markup = next((mark for mark in marks if isinstance(mark, Markup)), None)
    plain = any(isinstance(mark, Plain) for mark in marks)
    return Shape(entry, is_list, is_table, refers, markup, plain)


def values(entry: type[Entry], node: Node, path: Path = ()) -> Iterator[Value]:
    """Yield every piece of text below `node` that stands in a field of `entry`, in the order written."""
    if not isinstance(node, Mapping):
        return
    known = shapes(entry)
    for pair in node.pairs:
        shape = known.get(pair.key.text)
        if shape is not None:
            yield from _values(shape, pair.value, (*path, pair.key.text))


def _values(shape: Shape, node: Node, path: Path) -> Iterator[Value]:
    match node:
        case Sequence(items) if shape.is_list:
            for index, item in enumerate(items):
                yield from _values(shape, item, (*path, index))
        case Mapping(pairs) if shape.is_table:
            for pair in pairs:
                yield from _values(shape, pair.value, (*path, pair.key.text))
        case Mapping() if shape.entry:
            yield from values(shape.entry, node, path)
        case Scalar() if not shape.entry and not (node.plain and not node.text):
            yield Value(path, node, shape)
