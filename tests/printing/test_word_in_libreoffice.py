"""Word files opened by a program that is not ours: LibreOffice finds every heading, table, list and paragraph, and the marking."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from generator.composed.nodes import Block, Box, Heading, Inline, Listing, Paragraph, Table, plain_words, walk
from generator.composed.tree import Section, Tree, parse
from generator.pages.protocol import protocol_page
from generator.printing.compose import Composer
from generator.printing.documents import DOCX, all_documents
from generator.printing.typeset import as_json
from generator.printing.word import write_word
from generator.printing.word_text import protocol_for_word
from generator.rendering.renderer import Renderer
from generator.site.build import Site
from tests.conftest import ROOT

MARAC = "domestic-abuse-marac"

LONGEST_WAIT = 180
"""In seconds, for a program that makes its profile anew each time."""

SPACES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}


@dataclass(frozen=True)
class Opened:
    """A Word file as LibreOffice understood it, and the words of what it printed."""

    root: etree._Element
    printed: str

    def find(self, path: str) -> list[etree._Element]:
        return elements(self.root, path)

    @property
    def words(self) -> str:
        return squeezed("".join(map(said, self.find("//office:body/office:text"))))


def elements(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path, namespaces=SPACES)
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, etree._Element)]


def said(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def squeezed(text: str) -> str:
    return "".join(text.split())


def open_in_libreoffice(folder: Path, content: bytes) -> Opened:
    path = folder / "sent.docx"
    path.write_bytes(content)
    profile = (folder / "profile").as_uri()
    for kind in ("fodt", "pdf"):
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=LONGEST_WAIT
        )
    text = subprocess.run(
        ["pdftotext", "-layout", "sent.pdf", "-"], cwd=folder, check=True, capture_output=True, timeout=LONGEST_WAIT
    )
    return Opened(etree.parse(folder / "sent.fodt").getroot(), text.stdout.decode("utf-8"))


@pytest.fixture(scope="module")
def opened(composer: Composer, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    content = protocol_for_word(composer, composer.county.protocols[MARAC])
    return open_in_libreoffice(tmp_path_factory.mktemp("office"), content)


@pytest.fixture(scope="module")
def tree(site: Site) -> Tree:
    view = protocol_page(site.county, site.county.protocols[MARAC])
    return parse(Renderer(ROOT / "templates", site.county).render(view), view.head.page_uri)


def blocks(tree: Tree) -> Iterator[Block | Inline]:
    """Yield what the parts of a protocol hold, in order and at every depth."""
    for section in tree.sections:
        if section.part:
            yield from (node for node in walk(section.blocks) if not isinstance(node, Box))


def headings(section: Section) -> Iterator[Heading]:
    """Yield the heading of a section and those within it."""
    if section.heading:
        yield section.heading
    yield from (node for node in walk(section.blocks) if isinstance(node, Heading))


def attribute(element: etree._Element, name: str) -> str:
    return str(element.xpath(f"string(@{name})", namespaces=SPACES))


def test_every_heading_has_its_level_and_its_place(opened: Opened, tree: Tree) -> None:
    found = [(int(attribute(each, "text:outline-level")), said(each)) for each in opened.find("//text:h")]
    named = [heading for section in tree.sections if section.part for heading in headings(section)]
    assert found == [(heading.level - 1, heading.words) for heading in named]
    assert {level for level, _words in found} == {1, 2, 3}
    assert len(found) > 40


def test_every_table_has_its_rows_and_a_head(opened: Opened, tree: Tree) -> None:
    expected = [
        (len(node.head), len(node.rows), plain_words(node.head[0])) for node in blocks(tree) if isinstance(node, Table)
    ]
    found = []
    for table in opened.find("//table:table"):
        heads, rows = elements(table, "table:table-header-rows/table:table-row"), elements(table, "table:table-row")
        [width] = {len(elements(row, "table:table-cell")) for row in (*heads, *rows)}
        assert len(heads) == 1
        found.append((width, len(rows), said(elements(heads[0], "table:table-cell")[0]).strip()))
    assert found == expected
    assert len(found) > 5


def test_no_paragraph_is_lost(opened: Opened, tree: Tree) -> None:
    paragraphs = [squeezed(plain_words((node,))) for node in blocks(tree) if isinstance(node, Paragraph)]
    words, at = opened.words, 0
    for paragraph in paragraphs:
        at = words.find(paragraph, at)
        assert at >= 0, paragraph
        at += len(paragraph)
    assert len(paragraphs) > 200


def test_lists_are_lists_with_their_items(opened: Opened, tree: Tree) -> None:
    body = "//office:body/office:text//text:list-item"
    items = [squeezed("".join(map(said, each))) for each in opened.find(body)]
    for node in blocks(tree):
        for first, *_others in node.items if isinstance(node, Listing) else ():
            assert squeezed(plain_words((first,))) in items


def test_marking_stands_on_every_sheet_of_paper(opened: Opened, site: Site) -> None:
    [head], foot = opened.find("//style:header/text:p"), opened.find("//style:footer/text:p")
    assert said(head).startswith("OFFICIAL ")
    assert said(foot[0]).startswith("OFFICIAL ")
    assert site.county.site.notice in said(foot[0])
    pages = opened.printed.split("\f")[:-1]
    assert len(pages) > 30
    for number, page in enumerate(pages, 1):
        assert page.count("OFFICIAL ") >= 2
        assert page.rstrip().endswith(f"{number}/{len(pages)}")


def test_paper_holds_every_word(opened: Opened, tree: Tree) -> None:
    """A long word in a narrow column is broken over lines, so words in tables count without the ends of lines."""
    printed = set(opened.printed.split())
    for node in blocks(tree):
        if isinstance(node, Heading | Paragraph):
            assert set(plain_words((node,)).split()) <= printed
        if isinstance(node, Table):
            assert set(" ".join(map(plain_words, node.head)).split()) <= printed


@pytest.mark.parametrize("name", ["letters-missing-children", "easy-read"])
def test_letters_open_too(name: str, composer: Composer, tmp_path: Path) -> None:
    printable = next(found for found in all_documents(composer) if (found.name, found.ending) == (name, DOCX))
    data = json.loads(as_json(printable.compose()))
    opened = open_in_libreoffice(tmp_path, write_word(name, printable.template, json.dumps(data)).content)
    words = opened.words
    for sheet in data["sheets"]:
        assert squeezed(sheet["title"]) in words
    assert data["marking"] in opened.printed
