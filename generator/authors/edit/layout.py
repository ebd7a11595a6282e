"""The one layout of a source: keys in the model's order, two spaces to a level, comments with what they belong to.

Works on the positioned tree and keeps every value as its author wrote it, so that a folded paragraph stays folded as it
was. The result is proved to say the same and to hold the same comments before anybody sees it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.authors.edit.splice import WIDTH, Splice, data_of, is_flow, node_range, offsets, spliced
from generator.county.fields import Shape, shapes
from generator.errors import EditRefused
from generator.model.base import Entry
from generator.sources.nodes import Mapping, Node, Pair, Scalar, Sequence
from generator.sources.source import Source
from generator.sources.yaml_reader import read_yaml

_BLANK_END = re.compile(r"(?:\n[ \t]*)+\Z")
_GAP_LINE = re.compile(r"[^#]*?(?P<comment>(?:(?<=\s)|(?<=^))#.*)?$")


@dataclass(frozen=True, slots=True)
class _Remark:
    """A comment on a line of its own, or an empty line (no text), with the column at which it stood."""

    column: int
    text: str


@dataclass
class _Entry:
    """One key with its value, or one item of a list."""

    key: str | None
    rank: int = 0
    lead: list[_Remark] = field(default_factory=list)
    """What stands on the lines before it."""
    mark_comment: str = ""
    """The comment on the line of its key or dash, before a value that starts on a later line."""
    between: list[_Remark] = field(default_factory=list)
    """Comments between its key or dash and a value that is no list or mapping."""
    is_below: bool = False
    """Whether its value, which is no list or mapping, starts on a later line."""
    value: "_Leaf | _Block | None" = None


@dataclass
class _Leaf:
    """A value as written, line by line; the first line without its indent."""

    lines: list[str]
    indent: int | None = None
    """For a block of text: how far its own lines are indented."""
    comment: str = ""


@dataclass
class _Block:
    """A list or mapping with one entry to a line."""

    column: int
    is_list: bool
    entries: list[_Entry] = field(default_factory=list)
    head: list[_Remark] = field(default_factory=list)
    """What stands before its first entry; it stays at the top whatever the order becomes."""
    tail: list[_Remark] = field(default_factory=list)
    """What stands after its last entry, as far in as its entries."""


def laid_out(source: Source, entry: type[Entry]) -> str:
    """Return the text of a source in the one layout. Raises `EditRefused` where that would change what it says."""
    text = source.text.replace("\r\n", "\n")
    source = Source(source.path, text)
    node, faults = read_yaml(source)
    if node is None or faults:
        raise EditRefused(f"{source.path} cannot be read as YAML; mend it first (`protocols check` says how)")
    ordered = Source(source.path, spliced(text, _flow_order(source, node, Shape(entry))))
    node, _ = read_yaml(ordered)
    result = _Reader(ordered).read(node, entry) if node is not None and not isinstance(node, Scalar) else text
    if data_of(result, source.path) != data_of(text, source.path) or comments(result) != comments(text):
        raise EditRefused(f"{source.path} cannot be laid out without changing what it says; nothing was changed")
    return result


def comments(text: str) -> Counter[str]:
    """Return every comment of a text, with how often it stands there."""
    source = Source("", text)
    node, _ = read_yaml(source)
    if node is None:
        return Counter()
    found: list[str] = []
    position = 0
    for start, end in sorted(_text_ranges(source, node)):
        found += _comments_in(text[position:start])
        position = max(position, end)
    found += _comments_in(text[position:])
    return Counter(found)


def _text_ranges(source: Source, node: Node) -> Iterator[tuple[int, int]]:
    """Yield where each piece of text stands, keys too; the head of a block counts as what is around it."""
    match node:
        case Scalar():
            start, end = node_range(source, node)
            head = re.compile(r"[|>][^\n]*\n").match(source.text, start, end)
            yield (head.end() if head else start), end
        case Sequence(items):
            for item in items:
                yield from _text_ranges(source, item)
        case Mapping(pairs):
            for pair in pairs:
                yield from _text_ranges(source, pair.key)
                yield from _text_ranges(source, pair.value)


def _comments_in(gap: str) -> Iterator[str]:
    for line in gap.split("\n"):
        found = _GAP_LINE.match(line)
        if found and found["comment"]:
            yield found["comment"].rstrip()


def _flow_order(source: Source, node: Node, shape: Shape) -> Iterator[Splice]:
    """Yield the splices that put the keys of each mapping in brackets into the model's order, each pair as written."""
    match node:
        case Sequence(items):
            for item in items:
                yield from _flow_order(source, item, Shape(shape.entry))
        case Mapping(pairs) if is_flow(source, node) and shape.entry and not shape.is_table:
            if "#" in source.text[slice(*node_range(source, node))]:
                return  # A comment between brackets belongs to its line, so the lines stay.
            ranks = list(shapes(shape.entry))
            slots = [_pair_range(source, pair) for pair in pairs]
            for (start, end), pair in zip(slots, sorted(pairs, key=lambda pair: _rank(ranks, pair)), strict=True):
                yield Splice(start, end, _flow_pair(source, pair, shape.entry))
        case Mapping(pairs):
            for pair in pairs:
                inner = shapes(shape.entry).get(pair.key.text, Shape()) if shape.entry and not shape.is_table else shape
                yield from _flow_order(source, pair.value, Shape(shape.entry) if shape.is_table else inner)


def _flow_pair(source: Source, pair: Pair, entry: type[Entry]) -> str:
    """Return a pair as written, with the mappings inside it put in order."""
    start, end = _pair_range(source, pair)
    inner = _flow_order(source, pair.value, shapes(entry).get(pair.key.text, Shape()))
    moved = [Splice(splice.start - start, splice.end - start, splice.text) for splice in inner]
    return spliced(source.text[start:end], moved)


def _pair_range(source: Source, pair: Pair) -> tuple[int, int]:
    return offsets(source, pair.key.span)[0], node_range(source, pair.value)[1]


def _rank(order: list[str], pair: Pair) -> int:
    return order.index(pair.key.text) if pair.key.text in order else len(order)


class _Reader:
    """Reads a tree together with the comments and empty lines between its values."""

    def __init__(self, source: Source) -> None:
        self.source, self.text = source, source.text
        self.position = 0
        self.last: _Entry | _Leaf | None = None
        """What the next comment on the same line belongs to."""

    def read(self, node: Node, entry: type[Entry]) -> str:
        """Return the whole text in the one layout."""
        if is_flow(self.source, node):
            return self.text.strip("\n") + "\n"
        block = self._block(node, Shape(entry))
        for remark in self._gap(len(self.text)):
            _deepest(block, remark.column).tail.append(remark)
        lines = _Writer().write(block)
        return "\n".join(lines).strip("\n") + "\n"

    def _gap(self, until: int) -> list[_Remark]:
        """Return the comments and empty lines from here to `until`; one on the present line goes to what stands there."""
        remarks: list[_Remark] = []
        gap = self.text[self.position : until]
        line_start = self.text.rfind("\n", 0, self.position) + 1
        lines = gap.split("\n")
        for number, line in enumerate(lines):
            found = _GAP_LINE.match(line)
            comment = found["comment"].rstrip() if found and found["comment"] else ""
            if comment and number == 0 and self.last is not None and self.position > line_start:
                self._keep(comment)
            elif comment:
                column = line.index(comment[0]) + (self.position - line_start if number == 0 else 0)
                remarks.append(_Remark(column, comment))
            elif 0 < number < len(lines) - 1 and not line.strip(" \t-?:.") and not line.strip():
                remarks.append(_Remark(-1, ""))
        self.position = until
        return remarks

    def _keep(self, comment: str) -> None:
        if isinstance(self.last, _Entry):
            self.last.mark_comment = comment
        elif self.last is not None:
            self.last.comment = comment

    def _block(self, node: Node, shape: Shape) -> _Block:
        column = node.span.column - 1
        block = _Block(column, isinstance(node, Sequence))
        order = list(shapes(shape.entry)) if shape.entry and not shape.is_table else []
        match node:
            case Sequence(items):
                for item in items:
                    self._item(block, item, Shape(shape.entry))
            case Mapping(pairs):
                for pair in pairs:
                    inner = (
                        shapes(shape.entry).get(pair.key.text, Shape()) if order and shape.entry else Shape(shape.entry)
                    )
                    self._pair(block, pair, _rank(order, pair), inner)
            case _:
                pass
        return block

    def _pair(self, block: _Block, pair: Pair, rank: int, shape: Shape) -> None:
        start, end = offsets(self.source, pair.key.span)
        entry = _Entry(self.text[start:end], rank)
        if "\n" in (entry.key or ""):
            raise EditRefused(f"{self.source.path}: the key in line {pair.key.span.line} runs over several lines")
        self._begin(block, entry, self._gap(start))
        self.position = self.text.index(":", end) + 1
        self._value(entry, pair.value, shape)

    def _item(self, block: _Block, item: Node, shape: Shape) -> None:
        start, _ = offsets(self.source, item.span)
        dash = self._dash(start)
        entry = _Entry(None)
        self._begin(block, entry, self._gap(dash))
        self.position = dash + 1
        self._value(entry, item, shape)

    def _dash(self, until: int) -> int:
        """Return where the dash of the next item stands: the first one in the gap that is in no comment."""
        position = self.position
        while position < until and self.text[position] != "-":
            comment_here = self.text[position] == "#"
            position = self.text.index("\n", position) if comment_here else position + 1
        return position

    def _begin(self, block: _Block, entry: _Entry, remarks: list[_Remark]) -> None:
        """Give each remark before an entry to what it belongs to: this entry, or a deeper block that has just ended."""
        held: list[_Remark] = []
        for remark in remarks:
            held.append(remark)
            if not remark.text:
                continue
            ended = block if entry.lead else _deepest(block, remark.column)
            (entry.lead if ended is block else ended.tail).extend(held)
            held = []
        entry.lead.extend(held)
        if not block.entries:
            block.head, entry.lead = entry.lead, []
        block.entries.append(entry)
        self.last = entry

    def _value(self, entry: _Entry, node: Node, shape: Shape) -> None:
        start, end = node_range(self.source, node)
        if isinstance(node, Scalar) and start == end:
            return
        if not isinstance(node, Scalar) and not is_flow(self.source, node):
            entry.value = self._block(node, shape)
            return
        entry.is_below = "\n" in self.text[self.position : start]
        entry.between = [remark for remark in self._gap(start) if remark.text]
        raw = self.text[start:end]
        if raw[0] in "|>":
            entry.value = self._text_block(raw, node.span.line)
        else:
            lines = raw.split("\n")
            entry.value = _Leaf([lines[0], *_shifted(lines[1:])])
            self.position = end
        self.last = entry.value

    def _text_block(self, raw: str, line: int) -> _Leaf:
        """Return a block of text; empty lines after it count as what is around it, unless its head keeps them."""
        head, _, body = raw.partition("\n")
        sign = head.split("#")[0]
        kept = raw if "+" in sign else _BLANK_END.sub("", raw)
        start = self.position
        self.position = start + len(kept)
        lines = kept.split("\n")[1:]
        if "+" in sign and lines and not lines[-1].strip():
            lines = lines[:-1]
            self.position = start + len(kept) - (len(kept) - len(kept.rstrip(" ")))
        del body
        digit = re.search(r"[1-9]", sign)
        if digit:
            raise EditRefused(
                f"{self.source.path}: write the block in line {line} without the figure after `{sign[0]}`"
            )
        depths = [len(each) - len(each.lstrip(" ")) for each in lines if each.strip()]
        return _Leaf([head.rstrip(), *lines], depths[0] if depths else 0)


def _shifted(lines: list[str]) -> list[str]:
    """Return the later lines of a value with the indent that they have in common taken away, and no spaces at their ends."""
    trimmed = [line if line.rstrip().endswith("\\") else line.rstrip() for line in lines]
    depth = min((len(line) - len(line.lstrip()) for line in trimmed if line.strip()), default=0)
    return [line[depth:].replace("\t", " ") if line[:depth].strip() == "" else line for line in trimmed]


def _deepest(block: _Block, column: int) -> _Block:
    """Return the innermost block at the end of this one that is indented no further than `column`."""
    while block.entries and isinstance(block.entries[-1].value, _Block) and block.entries[-1].value.column <= column:
        block = block.entries[-1].value
    return block


class _Writer:
    """Writes a tree of entries in the one layout."""

    def write(self, block: _Block, indent: int = 0) -> list[str]:
        """Return the lines of a block that is indented by `indent`."""
        pad = " " * indent
        lines = _remarks(block.head, pad, after_text=False)
        for number, entry in enumerate(sorted(block.entries, key=lambda entry: entry.rank)):
            lines += _remarks(entry.lead, pad, after_text=bool(number or lines))
            lines += self._entry(entry, indent, block)
        return lines + _remarks(block.tail, pad, after_text=True)

    def _entry(self, entry: _Entry, indent: int, block: _Block) -> list[str]:
        pad = " " * indent
        opening = f"{pad}-" if block.is_list else f"{pad}{entry.key}:"
        remark = f"  {entry.mark_comment}" if entry.mark_comment else ""
        match entry.value:
            case None:
                return [opening + remark]
            case _Leaf() as leaf if (
                remark or entry.between or (entry.is_below and len(opening + leaf.lines[0]) >= WIDTH)
            ):
                below = _remarks(entry.between, pad + "  ", after_text=False)
                first, *rest = _leaf_lines(leaf, indent + 2, indent + 2)
                return [opening + remark, *below, f"{pad}  {first}", *rest]
            case _Leaf() as leaf:
                first, *rest = _leaf_lines(leaf, indent + 2, indent + 2)
                return [f"{opening} {first}", *rest]
            case _Block() as inner:
                lines = self.write(inner, indent + 2)
                if block.is_list and not remark and not inner.head:
                    return [f"{opening} {lines[0].lstrip()}", *lines[1:]]
                return [opening + remark, *lines]


def _leaf_lines(leaf: _Leaf, indent: int, block_indent: int) -> list[str]:
    """Return a value's lines, the first without indent."""
    first, *rest = leaf.lines
    if leaf.indent is None:
        lines = [first, *(" " * indent + line if line.strip() else "" for line in rest)]
        lines[-1] += f"  {leaf.comment}" if leaf.comment else ""
        return lines
    moved = (" " * block_indent + line[leaf.indent :] if len(line) > leaf.indent else "" for line in rest)
    return [first, *moved]


def _remarks(remarks: list[_Remark], pad: str, *, after_text: bool) -> list[str]:
    """Return comments and empty lines, never two empty lines together, and none where nothing stands above it."""
    lines: list[str] = []
    for remark in remarks:
        if remark.text:
            lines.append(pad + remark.text)
        elif (lines and lines[-1]) or (not lines and after_text):
            lines.append("")
    return lines
