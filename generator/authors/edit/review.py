"""Recording that a document was reviewed: its own lines and nothing else."""

from datetime import date

from generator.authors.edit.keys import set_values
from generator.authors.edit.names import refuse_unknown
from generator.authors.edit.splice import data_of, spliced
from generator.authors.edit.workspace import Changes, Workspace
from generator.county.library import Document, Library, Parsed
from generator.errors import EditRefused
from generator.model.base import Entry, Review
from generator.rules.dates import time_without_figure
from generator.sources.nodes import Mapping, node_at, plain_data, text_at
from generator.words.days import read_interval


def record_review(workspace: Workspace, identifier: str, on: date, outcome: str, following: date | None) -> Changes:
    """Return the edit that records a review. Without `following`, the next is due after the document's own interval."""
    document = _reviewed(workspace.library, identifier)
    review = node_at(document.node, ("review",))
    if not isinstance(review, Mapping):
        raise EditRefused(f"{document.source.path} has no `review`; mend it first (`protocols check` says how)")
    due = following or _due_after(on, document)
    if due <= on:
        raise EditRefused(f"the next review, {due}, must come after this one, {on}")
    wanted = {"last": on.isoformat(), "next": due.isoformat(), "outcome": one_line(outcome, "--outcome")}
    text = spliced(document.source.text, set_values(document, review, Review, wanted))
    data = plain_data(document.node)
    require(text, document, {**data, "review": {**data["review"], **wanted}})
    return Changes({document.source.path: text})


def one_line(words: str, option: str) -> str:
    """Return what was given for an option on one line; nothing is refused."""
    words = " ".join(words.split())
    if not words:
        raise EditRefused(f"`{option}` has no words")
    return words


def require(text: str, document: Parsed, expected: object) -> None:
    """Refuse an edit whose result does not read exactly as meant."""
    if data_of(text, document.source.path) != expected:
        raise EditRefused(
            f"{document.source.path} is laid out in a way that this edit cannot keep; run `protocols fmt` first"
        )


def _reviewed(library: Library, identifier: str) -> Parsed:
    """Return the document with this id or full name that has a review date."""
    single = (library.core, library.overarching, library.training)
    documents: list[Document[Entry]] = [*library.protocols.values(), *library.themes.values()]
    documents += [document for document in single if document is not None]
    named = {library.name_of(document): document for document in documents}
    named |= {document.id: document for document in documents}
    if identifier not in named:
        refuse_unknown(library, identifier, set(named))
    return named[identifier]


def _due_after(day: date, document: Parsed) -> date:
    """Return the day that comes the document's own interval after `day`; one that no rule can read is refused as a rule would."""
    every = text_at(document.node, "review", "every") or ""
    interval = read_interval(every)
    if interval is None:
        fault = time_without_figure(document.span("review", "every"), "every", every)
        raise EditRefused(f"{fault.message}; {fault.help}, or give the next date with --next")
    return interval.after(day)
