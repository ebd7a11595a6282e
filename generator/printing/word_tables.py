"""Tables of a file for a word processor: columns wide enough for their longest word, a tinted head that stands on every page, rows that
are not split. `word` writes what stands in the cells.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from generator.printing.nodes import Data

STYLE = "Table Grid"
TEXT_STYLE = "TableText"
"""The id of the style of words in tables."""

_LINE, _TINT = "9AA5B1", "E8EDF3"
"""Colours of the lines and of the head."""

_MARGIN = Mm(1.5)
"""Of a cell, at each side."""

_LETTER = 0.54
"""How wide a letter of bold words is, as a share of its size."""

_WORD = re.compile(r"(?:\S|(?<=\d) (?=\d))+")
"""A word, or a telephone number, which has spaces and is not to be broken."""


def dress_tables(document: Document, size: float) -> None:
    """Give tables their lines and margins, and the words in them a style of their own with letters of `size` points."""
    style = cast("ParagraphStyle", document.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH))
    style.element.styleId = TEXT_STYLE
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(size)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), 1.1
    properties = document.styles[STYLE].element.find(qn("w:tblPr"))
    for line in properties.find(qn("w:tblBorders")):
        line.set(qn("w:color"), _LINE)
    properties.find(qn("w:tblInd")).set(qn("w:w"), _twips(_MARGIN))
    margins = properties.find(qn("w:tblCellMar"))
    for side, width in (("top", Mm(0.8)), ("left", _MARGIN), ("bottom", Mm(0.8)), ("right", _MARGIN)):
        margins.find(qn(f"w:{side}")).set(qn("w:w"), _twips(width))


def write_table(
    document: Document, node: Data, room: float, size: float, fill: Callable[[Sequence[Data], Paragraph], None]
) -> None:
    """Write a table over the whole `room`, in millimetres; `fill` writes the words of a cell."""
    table = document.add_table(1 + len(node["rows"]), len(node["head"]), STYLE)
    table.autofit = False
    rows = (node["head"], *node["rows"])
    widths = [Mm(width) for width in _widths(node, room, size)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0]._p.style = TEXT_STYLE  # noqa: SLF001  The library would look through all styles.
            fill(words, cell.paragraphs[0])
    _mark_head(table)
    for row, keep in zip(list(table.rows)[1:], node["keep"], strict=True):
        if keep:
            _say_of(row, "w:cantSplit")
    after = document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing = Pt(0), Pt(10)


def _widths(node: Data, room: float, size: float) -> list[float]:
    """Return how wide each column is: its longest word fits if there is room for those of all, and the rest goes by how much it says.

    A column that is to be filled in gets half as much of the rest as the one that says most.
    """
    letter = size * _LETTER * 25.4 / 72
    columns = list(zip(node["head"], *node["rows"], strict=True))
    least = [_longest(column) * letter + 2 * _MARGIN.mm + 0.5 for column in columns]
    if sum(least) >= room:
        return [room * width / sum(least) for width in least]
    says = [sum(len(piece) for cell in column[1:] for piece in _pieces(cell)) for column in columns]
    most = max(*says, 2)
    weights = [much or most / 2 for much in says]
    rest = room - sum(least)
    return [width + rest * weight / sum(weights) for width, weight in zip(least, weights, strict=True)]


def _longest(column: Iterable[Sequence[Data]]) -> int:
    """Return how many letters the longest word of a column has that is not to be broken."""
    pieces = chain.from_iterable(map(_pieces, column))
    return max((len(word) for piece in pieces for word in _WORD.findall(piece)), default=1)


def _pieces(nodes: Iterable[Data]) -> list[str]:
    """Return the words of a cell in pieces between which a line may end."""
    made: list[str] = []
    for node in nodes:
        made += node["p"] if "p" in node else [node["s"]] if "s" in node else _pieces(node["c"])
    return made


def _mark_head(table: Table) -> None:
    """Say which row is the head, which screen readers announce and which stands on every page that the table runs over."""
    first = table.rows[0]
    _say_of(first, "w:cantSplit")
    _say_of(first, "w:tblHeader")
    for cell in first.cells:
        tint = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _TINT)):
            tint.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(tint)  # noqa: SLF001  The library has no other way.
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _say_of(row: _Row, what: str) -> None:
    """Say something of a row that is so or is not."""
    row._tr.get_or_add_trPr().append(OxmlElement(what))  # noqa: SLF001  The library has no other way.


def _twips(length: Length) -> str:
    return str(round(length.pt * 20))
