"""An agreement in Word made into a new source: read, sorted, composed, and composed again without what a check would find fault with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.authors.agreements.composition import Composition
from generator.authors.agreements.draft import compose
from generator.authors.agreements.names import Names
from generator.authors.agreements.reading import Agreement, Piece
from generator.authors.agreements.sorting import Account, Fate, Sorted, sort
from generator.authors.edit.drafts import new_file
from generator.authors.edit.ledger import with_ledger
from generator.authors.edit.scaffold import NewProtocol, begun_protocol
from generator.authors.edit.workspace import Changes, Workspace, new_faults
from generator.errors import EditRefused
from generator.model.protocol import Protocol
from generator.sources.diagnostic import Diagnostic, Severity
from generator.sources.disk import SOURCES
from generator.sources.nodes import Node, Path, node_at

_OF_PEOPLE = frozenset(
    ("name-of-person", "nhs-number", "national-insurance-number", "birth-date", "full-postcode", "real-contact")
)
"""The faults for which a text goes into no source at all."""

_BETWEEN = frozenset(("one-sided-party", "idle-party"))
"""The faults between parties and flows, which are not the fault of what says who the parties are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. What is left empty is taken from the agreement."""

    id: str
    under: str
    title: str = ""
    owner: str = ""
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft that passes the check, and what became of every piece of the agreement."""

    changes: Changes
    path: str
    accounts: tuple[Account, ...]
    """In the order of the document."""
    open_points: tuple[str, ...]
    """The fields that somebody has to decide on."""
    remarks: tuple[str, ...]


def imported(workspace: Workspace, agreement: Agreement, wanted: Wanted, names: Names, today: date) -> Imported:
    """Return the draft of an agreement. Raises `EditRefused`."""
    found = sort(agreement, workspace.library, names)
    barred: dict[Piece, str] = {}
    while True:
        new = _answered(found, wanted, barred)
        composed = compose(found, _begun(workspace, new, today), barred)
        if busy := _busy(new, wanted, composed):
            new = replace(new, parties=busy)
            composed = compose(found, _begun(workspace, new, today), barred)
        changes = with_ledger(workspace, _file(new, composed))
        faults = _faults(workspace, changes, f"{SOURCES}/tier-3/{new.id}.yaml", today)
        if not faults:
            break
        if not (more := _barred_by(faults, workspace.after(changes), composed, barred)):
            raise EditRefused(f"the draft would have a fault: {faults[0].message}; nothing was written")
        found, barred = _without_people(found, more), {**barred, **more}
    by_piece = {account.placed.piece: account for account in composed.accounts}
    accounts = tuple(by_piece[piece] for piece in agreement.pieces)
    open_points = tuple(composed.draft["undecided"])
    return Imported(changes, f"{SOURCES}/tier-3/{new.id}.yaml", accounts, open_points, agreement.remarks)


def _begun(workspace: Workspace, new: NewProtocol, today: date) -> dict[str, Any]:
    return {**begun_protocol(workspace.library, new, today)}


def _busy(new: NewProtocol, wanted: Wanted, composed: Composition) -> tuple[str, ...]:
    """Return the parties that were asked for or that a flow names, where there are flows: a party that shares nothing is none."""
    shared = {agency for flow in composed.draft["flows"] for end in ("from", "to") for agency in flow[end]}
    return tuple(each for each in new.parties if each in shared or each in wanted.parties) if shared else ()


def _answered(found: Sorted, wanted: Wanted, barred: Mapping[Piece, str]) -> NewProtocol:
    """Return what a new protocol needs: from the options, else from what the agreement says of itself."""
    title, owner = found.title, found.control("owner")
    agency = found.registers.agency(owner.text) if owner else None
    said = tuple(dict.fromkeys((*wanted.parties, *found.said_of)))
    owned = wanted.owner or (agency.agency if agency else next(iter((*found.givers, *said)), ""))
    if len({owned, *said} - {""}) < 2:
        known = f"only `{owned}` was" if owned else "no agency was"
        raise EditRefused(
            f"a protocol needs two parties, and {known} recognised in the agreement; name them with --owner and --party"
        )
    named = wanted.title or (title.text if title and title not in barred else wanted.id.replace("-", " ").capitalize())
    return NewProtocol(wanted.id, named, wanted.under, owned, said)


def _file(new: NewProtocol, composed: Composition) -> Changes:
    opening = (
        "A draft made from an agreement in Word. What could not be placed is quoted above the field that it may belong to, "
        "and the field stands under `undecided`: write what of it is needed, then take the quotation and the line away. No law "
        "was chosen for you: only what the agreement itself cites, and the register has, is cited here."
    )
    return new_file(f"tier-3/{new.id}.yaml", Protocol, composed.draft, opening, composed.notes)


def _faults(workspace: Workspace, changes: Changes, path: str, today: date) -> list[Diagnostic]:
    found = new_faults(workspace, workspace.after(changes), today)
    errors = [fault for fault in found if fault.severity is Severity.ERROR or fault.code in _OF_PEOPLE]
    return sorted(errors, key=lambda fault: fault.span.path != path)


def _barred_by(
    faults: list[Diagnostic], after: Workspace, composed: Composition, barred: Mapping[Piece, str]
) -> dict[Piece, str]:
    """Return what may not stand where it does, with the reason; everything where nobody can say which piece is at fault."""
    node = next(document.node for document in after.documents.values() if document.source.path == faults[0].span.path)
    found = {
        piece: f"{fault.code}: {fault.message}"
        for fault in faults
        for piece in _at(fault, node, composed.held)
        if piece not in barred and fault.code not in _BETWEEN
    }
    if found:
        return found
    flows = {piece for path, piece in composed.held if path[0] == "flows"}
    left = flows or {piece for _, piece in composed.held}
    return dict.fromkeys(left - barred.keys(), "the check finds a fault in the draft with it")


def _at(fault: Diagnostic, node: Node, held: list[tuple[Path, Piece]]) -> Iterator[Piece]:
    """Yield the pieces that stand at a fault: those of the last value that begins before it and does not end before it."""
    spans = [(piece, node_at(node, path).span) for path, piece in held]
    around = [span.line for _, span in spans if span.line <= fault.span.line <= span.end_line]
    yield from (piece for piece, span in spans if around and span.line == max(around))


def _without_people(found: Sorted, barred: Mapping[Piece, str]) -> Sorted:
    """Return the agreement with what is barred for a person's sake settled: it goes into no source."""
    of_people = {
        placed.piece: Account(placed, Fate.PERSON, why=barred[placed.piece])
        for placed in found.open
        if barred.get(placed.piece, "").partition(":")[0] in _OF_PEOPLE
    }
    left = tuple(placed for placed in found.open if placed.piece not in of_people)
    return replace(found, settled={**found.settled, **of_people}, open=left)
