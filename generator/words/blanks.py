"""Blanks in a text: `{person}` stands for what whoever uses the text fills in, or for a fact that is filled in by itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

BLANK = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
"""The id of a blank in braces."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in the place of a blank."""

    words: str
    is_open: bool = False
    """Whether somebody has still to fill it in: the words then say what with."""


Fillings = Mapping[str, Filling]
"""What stands in the place of each blank, by its id."""


def blanks_in(text: str) -> Iterator[str]:
    """Yield the id of every blank in a text, in order."""
    yield from (match[1] for match in BLANK.finditer(text))


def with_blanks(text: str, write: Callable[[str], str], fill: Callable[[str], str | None]) -> str:
    """Return plain words as `write` writes them, with what `fill` gives for each blank; one that it gives nothing for stays words."""
    pieces: list[str] = []
    end = 0
    for match in BLANK.finditer(text):
        filled = fill(match[1])
        if filled is not None:
            pieces += (write(text[end : match.start()]), filled)
            end = match.end()
    return "".join((*pieces, write(text[end:])))
