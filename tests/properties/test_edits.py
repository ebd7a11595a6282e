"""Edits over every real source and over sources with comments in any legal place: nothing is lost, nothing else is touched."""

import string
from datetime import date

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.authors.edit.layout import comments, laid_out
from generator.authors.edit.ledger import LEDGER
from generator.authors.edit.names import Named, everything
from generator.authors.edit.rename import rename, replace_provision
from generator.authors.edit.review import record_review
from generator.authors.edit.splice import data_of
from generator.authors.edit.workspace import Changes, Workspace, open_workspace
from generator.county.gathering import parse
from generator.county.library import Document, Parsed
from generator.model.law import Instrument
from generator.sources.source import Source
from tests.conftest import AS_OF, ROOT, SMALL

REAL = open_workspace(ROOT)
TINY = open_workspace(SMALL)


def changed_texts(before: Workspace, changes: Changes) -> list[tuple[str, str]]:
    """Return the old and the new text of every file that an edit changes, a renamed one with its old self.

    The ledger of addresses is left out: it gains lines with every renaming.
    """
    old = {path: document.source.text for path, document in before.documents.items()}
    moved = old[changes.removed[0]] if changes.removed else ""
    return [(old.get(path, moved), text) for path, text in changes.texts.items() if path != LEDGER]


def sources(workspace: Workspace) -> dict[str, str]:
    """Return the text of every source but the ledger of addresses, which remembers every renaming."""
    return {path: found.source.text for path, found in workspace.documents.items() if path != LEDGER}


def changed_lines(old: str, new: str) -> list[tuple[str, str]]:
    """Return the lines that differ, pair by pair; the edit must neither add nor take away a line."""
    before, after = old.split("\n"), new.split("\n")
    assert len(before) == len(after)
    return [(one, other) for one, other in zip(before, after, strict=True) if one != other]


@pytest.mark.parametrize("document", REAL.documents.values(), ids=lambda document: document.source.path)
def test_layout_twice_is_layout_once(document: Parsed) -> None:
    once = laid_out(document.source, document.entry)
    assert laid_out(Source(document.source.path, once), document.entry) == once
    assert data_of(once, "") == data_of(document.source.text, "")
    assert comments(once) == comments(document.source.text)
    assert once.endswith("\n")
    assert not once.endswith("\n\n")
    assert "\r" not in once


def some_of_each_kind() -> list[Named]:
    by_kind: dict[str, list[Named]] = {}
    for named in everything(REAL.library):
        by_kind.setdefault(named.kind, []).append(named)
    return [named for found in by_kind.values() for named in found[:: max(1, len(found) // 4)]]


@pytest.mark.parametrize("named", some_of_each_kind(), ids=lambda named: f"{named.kind} {named.id}")
def test_rename_touches_only_lines_that_name_it_and_back_gives_the_same_bytes(named: Named) -> None:
    edit = rename(REAL, named.name, "quite-another-name", AS_OF)
    assert edit.changed
    for old, new in changed_texts(REAL, edit.changes):
        for one, other in changed_lines(old, new):
            assert one.replace(named.id, "quite-another-name") == other or one.count(named.id) > other.count(
                "quite-another-name"
            )
            assert named.id in one
    after = REAL.after(edit.changes)
    assert {name for name in after.library.citations if "quite-another-name" in name} or len(edit.changed) == 1
    back = rename(after, f"{named.prefix}quite-another-name", named.id, AS_OF)
    restored = after.after(back.changes)
    assert sources(restored) == sources(REAL)


def cited_provisions() -> list[str]:
    citations = REAL.library.citations
    return [
        name
        for name in sorted(REAL.library.provisions)
        if any(each.document.entry is not Instrument for each in citations.get(name, ()))
    ]


@pytest.mark.parametrize("old", cited_provisions()[::25])
def test_replacing_a_provision_touches_only_lines_that_cite_it(old: str) -> None:
    new = next(name for name in REAL.library.provisions if name != old)
    edit = replace_provision(REAL, old, new)
    for before, after in changed_texts(REAL, edit.changes):
        assert all(one.replace(old, new) == other for one, other in changed_lines(before, after))


@pytest.mark.parametrize("identifier", sorted(REAL.library.protocols))
def test_review_touches_three_lines(identifier: str) -> None:
    changes = record_review(REAL, identifier, AS_OF, "The hub works: nothing changes.", date(2027, 11, 2))
    [(old, new)] = changed_texts(REAL, changes)
    before, after = old.split("\n"), new.split("\n")
    gone = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    assert [line.split(":")[0].strip() for line in gone] in (
        [],
        ["next"],
        ["last", "next"],
        ["last", "next", "outcome"],
    )
    assert {line.split(":")[0].strip() for line in come} <= {"last", "next", "outcome"}
    assert comments(new) == comments(old)


REVIEWED = frozenset({"example", "safe-places", "overarching", "core"})
PRINTABLE = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Co", "Cn"), max_codepoint=0xFFFF)
WORDS = st.text(string.ascii_letters + " -:{}[]'\"#,?", max_size=20)


@st.composite
def commented(draw: st.DrawFn, ids: frozenset[str] = frozenset()) -> tuple[Document, str]:  # type: ignore[type-arg]
    """Return a small source with comments and empty lines put in at places where they change nothing that it says."""
    document = draw(
        st.sampled_from(
            [found for found in TINY.documents.values() if isinstance(found, Document) and (not ids or found.id in ids)]
        )
    )
    lines = document.source.text.rstrip("\n").split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines)))
        remark = f"# {draw(WORDS)}".rstrip()
        whole = draw(st.booleans())
        if whole or at == len(lines):
            lines.insert(at, draw(st.sampled_from(["", " " * draw(st.integers(0, 8)) + remark])))
        else:
            lines[at] += f"{' ' * draw(st.integers(1, 3))}{remark}"
    text = "\n".join(lines) + "\n"
    assume(data_of(text, "") == data_of(document.source.text, ""))
    return document, text


@settings(max_examples=300, deadline=None)
@given(commented())
def test_comments_survive_layout(case: tuple[Document, str]) -> None:  # type: ignore[type-arg]
    document, text = case
    once = laid_out(Source(document.source.path, text), document.entry)
    assert comments(once) == comments(text)
    assert data_of(once, "") == data_of(text, "")
    assert laid_out(Source(document.source.path, once), document.entry) == once


@settings(max_examples=60, deadline=None)
@given(
    commented(),
    st.sampled_from(["agency/police", "example", "core/fast-track", "sharing-act-2001", "safe-places", "term/mash"]),
)
def test_comments_survive_rename_there_and_back(case: tuple[Document, str], name: str) -> None:  # type: ignore[type-arg]
    document, text = case
    before = TINY.after(Changes({document.source.path: text}))
    prefix = name.rpartition("/")[0] + "/" if "/" in name else ""
    edit = rename(before, name, "quite-another-name", AS_OF)
    for old, new in changed_texts(before, edit.changes):
        changed_lines(old, new)
        assert comments(new) == comments(old)
    after = before.after(edit.changes)
    restored = after.after(rename(after, f"{prefix}quite-another-name", name.removeprefix(prefix), AS_OF).changes)
    assert sources(restored) == sources(before)


@settings(max_examples=100, deadline=None)
@given(commented(REVIEWED), st.text(PRINTABLE, min_size=1, max_size=200).filter(str.strip))
@example(
    (TINY.documents["protocols/tier-3/example.yaml"], TINY.documents["protocols/tier-3/example.yaml"].source.text),
    "no: # 1.10",
)
def test_any_outcome_is_read_back_and_comments_survive(case: tuple[Document, str], outcome: str) -> None:  # type: ignore[type-arg]
    document, text = case
    parsed, _ = parse(Source(document.source.path, text), document.entry)
    assert parsed
    before = TINY.after(Changes({document.source.path: text}))
    changes = record_review(before, document.id, AS_OF, outcome, None)
    [new] = changes.texts.values()
    assert comments(new) == comments(text)
    assert set(text.split("\n")) - set(new.split("\n")) <= {
        line for line in text.split("\n") if "next: 2027-06-01" in line
    }
    model = before.after(changes).documents[document.source.path]
    assert isinstance(model, Document)
    assert model.model.review.outcome == " ".join(outcome.split())
