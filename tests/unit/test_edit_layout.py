"""The one layout: what moves, what stays, and what is refused."""

from pathlib import Path

import pytest

from generator.authors.edit.layout import laid_out
from generator.errors import EditRefused
from generator.model.agency import Agency
from generator.sources.source import Source
from tests.support.edits import difference, run, texts

MESSY = """\
# The head of the file stays at the top.

name:   Fire service   # as on the badge
id: fire
posts:
- title: Desk
  id: desk
   # belongs to the desk
  phone: "01632 960001"
-   # a second post
  id: night
  hours: {
      b: 1,  # kept on its line
    }
standing:
    tail: |
        Keep  this.
          - as it is

    top: >-   # folded
      One
      two.
    # the end of standing
# about the summary
summary: >
  Last.
"""

TIDY = """\
# The head of the file stays at the top.

id: fire
name: Fire service  # as on the badge
# about the summary
summary: >
  Last.
posts:
  - id: desk
    title: Desk
    # belongs to the desk
    phone: "01632 960001"
  -  # a second post
    id: night
    hours: {
        b: 1,  # kept on its line
      }
standing:
  top: >-   # folded
    One
    two.
  tail: |
    Keep  this.
      - as it is
  # the end of standing
"""


def fmt(text: str) -> str:
    return laid_out(Source("protocols/agencies/fire.yaml", text), Agency)


def test_layout_is_the_one_layout_and_stays() -> None:
    assert fmt(MESSY) == TIDY
    assert fmt(TIDY) == TIDY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("id: a\r\nname: b\r\n\r\n\r\n", "id: a\nname: b\n", id="line ends"),
        pytest.param("id: a\nname: b", "id: a\nname: b\n", id="no last line end"),
        pytest.param("---\nid: a\n...\n", "id: a\n", id="document marks"),
        pytest.param("id: a\n\n\n\nname: b\n", "id: a\n\nname: b\n", id="empty lines"),
        pytest.param("codes: [{about: x, title: y}]\n", "codes: [{title: y, about: x}]\n", id="order in brackets"),
        pytest.param("regimes:\n- a\n-   b\n", "regimes:\n  - a\n  - b\n", id="list items indented"),
        pytest.param(
            "summary: one\n    two  \n    three\n", "summary: one\n  two\n  three\n", id="plain text over lines"
        ),
        pytest.param('summary: "one\n\n  two"\n', 'summary: "one\n\n  two"\n', id="empty line in quotes"),
        pytest.param("name:\n  # why\n  b\nid: a\n", "id: a\nname:\n  # why\n  b\n", id="comment before a value"),
        pytest.param("name:\nid: a # x\n", "id: a  # x\nname:\n", id="no value"),
        pytest.param("unknown: 1\nid: a\n", "id: a\nunknown: 1\n", id="unknown key last"),
        pytest.param(
            "id: a\nname: 'it''s # no comment' # yes\n",
            "id: a\nname: 'it''s # no comment'  # yes\n",
            id="hash in quotes",
        ),
    ],
)
def test_layout_of(text: str, expected: str) -> None:
    assert fmt(text) == expected
    assert fmt(expected) == expected


@pytest.mark.parametrize("text", ["id: [", "id: a\nid: b\n", "id: &x a\n", "id: !x a\n", "a: |2\n   x\n"])
def test_layout_of_what_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(EditRefused):
        fmt(text)


def test_fmt_check_lists_and_writes_nothing(project: Path) -> None:
    path = project / "protocols" / "agencies" / "council.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("name: Small Council\n", "name:   Small Council  \n"), encoding="utf-8"
    )
    before = texts(project)
    result = run(project, "fmt", "--check")
    assert result.exit_code == 1
    assert "would lay out protocols/agencies/council.yaml" in result.output
    assert texts(project) == before
    assert run(project, "fmt", str(path)).exit_code == 0
    assert difference(before, texts(project)) == [
        "agencies/council.yaml: -name:   Small Council  ",
        "agencies/council.yaml: +name: Small Council",
    ]
    assert run(project, "fmt", "--check", str(path)).exit_code == 0


def test_fmt_names_what_is_no_source(project: Path) -> None:
    result = run(project, "fmt", "protocols/agencies/polise.yaml")
    assert result.exit_code == 2
    assert "did you mean protocols/agencies/police.yaml?" in result.output
