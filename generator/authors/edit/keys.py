"""Putting keys into a mapping: each in its place in the model's order, every other line left alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.authors.edit.splice import Splice, is_flow, node_range, offsets, value_range, written, written_block
from generator.county.fields import shapes
from generator.county.library import Parsed
from generator.model.base import Entry
from generator.sources.nodes import Mapping as MappingNode
from generator.sources.nodes import Node, Pair, Scalar, Sequence
from generator.sources.source import Source


def set_values(
    document: Parsed, mapping: MappingNode, entry: type[Entry], wanted: Mapping[str, str]
) -> Iterator[Splice]:
    """Yield the splices after which `mapping`, described by `entry`, has each of these values."""
    order = list(shapes(entry))
    after: dict[int, str] = {}
    for key in sorted(wanted, key=order.index):
        pair = mapping.get(key)
        if pair is not None:
            yield _replaced(document.source, pair, wanted[key], in_flow=is_flow(document.source, mapping))
            continue
        earlier = [found for found in mapping.pairs if order.index(found.key.text) < order.index(key)]
        column = mapping.pairs[0].key.span.column - 1 if mapping.pairs else 0
        new = NewPair(written_block(key, wanted[key], column), f"{key}: {written(wanted[key], in_flow=True)}")
        position, text = inserted(document.source, mapping, earlier[-1] if earlier else None, new)
        after[position] = after.get(position, "") + text
    yield from (Splice(position, position, text) for position, text in after.items())


def _replaced(source: Source, pair: Pair, words: str, *, in_flow: bool) -> Splice:
    """Return the splice that puts new words in a value's place, on the key's own line or folded below it."""
    _, key_end = offsets(source, pair.key.span)
    start, end = node_range(source, pair.value)
    end = start + len(source.text[start:end].rstrip())
    if isinstance(pair.value, Scalar):
        end = max(end, value_range(source, pair.value)[1])
    if in_flow or ("\n" not in source.text[start:end] and _line_is_short(source, start, end, words)):
        return Splice(start, end, (" " if start == end else "") + written(words, in_flow=in_flow))
    block = written_block(pair.key.text, words, pair.key.span.column - 1)
    return Splice(key_end, end, block.rstrip("\n")[pair.key.span.column - 1 + len(pair.key.text) :])


def replace_key(source: Source, mapping: MappingNode, pair: Pair, key: str, words: str) -> Iterator[Splice]:
    """Yield the splices after which a pair of `mapping` has another key, and these words for its value."""
    start, end = offsets(source, pair.key.span)
    yield Splice(start, end, key)
    yield _replaced(source, pair, words, in_flow=is_flow(source, mapping))


def _line_is_short(source: Source, start: int, end: int, words: str) -> bool:
    line_start = source.text.rfind("\n", 0, start) + 1
    return len(words) + start - line_start <= 110 or source.text[end : end + 1] not in ("", "\n", "\r")


@dataclass(frozen=True, slots=True)
class NewPair:
    """A new key with its value, as it is written in either kind of mapping."""

    lines: str
    """As whole lines, indented as the keys of the mapping are."""
    in_brackets: str


def inserted(source: Source, mapping: MappingNode, before: Pair | None, new: NewPair) -> tuple[int, str]:
    """Return where a new key goes that follows the pair `before`, or comes first, and the text to put there."""
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    if is_flow(source, mapping):
        if before is None:
            return offsets(source, mapping.span)[0] + 1, f"{new.in_brackets}, "
        return end_of(source, before.value), f", {new.in_brackets}"
    column = mapping.pairs[0].key.span.column - 1
    if before is None:
        start = offsets(source, mapping.pairs[0].key.span)[0]
        above = _above_comments(source, start)
        if above is not None:
            return above, new.lines.replace("\n", line_end)
        return start, (new.lines[column:] + " " * column).replace("\n", line_end)
    return line_after(source, end_of(source, before.value), new.lines.replace("\n", line_end))


def _above_comments(source: Source, start: int) -> int | None:
    """Return the start of the line that a key opens, or of the comments right above it; nothing where it opens no line."""
    line = source.text.rfind("\n", 0, start) + 1
    if source.text[line:start].strip():
        return None
    while line:
        above = source.text.rfind("\n", 0, line - 1) + 1
        if not source.text[above:line].lstrip().startswith("#"):
            break
        line = above
    return line


def end_of(source: Source, node: Node) -> int:
    """Return where the last word of a value ends. A comment below it belongs to what follows."""
    while not isinstance(node, Scalar) and not is_flow(source, node):
        node = node.items[-1] if isinstance(node, Sequence) else node.pairs[-1].value
    start, end = node_range(source, node)
    return start + len(source.text[start:end].rstrip())


def line_after(source: Source, position: int, lines: str) -> tuple[int, str]:
    """Return where to put whole lines below the line that `position` is on; the last line of a file gets its end first."""
    end = source.text.find("\n", position)
    if end >= 0:
        return end + 1, lines
    return len(source.text), ("\r\n" if "\r\n" in source.text else "\n") + lines
