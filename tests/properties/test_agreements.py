"""Whatever stands in a file of Word, every paragraph and cell is accounted for once, the draft passes the check, and nothing falls over."""

from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.authors.agreements.importing import Wanted, imported
from generator.authors.agreements.names import read_names
from generator.authors.agreements.reading import cleaned, read_agreement
from generator.authors.edit.workspace import Workspace, new_faults, open_workspace
from generator.errors import EditRefused
from tests.conftest import AS_OF, SMALL
from tests.support.agreements import SHAPES, bold, lost, table, written

_SAID = (
    "Police Council police the shares section 1 of Sharing Act 2001 Jane Doe 020 7946 0000 [x] *a* <b> {c} • - # > | "
    "To be written [[core/fast-track]] http://a.b & ' \" : \\ _ ` x@y.uk 6 years until"
)
_WORDS = st.sampled_from(_SAID.split())
_TEXT = st.one_of(
    st.lists(_WORDS, max_size=12).map(" ".join),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=40),
    st.sampled_from(
        ("1. Purpose", "Partners", "DATA FLOWS", "Retention", "Consent", "Scope", "People concerned", "Risks", "Review")
    ),
)
_HEADS = st.sampled_from(
    (
        ("Data item", "From", "To", "Legal basis"),
        ("Record", "Period", "Held by"),
        ("Organisation", "Role", "Name", "Email"),
        ("Organisation", "Role"),
        ("Risk", "Mitigation"),
        ("Version", "Date", "Author"),
        ("Title", "Something"),
    )
)
_ROWS = st.lists(st.lists(_TEXT, min_size=1, max_size=4), min_size=1, max_size=4)
_BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.just("plain"), _TEXT),
        st.tuples(st.just("bold"), _TEXT),
        st.tuples(st.sampled_from(("Heading 1", "Heading 2", "List Bullet", "Title")), _TEXT),
        st.tuples(st.just("table"), st.tuples(_HEADS, _ROWS)),
    ),
    min_size=1,
    max_size=12,
)


@cache
def workspace() -> Workspace:
    return open_workspace(SMALL)


def _document(blocks) -> Document:
    document = docx.Document()
    for kind, what in blocks:
        if kind == "table":
            table(document, what[0], *what[1])
        elif kind == "bold":
            bold(document, what)
        else:
            document.add_paragraph(what, style=None if kind == "plain" else kind)
    return document


def _words(blocks) -> Counter[str]:
    """Return what was written, as a reader sees it."""
    found = [text for kind, what in blocks if kind != "table" for text in [what]]
    for _head, rows in (what for kind, what in blocks if kind == "table"):
        found += [*_head, *(cell for row in rows for cell in row)]
    return Counter(filter(None, map(cleaned, found)))


@settings(max_examples=25, deadline=None)
@given(_BLOCKS)
def test_nothing_is_lost_and_every_draft_passes(blocks) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "old.docx"
        _document(blocks).save(str(path))
        wanted = Wanted("second", "safe-places", owner="police", parties=("council",))
        try:
            made = imported(workspace(), read_agreement(path), wanted, read_names(), AS_OF)
        except EditRefused as error:
            assert "holds no text" in str(error)  # noqa: PT017
            assert not _words(blocks)
            return
    accounted = Counter(text for account in made.accounts for text in account.placed.piece.paragraphs)
    assert accounted == _words(blocks)
    assert not lost(workspace(), made)
    faults = new_faults(workspace(), workspace().after(made.changes), AS_OF)
    assert not [fault for fault in faults if fault.severity.value == "error"]
    draft = made.changes.texts[made.path]
    assert "Jane Doe" not in draft
    assert "x@y.uk" not in draft


@pytest.fixture(scope="module")
def agreement(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("whole") / "old.docx", SHAPES["tables-first"])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30_000), st.integers(0, 3))
def test_damaged_file_is_read_or_refused_in_words(agreement: Path, at: int, how: int) -> None:
    whole = agreement.read_bytes()
    cut = whole[:at]
    content = (cut, cut + bytes([whole[at] ^ 255]) + whole[at + 1 :], whole[at:], cut + whole)[how]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "old.docx"
        path.write_bytes(content)
        try:
            assert read_agreement(path).pieces
        except EditRefused as error:
            assert str(error).startswith("old.docx")  # noqa: PT017
