"""What a composed page is made of: typed nodes that nothing can change, their plain words, and a walk over them.

Holds all that a page needs in HTML and in print. Words stay words: no node holds code of any kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Tag:
    """An element that the templates open by themselves: a `div`, `details`, `span`, `time`, `del` or `ins`."""

    element: str
    attributes: tuple[tuple[str, str], ...]
    """Every attribute as it is meant, in order; one without a value is empty (`markdown`, `data-search-exclude`)."""
    line: int
    """Of a box, the line it is written on, counted from the start of its section; of a box around sections, from the start of the page."""
    written: str
    """The tag as it stands in the Markdown."""

    def get(self, name: str) -> str:
        """Return the value of an attribute; nothing where it has none."""
        return next((value for found, value in self.attributes if found == name), "")

    @property
    def classes(self) -> tuple[str, ...]:
        """Its classes, in order."""
        return tuple(self.get("class").split())


@dataclass(frozen=True, slots=True)
class Text:
    """Words. A line end is one where the Markdown has it."""

    words: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code word."""

    words: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong words."""

    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised words."""

    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link; its title explains its words."""

    inside: tuple["Inline", ...]
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the site's own, with the words that say what it shows."""

    uri: str
    says: str


@dataclass(frozen=True, slots=True)
class Span:
    """Words inside an element of their own."""

    tag: Tag
    inside: tuple["Inline", ...]


Inline = Text | Code | Strong | Emphasis | Link | Picture | Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    inside: tuple[Inline, ...]
    tight: bool = False
    """Whether it is the text of an item in a list whose items stand close together."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its number apart from its words."""

    level: int
    number: str
    """As `A2`, `B12`; empty where it has none."""
    anchor: str
    """Its id; empty where it has none."""
    inside: tuple[Inline, ...]
    attributes: tuple[tuple[str, str], ...] = ()
    """What else is written of it: `data-search-exclude`."""

    @property
    def words(self) -> str:
        """The number and the words: `A2 Fast track`."""
        return f"{self.number} {plain_words(self.inside)}".strip()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its items, numbered or not."""

    ordered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


Cell = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of headings."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a closed box shows of itself."""

    inside: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks inside an element: a `div`, or `details` that opens and closes."""

    tag: Tag
    inside: tuple["Block", ...]


Block = Paragraph | Heading | Listing | Table | Summary | Box
Node = Inline | Block


def plain_words(nodes: Sequence[Node]) -> str:
    """Return the words of nodes without any mark, in reading order; a block ends in a space, and a line as the Markdown has it."""
    return "".join(map(_words, nodes))


def _words(node: Node) -> str:
    match node:
        case Text(words) | Code(words):
            return words
        case Strong() | Emphasis() | Link() | Span():
            return plain_words(node.inside)
        case Heading():
            return f"{node.words} "
        case _:
            return " ".join(map(plain_words, _held(node))) + " "


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield every node, each before what it holds."""
    for node in nodes:
        yield node
        for inner in _held(node):
            yield from walk(inner)


def _held(node: Node) -> Iterator[Sequence[Node]]:
    match node:
        case Text() | Code() | Picture():
            return
        case Listing():
            yield from node.items
        case Table():
            yield from (cell for row in (node.head, *node.rows) for cell in row)
        case _:
            yield node.inside


def relinked(node: Any, hrefs: Mapping[str, str]) -> Any:
    """Return a node, or a tuple of nodes, with its links leading elsewhere: from a key of `hrefs` to its value."""
    if isinstance(node, tuple):
        return tuple(relinked(each, hrefs) for each in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    inner = {each.name: relinked(getattr(node, each.name), hrefs) for each in fields(node)}
    if isinstance(node, Link):
        inner["href"] = hrefs.get(node.href, node.href)
    return replace(node, **inner)
