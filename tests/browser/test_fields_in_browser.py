"""Whatever is written into a field of words, a browser finds on every page what it finds with a plain word there: nothing is injected.

Each value of each field of words of the small project gets a construct of some language through which words pass, past the checks. On a
line of plain words that adds no element and no attribute; in prose, none but those of `PROSE`. `DOMS` says how many rounds are
tried, each of which gives every field another construct; `make fuzz` goes through them all.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from generator.county.county import County
from generator.county.fields import Shape, shapes
from generator.county.gathering import gather
from generator.county.library import Document, Library
from generator.model.base import Entry
from generator.publishers.mkdocs_build import write_with_mkdocs
from generator.site.build import build_from
from generator.sources.nodes import plain_data
from tests.browser.test_nothing_runs_in_browser import NEVER_SHOWN
from tests.conftest import AS_OF, copy_small
from tests.properties.test_fields import CONSTRUCTS, END
from tests.support.preview import without_guide

DOMS = int(os.environ.get("DOMS", "2"))

PLAIN = ("Word",)

SAYABLE = tuple(construct for construct in CONSTRUCTS if "[[" not in construct)
"""What prose may say that names nothing: of a reference to nothing no page is made."""

PROSE = {"a [href]", "br []", "code []", "em []", "li []", "ol []", "p []", "strong []", "ul []"}
"""The elements that prose makes, with the names of their attributes."""

SORTED = {("Term", "term")}
"""Fields whose first letter decides below which heading they stand."""

ELEMENTS = """(texts) => texts.map((text) =>
  [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("*")].map((element) => {
    const path = [];
    for (let each = element; each; each = each.parentElement) path.unshift(each.localName);
    const address = (element.getAttribute("href") || element.getAttribute("src") || "").trim();
    const runs = /^(javascript|data|vbscript):/i.test(address) ? " runs" : "";
    return path.join("/") + " [" + element.getAttributeNames().sort().join(" ") + "]" + runs;
  }))"""
"""Returns of each page every element: where it is, the names of its attributes, and whether its address is a program."""

Doms = Mapping[str, Counter[str]]
"""The elements of each page, by where it is in its site."""


@dataclass
class Filled:
    """Puts a construct into every value of every field of one kind: of plain words, or of prose."""

    prose: bool
    constructs: tuple[str, ...] = PLAIN
    first: int = 0
    """Which construct the first field gets; each other field gets the next one."""
    fields: dict[tuple[str, str], int] = field(default_factory=dict)
    """Each field that was filled, by class and key, with which one it is."""

    def document(self, document: Document[Entry]) -> Document[Entry]:
        data = self._entry(document.entry, plain_data(document.node))
        return replace(document, model=document.entry.model_validate(data))

    def construct(self, key: tuple[str, str]) -> str:
        number = self.fields.setdefault(key, len(self.fields))
        return self.constructs[(number + self.first) % len(self.constructs)]

    def _entry(self, entry: type[Entry], data: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self._value((entry.__name__, name), shapes(entry)[name], value) if name in shapes(entry) else value
            for name, value in data.items()
        }

    def _value(self, key: tuple[str, str], shape: Shape, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(key, shape, each) for each in value]
        if shape.is_table and isinstance(value, dict):
            return {name: self._value(key, replace(shape, is_table=False), each) for name, each in value.items()}
        if shape.entry and isinstance(value, dict):
            return self._entry(shape.entry, value)
        if isinstance(value, str) and (shape.markup if self.prose else shape.plain) and key not in NEVER_SHOWN:
            words = f"{self.construct(key)} {END}"
            return f"{value} {words}" if key in SORTED else f"{words} {value}"
        return value


class Sites:
    """Sites of the small project, as a browser parses them."""

    def __init__(self, project: Path, tab: Page) -> None:
        self._project, self._tab = project, tab
        self._documents = gather(project).library.parsed

    def doms(self, filled: Filled) -> Doms:
        documents = tuple(filled.document(each) if isinstance(each, Document) else each for each in self._documents)
        folder = self._project.parent / "made"
        write_with_mkdocs(self._project, build_from(self._project, County.of(Library(documents), AS_OF)), folder)
        paths = sorted(folder.rglob("*.html"))
        found = self.elements([path.read_text(encoding="utf-8") for path in paths])
        return {str(path.relative_to(folder)): each for path, each in zip(paths, found, strict=True)}

    def elements(self, texts: list[str]) -> list[Counter[str]]:
        return [Counter(each) for each in self._tab.evaluate(ELEMENTS, texts)]


@pytest.fixture
def sites(tmp_path: Path, browser: Browser) -> Iterator[Sites]:
    tab = browser.new_page()
    yield Sites(without_guide(copy_small(tmp_path / "project")), tab)
    tab.close()


def injected(before: Counter[str], after: Counter[str], *, prose: bool) -> list[str]:
    """Return what differs between two pages that may hold nothing but other words, or what prose makes of them."""
    added, gone = after - before, before - after
    if not prose:
        return sorted((added + gone).elements())
    return [each for each in sorted((added + gone).elements()) if each.rpartition("/")[2] not in PROSE]


@pytest.mark.parametrize("prose", [False, True], ids=["plain words", "prose"])
def test_browser_finds_no_element_that_a_plain_word_would_not_make(sites: Sites, *, prose: bool) -> None:
    seed = int(os.environ.get("PROBES_SEED", "1"))
    constructs = SAYABLE if prose else CONSTRUCTS
    rounds = random.Random(seed).sample(range(len(constructs)), min(DOMS, len(constructs)))
    plain = sites.doms(Filled(prose))
    tried = set()
    for first in rounds:
        filled = Filled(prose, constructs, first)
        made = sites.doms(filled)
        assert made.keys() == plain.keys(), f"PROBES_SEED={seed}"
        found = {uri: injected(plain[uri], made[uri], prose=prose) for uri in plain}
        assert {uri: each for uri, each in found.items() if each} == {}, f"PROBES_SEED={seed}"
        tried |= {(key, filled.construct(key)) for key in filled.fields}
    assert len(filled.fields) > 80
    assert len(tried) == len(rounds) * len(filled.fields)
    sys.stdout.write(
        f"{len(filled.fields)} fields, {len({each for _, each in tried})} constructs, {len(tried)} pairs: none injected\n"
    )


@pytest.mark.parametrize(
    "injecting",
    [
        "<b>a</b>",
        '<p title="" onclick="a">',
        "<p>a</p><p>b</p>",
        '<p title="a"><a href="javascript:a">a</a>',
        "<i><p title=a></i>",
    ],
)
@pytest.mark.parametrize("prose", [False, True])
def test_what_is_injected_is_found_out(sites: Sites, injecting: str, *, prose: bool) -> None:
    before, after = sites.elements(['<p title="a">a</p>', f'<p title="a">a</p>{injecting}'])
    assert injected(before, after, prose=prose) or (prose and injecting == "<p>a</p><p>b</p>")
    assert injected(before, before, prose=prose) == []
