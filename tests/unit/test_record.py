"""The decision record: one list of fields for the page and for paper, and what each protocol fills in."""

import json
import re

import pytest

from generator.composed.nodes import Box, plain_words, walk
from generator.county.county import County
from generator.exports.records import VARIABLE, record_files
from generator.pages.record import DECISION, FROM_PROTOCOL, REPEAT, WRITTEN, record_page
from generator.printing.compose import Composer
from generator.rendering.renderer import Renderer
from generator.site.build import Site
from generator.words.catalogue import ENGLISH
from generator.words.prose import numbered_items
from tests.conftest import ROOT

LARGEST = 100_000
"""How many bytes a protocol may fill in with: the page loads one when it is asked for."""


@pytest.fixture(scope="module")
def whole(county: Site) -> County:
    return county.county


def words_in(data: object) -> str:
    """Return the words of what a print template is given."""
    if isinstance(data, list):
        return "".join(map(words_in, data))
    if isinstance(data, dict):
        return str(data["s"]) if "s" in data else words_in(data.get("c", []))
    return ""


def test_page_and_paper_have_the_same_fields(county: Site) -> None:
    page = next(page for page in county.pages if page.page_uri == "record/index.md")
    boxes = [node for section in page.tree.sections for node in walk(section.blocks) if isinstance(node, Box)]
    on_page = [
        (box.tag.get("data-field"), plain_words(box.inside[:1]).strip()) for box in boxes if box.tag.get("data-field")
    ]
    data = Composer(county, Renderer(ROOT / "templates", county.county)).decision_record()
    on_paper = [(field["id"], words_in(field["words"])) for part in data["parts"].values() for field in part["fields"]]
    assert on_paper == on_page
    assert len(on_page) == len({name for name, _ in on_page})


def test_the_form_prints_every_part() -> None:
    form = (ROOT / "templates" / "print" / "form.typ").read_text(encoding="utf-8")
    page = (ROOT / "templates" / "pages" / "record.md.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'fields\("(\w+)"\)', form)) == set(re.findall(r'data-fields="(\w+)"', page))


def test_fields_are_those_of_the_core_in_its_words_and_the_forms_own(county: Site, whole: County) -> None:
    view = record_page(whole)
    written = re.findall(r"^\s*(\d+)\. (.+)$", whole.clauses["recording"].text, re.MULTILINE)
    assert [(str(field.number), field.words) for field in view.recorded] == written
    page = next(page for page in county.pages if page.page_uri == "record/index.md")
    named = re.findall(r'data-field="([^"]*)"', page.markdown)
    own = [field.id for field in (*DECISION, *FROM_PROTOCOL, *REPEAT, *WRITTEN)]
    assert sorted(named) == sorted([*own, *(field.id for field in view.recorded)])


def test_items_are_those_of_the_first_numbered_list_alone() -> None:
    text = "Ask:\n\n1. who\n   asked\n2. why, see [[core/x|B1]]\n   - a part\n\nThen:\n\n- other\n\n1. later\n"
    assert numbered_items(text) == ("who asked", "why, see [[core/x|B1]]")
    assert numbered_items("- none\n\nWords") == ()


def test_every_protocol_fills_in_its_own_flows(whole: County) -> None:
    files = {file.uri: file.content.decode("ascii") for file in record_files(whole, ENGLISH)}
    assert list(files) == [f"assets/records/{protocol.id}.js" for protocol in whole.current_protocols]
    for protocol, text in zip(whole.current_protocols, files.values(), strict=True):
        assert len(text) < LARGEST
        value = json.loads(text.removeprefix(f"globalThis.{VARIABLE}=").removesuffix(";\n"))
        assert [flow["item"] for flow in value["flows"]] == [flow.item for flow in protocol.flows]
        assert [flow["verdict"] for flow in value["flows"]] == [flow.verdict.value for flow in protocol.flows]
        assert value["within"] == protocol.fast_track.record_within
        known = {*value["agencies"]}
        assert all(known >= {*flow["from"], *flow["to"]} for flow in value["flows"])
        assert all(known >= set(members) for members in value["groups"].values())
