"""Two texts set against each other word by word: what stayed, what went and what came."""

import difflib
import re
from collections.abc import Iterator

_PIECES = re.compile(r"\d+(?:[.,:]\d+)+|\w+(?:[’'-]\w+)*|\s+|[^\w\s]")


def redline(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield runs of words as `same`, `gone` or `new`, in reading order."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(old[start:end])
            continue
        if end > start:
            yield "gone", "".join(old[start:end])
        if new_end > new_start:
            yield "new", "".join(new[new_start:new_end])
