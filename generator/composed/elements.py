"""The nodes of a composed tree as HTML elements. The one place where words become HTML: here everything is escaped.

Notes where links lead and which places are named as it writes. Headings are for `html`, which knows the page they stand on.
"""

from collections.abc import Callable, Sequence
from html import escape

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
)

Address = Callable[[str], str]
"""Gives the address in HTML of where a link of the tree leads."""

Fill = Callable[[Tag], str | None]
"""Gives the HTML that stands in place of an element, or nothing for one that is written as it is."""

_NOT_FOR_PAGES = frozenset({"markdown", "data-search-exclude", "data-signed"})
"""Attributes for those who read the Markdown or the tree: what to read on inside, what search leaves out, what is signed."""


class Elements:
    """Writes nodes, and notes what they lead to and what they name."""

    def __init__(self, address: Address, fill: Fill) -> None:
        self._address, self._fill = address, fill
        self.links: list[str] = []
        """Where links and pictures lead, as the tree has it."""
        self.anchors: list[str] = []
        """The ids of elements."""

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Return blocks, each on lines of its own."""
        return "\n".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        """Return one block without headings in it. Raises `TypeError` for a heading."""
        match block:
            case Paragraph(inside, tight):
                return self.inline(inside) if tight else f"<p>{self.inline(inside)}</p>"
            case Listing():
                return self._listing(block)
            case Table():
                return self._table(block)
            case Summary(inside):
                return f"<summary>{self.inline(inside)}</summary>"
            case Box(tag, inside):
                filled = self._fill(tag)
                return f"{self.opened(tag)}\n{self.blocks(inside)}\n</{tag.element}>" if filled is None else filled
            case Heading():
                raise TypeError("a heading is written by the page it stands on")

    def opened(self, tag: Tag) -> str:
        """Return the beginning of an element that the templates open."""
        if anchor := tag.get("id"):
            self.anchors.append(anchor)
        return f"<{tag.element}{attributes(tag.attributes)}>"

    def inline(self, inside: Sequence[Inline]) -> str:
        """Return words and what marks them."""
        return "".join(map(self._inline, inside))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text(words):
                return words_as_html(words)
            case Code(words):
                return f"<code>{words_as_html(words)}</code>"
            case Picture(uri, says):
                return f"<img{attributes((('alt', says), ('src', self._led(uri))))}>"
            case Span(tag, _) if (filled := self._fill(tag)) is not None:
                return filled
            case Strong() | Emphasis() | Link() | Span():
                opened, element = self._marked(node)
                return f"{opened}{self.inline(node.inside)}</{element}>"

    def _marked(self, node: Strong | Emphasis | Link | Span) -> tuple[str, str]:
        """Return the beginning of an element among words, and its name."""
        match node:
            case Strong():
                return "<strong>", "strong"
            case Emphasis():
                return "<em>", "em"
            case Link(_, href, title):
                explained = (("title", title),) if title else ()
                return f"<a{attributes((('href', self._led(href)), *explained))}>", "a"
            case Span(tag, _):
                return self.opened(tag), tag.element

    def _led(self, href: str) -> str:
        self.links.append(href)
        return self._address(href)

    def _listing(self, listing: Listing) -> str:
        element = "ol" if listing.ordered else "ul"
        start = (("start", str(listing.start)),) if listing.ordered and listing.start != 1 else ()
        items = "\n".join(f"<li>{self.blocks(item)}</li>" for item in listing.items)
        return f"<{element}{attributes(start)}>\n{items}\n</{element}>"

    def _table(self, table: Table) -> str:
        rows = "\n".join(self._row(row, "td") for row in table.rows)
        body = f"<tbody>\n{rows}\n</tbody>\n" if table.rows else ""
        return f"<table>\n<thead>\n{self._row(table.head, 'th')}\n</thead>\n{body}</table>"

    def _row(self, row: Sequence[Cell], element: str) -> str:
        """Return a row. A corner without words heads nothing."""
        cells = ((element if cell else "td", self.inline(cell)) for cell in row)
        return f"<tr>{''.join(f'<{name}>{words}</{name}>' for name, words in cells)}</tr>"


def words_as_html(words: str) -> str:
    """Return words as HTML that says just these words."""
    return escape(words, quote=False)


def attributes(given: Sequence[tuple[str, str]]) -> str:
    """Return attributes as they stand in a tag, each after a space; without those that no page needs."""
    return "".join(
        f' {name}="{escape(value)}"' if value else f" {name}" for name, value in given if name not in _NOT_FOR_PAGES
    )
