"""Files for a word processor: opened by another program's eyes, they say what the page says, in real styles, and are the same each time."""

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from generator.printing.compose import Composer
from generator.printing.documents import DOCX, Printable, all_documents
from generator.printing.press import Press
from generator.printing.typeset import as_json
from generator.printing.word import write_word

MARAC = "letters-domestic-abuse-marac"
HOSTILE = (
    "</w:t></w:r><w:r><w:instrText>QUOTE 1</w:instrText></w:r> &amp; <x> ]]> \x00\x08\x0b\x1f \ufffe \ud800 {{ 7 * 7 }}"
)


@pytest.fixture(scope="module")
def printables(composer: Composer) -> dict[str, Printable]:
    return {found.name: found for found in all_documents(composer) if found.ending == DOCX}


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def made(printable: Printable) -> bytes:
    return write_word(printable.name, printable.template, as_json(printable.compose())).content


def words(document: Document) -> str:
    """Return every word of a document in reading order, without spaces."""
    parts = (
        part.text if isinstance(part, Paragraph) else "".join(cell.text for row in part.rows for cell in row.cells)
        for part in document.iter_inner_content()
    )
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(found: object) -> str:
    """Return the words of a document's data, in order."""
    if isinstance(found, dict):
        inner = found.get("s") if "s" in found else "".join(found["p"]) if "p" in found else None
        if inner is not None:
            return str(inner)
        return (
            said(found.get("c", ()))
            + said(found.get("items", ()))
            + said(found.get("head", ()))
            + said(found.get("rows", ()))
        )
    return "".join(map(said, found)) if isinstance(found, list) else ""


def test_there_is_one_for_every_protocol_letter_and_the_public(
    composer: Composer, printables: dict[str, Printable]
) -> None:
    county = composer.county
    assert set(printables) == {
        *(f"letters-{protocol}" for protocol in county.protocols),
        *(f"letter-{letter.id}" for letter in county.letters),
        "easy-read",
    }


@pytest.mark.parametrize("name", [MARAC, "letters-missing-children", "letter-dpia-screening", "easy-read"])
def test_it_says_what_the_page_says(name: str, printables: dict[str, Printable]) -> None:
    printable = printables[name]
    data = json.loads(as_json(printable.compose()))
    found = words(opened(made(printable)))
    assert data["sheets"]
    for sheet in data["sheets"]:
        assert squeezed(said(sheet["blocks"])) in found
        assert squeezed(said(sheet["before"])) in found
        assert squeezed(sheet["title"]) in found
    assert "[" not in name


def test_headings_lists_tables_and_blanks_are_real_ones(composer: Composer, printables: dict[str, Printable]) -> None:
    found = opened(made(printables[MARAC]))
    styles = {paragraph.style.name for paragraph in found.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "List Number"} <= styles
    titles = [
        paragraph.text for paragraph in found.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"
    ]
    assert titles[1:] == [letter.title for letter in composer.county.letters]
    blanks = {
        run.text for paragraph in found.paragraphs for run in paragraph.runs if run.style and run.style.name == "Blank"
    }
    assert "[name of the person]" in blanks
    assert all(isinstance(table, Table) and table.style and table.style.name == "Table Grid" for table in found.tables)
    heads = [table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in found.tables]
    assert found.tables
    assert all(heads)


def test_what_is_to_be_filled_in_has_room_and_no_table_is_wider_than_the_text(printables: dict[str, Printable]) -> None:
    tables = opened(made(printables[MARAC])).tables
    blanks = [found for found in tables if not any(row.cells[-1].text for row in found.rows[1:])]
    assert blanks
    for table in tables:
        widths = [column.width.mm for column in table.columns if column.width]
        assert sum(widths) == pytest.approx(166, abs=1)
        assert min(widths) > 10
    assert all(table.columns[-1].width.mm > 25 for table in blanks if table.columns[-1].width)


def test_a_row_that_must_not_be_split_is_not(printables: dict[str, Printable]) -> None:
    data = json.loads(as_json(printables[MARAC].compose()))
    first, *_others = kept(data["sheets"])
    first[0] = False
    expected = [[True, *keep] for keep in kept(data["sheets"])]
    tables = opened(write_word(MARAC, "letters.typ", json.dumps(data)).content).tables
    assert [[bool(row._tr.xpath("./w:trPr/w:cantSplit")) for row in table.rows] for table in tables] == expected
    assert {split for rows in expected for split in rows} == {True, False}


def kept(found: object) -> Iterator[list[bool]]:
    """Yield for each table of a document's data which of its rows must not be split."""
    for inner in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from kept(inner)
    if isinstance(found, dict) and found.get("t") == "table":
        yield found["keep"]


def test_numbers_of_items_begin_anew_in_each_list(printables: dict[str, Printable]) -> None:
    found = opened(made(printables[MARAC]))
    numbered = [p for p in found.paragraphs if p.style and p.style.name == "List Number"]
    lists = {p._p.pPr.numPr.numId.val for p in numbered if p._p.pPr is not None and p._p.pPr.numPr is not None}
    assert len(lists) == 2, "the items stand in the request and in the privacy notice"
    starts = found.part.numbering_part.element.xpath("./w:num/w:lvlOverride/w:startOverride/@w:val")
    assert starts == ["1", "1"]


def test_it_says_what_it_is_in_which_language_and_how_it_is_marked(
    composer: Composer, printables: dict[str, Printable]
) -> None:
    protocol = composer.county.protocols["domestic-abuse-marac"]
    found = opened(made(printables[MARAC]))
    about = found.core_properties
    assert about.title == f"Letters and forms: {protocol.title}"
    assert about.language == "en-GB"
    assert about.author == composer.county.site.board
    assert about.created == about.modified
    assert about.created.timetuple()[:3] == tuple(printables[MARAC].compose()["date"]), (
        "the day of the wording, never that of making"
    )
    languages = found.styles.element.xpath("//w:lang/@w:val")
    assert languages
    assert set(languages) == {"en-GB"}
    marking = protocol.marking.value.upper()
    head, foot = (part.paragraphs[0].text for part in (found.sections[0].header, found.sections[0].footer))
    assert marking in head
    assert marking in foot
    assert composer.county.site.notice in foot


def test_two_makings_are_equal_to_the_byte_and_hold_no_time(printables: dict[str, Printable]) -> None:
    first, second = made(printables["letter-refusal"]), made(printables["letter-refusal"])
    assert first == second
    with ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def hostile(found: object) -> object:
    """Return data with hostile words in every text that somebody could have written."""
    if isinstance(found, dict):
        return {
            name: f"{value} {HOSTILE}" if name in ("s", "title", "heading", "author") else hostile(value)
            for name, value in found.items()
        }
    return [hostile(each) for each in found] if isinstance(found, list) else found


def test_hostile_words_stay_words(printables: dict[str, Printable]) -> None:
    data = hostile(deepcopy(json.loads(as_json(printables["letter-refusal"].compose()))))
    plain = made(printables["letter-refusal"])
    content = write_word("x", "letters.typ", json.dumps(data)).content
    with ZipFile(io.BytesIO(content)) as after, ZipFile(io.BytesIO(plain)) as before:
        assert after.namelist() == before.namelist()
        kinds = [
            {element.tag for element in etree.fromstring(file.read("word/document.xml")).iter()}
            for file in (before, after)
        ]
        assert kinds[0] == kinds[1]
        for name in after.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(after.read(name))
    assert "</w:t></w:r><w:r><w:instrText>QUOTE1" in words(opened(content))
    assert "&amp;<x>]]>" in words(opened(content))


def test_a_file_is_kept_and_taken_from_the_cache_under_a_name_of_its_own(
    printables: dict[str, Printable], tmp_path: Path
) -> None:
    folder, cache = tmp_path / "to", tmp_path / "cache"
    folder.mkdir()
    cache.mkdir()
    templates = Path(__file__).parents[2] / "templates" / "print"
    wanted = [printables["letter-refusal"]]
    first = Press(templates, folder, cache, 1).print(wanted, lambda _: None)
    again = Press(templates, folder, cache, 1).print(wanted, lambda _: None)
    assert (first.made, again.reused) == (1, 1)
    assert (first.for_word, [found.name for found in first.printed]) == (1, ["letter-refusal.docx"])
    assert [path.name for path in folder.iterdir()] == ["letter-refusal.docx"]
    assert (
        opened((folder / "letter-refusal.docx").read_bytes()).core_properties.title
        == "Refusing a request, or a part of it"
    )
