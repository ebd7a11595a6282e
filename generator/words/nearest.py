"""The known names nearest to one that is not known, for the help of a fault; and what a text has become, for a comparison."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

_REACH = 200
"""How far from its place in a list a text is looked for in another."""


def nearest(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to `most` known names that `name` may have been meant for, the likeliest first."""
    found = process.extract(name, sorted(known), scorer=fuzz.ratio, limit=most, score_cutoff=68)
    best = found[0][1] if found else 0
    return tuple(choice for choice, score, _ in found if score >= best - 12)


def likest(name: str, known: Iterable[str], least: int) -> tuple[str, int] | None:
    """Return the known name most like this one, and how alike they are of 100, where that is at least `least`."""
    found = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=least)
    return (found[0], int(found[1])) if found else None


def alike(before: Sequence[str], after: Sequence[str], least: int) -> tuple[tuple[int, int], ...]:
    """Return which text of one list each of another has most likely become, as pairs of places, the likest first.

    Each is in one pair at most, and no pair is less alike than `least` of 100. Of long lists only what stands near is tried.
    """
    scored = sorted(
        (
            (-score, place, other)
            for place, text in enumerate(before)
            for other in range(max(0, place - _REACH), min(len(after), place + _REACH))
            if (score := fuzz.ratio(text, after[other], score_cutoff=least)) >= least
        ),
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _score, place, other in scored:
        if place not in found and other not in taken:
            found[place] = other
            taken.add(other)
    return tuple(found.items())
