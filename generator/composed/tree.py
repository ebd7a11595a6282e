"""Composed Markdown to a plain tree that JSON can hold: what a Typst template sets.

Reads only the dialect that the templates write: CommonMark, pipe tables, heading ids, and `div` and `details` lines alone
between blank lines. Anything else is a fault, never dropped. Words stay words: no node holds code of any kind.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generator.errors import UnknownMarkdown
from generator.words.markdown import PARSER, Token

Node = dict[str, Any]
"""One node: its kind in `t`, its children in `c`. `heading` has `level`, `id`, `number`; `list` has `ordered`, `start` and
`items`; `table` has `head` and `rows` of cells, and `keep` for each row that must not be split, and `shares` of the width
for its columns; `box` has `classes` and
`data`; `link` has `href`; `text` and `code` have `s`."""

LONGEST_UNSPLIT_CELL = 700
"""A row with a cell of more characters than this may be split over two pages."""

_NUMBER = re.compile(r"^([A-Z]\d+)\s+")
_HEADING_ID = re.compile(r"\s*(?<!\\)\{\s*#([\w-]+)(?:\s[^{}]*)?\}\s*$")
_OPENED = re.compile(r"<(div|details)((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*>")
_CLOSED = re.compile(r"</(div|details)>")
_SUMMARY = re.compile(r"<summary>(.*)</summary>")
_ATTRIBUTE = re.compile(r"([\w-]+)=\"([^\"]*)\"")

_WRAPPED = {"strong_open": "strong", "em_open": "em"}


@dataclass(frozen=True)
class Tree:
    """A parsed page, with what its nodes point to and explain."""

    blocks: tuple[Node, ...]
    anchors: tuple[str, ...]
    """The ids of its headings, in order."""
    terms: tuple[tuple[str, str], ...]
    """Words that a link explains in its title, with the explanation, in order."""


@lru_cache(maxsize=2048)
def parse(markdown: str, page_uri: str) -> Tree:
    """Return a page's Markdown as a tree. Raises `UnknownMarkdown` where it is not in the dialect."""
    reading = _Reading(page_uri)
    blocks = tuple(reading.blocks(PARSER.parse(markdown)))
    return Tree(blocks, tuple(reading.anchors), tuple(reading.terms.items()))


@dataclass
class _Reading:
    """Reads one page, and remembers where it is and what it has seen."""

    page_uri: str
    section: str = ""
    anchors: list[str] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)

    def blocks(self, tokens: Sequence[Token]) -> list[Node]:
        """Return block tokens as nodes, with everything between a `div` and its end inside a box."""
        stack: list[list[Node]] = [[]]
        for token, inside in _grouped(tokens):
            if token.type == "html_block":
                for line in filter(None, (line.strip() for line in token.content.splitlines())):
                    self._tag(line, stack)
            else:
                stack[-1].append(self._block(token, inside))
        if len(stack) > 1:
            raise self._fault("a <div> that is not closed")
        return stack[0]

    def _tag(self, line: str, stack: list[list[Node]]) -> None:
        """Open or close a box, or give a `details` its summary."""
        if opened := _OPENED.fullmatch(line):
            found = dict(_ATTRIBUTE.findall(opened[2]))
            classes = found.pop("class", "").split() + (["details"] if opened[1] == "details" else [])
            data = {name.removeprefix("data-"): value for name, value in found.items()}
            box: Node = {"t": "box", "classes": classes, "data": data, "c": []}
            stack[-1].append(box)
            stack.append(box["c"])
        elif _CLOSED.fullmatch(line) and len(stack) > 1:
            stack.pop()
        elif summary := _SUMMARY.fullmatch(line):
            stack[-1].append({"t": "summary", "c": self._inline(PARSER.parseInline(summary[1]))})
        else:
            raise self._fault(line)

    def _block(self, token: Token, inside: Sequence[Token]) -> Node:
        match token.type:
            case "paragraph_open":
                return {"t": "par", "c": self._inline(inside)}
            case "heading_open":
                return self._heading(int(token.tag[1]), inside[0].content)
            case "bullet_list_open" | "ordered_list_open":
                items = [self.blocks(inner) for _, inner in _grouped(inside)]
                ordered = token.type == "ordered_list_open"
                return {"t": "list", "ordered": ordered, "start": int(token.attrGet("start") or 1), "items": items}
            case "table_open":
                return self._table(inside)
            case _:
                raise self._fault(token.content or token.markup or token.type)

    def _heading(self, level: int, content: str) -> Node:
        identified = _HEADING_ID.search(content)
        words = content[: identified.start()] if identified else content
        number = _NUMBER.match(words)
        self.section = words
        if identified:
            self.anchors.append(identified[1])
        return {
            "t": "heading",
            "level": level,
            "id": identified[1] if identified else "",
            "number": number[1] if number else "",
            "c": self._inline(PARSER.parseInline(words[number.end() :] if number else words)),
        }

    def _table(self, tokens: Sequence[Token]) -> Node:
        rows: list[list[list[Node]]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._inline([token]))
        words = [[plain_words(cell) for cell in row] for row in rows]
        keep = [max(map(len, row)) <= LONGEST_UNSPLIT_CELL for row in words[1:]]
        shares = [_share(column) for column in zip(*words, strict=True)]
        return {"t": "table", "head": rows[0], "rows": rows[1:], "keep": keep, "shares": shares}

    def _inline(self, tokens: Sequence[Token]) -> list[Node]:
        """Return inline tokens as nodes, runs of words joined."""
        stack: list[list[Node]] = [[]]
        for token in (child for parent in tokens for child in parent.children or ()):
            if token.nesting == 1:
                node = self._opened(token)
                stack[-1].append(node)
                stack.append(node["c"])
            elif token.nesting == -1:
                stack.pop()
                if token.type == "link_close":
                    self._explained(stack[-1][-1])
            else:
                self._leaf(token, stack[-1])
        return stack[0]

    def _opened(self, token: Token) -> Node:
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            return {"t": "link", "href": href, "title": str(token.attrGet("title") or ""), "c": []}
        if token.type in _WRAPPED:
            return {"t": _WRAPPED[token.type], "c": []}
        raise self._fault(token.markup or token.type)

    def _explained(self, link: Node) -> None:
        title = link.pop("title")
        if title:
            self.terms.setdefault(plain_words(link["c"]), title)

    def _leaf(self, token: Token, into: list[Node]) -> None:
        if token.type in ("text", "text_special", "softbreak", "hardbreak"):
            words = token.content or (" " if token.type.endswith("break") else "")
            if into and into[-1]["t"] == "text":
                into[-1]["s"] += words
            elif words:
                into.append({"t": "text", "s": words})
        elif token.type == "code_inline":
            into.append({"t": "code", "s": token.content})
        else:
            raise self._fault(token.content or token.type)

    def _fault(self, found: str) -> UnknownMarkdown:
        return UnknownMarkdown(self.page_uri, self.section, found)


def _share(column: Sequence[str]) -> int:
    """Return how much of a table's width a column needs: room for its longest word, and more the more it says."""
    longest = max(len(word) for cell in column for word in cell.split() or [""])
    average = sum(map(len, column)) / len(column)
    return round(max(longest * 1.1, 4 * math.sqrt(average), 4))


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


def plain_words(nodes: Sequence[Node]) -> str:
    """Return the words of nodes without any mark, in reading order."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Node) -> str:
    match node["t"]:
        case "text" | "code":
            return str(node["s"])
        case "list":
            return " ".join(plain_words(item) for item in node["items"]) + " "
        case "table":
            return " ".join(plain_words(cell) for row in (node["head"], *node["rows"]) for cell in row) + " "
        case "heading":
            return f"{node['number']} {plain_words(node['c'])} "
        case "strong" | "em" | "link":
            return plain_words(node["c"])
        case _:
            return plain_words(node["c"]) + " "


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield every node, each before what it holds."""
    for node in nodes:
        yield node
        for inner in _held(node):
            yield from walk(inner)


def _held(node: Node) -> Iterator[Sequence[Node]]:
    if node["t"] == "list":
        yield from node["items"]
    elif node["t"] == "table":
        yield from (cell for row in (node["head"], *node["rows"]) for cell in row)
    elif "c" in node:
        yield node["c"]
