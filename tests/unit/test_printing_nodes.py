"""Nodes of the composed tree as data for a Typst template."""

import json
from typing import Any

import pytest

from generator.composed.tree import Section, parse
from generator.printing.addresses import Addresses, web_address
from generator.printing.faults import PrintingFault
from generator.printing.nodes import Setting
from generator.printing.typeset import section_at_fault

PAGE = "protocols/example.md"
SITE = "https://s.example/"


def sections(markdown: str) -> tuple[Section, ...]:
    return parse(markdown, PAGE).sections


def set_in(places: dict[tuple[str, str], str], markdown: str) -> list[dict[str, Any]]:
    """What a document that holds these places sets of a page."""
    setting = Setting(Addresses(SITE, PAGE, places, "example:"))
    return [node for section in sections(markdown) for node in setting.section(section)]


def test_every_kind_of_node_has_its_data() -> None:
    found = set_in(
        {},
        "### A2 Fast *track* { #a2-fast-track }\n\ntwo\nlines `x`\n\n2.  **b**\n\n"
        '<details class="k" data-of="y" markdown>\n<summary>s</summary>\n</details>\n',
    )
    text = {"t": "text", "s": "Fast "}
    assert found == [
        {
            "t": "heading",
            "level": 3,
            "number": "A2",
            "c": [text, {"t": "em", "c": [{"t": "text", "s": "track"}]}],
            "label": "example:a2-fast-track",
        },
        {"t": "par", "c": [{"t": "text", "s": "two lines "}, {"t": "code", "s": "x"}]},
        {
            "t": "list",
            "ordered": True,
            "start": 2,
            "items": [[{"t": "par", "c": [{"t": "strong", "c": [{"t": "text", "s": "b"}]}]}]],
        },
        {
            "t": "box",
            "classes": ["k", "details"],
            "data": {"of": "y"},
            "c": [{"t": "summary", "c": [{"t": "text", "s": "s"}]}],
        },
    ]
    assert json.loads(json.dumps(found)) == found


def test_a_table_says_how_wide_its_columns_are_and_which_row_may_be_split() -> None:
    (table,) = set_in({}, f"| A | B |\n| --- | --- |\n| one | x |\n| {'long ' * 300} | x |\n")
    assert table["keep"] == [True, False]
    wide, narrow = table["shares"]
    assert wide > narrow


def test_what_no_template_can_set_is_a_fault() -> None:
    with pytest.raises(PrintingFault, match="picture"):
        set_in({}, "![alt](x.png)")


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


@pytest.mark.parametrize(
    ("href", "leads"), [("#a1", {"at": "example:a1"}), ("#a9", {"to": f"{SITE}protocols/example/#a9"})]
)
def test_a_link_to_what_the_document_holds_has_a_place_in_it(href: str, leads: dict[str, str]) -> None:
    (table,) = set_in({(PAGE, "a1"): "example:a1"}, f"| [see]({href}) |\n| --- |\n")
    assert table["head"] == [[{"t": "link", "c": [{"t": "text", "s": "see"}], **leads}]]


def test_a_clause_leads_to_its_own_page_on_the_web_and_any_other_section_to_the_clause() -> None:
    def page(part: str, number: str) -> str:
        heading = f"### {number} Fast track {{ #{number.lower()}-fast-track }}"
        return f'# T\n\n<div data-part="{part}" markdown>\n\n{heading}\n\n[more](../core/fast-track.md)\n\n</div>\n'

    places = {("core/fast-track.md", ""): "b12-fast-track"}
    links = [set_in(places, page(*where))[-1]["c"][0] for where in (("core", "B12"), ("top", "A2"))]
    assert [link.get("to", link.get("at")) for link in links] == [f"{SITE}core/fast-track/", "b12-fast-track"]


def test_the_section_that_holds_a_character_without_a_font_is_found() -> None:
    tree = set_in({}, "## One { #one }\n\nplain\n\n### A2 Two { #two }\n\n| x |\n| --- |\n| bad \u2603 here |\n")
    assert section_at_fault({"chapters": [{"blocks": tree}]}, 'the text "\u2603" could not be displayed') == "A2 Two"
