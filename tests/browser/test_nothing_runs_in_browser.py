"""Nothing that is written in a source runs: every field of words of every kind of source, in a real browser.

The checks refuse such words. Here they are put past the checks, into the decoded sources themselves, so that what is tried is
the last defence: that words are escaped where they become a page.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from generator.county.county import County
from generator.county.fields import Shape, shapes
from generator.county.gathering import FILES, FOLDERS, gather
from generator.county.library import Document, Library
from generator.model.base import Entry
from generator.publishers.mkdocs_build import write_with_mkdocs
from generator.site.build import Site, build_from
from generator.site.verify import verify
from generator.sources.nodes import plain_data
from tests.browser.conftest import context_in
from tests.conftest import AS_OF, ROOT

HOSTILE = (
    'Safe" onmouseover="window.ran=1\' onfocus=window.ran=1 <svg onload=window.ran=1></svg></title></script>'
    "<script>window.ran=1</script> [x](javascript:window.ran=1) {{ 7 * 7 }} `<b>x</b>` | &lt;img src=x onerror=window.ran=1&gt;"
)
"""Ends an attribute, a title and a script, and opens an element, an attribute, a link, a template and a cell."""

NEVER_SHOWN = {
    ("Silence", "rule"),
    ("Silence", "at"),
    ("Protocol", "undecided"),
    ("Signature", "fingerprint"),
    ("SiteSettings", "security_contact"),
}
"""Fields whose words must name something else for anything to be made of them."""

RARE = {
    "signatures": [
        {
            "agency": "kent-police",
            "post": "Head",
            "on": "2026-11-01",
            "version": "0.1",
            "fingerprint": "words-1:00",
            "evidence": {"kind": "letter", "reference": "L 12", "held_by": "kent-police"},
        }
    ],
    "silenced": [{"rule": "long-sentence", "at": "summary", "because": "It reads well."}],
    "retired": {"on": "2026-11-01", "why": "It was replaced."},
}
"""Fields that no protocol of the county has yet."""


def fields_of(entry: type[Entry], seen: set[type[Entry]] | None = None) -> Iterator[tuple[str, str]]:
    """Yield every field of words below a model class, by class and key."""
    seen = set() if seen is None else seen
    if entry in seen:
        return
    seen.add(entry)
    for name, shape in shapes(entry).items():
        if shape.entry:
            yield from fields_of(shape.entry, seen)
        elif shape.plain or shape.markup:
            yield entry.__name__, name


class Hostile:
    """Puts hostile words into one value of each field of words; remembers in which fields."""

    def __init__(self) -> None:
        self.reached: set[tuple[str, str]] = set()

    def document(self, document: Document[Entry]) -> Document[Entry]:
        data = plain_data(document.node)
        if document.id == "domestic-abuse-marac":
            data = {**data, **RARE, "review": {**data["review"], "outcome": "It works."}}
            data["dpia"] = {**data["dpia"], "outcome": "The risk is low."}
            data["asked_as"] = [{**asked, "answer": "Yes."} for asked in data["asked_as"]]
        if document.id == "glossary":
            data = {**data, "terms": [{**term, "also_called": ["a word"]} for term in data["terms"]]}
        if document.id == "site":
            data = {**data, "core_repository": data["repository"]}
        if document.id == "uk-gdpr":
            data["provisions"][0]["changes"] = [{"on": "2027-11-01", "says": "It covers more."}]
        data = self._entry(document.entry, data)
        return replace(document, model=document.entry.model_validate(data))

    def _entry(self, entry: type[Entry], data: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self._value(entry.__name__, name, shapes(entry)[name], value) if name in shapes(entry) else value
            for name, value in data.items()
        }

    def _value(self, entry: str, name: str, shape: Shape, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(entry, name, shape, each) for each in value]
        if shape.is_table and isinstance(value, dict):
            return {key: self._value(entry, name, replace(shape, is_table=False), each) for key, each in value.items()}
        if shape.entry and isinstance(value, dict):
            return self._entry(shape.entry, value)
        key = (entry, name)
        if isinstance(value, str) and (shape.plain or shape.markup) and key not in self.reached | NEVER_SHOWN:
            self.reached.add(key)
            return f"{value[:60]} {HOSTILE}"
        return value


@pytest.fixture(scope="module")
def hostile() -> tuple[Site, set[tuple[str, str]]]:
    """The county's site, with hostile words in one value of every field."""
    gathered = gather(ROOT)
    mark = Hostile()
    documents = tuple(
        mark.document(found) if isinstance(found, Document) else found for found in gathered.library.parsed
    )
    site = build_from(ROOT, County.of(Library(documents), AS_OF))
    return site, mark.reached


def test_every_field_of_words_is_tried(hostile: tuple[Site, set[tuple[str, str]]]) -> None:
    every = {field for entry in (*FOLDERS.values(), *FILES.values()) for field in fields_of(entry)}
    assert every - hostile[1] - NEVER_SHOWN == set()


def test_nothing_written_in_a_source_runs(
    hostile: tuple[Site, set[tuple[str, str]]], tmp_path: Path, browser: Browser
) -> None:
    site, _ = hostile
    folder = tmp_path / "site"
    write_with_mkdocs(ROOT, site, folder)
    assert [problem for problem in verify(site, folder) if "no template" in problem] == []
    context = context_in(browser)
    tab = context.new_page()
    ran = []
    for path in sorted(folder.rglob("*.html")):
        tab.goto(path.as_uri(), wait_until="load")
        if tab.evaluate(
            "() => window.ran || [...document.querySelectorAll('*')].some(e => e.getAttributeNames().some(n => n.startsWith('on')))"
        ):
            ran.append(path.relative_to(folder).as_posix())
    context.close()
    assert ran == []
