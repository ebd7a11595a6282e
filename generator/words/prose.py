"""The small Markdown of the sources, and how it is written out again.

Authors write paragraphs, lists, tables, emphasis, code words, links and `[[references]]`. The text is parsed once and written
anew in a form that every Markdown reader takes the same way, with every other special character escaped: so nothing in a
source can become HTML, an attribute or a heading, whatever the publisher's extensions.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from generator.words.markdown import PARSER, Token
from generator.words.references import REFERENCE, Reference

Problem = Literal[
    "raw-html", "unsafe-link", "image", "unsupported", "several-blocks", "template", "reference", "unclosed"
]

SAFE_SCHEMES = ("https://", "http://", "mailto:", "tel:")

_LINES_KEPT = 16384
"""Of how many lines it is kept what words they are."""

NOT_IN_A_TITLE = re.compile(r'["\\`*_\[\]<>&|{}]')
"""What the title of a link leaves out, because the readers of Markdown differ about it."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_LEADING = re.compile(r"^(\s*)(#|[-+=~]|\d+(?=[.)]))")
_MARKED = re.compile(r"[\\`*_\[\]<>&|!#~\n{}]|^\s*(?:[-+]|\d+[.)])\s|^\s*[-=]{2,}|^ {4}")
"""What makes a text more than plain words; any other text needs no parsing."""

_TEMPLATE = re.compile(r"\{\{|\{%|\{#|\{:|\{ ?[.#]\w|%\}|\}\}")
"""The marks of Jinja, and of the attributes that some Markdown readers take."""

_BRACKETS = re.compile(r"\[\[\s*[\w/-]*|\]\]")
_TARGET_BACKWARDS = re.compile(r"\s*[\w/-]*")
"""Two brackets with a target are what is left of a reference that is not whole, once the whole ones are held."""

_PLACE = re.compile(r"\[(?:core|agency|term|page|tier-[12]|team|letter)/[\w-]+\](?!\()")
"""A reference in single brackets."""

_UNCLOSED = re.compile(r"\*\*|`|\*(?=\w)|(?<=\w)\*")
"""Marks of emphasis and of code words that found no partner."""

_FOOTNOTE = re.compile(r"\[\^[^\]]*\]")

_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")

_OPEN, _CLOSE = "\ue000", "\ue001"
_HELD = re.compile(f"{_OPEN}(\\d+){_CLOSE}")

_ALLOWED_BLOCKS = frozenset(
    "paragraph bullet_list ordered_list list_item table thead tbody tr th td inline".split()  # noqa: SIM905
)


_IN_AN_ITEM = 3
"""How deep the words of an item stand in a list that is in no other: list, item, paragraph."""


@dataclass(frozen=True, slots=True)
class ProseProblem:
    """Something in a text that sources may not hold."""

    kind: Problem
    written: str
    """The offending words, as they stand in the text."""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """How the parts of a text that depend on the page are written: references, and words that the glossary explains."""

    reference: Callable[[Reference], str]
    words: Callable[[str], str]


def escape(words: str) -> str:
    """Return plain words, on one line, so that no Markdown reader sees anything in them but words."""
    one_line = words.replace("\n", " ")
    escaped = _SPECIAL.sub(lambda match: _ENTITIES.get(match[0]) or "\\" + match[0], one_line)
    return _LEADING.sub(_escape_leading, escaped)


def _escape_leading(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def problems_in(text: str, form: str) -> Iterator[ProseProblem]:
    """Yield everything in a text that sources may not hold; `form` is `line` (one paragraph) or `prose`."""
    if not _MARKED.search(text):
        return
    held, references = _hold_references(text)
    if not _MARKED.search(held):
        yield from (ProseProblem("reference", each.written) for each in references if each.written.endswith("|]]"))
        return
    yield from (ProseProblem("template", match[0]) for match in _TEMPLATE.finditer(held))
    yield from (ProseProblem("reference", written) for written in _brackets(held))
    yield from (ProseProblem("reference", match[0]) for match in _PLACE.finditer(held))
    yield from (ProseProblem("raw-html", match[0]) for match in _ENTITY.finditer(held))
    yield from (ProseProblem("reference", each.written) for each in references if each.written.endswith("|]]"))
    definitions: dict[str, dict[str, object]] = {}
    tokens = PARSER.parse(held, definitions)
    for label in definitions.get("references", {}):
        yield ProseProblem("unsupported", f"[{label.lower()}]:", "a link definition")
    last = held.rfind("]") + 1
    yield from (ProseProblem("unsupported", match[0], "a footnote") for match in _FOOTNOTE.finditer(held, 0, last))
    blocks = [token for token in tokens if token.level == 0 and token.nesting >= 0]
    if form == "line" and (len(blocks) > 1 or any(token.type != "paragraph_open" for token in blocks[:1])):
        kinds = {"html_block", "heading_open", "fence"}
        if not any(token.type in kinds for token in blocks):
            second = [line for line in text.splitlines() if line.strip()]
            yield ProseProblem("several-blocks", second[1] if len(second) > 1 else text)
    for token in tokens:
        yield from _block_problems(token)


def _brackets(text: str) -> Iterator[str]:
    """Yield each pair of brackets with the target that follows or precedes it."""
    end = 0
    for match in _BRACKETS.finditer(text):
        before = _TARGET_BACKWARDS.match(text[end : match.start()][::-1]) if match[0] == "]]" else None
        yield (before[0][::-1] if before else "") + match[0]
        end = match.end()


def _block_problems(token: Token) -> Iterator[ProseProblem]:
    first_line = next((line for line in token.content.splitlines() if line.strip()), "").strip()
    base = token.type.removesuffix("_open").removesuffix("_close")
    if token.type == "html_block":
        yield ProseProblem("raw-html", first_line)
    elif token.type == "inline":
        for child in token.children or ():
            yield from _inline_problems(child)
    elif base not in _ALLOWED_BLOCKS and token.nesting >= 0:
        what = {"heading": "a heading", "fence": "a code block", "blockquote": "a quotation", "hr": "a rule"}.get(
            base, base
        )
        yield ProseProblem("unsupported", first_line or token.markup, what)


def _inline_problems(token: Token) -> Iterator[ProseProblem]:
    if token.type == "html_inline":
        yield ProseProblem("raw-html", token.content)
    elif token.type == "image":
        yield ProseProblem("image", f"![{token.content}]")
    elif token.type == "text" and (left := _UNCLOSED.search(token.content)):
        yield ProseProblem("unclosed", left[0])
    elif token.type == "link_open" and not _is_safe(token):
        yield ProseProblem("unsafe-link", str(token.attrGet("href") or ""))


def has_numbered_list(text: str) -> bool:
    """Return whether a text has a numbered list that stands in no other list."""
    return any(token.type == "ordered_list_open" and token.level == 0 for token in PARSER.parse(text))


def numbered_items(text: str) -> tuple[str, ...]:
    """Return the source text of each item of the first numbered list of a text that stands in no other list."""
    found: list[str] = []
    numbered = 0
    for token in PARSER.parse(text):
        if token.type == "ordered_list_open" and token.level == 0:
            numbered += 1
        elif token.type == "inline" and numbered == 1 and token.level == _IN_AN_ITEM:
            found.append(" ".join(token.content.split()))
        elif token.type == "ordered_list_close" and token.level == 0:
            break
    return tuple(found)


def write_line(text: str, writer: Writer) -> str:
    """Return one paragraph of source text as Markdown on one line."""
    if not _MARKED.search(text):
        return _lead(writer.words(text))
    held, references = _hold_references(" ".join(text.split()))
    pieces = [_inline(token, references, writer) for token in PARSER.parseInline(held)]
    return _lead("".join(pieces))


def write_prose(text: str, writer: Writer) -> str:
    """Return source text of any number of blocks as Markdown, without blank lines at its ends."""
    if not _MARKED.search(text):
        return _lead(writer.words(text))
    held, references = _hold_references(text)
    return _Blocks(PARSER.parse(held), references, writer).write()


def plain(text: str, named: Callable[[Reference], str]) -> str:
    """Return one paragraph of source text as the words that a page shows of it: no marks, one space between words.

    `named` gives the words of a reference.
    """
    return _words_in(write_line(text, Writer(lambda reference: escape(named(reference)), escape)))


@lru_cache(maxsize=_LINES_KEPT)
def _words_in(written: str) -> str:
    """Return one line of Markdown as its words."""
    inside = (child for token in PARSER.parseInline(written) for child in token.children or ())
    return " ".join("".join(child.content for child in inside).split())


def _lead(line: str) -> str:
    return _LEADING.sub(_escape_leading, line)


def _hold_references(text: str) -> tuple[str, list[Reference]]:
    """Return the text with each reference held by a mark that Markdown leaves alone, and the references."""
    references: list[Reference] = []

    def hold(match: re.Match[str]) -> str:
        references.append(Reference(" ".join(match[1].split()), " ".join((match[2] or "").split()), match[0]))
        return f"{_OPEN}{len(references) - 1}{_CLOSE}"

    return REFERENCE.sub(hold, text), references


def _inline(token: Token, references: list[Reference], writer: Writer) -> str:
    """Return one paragraph's inline tokens as Markdown."""
    pieces: list[str] = []
    in_link = 0
    for child in _safe(token.children or ()):
        match child.type:
            case "text" | "text_special":
                pieces.append(_text(child.content, references, writer, plain=bool(in_link)))
            case "softbreak" | "hardbreak":
                pieces.append(" ")
            case "em_open" | "em_close":
                pieces.append("*")
            case "strong_open" | "strong_close":
                pieces.append("**")
            case "code_inline":
                pieces.append(_code(_HELD.sub(lambda held: references[int(held[1])].written, child.content)))
            case "link_open":
                in_link += 1
                pieces.append("[")
            case "link_close":
                in_link -= 1
                pieces.append(f"]({_address(token, child)})")
            case _:
                pieces.append(escape(child.content))
    return "".join(pieces)


def _safe(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens of a paragraph without links that lead anywhere but to a page, a mailbox or a telephone: their words stay."""
    kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            kept.append(_is_safe(token))
        if token.type not in ("link_open", "link_close") or kept[-1]:
            yield token
        if token.type == "link_close":
            kept.pop()


def _is_safe(link: Token) -> bool:
    return str(link.attrGet("href") or "").lower().startswith(SAFE_SCHEMES)


def _code(words: str) -> str:
    """Return a code word. One that holds what could end it, or look like HTML, is written as plain words instead."""
    return escape(words) if re.search(r"[`<>|&\\]", words) else f"`{words}`"


def _address(parent: Token, close: Token) -> str:
    """Return the address of the link that `close` ends, written so that it cannot end early."""
    opened: list[str] = []
    for child in _safe(parent.children or ()):
        if child.type == "link_open":
            opened.append(str(child.attrGet("href") or ""))
        elif child is close:
            break
        elif child.type == "link_close":
            opened.pop()
    return re.sub(r"[()<>\s\"]", lambda match: f"%{ord(match[0]):02X}", opened[-1])


def _text(text: str, references: list[Reference], writer: Writer, *, plain: bool) -> str:
    pieces: list[str] = []
    for index, part in enumerate(_HELD.split(text)):
        if index % 2:
            reference = references[int(part)]
            pieces.append(escape(reference.words or reference.target) if plain else writer.reference(reference))
        elif part:
            pieces.append(escape(part) if plain else writer.words(part))
    return "".join(pieces)


class _Blocks:
    """Writes a run of block tokens as Markdown: items are indented by four, which every reader understands."""

    def __init__(self, tokens: list[Token], references: list[Reference], writer: Writer) -> None:
        self.tokens, self.references, self.writer = tokens, references, writer
        self.position = 0

    def write(self, until: str = "") -> str:
        """Return the blocks from here to the token `until`, each apart from the next by a blank line."""
        blocks: list[str] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.type == until:
                break
            if token.type == "inline":
                blocks.append(_lead(_inline(token, self.references, self.writer)))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                blocks.append(self._list(token))
            elif token.type == "table_open":
                blocks.append(self._table())
        return "\n\n".join(block for block in blocks if block)

    def _list(self, opened: Token) -> str:
        ordered = opened.type == "ordered_list_open"
        items: list[str] = []
        loose = False
        while self.tokens[self.position].type == "list_item_open":
            self.position += 1
            content = self.write("list_item_close")
            loose = loose or "\n\n" in content
            mark = f"{len(items) + 1}." if ordered else "-"
            items.append(f"{mark:<4}" + content.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
        self.position += 1
        return ("\n\n" if loose else "\n").join(items)

    def _table(self) -> str:
        rows: list[list[str]] = []
        while (token := self.tokens[self.position]).type != "table_close":
            self.position += 1
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_inline(token, self.references, self.writer))
        self.position += 1
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
