"""Composed Markdown to nodes: the only place that knows how the templates write.

Reads only their dialect: CommonMark, pipe tables, heading ids, `div` and `details` lines alone between blank lines, `span`,
`time`, `del` and `ins` among words. Anything else is a fault, never dropped. A stretch from one heading to the next is read by itself and
remembered, because pages have many of them in common: the whole core, and most of an agency's copy.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from typing import Literal

from generator.composed.nodes import (
    Block,
    Box,
    Cell,
    Code,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Picture,
    Span,
    Strong,
    Summary,
    Table,
    Tag,
    Text,
    plain_words,
)
from generator.words.markdown import BLOCKS, PARSER, Token

_STARTS = re.compile(r"^(?=#{1,3} )", re.MULTILINE)
"""Where a section starts. In the dialect a line that begins so is always a heading: words that do are escaped."""

_NUMBER = re.compile(r"^([A-Z]\d+)\s+")
_HEADING_ID = re.compile(r"\s*(?<!\\)\{\s*#([\w-]+)((?:\s[^{}]*)?)\}\s*$")
_ATTRIBUTES = r"((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*"
_OPENED = re.compile(rf"<(div|details){_ATTRIBUTES}>")
_CLOSED = re.compile(r"</(div|details)>")
_SUMMARY = re.compile(r"<summary>(.*)</summary>")
_SPAN_OPENED = re.compile(rf"<(span|time|del|ins){_ATTRIBUTES}>")
_SPAN_CLOSED = re.compile(r"</(span|time|del|ins)>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:=\"([^\"]*)\")?")

END: Literal["end"] = "end"
"""The end of a box that an earlier stretch opened."""

Item = Block | Tag | Literal["end"]
"""What a stretch holds: whole blocks, and what opens or ends a box around others."""


class OutsideTheDialect(ValueError):
    """Markdown that no template writes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands from one heading of a section to the next."""

    heading: Heading | None
    """Nothing for what stands before the first."""
    items: tuple[Item, ...]
    anchors: tuple[str, ...]
    """The ids of all its headings, in order."""
    terms: tuple[tuple[str, str], ...]
    """Words that a link explains in its title, with the explanation, in order."""


def stretches(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield each stretch of a page with the number of its first line, from 0."""
    line = 0
    for text in _STARTS.split(markdown):
        if text:
            yield line, text
            line += text.count("\n")


@lru_cache(maxsize=4096)
def read_stretch(text: str) -> Stretch:
    """Return what a stretch holds. Raises `OutsideTheDialect` with what is not in the dialect."""
    reading = _Reading()
    items = reading.items(BLOCKS.parse(text))
    first = items[0] if items else None
    heading = first if isinstance(first, Heading) and _STARTS.match(text) else None
    return Stretch(
        heading,
        tuple(items[1:] if heading else items),
        tuple(reading.anchors),
        tuple(reading.terms.items()),
    )


@dataclass(slots=True)
class _Reading:
    """Reads one stretch, and remembers what it has seen."""

    anchors: list[str] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)

    def items(self, tokens: Sequence[Token]) -> list[Item]:
        """Return block tokens as items: a box that ends here too is whole."""
        stack: list[list[Item]] = [[]]
        opened: list[Tag] = []
        for token, inside in _grouped(tokens):
            if token.type == "html_block":
                for line, written in enumerate(token.content.splitlines(), start=(token.map or [0])[0]):
                    if written.strip():
                        self._line(written.strip(), line, stack, opened)
            else:
                stack[-1].append(self._block(token, inside))
        while opened:
            inner = stack.pop()
            stack[-1] += [opened.pop(), *inner]
        return stack[0]

    def _line(self, written: str, line: int, stack: list[list[Item]], opened: list[Tag]) -> None:
        """Open or end a box, or take in the summary of one."""
        if found := _OPENED.fullmatch(written):
            opened.append(_tag(found, line))
            stack.append([])
        elif _CLOSED.fullmatch(written):
            if opened:
                stack[-2].append(Box(opened.pop(), _whole(stack.pop())))
            else:
                stack[-1].append(END)
        elif summary := _SUMMARY.fullmatch(written):
            stack[-1].append(Summary(self._words(summary[1])))
        else:
            raise OutsideTheDialect(written)

    def _block(self, token: Token, inside: Sequence[Token]) -> Block:
        match token.type:
            case "paragraph_open":
                return Paragraph(self._words(inside[0].content), token.hidden)
            case "heading_open":
                return self._heading(int(token.tag[1]), inside[0].content)
            case "bullet_list_open" | "ordered_list_open":
                items = tuple(_whole(self.items(inner)) for _, inner in _grouped(inside))
                return Listing(token.type == "ordered_list_open", int(token.attrGet("start") or 1), items)
            case "table_open":
                return self._table(inside)
            case _:
                raise OutsideTheDialect(token.content or token.markup or token.type)

    def _heading(self, level: int, content: str) -> Heading:
        identified = _HEADING_ID.search(content)
        words = content[: identified.start()] if identified else content
        number = _NUMBER.match(words)
        inside = self._words(words[number.end() :] if number else words)
        if identified:
            self.anchors.append(identified[1])
        return Heading(
            level,
            number[1] if number else "",
            identified[1] if identified else "",
            inside,
            _attributes(identified[2]) if identified else (),
        )

    def _table(self, tokens: Sequence[Token]) -> Table:
        rows: list[list[Cell]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._words(token.content))
        return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])))

    def _words(self, written: str) -> tuple[Inline, ...]:
        """Return the words of one block."""
        found = read_words(written)
        for words, meaning in found.terms:
            self.terms.setdefault(words, meaning)
        return found.inside


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one block."""

    inside: tuple[Inline, ...]
    terms: tuple[tuple[str, str], ...]
    """Those that a link explains, with the explanation, in order."""


@lru_cache(maxsize=65536)
def read_words(written: str) -> Words:
    """Return the words of one block as nodes, runs of them joined. Raises `OutsideTheDialect` with what is not in the dialect."""
    stack: list[list[Inline]] = [[]]
    opened: list[Callable[[tuple[Inline, ...]], Inline]] = []
    terms: list[tuple[str, str]] = []
    for token in (child for parent in PARSER.parseInline(written) for child in parent.children or ()):
        if token.nesting == 1 or (token.type == "html_inline" and not token.content.startswith("</")):
            opened.append(_marked(token))
            stack.append([])
        elif token.nesting == -1 or token.type == "html_inline":
            if not opened or (token.nesting == 0 and not _SPAN_CLOSED.fullmatch(token.content)):
                raise OutsideTheDialect(token.content or token.type)
            node = opened.pop()(tuple(stack.pop()))
            stack[-1].append(node)
            if isinstance(node, Link) and node.title:
                terms.append((plain_words(node.inside), node.title))
        else:
            _leaf(token, stack[-1])
    if opened:
        raise OutsideTheDialect("a <span> that is not closed")
    return Words(tuple(stack[0]), tuple(terms))


def _marked(token: Token) -> Callable[[tuple[Inline, ...]], Inline]:
    """Return what makes the node of an opening token from what it turns out to hold."""
    match token.type:
        case "strong_open":
            return Strong
        case "em_open":
            return Emphasis
        case "link_open":
            return lambda inside: Link(inside, str(token.attrGet("href") or ""), str(token.attrGet("title") or ""))
        case "html_inline" if found := _SPAN_OPENED.fullmatch(token.content):
            return lambda inside: Span(_tag(found, 0), inside)
        case _:
            raise OutsideTheDialect(token.content or token.markup or token.type)


def _leaf(token: Token, into: list[Inline]) -> None:
    match token.type:
        case "text" | "text_special" | "softbreak" | "hardbreak":
            words = token.content or ("\n" if token.type.endswith("break") else "")
            if into and isinstance(into[-1], Text):
                into[-1] = Text(into[-1].words + words)
            elif words:
                into.append(Text(words))
        case "code_inline":
            into.append(Code(token.content))
        case "image":
            into.append(Picture(str(token.attrGet("src") or ""), token.content))
        case _:
            raise OutsideTheDialect(token.content or token.type)


def _tag(found: re.Match[str], line: int) -> Tag:
    return Tag(found[1], _attributes(found[2]), line, found[0])


def _attributes(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, unescape(value)) for name, value in _ATTRIBUTE.findall(written))


def _whole(items: Sequence[Item]) -> tuple[Block, ...]:
    """Return items that must be blocks: nothing inside an item of a list, or inside a box, may open or end another."""
    for item in items:
        if isinstance(item, Tag) or item == END:
            raise OutsideTheDialect("a <div> that is not closed" if isinstance(item, Tag) else "</div>")
    return tuple(item for item in items if not isinstance(item, Tag | str))


def moved(tag: Tag, by: int) -> Tag:
    """Return a tag with its line counted from `by` lines earlier."""
    return replace(tag, line=tag.line + by)


def _grouped(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Yield each token of the outermost level with the tokens between it and its end."""
    start = 0
    while start < len(tokens):
        end = start
        if tokens[start].nesting == 1:
            level = tokens[start].level
            end = next(
                at for at in range(start + 1, len(tokens)) if tokens[at].level == level and tokens[at].nesting == -1
            )
        yield tokens[start], tokens[start + 1 : end]
        start = end + 1
