"""A composed tree to HTML: a page with its closed sections, its list of contents, where its links lead and which places it has.

Knows no publisher: where links lead, and what stands in place of an element that is filled later, is for the caller to say. The
core is written once for all pages of a folder.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from generator.composed.elements import Address, Elements, Fill, attributes, words_as_html
from generator.composed.nodes import Block, Box, Heading, Tag
from generator.composed.outline import Layer
from generator.composed.tree import Section, Tree

LAYER = "layer"
"""The class of a closed section, which shows its heading and one line."""

SAYS = "layer-says"
"""The class of that line."""

WHOSE = "layer-whose"
"""The class of the words that say whose words a section holds."""

LISTED = 3
"""The lowest level of a heading that the list of contents names: that of a section. One in a disclosure it leaves out."""

_NOT_IN_A_NAME = re.compile(r"[^\w\s-]")
_BETWEEN_WORDS = re.compile(r"[-\s]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a page's list of contents."""

    level: int
    anchor: str
    title: str
    """Plain words."""


@dataclass(frozen=True, slots=True)
class Written:
    """A page in HTML."""

    html: str
    contents: tuple[Entry, ...]
    """The headings of its sections, in order."""
    links: tuple[str, ...]
    """Where its links and pictures lead, as the tree has it, each once."""
    anchors: frozenset[str]
    """Every place in it that a link can lead to."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of the core, once written."""

    block: Block
    """Kept here so that no other block can have its identity."""
    html: str
    links: tuple[str, ...]
    anchors: tuple[str, ...]


def as_it_is(_: Tag) -> None:
    """Fill no element."""


class Writer:
    """Writes the pages of one folder: a link leads to the same place from all of them."""

    def __init__(self, address: Address, fill: Fill = as_it_is) -> None:
        self._address, self._fill = address, fill
        self._core: dict[int, _Piece] = {}

    def write(self, tree: Tree, layers: Mapping[str, Layer]) -> Written:
        """Return a page. A section whose anchor is in `layers` says whose words it holds; with a line to say of itself, it is closed."""
        page = _Page(Elements(self._address, self._fill), layers)
        for section in tree.sections:
            page.move_into(section.within)
            if section.is_clause:
                self._write_clause(section, page)
            else:
                page.write(section.nodes)
        page.move_into(())
        return page.finished()

    def _write_clause(self, clause: Section, page: "_Page") -> None:
        """Write a clause of the core, whose blocks are the same in every protocol."""
        for node in clause.nodes:
            if isinstance(node, Heading) or _holds_heading(node):
                page.write((node,))
            else:
                page.add(self._core.get(id(node)) or self._remembered(node))

    def _remembered(self, block: Block) -> _Piece:
        elements = Elements(self._address, self._fill)
        piece = _Piece(block, elements.block(block), tuple(elements.links), tuple(elements.anchors))
        return self._core.setdefault(id(block), piece)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A closed section that has begun."""

    level: int
    depth: int
    """How many boxes were open where it began."""


class _Page:
    """A page that is being written."""

    def __init__(self, elements: Elements, layers: Mapping[str, Layer]) -> None:
        self._elements = elements
        self._layers = layers
        self._parts: list[str] = []
        self._headings: list[tuple[int, Heading, str, bool]] = []
        """Where each heading stands among the parts, its words in HTML, and whether the list of contents names it."""
        self._boxes: tuple[Tag, ...] = ()
        self._begun: list[_Layer] = []

    def move_into(self, within: tuple[Tag, ...]) -> None:
        """End the boxes that the next section is not in, and open those that it is in."""
        shared = 0
        while shared < min(len(self._boxes), len(within)) and self._boxes[shared] == within[shared]:
            shared += 1
        while len(self._boxes) > shared:
            self._end()
        for tag in within[shared:]:
            self._open(tag)

    def add(self, piece: _Piece) -> None:
        """Add a block that was written before."""
        self._parts.append(piece.html)
        self._elements.links += piece.links
        self._elements.anchors += piece.anchors

    def write(self, blocks: Sequence[Block]) -> None:
        """Write blocks with the headings in them."""
        for block in blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Box) and _holds_heading(block):
                self._open(block.tag)
                self.write(block.inside)
                self._end()
            else:
                self._parts.append(self._elements.block(block))

    def _open(self, tag: Tag) -> None:
        self._boxes = (*self._boxes, tag)
        self._parts.append(self._elements.opened(tag))

    def _end(self) -> None:
        """End the innermost box, and the closed sections that began in it."""
        self._end_layers(level=1, depth=len(self._boxes))
        self._parts.append(f"</{self._boxes[-1].element}>")
        self._boxes = self._boxes[:-1]

    def _end_layers(self, level: int, depth: int) -> None:
        """End the closed sections of a level, and of those below it, that began at a depth."""
        while self._begun and self._begun[-1].depth == depth and self._begun[-1].level >= level:
            self._begun.pop()
            self._parts.append("</details>")

    def _heading(self, heading: Heading) -> None:
        self._end_layers(heading.level, len(self._boxes))
        layer = self._layers.get(heading.anchor) if heading.anchor else None
        is_closed = bool(layer and layer.says)
        if is_closed:
            self._begun.append(_Layer(heading.level, len(self._boxes)))
            self._parts.append(f"<details{attributes((('class', LAYER), ('data-layer', heading.anchor)))}><summary>")
        is_hidden = any(tag.element == "details" for tag in self._boxes)
        is_listed = heading.level <= LISTED and not is_hidden
        self._headings.append((len(self._parts), heading, self._elements.inline(heading.inside), is_listed))
        self._parts.append("")
        if layer:
            self._parts.append(_span(WHOSE, layer.whose))
        if layer and is_closed:
            self._parts.append(f"{_span(SAYS, layer.says)}</summary>")

    def finished(self) -> Written:
        """Return the page. Headings come last, because one without an id gets one that nothing else on the page has."""
        self._end_layers(level=1, depth=0)
        anchors = {*self._elements.anchors, *(heading.anchor for _, heading, *_ in self._headings if heading.anchor)}
        contents: list[Entry] = []
        for place, heading, words, is_listed in self._headings:
            anchor = heading.anchor or _free_name(heading.words, anchors)
            anchors.add(anchor)
            contents += (Entry(heading.level, anchor, heading.words),) if is_listed else ()
            self._parts[place] = _heading(heading, anchor, words)
        links = tuple(dict.fromkeys(self._elements.links))
        return Written("\n".join(self._parts), tuple(contents), links, frozenset(anchors))


def _span(name: str, words: str) -> str:
    return f"<span{attributes((('class', name),))}>{words_as_html(words)}</span>"


def _heading(heading: Heading, anchor: str, words: str) -> str:
    number = f"{words_as_html(heading.number)} " if heading.number else ""
    element = f"h{heading.level}"
    return f"<{element}{attributes((('id', anchor), *heading.attributes))}>{number}{words}</{element}>"


def _holds_heading(block: Block) -> bool:
    return isinstance(block, Box) and any(isinstance(inner, Heading) or _holds_heading(inner) for inner in block.inside)


def _free_name(words: str, taken: set[str]) -> str:
    """Return a name for a heading that has none: its words, with a number where they are taken."""
    plain = normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    name = wanted = _BETWEEN_WORDS.sub("-", _NOT_IN_A_NAME.sub("", plain).strip().lower())
    number = 0
    while not name or name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name
