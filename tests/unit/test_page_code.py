"""A finished page holds nothing that the templates did not make."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.site.page_code import inline_scripts, strangers
from tests.conftest import ROOT

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title><link rel="stylesheet" href="a.css">
<script>__md_scope=new URL("..",location)</script><script src="a.js"></script></head><body>
<article class="md-content"><h1 id="a">A</h1><p>Words</p><a href="tel:01632960000">Ring</a>{}</article></body></html>"""


def found(words: str) -> list[str]:
    theme = inline_scripts(LexborHTMLParser(PAGE.replace("..", "../..")))
    return list(strangers(LexborHTMLParser(PAGE.format(words)), theme))


def test_page_of_the_templates_holds_no_stranger() -> None:
    assert found('<span title="x" data-agency="y" aria-label="z">1</span><a href="https://x.example/">x</a>') == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("<script>alert(1)</script>", "a script that is not the theme's"),
        ("<svg onload=document.title=1337></svg>", "the attribute `onload` of `svg`"),
        ('<span aria-label="Safe" onmouseover="x">x</span>', "the attribute `onmouseover` of `span`"),
        ("<iframe></iframe>", "the element `iframe`"),
        ("<style>p{}</style>", "the element `style`"),
        ("<math></math>", "the element `math`"),
        ('<p style="color:red">x</p>', "the attribute `style` of `p`"),
        ('<a href="javascript:alert(1)">x</a>', "the address `javascript:alert(1)` of `a`"),
        ('<a href="&#9;java&#x73;cript:alert(1)">x</a>', "the address `\tjavascript:alert(1)` of `a`"),
        ('<a href="data:text/html,x">x</a>', "the address `data:text/html,x` of `a`"),
        (
            '<img src="https://elsewhere.example/x.png" alt="">',
            "the address `https://elsewhere.example/x.png` of `img`",
        ),
        ('<img src="//elsewhere.example/x.png" alt="">', "the address `//elsewhere.example/x.png` of `img`"),
        ('<meta http-equiv="refresh" content="0;url=x">', "the attribute `http-equiv` of `meta`"),
        ('<link rel="stylesheet" href="https://x.example/a.css">', "the address `https://x.example/a.css` of `link`"),
        ('<form action="https://x.example/">x</form>', "the attribute `action` of `form`"),
        ("<svg><animate /></svg>", "the element `animate`"),
        ('<base href="https://x.example/">', "the element `base`"),
    ],
)
def test_whatever_else_is_named(words: str, expected: str) -> None:
    assert expected in found(words)


def test_every_brace_of_the_styles_is_closed() -> None:
    for path in sorted((ROOT / "docs" / "assets" / "stylesheets").glob("*.css")):
        depth = 0
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            depth += line.count("{") - line.count("}")
            assert 0 <= depth <= 2, f"{path.name}:{number}"
        assert depth == 0, path.name
