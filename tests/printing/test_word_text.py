"""A protocol in full for Word, and what comes back from those who commented in it."""

import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document
from lxml import etree

from generator.authors.agreements.remarks import remarks_in
from generator.commands.program import main
from generator.composed.tree import Tree, parse
from generator.pages.protocol import protocol_page
from generator.printing.compose import Composer
from generator.printing.word_text import protocol_for_word
from generator.rendering.renderer import Renderer
from generator.site.build import Site
from tests.conftest import ROOT
from tests.support.commands import dated

MARAC = "domestic-abuse-marac"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WHO = 'w:author="Kent Police" w:date="2026-11-22T09:30:00Z"'


@pytest.fixture(scope="module")
def content(composer: Composer) -> bytes:
    return protocol_for_word(composer, composer.county.protocols[MARAC])


@pytest.fixture(scope="module")
def tree(site: Site) -> Tree:
    view = protocol_page(site.county, site.county.protocols[MARAC])
    return parse(Renderer(ROOT / "templates", site.county).render(view), view.head.page_uri)


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def headings(document: Document, style: str) -> list[str]:
    return [found.text for found in document.paragraphs if found.style is not None and found.style.name == style]


def test_every_section_has_its_heading(content: bytes, tree: Tree) -> None:
    document = opened(content)
    named = [found.heading for found in tree.sections if found.heading and found.part]
    sections = [found.words for found in named if found.level == 3]
    assert len(sections) > 40
    assert headings(document, "Heading 2") == sections
    assert headings(document, "Heading 1") == [found.words for found in named if found.level == 2]
    assert headings(document, "Title") == ["Multi-agency risk assessment conference (MARAC)"]


def test_flows_are_a_table_with_a_head(content: bytes, site: Site) -> None:
    tables = opened(content).tables
    flows = next(found for found in tables if found.rows[0].cells[0].text == "Data item")
    assert len(flows.rows) == len(site.county.protocols[MARAC].flows) + 1
    assert flows.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert all(found.style is not None and found.style.name == "Table Grid" for found in tables)


def test_marking_stands_in_header_and_footer(content: bytes) -> None:
    section = opened(content).sections[0]
    assert section.header.paragraphs[0].text.startswith("OFFICIAL  ·  Multi-agency risk assessment conference")
    assert section.footer.paragraphs[0].text.startswith("OFFICIAL  ·  Illustrative draft, not adopted by any agency")


def test_every_part_is_sound_and_links_lead_somewhere(content: bytes, composer: Composer) -> None:
    assert content == protocol_for_word(composer, composer.county.protocols[MARAC])
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    body = etree.fromstring(parts["word/document.xml"])
    marks = body.xpath("//w:bookmarkStart/@w:name", namespaces={"w": W})
    leads = set(body.xpath("//w:hyperlink/@w:anchor", namespaces={"w": W}))
    assert len(set(marks)) == len(marks) > 10
    assert leads <= set(marks)


def changed(content: bytes, change: dict[str, tuple[str, str]], added: dict[str, str] | None = None) -> bytes:
    """Return a Word file with words of its parts replaced, each once, and parts added."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(made, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode("utf-8") if name in change else before.read(name)
            if isinstance(part, str):
                old, new = change[name]
                assert old in part
                part = part.replace(old, new, 1)
            after.writestr(name, part)
        for name, text in (added or {}).items():
            after.writestr(name, text)
    return made.getvalue()


def with_remarks(content: bytes) -> bytes:
    """Return the protocol as an agency sends it back: one comment, one word put in, two struck out, in two sections."""
    with ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    heading = re.search(r"<w:p>(?:(?!</w:p>).)*A3 (?:(?!</w:p>).)*</w:p>", body)
    other = re.search(r"<w:p>(?:(?!</w:p>).)*C3 (?:(?!</w:p>).)*</w:p>", body)
    assert heading
    assert other
    first = (
        '<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>Her IDVA</w:t></w:r><w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r>'
        f'<w:ins w:id="8" {WHO}><w:r><w:t xml:space="preserve">or her &amp; </w:t></w:r></w:ins></w:p>'
    )
    second = (
        f'<w:p><w:pPr><w:rPr><w:del w:id="9" {WHO}/></w:rPr></w:pPr>'
        f'<w:del w:id="10" w:author="Medway"><w:r><w:delText>six years</w:delText></w:r></w:del></w:p>'
    )
    body = body.replace(heading[0], heading[0] + first, 1).replace(other[0], other[0] + second, 1)
    comment = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="7" {WHO} w:initials="KP"><w:p><w:r><w:t>Say who</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>she is.</w:t></w:r></w:p></w:comment></w:comments>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    form = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    with ZipFile(io.BytesIO(content)) as archive:
        whole = archive.read("word/document.xml").decode("utf-8")
    return changed(
        content,
        {
            "word/document.xml": (whole, body),
            "word/_rels/document.xml.rels": (
                "</Relationships>",
                f'<Relationship Id="rIdC" Type="{kind}" Target="comments.xml"/></Relationships>',
            ),
            "[Content_Types].xml": (
                "</Types>",
                f'<Override PartName="/word/comments.xml" ContentType="{form}"/></Types>',
            ),
        },
        {"word/comments.xml": comment},
    )


def test_comments_and_changes_are_listed_by_section(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "back.docx"
    path.write_bytes(with_remarks(content))
    result = CliRunner().invoke(main, dated("comments", str(path), "--format", "json"))
    assert result.exit_code == 0, result.output
    found = [
        (each["section"], each["kind"], each["author"], each["words"], each["about"])
        for each in json.loads(result.output)
    ]
    purpose, kept = "A3 Purpose and benefits", "C3 Retention"
    assert found == [
        (purpose, "comment", "Kent Police", "Say who\nshe is.", "Her IDVA"),
        (purpose, "inserted", "Kent Police", "or her & ", ""),
        (kept, "deleted", "Kent Police", "(the end of a paragraph)", ""),
        (kept, "deleted", "Medway", "six years", ""),
    ]
    assert json.loads(result.output)[0]["date"] == "2026-11-22T09:30:00Z"
    shown = CliRunner().invoke(main, dated("comments", str(path))).output
    assert f'{purpose}\n  comment, Kent Police 2026-11-22T09:30:00Z on "Her IDVA": Say who\nshe is.\n' in shown
    assert f"{kept}\n" in shown


def test_file_without_remarks_says_so_and_no_word_file_is_refused(content: bytes, tmp_path: Path) -> None:
    assert remarks_in(content, "x.docx") == ()
    path = tmp_path / "clean.docx"
    path.write_bytes(content)
    assert CliRunner().invoke(main, dated("comments", str(path))).output == "no comments and no tracked changes\n"
    for odd in (b"", b"no file", b"PK\x03\x04", content[:2000]):
        path.write_bytes(odd)
        result = CliRunner().invoke(main, dated("comments", str(path)))
        assert result.exit_code == 2
        assert "clean.docx is not a whole .docx" in result.output
