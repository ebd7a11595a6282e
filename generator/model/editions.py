"""The only place that says which markings an edition holds, which readers are told of; and what has a marking of its own."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

from generator.edition import Edition
from generator.model.base import Entry, Markable, Marking

HOLDS: Mapping[Edition, frozenset[Marking]] = {
    Edition.PUBLIC: frozenset({Marking.OFFICIAL}),
    Edition.PARTNER: frozenset(Marking),
}
"""The markings of what an edition may hold."""


def is_told(marking: Marking | None) -> bool:
    """Return whether readers are told of the marking of one entry, beside it: of one that the public edition may not hold."""
    return marking is not None and marking not in HOLDS[Edition.PUBLIC]


def marked_in(model: Entry) -> Iterator[tuple[tuple[str | int, ...], Marking]]:
    """Yield the marking of everything in a document that has one of its own, with its place."""
    for name in _markable(type(model)):
        found = getattr(model, name)
        for index, item in enumerate(found if isinstance(found, tuple) else (found,)):
            if item.marking is not None:
                yield ((name, index) if isinstance(found, tuple) else (name,)), item.marking


@cache
def _markable(entry: type[Entry]) -> tuple[str, ...]:
    """Return the fields of a document that hold what can be marked: one thing, or a list of them."""
    held = {name: (info.annotation, *get_args(info.annotation)) for name, info in entry.model_fields.items()}
    return tuple(name for name, types in held.items() if any(_is_markable(each) for each in types))


def _is_markable(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Markable)
