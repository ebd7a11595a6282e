"""What people wrote into a Word file that they were sent: comments and tracked changes, each under the heading it stands under.

Reads the file as it is, whoever made it; what was changed without being tracked cannot be told here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from generator.authors.agreements.container import Container

_TRACKED = {
    qn("w:ins"): "inserted",
    qn("w:del"): "deleted",
    qn("w:moveTo"): "moved here",
    qn("w:moveFrom"): "moved away",
}
_WORDS = frozenset({qn("w:t"), qn("w:delText")})
_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n"}


@dataclass(frozen=True)
class Remark:
    """A comment, or a tracked change."""

    section: str
    """The heading under which it stands, with its number; empty before the first."""
    kind: str
    """`comment`, `inserted`, `deleted`, `moved here` or `moved away`."""
    author: str
    date: str
    """As the file gives it: `2026-11-22T09:30:00Z`; empty where it gives none."""
    words: str
    """What the comment says, or what was inserted or deleted."""
    about: str = ""
    """For a comment: the words that it is about."""


def remarks_in(content: bytes, name: str) -> tuple[Remark, ...]:
    """Return every comment and tracked change of a Word file called `name`, in reading order. Raises `EditRefused` where it is none."""
    container = Container(content, name)
    main = container.main()
    parts = {part.kind: part.root for part in container.related(main)}
    styles = _by_id(parts, "styles", "w:style", "w:styleId")
    names = {each: _of(found, "w:val") for each, style in styles.items() for found in _below(style, qn("w:name"))}
    return tuple(_Reader(names, _by_id(parts, "comments", "w:comment", "w:id")).read(main.root))


def _by_id(parts: Mapping[str, BaseOxmlElement], kind: str, tag: str, name: str) -> dict[str, BaseOxmlElement]:
    """Return the elements of one kind in a part of the file, by their ids."""
    return {_of(found, name): found for found in _below(parts[kind], qn(tag))} if kind in parts else {}


class _Reader:
    """Goes through a document in reading order, tables and boxes too."""

    def __init__(self, styles: dict[str, str], comments: dict[str, BaseOxmlElement]) -> None:
        self._styles, self._comments = styles, comments
        self._section = ""
        self._open: dict[str, list[str]] = {}
        """The comments that began and have not ended, each with the words since."""
        self._about: dict[str, str] = {}
        """What those that ended are about."""

    def read(self, body: BaseOxmlElement) -> Iterator[Remark]:
        """Yield each comment where what it is about ends, and each tracked change where it begins."""
        for element in _below(body):
            if element.tag == qn("w:commentReference"):
                yield from self._comment(_of(element, "w:id"))
            elif element.tag in _TRACKED:
                yield from self._change(element)
            else:
                self._pass(element)

    def _pass(self, element: BaseOxmlElement) -> None:
        """Take note of where the reader is."""
        tag = str(element.tag)
        if tag == qn("w:p"):
            if self._is_heading(element):
                self._section = " ".join(_said(element, deleted=False).split()) or self._section
            self._hear(" ")
        elif tag == qn("w:commentRangeStart"):
            self._open[_of(element, "w:id")] = []
        elif tag == qn("w:commentRangeEnd"):
            self._end(_of(element, "w:id"))
        elif tag in _WORDS or tag in _BREAKS:
            self._hear(_BREAKS.get(tag) or element.text or "")

    def _hear(self, words: str) -> None:
        for heard in self._open.values():
            heard.append(words)

    def _end(self, identifier: str) -> None:
        self._about[identifier] = " ".join("".join(self._open.pop(identifier, ())).split())

    def _comment(self, identifier: str) -> Iterator[Remark]:
        comment = self._comments.get(identifier)
        if identifier in self._open:
            self._end(identifier)
        if comment is not None:
            says = "\n".join(_said(paragraph) for paragraph in _below(comment, qn("w:p"))).strip()
            author, date = _of(comment, "w:author"), _of(comment, "w:date")
            yield Remark(self._section, "comment", author, date, says, self._about.get(identifier, ""))

    def _change(self, element: BaseOxmlElement) -> Iterator[Remark]:
        """Yield a tracked change; of the end of a paragraph, or of a row, it says that it is one."""
        words, parent = _said(element), element.getparent()
        around = str(parent.tag) if parent is not None else ""
        words = {qn("w:rPr"): "(the end of a paragraph)", qn("w:trPr"): "(a row of a table)"}.get(around, words)
        if words:
            kind = _TRACKED[str(element.tag)]
            yield Remark(self._section, kind, _of(element, "w:author"), _of(element, "w:date"), words)

    def _is_heading(self, paragraph: BaseOxmlElement) -> bool:
        style = cast("BaseOxmlElement | None", paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
        name = self._styles.get(_of(style, "w:val"), "") if style is not None else ""
        return name.lower().startswith("heading")


def _below(element: BaseOxmlElement, *tags: str) -> Iterator[BaseOxmlElement]:
    """Return an element and all in it, in reading order; with tags, those that have one of them."""
    return cast("Iterator[BaseOxmlElement]", element.iter(*tags))


def _of(element: BaseOxmlElement, name: str) -> str:
    return str(element.get(qn(name)) or "")


def _said(element: BaseOxmlElement, *, deleted: bool = True) -> str:
    """Return the words in an element, with or without those that were deleted."""
    wanted = _WORDS if deleted else {qn("w:t")}
    return "".join(
        _BREAKS.get(found.tag) or found.text or ""
        for found in _below(element)
        if found.tag in wanted or found.tag in _BREAKS
    )
