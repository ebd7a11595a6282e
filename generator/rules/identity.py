"""Rules that keep ids and numbers permanent and unique."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.county import faults as shape
from generator.county.library import MOST_KEPT, Document, Parsed
from generator.model.agency import Agency
from generator.model.core import Clause
from generator.model.glossary import Glossary
from generator.model.governance import Audit, Programme, Teams
from generator.model.law import Instrument
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.rules.context import Context
from generator.sources import faults as reading
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import Path, Sequence, node_at, plain_data, sequences, text_at

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

_TOLD_APART = (("parties",), ("requirements_met",))
"""The lists of a protocol whose repetitions have faults of their own."""

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
        if first is not clause:  # Nobody can say which of two files is wrong, so each points to the other.
            for one, other in ((first, clause), (clause, first)):
                span, taken = one.span("number"), other.span("number")
                yield shape.number_reused(span, one.model.number, taken, "clause of the core")
    for document in context.library.parsed:
        for entry, field, what in _LISTS_WITH_NUMBERS:
            if document.entry is entry:
                for path, number, before in _repeated(document, field, "number"):
                    yield shape.number_reused(document.span(*path), int(number), document.span(*before), what)


def check_no_number_is_missing(context: Context) -> Iterator[Diagnostic]:
    """Numbers run from 1 without a gap, because what is retired stays."""
    clauses = context.library.clauses.values()
    known = {clause.model.number for clause in clauses}
    for clause in clauses:
        if clause.model.number > 1 and clause.model.number - 1 not in known and not context.library.broken:
            yield shape.number_missing(clause.span("number"), clause.model.number, "clause of the core")
    for document in context.library.parsed:
        for entry, field, what in _LISTS_WITH_NUMBERS:
            items = node_at(document.node, (field,))
            if document.entry is not entry or not isinstance(items, Sequence):
                continue
            numbers = {text_at(item, "number") for item in items.items}
            for index, item in enumerate(items.items):
                number = text_at(item, "number") or ""
                if number.isdigit() and int(number) > 1 and str(int(number) - 1) not in numbers:
                    yield shape.number_missing(document.span(field, index), int(number), what)


def check_nothing_is_said_twice_in_a_list(context: Context) -> Iterator[Diagnostic]:
    """No list holds the same thing twice, word for word."""
    for document in context.library.parsed:
        yield from _repeated_items(document)


@lru_cache(maxsize=MOST_KEPT)
def _repeated_items(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(
        shape.repeated_item(document.span(*path, index), str(path[-1]), document.span(*path, first))
        for path, items in sequences(document.node)
        if document.entry is not Protocol or path not in _TOLD_APART
        for index, first in _twice(items)
    )


def _twice(items: Sequence) -> Iterator[tuple[int, int]]:
    """Yield the index of each item that stands in the list before, and that of the first; things with an id are told apart."""
    seen: dict[str, int] = {}
    for index, item in enumerate(items.items):
        if text_at(item, "id") is None:
            key = repr(plain_data(item))
            if key in seen:
                yield index, seen[key]
            seen.setdefault(key, index)


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
