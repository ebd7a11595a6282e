"""Whatever is written into a field of words is a fault at its own place, or stands in everything that is made as it was written.

Every field of words in the small project, and every construct of the languages through which words pass, from Markdown to Typst. `PROBES`
says how many pairs are tried; `make fuzz` tries many more. What a browser makes of such words is for `tests/browser/`.
"""

import csv
import io
import json
import os
import random
from collections.abc import Iterator
from functools import cache

import docx
import pytest
from icalendar import Calendar
from lxml import etree

from generator.composed.nodes import plain_words
from generator.county.county import County
from generator.county.fields import Value
from generator.county.gathering import parse
from generator.county.library import Library, Parsed
from generator.printing.compose import Composer
from generator.printing.documents import DOCX, Printable, all_documents
from generator.printing.typeset import as_json
from generator.printing.word import write_word
from generator.rendering.renderer import Renderer
from generator.rules import check
from generator.rules.load import Loaded, load
from generator.search.entries import entries_of
from generator.site.build import Site, build_from
from generator.sources.diagnostic import Diagnostic, Severity
from generator.sources.source import Source
from generator.words.prose import NOT_IN_A_TITLE
from tests.conftest import AS_OF, ROOT, SMALL

PROBES = int(os.environ.get("PROBES", "15"))

END = "zqzq"
"""What stands after each construct, so that it is found again."""

CONSTRUCTS = (
    "*a*", "**a**", "_a_", "~~a~~", "==a==", "^a^", "`a`", "\\*", "$a$", ":smile:", "***", "[^a]", "[TOC]", "# a", "> a",
    "- a", "1. a", "| a | b |", "!!! note", "--8<-- 'a'", "{ .a }", "{: #a }", "*[ABC]: a", "[a][b]", "[a]: b", "![a](b.png)",
    "[a](https://a.example/)", "<https://a.example/>", "https://a.example/", "[[a]]", "[[core/fast-track|a", "a  \nb", "a\n\nb",
    "{{ 7 * 7 }}", "{% raw %}", "{# a #}", "${a}", "%(a)s", "%s", "{0}", "{a}",
    "<b>a</b>", "<a", "a > b", "<!-- a", "&lt;", "&#60;", "&nbsp;", "</script>", '" onclick="a', "' onclick='a", "]]>", "<?a?>",
    "a;b,c\\nd", "END:VCALENDAR", "BEGIN:VALARM", "=1+1", "+1", "-1", "@a", '"', '""', "a;b", "a\tb", "\\", "\\u0041", "null", "~",
    "#panic()", "#[a]", "<a>", "/* a", "// a", "$a^2$", "(a) Tj", "\\050", "url(a)", "javascript:a", "%3Cb%3E", "../../a",
    *map(chr, (0, 1, 8, 0x0B, 0x0C, 0x1B, 0x7F, 0x85, 0xA0, 0xAD, 0x200B, 0x200D, 0x200F, 0x2028, 0x202E, 0x2066)),
    *map(chr, (0xE000, 0xE001, 0xF8FF, 0xFEFF, 0xFFF9, 0xFFFD, 0xFFFE, 0x1F9FF, 0xE0041, 0xF0000, 0x10FFFF)),
)  # fmt: skip
"""Of Markdown's dialects; templates; HTML and XML; calendars, tables and JSON; Typst, PDF and addresses; and characters that show nothing."""


@cache
def small() -> Loaded:
    return load(SMALL, AS_OF)


@cache
def places() -> dict[tuple[str, str], list[tuple[Parsed, Value]]]:
    """Return where each field of words stands, by file and key."""
    found: dict[tuple[str, str], list[tuple[Parsed, Value]]] = {}
    for document in small().library.parsed:
        for value in document.values:
            if value.shape.plain or value.shape.markup:
                key = document.source.path, ".".join(step for step in value.path if isinstance(step, str))
                found.setdefault(key, []).append((document, value))
    return found


def written(document: Parsed, value: Value, words: str) -> str:
    """Return a source with other words in one place, in quotes."""
    span, lines = value.scalar.span, document.source.lines
    quoted = json.dumps(words, ensure_ascii=False)
    before = [*lines[: span.line - 1], lines[span.line - 1][: span.column - 1]]
    after = (
        [lines[span.end_line - 1][span.end_column - 1 :], *lines[span.end_line :]] if lines[span.end_line - 1 :] else []
    )
    return "\n".join(before) + quoted + "\n".join(after)


def read(document: Parsed, text: str) -> tuple[Library, list[Diagnostic]]:
    source = Source(document.source.path, text)
    made, found = parse(source, document.entry)
    others = tuple(each for each in small().library.parsed if each.source.path != source.path)
    library = Library((*others, made) if made else others)
    return library, [each for each in (*found, *check(library, AS_OF)) if each.severity is Severity.ERROR]


def squeezed(words: str) -> str:
    return "".join(words.split()).casefold()


def texts(site: Site) -> Iterator[tuple[str, str]]:
    """Yield all words of what is made of the sources, as those who use it read them, and where they stand."""
    for page in site.pages:
        yield page.page_uri, page.title
        yield page.page_uri, plain_words([block for section in page.tree.sections for block in section.nodes])
    for entry in entries_of(site):
        yield "search", entry.title
        yield "search", entry.says
    for file in site.files:
        yield from ((file.uri, words) for words in words_in(file.uri, file.content))
    composer = Composer(site, Renderer(ROOT / "templates", site.county))
    for document in all_documents(composer):
        text = as_json(document.compose())
        yield from ((document.key, words) for words in strings(json.loads(text)))
        if document.ending == DOCX:
            yield from ((document.key, words) for words in words_in_word(document, text))


def words_in_word(document: Printable, text: str) -> Iterator[str]:
    """Yield the words of a file for a word processor, read by the library that others read such files with."""
    found = docx.Document(io.BytesIO(write_word(document.name, document.template, text).content))
    yield found.core_properties.title
    yield from (paragraph.text for paragraph in found.paragraphs)
    yield from (cell.text for table in found.tables for row in table.rows for cell in row.cells)


def words_in(uri: str, content: bytes) -> Iterator[str]:
    """Yield the words of a data file, read by somebody else's program. Raises if that cannot read it."""
    match uri.rpartition(".")[2]:
        case "json":
            yield from strings(json.loads(content))
        case "csv":
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
                assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r")]
                yield from (cell.removeprefix("'") for cell in row)
        case "ics":
            for part in Calendar.from_ical(content).walk():
                yield from (str(part[name]) for name in part)
        case "xml" | "svg":
            for element in etree.fromstring(content).iter():
                yield from ((element.text or ""), *element.attrib.values())


def strings(found: object) -> Iterator[str]:
    """Yield the words in JSON; print takes an address to pieces where its lines may break, and they are put together."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from strings(value)
    elif isinstance(found, list) and found and all(isinstance(value, str) for value in found):
        yield "".join(found)
    elif isinstance(found, list):
        for value in found:
            yield from strings(value)


def wrong(document: Parsed, value: Value, construct: str) -> str:
    """Return what became of a construct that is neither a fault at its place nor the words as they were written."""
    words = f"{construct} {END}"
    library, errors = read(document, written(document, value, words))
    if errors:
        line, path = value.scalar.span.line, document.source.path
        here = any(each.span.path == path and each.span.line <= line + 2 for each in errors)
        return (
            "" if here else f"refused elsewhere: {[(each.code, each.span.path, each.span.line) for each in errors][:3]}"
        )
    site = build_from(ROOT, County.of(library, AS_OF, (), {}))
    expected, explained = squeezed(words), squeezed(NOT_IN_A_TITLE.sub("", words))
    for where, found in texts(site):
        heard = squeezed(found)
        said = heard.count(expected)
        if value.path[0] == "terms" and not where.endswith(".md"):
            said += heard.replace(expected, "").count(
                explained
            )  # What explains a word is the title of a link, which cannot hold every character.
        if value.shape.plain and heard.count(squeezed(END)) != said:
            at = heard.index(squeezed(END))
            return f"{where} says {heard[max(0, at - 40) : at + 8]!r}"
    return ""


def test_every_place_and_construct_can_be_tried() -> None:
    assert len(places()) > 100
    assert len(set(CONSTRUCTS)) == len(CONSTRUCTS) > 100


def test_what_is_written_is_refused_at_its_place_or_stands_as_it_was_written() -> None:
    seed = int(os.environ.get("PROBES_SEED", random.randrange(10**9)))
    chance = random.Random(seed)
    fields = sorted(places())
    found = []
    for number in range(PROBES):
        field = fields[number % len(fields)] if len(fields) <= PROBES else chance.choice(fields)
        construct = chance.choice(CONSTRUCTS)
        problem = wrong(*chance.choice(places()[field]), construct)
        if problem:
            found.append(f"{field} {construct!r}: {problem}")
    assert not found, f"PROBES_SEED={seed}"


@pytest.mark.parametrize("uri", ["a.json", "a.csv", "a.xml"])
def test_file_that_cannot_be_read_is_found_out(uri: str) -> None:
    with pytest.raises((ValueError, csv.Error, etree.XMLSyntaxError, AssertionError)):
        list(words_in(uri, b'=a,"'))
