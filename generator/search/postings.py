"""The words of parts as one compact index: for each stem the parts that hold it, and how much it counts there.

Numbers are written as letters, so that a browser reads the index as a few long strings. The worker in the browser reads the same.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.search.entries import Unit
from generator.search.language import stems_of

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Sixty-four digits. One below 32 ends a number; each above holds five bits more."""

LEVELS = 8
"""How many steps the weight of a word in a part has; each is half as much again as the one below."""

COMMON = 200
"""Above so many parts a word says little of a part in whose running text it stands; it is kept where it counts for more."""

Posting = tuple[int, int]
"""The number of a part, counted over all of them, and the step of the word's weight in it."""


def postings_of(units: Iterable[Unit], language: str) -> dict[str, list[Posting]]:
    """Return, for each stem in order, the parts that hold it."""
    found: dict[str, list[Posting]] = defaultdict(list)
    for number, unit in enumerate(units):
        for stem, weight in _weights(unit, language).items():
            found[stem].append((number, _step(weight)))
    return {stem: _telling(found[stem]) for stem in sorted(found)}


def _telling(postings: list[Posting]) -> list[Posting]:
    """Return the postings of a stem, for one that stands in many parts without those in running text."""
    return [posting for posting in postings if posting[1] > _step(1)] if len(postings) > COMMON else postings


def _weights(unit: Unit, language: str) -> dict[str, float]:
    """Return how much each stem counts in a part: often counts for more than once, but not for as much as its times."""
    weights: dict[str, float] = defaultdict(float)
    for text, weight in unit.words:
        counts: dict[str, int] = defaultdict(int)
        for stem in stems_of(text, language):
            counts[stem] += 1
        for stem, count in counts.items():
            weights[stem] += weight * (1 + math.log(count))
    return weights


def _step(weight: float) -> int:
    return min(LEVELS - 1, max(0, round(math.log(weight / 0.5, 1.5))))


def written(postings: Iterable[Posting]) -> str:
    """Return postings as letters: for each, how far its part is from the one before, and the step of its weight."""
    return "".join(_letters(postings))


def _letters(postings: Iterable[Posting]) -> Iterator[str]:
    before = -1
    for number, step in postings:
        yield number_written((number - before - 1) * LEVELS + step)
        before = number


def number_written(number: int) -> str:
    """Return a number in digits, five bits each, the lowest first."""
    digits = []
    while number >= 32:
        digits.append(DIGITS[32 + number % 32])
        number //= 32
    return "".join((*digits, DIGITS[number]))
