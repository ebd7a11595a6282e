"""Rules about what comes out of a word processor: bullets, tabs between cells, and rows with a cell too many or too few."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.rules.whole import prose
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Span
from generator.words.references import REFERENCE

_BULLET = re.compile(r"[•●▪◦‣∙■□◆➢✓\uf0b7\uf0a7](?<![^\s].)(?=\s)")
"""A character that is nothing but a bullet, wherever it stands."""

_AT_LINE_START = re.compile(r"\n[ ]*(?P<mark>[·–—o])[ \t]+(?=\S)")
"""A character that is a bullet where several lines begin with it, and elsewhere a dash, a letter or a dot."""

_TAB = re.compile(r"(?<=\S)[ ]?\t")

_RULED = frozenset("|-: ")
"""What the line under a table's head is made of."""


@fault("pasted-bullet")
def pasted_bullet(span: Span, mark: str) -> Diagnostic:
    """A list was pasted with the bullets of a word processor, which mean nothing here.

    The points would be printed as one run-on line. Begin each with a hyphen and a space, on a line of its own; the text needs
    `|` after its field's name, so that line ends are kept.
    """
    return Diagnostic(
        f"`{mark}` is a bullet from a word processor, and the list would be printed as one line",
        span,
        help="begin each point with `- ` on a line of its own, in a text that opens with `|`; in a list, one `- ` an item",
    )


@fault("pasted-table")
def pasted_table(span: Span) -> Diagnostic:
    """A table was pasted from a word processor or a spreadsheet: tabs stand between its cells.

    The cells would be printed as one run-on line. Write a table with `|` between the cells.
    """
    return Diagnostic(
        "a tab stands between two words, as between the cells of a pasted table",
        span,
        help="write `| one | two |` for each row, and `| --- | --- |` under the first; or put a space for the tab",
    )


@fault("uneven-table-row")
def uneven_table_row(span: Span, cells: int, wanted: int) -> Diagnostic:
    """A row of a table has more or fewer cells than its head.

    A cell too many is not shown at all, on the page or in print, and nobody sees that words are lost. An upright stroke inside
    a cell needs a backslash before it.
    """
    return Diagnostic(
        f"this row has {_cells(cells)}, and the table's head has {_cells(wanted)}: a cell too many is never shown",
        span,
        help="give every row as many cells as the head; an empty one is a space between two `|`",
    )


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


@rule
def check_lists_are_lists(context: Context) -> Iterator[Diagnostic]:
    """No list has the bullets of a word processor, and no table has tabs for cells."""
    for document in context.library.parsed:
        yield from _pasted_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _pasted_in(document: Parsed) -> tuple[Diagnostic, ...]:
    words = prose(document)
    bullets = {value.path: (value, match[0]) for value, match in reversed([*words.finds(_BULLET)])}
    lines: dict[tuple[object, ...], list[str]] = {}
    for value, match in words.finds(_AT_LINE_START):
        lines.setdefault((value.path, match["mark"]), []).append(match["mark"])
        if len(lines[value.path, match["mark"]]) > 1:
            bullets.setdefault(value.path, (value, match["mark"]))
    found = [pasted_bullet(document.find(mark, *path), mark) for path, (_, mark) in bullets.items()]
    tabs = words.finds(_TAB) if "\t" in words.text else ()
    tabbed = dict.fromkeys(value.path for value, _ in tabs if value.path not in bullets)
    return (*found, *(pasted_table(document.find("\t", *path)) for path in tabbed))


@rule
def check_rows_fit_their_head(context: Context) -> Iterator[Diagnostic]:
    """Every row of a table has as many cells as its head."""
    for document in context.library.parsed:
        yield from _uneven_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _uneven_in(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(
        uneven_table_row(document.find(line.strip(), *value.path), cells, wanted)
        for value in document.values
        if value.shape.markup and "|" in value.scalar.text and "-" in value.scalar.text
        for line, cells, wanted in uneven_rows(value.scalar.text)
    )


def uneven_rows(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each row of a text's tables that does not fit its head, with how many cells it has and how many it needs."""
    lines = text.split("\n")
    wanted = 0
    for number, line in enumerate(lines):
        if not line.strip():
            wanted = 0
        elif not wanted and number and _is_ruled(line):
            wanted = _cell_count(lines[number - 1])
            if "|" in lines[number - 1] and _cell_count(line) != wanted:
                yield line, _cell_count(line), wanted
        elif wanted and (count := _cell_count(line)) != wanted:
            yield line, count, wanted


def _is_ruled(line: str) -> bool:
    return "|" in line and "-" in line and set(line.strip()) <= _RULED


def _cell_count(line: str) -> int:
    """Return how many cells a row has: a `|` in a reference, or after a backslash, divides none."""
    row = REFERENCE.sub("X", line).replace("\\|", "").strip()
    return row.removeprefix("|").removesuffix("|").count("|") + 1
