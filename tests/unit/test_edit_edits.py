"""Any field of an entry put in, changed or taken out: nothing else of the file changes, whatever its layout."""

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.authors.edit.edits import Add, Edit, Put, TakeOut, edited
from generator.authors.edit.splice import data_of
from generator.county.library import Parsed
from generator.errors import EditRefused
from generator.model.agency import Agency
from generator.sources.source import Source
from generator.sources.yaml_reader import read_yaml

TEXT = """# The police.
id: police
name: Small Police # as on the door
also_called:
  - the force
  # an old name
  - bobbies
kind: police
regimes: [uk-gdpr, part-3]
summary: >-
  It does what its name
  says.
posts:
  - {id: desk, kind: other, title: Desk, phone: 1, email: a@b.example, hours: 24 hours}
  # At night.
  - id: night
    kind: other
    title: Night desk
    phone: 2
    email: c@d.example
    hours: 24 hours # always
    note: >-
      Ring
      twice.
standing:
  tail: Put the number on it.
retention_schedule: one
"""

POST = {"id": "new", "kind": "other", "title": "New: desk", "phone": "3", "email": "e@f.example", "hours": "9 to 5"}


def parsed(text: str) -> Parsed:
    source = Source("protocols/agencies/police.yaml", text)
    node, faults = read_yaml(source)
    assert node is not None
    assert not faults
    return Parsed(Agency, source, node)


def changed(*edits: Edit, text: str = TEXT) -> list[str]:
    after = edited(parsed(text), edits).splitlines()
    return [line for line in difflib.ndiff(text.splitlines(), after) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (
            Put(("name",), "Big: Police"),
            ["- name: Small Police # as on the door", '+ name: "Big: Police" # as on the door'],
        ),
        (Put(("posts", 0, "note"), "Ring, twice"), None),
        (Put(("posts", 0, "phone"), None), None),
        (Put(("posts", 1, "note"), None), ["-     note: >-", "-       Ring", "-       twice."]),
        (Put(("posts", 1, "deputy"), "The other"), ["+     deputy: The other"]),
        (Put(("also_called",), ("the force", "the yard")), ["-   - bobbies", "+   - the yard"]),
        (Put(("also_called",), ("new", "the force", "bobbies")), ["+   - new"]),
        (Put(("also_called",), ("bobbies",)), ["-   - the force"]),
        (Put(("regimes",), ("uk-gdpr",)), ["- regimes: [uk-gdpr, part-3]", "+ regimes: [uk-gdpr]"]),
        (Put(("members",), ("a", "b")), ["+ members: [a, b]"]),
        (Put(("standing", "top"), "One.\n\n- two"), ["+   top: |", "+     One.", "+ ", "+     - two"]),
        (Put(("standing", "tail"), None), ["- standing:", "-   tail: Put the number on it."]),
        (TakeOut(("posts", 0)), [f"- {TEXT.splitlines()[13]}"]),
    ],
)
def test_edit_changes_its_lines(edit: Edit, lines: list[str] | None) -> None:
    found = changed(edit)
    if lines is None:
        assert len(found) == 2
        assert all("{id: desk" in line for line in found)
    else:
        assert sorted(found) == sorted(lines)


def test_item_is_added_below_the_last() -> None:
    lines = changed(Add(("posts",), POST))
    assert lines == [
        "+   - id: new",
        "+     kind: other",
        '+     title: "New: desk"',
        '+     phone: "3"',
        "+     email: e@f.example",
        "+     hours: 9 to 5",
    ]


def test_many_edits_at_once_and_crlf() -> None:
    text = TEXT.replace("\n", "\r\n")
    edits = (
        Put(("posts", 1, "title"), "Late desk"),
        Put(("posts", 1, "note"), "Once."),
        Put(("posts", 0, "title"), "Early desk"),
        Put(("name",), "Others"),
        Add(("posts",), POST),
        TakeOut(("posts", 0)),
    )
    after = edited(parsed(text), edits)
    assert after.count("\n") == after.count("\r\n")
    assert after.replace("\r\n", "\n") == edited(parsed(TEXT), edits)
    data = data_of(after, "")
    assert isinstance(data, dict)
    assert [post["title"] for post in data["posts"]] == ["Late desk", "New: desk"]
    assert data["posts"][0]["note"] == "Once."


def test_last_item_leaves_an_empty_list_and_the_next_comes_back() -> None:
    text = "id: a\nposts:\n  - id: b\n    hours: 1\nname: c\n"
    empty = edited(parsed(text), [TakeOut(("posts", 0))])
    assert empty == "id: a\nposts: []\nname: c\n"
    assert edited(parsed(empty), [Add(("posts",), {"id": "b"})]) == "id: a\nposts:\n  - id: b\nname: c\n"


def test_edit_that_would_lose_a_comment_is_refused() -> None:
    text = TEXT.replace("regimes: [uk-gdpr, part-3]", "regimes: [uk-gdpr, # civil\n  part-3]")
    with pytest.raises(EditRefused, match="`regimes` is laid out"):
        edited(parsed(text), [Put(("name",), "Others"), Put(("regimes",), ("uk-gdpr",))])


WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=150).map(
    lambda words: " ".join(words.split())
)


@settings(max_examples=150, deadline=None)
@given(words=WORDS.filter(bool), items=st.lists(WORDS.filter(bool), min_size=1, max_size=4, unique=True))
def test_any_words_are_read_back(words: str, items: list[str]) -> None:
    edits = (
        Put(("posts", 0, "note"), words),
        Put(("posts", 1, "note"), words),
        Put(("standing", "top"), f"{words}\n\n{words}"),
        Put(("also_called",), tuple(items)),
    )
    after = edited(parsed(TEXT.replace("  # an old name\n", "")), edits)
    data = data_of(after, "")
    assert isinstance(data, dict)
    assert data["posts"][0]["note"] == data["posts"][1]["note"] == words
    assert data["also_called"] == items
    assert data["name"] == "Small Police"
