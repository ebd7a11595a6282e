"""What the words on a command line name: one thing that has an id of its own, or a clear refusal."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from generator.county.library import Library, Parsed
from generator.errors import EditRefused
from generator.sources.nodes import Path
from generator.words.nearest import nearest

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

LONGEST_ID = 60
"""The most characters that an id may have."""

PREFIXES = {
    "agency": "agency/",
    "clause": "core/",
    "theme": "tier-2/",
    "letter": "letter/",
    "term": "term/",
    "protocol": "",
    "instrument": "",
}
"""What stands before the id of each kind of thing in its name in full."""

_NEVER = frozenset({"core", "overarching", "glossary", "site"})
"""Ids that mean something else everywhere."""


@dataclass(frozen=True)
class Named:
    """One thing with an id: what kind it is, and where it says so."""

    kind: str
    id: str
    document: Parsed
    path: Path = ()
    """Where it stands in the document, if it is not the whole of it."""

    @property
    def prefix(self) -> str:
        """What stands before its id in its name in full."""
        return PREFIXES[self.kind]

    @property
    def name(self) -> str:
        """Its name in full: `agency/county-police`, `core/fast-track`."""
        return self.prefix + self.id


def everything(library: Library) -> Iterator[Named]:
    """Yield every thing that can be renamed."""
    kinds: dict[str, Mapping[str, Parsed]] = {
        "agency": library.agencies,
        "protocol": library.protocols,
        "clause": library.clauses,
        "instrument": library.instruments,
        "theme": library.themes,
        "letter": library.letters,
    }
    for kind, documents in kinds.items():
        for identifier, document in documents.items():
            yield Named(kind, identifier, document)
    if library.glossary:
        for index, term in enumerate(library.terms):
            yield Named("term", term.id, library.glossary, ("terms", index))


def resolve(library: Library, name: str) -> Named:
    """Return the one thing that `name` means, whether in full or by its id alone. Raises `EditRefused`."""
    known = tuple(everything(library))
    found = [named for named in known if named.name == name] or [named for named in known if named.id == name]
    if len(found) > 1:
        choices = " or ".join(f"`{named.name}` ({named.kind})" for named in found)
        raise EditRefused(f"`{name}` names more than one thing; write {choices}")
    if not found:
        refuse_unknown(library, name, {named.name for named in known} | {named.id for named in known})
    return found[0]


def refuse_unknown(library: Library, name: str, known: set[str]) -> NoReturn:
    """Refuse a name that means nothing, with the nearest ones; a file at fault is said to be so."""
    if library.is_broken(name):
        raise EditRefused(f"the file of `{name}` has faults; mend it first (`protocols check` says how)")
    near = nearest(name, known)
    raise EditRefused(
        f"there is nothing called `{name}`"
        + (f"; did you mean {' or '.join(f'`{each}`' for each in near)}?" if near else "")
    )


def require_id(identifier: str) -> str:
    """Return a new id if it is well formed; refuse it otherwise, with one that would be."""
    if _ID.fullmatch(identifier) and len(identifier) <= LONGEST_ID:
        return identifier
    suggestion = re.sub(r"[^a-z0-9]+", "-", identifier.lower()).strip("-")[:LONGEST_ID].strip("-")
    hint = f"; for example `{suggestion}`" if suggestion else ""
    raise EditRefused(
        f"`{identifier}` cannot be an id: use lower-case words joined by hyphens, at most {LONGEST_ID} characters{hint}"
    )


def is_free(library: Library, kind: str, identifier: str) -> bool:
    """Return whether no thing of this kind has this id; protocols, instruments and themes share their names."""
    if kind in ("protocol", "instrument", "theme"):
        taken: set[str] = {*library.protocols, *library.instruments, *library.themes, *_NEVER}
    else:
        taken = {named.id for named in everything(library) if named.kind == kind} | (
            {"core"} if kind == "clause" else set()
        )
    broken = kind != "term" and identifier in library.broken
    return identifier not in taken and not broken
