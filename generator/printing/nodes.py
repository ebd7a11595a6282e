"""Nodes of the composed tree as data that a Typst template sets: links with their targets, tables with their shares.

Each node has its kind in `t` and its children in `c`. `heading` has `level`, `number` and `label`, and
that of a section `whose` words it holds; `list` has `ordered`, `start` and `items`; `table` has `head` and `rows` of cells, `keep` for each row that must not be split, and `shares` of the width for its
columns; `box` has `classes` and `data`, and `span` has `classes`; `link` has `at` or `to`; `text` and `code` have `s`. Words with one that
is too long for a column are `broken`: `p` holds them in pieces between which a line may end.
"""

import math
import re
from collections.abc import Sequence
from typing import Any

from generator import urls
from generator.composed.nodes import (
    Box,
    Code,
    Emphasis,
    Heading,
    Link,
    Listing,
    Node,
    Paragraph,
    Span,
    Strong,
    Summary,
    Table,
    Text,
    plain_words,
)
from generator.composed.tree import Section
from generator.printing.addresses import Addresses
from generator.printing.faults import PrintingFault

Data = dict[str, Any]
"""What a template is given; it can be written as JSON."""

LONGEST_UNSPLIT_CELL = 700
"""A row with a cell of more characters than this may be split over two pages."""

LONGEST_UNBROKEN_WORD = 17
"""Longer words may be broken: after a mark inside them, as in a mailbox or an address, or where they are longer still, anywhere."""

_LONG = re.compile(rf"\S{{{LONGEST_UNBROKEN_WORD + 1},}}")
_PIECE = re.compile(r"[^@./_-]{1,16}[@./_-]?|[@./_-]")

_KINDS: dict[type[Node], str] = {Strong: "strong", Emphasis: "em", Paragraph: "par", Summary: "summary"}

_NODES = (Text, Code, Strong, Emphasis, Link, Paragraph, Heading, Listing, Table, Summary, Box, Span)


class Setting:
    """Makes the data of what stands on one page, for one document.

    Links are settled here and not by the templates: Typst takes everything that a function is given as part of what it
    remembers, and a table of all links with every call made setting a fifth slower.
    """

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses

    def section(self, section: Section) -> list[Data]:
        """Return a section. A clause's link to its own page leads to the web, where its law and training are."""
        own = f"/{urls.clause_uri(section.id)}" if section.is_clause else ""
        made = [self._node(node, own) for node in section.nodes]
        return [{**made[0], "whose": section.whose}, *made[1:]] if section.whose else made

    def settle(self, data: Any) -> Any:
        """Return a copy of anything that holds nodes, with data in their place."""
        if isinstance(data, _NODES):
            return self._node(data, "")
        if isinstance(data, dict):
            return {name: self.settle(inner) for name, inner in data.items()}
        if isinstance(data, list | tuple):
            return [self.settle(inner) for inner in data]
        return data

    def _nodes(self, nodes: Sequence[Node], own: str) -> list[Data]:
        return [self._node(node, own) for node in nodes]

    def _node(self, node: Node, own: str) -> Data:
        match node:
            case Text():
                return _words(node.words.replace("\n", " "))
            case Code():
                return {"t": "code", "s": node.words}
            case Link():
                leads_to = self._addresses.away if own and node.href.endswith(own) else self._addresses.target
                return {"t": "link", "c": self._nodes(node.inside, own), **leads_to(node.href)}
            case Table():
                return self._table(node, own)
            case Listing():
                items = [self._nodes(item, own) for item in node.items]
                return {"t": "list", "ordered": node.ordered, "start": node.start, "items": items}
            case Strong() | Emphasis() | Paragraph() | Summary() | Box() | Heading() | Span():
                return self._holder(node, self._nodes(node.inside, own))
            case _:
                raise PrintingFault("a page", "", f"nothing says how {type(node).__name__.lower()} is printed")

    def _holder(self, node: Strong | Emphasis | Paragraph | Summary | Box | Heading | Span, inside: list[Data]) -> Data:
        """Return a node that is what it holds and little else."""
        if isinstance(node, Box):
            return {"t": "box", **_named(node), "c": inside}
        if isinstance(node, Heading):
            label = self._addresses.label(node.anchor)
            return {"t": "heading", "level": node.level, "number": node.number, "c": inside, "label": label}
        if isinstance(node, Span):
            return {"t": "span", "classes": list(node.tag.classes), "c": inside}
        return {"t": _KINDS[type(node)], "c": inside}

    def _table(self, table: Table, own: str) -> Data:
        said = [[plain_words(cell) for cell in row] for row in (table.head, *table.rows)]
        return {
            "t": "table",
            "head": [self._nodes(cell, own) for cell in table.head],
            "rows": [[self._nodes(cell, own) for cell in row] for row in table.rows],
            "keep": [max(map(len, row)) <= LONGEST_UNSPLIT_CELL for row in said[1:]],
            "shares": [_share(column) for column in zip(*said, strict=True)],
        }


def _named(box: Box) -> Data:
    """Return the classes and the data of a box, as its templates know it."""
    attributes = {name.removeprefix("data-"): value for name, value in box.tag.attributes if value}
    attributes.pop("class", "")
    return {"classes": [*box.tag.classes, *(["details"] if box.tag.element == "details" else [])], "data": attributes}


def _share(column: Sequence[str]) -> int:
    """Return how much of a table's width a column needs: room for its longest word, and more the more it says."""
    longest = max(len(word) for cell in column for word in cell.split() or [""])
    average = sum(map(len, column)) / len(column)
    return round(max(longest * 1.1, 4 * math.sqrt(average), 4))


def _words(words: str) -> Data:
    """Return words, in pieces where one of them is too long for a column. No piece loses or gains a character."""
    if not _LONG.search(words):
        return {"t": "text", "s": words}
    pieces = [""]
    for at, stretch in enumerate(re.split(f"({_LONG.pattern})", words)):
        first, *rest = _PIECE.findall(stretch) if at % 2 else [stretch]
        pieces[-1] += first
        pieces += rest
    return {"t": "broken", "p": pieces} if len(pieces) > 1 else {"t": "text", "s": words}
