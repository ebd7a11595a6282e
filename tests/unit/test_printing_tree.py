"""Composed Markdown to the tree that is printed."""

import json

import pytest

from generator.composed.tree import Node, parse, plain_words, walk
from generator.errors import UnknownMarkdown
from generator.printing.addresses import Addresses, web_address
from generator.printing.typeset import section_at_fault

PAGE = "protocols/example.md"


def blocks(markdown: str) -> tuple[Node, ...]:
    return parse(markdown, PAGE).blocks


def test_a_heading_has_level_number_id_and_words() -> None:
    (heading,) = blocks("### B12 Fast *track* { #b12-fast-track data-search-exclude }\n")
    assert (heading["level"], heading["number"], heading["id"]) == (3, "B12", "b12-fast-track")
    assert heading["c"] == [{"t": "text", "s": "Fast "}, {"t": "em", "c": [{"t": "text", "s": "track"}]}]


def test_a_heading_without_an_id_keeps_escaped_braces_as_words() -> None:
    (heading,) = blocks(r"## Braces \{ #not-an-id \}")
    assert heading["id"] == ""
    assert plain_words(heading["c"]) == "Braces { #not-an-id }"


def test_what_stands_between_div_lines_is_inside_a_box() -> None:
    (outer,) = blocks(
        '<div class="part top" data-part="top" markdown>\n\n<div class="agency" data-agency="x" markdown>\n\nWords.\n\n</div>\n\n</div>\n'
    )
    assert (outer["classes"], outer["data"]) == (["part", "top"], {"part": "top"})
    (inner,) = outer["c"]
    assert inner["data"] == {"agency": "x"}
    assert plain_words(inner["c"]).strip() == "Words."


def test_a_closing_div_straight_after_a_paragraph_closes() -> None:
    box, after = blocks('<div class="provenance" markdown>\n\nWritten by the parties.\n</div>\n\nAfter.\n')
    assert plain_words(box["c"]).strip() == "Written by the parties."
    assert plain_words([after]).strip() == "After."


def test_details_are_a_box_with_a_summary() -> None:
    (box,) = blocks("<details markdown>\n<summary>Show the answer</summary>\n\n**B.** Because.\n\n</details>\n")
    assert box["classes"] == ["details"]
    assert [node["t"] for node in box["c"]] == ["summary", "par"]


def test_a_table_has_a_head_rows_and_widths() -> None:
    (table,) = blocks("| A | B |\n| --- | --- |\n| one | **two** words \\| more |\n| three |  |\n")
    assert [plain_words(cell) for cell in table["head"]] == ["A", "B"]
    assert [[plain_words(cell) for cell in row] for row in table["rows"]] == [
        ["one", "two words | more"],
        ["three", ""],
    ]
    assert len(table["shares"]) == 2
    assert table["keep"] == [True, True]


def test_a_row_that_could_outgrow_a_page_may_be_split() -> None:
    (table,) = blocks(f"| A |\n| --- |\n| {'long ' * 300} |\n")
    assert table["keep"] == [False]


def test_lists_keep_their_kind_their_start_and_what_is_nested() -> None:
    ordered, bullets = blocks("3.  three\n4.  four\n\nx\n\n-   one\n\n    more of one\n\n-   two\n")[::2]
    assert (ordered["ordered"], ordered["start"], len(ordered["items"])) == (True, 3, 2)
    assert [len(item) for item in bullets["items"]] == [2, 1]


def test_what_titles_of_links_explain_is_collected() -> None:
    tree = parse('The [MARAC](../glossary/index.md#marac "A meeting.") and [law](../law/x.md#s1).\n', PAGE)
    assert tree.terms == (("MARAC", "A meeting."),)


@pytest.mark.parametrize(
    "words", ["#eval(1)", "$x$", "@label", "a\\b", "[[x]]", "*stars*", "<script>", "`tick`", "#[x]"]
)
def test_escaped_words_come_back_as_they_were(words: str) -> None:
    from generator.words.prose import escape

    tree = blocks(f"Before {escape(words)} after.\n")
    assert plain_words(tree).strip() == f"Before {words} after."
    assert {node["t"] for node in walk(tree)} == {"par", "text"}


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("Some <b>html</b>.", "<b>"),
        ("<table><tr></tr></table>", "<table><tr></tr></table>"),
        ("![alt](x.png)", "alt"),
        ("> quoted", ">"),
        ("```\ncode\n```", "code"),
        ('<div class="a" markdown>\n\nnever closed', "not closed"),
        ("</div>", "</div>"),
    ],
)
def test_what_is_outside_the_dialect_is_a_fault_that_names_page_and_section(markdown: str, found: str) -> None:
    with pytest.raises(UnknownMarkdown) as caught:
        parse(f"## Here {{ #here }}\n\n{markdown}\n", PAGE)
    assert PAGE in str(caught.value)
    assert "Here" in caught.value.section
    assert found in str(caught.value)


def test_a_tree_can_be_written_as_json() -> None:
    tree = blocks("# T\n\n1.  *a* [b](c.md)\n\n| x |\n| --- |\n| y |\n")
    assert json.loads(json.dumps(tree)) == list(tree)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("../law/children-act-1989.md#s47", "https://s.example/law/children-act-1989/#s47"),
        ("../core/index.md", "https://s.example/core/"),
        ("#a2-fast-track", "https://s.example/protocols/example/#a2-fast-track"),
        ("../index.md", "https://s.example/"),
        ("https://other.example/x", "https://other.example/x"),
        ("mailto:team@x.example", "mailto:team@x.example"),
    ],
)
def test_relative_links_become_addresses_on_the_web(href: str, address: str) -> None:
    assert web_address("https://s.example/", PAGE, href) == address


def test_a_link_to_what_the_document_holds_has_a_place_in_it() -> None:
    addresses = Addresses("https://s.example/", PAGE, {(PAGE, "a1"): "example:a1"}, "example:")
    words = [{"t": "text", "s": "see"}]
    page = "https://s.example/protocols/example/"
    for link, settled in (
        ({"href": "#a1"}, {"at": "example:a1"}),
        ({"href": "#a9"}, {"to": f"{page}#a9"}),
        ({"href": "#a1", "away": True}, {"to": f"{page}#a1"}),
    ):
        node = {"t": "link", "c": words, **link}
        cell = {"t": "table", "head": [[node]], "rows": [], "keep": [], "shares": [1]}
        assert addresses.settle([cell])[0]["head"] == [[{"t": "link", "c": words, **settled}]]
        assert "href" in node


def test_a_heading_that_is_a_place_gets_its_label() -> None:
    addresses = Addresses("https://s.example/", PAGE, {}, "example:")
    heading = {"t": "heading", "level": 3, "id": "a1", "number": "A1", "c": []}
    assert addresses.settle(heading)["label"] == "example:a1"
    assert addresses.settle({**heading, "id": ""})["label"] == ""


def test_the_section_that_holds_a_character_without_a_font_is_found() -> None:
    tree = blocks("## One { #one }\n\nplain\n\n### A2 Two { #two }\n\n| x |\n| --- |\n| bad \u2603 here |\n")
    assert (
        section_at_fault({"chapters": [{"blocks": list(tree)}]}, 'the text "\u2603" could not be displayed') == "A2 Two"
    )
