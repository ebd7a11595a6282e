"""What only has another name: documents, and things within them, whose id changed while they stayed what they were.

A renaming is one event, however many references follow it; so it is known before anything is compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.changes.identity import match_entries
from generator.changes.values import LOCAL, Home, Renames, attributes, content, written
from generator.county.library import Document, Library
from generator.model.agency import Agency, Post
from generator.model.base import Entry
from generator.model.glossary import Term
from generator.model.governance import Team
from generator.model.law import Instrument, Provision
from generator.model.protocol import Protocol
from generator.model.tail import Contact, Route
from generator.model.tiers import Requirement, Theme
from generator.model.top import Person
from generator.model.training import Outcome
from generator.words.nearest import alike

_ALIKE = 75
"""How alike, of 100, a new document must be to one that is gone to count as that one under another name."""


@dataclass(frozen=True)
class Pair:
    """One document on both sides. Either is missing where the document is new, or gone."""

    before: Document[Entry] | None
    after: Document[Entry] | None

    @property
    def is_renamed(self) -> bool:
        """Whether its id changed."""
        return bool(self.before and self.after and self.before.id != self.after.id)


def home_of(document: Document[Entry]) -> Home:
    """Return what references within a document depend on."""
    return Home(document.id, document.theme if document.entry is Protocol else None)


def pairs(before: Library, after: Library) -> tuple[Pair, ...]:
    """Return every document with what it has become, in order of the new sources; none that cannot be read on one side."""
    old, new = _documents(before, after.broken), _documents(after, before.broken)
    gone = {key: found for key, found in old.items() if key not in new}
    come = {key: found for key, found in new.items() if key not in old}
    became = dict(_became(gone, come))
    was = {new_key: old_key for old_key, new_key in became.items()}
    found = [Pair(old.get(was.get(key, key)), document) for key, document in new.items()]
    return (*found, *(Pair(document, None) for key, document in gone.items() if key not in became))


Key = tuple[type[Entry], str]


def _documents(library: Library, unread: frozenset[str]) -> dict[Key, Document[Entry]]:
    documents = (found for found in library.parsed if isinstance(found, Document) and found.id not in unread)
    return {(found.entry, found.id): found for found in documents}


def _became(gone: Mapping[Key, Document[Entry]], come: Mapping[Key, Document[Entry]]) -> Iterator[tuple[Key, Key]]:
    """Yield the key of each document that is gone with that of the new one that is most like it."""
    for entry in dict.fromkeys(kind for kind, _ in gone):
        old = [key for key in gone if key[0] is entry]
        new = [key for key in come if key[0] is entry]
        texts = [[_words_of(found[key]) for key in keys] for found, keys in ((gone, old), (come, new))]
        for place, other in alike(texts[0], texts[1], _ALIKE):
            yield old[place], new[other]


def _words_of(document: Document[Entry]) -> str:
    return written(content(document.model, home_of(document), Renames()))


def renames(found: tuple[Pair, ...], before: Library, after: Library) -> Renames:
    """Return every change of a name between two sides whose documents are paired."""
    names: dict[str, str] = {}
    for pair in found:
        if pair.before and pair.after and pair.is_renamed:
            names |= {
                before.name_of(pair.before): after.name_of(pair.after),
                f"{LOCAL}{pair.before.id}": f"{LOCAL}{pair.after.id}",
            }
            if pair.after.entry is Theme:
                names[pair.before.id] = pair.after.id
    outer = Renames(names)
    for pair in found:
        if pair.before and pair.after and pair.before.source.text != pair.after.source.text:
            names |= _within(pair.before, pair.after, outer)
    return Renames(names)


_LOCAL = {Person: "person", Contact: "post", Route: "route", Outcome: "outcome"}
"""What only its own document names, with the kind of reference that does."""


def _within(before: Document[Entry], after: Document[Entry], outer: Renames) -> dict[str, str]:
    """Return what changed its name inside a document, old name in full to new."""
    names: dict[str, str] = {}
    homes = home_of(before), home_of(after)
    for (_, name, shape), old in zip(attributes(before.model), _lists(before.model), strict=True):
        new = getattr(after.model, name)
        if shape.entry not in (*_LOCAL, Post, Provision, Requirement, Term, Team) or old == new:
            continue
        for place, other in match_entries(old, new, homes, outer).pairs:
            if _name_within(old[place]) != _name_within(new[other]):
                names[_name(before, old[place])] = _name(after, new[other])
    return names


def _lists(entry: Entry) -> Iterator[tuple[Entry, ...]]:
    return (getattr(entry, name) for _, name, _shape in attributes(entry))


def _name_within(entry: Entry) -> str:
    return entry.name if isinstance(entry, Route) else str(getattr(entry, "id", ""))


def _name(document: Document[Entry], entry: Entry) -> str:
    """Return the full name by which references know something inside a document."""
    within = _name_within(entry)
    match document.model, entry:
        case Agency(), _:
            return f"agency/{document.id}/{within}"
        case ((Instrument() | Theme()), _):
            return f"{document.id}/{within}"
        case _, Term():
            return f"term/{within}"
        case _, Team():
            return f"team/{within}"
        case _:
            return f"{LOCAL}{document.id}/{_LOCAL[type(entry)]}/{within}"
