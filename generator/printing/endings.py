"""How a text ends on paper: its last lines stay together, so that no page holds one line, or one item of a list, alone.

Works on the data that templates set. Where lines break is known only to Typst; so what ends a run of pages is kept whole.
"""

from typing import Any

from generator.printing.nodes import Data

_ENOUGH = 60
"""So many words are more than a few lines of print."""

_MOST = 170
"""What is longer than this many words is never kept whole: the page before would be left half empty."""


def kept_together(blocks: list[Data]) -> list[Data]:
    """Return blocks with the last of them, or the last items of the list that ends them, in one that no page break splits."""
    at, words = len(blocks), 0
    while at and words < _ENOUGH:
        more = _count(blocks[at - 1])
        if words + more > _MOST:
            break
        at, words = at - 1, words + more
    if words >= _ENOUGH or at == 0:
        return [*blocks[:at], _kept(blocks[at:])] if at < len(blocks) else blocks
    return [*blocks[: at - 1], *_ending(blocks[at - 1], blocks[at:], _ENOUGH - words)]


def _ending(found: Data, after: list[Data], wanted: int) -> list[Data]:
    """Return a block that is too long to be kept whole, and what little follows it."""
    if found["t"] == "list":
        before, ending = _split(found, wanted)
        return [before, _kept([ending, *after])] if ending else [found, *after]
    if found["t"] == "box" and not after:
        return [{**found, "c": kept_together(found["c"])}]
    return [found, _kept(after)] if after else [found]


def _kept(blocks: list[Data]) -> Data:
    return {"t": "box", "classes": ["kept"], "data": {}, "c": blocks}


def _split(found: Data, wanted: int) -> tuple[Data, Data | None]:
    """Return a list without its last items, and those, which hold the wanted words; nothing where there are no two such lists."""
    items = found["items"]
    at, words = len(items), 0
    while at and words < wanted:
        at, words = at - 1, words + _count(items[at - 1])
    if at == 0 or words > _MOST:
        return found, None
    rest = {**found, "items": items[at:], "start": found["start"] + at}
    return {**found, "items": items[:at]}, rest


def _count(data: Any) -> int:
    """Return how many words anything holds; a table counts as too many, because its head stands on every page of it."""
    if isinstance(data, dict):
        if data.get("t") == "table":
            return _MOST + 1
        said = data.get("s") or "".join(data.get("p", ()))
        return len(said.split()) if said else sum(map(_count, data.values()))
    return sum(map(_count, data)) if isinstance(data, list) else 0
