"""JSON Schemas (draft 2020-12) from the model, for editors and for the site's forms: what each field means, what it may hold, which ids
there are.

One schema for each kind of source, and `names.json` with the ids, so that a new agency changes one file. They help while
somebody types; `check` alone decides. `markup` says of a text that it is read as Markdown: editors pass over it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generator.composed.outline import SECTIONS
from generator.county.gathering import FILES, FOLDERS
from generator.county.library import Library
from generator.model.base import Entry

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAMES = "names.json"
"""The file that holds every id."""

_TEXT_TYPES = ["string", "number", "boolean"]
"""What an editor takes plain text for: `2009` is text to us and a number to it."""

_EXAMPLES = {
    "person": "victim",
    "route": "secure email",
}
_YES_NO = {"enum": ["yes", "no", True, False]}


def schemas(library: Library) -> dict[str, dict[str, Any]]:
    """Return every schema by file name."""
    entries = sorted({*FOLDERS.values(), *FILES.values()}, key=lambda entry: entry.__name__)
    found = {schema_name(entry): _schema(entry) for entry in entries}
    found["core-folder.json"] = {
        "$schema": DIALECT,
        "title": "Core",
        "description": "A clause of the core, or the file that holds its version.",
        "if": {"properties": {"id": {"const": "core"}}, "required": ["id"]},
        "then": {"$ref": "core.json"},
        "else": {"$ref": "clause.json"},
    }
    return {**found, NAMES: _names(library)}


def schema_name(entry: type[Entry]) -> str:
    """Return the file name of the schema of one kind of source."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", entry.__name__).lower() + ".json"


def write_schemas(library: Library, folder: Path) -> int:
    """Write every schema to `folder`; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = schemas(library)
    for name, schema in found.items():
        (folder / name).write_text(as_text(schema), encoding="utf-8", newline="\n")
    return len(found)


def as_text(data: Mapping[str, Any]) -> str:
    """Return JSON as it is committed: indented, with a line end."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def editor_settings() -> dict[str, Any]:
    """Return the settings with which VS Code checks and completes sources on opening the folder."""
    globs = {schema_name(entry): f"protocols/{folder}/*.yaml" for folder, entry in FOLDERS.items() if folder != "core"}
    globs |= {schema_name(entry): f"protocols/{name}" for name, entry in FILES.items() if not name.startswith("core/")}
    globs["core-folder.json"] = "protocols/core/*.yaml"
    return {
        "yaml.schemas": {f"./schema/{name}": glob for name, glob in sorted(globs.items())},
        "yaml.customTags": [],
        "yaml.yamlVersion": "1.2",
        "yaml.validate": True,
        "yaml.completion": True,
        "yaml.hover": True,
        "yaml.format.enable": False,
        "yaml.schemaStore.enable": False,
        "files.eol": "\n",
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "[yaml]": {
            "editor.tabSize": 2,
            "editor.insertSpaces": True,
            "editor.detectIndentation": False,
            "editor.rulers": [120],
        },
    }


def editor_extensions() -> dict[str, Any]:
    """Return the extension that VS Code recommends on opening the folder."""
    return {"recommendations": ["redhat.vscode-yaml"]}


@cache
def _schema(entry: type[Entry]) -> dict[str, Any]:
    schema = entry.model_json_schema(by_alias=True)
    definitions = {name: _worded(found) for name, found in schema.pop("$defs", {}).items()}
    top = _worded(schema)
    return {"$schema": DIALECT, "title": top.pop("title"), **top, "$defs": definitions}


def _worded(schema: Any) -> Any:
    """Return one part of a schema as an editor should read it: our marks become ids, yes and no, and examples."""
    if isinstance(schema, list):
        return [_worded(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("properties") is not None:
        return {**schema, "properties": {key: _field(found) for key, found in schema["properties"].items()}}
    return _kind({key: _worded(value) for key, value in schema.items()})


def _field(schema: dict[str, Any]) -> dict[str, Any]:
    """Return one field, without the title that says its name again, and with the examples that its description gives."""
    worded: dict[str, Any] = _worded({key: value for key, value in schema.items() if key not in ("title", "default")})
    if "anyOf" in worded:
        options = [option for option in worded["anyOf"] if option != {"type": "null"}]
        rest = {key: value for key, value in worded.items() if key != "anyOf"}
        worded = {**options[0], **rest} if len(options) == 1 else {"anyOf": options, **rest}
    if "enum" not in worded and worded.get("type") in ("string", _TEXT_TYPES):
        examples = [*worded.get("examples", ()), *re.findall(r": `([^`]+)`", worded.get("description", ""))]
        worded = {**worded, "examples": examples} if examples else worded
    return worded


def _kind(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a value may be, in the terms of an editor."""
    refers = schema.pop("refers", None)
    kind = schema.get("type")
    if refers:
        return {"$ref": f"{NAMES}#/$defs/{refers}"} | {key: value for key, value in schema.items() if key != "type"}
    if kind == "boolean":
        return {key: value for key, value in schema.items() if key != "type"} | _YES_NO
    if schema.get("format") == "date":
        return {**schema, "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2026-01-31"]}
    if kind == "string" and not {"enum", "const", "pattern"} & schema.keys():
        return {**schema, "type": _TEXT_TYPES}
    return schema


def _names(library: Library) -> dict[str, Any]:
    """Return every id by the kind of reference that names it; open kinds list what is known and take other names too."""
    posts = [f"{agency}/{post.id}" for agency, found in library.agencies.items() for post in found.model.posts]
    own = {requirement.id for theme in library.themes.values() for requirement in theme.model.requirements}
    outcomes = [outcome.id for outcome in library.training.model.outcomes] if library.training else []
    closed: dict[str, Iterable[str]] = {
        "agency": library.agencies,
        "protocol": library.protocols,
        "theme": library.themes,
        "clause": library.clauses,
        "provision": library.provisions,
        "requirement": _requirements(library),
        "own-requirement": own,
        "section": [*SECTIONS, *(f"core/{clause}" for clause in library.clauses)],
        "outcome": outcomes,
        "report": library.reports,
        "target": library.targets,
    }
    definitions: dict[str, Any] = {name: {"type": "string", "enum": sorted(set(ids))} for name, ids in closed.items()}
    definitions["post"] = {
        "anyOf": [{"type": "string", "enum": sorted(posts)}, {"type": "string", "pattern": "^[a-z0-9-]+$"}]
    }
    for name in ("person", "route"):
        definitions[name] = {"type": _TEXT_TYPES, "examples": [_EXAMPLES[name]]}
    return {
        "$schema": DIALECT,
        "title": "Names",
        "description": "Every id that a reference can name.",
        "$defs": definitions,
    }


def _requirements(library: Library) -> Iterator[str]:
    for name, theme in library.themes.items():
        yield from (f"{name}/{requirement.id}" for requirement in theme.model.requirements)
