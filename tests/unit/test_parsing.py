"""Each element of the dialect, read by itself; and words that were escaped, which are nothing but words wherever they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.composed.nodes import (
    Block,
    Box,
    Code,
    Emphasis,
    Heading,
    Link,
    Listing,
    Node,
    Paragraph,
    Picture,
    Span,
    Strong,
    Summary,
    Table,
    Tag,
    Text,
    plain_words,
    walk,
)
from generator.composed.parsing import END, Item, read_stretch
from generator.words.prose import Writer, escape, plain, write_line

WORDS = (Text("a"),)
DIV = Tag("div", (("class", "b"), ("markdown", "")), 0, '<div class="b" markdown>')
TIME = Tag("time", (("datetime", "2026"),), 0, '<time datetime="2026">')


def tight(words: str) -> Paragraph:
    return Paragraph((Text(words),), tight=True)


def bullet(*blocks: Block) -> Listing:
    return Listing(ordered=False, start=1, items=(blocks,))


@pytest.mark.parametrize(
    ("markdown", "items"),
    [
        pytest.param("a\nb  \nc\\\nd", [Paragraph((Text("a\nb\nc\nd"),))], id="line ends"),
        pytest.param("a\r\nb\rc", [Paragraph((Text("a\nb\nc"),))], id="line ends of other systems"),
        pytest.param("a\0", [Paragraph((Text("a\ufffd"),))], id="a character that is none"),
        pytest.param(r"\*a\* &lt;b&gt; &amp;amp; \\", [Paragraph((Text("*a* <b> &amp; \\"),))], id="escaped"),
        pytest.param("[a] ![b] c_d_e ~~f~~ $g$", [Paragraph((Text("[a] ![b] c_d_e ~~f~~ $g$"),))], id="no marks"),
        pytest.param("**a***a*", [Paragraph((Strong(WORDS), Emphasis(WORDS)))], id="strong and soft"),
        pytest.param("`*a*`", [Paragraph((Code("*a*"),))], id="code word"),
        pytest.param(
            '[*a*](b.md?c=d&e=ü#f "g \\" h")',
            [Paragraph((Link((Emphasis(WORDS),), "b.md?c=d&e=%C3%BC#f", 'g " h'),))],
            id="link",
        ),
        pytest.param("[a](https://é.example/)", [Paragraph((Link(WORDS, "https://xn--9ca.example/", ""),))], id="host"),
        pytest.param(r"![a \* b](c.svg)", [Paragraph((Picture("c.svg", "a * b"),))], id="picture"),
        pytest.param('<time datetime="2026">a</time>', [Paragraph((Span(TIME, WORDS),))], id="span"),
        pytest.param("#### a\n\nb", [Heading(4, "", "", WORDS), Paragraph((Text("b"),))], id="small heading"),
        pytest.param(
            "-   a\n-   b", [Listing(ordered=False, start=1, items=((tight("a"),), (tight("b"),)))], id="list"
        ),
        pytest.param("0.  a", [Listing(ordered=True, start=1, items=((tight("a"),),))], id="list from nothing"),
        pytest.param(
            "7.  a\n\n    -   b\n\n8.  a",
            [Listing(ordered=True, start=7, items=((Paragraph(WORDS), bullet(tight("b"))), (Paragraph(WORDS),)))],
            id="list in a loose list",
        ),
        pytest.param(
            '-   <time datetime="2026">a</time>\n    -   b',
            [bullet(Paragraph((Span(TIME, WORDS),), tight=True), bullet(tight("b")))],
            id="list in a tight list",
        ),
        pytest.param(
            "| a | `b\\|c` |\n| --- | --- |\n| d |\n| e | \\\\\\| | g |",
            [
                Table(
                    (WORDS, (Code("b|c"),)),
                    (((Text("d"),), ()), ((Text("e"),), (Text("\\|"),))),
                )
            ],
            id="table",
        ),
        pytest.param(
            "a\n| a |\n| --- |\n\na",
            [Paragraph(WORDS), Table((WORDS,), ()), Paragraph(WORDS)],
            id="table right below words",
        ),
        pytest.param('<div class="b" markdown>\n\na\n\n</div>', [Box(DIV, (Paragraph(WORDS),))], id="box"),
        pytest.param('<div class="b" markdown>\n\na', [DIV, Paragraph(WORDS)], id="box that opens"),
        pytest.param("a\n</div>\n\na", [Paragraph(WORDS), END, Paragraph(WORDS)], id="box that ends"),
        pytest.param("<summary> *a* # </summary>", [Summary((Text(" "), Emphasis(WORDS), Text(" # ")))], id="summary"),
    ],
)
def test_each_element_of_the_dialect_is_its_node(markdown: str, items: list[Item]) -> None:
    assert list(read_stretch(markdown).items) == items


@pytest.mark.parametrize(
    ("markdown", "heading"),
    [
        ("# a", Heading(1, "", "", WORDS)),
        ("#", None),
        ("## B1", Heading(2, "", "", (Text("B1"),))),
        ("## B1 a ##\n", Heading(2, "B1", "", WORDS)),
        ("## B1 { #b1 }", Heading(2, "", "b1", (Text("B1"),))),
        ("## B1 *a* é { #b1 data-x }\n", Heading(2, "B1", "b1", (Emphasis(WORDS), Text(" é")), (("data-x", ""),))),
        (r"### \*a { #c } \{ #d \}", Heading(3, "", "", (Text("*a { #c } { #d }"),))),
        ("### C# { #c }", Heading(3, "", "c", (Text("C#"),))),
        ("### C # { #c }", Heading(3, "", "c", (Text("C #"),))),
    ],
)
def test_heading_is_apart_from_what_stands_under_it(markdown: str, heading: Heading | None) -> None:
    found = read_stretch(markdown)
    assert found.heading == heading
    assert found.anchors == ((heading.anchor,) if heading and heading.anchor else ())


def test_tag_knows_its_line() -> None:
    (_, outer, inner) = read_stretch("é\n\n<div>\n<div markdown>\n\n<summary>a</summary>").items[:3]
    assert isinstance(outer, Tag)
    assert isinstance(inner, Tag)
    assert (outer.line, inner.line) == (2, 3)


def test_words_are_explained_as_they_first_are_wherever_they_stand() -> None:
    markdown = """# [a](b "c")

<summary>[d](e "f")</summary>

-   [a](b "g")
-   [*h*](i "j")

| [k](l "m") |
| --- |
| **[n](o "p")** |
"""
    assert read_stretch(markdown).terms == (("a", "c"), ("d", "f"), ("h", "j"), ("k", "m"), ("n", "p"))


HOLE = "Zq"

PLACES = (
    "Zq",
    "-   Zq",
    "1.  Zq\n\n    Zq",
    "## A1 Zq { #a1 data-x }",
    "#### a Zq a",
    "| Zq | Zq |\n| --- | --- |\n| Zq |  |",
    "<details markdown>\n<summary>Zq</summary>\n\n</details>",
    '<div class="b" markdown>\n\nZq\n</div>',
)
MARKS = ("Zq", "**Zq**", '[Zq](a.md "b")', '<span class="b">Zq</span>')

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Z"]) | st.sampled_from(" <>[]()*_`{}|!#-+=&\\ab:/\"'1.")


def said(markdown: str, words: str) -> list[tuple[str, str]]:
    """Return the kind of each node, and what a text says with these words in its hole."""
    found = read_stretch(markdown)
    nodes: list[Node] = [found.heading] if found.heading else []
    nodes += [item for item in found.items if not isinstance(item, Tag | str)]
    return [
        (type(node).__name__, node.words.replace(HOLE, words) if isinstance(node, Text) else "") for node in walk(nodes)
    ]


@given(st.text(CHARACTERS).map(str.strip).filter(bool), st.sampled_from(PLACES), st.sampled_from(MARKS))
def test_escaped_words_are_these_words_wherever_they_stand(words: str, place: str, mark: str) -> None:
    markdown = place.replace(HOLE, mark)
    assert said(markdown.replace(HOLE, escape(words)), HOLE) == said(markdown, words)


READ = {Paragraph, Text, Strong, Emphasis, Code, Link}


@given(st.text("<>[]()*_`{}|!#-+=&\\ab:/.1\n \"'€„“\N{THINKING FACE}", max_size=60))
def test_line_of_a_source_is_read_as_the_words_it_was_written_for(text: str) -> None:
    writer = Writer(lambda reference: escape(reference.words or reference.target), escape)
    written = write_line(text, writer)
    nodes = [item for item in read_stretch(written).items if not isinstance(item, Tag | str)]
    assert {type(node) for node in walk(nodes)} <= READ
    assert " ".join(plain_words(nodes).split()) == plain(text, lambda reference: reference.words or reference.target)
