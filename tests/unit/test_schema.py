"""What an editor is told about sources: it agrees with the model, with every real source, and with what is committed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from generator.authors.field_reference import field_reference
from generator.county.fields import shapes
from generator.county.gathering import FILES, FOLDERS, gather
from generator.county.library import Parsed
from generator.exports.schema import NAMES, as_text, editor_extensions, editor_settings, schema_name, schemas
from generator.site.build import Site
from generator.sources.nodes import Mapping, Node, Scalar, Sequence
from tests.conftest import ROOT

Schemas = dict[str, dict[str, Any]]
SOURCES = gather(ROOT).library.parsed


@pytest.fixture(scope="module")
def made(county: Site) -> Schemas:
    return schemas(county.county.library)


def seen_by_editor(node: Node) -> Any:
    """Return what a YAML 1.2 editor takes a tree for (its core schema, section 10.3): `2009` is a number, `yes` is text."""
    match node:
        case Sequence(items):
            return [seen_by_editor(item) for item in items]
        case Mapping(pairs):
            return {pair.key.text: seen_by_editor(pair.value) for pair in pairs}
        case Scalar(text, _, plain):
            return _resolved(text) if plain else text
    return None


def _resolved(text: str) -> Any:
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    if re.fullmatch(r"[-+]?\d+\.\d*", text):
        return float(text)
    return {"true": True, "false": False, "": None, "~": None, "null": None}.get(text, text)


def validator(made: Schemas, name: str) -> Draft202012Validator:
    base = "https://schema.invalid/"
    registry: Registry[Any] = Registry().with_resources(
        (base + key, Resource.from_contents(value)) for key, value in made.items()
    )
    return Draft202012Validator({"$schema": made[name]["$schema"], "$ref": base + name}, registry=registry)


def schema_of(document: Parsed) -> str:
    return "core-folder.json" if "/core/" in document.source.path else schema_name(document.entry)


@pytest.mark.parametrize(
    "name", sorted([*(schema_name(entry) for entry in {*FOLDERS.values(), *FILES.values()}), NAMES])
)
def test_schema_is_itself_valid(made: Schemas, name: str) -> None:
    Draft202012Validator.check_schema(made[name])


@pytest.mark.parametrize("document", SOURCES, ids=lambda document: document.source.path)
def test_every_source_is_valid_as_an_editor_sees_it(made: Schemas, document: Parsed) -> None:
    errors = [
        f"{list(error.path)}: {error.message[:200]}"
        for error in validator(made, schema_of(document)).iter_errors(seen_by_editor(document.node))
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("owner", "kent-polise", id="unknown agency"),
        pytest.param("status", "drafted", id="unknown choice"),
        pytest.param("titel", "x", id="unknown key"),
        pytest.param("under", "safe-communities", id="unknown theme"),
        pytest.param("parties", "kent-police", id="text for a list"),
    ],
)
def test_editor_sees_a_mistake(made: Schemas, county: Site, key: str, value: str) -> None:
    document = county.county.library.protocols["mappa"]
    data = {**seen_by_editor(document.node), key: value}
    assert not validator(made, "protocol.json").is_valid(data)


def test_every_field_is_explained(made: Schemas) -> None:
    for entry in {*FOLDERS.values(), *FILES.values()}:
        schema = made[schema_name(entry)]
        for part in (schema, *schema["$defs"].values()):
            for key, field in part.get("properties", {}).items():
                assert field.get("description"), f"{schema_name(entry)}: {key}"
        assert set(schema["properties"]) == set(shapes(entry))


def test_ids_are_offered(made: Schemas) -> None:
    names = made[NAMES]["$defs"]
    assert "kent-police" in names["agency"]["enum"]
    assert "crime-and-disorder-act-1998/s115" in names["provision"]["enum"]
    assert made["protocol.json"]["properties"]["owner"]["$ref"] == "names.json#/$defs/agency"
    assert made["protocol.json"]["properties"]["parties"]["items"] == {"$ref": "#/$defs/Party"}


def fresh(path: Path, text: str, *, update: bool) -> None:
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path.name} is not committed; run `protocols schema` or this test with --update"
    assert path.read_text(encoding="utf-8") == text, (
        f"{path.name} is old; run `protocols schema` or this test with --update"
    )


def test_committed_schemas_are_fresh(made: Schemas, *, update: bool) -> None:
    for name, schema in made.items():
        fresh(ROOT / "schema" / name, as_text(schema), update=update)
    assert {path.name for path in (ROOT / "schema").iterdir()} == set(made)


def test_editor_settings_are_fresh(made: Schemas, *, update: bool) -> None:
    fresh(ROOT / ".vscode" / "settings.json", as_text(editor_settings()), update=update)
    fresh(ROOT / ".vscode" / "extensions.json", as_text(editor_extensions()), update=update)
    mapped = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert {Path(name).name for name in mapped} <= set(made)
    for document in SOURCES:
        assert sum(Path(document.source.path).match(glob) for glob in mapped.values()) == 1, document.source.path


def test_field_reference_is_fresh(*, update: bool) -> None:
    fresh(ROOT / "docs" / "authors" / "fields.md", field_reference(), update=update)
