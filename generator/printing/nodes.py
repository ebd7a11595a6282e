"""Nodes of the composed tree as data that a Typst template sets: links with their targets, tables with their shares.

Each node has its kind in `t` and its children in `c`. `heading` has `level`, `number` and `label`; `list` has `ordered`, `start`
and `items`; `table` has `head` and `rows` of cells, `keep` for each row that must not be split, and `shares` of the width for its
columns; `box` has `classes` and `data`; `link` has `at` or `to`; `text` and `code` have `s`.
"""

import math
from collections.abc import Sequence
from typing import Any

from generator import urls
from generator.composed.nodes import (
    Block,
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

_KINDS: dict[type[Node], str] = {Strong: "strong", Emphasis: "em", Paragraph: "par", Summary: "summary", Span: "span"}

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
        return [self._node(node, own) for node in section.nodes]

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
                return {"t": "text", "s": node.words.replace("\n", " ")}
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


def first_table(blocks: Sequence[Block]) -> int:
    """Return how many blocks there are up to the first table, with it."""
    return next(at for at, block in enumerate(blocks, start=1) if isinstance(block, Table))
