"""A page's tree in HTML: closed sections, names for headings, what is filled, and nothing that a word could add."""

from lxml import html

from generator.composed.html import Writer
from generator.composed.outline import Layer
from generator.composed.tree import parse

PAGE = """# Page

<div class="part" data-part="top" markdown>

## Part { #part data-signed="no" }

### One { #one }

First.

#### Inner { #inner }

Second.

#### Other { #other }

Third.

### Two { #two }

<div class="agency" markdown>

#### Boxed { #boxed }

Fourth.

</div>

Fifth.

</div>

## After { #after }

Sixth.
"""


def written(markdown: str, **layers: str) -> html.HtmlElement:
    sections = {anchor: Layer("Us", says) for anchor, says in layers.items()}
    page = Writer(lambda href: href).write(parse(markdown, "x.md"), sections)
    return html.fragment_fromstring(page.html, create_parent=True)


def closed(page: html.HtmlElement) -> dict[str, tuple[str, list[str]]]:
    """Each closed section: what it says of itself, and the paragraphs that stand in it."""
    return {
        layer.get("data-layer"): (
            layer.findtext("summary/span[@class='layer-says']"),
            [paragraph.text for paragraph in layer.iter("p")],
        )
        for layer in page.iter("details")
        if layer.get("class") == "layer"
    }


def test_no_section_is_closed_unless_the_page_says_so() -> None:
    assert closed(written(PAGE)) == {}


def test_a_section_is_closed_down_to_the_next_heading_as_high() -> None:
    assert closed(written(PAGE, one="Of one.", two="Of two.")) == {
        "one": ("Of one.", ["First.", "Second.", "Third."]),
        "two": ("Of two.", ["Fourth.", "Fifth."]),
    }


def test_a_section_ends_with_the_box_around_it() -> None:
    assert closed(written(PAGE, part="P", boxed="B", after="A")) == {
        "part": ("P", ["First.", "Second.", "Third.", "Fourth.", "Fifth."]),
        "boxed": ("B", ["Fourth."]),
        "after": ("A", ["Sixth."]),
    }


def test_closed_sections_nest() -> None:
    page = written(PAGE, one="1", inner="2", other="3")
    assert closed(page) == {
        "one": ("1", ["First.", "Second.", "Third."]),
        "inner": ("2", ["Second."]),
        "other": ("3", ["Third."]),
    }
    assert [layer.get("data-layer") for layer in page.xpath("//details[@data-layer='one']//details")] == [
        "inner",
        "other",
    ]


def test_a_closed_section_keeps_its_heading_as_it_is() -> None:
    page = written(PAGE, part="<i>Words</i> & words")
    summary = page.find(".//details/summary")
    assert (summary[0].tag, dict(summary[0].attrib), summary[0].text) == (
        "h2",
        {"id": "part"},
        "Part",
    )
    assert (summary[1].get("class"), summary[1].text) == ("layer-whose", "Us")
    assert summary[2].text == "<i>Words</i> & words"


def test_a_section_with_nothing_to_say_stays_open_and_says_whose_it_is() -> None:
    page = written(PAGE, one="")
    assert closed(page) == {}
    assert [(badge.getprevious().get("id"), badge.text) for badge in page.find_class("layer-whose")] == [("one", "Us")]
