"""YAML is read to positioned text, whatever the text looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.nodes import Mapping, Scalar, plain_data, scalars
from generator.sources.source import Source
from generator.sources.yaml_reader import read_yaml


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param("a: no", {"a": "no"}, id="no is text"),
        pytest.param("a: 1.10", {"a": "1.10"}, id="a version is text"),
        pytest.param("a: 2026-01-31", {"a": "2026-01-31"}, id="a date is text"),
        pytest.param("a: 0o17", {"a": "0o17"}, id="octal is text"),
        pytest.param("a:", {"a": None}, id="nothing"),
        pytest.param("a: ''", {"a": ""}, id="empty quotes"),
        pytest.param("a: |\n  b\n  c\n", {"a": "b\nc\n"}, id="block"),
        pytest.param("a: >-\n  b\n  c\n", {"a": "b c"}, id="folded"),
        pytest.param("a: [b, {c: d}]", {"a": ["b", {"c": "d"}]}, id="flow"),
        pytest.param("\ufeffa: b".removeprefix("\ufeff"), {"a": "b"}, id="first line"),
        pytest.param("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}, id="windows line ends"),
    ],
)
def test_values_are_text(text: str, data: object) -> None:
    node, found = read_yaml(Source("x.yaml", text))
    assert not found
    assert node is not None
    assert plain_data(node) == data


def test_every_value_knows_its_place() -> None:
    text = "first: one\nlist:\n  - two\n  - {three: 'four'}\n"
    node, _ = read_yaml(Source("x.yaml", text))
    assert isinstance(node, Mapping)
    places = {path: (value.span.line, value.span.column) for path, value in scalars(node)}
    assert places == {("first",): (1, 8), ("list", 0): (3, 5), ("list", 1, "three"): (4, 13)}


@given(st.text(max_size=200))
def test_any_text_gives_a_tree_or_a_fault(text: str) -> None:
    source = Source("x.yaml", text)
    node, found = read_yaml(source)
    assert node is not None or found
    for fault in found:
        assert 1 <= fault.span.line <= len(source.lines) + 1


@given(st.text(":-[]{}&*!|>'\"%@`#?,\n\t ab1", max_size=80))
def test_yaml_signs_in_any_order_are_read_or_refused(text: str) -> None:
    source = Source("x.yaml", text)
    node, found = read_yaml(source)
    assert node is not None or found
    if node is not None:
        for _, value in scalars(node):
            assert isinstance(value, Scalar)
            assert 1 <= value.span.line <= len(source.lines)


@pytest.mark.parametrize("escape", ["\\uE000", "\\u202E", "\\x0b", "\\0", "\\uFFFE", "\\u200B", "\\r", "\\N"])
def test_escaped_character_that_nobody_can_see_is_a_fault_at_its_value_and_is_taken_out(escape: str) -> None:
    node, found = read_yaml(Source("a.yaml", f'a: sound\nb: "one {escape} two"\n'))
    assert [(each.code, each.span.line, each.span.column) for each in found] == [("control-character", 2, 4)]
    assert node is not None
    assert plain_data(node) == {"a": "sound", "b": "one \ufffd two"}


def test_escaped_line_end_and_letter_are_text() -> None:
    node, found = read_yaml(Source("a.yaml", 'a: "one\\ntwo \\u00e9\\t"\n'))
    assert not found
    assert node is not None
    assert plain_data(node) == {"a": "one\ntwo é\t"}
