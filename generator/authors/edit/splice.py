"""Replacing stretches of a text at exact places, and writing words so that YAML reads them back as they are."""

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from generator.sources.nodes import Node, Scalar, plain_data
from generator.sources.source import Source, Span
from generator.sources.yaml_reader import read_yaml

WIDTH = 116
"""The longest line that an edit writes."""

_SAFE = re.compile(r"[A-Za-z0-9(][^\n\t]*")
_BLOCK_HEAD = re.compile(r"[|>][^\n]*\n")


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """One stretch of a text, by its first character and the one past its last, and what takes its place."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with every splice made; everything between them stays as it is."""
    pieces: list[str] = []
    position = 0
    for splice in sorted(splices):
        pieces += [text[position : splice.start], splice.text]
        position = splice.end
    return "".join((*pieces, text[position:]))


def offsets(source: Source, span: Span) -> tuple[int, int]:
    """Return where a span starts and ends, in characters of the source's text."""
    return _offset(source, span.line, span.column), _offset(source, span.end_line, span.end_column)


def _offset(source: Source, line: int, column: int) -> int:
    starts = _line_starts(source.text)
    return min(starts[min(line, len(starts)) - 1] + column - 1, len(source.text))


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))


def value_range(source: Source, scalar: Scalar) -> tuple[int, int]:
    """Return where a value's own words stand: past the head of a block, and up to its last word."""
    start, end = offsets(source, scalar.span)
    head = _BLOCK_HEAD.match(source.text, start, end)
    start = head.end() if head else start
    return start, start + len(source.text[start:end].rstrip())


def written(words: str, *, in_flow: bool = False) -> str:
    """Return words on one line so that YAML reads them back exactly: plain where that is safe, else in double quotes."""
    if _reads_back(words, words, in_flow=in_flow):
        return words
    return json.dumps(words, ensure_ascii=False)


def _reads_back(written_form: str, words: str, *, in_flow: bool) -> bool:
    looks_like_data = re.fullmatch(r"[\d.,_:+-]+|true|false|yes|no|null|on|off|~", words, re.IGNORECASE)
    is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", words)
    if not _SAFE.fullmatch(words) or (looks_like_data and not is_date):
        return False
    text = f"x: [{written_form}]\n" if in_flow else f"x: {written_form}\n"
    node, faults = read_yaml(Source("", text))
    return node is not None and not faults and plain_data(node) == {"x": [words] if in_flow else words}


def written_block(key: str, words: str, indent: int) -> str:
    """Return `key: words` as one or more whole lines; words too long for one line are folded."""
    pad = " " * indent
    words = " ".join(words.split())
    line = f"{pad}{key}: {written(words)}"
    if len(line) <= WIDTH:
        return line + "\n"
    body = textwrap.wrap(words, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
    return f"{pad}{key}: >-\n" + "".join(f"{pad}  {piece}\n" for piece in body)


def data_of(text: str, path: str) -> object:
    """Return what a text says as plain data, or nothing where it cannot be read without a fault."""
    node, faults = read_yaml(Source(path, text))
    return None if node is None or faults else plain_data(node)


def node_range(source: Source, node: Node) -> tuple[int, int]:
    """Return where a value starts and ends, its closing bracket with it (the span of a list or mapping leaves it out)."""
    start, end = offsets(source, node.span)
    return start, end + 1 if is_flow(source, node) else end


def is_flow(source: Source, node: Node) -> bool:
    """Return whether a list or mapping is written with brackets."""
    start, _ = offsets(source, node.span)
    return not isinstance(node, Scalar) and source.text[start : start + 1] in ("[", "{")
