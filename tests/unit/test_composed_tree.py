"""Composed Markdown to the one tree that everything else is made from."""

import pytest

from generator.composed.nodes import (
    Block,
    Box,
    Code,
    Emphasis,
    Heading,
    Link,
    Listing,
    Paragraph,
    Picture,
    Span,
    Table,
    Text,
    plain_words,
    walk,
)
from generator.composed.tree import Tree, parse
from generator.errors import UnknownMarkdown
from generator.site.build import Site
from generator.urls import protocol_uri

PAGE = "protocols/example.md"

PARTS = """# Title

Before.

<div class="part top" data-part="top" markdown>

## Part A { #part-a }

### A2 Fast track { #a2-fast-track }

Ring.

<div class="agency" data-agency="police" markdown>

#### Police

Ours.

</div>

</div>

<div class="part core" data-part="core" markdown>

## Part B { #part-b data-search-exclude }

### B12 Fast track { #b12-fast-track data-search-exclude }

Core.

</div>

After.
"""


def blocks(markdown: str) -> tuple[Block, ...]:
    return tuple(node for section in parse(markdown, PAGE).sections for node in section.nodes)


def test_a_heading_has_level_number_id_words_and_attributes() -> None:
    (heading,) = blocks('### B12 Fast *track* { #b12-fast-track data-search-exclude title="a &amp; b" }\n')
    assert isinstance(heading, Heading)
    assert (heading.level, heading.number, heading.anchor) == (3, "B12", "b12-fast-track")
    assert heading.inside == (Text("Fast "), Emphasis((Text("track"),)))
    assert heading.attributes == (("data-search-exclude", ""), ("title", "a & b"))
    assert heading.words == "B12 Fast track"


def test_a_heading_without_an_id_keeps_escaped_braces_as_words() -> None:
    (heading,) = blocks(r"## Braces \{ #not-an-id \}")
    assert isinstance(heading, Heading)
    assert heading.anchor == ""
    assert heading.words == "Braces { #not-an-id }"


def test_sections_know_their_id_number_part_and_place() -> None:
    tree = parse(PARTS, PAGE)
    found = [(each.part, each.id, each.number, each.anchor) for each in tree.sections]
    assert found == [
        ("", "", "", ""),
        ("top", "part-a", "", "part-a"),
        ("top", "fast-track", "A2", "a2-fast-track"),
        ("core", "part-b", "", "part-b"),
        ("core", "fast-track", "B12", "b12-fast-track"),
        ("", "", "", ""),
    ]
    lines = PARTS.splitlines()
    assert all(lines[each.line].endswith(each.anchor + " }") for each in tree.sections[1:3])
    top, clause = tree.section("top", "fast-track"), tree.section("core", "fast-track")
    assert top is not None
    assert clause is not None
    assert top.outlined is not None
    assert (top.outlined.on_card, clause.outlined, clause.is_clause) == (True, None, True)
    assert list(tree.clauses) == ["b12-fast-track"]
    assert plain_words(tree.outside).split() == ["Before.", "After."]
    assert tree.anchors == ("part-a", "a2-fast-track", "part-b", "b12-fast-track")


def test_every_element_inside_a_section_is_found() -> None:
    table = '# T\n\n| a |\n| --- |\n| two <span class="downloads" data-of="card/x"></span> |\n'
    assert [tag.get("data-agency") for tag in parse(PARTS, PAGE).tags()] == ["police"]
    assert [tag.get("data-of") for tag in parse(table, PAGE).tags()] == ["card/x"]


def test_boxes_around_sections_stay_apart_though_they_are_written_alike() -> None:
    sheet = '<div class="part sheet" data-part="sheet" markdown>\n\n## S\n\n</div>\n\n'
    first, second = (section for section in parse(f"# T\n\n{sheet}{sheet}", PAGE).sections if section.part)
    assert first.within != second.within


def test_what_stands_between_div_lines_is_inside_a_box() -> None:
    (box,) = blocks(
        '<div class="a b" data-agency="x" markdown>\n\n<div class="c" markdown>\n\nWords.\n\n</div>\n\n</div>\n'
    )
    assert isinstance(box, Box)
    assert (box.tag.classes, box.tag.get("data-agency")) == (("a", "b"), "x")
    assert box.tag.attributes[-1] == ("markdown", "")
    (inner,) = box.inside
    assert isinstance(inner, Box)
    assert inner.inside == (Paragraph((Text("Words."),)),)


def test_a_closing_div_straight_after_a_paragraph_closes() -> None:
    box, after = blocks('<div class="provenance" markdown>\n\nWritten by the parties.\n</div>\n\nAfter.\n')
    assert isinstance(box, Box)
    assert plain_words(box.inside).strip() == "Written by the parties."
    assert plain_words([after]).strip() == "After."


def test_details_are_a_box_with_a_summary() -> None:
    (box,) = blocks("<details markdown>\n<summary>Show *it*</summary>\n\n**B.** Because.\n\n</details>\n")
    assert isinstance(box, Box)
    assert box.tag.element == "details"
    assert [type(node).__name__ for node in box.inside] == ["Summary", "Paragraph"]
    assert plain_words(box.inside[:1]) == "Show it "


def test_a_table_has_a_head_and_rows() -> None:
    (table,) = blocks("| A | B |\n| --- | --- |\n| one | **two** words \\| more |\n| three |  |\n")
    assert isinstance(table, Table)
    assert [plain_words(cell) for cell in table.head] == ["A", "B"]
    assert [[plain_words(cell) for cell in row] for row in table.rows] == [["one", "two words | more"], ["three", ""]]


def test_lists_keep_their_kind_their_start_and_what_is_nested() -> None:
    ordered, bullets = blocks("3.  three\n4.  four\n\nx\n\n-   one\n\n    more of one\n\n-   two\n")[::2]
    assert isinstance(ordered, Listing)
    assert isinstance(bullets, Listing)
    assert (ordered.ordered, ordered.start, len(ordered.items)) == (True, 3, 2)
    assert [len(item) for item in bullets.items] == [2, 1]
    assert [item[0].tight for each in (ordered, bullets) for item in each.items] == [True, True, False, False]


def test_nothing_that_html_needs_is_lost_among_words() -> None:
    written = '[MARAC](../glossary/index.md#marac "A meeting.") `x` ![Two tiers](x.svg) <time datetime="2026-01-01">now</time>'
    (paragraph,) = blocks(written)
    assert isinstance(paragraph, Paragraph)
    link, _, code, _, picture, _, span = paragraph.inside
    assert link == Link((Text("MARAC"),), "../glossary/index.md#marac", "A meeting.")
    assert (code, picture) == (Code("x"), Picture("x.svg", "Two tiers"))
    assert isinstance(span, Span)
    assert (span.tag.element, span.tag.get("datetime"), span.inside) == ("time", "2026-01-01", (Text("now"),))
    assert parse(written, PAGE).terms == {"MARAC": "A meeting."}


@pytest.mark.parametrize(
    "words", ["#eval(1)", "$x$", "@label", "a\\b", "[[x]]", "*stars*", "<script>", "`tick`", "#[x]"]
)
def test_escaped_words_come_back_as_they_were(words: str) -> None:
    from generator.words.prose import escape

    tree = blocks(f"Before {escape(words)} after.\n")
    assert plain_words(tree).strip() == f"Before {words} after."
    assert {type(node) for node in walk(tree)} == {Paragraph, Text}


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("Some <b>html</b>.", "<b>"),
        ("<table><tr></tr></table>", "<table><tr></tr></table>"),
        ("Words </span>", "</span>"),
        ('Words <span class="x">', "not closed"),
        ("> quoted", ">"),
        ("```\ncode\n```", "code"),
        ('<div class="a" markdown>\n\nnever closed', "not closed"),
        ("-   <div>\n\n    never closed", "not closed"),
        ("</div>", "</div>"),
        ("[a]: https://a.example\n\n[a]", "[a]:"),
        ("-   [a]:\n    https://a.example", "[a]:"),
        ("    indented", "indented"),
        ("Title\n---", "---"),
        ("***", "***"),
        ("-   a\n    ***", "***"),
        ("<https://a.example>", "https://a.example"),
        ("<!-- words -->", "<!-- words -->"),
        ("Words <!-- more -->", "<!-- more -->"),
        ("![*soft*](x.svg)", "soft"),
        ('<span class="x">Words</time>', "not closed"),
        ('*soft <span class="x">words* more</span>', "not closed"),
        ('#### Words *soft { #an-id data-x="*" }', "*soft"),
        ("lost \ud800", "ud800"),
    ],
)
def test_what_is_outside_the_dialect_is_a_fault_that_names_page_and_section(markdown: str, found: str) -> None:
    with pytest.raises(UnknownMarkdown) as caught:
        parse(f"## Here {{ #here }}\n\n{markdown}\n", PAGE)
    assert PAGE in str(caught.value)
    assert caught.value.section == "Here"
    assert found in str(caught.value)


def test_every_page_of_the_county_is_in_the_dialect_and_the_core_is_parsed_once(county: Site) -> None:
    pages = {page.page_uri: page for page in county.pages}
    assert all(page.tree.sections for page in county.pages)
    trees = [pages[protocol_uri(name)].tree for name in county.county.protocols]
    first = trees[0].clauses
    assert len(first) == len(county.county.current_clauses)
    for tree in trees:
        for anchor, clause in tree.clauses.items():
            assert all(one is other for one, other in zip(clause.blocks, first[anchor].blocks, strict=True))


def test_a_page_is_parsed_once(county: Site) -> None:
    page = county.pages[0]
    assert isinstance(page.tree, Tree)
    assert page.tree is page.tree
