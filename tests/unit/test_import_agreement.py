"""An agreement in Word becomes a draft that passes the check, with every paragraph and cell of it accounted for once."""

from collections import Counter
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document

from generator.authors.agreements.container import MOST_OF_PART
from generator.authors.agreements.importing import Imported, Wanted, imported
from generator.authors.agreements.names import read_names
from generator.authors.agreements.private import Private
from generator.authors.agreements.reading import read_agreement
from generator.authors.agreements.sorting import Fate
from generator.authors.edit.layout import laid_out
from generator.authors.edit.workspace import open_workspace
from generator.county.gathering import gather
from generator.model.protocol import Protocol
from generator.rules.load import load
from generator.sources.source import Source
from tests.conftest import AS_OF
from tests.support.agreements import FLOWS, SHAPES, bold, lost, numbered, points, rewritten, said, table, written
from tests.support.edits import run, texts

ASKED = ("--id", "second", "--under", "safe-places")


def made_of(project: Path, path: Path, *parties: str) -> Imported:
    wanted = Wanted("second", "safe-places", parties=parties)
    return imported(open_workspace(project), read_agreement(path), wanted, read_names(), AS_OF)


def text_of(made: Imported) -> str:
    return made.changes.texts[made.path]


def fates(made: Imported) -> dict[str, tuple[Fate, str]]:
    return {account.placed.piece.text: (account.fate, account.where) for account in made.accounts}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_paragraph_is_accounted_for_once_and_the_draft_passes(project: Path, tmp_path: Path, shape: str) -> None:
    path = written(tmp_path / "old.docx", SHAPES[shape])
    made = made_of(project, path)
    assert Counter(text for account in made.accounts for text in account.placed.piece.paragraphs) == said(path)
    assert len({account.placed.piece.place for account in made.accounts}) == len(made.accounts)
    before = texts(project)
    told = tmp_path / "report.md"
    result = run(project, "import", str(path), *ASKED, "--report", str(told))
    assert result.exit_code == 0, result.output
    after = texts(project)
    assert {name for name in after if after[name] != before.get(name)} == {"tier-3/second.yaml", "addresses.yaml"}
    faults = load(project, AS_OF).diagnostics
    assert not [fault for fault in faults if fault.severity.value == "error"], faults
    draft = after["tier-3/second.yaml"]
    assert laid_out(Source("second.yaml", draft), Protocol) == draft
    report = told.read_text()
    assert all(f"- {account.placed.piece.place}, {account.fate.value}" in report for account in made.accounts)
    assert all(f"- `{place}`" in report for place in made.open_points)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_kept_or_unwritten_stands_in_the_draft(project: Path, tmp_path: Path, shape: str) -> None:
    made = made_of(project, written(tmp_path / "old.docx", SHAPES[shape]))
    assert not lost(open_workspace(project), made)
    squeezed = " ".join(text_of(made).replace("\n#   ", " ").split())
    for account in made.accounts:
        if account.fate is Fate.UNWRITTEN:
            assert account.placed.piece.text in squeezed
            assert account.where in made.open_points


def test_numbered_agreement_fills_the_fields_that_it_speaks_of(project: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "old.docx", numbered)
    assert run(project, "import", str(path), *ASKED).exit_code == 0
    draft = load(project, AS_OF).library.protocols["second"].model
    assert draft.title == "Community safety information sharing protocol"
    assert "to cut crime" in draft.purpose
    assert "- Victims are heard once\n- Offenders are known" in draft.purpose
    assert [party.agency for party in draft.parties] == ["police", "council"]
    assert draft.parties[0].does == "leads the work"
    assert [(flow.item, flow.gateway) for flow in draft.flows] == [
        ("Names of victims", "sharing-act-2001/s1"),
        ("Case notes", "sharing-act-2001/s1"),
    ]
    assert [gateway.provision for gateway in draft.gateways] == ["sharing-act-2001/s1"]
    assert [(kept.record, kept.keep_for, kept.disposal) for kept in draft.retention] == [
        ("Minutes", "6 years", "Shredded")
    ]
    assert draft.review.triggers == ("A change in the law", "A serious incident")
    assert draft.process[0].what.startswith("The officer who asks")
    assert {"flows.1.verdict", "flows.1.category", "flows.2.about"} <= set(draft.undecided)


def test_law_is_exact_or_left_to_do(project: Path, tmp_path: Path) -> None:
    cites = {
        "section 1 of the Sharing Act 2001": True,
        "s.1 Sharing Act 2001": True,
        "Sharing Act 2001, section 1": True,
        "section 1(2) of the Sharing Act 2001": False,
        "sections 1 and 2 of the Sharing Act 2001": False,
        "section 11 of the Sharing Act 2001": False,
        "section 1 of the Shoring Act 2001": False,
        "section 1": False,
        "Sharing Act 2001": False,
        "section 1 of the Sharing Act 2001 or section 115": False,
    }

    def shape(document: Document) -> None:
        rows = [(f"Item {n} of a case", "Police", "Council", cite) for n, cite in enumerate(cites)]
        more = [(f"Thing {n} of a case", "Council", "Police", cite) for n, cite in enumerate(cites)]
        table(document, FLOWS[0][:4], *rows, *more)

    made = made_of(project, written(tmp_path / "old.docx", shape))
    found = fates(made)
    for number, exact in enumerate(cites.values()):
        assert found[f"Item {number} of a case"][0] is (Fate.KEPT if exact else Fate.UNWRITTEN), list(cites)[number]


def test_law_that_does_not_allow_a_flow_is_no_gateway_of_it(project: Path, tmp_path: Path) -> None:
    """Section 2 lets only the police tell a school. The agreement cites it for another flow, and the check finds that."""

    def shape(document: Document) -> None:
        table(
            document,
            FLOWS[0][:4],
            ("Names of pupils", "Council", "Police", "section 2 of the Sharing Act 2001"),
            ("Other names", "Council", "Police", "section 1 of the Sharing Act 2001"),
            ("More names", "Police", "Council", "section 1 of the Sharing Act 2001"),
        )

    made = made_of(project, written(tmp_path / "old.docx", shape))
    refused = next(account for account in made.accounts if account.placed.piece.text == "Names of pupils")
    assert refused.fate is Fate.UNWRITTEN
    assert "cannot be told under `sharing-act-2001/s2`" in refused.why
    assert fates(made)["Other names"] == (Fate.KEPT, "flows.1")


@pytest.mark.parametrize("shape", SHAPES)
def test_no_person_number_or_mailbox_gets_into_a_source(project: Path, tmp_path: Path, shape: str) -> None:
    made = made_of(project, written(tmp_path / "old.docx", SHAPES[shape]))
    for secret in ("Quirke", "Jane", "Doe", "Peter Smith", "7946", "900123", "@police.uk", "council.gov"):
        assert secret not in text_of(made)
    people = [account.placed.piece.text for account in made.accounts if account.fate is Fate.PERSON]
    if shape == "tables-first":
        assert {"Zebedee Quirke", "020 7946 0018", "Ring Zebedee Quirke first."} <= set(people)


def test_report_quotes_what_is_in_no_source_and_is_no_part_of_the_project(project: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "old.docx", SHAPES["tables-first"])
    for folder in ("protocols", "docs"):
        result = run(project, "import", str(path), *ASKED, "--report", str(project / folder / "report.md"))
        assert result.exit_code == 2
        assert "may name people" in result.output
    assert "tier-3/second.yaml" not in texts(project)
    result = run(project, "import", str(path), *ASKED)
    assert "`z.quirke@police.uk`" in result.output


def test_what_the_core_says_is_left_out_with_its_clause(project: Path, tmp_path: Path) -> None:
    clause = project / "protocols/core/safety-first.yaml"
    words = (
        "Where somebody may come to harm and there is no time to ask, whoever holds the information tells those who can help "
        "at once, and writes down afterwards what was told and why."
    )
    text = clause.read_text()
    start = text.index("text:")
    clause.write_text(text[:start] + f"text: {words}\n" + text[text.index("practice:") :])

    def shape(document: Document) -> None:
        numbered(document)
        document.add_paragraph(words.replace("at once", "straight away"))

    made = made_of(project, written(tmp_path / "old.docx", shape))
    assert fates(made)[words.replace("at once", "straight away")] == (Fate.CORE, "safety-first")
    assert "straight away" not in text_of(made)


def test_what_the_core_may_say_points_to_its_clause(project: Path, tmp_path: Path) -> None:
    clause = project / "protocols/core/safety-first.yaml"
    clause.write_text(clause.read_text() + "also_called: [Data security]\n")

    def shape(document: Document) -> None:
        numbered(document)
        document.add_heading("10. Data security and vetting", 1)
        document.add_paragraph("Laptops are locked away at night.")

    made = made_of(project, written(tmp_path / "old.docx", shape))
    account = next(each for each in made.accounts if each.placed.piece.text.startswith("Laptops"))
    assert account.fate is Fate.UNWRITTEN
    assert "`safety-first`" in account.why


def test_near_name_of_agency_is_said_to_be_near(project: Path, tmp_path: Path) -> None:
    def shape(document: Document) -> None:
        bold(document, "Partners")
        points(document, "Small Polices", "Council", "A bureau of nowhere")

    made = made_of(project, written(tmp_path / "old.docx", shape))
    near = next(account for account in made.accounts if account.placed.piece.text == "Small Polices")
    assert near.fate is Fate.KEPT
    assert "taken for `police`" in near.why
    assert fates(made)["A bureau of nowhere"][0] is Fate.UNWRITTEN


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_changes_notes_boxes_comments_and_pictures_are_read_or_said_to_be_left(project: Path, tmp_path: Path) -> None:
    def shape(document: Document) -> None:
        numbered(document)
        document.add_paragraph("MARK")
        document.add_comment(document.paragraphs[-1].runs, "Is this so?", author="A", initials="a")

    path = written(tmp_path / "old.docx", shape)
    body = (
        "<w:r><w:t>Kept</w:t></w:r><w:ins><w:r><w:t> added</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText>"
        '<w:t>gone too</w:t></w:r></w:del><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "<w:r><w:pict/></w:r>"
    )
    rewritten(path, "word/document.xml", lambda text: text.replace("<w:r><w:t>MARK</w:t></w:r>", body))
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        'Target="footnotes.xml"/></Relationships>'
    )
    note = f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>A note below</w:t></w:r></w:p></w:footnote></w:footnotes>'
    rewritten(
        path,
        "word/_rels/document.xml.rels",
        lambda text: text.replace("</Relationships>", relation),
        footnotes=note,
    )
    made = made_of(project, path)
    assert Counter(text for account in made.accounts for text in account.placed.piece.paragraphs) == said(path)
    found = fates(made)
    assert "Kept added" in found
    assert found["In a box"][0] is found["A note below"][0] is Fate.UNWRITTEN
    assert found["Is this so?"][0] is found["Official"][0] is Fate.LEFT
    assert any(account.placed.piece.place == "picture 1" and account.fate is Fate.LEFT for account in made.accounts)
    assert any("tracked changes" in remark for remark in made.remarks)


def test_names_of_sections_can_be_added(project: Path, tmp_path: Path) -> None:
    def shape(document: Document) -> None:
        document.add_heading("Our shared ambition", 1)
        document.add_paragraph("To keep children safe.")

    path = written(tmp_path / "old.docx", shape)
    more = tmp_path / "more.toml"
    more.write_text('[sections]\npurpose = ["Our shared ambition"]\n')
    parties = ("--owner", "police", "--party", "council")
    assert run(project, "import", str(path), *ASKED, *parties, "--names", str(more)).exit_code == 0
    assert load(project, AS_OF).library.protocols["second"].model.purpose == "To keep children safe."
    more.write_text("[sections]\npurposes = []\n")
    result = run(project, "import", str(path), "--id", "third", "--under", "safe-places", "--names", str(more))
    assert result.exit_code == 2
    assert "nothing is called `sections.purposes`" in result.output


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    good = written(folder / "good.docx", numbered).read_bytes()

    def file(name: str, content: bytes) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    bomb = folder / "bomb.docx"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (MOST_OF_PART + 1))
    declared = rewritten(file("declared.docx", good), "word/document.xml", lambda text: "<!DOCTYPE x>" + text[55:])
    broken = rewritten(file("broken.docx", good), "word/document.xml", lambda text: text[:-30])
    bare = folder / "bare.docx"
    with ZipFile(bare, "w") as archive:
        archive.writestr("readme.txt", "no document")
    docx.Document().save(str(folder / "empty.docx"))
    return {
        "text": (file("text.docx", b"plain words"), "is not a whole .docx"),
        "old": (file("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600), "is an old .doc or has a password"),
        "truncated": (file("short.docx", good[: len(good) // 2]), "is not a whole .docx"),
        "damaged": (file("damaged.docx", _flipped(good)), "is damaged"),
        "bomb": (bomb, "unpacks to far more"),
        "declares": (declared, "declares things"),
        "broken": (broken, "is no XML"),
        "other": (bare, "of another kind"),
        "empty": (folder / "empty.docx", "holds no text"),
        "missing": (folder / "missing.docx", "does not exist"),
    }


def _flipped(content: bytes) -> bytes:
    """Return a file with bytes in the middle of its document changed."""
    at = content.index(b"word/document.xml") + 200
    return content[:at] + bytes(255 - byte for byte in content[at : at + 60]) + content[at + 60 :]


def test_bad_file_is_refused_in_words_and_nothing_is_written(project: Path, tmp_path: Path) -> None:
    before = texts(project)
    for name, (path, words) in bad_files(tmp_path).items():
        result = run(project, "import", str(path), *ASKED, "--report", str(tmp_path / "report.md"))
        assert result.exit_code == 2, name
        assert words in result.output, (name, result.output)
        assert path.name in result.output
    assert texts(project) == before
    assert not (tmp_path / "report.md").exists()


def test_bad_file_that_comes_back_with_comments_is_refused_too(project: Path, tmp_path: Path) -> None:
    files = bad_files(tmp_path)
    assert run(project, "comments", str(files.pop("empty")[0])).output == "no comments and no tracked changes\n"
    for name, (path, words) in files.items():
        result = run(project, "comments", str(path))
        assert result.exit_code == 2, name
        assert words in result.output, (name, result.output)


def test_wrong_wishes_are_refused(project: Path, tmp_path: Path) -> None:
    path = str(written(tmp_path / "old.docx", numbered))
    before = texts(project)
    for wishes, words in {
        ("--id", "example", "--under", "safe-places"): "`example` is taken",
        ("--id", "Not An Id", "--under", "safe-places"): "id",
        ("--id", "second", "--under", "no-theme"): "no-theme",
        (*ASKED, "--owner", "nobody"): "nobody",
        (*ASKED, "--report", str(tmp_path / "none" / "report.md")): "cannot be written",
    }.items():
        result = run(project, "import", path, *wishes)
        assert result.exit_code == 2, result.output
        assert words in result.output
    assert texts(project) == before


def test_agreement_without_known_parties_asks_for_them(project: Path, tmp_path: Path) -> None:
    def shape(document: Document) -> None:
        document.add_paragraph("We share.")

    path = str(written(tmp_path / "old.docx", shape))
    result = run(project, "import", path, *ASKED)
    assert result.exit_code == 2
    assert "name them with --owner and --party" in result.output
    assert run(project, "import", path, *ASKED, "--owner", "police", "--party", "council").exit_code == 0


def test_document_without_styles_is_read_by_its_looks(project: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "old.docx", SHAPES["bold-heads"])
    rewritten(
        path, "word/_rels/document.xml.rels", lambda text: text.replace("relationships/styles", "relationships/nothing")
    )
    made = made_of(project, path)
    assert "the document has no styles; headings were found by how they look" in made.remarks
    assert fates(made)["To share what is needed to keep the victim and the children safe."] == (Fate.KEPT, "purpose")


def test_name_alone_is_held_back_wherever_it_stands(project: Path, tmp_path: Path) -> None:
    def shape(document: Document) -> None:
        table(document, ("Name", "Post", "Date"), ("Xanthippe Quill", "Desk lead", "May 2018"))
        table(document, ("Something", "Else"), ("Ulric Thorn", "• a point"))
        document.add_paragraph("Ulric Thorn")
        bold(document, "Partners")
        points(document, "Small Police", "Council")

    made = made_of(project, written(tmp_path / "old.docx", shape))
    found = fates(made)
    assert found["Xanthippe Quill"][0] is found["Ulric Thorn"][0] is Fate.PERSON
    assert "Quill" not in text_of(made)
    assert "Thorn" not in text_of(made)
    assert found["Small Police"] == (Fate.KEPT, "parties.1")


def test_one_fault_keeps_one_row_out(project: Path, tmp_path: Path) -> None:
    def shape(document: Document) -> None:
        document.add_heading("Retention", 1)
        rows = (
            ("Minutes", "6 years"),
            ("Notes", "until the case ends"),
            ("Minutes", "6 years"),
            ("Tapes", "for a while"),
        )
        table(document, ("Record", "Retention period"), *rows)

    made = made_of(project, written(tmp_path / "old.docx", shape), "police", "council")
    kept = [account.where or account.why for account in made.accounts if account.placed.piece.row > 1]
    assert kept == ["retention.1"] * 2 + ["retention.2"] * 2 + ["retention"] * 2 + ["retention.3"] * 2
    assert "the original says ‘for a while’" in " ".join(text_of(made).split())
    again = next(account for account in made.accounts if account.placed.piece.row == 4)
    assert again.why == "repeated-item: this stands in `retention` a second time"


@pytest.mark.parametrize("number", ["01632 960001", "(01632) 960001", "+44 7700 900123", "0300-123-4567"])
def test_number_that_rings_is_said_to_be_one(project: Path, number: str) -> None:
    private = Private(gather(project).library, ())
    assert private.reason(f"Ring {number} first.") == "holds a telephone number"
    assert private.reason("Ring within 24 hours, by 30 June 2026, under section 115.") is None
