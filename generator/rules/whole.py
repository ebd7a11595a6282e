"""All the words of a source as one text, so that a pattern passes over them once and yet knows in which value it found something.

What the patterns look for is left to the families of rules.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Parsed

_GAP = "\n\ue002\n"
"""What stands between two values: no space, no letter and no figure, so that nothing is found across it."""


@dataclass(frozen=True, eq=False)
class Whole:
    """The words of one source, and where each value begins in them."""

    text: str
    starts: tuple[int, ...]
    values: tuple[Value, ...]

    def finds(self, pattern: re.Pattern[str]) -> Iterator[tuple[Value, re.Match[str]]]:
        """Yield whatever the pattern finds, with the value that holds it."""
        for match in pattern.finditer(self.text):
            yield self.value_at(match.start()), match

    def value_at(self, place: int) -> Value:
        """Return the value that holds the character at `place`."""
        return self.values[bisect_right(self.starts, place) - 1]


@lru_cache(maxsize=MOST_KEPT)
def whole(document: Parsed) -> Whole:
    """Return every text of a source but the names of other things."""
    return _joined(value for value in document.values if not value.shape.refers)


@lru_cache(maxsize=MOST_KEPT)
def prose(document: Parsed) -> Whole:
    """Return every text of a source that is read as Markdown."""
    return _joined(value for value in document.values if value.shape.markup)


def fields(document: Parsed, names: Collection[str]) -> Iterator[Value]:
    """Yield the texts of the fields of these names that are words and not the names of other things."""
    return (value for value in document.values if value.name in names and not value.shape.refers)


def _joined(values: Iterator[Value]) -> Whole:
    kept = tuple(values)
    starts, at = [], 0
    for value in kept:
        starts.append(at)
        at += len(value.scalar.text) + len(_GAP)
    return Whole(_GAP.join(value.scalar.text for value in kept), tuple(starts), kept)
