"""Agreements in Word as tests make them, in five shapes that agreements have; and what a file says, read without the importer."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
from docx.document import Document

from generator.authors.agreements.importing import Imported
from generator.authors.agreements.matching import Registers
from generator.authors.agreements.sorting import Account, Fate, first_of
from generator.authors.agreements.texts import plain_words
from generator.authors.edit.workspace import Workspace

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OUT = {f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}instrText"}
_TEXTS = ("document", "footnotes", "endnotes", "comments", "header", "footer")


def said(path: Path) -> Counter[str]:
    """Return every paragraph of a file that has words once changes are accepted, from its XML alone."""
    found: Counter[str] = Counter()
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.removeprefix("word/").startswith(_TEXTS) and name.endswith(".xml"):
                _read(ET.fromstring(archive.read(name)), None, found)
    return Counter({text: count for text, count in found.items() if text})


def _read(element: ET.Element, words: list[str] | None, found: Counter[str]) -> None:
    for child in element:
        if child.tag in _OUT:
            continue
        if child.tag == f"{_W}p":
            own: list[str] = []
            _read(child, own, found)
            found[" ".join("".join(own).split())] += 1
            continue
        if words is not None and child.tag == f"{_W}t":
            words.append(child.text or "")
        elif words is not None and child.tag in (f"{_W}tab", f"{_W}br"):
            words.append(" ")
        _read(child, words, found)


def lost(workspace: Workspace, made: Imported) -> list[Account]:
    """Return what is said to be kept, and whose words no field of the draft holds."""
    document = workspace.after(made.changes).documents[made.path]
    held = " ".join(" ".join(value.scalar.text for value in document.values).split()).lower()
    registers = Registers(workspace.library)
    return [
        account
        for account in made.accounts
        if account.fate is Fate.KEPT
        for text in [plain_words(account.placed.piece.text)]
        if not (registers.agencies(first_of(text)[0].rstrip(".;,")) or registers.only_provision(text))
        and " ".join(text.split()).rstrip(".;,").lower() not in held
    ]


def table(document: Document, *rows: Iterable[str]) -> None:
    """Add a table of these rows."""
    cells = [list(row) for row in rows]
    made = document.add_table(len(cells), max(map(len, cells)))
    for row, texts in zip(made.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text


def bold(document: Document, text: str) -> None:
    """Add a heading that is only a bold paragraph."""
    document.add_paragraph().add_run(text).bold = True


def points(document: Document, *texts: str) -> None:
    """Add a list."""
    for text in texts:
        document.add_paragraph(text, style="List Bullet")


FLOWS = (
    ("Data item", "From", "To", "Legal basis", "Purpose", "Method", "Frequency"),
    ("Names of victims", "Police", "Council", "s.1 Sharing Act 2001", "To offer help", "Secure email", "Weekly"),
    ("Case notes", "Council", "Small Police", "section 1 of the Sharing Act 2001", "To plan", "Secure email", "Weekly"),
    ("School reports", "School", "Police", "Education Act 1996", "To plan", "By hand", "Termly"),
)


def numbered(document: Document) -> None:
    """A community safety protocol: numbered headings in real styles, a list of contents, a page header."""
    document.add_heading("Community safety information sharing protocol", 0)
    document.sections[0].header.paragraphs[0].text = "Official"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 42"
    document.add_paragraph("1. Introduction\t3")
    document.add_paragraph("2. Purpose\t4")
    document.add_heading("1. Introduction", 1)
    document.add_paragraph("Crime and fear of crime harm many people in the towns of this area.")
    document.add_heading("2. Purpose and benefits", 1)
    document.add_paragraph("The partners share information to cut crime and to keep victims safe.")
    points(document, "Victims are heard once", "Offenders are known to every partner")
    document.add_heading("3. Partners to the protocol", 1)
    points(document, "Police: leads the work", "Council", "The Parish of Nowhere")
    document.add_heading("4. Powers to share", 1)
    document.add_paragraph("4.1 Section 1 of the Sharing Act 2001 lets anybody tell a listed body.")
    document.add_paragraph("4.2 Section 115 of the Crime and Disorder Act 1998 also applies.")
    document.add_heading("5. Process", 1)
    document.add_heading("5.1 Requests", 2)
    document.add_paragraph("The officer who asks fills in the form and says why the information is needed.")
    document.add_heading("5.2 Meetings", 2)
    document.add_paragraph("Members of the panel bring what they know to each meeting.")
    document.add_heading("6. Data flows", 1)
    table(document, *FLOWS)
    document.add_heading("7. Retention and disposal", 1)
    table(
        document, ("Record", "Retention period", "Held by", "Disposal"), ("Minutes", "6 years", "Council", "Shredded")
    )
    document.add_heading("8. Breach", 1)
    document.add_paragraph("Whoever finds a breach tells the others on the same day.")
    document.add_heading("9. Review", 1)
    document.add_paragraph("The protocol is looked at each year.")
    points(document, "A change in the law", "A serious incident")


def bold_heads(document: Document) -> None:
    """A MARAC agreement: no styles, heads that are bold or in capitals."""
    bold(document, "Introduction")
    document.add_paragraph("Domestic abuse is everybody's business.")
    bold(document, "Purpose")
    document.add_paragraph("To share what is needed to keep the victim and the children safe.")
    document.add_paragraph("SCOPE")
    document.add_paragraph("Cases at high risk of serious harm.")
    bold(document, "Who shares")
    document.add_paragraph("Police")
    document.add_paragraph("Council – runs the housing desk")
    bold(document, "Consent")
    document.add_paragraph("Consent is asked for where that is safe.")
    bold(document, "INDEMNITY")
    document.add_paragraph("Each partner bears its own loss.")
    bold(document, "Signatures")
    document.add_paragraph("Signed for the partners on the first day of May.")
    table(
        document, ("Organisation", "Name", "Signature"), ("Police", "Jane Doe", "J Doe"), ("Council", "Peter Smith", "")
    )
    document.add_paragraph("Questions go to Jane Doe.")


def tables_first(document: Document) -> None:
    """A provider agreement: blocks of facts and tables, merged cells, a table inside a table."""
    table(
        document,
        ("Title", "Provider agreement"),
        ("Version", "2.1"),
        ("Author", "Zebedee Quirke"),
        ("Owner", "Council"),
    )
    document.add_heading("Document history", 1)
    table(document, ("Version", "Date", "Author", "Change"), ("2.0", "May 2018", "Zebedee Quirke", "New law"))
    document.add_heading("Organisations", 1)
    table(document, ("Organisation", "Role"), ("Council", "Buys the care"), ("Polise", "Hears of harm"))
    document.add_heading("Data sharing table", 1)
    table(document, *FLOWS)
    document.add_heading("Contact details", 1)
    table(
        document,
        ("Organisation", "Job title", "Contact name", "Telephone", "Email"),
        ("Police", "Night desk", "Zebedee Quirke", "020 7946 0018", "z.quirke@police.uk"),
        ("Council", "Information officer", "Jane Doe", "07700 900123", "jane@council.gov.uk"),
    )
    document.add_paragraph("Ring Zebedee Quirke first.")
    document.add_heading("Risks", 1)
    table(document, ("Risk", "Mitigation", "Owner"), ("A letter goes astray", "Two people check it", "Desk lead"))
    made = document.add_table(3, 3)
    made.cell(0, 0).merge(made.cell(0, 2)).text = "Merged over three"
    made.cell(1, 0).merge(made.cell(2, 0)).text = "Merged over two"
    made.cell(1, 1).text = "Plain"
    inner = made.cell(2, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Inner one", "Inner two"


def long_annexes(document: Document) -> None:
    """A working practice agreement: short, with long annexes, forms and glossaries."""
    document.add_heading("Introduction and partners", 1)
    document.add_paragraph("Information about children is shared in one room.")
    document.add_heading("Partners", 1)
    points(document, "School", "Police")
    document.add_heading("Legal framework", 1)
    document.add_paragraph("section 47 Children Act 1989 places a duty on the council.")
    for letter in "ABCDEF":
        document.add_heading(f"Appendix {letter}: Request form {letter}", 1)
        for line in range(12):
            document.add_paragraph(f"Box {line} of form {letter} asks for [insert what is known].")
        table(document, ("Field", f"Filled in by {letter}"), ("Date of request", "________"))
    document.add_heading("Glossary", 1)
    table(document, ("Term", "Meaning"), ("MASH", "a hub in which agencies sit together"))


def letters(document: Document) -> None:
    """An agreement between two departments as an exchange of letters: numbered paragraphs, hardly a heading."""
    document.add_paragraph("Dr Quirke")
    document.add_paragraph("12 May 2019")
    document.add_paragraph("Dear colleague")
    bold(document, "Process memorandum between the Police and the Council")
    for number, text in enumerate(
        (
            "This letter says how the two of us will share what we know.",
            "We rely on section 1 of the Sharing Act 2001 and on nothing else.",
            "Requests are answered in five working days; urgent ones by telephone on 020 7946 0018.",
            "Either of us may end this by three months' notice.",
        ),
        start=1,
    ):
        document.add_paragraph(f"{number}. {text}")
    document.add_paragraph("Parties")
    document.add_paragraph("Police")
    document.add_paragraph("Council")
    document.add_paragraph("Yours sincerely")


SHAPES: dict[str, Callable[[Document], None]] = {
    "numbered": numbered,
    "bold-heads": bold_heads,
    "tables-first": tables_first,
    "long-annexes": long_annexes,
    "letters": letters,
}


def written(path: Path, shape: Callable[[Document], None]) -> Path:
    """Write an agreement of a shape."""
    document = docx.Document()
    shape(document)
    document.save(str(path))
    return path


def rewritten(path: Path, part: str, change: Callable[[str], str], **more: str) -> Path:
    """Change one part of a file, and add others."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with ZipFile(path, "w") as archive:
        for name, content in {**parts, **{f"word/{key}.xml": text.encode() for key, text in more.items()}}.items():
            archive.writestr(name, content)
    return path
