"""Rules that keep ids and numbers permanent and unique."""

from collections.abc import Iterable, Iterator

from generator.checks.context import Context
from generator.diagnostics import reading, shape
from generator.diagnostics.base import Diagnostic
from generator.library import Document, Parsed
from generator.model.agency import Agency
from generator.model.core import Clause
from generator.model.glossary import Glossary
from generator.model.governance import Audit, Programme, Teams
from generator.model.law import Instrument
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.nodes import Path, Sequence, node_at, text_at

_LISTS_WITH_IDS = {
    Agency: (("posts", "post"),),
    Instrument: (("provisions", "provision"),),
    Glossary: (("terms", "term"),),
    Theme: (("requirements", "requirement"),),
    Overarching: (("commitments", "commitment"),),
    Protocol: (("people", "group of people"), ("contacts", "contact")),
    Training: (("outcomes", "outcome"), ("sessions", "session"), ("scenarios", "scenario")),
    Audit: (("documents", "document"),),
    Programme: (("activities", "activity"), ("requests", "request")),
    Teams: (("teams", "team"),),
}
"""The lists whose items have ids, and what to call an item."""

_LISTS_WITH_NUMBERS = (
    (Theme, "requirements", "requirement"),
    (Overarching, "commitments", "commitment"),
    (Training, "outcomes", "outcome"),
)
"""The lists whose items have permanent numbers, and what to call an item."""


def check_id_is_file_name(context: Context) -> Iterator[Diagnostic]:
    """A file is called what its `id` says, because others link to it by that name."""
    for document in context.library.parsed:
        identifier = text_at(document.node, "id")
        if identifier and identifier != document.id:
            yield reading.id_differs_from_file(document.span("id"), identifier, document.id)


def check_ids_are_unique(context: Context) -> Iterator[Diagnostic]:
    """No two things of one kind in one file have the same id."""
    for document in context.library.parsed:
        for field, what in _LISTS_WITH_IDS.get(document.entry, ()):
            for path, identifier, first in _repeated(document, field, "id"):
                yield reading.duplicate_id(document.span(*path), identifier, document.span(*first), what)


def check_names_are_unique(context: Context) -> Iterator[Diagnostic]:
    """A protocol and an instrument never share an id: references name either without saying which."""
    protocols = {document.id: document for document in context.library.parsed if document.entry is Protocol}
    for document in context.library.parsed:
        other = protocols.get(document.id)
        if document.entry is Instrument and other:
            yield reading.duplicate_id(document.span("id"), document.id, other.span("id"), "source")


def check_numbers_are_unique(context: Context) -> Iterator[Diagnostic]:
    """A clause's number belongs to it for good, even when it is retired; so do those of commitments and requirements."""
    seen: dict[int, Document[Clause]] = {}
    for clause in context.library.clauses.values():
        first = seen.setdefault(clause.model.number, clause)
        if first is not clause:
            span, taken = clause.span("number"), first.span("number")
            yield shape.number_reused(span, clause.model.number, taken, "clause of the core")
    for document in context.library.parsed:
        for entry, field, what in _LISTS_WITH_NUMBERS:
            if document.entry is entry:
                for path, number, before in _repeated(document, field, "number"):
                    yield shape.number_reused(document.span(*path), int(number), document.span(*before), what)


def _repeated(document: Parsed, field: str, key: str) -> Iterable[tuple[Path, str, Path]]:
    """Yield each value of `key` in a list that stands there before: its path, the value, and the first one's path."""
    items = node_at(document.node, (field,))
    seen: dict[str, Path] = {}
    for index in range(len(items.items) if isinstance(items, Sequence) else 0):
        value = text_at(items, index, key)
        if value is None:
            continue
        path: Path = (field, index, key)
        if value in seen and (key == "id" or value.isdigit()):
            yield path, value, seen[value]
        seen.setdefault(value, path)
