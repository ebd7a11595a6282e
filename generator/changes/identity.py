"""By what an item of a list is known: which of two lists' items are the same thing, though it may have changed."""

from collections.abc import Sequence
from typing import Any

from generator.changes.matching import Matched, match
from generator.changes.values import Home, Renames, attributes, content, flat, whole, written
from generator.county.fields import Shape
from generator.model.base import Change, Entry, Signature, Silence
from generator.model.tail import Flow
from generator.model.top import DataProtectionBasis

_MARKS: dict[type[Entry], tuple[tuple[str, ...], ...]] = {
    Flow: (("item", "sources", "recipients"), ("item", "recipients"), ("item", "sources"), ("item",)),
    Signature: (("agency", "version"), ("agency",)),
    Change: (("version", "on"), ("version",)),
    Silence: (("rule", "at"), ("at",)),
    DataProtectionBasis: (("parties", "regime"), ("parties",)),
}
"""What tells items of a kind apart, the surest first; any other is known by its id, else by its first field."""

_ALIKE_ENTRIES, _ALIKE_TEXTS = 60, 45
"""How alike, of 100, what is left over must be to count as the same thing changed."""


def match_entries(
    before: Sequence[Entry], after: Sequence[Entry], homes: tuple[Home, Home], renames: Renames
) -> Matched:
    """Return what became of each entry of a list."""
    old = [content(entry, homes[0], renames) for entry in before]
    new = [content(entry, homes[1], Renames()) for entry in after]
    marks = (
        [_marks(entry, found, homes[0], renames) for entry, found in zip(before, old, strict=True)],
        [_marks(entry, found, homes[1], Renames()) for entry, found in zip(after, new, strict=True)],
    )
    return match(*marks, ([written(found) for found in old], [written(found) for found in new]), _ALIKE_ENTRIES)


def _marks(entry: Entry, found: tuple[Any, ...], home: Home, renames: Renames) -> tuple[Any, ...]:
    fields = {name: (shape, getattr(entry, name)) for _, name, shape in attributes(entry)}
    first = "id" if "id" in fields else next(iter(fields))

    def mark(names: tuple[str, ...]) -> Any:
        return names, tuple(whole(shape, value, home, renames) for shape, value in map(fields.__getitem__, names))

    return (found, *(mark(names) for names in _MARKS.get(type(entry), ((first,),))))


def match_values(
    shape: Shape, before: Sequence[Any], after: Sequence[Any], homes: tuple[Home, Home], renames: Renames
) -> Matched:
    """Return what became of each plain value of a list. A name or a choice is itself or another; a text can be reworded."""
    old = [whole(shape, value, homes[0], renames) for value in before]
    new = [whole(shape, value, homes[1], Renames()) for value in after]
    is_text = shape.markup is not None or shape.plain
    texts = ([written(value) for value in old], [written(value) for value in new])
    return match([(value,) for value in old], [(value,) for value in new], texts, _ALIKE_TEXTS if is_text else 101)


def match_blocks(before: Sequence[str], after: Sequence[str]) -> Matched:
    """Return what became of each paragraph of prose. One that stands where one went is the same one, written anew."""
    found = match([(flat(text),) for text in before], [(flat(text),) for text in after], (before, after), _ALIKE_TEXTS)
    if len(found.removed) == len(found.added) == 1:
        anew = Matched(tuple(sorted((*found.pairs, (found.removed[0], found.added[0])))), (), ())
        return anew if anew.moved == found.moved else found
    return found
