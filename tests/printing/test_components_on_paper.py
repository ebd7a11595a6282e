"""Every component, shown by its examples, in both media: the words of its tree are the words on the screen and on paper."""

import re
from pathlib import Path

import pytest
from lxml import html

from generator.composed.html import Writer
from generator.composed.nodes import plain_words
from generator.composed.tree import Tree, parse
from generator.printing.addresses import Addresses
from generator.printing.faults import PrintingFault
from generator.printing.nodes import Setting
from generator.printing.typeset import Typesetter, as_json, install_fonts
from tests.conftest import ROOT
from tests.printing.reader import Read

GOLDEN = ROOT / "tests" / "golden" / "components"
ON_SCREEN = ("figure",)
"""Components of pages that are never printed."""
NAMES = sorted(path.stem for path in GOLDEN.glob("*.md") if path.stem not in ON_SCREEN)
URI = "protocols/example.md"
SHEET = """#import "style.typ": *
#import "nodes.typ": set-blocks
#let data = json("data.json")
#describe(data)
#show: body => setup(data, body)
#set page(paper: "a4")
#heading(level: 1, data.title)
#set-blocks(data.blocks)
"""
ABOUT = {"author": "A", "description": "D", "keywords": [], "language": "en-GB", "date": [2026, 10, 5], "words": {}}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    """A typesetter with a template that sets blocks and nothing else."""
    templates = tmp_path_factory.mktemp("project") / "templates" / "print"
    templates.mkdir(parents=True)
    (templates / "example.typ").write_text(SHEET, encoding="utf-8")
    fonts = install_fonts(tmp_path_factory.mktemp("fonts"))
    return Typesetter(templates, fonts, tmp_path_factory.mktemp("setting"))


def squeezed(words: str) -> str:
    """Return words without spaces, and without what paper adds: the page that a reference leads to."""
    return re.sub(r"page\s*\d+|\s+", "", words)


def tree_of(example: str) -> Tree:
    """Return an example under headings of the levels above those that an example has."""
    return parse(f"# Page\n\n## Part\n\n### Section\n\n{example}", URI)


def examples_of(name: str) -> list[str]:
    return re.split(r"<!-- .*? -->\n\n", (GOLDEN / f"{name}.md").read_text(encoding="utf-8"))[1:]


@pytest.mark.parametrize("name", NAMES)
def test_component_says_the_same_on_screen_and_on_paper(name: str, sheets: Typesetter, tmp_path: Path) -> None:
    examples = examples_of(name)
    assert examples
    for at, example in enumerate(examples):
        tree = tree_of(example)
        nodes = [node for section in tree.sections for node in section.nodes][1:]
        expected = squeezed(plain_words(nodes))

        written = html.fromstring(f"<div>{Writer(lambda href: href).write(tree, {}).html}</div>")
        assert squeezed(str(written.text_content())) == "Page" + expected

        setting = Setting(Addresses("https://example.example/", URI, {}))
        blocks = [node for section in tree.sections for node in setting.section(section)][1:]
        path = tmp_path / f"{at}.pdf"
        path.write_bytes(sheets.typeset(name, "example.typ", as_json({"title": "Page", "blocks": blocks, **ABOUT})))
        said = "".join(heading + words for heading, words in Read(path).sections())
        assert squeezed(said) == "Page" + expected


@pytest.mark.parametrize("name", ON_SCREEN)
def test_component_of_the_screen_alone_is_refused_on_paper_and_never_lost(name: str) -> None:
    for example in examples_of(name):
        setting = Setting(Addresses("https://example.example/", URI, {}))
        with pytest.raises(PrintingFault, match="nothing says how picture is printed"):
            _ = [node for section in tree_of(example).sections for node in setting.section(section)]
