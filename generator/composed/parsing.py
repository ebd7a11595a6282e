"""Composed Markdown to nodes: the only place that knows how the templates write, and the only module that imports pyromark.

Reads only their dialect: CommonMark, pipe tables, heading ids, `div` and `details` lines alone between blank lines, `span`,
`time`, `del` and `ins` among words. Anything else is a fault, never dropped. A stretch from one heading to the next is read by itself and
remembered, because pages have many of them in common: the whole core, and most of an agency's copy.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from itertools import chain, takewhile
from typing import Literal

import pyromark
from pyromark.event import Event, Range

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
from generator.words.markdown import address

_STARTS = re.compile(r"^(?=#{1,3} )", re.MULTILINE)
"""Where a section starts. In the dialect a line that begins so is always a heading: words that do are escaped."""

_HEADING_MARK = re.compile(r"#+(?=\s|$)\s*(?:([A-Z]\d+)\s+)?")
_HEADING_ID = re.compile(r"\s*(?<!\\)\{\s*#([\w-]+)((?:\s[^{}]*)?)\}(?:\s+#+)?\s*$")
_ATTRIBUTES = r"((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*"
_OPENED = re.compile(rf"<(div|details){_ATTRIBUTES}>")
_CLOSED = re.compile(r"</(div|details)>")
_SUMMARY = re.compile(r"<summary>(.*)</summary>")
_SPAN_OPENED = re.compile(rf"<(span|time|del|ins){_ATTRIBUTES}>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:=\"([^\"]*)\")?")

_PARSER = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)

END: Literal["end"] = "end"
"""The end of a box that an earlier stretch opened."""

Item = Block | Tag | Literal["end"]
"""What a stretch holds: whole blocks, and what opens or ends a box around others."""

_MARKS = ("Strong", "Emphasis", "Link", "Image")
"""What starts and ends among words."""

_AS_WORDS = "# . %s ."
"""What the parser took for HTML, as the words of a heading, with a point and a space at each end so that every space of it stays."""

_text: Callable[[str], Text] = lru_cache(maxsize=65536)(Text)

_Found = tuple[Event, Range]
"""What the parser finds, and where in the text it stands, in bytes."""


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
    if "]:" in text and (defined := pyromark.reference_definitions(text)):
        raise OutsideTheDialect(f"[{next(iter(defined))}]:")
    reading = _Reading(text, {})
    items = reading.items()
    first = items[0] if items else None
    heading = first if isinstance(first, Heading) and _STARTS.match(text) else None
    return Stretch(
        heading,
        tuple(items[1:] if heading else items),
        tuple(reading.anchors),
        tuple(reading.terms.items()),
    )


class _Reading:
    """Reads one text, and remembers what it has seen."""

    def __init__(self, text: str, terms: dict[str, str]) -> None:
        """Take a text, and the words explained before it. Raises `OutsideTheDialect` where it holds what is no character."""
        self.anchors: list[str] = []
        self.terms = terms
        readable = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        try:
            self._source = readable.encode()
        except UnicodeEncodeError as fault:
            raise OutsideTheDialect(ascii(readable[fault.start])) from None
        self._found = _PARSER.events_with_range(readable)
        self._line = self._counted = 0

    def items(self) -> list[Item]:
        """Return what stands before the end of what holds it: a box that ends here too is whole."""
        stack: list[list[Item]] = [[]]
        opened: list[Tag] = []
        for found in self._found:
            event, at = found
            if _is_among_words(event):
                words, (event, at) = self._words(chain((found,), self._found))
                stack[-1].append(Paragraph(words, tight=True))
            if isinstance(event, str):
                raise OutsideTheDialect(self._written(at))
            if "End" in event:
                break
            if "Start" in event and event["Start"] == "HtmlBlock":
                self._lines(at["start"], stack, opened)
            else:
                stack[-1].append(self._block(event, at))
        while opened:
            inner = stack.pop()
            stack[-1] += [opened.pop(), *inner]
        return stack[0]

    def line_of_words(self) -> tuple[Inline, ...]:
        """Return the words of a text that is written into `_AS_WORDS`."""
        next(self._found)
        before, after = map(len, _AS_WORDS.split("%s"))
        return self._words(self._between(before, len(self._source) - after))[0]

    def _lines(self, start: int, stack: list[list[Item]], opened: list[Tag]) -> None:
        """Read lines of elements, the first of which starts at a byte of the text."""
        written = ""
        for event, _ in self._found:
            if isinstance(event, str) or "Html" not in event:
                break
            written += event["Html"]
        self._line += self._source.count(b"\n", self._counted, start)
        self._counted = start
        for line, each in enumerate(written.splitlines(), start=self._line):
            if each.strip():
                self._element(each.strip(), line, stack, opened)

    def _element(self, written: str, line: int, stack: list[list[Item]], opened: list[Tag]) -> None:
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
            stack[-1].append(Summary(_Reading(_AS_WORDS % summary[1], self.terms).line_of_words()))
        else:
            raise OutsideTheDialect(written)

    def _block(self, event: Event, at: Range) -> Block:
        if not isinstance(event, str) and "Start" in event:
            tag = event["Start"]
            if tag == "Paragraph":
                return Paragraph(self._words(self._found)[0])
            if not isinstance(tag, str):
                if "Heading" in tag:
                    return self._heading(int(tag["Heading"]["level"][1]), at)
                if "List" in tag:
                    items = tuple(_whole(self.items()) for _ in takewhile(_is_start, self._found))
                    return Listing(tag["List"] is not None, tag["List"] or 1, items)
                if "Table" in tag:
                    return self._table()
        raise OutsideTheDialect(self._written(at))

    def _heading(self, level: int, at: Range) -> Heading:
        written = self._written(at).rstrip()
        identified = _HEADING_ID.search(written)
        end = identified.start() if identified else len(written)
        mark = _HEADING_MARK.match(written, 0, end)
        if not mark:
            raise OutsideTheDialect(written)
        first, last = (at["start"] + len(written[:place].encode()) for place in (mark.end(), end))
        inside, _ = self._words(self._between(first, last))
        if identified:
            self.anchors.append(identified[1])
        return Heading(
            level,
            mark[1] or "",
            identified[1] if identified else "",
            inside,
            _attributes(identified[2]) if identified else (),
        )

    def _between(self, start: int, end: int) -> Iterator[_Found]:
        """Yield what is found in a heading between two bytes of the text, and the end of the heading."""
        for event, at in self._found:
            if (start <= at["start"] and at["end"] <= end) or _ends_heading(event):
                yield event, at
            elif start < at["end"] and at["start"] < end:
                if isinstance(event, str) or "Text" not in event:
                    raise OutsideTheDialect(self._written(at))
                yield {"Text": self._source[max(start, at["start"]) : min(end, at["end"])].decode()}, at

    def _table(self) -> Table:
        rows: list[list[Cell]] = []
        for event, at in self._found:
            if isinstance(event, str):
                raise OutsideTheDialect(self._written(at))
            if "Start" in event and event["Start"] == "TableCell":
                rows[-1].append(self._words(self._found)[0])
            elif "Start" in event:
                rows.append([])
            elif event == {"End": "Table"}:
                break
        return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])))

    def _words(self, found: Iterator[_Found]) -> tuple[tuple[Inline, ...], _Found]:
        """Return the words of one block, runs of them joined, and what is found after them."""
        stack: list[list[Inline]] = [[]]
        opened: list[Event] = []
        run = ""
        for after in found:
            event = after[0]
            if isinstance(event, str):
                if event == "Rule":
                    break
                run += "\n"
            elif "Text" in event:
                run += event["Text"]
            else:
                if run:
                    stack[-1].append(_text(run))
                    run = ""
                if not _is_among_words(event):
                    break
                self._mark(event, opened, stack)
        if opened:
            raise OutsideTheDialect(f"{_html(opened[-1])} is not closed")
        return tuple(stack[0]), after

    def _mark(self, event: Event, opened: list[Event], stack: list[list[Inline]]) -> None:
        """Take in a code word, or what opens or ends something among words."""
        if not isinstance(event, str) and "Code" in event:
            stack[-1].append(Code(event["Code"]))
        elif _opens(event):
            opened.append(event)
            stack.append([])
        elif opened:
            node = _node(opened.pop(), event, tuple(stack.pop()))
            stack[-1].append(node)
            if isinstance(node, Link) and node.title:
                self.terms.setdefault(plain_words(node.inside), node.title)
        else:
            raise OutsideTheDialect(_html(event))

    def _written(self, at: Range) -> str:
        return self._source[at["start"] : at["end"]].decode()


def _ends_heading(event: Event) -> bool:
    return (
        not isinstance(event, str)
        and "End" in event
        and not isinstance(event["End"], str)
        and "Heading" in event["End"]
    )


def _is_start(found: _Found) -> bool:
    return not isinstance(found[0], str) and "Start" in found[0]


def _is_among_words(event: Event) -> bool:
    """Return whether an event is a part of words, and neither starts nor ends a block."""
    if isinstance(event, str):
        return event != "Rule"
    if "Start" in event:
        tag = event["Start"]
        return tag in _MARKS if isinstance(tag, str) else "Link" in tag or "Image" in tag
    return "End" not in event or event["End"] in _MARKS


def _opens(event: Event) -> bool:
    """Return whether an event opens what a later one ends."""
    if isinstance(event, str):
        return False
    return "Start" in event or ("InlineHtml" in event and not event["InlineHtml"].startswith("</"))


def _html(event: Event) -> str:
    return event["InlineHtml"] if not isinstance(event, str) and "InlineHtml" in event else ""


def _node(opened: Event, ended: Event, inside: tuple[Inline, ...]) -> Inline:
    """Return what was opened and ended among words, with what it holds."""
    if isinstance(opened, str) or "Start" not in opened or isinstance(ended, str) or "End" not in ended:
        return _span(_html(opened), _html(ended), inside)
    tag = opened["Start"]
    if tag == "Strong":
        return Strong(inside)
    if isinstance(tag, str):
        return Emphasis(inside)
    if "Link" in tag and tag["Link"]["link_type"] == "Inline":
        return Link(inside, address(tag["Link"]["dest_url"]), tag["Link"]["title"])
    if "Image" in tag and all(isinstance(node, Text) for node in inside):
        return Picture(address(tag["Image"]["dest_url"]), plain_words(inside))
    raise OutsideTheDialect(plain_words(inside))


def _span(written: str, closed: str, inside: tuple[Inline, ...]) -> Span:
    """Return an element among words, which must be one that templates write, and end where it is ended."""
    found = _SPAN_OPENED.fullmatch(written)
    if not found:
        raise OutsideTheDialect(written or closed)
    if closed != f"</{found[1]}>":
        raise OutsideTheDialect(f"{written} is not closed")
    return Span(_tag(found, 0), inside)


def _tag(found: re.Match[str], line: int) -> Tag:
    return Tag(found[1], _attributes(found[2]), line, found[0])


@lru_cache(maxsize=4096)
def _attributes(written: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, unescape(value)) for name, value in _ATTRIBUTE.findall(written))


def _whole(items: Sequence[Item]) -> tuple[Block, ...]:
    """Return items that must be blocks: nothing inside an item of a list, or inside a box, may open or end another."""
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, Tag):
            raise OutsideTheDialect("a <div> that is not closed")
        if isinstance(item, str):
            raise OutsideTheDialect("</div>")
        blocks.append(item)
    return tuple(blocks)


def moved(tag: Tag, by: int) -> Tag:
    """Return a tag with its line counted from `by` lines earlier."""
    return replace(tag, line=tag.line + by)
