"""Which item of one list is which item of another: by identity and content, never by number.

Knows nothing of documents: it is given the texts of what it matches.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from generator.words.nearest import alike


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of the items of a list, by their places in it."""

    pairs: tuple[tuple[int, int], ...]
    """Each item that is in both, as its old place and its new one, in order of the old."""
    removed: tuple[int, ...]
    added: tuple[int, ...]

    @property
    def moved(self) -> frozenset[int]:
        """The old places of as few items as can be whose move explains the new order."""
        stay = _longest_rising([new for _, new in self.pairs])
        return frozenset(old for old, new in self.pairs if new not in stay)


def match(
    before: Sequence[tuple[Hashable, ...]],
    after: Sequence[tuple[Hashable, ...]],
    texts: tuple[Sequence[str], Sequence[str]],
    least: int,
) -> Matched:
    """Return what became of each item.

    An item is given as everything it can be known by, the surest first; where a mark is not the only one of its kind on both sides,
    only items alike in all are the same. What is left is matched by likeness of its text, of `least` in 100 or more.
    """
    found: dict[int, int] = {}
    for rank in range(max((len(marks) for marks in (*before, *after)), default=0)):
        found |= _by_mark(before, after, found, rank)
    left = [place for place in range(len(before)) if place not in found]
    taken = set(found.values())
    free = [place for place in range(len(after)) if place not in taken]
    near = alike([texts[0][place] for place in left], [texts[1][place] for place in free], least)
    found |= {left[old]: free[new] for old, new in near}
    taken = set(found.values())
    return Matched(
        tuple(sorted(found.items())),
        tuple(place for place in range(len(before)) if place not in found),
        tuple(place for place in range(len(after)) if place not in taken),
    )


def _by_mark(
    before: Sequence[tuple[Hashable, ...]], after: Sequence[tuple[Hashable, ...]], found: dict[int, int], rank: int
) -> dict[int, int]:
    """Return the pairs that one mark makes among what has no pair yet. The first mark is the whole content: it may repeat."""
    taken = set(found.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for place, marks in enumerate(after):
        if place not in taken and rank < len(marks):
            free[marks[rank]].append(place)
    wanted = [(place, marks[rank]) for place, marks in enumerate(before) if place not in found and rank < len(marks)]
    often = Counter(mark for _, mark in wanted)
    pairs: dict[int, int] = {}
    for place, mark in wanted:
        if free[mark] and (rank == 0 or (often[mark] == 1 and len(free[mark]) == 1)):
            pairs[place] = free[mark].pop(0)
    return pairs


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Return the numbers of one longest rising run through a list without repeats."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    return frozenset(_chain(before, ends[-1] if ends else None))


def _chain(before: dict[int, int | None], last: int | None) -> Iterator[int]:
    while last is not None:
        yield last
        last = before[last]
