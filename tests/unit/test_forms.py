"""What the forms are made of: each source as it is written, the schemas of the model, and every name; all small, and in plain ASCII."""

import json
import re
from typing import Any

import pytest

from generator.county.library import Library
from generator.exports.forms import VARIABLE, form_files
from generator.exports.schema import NAMES, schemas
from generator.pages.edit import edit_page, editable
from generator.site.build import Site
from generator.sources.disk import read_source
from generator.sources.nodes import plain_data
from generator.sources.yaml_reader import read_yaml
from generator.words.catalogue import ENGLISH
from tests.conftest import ROOT

LARGEST = 150_000
"""How many bytes a form may load at once."""
SCRIPT = re.compile(rb'\(globalThis\.(\w+)\?\?=\{\}\)\["([^"]+)"\]=(.+);\n')


@pytest.fixture(scope="module")
def made(county: Site) -> dict[str, Any]:
    """Return what each script leaves to the page, by its name."""
    found: dict[str, Any] = {}
    for file in form_files(county.county, ENGLISH):
        match = SCRIPT.fullmatch(file.content)
        assert match
        assert match[1].decode() == VARIABLE
        assert file.uri == f"assets/edit/{match[2].decode()}.js"
        found[match[2].decode()] = json.loads(match[3])
    return found


@pytest.fixture(scope="module")
def library(county: Site) -> Library:
    return county.county.library


def test_every_source_of_a_kind_with_a_form_is_served_as_the_reader_reads_it(made: dict[str, Any]) -> None:
    paths = sorted(
        path for folder in ("tier-3", "agencies", "law") for path in (ROOT / "protocols" / folder).glob("*.yaml")
    )
    assert len(paths) > 150
    for path in paths:
        served = made[f"{path.parent.name}/{path.stem}"]
        source, _ = read_source(ROOT, path)
        assert source
        node, faults = read_yaml(source)
        assert node
        assert not faults
        assert served["values"] == plain_data(node)
        assert served["file"] == path.relative_to(ROOT).as_posix()
    assert len([name for name in made if "/" in name]) == len(paths)


def test_schemas_are_those_of_the_model(made: dict[str, Any], library: Library) -> None:
    found = schemas(library)
    for kind in ("protocol", "agency", "instrument"):
        assert made[kind]["schema"] == found[f"{kind}.json"]


def test_sections_of_a_protocol_hold_each_field_once(made: dict[str, Any]) -> None:
    fields = [field for group in made["protocol"]["groups"] for field in group["fields"]]
    assert len(fields) == len(set(fields))
    assert set(fields) <= set(made["protocol"]["schema"]["properties"])
    assert made["protocol"]["groups"][1] == {"title": "A2 Fast track", "fields": ["fast_track"]}


def test_every_name_has_the_title_of_what_it_names(made: dict[str, Any], library: Library) -> None:
    names, schema = made["names"], schemas(library)[NAMES]["$defs"]
    for kind, found in schema.items():
        if "enum" in found:
            assert list(names[kind]) == found["enum"]
    assert names["agency"]["kent-police"] == "Kent Police"
    assert names["post"]["kent-police/out-of-hours"].endswith(", Kent Police")
    assert names["provision"]["crime-and-disorder-act-1998/s115"] == "Crime and Disorder Act 1998, section 115"
    assert names["section"]["fast-track"] == "Fast track"
    assert not [
        name
        for kind in ("agency", "post", "provision", "target", "protocol")
        for name, title in names[kind].items()
        if not title
    ]


def test_no_form_loads_much(county: Site) -> None:
    assert max(len(file.content) for file in form_files(county.county, ENGLISH)) < LARGEST


def test_page_lists_every_source_that_has_a_form(county: Site, made: dict[str, Any]) -> None:
    listed = {entry.src_path for _, _, entries in edit_page(county.county).kinds for entry in entries}
    assert listed == {found["file"] for name, found in made.items() if "/" in name}
    assert listed == editable(county.county)
    assert "protocols/tier-3/domestic-abuse-marac.yaml" in listed
    assert listed.isdisjoint({"protocols/site.yaml", "protocols/core/fast-track.yaml"})
