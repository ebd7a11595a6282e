"""How one piece of text is written: anew, or in the place and in the manner of what stands there.

Whatever it is, YAML reads it back exactly, apart from empty lines at its end: each manner is tried, and the last one always fits.
"""

import json
import re
import textwrap
from collections.abc import Iterator

from generator.authors.edit.splice import WIDTH, Splice, data_of, node_range, value_range, written
from generator.sources.nodes import Scalar
from generator.sources.source import Source

_HEAD = re.compile(r"[|>][-+]?[ \t]*(?:#[^\n]*)?\r?\n")
"""How a block of text opens that does not say how far in it stands."""


def text_of(words: str, column: int, before: int, *, in_flow: bool) -> str:
    """Return new text as it follows its key or dash: on one line, or as a block that starts in `column`.

    `before` says how many characters of the line are taken.
    """
    return _first_read_back(_manners(words, column, before, in_flow=in_flow), words, in_flow=in_flow)


def rewritten(source: Source, scalar: Scalar, words: str, column: int, *, in_flow: bool) -> Splice:
    """Return the splice after which a text says `words`, quoted or folded as it was where that can be.

    A block that is begun starts in `column`. Of a text of several lines, those before and after what is new stay as they are.
    """
    start, end = node_range(source, scalar)
    end = max(start + len(source.text[start:end].rstrip()), value_range(source, scalar)[1])
    old = source.text[start:end]
    before = start - (source.text.rfind("\n", 0, start) + 1)
    manners = (*_like(old, words, before, column), *_manners(words, column, before, in_flow=in_flow))
    new = _first_read_back(iter(manners), words, in_flow=in_flow)
    return Splice(start, end, f" {new}" if start == end and source.text[start - 1 : start] in (":", "-") else new)


def same(one: object, other: object) -> bool:
    """Return whether two values say the same: an empty line at the end of a text, and a value that is left empty, say nothing."""
    return _trimmed(one) == _trimmed(other)


def _trimmed(value: object) -> object:
    match value:
        case str():
            return value.rstrip("\n")
        case list():
            return [_trimmed(item) for item in value]
        case dict():
            return {key: _trimmed(item) for key, item in value.items()}
        case _:
            return value


def _first_read_back(manners: Iterator[str], words: str, *, in_flow: bool) -> str:
    """Return the first text that says these words and nothing else."""
    around = "x: [{}]\n" if in_flow else "x: {}\n"
    meant = {"x": [words] if in_flow else words}
    quoted = json.dumps(words, ensure_ascii=False)
    return next((each for each in manners if same(data_of(around.replace("{}", each), ""), meant)), quoted)


def _manners(words: str, column: int, before: int, *, in_flow: bool) -> Iterator[str]:
    lines = words.rstrip("\n").split("\n")
    on_one_line = written(words, in_flow=in_flow)
    if len(lines) == 1 and (in_flow or before + len(on_one_line) <= WIDTH):
        yield on_one_line
    if not in_flow and words.strip():
        pad = " " * column
        if len(lines) == 1:
            yield "\n".join((">-", *(pad + line for line in _wrapped(words, column))))
        else:
            yield "\n".join(("|", *(pad + line if line else "" for line in lines)))


def _like(old: str, words: str, before: int, column: int) -> Iterator[str]:
    """Yield the words as the old text was written: plain, in its quotes, or as a block."""
    lines = [line.rstrip("\r") for line in old.split("\n")]
    head = _HEAD.match(old)
    if head:
        yield from _like_block(head.group().rstrip(), lines[1:], words)
    elif len(lines) > 1 and "\n" not in words:
        first, *rest = _refolded(lines, words, column)
        yield "\n".join((first.lstrip(), *rest))
    elif before + len(words) < WIDTH and "\n" not in words:
        if old.startswith("'"):
            yield "'" + words.replace("'", "''") + "'"
        elif old.startswith('"'):
            yield json.dumps(words, ensure_ascii=False)
        elif old:
            yield words


def _like_block(head: str, lines: list[str], words: str) -> Iterator[str]:
    first = next((line for line in lines if line.strip()), "  ")
    pad = " " * (len(first) - len(first.lstrip()))
    if head.startswith("|"):
        yield "\n".join((head, *(pad + line if line else "" for line in words.rstrip("\n").split("\n"))))
    elif "\n" not in words.rstrip("\n"):
        yield "\n".join((head, *_refolded(lines, words, len(pad))))


def _refolded(lines: list[str], words: str, column: int) -> list[str]:
    """Return folded lines that say `words`: those at the start and the end stay that say the same still."""
    new = words.split()
    head = _kept(lines, new)
    new = new[sum(len(line.split()) for line in lines[:head]) :]
    tail = _kept([" ".join(reversed(line.split())) for line in reversed(lines[head:])], new[::-1])
    after = lines[len(lines) - tail :] if tail else []
    middle = new[: len(new) - sum(len(line.split()) for line in after)]
    pad = " " * column
    return [*lines[:head], *(pad + line for line in _wrapped(" ".join(middle), column)), *after]


def _kept(lines: list[str], words: list[str]) -> int:
    """Return how many of the lines these words begin with."""
    position = 0
    for number, line in enumerate(lines):
        said = line.split()
        if not said or words[position : position + len(said)] != said:
            return number
        position += len(said)
    return len(lines)


def _wrapped(words: str, column: int) -> list[str]:
    return textwrap.wrap(words, max(20, WIDTH - column), break_long_words=False, break_on_hyphens=False)
