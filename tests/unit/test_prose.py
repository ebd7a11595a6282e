"""Source text is written out again with its meaning kept and nothing else alive in it."""

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from generator.words.prose import Writer, escape, problems_in, write_line, write_prose

PLAIN = Writer(reference=lambda reference: f"<{reference.target}|{reference.words}>", words=escape)
EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("plain words", "plain words", id="plain"),
        pytest.param("a *b* **c** `d`", "a *b* **c** `d`", id="emphasis"),
        pytest.param("see [[core/x]] and [[core/y|why]]", "see <core/x|> and <core/y|why>", id="references"),
        pytest.param("[x](https://a.example/b(c))", "[x](https://a.example/b%28c%29)", id="link"),
        pytest.param("{{ 7*7 }}", r"\{\{ 7\*7 \}\}", id="template marks"),
        pytest.param("x {: onclick=alert(1) }", r"x \{: onclick=alert(1) \}", id="attributes"),
        pytest.param("- a\n- b", "-   a\n-   b", id="tight list"),
        pytest.param("- a\n  - b", "-   a\n\n    -   b", id="list in a list"),
        pytest.param("1. a\n2. b", "1.  a\n2.  b", id="ordered list"),
        pytest.param(
            "| a | b |\n|---|---|\n| c \\| d | [[x|y]] |", "| a | b |\n| --- | --- |\n| c \\| d | <x|y> |", id="table"
        ),
        pytest.param("one\ntwo\n\nthree", "one two\n\nthree", id="paragraphs"),
        pytest.param("`a|b`", r"a\|b", id="code that could end its cell"),
    ],
)
def test_prose_is_written_for_any_reader(text: str, written: str) -> None:
    assert write_prose(text, PLAIN) == written


@pytest.mark.parametrize(
    "text", ["- not a list", "# not a heading", "1. not a number", "+ plus", "= equals", "~~~ fence"]
)
def test_line_never_starts_a_block(text: str) -> None:
    assert "<p>" in markdown.markdown(write_line(text, PLAIN), extensions=EXTENSIONS)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("<b>x</b>", {"raw-html"}, id="tag"),
        pytest.param("<script>alert(1)</script>", {"raw-html"}, id="script"),
        pytest.param("<!-- x -->", {"raw-html"}, id="comment"),
        pytest.param("[x](javascript:alert(1))", {"unsafe-link"}, id="javascript"),
        pytest.param("[x](JaVaScRiPt:alert(1))", {"unsafe-link"}, id="javascript in capitals"),
        pytest.param("[x](data:text/html,x)", {"unsafe-link"}, id="data"),
        pytest.param("[x](//elsewhere.example)", {"unsafe-link"}, id="no scheme"),
        pytest.param("<javascript:alert(1)>", {"unsafe-link"}, id="autolink"),
        pytest.param("[x][y]\n\n[y]: javascript:alert(1)", {"unsafe-link", "unsupported"}, id="defined elsewhere"),
        pytest.param("![x](https://elsewhere.example/a.png)", {"image"}, id="image"),
        pytest.param("# x", {"unsupported"}, id="heading"),
        pytest.param("```\nx\n```", {"unsupported"}, id="fence"),
        pytest.param("> x", {"unsupported"}, id="quotation"),
        pytest.param("fine: 1 < 2 & [brackets] {braces} 100%", set(), id="signs"),
        pytest.param("[x](https://a.example) and [m](mailto:a@b.example)", set(), id="safe links"),
    ],
)
def test_problems_are_found(text: str, kinds: set[str]) -> None:
    assert {problem.kind for problem in problems_in(text, "prose")} == kinds


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co"]), max_size=80))
def test_escaped_words_are_only_words_to_both_readers(words: str) -> None:
    shown = "x" + " ".join(words.split())
    python_markdown = html.fragment_fromstring(
        markdown.markdown(escape(shown), extensions=EXTENSIONS), create_parent="div"
    )
    common_mark = html.fragment_fromstring(MarkdownIt("commonmark").render(escape(shown)), create_parent="div")
    for tree in (python_markdown, common_mark):
        assert {element.tag for element in tree.iter()} <= {"div", "p"}
        assert tree.text_content().strip() == shown.strip()


@settings(deadline=None)
@given(st.text("<>[]()*_`{}|!#-+=&\\ab:/\n \"'", max_size=60))
def test_whatever_is_written_holds_no_live_html(text: str) -> None:
    page = markdown.markdown(write_prose(text, PLAIN), extensions=EXTENSIONS)
    tree = html.fragment_fromstring(page, create_parent="div")
    allowed = {
        "div",
        "p",
        "em",
        "strong",
        "code",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
    }
    for element in tree.iter():
        assert element.tag in allowed
        assert not any(name.startswith("on") for name in element.attrib)
