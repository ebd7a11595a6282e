"""The known names nearest to one that is not known, for the help of a fault."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def nearest(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to `most` known names that `name` may have been meant for, the likeliest first."""
    found = process.extract(name, sorted(known), scorer=fuzz.ratio, limit=most, score_cutoff=68)
    best = found[0][1] if found else 0
    return tuple(choice for choice, score, _ in found if score >= best - 12)
