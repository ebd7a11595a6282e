"""An agreement in Word as plain pieces, each with its place: paragraphs, cells, notes, boxes, what stands at the edges of a page.

The text is read as it is once every tracked change is accepted. What a piece is about is left to `headings` and `tables`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from generator.authors.agreements.container import Container, Part
from generator.errors import EditRefused
from generator.sources.characters import UNSEEN


class Kind(Enum):
    """Where a piece stands in the document."""

    PARAGRAPH = auto()
    ITEM = auto()
    CELL = auto()
    NOTE = auto()
    BOX = auto()
    CONTENTS = auto()
    EDGE = auto()
    COMMENT = auto()
    PICTURE = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph outside tables, one cell, or one thing that holds no text."""

    place: str
    """Where it stands, in words: `paragraph 12`, `table 2, row 3, column 1`."""
    kind: Kind
    paragraphs: tuple[str, ...]
    level: int = 0
    """Of a heading by its style: 1 for the highest. 0 for what has no such style."""
    is_bold: bool = False
    is_title: bool = False
    """Whether its style is that of a document's title."""
    table: int = 0
    """The number of the table of a cell, from 1; 0 outside tables. Its row and its column are counted from 1."""
    row: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """All its words on one line."""
        return " ".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A document as it was read."""

    pieces: tuple[Piece, ...]
    remarks: tuple[str, ...]
    """What a person has to know of how it was read."""


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    level: int
    is_bold: bool


_JOINERS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_LEADS_TO_PAGE = re.compile(r"(?:\.{4,}|…{2,}|\t)\s*\d{1,3}\Z")
_BULLET = re.compile(r"[•●▪◦‣■□◆➢✓]\s")
_FEW_FIGURES = re.compile(r"[1-9]\d?", re.ASCII)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TAKEN_OUT = frozenset((qn("w:del"), qn("w:moveFrom")))
_PASSED_OVER = frozenset((*_TAKEN_OUT, qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), f"{_COMPATIBLE}Fallback"))
_SPACES = frozenset((qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:ptab")))
_PICTURES = frozenset((qn("w:drawing"), qn("w:pict"), qn("w:object")))
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_OFF = frozenset(("0", "false", "off", "none"))


def read_agreement(path: Path) -> Agreement:
    """Return what a file of Word says. Raises `EditRefused`, in words that name the file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EditRefused(f"{path} cannot be read: {error.strerror}; nothing was written") from error
    container = Container(content, path.name)
    main = container.main()
    reader = _Reader(tuple(container.related(main)))
    pieces = tuple(reader.all_of(main))
    if not any(piece.paragraphs for piece in pieces):
        raise EditRefused(f"{path.name} holds no text; nothing was written")
    return Agreement(pieces, tuple(reader.remarks(main)))


@dataclass
class _Counts:
    paragraphs: int = 0
    tables: int = 0
    pictures: int = 0
    boxes: int = 0
    noted: set[tuple[str, str]] = field(default_factory=set)


class _Reader:
    """Counts paragraphs, tables and pictures while it reads them."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self._styles = dict(_styles(part.root for part in parts if part.kind == "styles"))
        self._notes = {
            (kind, each.get(qn("w:id")) or ""): each
            for part in parts
            for kind in ("footnote", "endnote")
            if part.kind == f"{kind}s"
            for each in part.root.iter(qn(f"w:{kind}"))
        }
        self._count = _Counts()

    def all_of(self, main: Part) -> Iterator[Piece]:
        """Yield every piece, those of the text in its order and the rest behind them."""
        for body in main.root.iter(qn("w:body")):
            yield from self._blocks(body, is_contents=False)
        left = [key for key in self._notes if key not in self._count.noted]
        yield from self._of_notes(left)
        edges = [part for part in self._parts if part.kind in ("header", "footer")]
        for number, part in enumerate(edges, start=1):
            yield from self._others(part.root, Kind.EDGE, f"{part.kind} {number}")
        for part in self._parts:
            if part.kind == "comments":
                for number, comment in enumerate(part.root.iter(qn("w:comment")), start=1):
                    yield from self._others(comment, Kind.COMMENT, f"comment {number}")

    def remarks(self, main: Part) -> Iterator[str]:
        """Yield what has to be said of how the document was read."""
        marks = [qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo")]
        if changes := sum(1 for _ in main.root.iter(*marks)):
            yield f"{changes} tracked changes: the text was read as it is once they are accepted"
        if any(True for _ in main.root.iter(qn("w:altChunk"))):
            yield "another document is embedded in this one, and was not read"
        if symbols := sum(1 for _ in main.root.iter(qn("w:sym"))):
            yield f"{symbols} symbols from a font of pictures, such as ticks, were not read"
        if not self._styles:
            yield "the document has no styles; headings were found by how they look"

    def _blocks(self, parent: Any, *, is_contents: bool) -> Iterator[Piece]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, is_contents=is_contents)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child, "")
            elif child.tag not in _PASSED_OVER and isinstance(child.tag, str):
                is_list = any("Table of Contents" in str(each.get(qn("w:val"))) for each in _galleries(child))
                yield from self._blocks(child, is_contents=is_contents or is_list)

    def _paragraph(self, paragraph: Any, *, is_contents: bool) -> Iterator[Piece]:
        raw = _raw(paragraph)
        style = self._style_of(paragraph)
        if text := cleaned(raw):
            self._count.paragraphs += 1
            is_list = is_contents or style.name.lower().startswith(("toc", "table of figures"))
            kind = Kind.ITEM if _is_item(paragraph, style) or _BULLET.match(text) else Kind.PARAGRAPH
            yield Piece(
                f"paragraph {self._count.paragraphs}",
                Kind.CONTENTS if is_list or _LEADS_TO_PAGE.search(raw) else kind,
                (text,),
                _level_of(paragraph, style),
                _is_bold(paragraph, style),
                style.name.lower() == "title",
            )
        yield from self._inside([paragraph])

    def _inside(self, paragraphs: Iterable[Any]) -> Iterator[Piece]:
        """Yield what hangs on paragraphs: pictures, text boxes and notes."""
        for each in (found for paragraph in paragraphs for found in _read(paragraph)):
            if each.tag in _PICTURES and not any(True for _ in each.iter(qn("w:txbxContent"))):
                self._count.pictures += 1
                yield Piece(f"picture {self._count.pictures}", Kind.PICTURE, ())
            elif each.tag == qn("w:txbxContent"):
                self._count.boxes += 1
                yield from self._others(each, Kind.BOX, f"text box {self._count.boxes}")
            elif each.tag in _NOTES:
                yield from self._of_notes([(_NOTES[each.tag], each.get(qn("w:id")) or "")])

    def _of_notes(self, keys: Iterable[tuple[str, str]]) -> Iterator[Piece]:
        for key in keys:
            if key in self._notes and key not in self._count.noted:
                self._count.noted.add(key)
                yield from self._others(self._notes[key], Kind.NOTE, " ".join(key))

    def _others(self, parent: Any, kind: Kind, place: str) -> Iterator[Piece]:
        paragraphs = [each for each in parent.iter(qn("w:p")) if _outer(each, parent)]
        if texts := tuple(filter(None, map(cleaned, map(_raw, paragraphs)))):
            yield Piece(place, kind, texts)
        yield from self._inside(paragraphs)

    def _table(self, table: Any, within: str) -> Iterator[Piece]:
        self._count.tables += 1
        number = self._count.tables
        for row, line in enumerate((each for each in _near(table, qn("w:tr"))), start=1):
            column = 1
            for cell in _near(line, qn("w:tc")):
                place = f"table {number}{within}, row {row}, column {column}"
                paragraphs = list(_near(cell, qn("w:p")))
                texts = tuple(filter(None, map(cleaned, map(_raw, paragraphs))))
                if texts:
                    yield Piece(place, Kind.CELL, texts, table=number, row=row, column=column)
                yield from self._inside(paragraphs)
                for inner in _near(cell, qn("w:tbl")):
                    yield from self._table(inner, f" (inside {place})")
                column += _width(cell)

    def _style_of(self, paragraph: Any) -> _Style:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._styles.get(found.get(qn("w:val")) if found is not None else "", _Style("", 0, is_bold=False))


def cleaned(text: str) -> str:
    """Return words on one line, without what cannot be seen and what no source can hold."""
    return " ".join(UNSEEN.sub(" ", _JOINERS.sub("", text)).split())


def _read(parent: Any) -> Iterator[Any]:
    """Yield what stands in a paragraph once changes are accepted; a text box as one thing."""
    for child in parent:
        if child.tag in _PASSED_OVER or not isinstance(child.tag, str):
            continue
        yield child
        if child.tag != qn("w:txbxContent"):
            yield from _read(child)


def _raw(paragraph: Any) -> str:
    words = []
    for each in _read(paragraph):
        if each.tag in (qn("w:t"), _MATHS):
            words.append(each.text or "")
        elif each.tag in _SPACES:
            words.append("\t" if each.tag == qn("w:tab") else " ")
        elif each.tag == qn("w:noBreakHyphen"):
            words.append("-")
    return "".join(words).strip()


def _near(parent: Any, tag: str) -> Iterator[Any]:
    """Yield what has a tag below `parent`, through what only wraps, and not through other rows, cells, tables or paragraphs."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (*_PASSED_OVER, qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")):
            yield from _near(child, tag)


def _outer(paragraph: Any, parent: Any) -> bool:
    """Tell whether a paragraph belongs to this parent itself, and not to a box in it or to what was taken out."""
    for each in paragraph.iterancestors():
        if each is parent:
            return True
        if each.tag == qn("w:txbxContent") or each.tag in _PASSED_OVER:
            return False
    return False


def _galleries(element: Any) -> Iterator[Any]:
    yield from element.iter(qn("w:docPartGallery")) if element.tag == qn("w:sdt") else ()


def _width(cell: Any) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = found.get(qn("w:val")) if found is not None else "1"
    return int(value) if value and _FEW_FIGURES.fullmatch(value) else 1


def _is_item(paragraph: Any, style: _Style) -> bool:
    numbered = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    return numbered or style.name.lower().startswith("list")


def _level_of(paragraph: Any, style: _Style) -> int:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    return style.level or _outline(found)


def _outline(found: Any) -> int:
    value = found.get(qn("w:val")) if found is not None else None
    return int(value) + 1 if value and value in "012345678" else 0


def _is_on(parent: Any, path: str) -> bool:
    found = parent.find(path)
    return found is not None and found.get(qn("w:val")) not in _OFF


def _is_bold(paragraph: Any, style: _Style) -> bool:
    runs = [run for run in _read(paragraph) if run.tag == qn("w:r") and cleaned(_raw(run))]
    bold = f"{qn('w:rPr')}/{qn('w:b')}"
    plain = [run for run in runs if not _is_on(run, bold) and (run.find(bold) is not None or not style.is_bold)]
    return bool(runs) and not plain


def _styles(roots: Iterable[Any]) -> Iterator[tuple[str, _Style]]:
    """Yield each style of paragraphs by its id; one that is based on a heading is a heading."""
    elements = {each.get(qn("w:styleId")): each for root in roots for each in root.iter(qn("w:style"))}
    for identifier, element in elements.items():
        chain = tuple(_based_on(elements, identifier))
        level = next(filter(None, (_own_level(each) for each in chain)), 0)
        is_bold = any(_is_on(each, f"{qn('w:rPr')}/{qn('w:b')}") for each in chain[:1])
        yield identifier, _Style(_named(element), level, is_bold)


def _based_on(elements: Mapping[str, Any], identifier: str) -> Iterator[Any]:
    seen: set[str] = set()
    while identifier in elements and identifier not in seen:
        seen.add(identifier)
        yield elements[identifier]
        parent = elements[identifier].find(qn("w:basedOn"))
        identifier = parent.get(qn("w:val")) if parent is not None else ""


def _own_level(style: Any) -> int:
    named = _HEADING.match(_named(style))
    return int(named[1]) if named else _outline(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))


def _named(style: Any) -> str:
    name = style.find(qn("w:name"))
    return str(name.get(qn("w:val")) or "") if name is not None else ""
