"""Makes a file for a word processor (Office Open XML) of the data that a Typst template would set.

Headings, lists and tables are real ones, in real styles. The bytes depend on the data alone: no clock is read, and every entry of the
archive has the same time. Words are words: each reaches the file through the library, which escapes it. What comes back from those who
were sent a file is read by `authors/agreements`.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from generator.printing import word_tables
from generator.printing.compress import Pdf
from generator.printing.nodes import Data
from generator.printing.word_tables import dress_tables, write_table

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no document of XML may hold."""

_SIZES = {"Normal": 11, "Title": 20, "Heading 1": 17, "Heading 2": 15, "Heading 3": 12, "Table Text": 9}
_LARGE = {"Normal": 16, "Title": 28, "Heading 1": 24, "Heading 2": 20, "Heading 3": 18, "Table Text": 14}
"""Sizes of letters in points, ordinary and for the public."""

_FONT = "Arial"
_INK, _QUIET, _LINK = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x44, 0x50, 0x5C), RGBColor(0x1D, 0x4F, 0x91)
_MARKING = "Marking"
"""The id of the style of a marking beside what it is on."""

_WIDTH = 166
"""Of the text, in millimetres."""

_TABLES = ("TableNormal", "TableGrid")
"""The styles of tables that are kept; the library brings a hundred more, through which every look for a style would go."""

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can hold."""


def word_key() -> str:
    """Return what a file depends on beyond its data: the version of the library, and how it is used here."""
    own = hashlib.sha256(Path(__file__).read_bytes() + Path(word_tables.__file__).read_bytes()).hexdigest()
    return f"{version('python-docx')} {own}"


def write_word(_name: str, _template: str, text: str) -> Pdf:
    """Return the file of one document from its data as JSON. It has no pages until somebody opens it."""
    data: Data = json.loads(text)
    written = io.BytesIO()
    _Writer(data).write().save(written)
    return Pdf(_without_time(written.getvalue()), 0)


def _without_time(content: bytes) -> bytes:
    """Return an archive with the same entries in the same order, and the same time for each."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 0, 0
            after.writestr(entry, before.read(name))
    return made.getvalue()


class _Writer:
    """Writes one document."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._document: Document = docx.Document()
        self._sizes = _LARGE if data["large"] else _SIZES
        self._led_to = set(_labels(data))
        """What links of the document lead to."""
        self._marked: set[str] = set()

    def write(self) -> Document:
        """Return the document: what must be known before a sheet is used, then each sheet on a page of its own."""
        self._describe()
        self._dress()
        self._frame()
        self._heading(self._data["heading"], "Title")
        self._blocks(self._data["notes"])
        self._before_use()
        for sheet in self._data["sheets"]:
            if not self._data["large"]:
                heading = self._heading(sheet["title"], "Heading 1")
                heading.paragraph_format.page_break_before, heading.paragraph_format.space_before = True, Pt(0)
            self._blocks(sheet["blocks"])
        return self._document

    def _before_use(self) -> None:
        """Write what must be known before a sheet is used, of each by its title."""
        title, *says = self._data["opening"] or [""]
        if title:
            self._heading(title, "Heading 1")
        for words in says:
            self._document.add_paragraph(_clean(words))
        for sheet in self._data["sheets"]:
            if sheet["before"]:
                self._heading(sheet["title"], "Heading 2")
                self._blocks(sheet["before"])

    def _describe(self) -> None:
        about, data = self._document.core_properties, self._data
        moment = datetime.combine(date(*data["date"]), time(), UTC)
        about.title, about.author, about.last_modified_by = (
            _clean(data[name])[:255] for name in ("title", "author", "author")
        )
        about.comments, about.keywords = (
            _clean(data["description"])[:255],
            ", ".join(map(_clean, data["keywords"]))[:255],
        )
        about.subject, about.language, about.revision = _clean(data["marking"]), data["language"], 1
        about.created = about.modified = moment

    def _dress(self) -> None:
        """Give the styles one family of letters, their sizes and the language; add those for blanks and links."""
        styles = self._document.styles
        for style in [found for found in styles.element.style_lst if found.type == WD_STYLE_TYPE.TABLE]:
            if style.styleId not in _TABLES:
                styles.element.remove(style)
        dress_tables(self._document, self._sizes["Table Text"])
        for name, size in self._sizes.items():
            style = styles[name]
            if isinstance(style, ParagraphStyle):
                style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
                _set_fonts(style)
        styles["Title"].font.bold = True
        blank = styles.add_style("Blank", WD_STYLE_TYPE.CHARACTER)
        blank.font.highlight_color = WD_COLOR_INDEX.YELLOW
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.underline, link.font.color.rgb = True, _LINK
        for found in styles.element.iter(qn("w:lang")):
            found.set(qn("w:val"), self._data["language"])

    def _frame(self) -> None:
        """Set the sheet, and what stands at its head and its foot: the title, the marking, the notice and how long it is valid."""
        section, data = self._document.sections[0], self._data
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm((210 - _WIDTH) / 2)
        section.top_margin = section.bottom_margin = Mm(24)
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.add_run(_clean(f"{data['marking']}  ·  {data['title']}  ·  {data['status']}"))
        foot.add_run(_clean(f"{data['marking']}  ·  {data['notice']}."))
        last = section.footer.add_paragraph(style=foot.style)
        check = data["check"]
        last.add_run(_clean(f"{data['validity']} {check['page-words']} {check['code']}\t"))
        _add_field(last, "PAGE")
        last.add_run("/")
        _add_field(last, "NUMPAGES")
        for run in chain.from_iterable(paragraph.runs for paragraph in (head, foot, last)):
            run.font.size = Pt(8)

    def _blocks(self, nodes: Iterable[Data], cell: _Cell | None = None) -> None:
        for node in nodes:
            match node["t"]:
                case "par" | "summary":
                    paragraph = self._paragraph(cell)
                    self._inline(node["c"], paragraph)
                    if _announces(node):
                        paragraph.paragraph_format.keep_with_next = True
                case "heading":
                    self._numbered_heading(node, self._paragraph(cell, f"Heading {node['level'] - 1}"))
                case "list":
                    self._list(node, cell)
                case "table":
                    self._table(node)
                case "box":
                    self._blocks(node["c"], cell)

    def _paragraph(self, cell: _Cell | None = None, style: str | None = None) -> Paragraph:
        paragraph = (cell or self._document).add_paragraph()
        if style:
            # The library would look through all styles, for each paragraph.
            paragraph._p.style = _id_of(style)  # noqa: SLF001
        return paragraph

    def _heading(self, words: str, style: str) -> Paragraph:
        paragraph = self._paragraph(style=style)
        paragraph.add_run(_clean(words))
        return paragraph

    def _numbered_heading(self, node: Data, paragraph: Paragraph) -> None:
        """Write a heading after its number, with a mark where something in the document leads to it."""
        if node["number"]:
            paragraph.add_run(f"{node['number']} ")
        self._inline(node["c"], paragraph)
        if node["label"] in self._led_to:
            _mark(paragraph, node["label"], len(self._marked))
            self._marked.add(node["label"])

    def _list(self, node: Data, cell: _Cell | None) -> None:
        """Write a list; a numbered one begins with its own number."""
        style = "List Number" if node["ordered"] else "List Bullet"
        number = self._numbering(node["start"]) if node["ordered"] else None
        for item in node["items"]:
            first, *others = item
            paragraph = self._paragraph(cell, style)
            if number is not None:
                _give_number(paragraph, number)
            self._inline(first["c"], paragraph)
            self._blocks(others, cell)

    def _numbering(self, start: int) -> int:
        """Return the id of a numbering like that of numbered lists, which begins anew."""
        numbering = self._document.part.numbering_part.element
        own = self._document.styles["List Number"].element.pPr.numPr.numId.val
        abstract = next(found for found in numbering.num_lst if found.numId == own).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.numId)

    def _table(self, node: Data) -> None:
        write_table(self._document, node, _WIDTH, self._sizes["Table Text"], self._inline)

    def _inline(self, nodes: Sequence[Data], paragraph: Paragraph, *, bold: bool = False, italic: bool = False) -> None:
        for node in nodes:
            match node["t"]:
                case "text" | "code" | "broken":
                    run = paragraph.add_run(_clean(_said(node)))
                    run.bold, run.italic = bold or None, italic or None
                case "strong":
                    self._inline(node["c"], paragraph, bold=True, italic=italic)
                case "em":
                    self._inline(node["c"], paragraph, bold=bold, italic=True)
                case "link":
                    self._link(node, paragraph, bold=bold)
                case "span":
                    before = len(paragraph.runs)
                    self._inline(node["c"], paragraph, bold=bold, italic=italic)
                    if style := self._style_of(node):
                        for run in paragraph.runs[before:]:
                            run._r.style = style  # noqa: SLF001

    def _style_of(self, span: Data) -> str:
        """Return the id of the style of a span's words, empty where it has none. That of a marking is there once it is needed."""
        if "blank" in span["classes"]:
            return "Blank"
        if "marking" not in span["classes"]:
            return ""
        if _MARKING not in self._document.styles:
            _add_marking_style(self._document)
        return _MARKING

    def _link(self, node: Data, paragraph: Paragraph, *, bold: bool) -> None:
        """Write a link that leads to the web, or to a heading of the document."""
        leads = OxmlElement("w:hyperlink")
        if "at" in node:
            leads.set(qn("w:anchor"), _mark_name(node["at"]))
        else:
            to = self._document.part.relate_to(_clean(node["to"]), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            leads.set(qn("r:id"), to)
        run = paragraph.add_run(_clean(_said(node)))
        run._r.style = "Hyperlink"  # noqa: SLF001
        run.bold = bold or None
        paragraph._p.append(leads)  # noqa: SLF001  The library reads links and writes none.
        leads.append(run._r)  # noqa: SLF001


def _labels(found: object) -> Iterator[str]:
    """Yield what the links in some data lead to within the document."""
    if isinstance(found, dict):
        if found.get("t") == "link" and "at" in found:
            yield found["at"]
        found = list(found.values())
    if isinstance(found, list):
        for inner in found:
            yield from _labels(inner)


def _mark_name(label: str) -> str:
    """Return what a place is called in the file, where names are short and hold letters, figures and underscores only."""
    return f"at_{hashlib.sha256(label.encode()).hexdigest()[:24]}"


def _mark(paragraph: Paragraph, label: str, number: int) -> None:
    """Make a paragraph a place that links lead to."""
    for name in ("w:bookmarkStart", "w:bookmarkEnd"):
        part = OxmlElement(name)
        part.set(qn("w:id"), str(number))
        if name == "w:bookmarkStart":
            part.set(qn("w:name"), _mark_name(label))
        paragraph._p.append(part)  # noqa: SLF001  The library has no other way.


def _id_of(style: str) -> str:
    """Return the id of one of the library's own styles."""
    return style.replace(" ", "")


def _announces(node: Data) -> bool:
    """Return whether a paragraph belongs on the page of what it announces: but for a marking it is all bold, or ends with a colon."""
    says = [inner for inner in node["c"] if not (inner["t"] == "span" and "marked" in inner["classes"])]
    return all(inner["t"] == "strong" for inner in says) or "".join(map(_said, says)).endswith(":")


def _said(node: Data) -> str:
    """Return the words of a node."""
    if node["t"] == "broken":
        return "".join(node["p"])
    return str(node["s"]) if "s" in node else "".join(map(_said, node["c"]))


def _clean(words: str) -> str:
    """Return words without what no document of XML may hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", words)


def _add_marking_style(document: Document) -> None:
    """Add the style of the marking of one entry: words in a frame."""
    style = document.styles.add_style(_MARKING, WD_STYLE_TYPE.CHARACTER)
    style.font.bold, style.font.color.rgb = True, _QUIET
    frame = OxmlElement("w:bdr")
    for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "1"), ("w:color", "auto")):
        frame.set(qn(name), value)
    style.element.get_or_add_rPr().append(frame)


def _set_fonts(style: ParagraphStyle) -> None:
    """Let a style's family of letters hold for every script, in place of the theme's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), _FONT)


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add what the word processor counts: the number of this page, or of all."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    run.font.size = Pt(8)
    paragraph._p.append(field)  # noqa: SLF001  The library writes no fields.
    field.append(run._r)  # noqa: SLF001


def _give_number(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph the next item of a numbering."""
    properties = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", 0), ("w:numId", number)):
        part = OxmlElement(name)
        part.set(qn("w:val"), str(value))
        properties.append(part)
    paragraph._p.get_or_add_pPr().append(properties)  # noqa: SLF001  The library has no other way.
