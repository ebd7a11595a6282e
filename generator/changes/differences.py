"""Two typed models walked side by side: every value that was added, removed, moved or changed, with its place on each side.

Knows no kind of source by name. What a difference is called, and what it means for whom, is left to `events`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from generator.changes.identity import match_blocks, match_entries, match_values
from generator.changes.matching import Matched
from generator.changes.renames import Pair, home_of
from generator.changes.values import Renames, attributes, blocks, meant, without_mark
from generator.county.fields import Shape
from generator.county.library import Document
from generator.model.base import Entry
from generator.model.glossary import Glossary
from generator.sources.nodes import Path


class Kind(StrEnum):
    """What became of a value."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class At:
    """A value on one side, with the way to it."""

    document: Document[Entry]
    path: Path
    """Keys and places in lists; the place of a paragraph within prose comes after that of the prose."""
    shape: Shape
    value: Any
    owner: Entry | None = None
    """The entry whose field it stands in."""
    item: "At | None" = None
    """The nearest item of a list that it stands in."""
    group: Path = ()
    """Of an item that is on both sides, its new way, by which what differs on either side is put together."""
    block: str | None = None
    """The paragraph of prose that it is, where it is one."""

    @property
    def place(self) -> str:
        """Where it stands: `protocols/tier-3/example.yaml:12`."""
        if self.block:
            span = self.document.find(without_mark(self.block), *self.path)
        else:
            span = self.document.key_span(*self.path) if self.path else self.document.span()
        return f"{span.path}:{span.line}"

    @property
    def text(self) -> str:
        """The words at this place."""
        return self.block if self.block is not None else str(self.value)


@dataclass(frozen=True)
class Difference:
    """One value that is not what it was."""

    kind: Kind
    before: At | None
    after: At | None

    @property
    def at(self) -> At:
        """The place to look at: the new one, or where it was."""
        found = self.after or self.before
        if found is None:
            raise TypeError("a difference stands on one side at least")
        return found


def differences(pair: Pair, renames: Renames) -> Iterator[Difference]:
    """Yield what differs within a document that is on both sides, in the order in which its kind has its fields."""
    if pair.before and pair.after:
        before = At(pair.before, (), Shape(entry=pair.before.entry), pair.before.model)
        after = At(pair.after, (), Shape(entry=pair.after.entry), pair.after.model)
        yield from _Walk(renames).entry(before, after)


class _Walk:
    def __init__(self, renames: Renames) -> None:
        self.renames = renames

    def entry(self, before: At, after: At) -> Iterator[Difference]:
        for key, name, shape in attributes(before.value):
            if key == "id" and not before.path:
                continue
            old, new = (_within(at, (key,), shape, getattr(at.value, name)) for at in (before, after))
            yield from self.value(old, new)

    def value(self, before: At, after: At) -> Iterator[Difference]:
        match before.value, after.value:
            case old, new if old == new and not self.renames.names:
                return
            case None, _:
                if after.value is not None:
                    yield Difference(Kind.ADDED, None, after)
            case _, None:
                yield Difference(Kind.REMOVED, before, None)
            case Entry(), Entry():
                yield from self.entry(before, after)
            case tuple(), tuple():
                yield from self.items(before, after)
            case dict(), dict():
                yield from self.table(before, after)
            case _:
                yield from self.leaf(before, after)

    def table(self, before: At, after: At) -> Iterator[Difference]:
        shape = replace(before.shape, is_table=False)
        for key in sorted({*before.value, *after.value}):
            yield from self.value(*(_within(at, (key,), shape, at.value.get(key)) for at in (before, after)))

    def items(self, before: At, after: At) -> Iterator[Difference]:
        shape = replace(before.shape, is_list=False)
        homes = home_of(before.document), home_of(after.document)
        found = (
            match_entries(before.value, after.value, homes, self.renames)
            if shape.entry
            else match_values(shape, before.value, after.value, homes, self.renames)
        )
        old = [_within(before, (place,), shape, each) for place, each in enumerate(before.value)]
        new = [_within(after, (place,), shape, each) for place, each in enumerate(after.value)]
        yield from _came_and_went(found, old, new, is_ordered=before.document.entry is not Glossary)
        for place, other in found.pairs:
            yield from self.value(*(replace(at, group=new[other].path) for at in (old[place], new[other])))

    def leaf(self, before: At, after: At) -> Iterator[Difference]:
        old = meant(before.shape, before.value, home_of(before.document), self.renames)
        new = meant(after.shape, after.value, home_of(after.document), Renames())
        if old == new:
            return
        if isinstance(old, tuple) and isinstance(new, tuple):
            yield from self.prose(before, after, old, new)
        else:
            yield Difference(Kind.CHANGED, before, after)

    def prose(self, before: At, after: At, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
        """Yield what differs in prose, paragraph by paragraph. Words stay as each side has them; names are compared as renamed."""
        found = match_blocks(old, new)
        shown = blocks(before.value), blocks(after.value)
        olds = [replace(before, block=block) for block in shown[0]]
        news = [replace(after, block=block) for block in shown[1]]
        yield from _came_and_went(found, olds, news)
        for place, other in found.pairs:
            if old[place] != new[other]:
                yield Difference(Kind.CHANGED, olds[place], news[other])


def _within(at: At, step: Path, shape: Shape, value: Any) -> At:
    is_entry = isinstance(at.value, Entry)
    is_item = is_entry and at.path and isinstance(at.path[-1], int)
    return At(
        at.document, (*at.path, *step), shape, value, at.value if is_entry else at.owner, at if is_item else at.item
    )


def _came_and_went(
    found: Matched, old: Sequence[At], new: Sequence[At], *, is_ordered: bool = True
) -> Iterator[Difference]:
    yield from (Difference(Kind.REMOVED, old[place], None) for place in found.removed)
    yield from (Difference(Kind.ADDED, None, new[place]) for place in found.added)
    if is_ordered:
        other = dict(found.pairs)
        yield from (Difference(Kind.MOVED, old[place], new[other[place]]) for place in sorted(found.moved))
