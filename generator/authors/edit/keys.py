"""Putting keys into a mapping: each in its place in the model's order, every other line left alone."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

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
        words = wanted[key]
        position, text = inserted(
            document.source,
            mapping,
            before(mapping, entry, key),
            partial(written_block, key, words),
            f"{key}: {written(words, in_flow=True)}",
        )
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


def before(mapping: MappingNode, entry: type[Entry], key: str) -> Pair | None:
    """Return the pair below which a new key belongs, in the model's order; nothing where it opens the mapping."""
    order = list(shapes(entry))
    earlier = [found for found in mapping.pairs if order.index(found.key.text) < order.index(key)]
    return earlier[-1] if earlier else None


def inserted(
    source: Source, mapping: MappingNode, before: Pair | None, lines: Callable[[int], str], in_flow: str
) -> tuple[int, str]:
    """Return where a new key goes and the text to put there: whole lines, made for a column, or one pair between brackets."""
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    if is_flow(source, mapping):
        if before is None:
            return offsets(source, mapping.span)[0] + 1, f"{in_flow}, "
        return pair_end(source, before), f", {in_flow}"
    column = mapping.pairs[0].key.span.column - 1
    text = lines(column)
    if before is None:
        start = offsets(source, mapping.pairs[0].key.span)[0]
        above = _above_comments(source, start)
        if above is not None:
            return above, text.replace("\n", line_end)
        return start, (text[column:] + " " * column).replace("\n", line_end)
    return line_after(source, pair_end(source, before), text.replace("\n", line_end))


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


def pair_end(source: Source, pair: Pair) -> int:
    """Return where the last word of a pair ends. A comment below it belongs to what follows."""
    return node_end(source, pair.value)


def node_end(source: Source, node: Node) -> int:
    """Return where the last word of a value ends."""
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
