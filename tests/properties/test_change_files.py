"""Change files over every real source: each says afterwards what was meant, and every line that is not concerned stays, byte for byte."""

import json
import string
from contextlib import suppress
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.authors.edit.apply import apply_change
from generator.authors.edit.change_file import ChangeFile, Field, read_change
from generator.authors.edit.layout import comments
from generator.authors.edit.ledger import LEDGER
from generator.authors.edit.scalars import same
from generator.authors.edit.splice import data_of
from generator.authors.edit.workspace import Workspace, open_workspace
from generator.county.library import Library, Parsed
from generator.errors import EditRefused
from generator.model.law import Instrument
from generator.sources.nodes import Path, Sequence, node_at, plain_data, scalars, sequences
from generator.sources.source import Source
from tests.conftest import ROOT, SMALL

REAL = open_workspace(ROOT)
EDITED = [
    document
    for document in (*REAL.documents.values(), *open_workspace(SMALL).documents.values())
    if document.source.path != LEDGER and not (document.entry is Instrument and len(document.source.text) > 60_000)
]
PRINTABLE = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Co", "Cn"), max_codepoint=0xFFFF)
WORDS = st.one_of(
    st.text(string.ascii_letters + " -:{}[]'\"#,?&*!|>%@`", min_size=1, max_size=60),
    st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=9), min_size=1, max_size=60).map(" ".join),
    st.text(PRINTABLE, min_size=1, max_size=200),
    st.lists(st.text(PRINTABLE, max_size=40), min_size=1, max_size=5).map("\n".join),
    st.sampled_from(
        ["no", "1.10", "null", "~", "2026-01-01", "- a", "a: b", "# a", "a #b", " a", "a ", "''", '"', "|", "---"]
    ),
).filter(str.strip)


def of(document: Parsed) -> Workspace:
    """Return a workspace with nothing in it but one document."""
    return Workspace(Library((document,)))


def applied(document: Parsed, *fields: Field) -> str:
    """Return the text of a document after a change file that was written and read."""
    written = [{"at": field.at, "was": field.was, "shall_be": field.shall_be} for field in fields]
    data = json.dumps({"change": 1, "file": document.source.path, "why": "", "fields": written}).encode()
    change = read_change(data)
    assert change == ChangeFile(document.source.path, "", fields)
    changes = apply_change(of(document), change).changes
    return changes.texts.get(document.source.path, document.source.text)


def line_start(text: str, line: int) -> int:
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1])


def stays_around(old: str, new: str, first: int, last: int) -> None:
    """Prove that every line before `first` and after `last`, as the old text counts them, stays as it is."""
    lines = old.split("\n")
    before, after = lines[: first - 1], lines[last:]
    assert new.split("\n")[: len(before)] == before
    assert new.split("\n")[len(new.split("\n")) - len(after) :] == after


def is_free(path: Path) -> bool:
    return path[0] not in ("id", "signatures")


@st.composite
def one_text(draw: st.DrawFn) -> tuple[Parsed, Path]:
    document = draw(st.sampled_from(EDITED))
    paths = [path for path, scalar in scalars(document.node) if is_free(path) and scalar.text]
    return document, draw(st.sampled_from(paths))


@settings(max_examples=100, deadline=None)
@given(one_text(), WORDS)
def test_a_text_is_changed_and_nothing_else(case: tuple[Parsed, Path], words: str) -> None:
    document, path = case
    was = node_at(document.node, path)
    old = document.source.text
    new = applied(document, Field(path, plain_data(was), words))
    expected = changed(plain_data(document.node), path, words)
    assert same(data_of(new, ""), expected)
    key_line = was.span.line - 1 if old.split("\n")[was.span.line - 1].strip(" -")[:1] in (">", "|") else was.span.line
    stays_around(old, new, min(key_line, was.span.line), was.span.end_line)
    assert comments(old) == comments(new)


def changed(data: Any, path: Path, value: Any) -> Any:
    """Return data with another value at a path; written apart from the program's own."""
    copy = json.loads(json.dumps(data))
    inner = copy
    for part in path[:-1]:
        inner = inner[part]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copy


@st.composite
def one_item(draw: st.DrawFn) -> tuple[Parsed, Path, int]:
    document = draw(st.sampled_from(EDITED))
    found = [(path, len(node.items)) for path, node in sequences(document.node) if node.items and is_free(path)]
    assume(found)
    path, length = draw(st.sampled_from(found))
    return document, path, draw(st.integers(0, length - 1))


@settings(max_examples=60, deadline=None)
@given(one_item())
def test_an_item_is_taken_out_and_nothing_else(case: tuple[Parsed, Path, int]) -> None:
    document, path, index = case
    listed = node_at(document.node, path)
    assert isinstance(listed, Sequence)
    item = listed.items[index]
    new = applied(document, Field((*path, index), plain_data(item), None))
    assert data_of(new, "") == changed(plain_data(document.node), (*path, index), None)
    if len(listed.items) > 1 and document.source.text.split("\n")[item.span.line - 1].lstrip().startswith("- "):
        stays_around(document.source.text, new, item.span.line, item.span.end_line)


@settings(max_examples=60, deadline=None)
@given(one_item(), WORDS)
def test_an_item_is_added_and_every_line_stays(case: tuple[Parsed, Path, int], words: str) -> None:
    document, path, index = case
    data: Any = plain_data(document.node)
    listed: Any = plain_data(node_at(document.node, path))
    item = {**listed[index], "note": words} if isinstance(listed[index], dict) else words
    assume(item not in listed)
    new = applied(document, Field((*path, "+"), None, item))
    assert same(data_of(new, ""), changed(data, path, [*listed, item]))
    node = node_at(document.node, path)
    if document.source.text.split("\n")[node.span.line - 1].lstrip().startswith("- "):
        old_lines, new_lines = document.source.text.split("\n"), new.split("\n")
        added = len(new_lines) - len(old_lines)
        at = next((number for number, line in enumerate(old_lines) if new_lines[number] != line), len(old_lines))
        assert old_lines == [*new_lines[:at], *new_lines[at + added :]]


@st.composite
def one_key(draw: st.DrawFn) -> tuple[Parsed, Path]:
    document = draw(st.sampled_from(EDITED))
    paths = {path[:length] for path, _ in scalars(document.node) for length in range(1, len(path) + 1)}
    keyed = sorted((path for path in paths if isinstance(path[-1], str) and is_free(path)), key=str)
    return document, draw(st.sampled_from(keyed))


@settings(max_examples=60, deadline=None)
@given(one_key())
def test_a_key_taken_out_and_put_back_says_the_same(case: tuple[Parsed, Path]) -> None:
    document, path = case
    was: Any = plain_data(node_at(document.node, path))
    around: Any = plain_data(node_at(document.node, path[:-1]))
    assume(was is not None and len(around) > 1)
    without = applied(document, Field(path, was, None))
    assert data_of(without, "") == changed(plain_data(document.node), path, None)
    lines = iter(document.source.text.split("\n"))
    if document.source.text.split("\n")[node_at(document.node, path[:-1]).span.line - 1].lstrip()[:1] not in ("-", "{"):
        assert all(line in lines for line in without.split("\n")) or "{" in document.source.text
    again = of(document).after(
        apply_change(of(document), ChangeFile(document.source.path, "", (Field(path, was, None),))).changes
    )
    [other] = again.documents.values()
    back = applied(other, Field(path, None, was))
    assert same(data_of(back, ""), plain_data(document.node))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_many_fields_at_once(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(EDITED))
    paths = [path for path, scalar in scalars(document.node) if is_free(path) and scalar.text]
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=6, unique=True))
    fields = [Field(path, plain_data(node_at(document.node, path)), data.draw(WORDS)) for path in chosen]
    new = applied(document, *fields)
    expected = plain_data(document.node)
    for field in fields:
        expected = changed(expected, field.at, field.shall_be)
    assert same(data_of(new, ""), expected)


@settings(max_examples=30, deadline=None)
@given(one_text(), WORDS)
def test_line_ends_of_another_system_stay(case: tuple[Parsed, Path], words: str) -> None:
    document, path = case
    source = Source(document.source.path, document.source.text.replace("\n", "\r\n"))
    new = applied(
        Parsed(document.entry, source, document.node), Field(path, plain_data(node_at(document.node, path)), words)
    )
    assert new.count("\r\n") == new.count("\n")
    assert same(data_of(new, ""), changed(plain_data(document.node), path, words))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "change": st.just(1) | JSON,
        "file": st.just("protocols/tier-3/example.yaml") | JSON,
        "why": st.just("") | JSON,
        "fields": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "at": st.lists(
                        st.sampled_from(["id", "flows", "review", "note", "+", 0, 1, -1, 10**30, "a b"]) | JSON
                    ),
                    "was": JSON,
                    "shall_be": JSON,
                    "item": JSON,
                },
            ),
            max_size=3,
        )
        | JSON,
    },
)
TINY = open_workspace(SMALL)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | MEMBERS.map(lambda found: json.dumps(found).encode()))
@example(b"[" * 100_000)
@example(b'{"change": 1' + b"0" * 6000 + b"}")
@example(b'{"change": 1, "change": 1}')
@example(b'{"change": NaN}')
@example(b'"\\ud800"')
def test_nothing_that_is_sent_gives_a_traceback(data: bytes) -> None:
    with suppress(EditRefused):
        apply_change(TINY, read_change(data))
