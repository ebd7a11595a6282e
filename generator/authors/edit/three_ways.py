"""Three ways between what a field was, what it is now and what it shall be: where it stands, and whether it may be written.

An item of a list that moved is found by what it was. Whatever is not sure is refused, in words that show all three.
"""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum
from itertools import product
from typing import TypeAlias

from generator.authors.edit.change_file import APPEND, Field, Value
from generator.authors.edit.scalars import same
from generator.sources.nodes import Path, dotted

_SHOWN = 240
"""The most characters of a value that a refusal shows."""

_MOSTLY = 0.6
"""The part of two texts that has to be the same for one to be the other, changed."""


class Outcome(Enum):
    """What is to be done with a field that is not refused."""

    WRITE = "write"
    ALREADY = "already so"


Place: TypeAlias = tuple[Path, Outcome]
"""Where a field stands now, and what is to be done there."""


def place_of(data: Value, field: Field) -> Place | str:
    """Return where a field stands now and what is to be done there, or the words in which it is refused."""
    if field.at[-1] == APPEND:
        return _place_of_append(data, field)
    known = _known_by_item(data, field)
    if isinstance(known, str):
        return known
    paths = [known] if known is not None else [field.at, *(path for path in _like(data, field.at) if path != field.at)]
    is_removal = field.shall_be is None and isinstance(field.at[-1], int)
    return _place_of_removal(data, field, paths) if is_removal else _place_of_value(data, field, paths)


def _place_of_value(data: Value, field: Field, paths: list[Path]) -> Place | str:
    now = at(data, paths[0])
    if same(now, field.was) and (now is not None or can_stand(data, paths[0])):
        return paths[0], Outcome.WRITE
    if same(now, field.shall_be):
        return paths[0], Outcome.ALREADY
    if field.was is not None:
        for value, outcome in ((field.was, Outcome.WRITE), (field.shall_be, Outcome.ALREADY)):
            found = [path for path in paths[1:] if value is not None and same(at(data, path), value)]
            if len(found) == 1:
                return found[0], outcome
    return _three_ways(field, now)


def _place_of_append(data: Value, field: Field) -> Place | str:
    listed = at(data, field.at[:-1])
    if listed is None and can_stand(data, field.at[:-1]):
        return field.at, Outcome.WRITE
    if not isinstance(listed, list):
        return _three_ways(field, listed, "is no list that an item can be added to")
    already = any(same(item, field.shall_be) for item in listed)
    return field.at, Outcome.ALREADY if already else Outcome.WRITE


def _place_of_removal(data: Value, field: Field, paths: list[Path]) -> Place | str:
    """Return which item of a list goes. One that is gone is gone; one that only changed is not the one that was meant."""
    equal = [path for path in paths if same(at(data, path), field.was)]
    if equal and (equal[0] == paths[0] or len(equal) == 1):
        return equal[0], Outcome.WRITE
    if equal or any(_alike(at(data, path), field.was) for path in paths):
        return _three_ways(field, at(data, paths[0]))
    return field.at, Outcome.ALREADY


def _known_by_item(data: Value, field: Field) -> Path | str | None:
    """Return the field's path in the item that it was in, wherever that stands now; nothing if the item was not given."""
    depth = max((at for at, part in enumerate(field.at) if isinstance(part, int)), default=None)
    if field.item is None or depth is None or depth == len(field.at) - 1:
        return None
    around = field.at[: depth + 1]
    places = [around, *(path for path in _like(data, around) if path != around)]
    for is_it in (same, _alike):
        found = [path for path in places if at(data, path) is not None and is_it(at(data, path), field.item)]
        if found and (found[0] == around or len(found) == 1):
            return (*found[0], *field.at[depth + 1 :])
    return _three_ways(
        field, at(data, field.at), "stands in an item that is not there any more, or there more than once"
    )


def _alike(one: Value, other: Value) -> bool:
    """Return whether two items are one and the same that changed: by what each begins with, or most of their words."""
    if isinstance(one, dict) and isinstance(other, dict) and one and other:
        key = next(iter(other))
        return key in one and same(one[key], other[key])
    if isinstance(one, str) and isinstance(other, str):
        matcher = SequenceMatcher(None, one, other)
        return min(matcher.real_quick_ratio(), matcher.quick_ratio()) > _MOSTLY and matcher.ratio() > _MOSTLY
    return False


def _like(data: Value, path: Path) -> Iterator[Path]:
    """Yield every path with these keys, whatever the places in lists."""
    counts: list[int] = []
    for length, part in enumerate(path):
        if isinstance(part, int):
            lists = [at(data, found) for found in _filled(path[:length], counts)]
            counts.append(max((len(found) for found in lists if isinstance(found, list)), default=0))
    yield from _filled(path, counts)


def _filled(path: Path, counts: list[int]) -> Iterator[Path]:
    for places in product(*(range(count) for count in counts)):
        left = iter(places)
        yield tuple(next(left) if isinstance(part, int) else part for part in path)


def at(data: Value, path: Path) -> Value:
    """Return the value at exactly this path, or nothing."""
    for part in path:
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def can_stand(data: Value, path: Path) -> bool:
    """Return whether a value is there, or can be put there: below the nearest thing that is there, by keys alone."""
    for length, part in enumerate(path):
        if data is None:
            return all(isinstance(key, str) for key in path[length:])
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return False
    return True


def _three_ways(field: Field, now: Value, why: str = "is not what it was") -> str:
    """Return the words that show what a field was, is and shall be."""
    return "\n".join(
        (
            f"`{dotted(field.at)}` {why}",
            f"  was:      {_shown(field.was)}",
            f"  is:       {_shown(now)}",
            f"  shall be: {_shown(field.shall_be)}",
        )
    )


def _shown(value: Value) -> str:
    if value is None:
        return "(nothing)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
