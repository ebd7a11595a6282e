"""Recording that a document was reviewed, or that an agency signed it. Each adds its own lines and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.authors.edit.keys import line_after, set_values
from generator.authors.edit.names import refuse_unknown
from generator.authors.edit.splice import Splice, data_of, is_flow, node_range, offsets, spliced, written
from generator.authors.edit.workspace import Changes, Workspace
from generator.county.library import Document, Library, Parsed
from generator.errors import EditRefused
from generator.model.base import Entry, Review
from generator.model.protocol import Protocol
from generator.rules.dates import time_without_figure
from generator.sources.diagnostic import did_you_mean
from generator.sources.nodes import Mapping, Sequence, node_at, plain_data, text_at
from generator.words.days import read_interval
from generator.words.nearest import nearest


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed, for which agency, when; and the fingerprint of the composed text that they signed."""

    agency: str
    post: str
    on: date
    fingerprint: str


def record_review(workspace: Workspace, identifier: str, on: date, outcome: str, following: date | None) -> Changes:
    """Return the edit that records a review. Without `following`, the next is due after the document's own interval."""
    document = _reviewed(workspace.library, identifier)
    review = node_at(document.node, ("review",))
    if not isinstance(review, Mapping):
        raise EditRefused(f"{document.source.path} has no `review`; mend it first (`protocols check` says how)")
    due = following or _due_after(on, document)
    if due <= on:
        raise EditRefused(f"the next review, {due}, must come after this one, {on}")
    wanted = {"last": on.isoformat(), "next": due.isoformat(), "outcome": _one_line(outcome, "--outcome")}
    text = spliced(document.source.text, set_values(document, review, Review, wanted))
    data = plain_data(document.node)
    _require(text, document, {**data, "review": {**data["review"], **wanted}})
    return Changes({document.source.path: text})


def _one_line(words: str, option: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise EditRefused(f"`{option}` has no words")
    return words


def _require(text: str, document: Parsed, expected: object) -> None:
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


def record_signature(workspace: Workspace, identifier: str, signing: Signing) -> Changes:
    """Return the edit that adds one agency's signature on the protocol's present version."""
    document = workspace.library.protocols.get(identifier)
    if document is None:
        refuse_unknown(workspace.library, identifier, set(workspace.library.protocols))
    _require_party(document, signing.agency)
    values = {
        "agency": signing.agency,
        "post": _one_line(signing.post, "--post"),
        "on": signing.on.isoformat(),
        "version": document.model.version,
        "fingerprint": signing.fingerprint,
    }
    text = spliced(document.source.text, _signature_splices(document, values))
    data = plain_data(document.node)
    _require(text, document, {**data, "signatures": [*(data.get("signatures") or []), values]})
    return Changes({document.source.path: text})


def _require_party(document: Document[Protocol], agency: str) -> None:
    parties = [party.agency for party in document.model.parties]
    if agency not in parties:
        hint = did_you_mean(nearest(agency, parties)[:1]) or f"its parties are {', '.join(parties)}"
        raise EditRefused(f"`{agency}` is not a party to {document.id}; {hint}")
    for signature in document.model.signatures:
        if (signature.agency, signature.version) == (agency, document.model.version):
            raise EditRefused(
                f"`{agency}` signed version {signature.version} of {document.id} on {signature.on} already"
            )


def _signature_splices(document: Parsed, values: dict[str, str]) -> Iterator[Splice]:
    """Yield the splice that adds a signature below the last one, or the list with the first."""
    source, root = document.source, document.node
    if not isinstance(root, Mapping) or is_flow(source, root):
        raise EditRefused(f"{source.path} is one mapping in brackets; write it with one key to a line first")
    pair = root.get("signatures")
    listed = pair.value if pair else None
    if isinstance(listed, Sequence) and listed.items and not is_flow(source, listed):
        start, end = node_range(source, listed)
        column = listed.span.column - 1
        yield _line(line_after(source, _last_word(source.text, start, end), _item(values, column)), document)
        return
    if pair is not None and listed is not None:
        start, end = node_range(source, listed)
        if isinstance(listed, Sequence) and listed.items:
            raise EditRefused(f"{source.path}: write `signatures` as a list with one `- ` to a line first")
        colon = offsets(source, pair.key.span)[1] + 1
        yield Splice(colon, max(end, colon), "\n" + _item(values, 2).rstrip("\n"))
        return
    before = root.get("review") or root.pairs[-1]
    start, end = node_range(source, before.value)
    lines = "signatures:\n" + _item(values, 2)
    yield _line(line_after(source, _last_word(source.text, start, end), lines), document)


def _last_word(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _line(place: tuple[int, str], document: Parsed) -> Splice:
    position, lines = place
    return Splice(position, position, lines.replace("\n", "\r\n") if "\r\n" in document.source.text else lines)


def _item(values: dict[str, str], indent: int) -> str:
    """Return one item of a list, with each key on a line of its own."""
    lines = [f"{key}: {_quoted(key, value)}" for key, value in values.items()]
    return "".join(f"{' ' * indent}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _quoted(key: str, value: str) -> str:
    return f'"{value}"' if key == "version" and '"' not in value else written(value)
