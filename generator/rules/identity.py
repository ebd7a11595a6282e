"""Rules that keep ids, names and numbers permanent and unique."""

from collections.abc import Iterable, Iterator

from generator.county.library import Document, Parsed
from generator.model.agency import Agency
from generator.model.core import Clause
from generator.model.easy_read import EasyRead
from generator.model.glossary import Glossary
from generator.model.governance import Audit, Programme, Teams
from generator.model.law import Instrument
from generator.model.letters import Letter
from generator.model.outsiders import Outsiders
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, fault
from generator.sources.nodes import Path, Sequence, node_at, text_at
from generator.sources.source import Span

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
    Outsiders: (("outsiders", "outsider"),),
    Letter: (("blanks", "blank"),),
    EasyRead: (("questions", "question"),),
}
"""The lists whose items have ids, and what to call an item."""


_LISTS_WITH_NUMBERS = (
    (Theme, "requirements", "requirement"),
    (Overarching, "commitments", "commitment"),
    (Training, "outcomes", "outcome"),
)
"""The lists whose items have permanent numbers, and what to call an item."""


@fault("id-differs-from-file")
def id_differs_from_file(span: Span, identifier: str, name: str) -> Diagnostic:
    """The `id` in a file is not the file's name.

    Ids are permanent and others link to them, so a file is always called what its `id` says. To give something another id use
    `protocols rename`, which mends every reference too.
    """
    return Diagnostic(
        f"the id is `{identifier}`, but the file is called `{name}.yaml`",
        span,
        help=f"write `id: {name}`, or rename the file to `{identifier}.yaml`",
    )


@rule
def check_id_is_file_name(context: Context) -> Iterator[Diagnostic]:
    """A file is called what its `id` says, because others link to it by that name."""
    for document in context.library.parsed:
        identifier = text_at(document.node, "id")
        if identifier and identifier != document.id:
            yield id_differs_from_file(document.span("id"), identifier, document.id)


@fault("duplicate-id")
def duplicate_id(span: Span, identifier: str, first: Span, what: str) -> Diagnostic:
    """Two things of one kind have the same id.

    References could then mean either. Give one of them another id.
    """
    return Diagnostic(
        f"the id `{identifier}` is already used by another {what}",
        span,
        help="give one of the two another id",
        others=(Label(first, "used here first"),),
    )


@rule
def check_ids_are_unique(context: Context) -> Iterator[Diagnostic]:
    """No two things of one kind in one file have the same id."""
    for document in context.library.parsed:
        for field, what in _LISTS_WITH_IDS.get(document.entry, ()):
            for path, identifier, first in _repeated(document, field, "id"):
                yield duplicate_id(document.span(*path), identifier, document.span(*first), what)


@rule
def check_names_are_unique(context: Context) -> Iterator[Diagnostic]:
    """A protocol and an instrument never share an id: references name either without saying which."""
    protocols = {document.id: document for document in context.library.parsed if document.entry is Protocol}
    for document in context.library.parsed:
        other = protocols.get(document.id)
        if document.entry is Instrument and other:
            yield duplicate_id(document.span("id"), document.id, other.span("id"), "source")


@fault("same-title")
def same_title(span: Span, identifier: str, first: Span) -> Diagnostic:
    """Two protocols, agencies or instruments have the same title or name.

    A reader of a list or a search could not tell them apart.
    """
    return Diagnostic(
        f"`{identifier}` has the same name",
        span,
        help="give one of the two a name of its own",
        others=(Label(first, "here"),),
    )


@rule
def check_titles_differ(context: Context) -> Iterator[Diagnostic]:
    """No two protocols, agencies or instruments have the same title or name."""
    library = context.library
    for documents in (library.protocols, library.agencies, library.instruments):
        for field in ("title", "name", "short_name"):
            seen: dict[str, Parsed] = {}
            for document in documents.values():
                title = (text_at(document.node, field) or "").casefold()
                first = seen.setdefault(title, document)
                if title and first is not document:
                    for one, other in ((first, document), (document, first)):
                        yield same_title(one.span(field), other.id, other.span(field))


@fault("number-reused")
def number_reused(span: Span, number: int, first: Span, what: str) -> Diagnostic:
    """Two clauses, commitments or requirements have the same number.

    Numbers are permanent: B7 is B7 in every protocol and in every record that cites it. Even a retired number is never used
    again. Take the next free number.
    """
    return Diagnostic(
        f"the number {number} already belongs to another {what}",
        span,
        help="take the next number that has never been used",
        others=(Label(first, "used here first"),),
    )


@rule
def check_numbers_are_unique(context: Context) -> Iterator[Diagnostic]:
    """A clause's number belongs to it for good, even when it is retired; so do those of commitments and requirements."""
    seen: dict[int, Document[Clause]] = {}
    for clause in context.library.clauses.values():
        first = seen.setdefault(clause.model.number, clause)
        if first is not clause:  # Nobody can say which of two files is wrong, so each points to the other.
            for one, other in ((first, clause), (clause, first)):
                span, taken = one.span("number"), other.span("number")
                yield number_reused(span, one.model.number, taken, "clause of the core")
    for document in context.library.parsed:
        for entry, field, what in _LISTS_WITH_NUMBERS:
            if document.entry is entry:
                for path, number, before in _repeated(document, field, "number"):
                    yield number_reused(document.span(*path), int(number), document.span(*before), what)


@fault("number-missing")
def number_missing(span: Span, number: int, what: str) -> Diagnostic:
    """A number leaves a gap: the one before it belongs to nothing.

    Numbers run from 1 without a gap, because what is retired stays, marked, with its number. Either something was deleted that
    should have been retired, or the number is mistyped.
    """
    return Diagnostic(
        f"this is number {number}, and there is no {what} with the number {number - 1}",
        span,
        help="bring back what was deleted and mark it `retired`, or correct the number",
    )


@rule
def check_no_number_is_missing(context: Context) -> Iterator[Diagnostic]:
    """Numbers run from 1 without a gap, because what is retired stays."""
    clauses = context.library.clauses.values()
    known = {clause.model.number for clause in clauses}
    for clause in clauses:
        if clause.model.number > 1 and clause.model.number - 1 not in known and not context.library.broken:
            yield number_missing(clause.span("number"), clause.model.number, "clause of the core")
    for document in context.library.parsed:
        for entry, field, what in _LISTS_WITH_NUMBERS:
            items = node_at(document.node, (field,))
            if document.entry is not entry or not isinstance(items, Sequence):
                continue
            numbers = {text_at(item, "number") for item in items.items}
            for index, item in enumerate(items.items):
                number = text_at(item, "number") or ""
                if number.isdigit() and int(number) > 1 and str(int(number) - 1) not in numbers:
                    yield number_missing(document.span(field, index), int(number), what)


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
