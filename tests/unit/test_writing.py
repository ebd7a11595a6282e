"""A tree written back is the Markdown it was read from, whatever stands in it."""

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from generator.composed.nodes import Tag
from generator.composed.passages import fingerprint
from generator.composed.tree import parse
from generator.composed.writing import KEPT, write
from generator.site.build import Site

PLACES = ("line", "end", "written")


def said(thing: Any) -> Any:
    """Return everything that nodes say, without where they stand and without what is meant for scripts."""
    if isinstance(thing, tuple):
        return tuple(map(said, thing))
    if isinstance(thing, Tag):
        return thing.element, tuple((name, value) for name, value in thing.attributes if name in KEPT)
    if is_dataclass(thing):
        return (
            type(thing).__name__,
            *(said(getattr(thing, each.name)) for each in fields(thing) if each.name not in PLACES),
        )
    return thing


def test_every_protocol_of_the_county_is_written_back_as_it_was(county: Site) -> None:
    pages = [page for page in county.pages if page.page_uri.startswith("protocols/")]
    assert len(pages) > 30
    for page in pages:
        again = parse(write(page.tree.sections), page.page_uri)
        assert said(again.sections) == said(page.tree.sections), page.page_uri
        if page.page_uri != "protocols/index.md":
            assert fingerprint(again) == fingerprint(page.tree)


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("Wow\\![link](a.md)\n", id="a link after an exclamation mark is no picture"),
        pytest.param("\\- no item\n", id="a dash at a line's start"),
        pytest.param("1\\. no item\n", id="a number at a line's start"),
        pytest.param("one\n\\+ two\n", id="a mark at the start of a second line"),
        pytest.param("a &lt;b&gt; &amp;c; \\| \\{ #x \\} \\[\\[y\\]\\]\n", id="every special sign"),
        pytest.param("-   a\n\n    b\n\n-   c\n", id="items of several paragraphs"),
        pytest.param("-   a\n    -   b\n        -   c\n-   d\n", id="lists in lists"),
        pytest.param("3.  a\n4.  b\n", id="a list that begins at three"),
        pytest.param("| a | b |\n| --- | --- |\n| x \\| y |  |\n", id="an empty cell and a bar in one"),
        pytest.param(
            '<div class="a" markdown>\n\n### B1 One { #b1-one }\n\nx\n\n</div>\n', id="a box around a section"
        ),
        pytest.param("<details markdown>\n<summary>More *now*</summary>\n\nx\n\n</details>\n", id="a closed box"),
        pytest.param('a <span class="b">c *d*</span> <del>e</del> <ins>f</ins>\n', id="elements among words"),
    ],
)
def test_text_is_written_back_with_the_same_meaning(markdown: str) -> None:
    tree = parse(markdown, "x.md")
    assert said(parse(write(tree.sections), "x.md").sections) == said(tree.sections)


def test_attributes_that_a_script_could_read_or_run_are_left_out() -> None:
    markdown = (
        '<div class="a" onclick="x()" style="y" data-members="z" data-agency="police" markdown>\n\nWords\n\n</div>\n'
    )
    assert write(parse(markdown, "x.md").sections) == (
        '<div class="a" data-agency="police" markdown>\n\nWords\n\n</div>\n'
    )


def test_address_decides_whether_a_link_stays() -> None:
    tree = parse('[a](one.md) [b](two.md "Why: so.") [*c*](three.md)\n', "x.md")
    assert write(tree.sections, lambda href: "" if href == "one.md" else f"../{href}") == (
        'a [b](../two.md "Why: so.") [*c*](../three.md)\n'
    )


def test_words_and_addresses_cannot_leave_their_places() -> None:
    tree = parse('[a\\](b)](<x) onload=1 "> "t\\"u")\n', "x.md")
    again = parse(write(tree.sections), "x.md")
    assert len(again.sections[0].blocks) == 1
    assert "onload=1 " not in write(tree.sections)


def test_heading_keeps_its_number_its_id_and_what_is_said_of_it() -> None:
    markdown = '### C12 Change history { #c12-history data-search-exclude data-signed="no" }\n\nx\n'
    assert write(parse(markdown, "x.md").sections) == markdown
