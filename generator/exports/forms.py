"""What forms are made of: a script for each kind of source, one with every name, and one for what each source says.

A page that was opened from a folder may load scripts and nothing else, so each holds one value, in JSON of plain ASCII. The page of the
forms loads them, and only when asked for.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from generator import urls
from generator.composed.outline import SECTIONS
from generator.county.county import County
from generator.county.gathering import FOLDERS
from generator.county.library import Library, Parsed
from generator.exports.schema import NAMES, schema_name, schemas
from generator.model.base import Entry
from generator.model.protocol import Protocol
from generator.pages.edit import editable
from generator.pages.files import SiteFile
from generator.sources.nodes import plain_data
from generator.words.catalogue import Catalogue
from generator.words.references import full_name

VARIABLE = "protocolsForms"
"""The name under which the scripts leave their values to the page, each by its own name."""


def form_files(county: County, words: Catalogue) -> Iterator[SiteFile]:
    """Yield the script of every kind of source that has a form, of the names, and of every such source."""
    library, made, paths = county.library, schemas(county.library), editable(county)
    edited = [document for document in library.parsed if document.source.path in paths]
    for entry in sorted({document.entry for document in edited}, key=lambda each: each.__name__):
        yield _file(form_of(entry.__name__), partial(_form, entry, made[schema_name(entry)], words))
    yield _file("names", partial(_names, library, made[NAMES], words))
    for document in edited:
        yield _file(name_of(document), partial(source_of, document))


def form_of(entry: str) -> str:
    """Return the name of the script of one kind of source."""
    return entry.lower()


def name_of(document: Parsed) -> str:
    """Return the name of a source's script: `tier-3/domestic-abuse-marac`."""
    return f"{document.source.path.split('/')[1]}/{document.id}"


def source_of(document: Parsed) -> dict[str, Any]:
    """Return what a source says, as it is written: all of it text, in lists and mappings."""
    path = document.source.path
    return {"file": path, "kind": form_of(FOLDERS[path.split("/")[1]].__name__), "values": plain_data(document.node)}


def _file(name: str, value: Callable[[], object]) -> SiteFile:
    return SiteFile(urls.form_uri(name), lambda: _script(name, value()))


def _script(name: str, value: object) -> bytes:
    text = json.dumps(value, separators=(",", ":"))
    return f"(globalThis.{VARIABLE}??={{}})[{json.dumps(name)}]={text};\n".encode("ascii")


def _form(entry: type[Entry], schema: dict[str, Any], words: Catalogue) -> dict[str, object]:
    return {"schema": schema, "groups": _sections(words) if entry is Protocol else []}


def _sections(words: Catalogue) -> list[dict[str, object]]:
    """Return the sections of a protocol, each with its fields; a field that two sections show belongs to the first."""
    seen: set[str] = set()
    found: list[dict[str, object]] = []
    for section in SECTIONS.values():
        fields = [field for field in section.fields if field not in seen]
        seen.update(fields)
        if fields:
            found.append({"title": f"{section.number} {words.tell(section.title)}", "fields": fields})
    return found


def _names(library: Library, schema: dict[str, Any], words: Catalogue) -> dict[str, dict[str, str]]:
    """Return every id with the title of what it names, by the kind of reference that names it."""
    kinds = {kind: found["enum"] for kind, found in schema["$defs"].items() if "enum" in found}
    names = {kind: {each: _title(library, kind, each, words) for each in ids} for kind, ids in kinds.items()}
    posts = ((agency, post) for agency, found in library.agencies.items() for post in found.model.posts)
    names["post"] = {
        f"{agency}/{post.id}": f"{post.title}, {library.agencies[agency].model.name}" for agency, post in posts
    }
    return names


def _title(library: Library, kind: str, identifier: str, words: Catalogue) -> str:
    if kind == "section" and identifier in SECTIONS:
        return words.tell(SECTIONS[identifier].title)
    if kind == "provision":
        instrument, provision = library.provisions[identifier]
        return f"{instrument.model.title}, {provision.cite}"
    target = library.targets.get((identifier if kind == "section" else full_name(kind, identifier)) or "")
    return words.tell(target.title) if target else ""
