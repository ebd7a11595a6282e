"""What things of the model are called in a sentence: documents, items of lists, fields, and plain values.

A kind or field that is not named here goes by the words of its own name, so that a new one is told of without being added.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

from generator.changes.differences import At
from generator.changes.renames import home_of
from generator.changes.values import attributes, flat, name_in_full
from generator.county.fields import Shape
from generator.county.library import Document, Library
from generator.model.agency import Agency, Post
from generator.model.base import Change, Entry, Signature, Silence
from generator.model.core import Clause, Core
from generator.model.glossary import Glossary, Term
from generator.model.governance import Activity, Audit, ExistingDocument, Programme, Request, Teams
from generator.model.law import Provision
from generator.model.site import SiteSettings
from generator.model.tail import Contact, Flow, Met, Retention, RoleTraining
from generator.model.tiers import Overarching, Theme
from generator.model.top import AgencyRequirement, DataProtectionBasis, Instead, Person
from generator.model.training import TrainedGroup, Training
from generator.words.days import written_day

MOST_INLINE = 70
"""How many characters of a value stand in a sentence; longer ones are shown as a redline."""

_NOUNS: dict[type[Entry], str] = {
    Activity: "activity of the work programme",
    AgencyRequirement: "agency’s own words",
    Change: "line of the change history",
    Contact: "contact",
    DataProtectionBasis: "data protection basis",
    ExistingDocument: "audited document",
    Instead: "case outside the scope",
    Met: "answer to a Tier 2 requirement",
    Overarching: "Tier 1",
    Person: "group of people",
    Post: "contact",
    Request: "request to the work programme",
    Retention: "retention period",
    RoleTraining: "role’s training",
    Silence: "silenced rule",
    Term: "glossary term",
    Theme: "Tier 2 theme",
    TrainedGroup: "trained group",
}

_TITLES: dict[type[Entry], str] = {
    Audit: "the audit",
    Core: "the core",
    Glossary: "the glossary",
    Overarching: "Tier 1",
    Programme: "the work programme",
    SiteSettings: "the settings",
    Teams: "the teams",
    Training: "the training specification",
}

_FIELDS = {
    "about": "people concerned",
    "also_called": "other name",
    "asked_as": "question in staff’s words",
    "every": "review interval",
    "evidence": "evidence",
    "from": "giver",
    "keep_for": "kept for",
    "last": "last review",
    "next": "next review",
    "retired": "retirement",
    "says": "what it says",
    "tail": "words after the core",
    "to": "receiver",
    "top": "words before the core",
    "under": "theme",
}

_WHOLE: dict[tuple[str, ...], str] = {
    ("standing", "top"): "standing words before the core",
    ("standing", "tail"): "standing words after the core",
    ("review", "next"): "next review",
    ("review", "every"): "review interval",
}
"""Fields inside a group that go by one name."""

_OF_CLAUSE = {"text": "core text", "practice": "practice guidance", "good_example": "good example"}

_SINGULAR = {"parties": "party", "legal_basis": "legal basis", "also_called": "other name"}


def noun(entry: type[Entry]) -> str:
    """Return what a kind of thing is called: `flow`, `contact`."""
    return _NOUNS.get(entry) or re.sub(r"(?<!^)(?=[A-Z])", " ", entry.__name__).lower()


def title_of(document: Document[Entry]) -> str:
    """Return what a document is called in a sentence."""
    model = document.model
    if isinstance(model, Clause):
        return f"B{model.number} {model.title}"
    return _TITLES.get(document.entry) or str(getattr(model, "title", None) or getattr(model, "name", document.id))


def label(at: At) -> str:
    """Return what the field is called in which a value stands, after the item that it belongs to: `fast track, record within`."""
    start = len(at.item.path) if at.item else 0
    keys = [str(step) for step in at.path[start:] if not isinstance(step, int)]
    if at.document.entry is Clause and keys[0] in _OF_CLAUSE:
        return _OF_CLAUSE[keys[0]]
    return _WHOLE.get(tuple(keys)) or ", ".join(map(field, keys))


def field(key: str) -> str:
    """Return what a field is called."""
    return _FIELDS.get(key) or key.replace("_", " ")


def member(at: At) -> str:
    """Return what one item of the list is called in which a plain value stands: `step`, `receiver`."""
    words = label(at)
    key = next((str(step) for step in reversed(at.path) if isinstance(step, str)), "")
    if key in _SINGULAR or key in _FIELDS:
        return _SINGULAR.get(key) or words
    return words.removesuffix("s") if isinstance(at.path[-1], int) and not words.endswith("ss") else words


class Namer:
    """Says what the things and values of one side are called."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._posts = {
            f"agency/{agency}/{post.id}": f"{post.title} ({document.model.short_name})"
            for agency, document in library.agencies.items()
            for post in document.model.posts
        }

    def value(self, at: At) -> str:
        """Return a plain value as a reader would say it."""
        return self._shown(at.shape, at.value, at.document) if at.block is None else at.block

    def _shown(self, shape: Shape, value: Any, document: Document[Entry]) -> str:  # noqa: PLR0911  One table of cases.
        match value:
            case bool():
                return "yes" if value else "no"
            case date():
                return written_day(value)
            case Enum():
                return str(value.value)
            case tuple():
                return ", ".join(self._shown(shape, each, document) for each in value)
            case Entry():
                return self.entry(value, document)
            case str() if shape.refers:
                return self.referred(name_in_full(shape, value, home_of(document)), value)
            case _:
                return flat(str(value))

    def referred(self, name: str, otherwise: str) -> str:
        """Return what something is called by its full name."""
        kind, _, rest = name.partition("/")
        if kind == "agency" and rest in self._library.agencies:
            return self._library.agencies[rest].model.short_name
        if name in self._library.provisions:
            document, provision = self._library.provisions[name]
            return f"{provision.cite} of {document.model.short_title or document.model.title}"
        if name in self._posts:
            return self._posts[name]
        target = self._library.targets.get(name)
        return target.title if target else otherwise

    def entry(self, entry: Entry, document: Document[Entry]) -> str:
        """Return the name of one item of a list, which tells it from the others."""
        named = _ENTRIES.get(type(entry), _first)
        return named(self, entry, document)

    def of_field(self, entry: Entry, name: str, document: Document[Entry]) -> str:
        """Return one field of an entry as a reader would say it; nothing where it has none."""
        shape = next(shape for _, each, shape in attributes(entry) if each == name)
        value = getattr(entry, name)
        return "" if value in (None, ()) else self._shown(shape, value, document)

    def all_words(self, entry: Entry, document: Document[Entry]) -> str:
        """Return everything that an item says, field by field."""
        found = []
        for key, name, shape in attributes(entry):
            value = getattr(entry, name)
            if value in (None, (), ""):
                continue
            if isinstance(value, Entry):
                said = self.all_words(value, document)
            elif isinstance(value, tuple) and shape.entry:
                said = "; ".join(self.all_words(each, document) for each in value)
            elif isinstance(value, dict):
                said = "; ".join(f"{letter}: {words}" for letter, words in value.items())
            else:
                said = self._shown(shape, value, document)
            found.append(f"{field(key)}: {said}")
        return "; ".join(found)


Named = Callable[[Namer, Any, Document[Entry]], str]


def short(text: str, most: int = MOST_INLINE) -> str:
    """Return text cut at a word to at most so many characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def _first(namer: Namer, entry: Entry, document: Document[Entry]) -> str:
    names = [name for _, name, _ in attributes(entry)]
    chosen = next((name for name in ("title", "name", "term") if name in names and getattr(entry, name)), "")
    return short(namer.of_field(entry, chosen or next(name for name in names if name != "id"), document))


def _flow(namer: Namer, flow: Flow, document: Document[Entry]) -> str:
    givers, receivers = (namer.of_field(flow, name, document) for name in ("sources", "recipients"))
    return f"{flow.item}, {givers} to {receivers}"


def _provision(_namer: Namer, provision: Provision, _document: Document[Entry]) -> str:
    return f"{provision.cite} ({short(provision.title)})"


def _signature(namer: Namer, signature: Signature, document: Document[Entry]) -> str:
    return f"{namer.of_field(signature, 'agency', document)}, version {signature.version}"


def _contact(namer: Namer, contact: Contact, document: Document[Entry]) -> str:
    agency, post = (namer.of_field(contact, name, document) for name in ("agency", "post"))
    return post or f"{contact.title} ({agency})"


def _post(_namer: Namer, post: Post, document: Document[Entry]) -> str:
    return f"{post.title} ({document.model.short_name})" if isinstance(document.model, Agency) else post.title


def _change(_namer: Namer, change: Change, _document: Document[Entry]) -> str:
    return f"{change.version}, {short(change.change)}"


def _silence(_namer: Namer, silence: Silence, _document: Document[Entry]) -> str:
    return f"{silence.rule} at {silence.at}"


_ENTRIES: dict[type[Entry], Named] = {
    Change: _change,
    Contact: _contact,
    Flow: _flow,
    Post: _post,
    Provision: _provision,
    Signature: _signature,
    Silence: _silence,
}
