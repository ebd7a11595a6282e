"""New sources: drafts that pass every check and say plainly, field by field, what is still to be written.

The comments are the model's own descriptions, so that a draft, the editor's help and the field reference cannot disagree.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.authors.edit.drafts import Draft, new_file
from generator.authors.edit.ledger import require_unpublished, with_ledger
from generator.authors.edit.names import PREFIXES, is_free, refuse_unknown, require_id
from generator.authors.edit.workspace import Changes, Workspace
from generator.county.library import Document, Library
from generator.errors import EditRefused
from generator.model.agency import Agency, AgencyKind, PostKind
from generator.model.law import Effect, Instrument, InstrumentKind
from generator.model.letters import Composed, Letter
from generator.model.protocol import Protocol
from generator.rules.unwritten import to_be_written
from generator.sources.nodes import scalars

REVIEW_AFTER = timedelta(days=365)
"""When the first review of a new protocol is due."""

_DRAMA_NUMBER = re.compile(r"01632 ?(960\d{3})")


@dataclass(frozen=True)
class NewProtocol:
    """The answers that a new protocol needs before anything can be written."""

    id: str
    title: str
    under: str
    owner: str
    parties: tuple[str, ...]
    summary: str = ""


def begun_protocol(library: Library, wanted: NewProtocol, today: date) -> Draft:
    """Return what a new Tier 3 protocol between these parties begins with. Raises `EditRefused`."""
    _require_new(library, "protocol", wanted.id)
    if wanted.under not in library.themes:
        refuse_unknown(library, wanted.under, set(library.themes))
    parties = tuple(dict.fromkeys((wanted.owner, *wanted.parties)))
    for agency in parties:
        if agency not in library.agencies:
            refuse_unknown(library, agency, set(library.agencies))
    if len(parties) < 2:
        raise EditRefused("a protocol needs at least two parties; give another agency with --party")
    return _protocol_draft(library, wanted, parties, today)


def new_protocol(workspace: Workspace, wanted: NewProtocol, today: date) -> Changes:
    """Return a new Tier 3 protocol between these parties. Raises `EditRefused`."""
    draft = begun_protocol(workspace.library, wanted, today)
    opening = (
        "A draft that says what is still to be written, and under `undecided` what is still to be chosen. Complete each "
        "field, then take its comment away. No law is chosen for you: fill in `flows` first, then `gateways`."
    )
    return with_ledger(workspace, new_file(f"tier-3/{wanted.id}.yaml", Protocol, draft, opening))


def new_agency(workspace: Workspace, identifier: str, name: str, kind: str) -> Changes:
    """Return a new agency. Raises `EditRefused`."""
    _require_new(workspace.library, "agency", identifier)
    numbers = _free_numbers(workspace.library)
    draft = {
        "id": identifier,
        "name": _title(name),
        "short_name": _title(name),
        "kind": kind,
        "regimes": ["uk-gdpr"],
        "summary": to_be_written("what it does that matters to sharing"),
        "posts": [
            _post("single-point-of-contact", "Information sharing desk", identifier, next(numbers)),
            _post("out-of-hours", "Manager on call", identifier, next(numbers)),
        ],
        "standing": {"tail": to_be_written("what it requires in every protocol, or take `standing` out")},
        "retention_schedule": to_be_written("the title of its retention schedule"),
    }
    opening = "A draft that says what is still to be written. Numbers and mailboxes are fictional until it is complete."
    return with_ledger(workspace, new_file(f"agencies/{identifier}.yaml", Agency, draft, opening))


def new_law(workspace: Workspace, identifier: str, title: str, kind: str, today: date) -> Changes:
    """Return a new instrument with one provision that nobody can rely on yet. Raises `EditRefused`."""
    _require_new(workspace.library, "instrument", identifier)
    provision = {
        "id": "s1",
        "cite": "section 1",
        "title": to_be_written("what the provision is about"),
        "effect": Effect.FRAMEWORK.value,
        "says": to_be_written("what it says, in plain words"),
        "areas": ["all"],
        "force": {"commenced": "unconfirmed"},
        "evidence": {"unconfirmed": to_be_written("nobody has looked at the text yet"), "checked": today.isoformat()},
    }
    draft = {
        "id": identifier,
        "title": _title(title),
        "kind": kind,
        "summary": to_be_written("what it is and why it matters to sharing"),
        "provisions": [provision],
    }
    opening = "A draft: no provision in it counts as in force until `commenced` and `evidence` say so."
    return with_ledger(workspace, new_file(f"law/{identifier}.yaml", Instrument, draft, opening))


def new_letter(workspace: Workspace, identifier: str, title: str, clause: str, today: date) -> Changes:
    """Return a new letter that serves a clause, looked after by whoever looks after the core. Raises `EditRefused`."""
    library = workspace.library
    _require_new(library, "letter", identifier)
    if clause not in library.clauses:
        refuse_unknown(library, clause, set(library.clauses))
    places = (letter.model.place for letter in library.letters.values())
    draft = {
        "id": identifier,
        "place": str(min(99, 1 + max(places, default=0))),
        "title": _title(title),
        "owner": library.core.model.owner if library.core else next(iter(library.agencies)),
        "clause": clause,
        "summary": to_be_written("what it is for"),
        "used_by": to_be_written("who uses it, and when"),
        "not_when": [to_be_written("when it would put somebody at risk, or is not needed")],
        "blanks": [{"id": "person", "says": "name of the person"}],
        "parts": [
            {"text": to_be_written("Dear {person}, and what follows")},
            {"heading": "The law", "show": Composed.LAW_NAMES.value},
        ],
        "history": [
            {
                "version": "0.1",
                "on": today.isoformat(),
                "by": to_be_written("the post that wrote it"),
                "change": "First draft.",
                "why": to_be_written("why it is needed"),
            }
        ],
    }
    opening = "A draft that says what is still to be written. Names, law and numbers are not written here: `show` takes them from the protocol."
    return with_ledger(workspace, new_file(f"letters/{identifier}.yaml", Letter, draft, opening))


AGENCY_KINDS = tuple(kind.value for kind in AgencyKind)
"""What a new agency can be."""

LAW_KINDS = tuple(kind.value for kind in InstrumentKind)
"""What a new instrument can be."""


def _require_new(library: Library, kind: str, identifier: str) -> None:
    require_id(identifier)
    if not is_free(library, kind, identifier):
        raise EditRefused(f"`{identifier}` is taken; an id is never used twice")
    require_unpublished(library, PREFIXES[kind] + identifier)


def _title(words: str) -> str:
    words = " ".join(words.split())
    if not 1 <= len(words) <= 300:
        raise EditRefused("a title has between 1 and 300 characters")
    return words


def _post(identifier: str, title: str, agency: str, phone: str) -> Draft:
    kind = identifier
    email = f"{identifier}@{agency}.example"
    return {"id": identifier, "kind": kind, "title": title, "phone": phone, "email": email, "hours": "24 hours"}


def _free_numbers(library: Library) -> Iterator[str]:
    """Yield telephone numbers from the first ten of the drama range of which no source uses any."""
    texts = (scalar.text for document in library.parsed for _, scalar in scalars(document.node))
    used = {number for text in texts for number in _DRAMA_NUMBER.findall(text)}
    blocks = [range(start, start + 10) for start in range(960000, 961000, 10)]
    free = next((block for block in blocks if not used & {str(number) for number in block}), blocks[-1])
    yield from (f"01632 {number}" for number in free)


def _contact(agency: Document[Agency], kind: PostKind) -> str:
    posts = agency.model.posts
    post = next((post for post in posts if post.kind is kind), posts[0])
    return f"{agency.id}/{post.id}"


def _protocol_draft(library: Library, wanted: NewProtocol, parties: tuple[str, ...], today: date) -> Draft:
    """Return everything that a protocol needs, with no law, no flow and no other decision made for its author."""
    owner = library.agencies[wanted.owner]
    return {
        **_opening(wanted, today),
        "fast_track": _fast_track(owner),
        "purpose": to_be_written("what the arrangement is for"),
        "benefits": [
            {"to": "person", "benefit": to_be_written("what the person gains")},
            {"to": "public", "benefit": to_be_written("what the public gains")},
        ],
        "scope": {
            "use_it_for": [to_be_written("a case in which it applies")],
            "do_not_use_it_for": [
                {
                    "when": to_be_written("a case in which it is wrong"),
                    "instead": to_be_written("what to use instead"),
                }
            ],
        },
        "people": [
            {
                "id": "person",
                "name": to_be_written("what to call the people concerned"),
                "kinds": ["public"],
                "note": to_be_written("who they are, and what to have in mind"),
            }
        ],
        "parties": [_party(agency) for agency in parties],
        "process": [
            {
                "step": to_be_written("name of the step"),
                "who": to_be_written("post"),
                "what": to_be_written("what they do"),
                "within": to_be_written("the time allowed"),
            }
        ],
        "gateways": [],
        "restrictions": [],
        "consent": {
            "relied_on": "no",
            "because": to_be_written("why, and what staff tell the person"),
        },
        "telling_people": to_be_written("what people are told, and by whom"),
        "data_protection": [],
        "agency_requirements": [_requirements(agency) for agency in parties],
        "flows": [],
        "routes": [
            {"name": to_be_written("name of the route"), "how": to_be_written("how it is used safely")},
        ],
        **_closing(library, wanted, owner),
    }


_QUESTIONS = range(1, 5)
"""The numbers of the questions that a draft begins with."""

UNDECIDED = (
    "marking",
    "review.next",
    *(f"asked_as.{number}.rests_on" for number in _QUESTIONS),
    "fast_track.contact_in_hours",
    "fast_track.contact_out_of_hours",
    "people.1.kinds",
    "parties",
    "consent.relied_on",
    "contacts.1.post",
)
"""The fields that need a value before a draft can be read, and whose value is its author's to choose."""


def _opening(wanted: NewProtocol, today: date) -> Draft:
    glance = ("may_i_share", "with_whom", "under_which_law", "how_fast", "whom_do_i_ring", "what_do_i_write_down")
    change = {"version": "0.1", "on": today.isoformat(), "by": to_be_written("the post that made this draft")}
    return {
        "id": wanted.id,
        "title": _title(wanted.title),
        "status": "draft",
        "version": "0.1",
        "owner": wanted.owner,
        "marking": "official",
        "summary": wanted.summary or to_be_written("what it is for"),
        "review": {
            "next": (today + REVIEW_AFTER).isoformat(),
            "every": to_be_written("how often it is reviewed, in months"),
            "owner": to_be_written("the post that sees to the review"),
            "triggers": [to_be_written("what brings a review forward")],
        },
        "history": [{**change, "change": "First draft.", "why": to_be_written("why this protocol is needed")}],
        "undecided": list(UNDECIDED),
        "under": wanted.under,
        "asked_as": [_question(number) for number in _QUESTIONS],
        "at_a_glance": {key: to_be_written(key.replace("_", " ").replace(" i ", " I ")) for key in glance},
    }


def _question(number: int) -> Draft:
    return {
        "ask": to_be_written(f"question {number}, in staff's own words"),
        "answer": to_be_written("Yes, No, Only if or You must, and why"),
        "rests_on": "at-a-glance",
    }


def _fast_track(owner: Document[Agency]) -> Draft:
    return {
        "when": to_be_written("what must be true for it to apply"),
        "decides_in_hours": to_be_written("the post that decides in office hours"),
        "decides_out_of_hours": to_be_written("the post that decides at night"),
        "contact_in_hours": _contact(owner, PostKind.SINGLE_POINT_OF_CONTACT),
        "contact_out_of_hours": _contact(owner, PostKind.OUT_OF_HOURS),
        "steps": [to_be_written(f"step {number}") for number in range(1, 4)],
        "share": to_be_written("the least to share at once"),
        "hold_back": to_be_written("what not to share in a hurry"),
        "record_within": to_be_written("by when the decision is recorded, in hours"),
        "afterwards": to_be_written("who looks back at the decision, and when"),
    }


def _party(agency: str) -> Draft:
    does = to_be_written("what it does here")
    return {"agency": agency, "gives": "yes", "receives": "yes", "role": "controller", "does": does}


def _requirements(agency: str) -> Draft:
    return {
        "agency": agency,
        "top": to_be_written("what its staff must read first, or leave out"),
        "tail": to_be_written("what else it requires, or leave out"),
    }


def _closing(library: Library, wanted: NewProtocol, owner: Document[Agency]) -> Draft:
    kept = {
        "starting": to_be_written("from what"),
        "authority": to_be_written("what sets the period"),
        "disposal": to_be_written("how it is disposed of"),
    }
    return {
        "retention": [
            {
                "record": to_be_written("the kind of record"),
                "held_by": [wanted.owner],
                "keep_for": to_be_written("the period"),
                **kept,
            }
        ],
        "contacts": [
            {
                "id": "lead",
                "agency": wanted.owner,
                "reach_for": to_be_written("what to ask this post"),
                "post": _contact(owner, PostKind.SINGLE_POINT_OF_CONTACT),
            }
        ],
        "risks": [
            {
                "risk": to_be_written("what can go wrong, and for whom"),
                "mitigation": to_be_written("what is done"),
                "owner": to_be_written("post"),
            }
        ],
        "dpia": {
            "state": "not-started",
            "covers": to_be_written("what it must look at"),
            "review_when": to_be_written("what reopens it"),
        },
        "training": [
            {
                "role": to_be_written("the role"),
                "must_know": to_be_written("what it must know"),
                "by_when": to_be_written("by when"),
            }
        ],
        "requirements_met": [
            {"requirement": requirement.id, "unmet": to_be_written("how it will be met, and by when")}
            for requirement in library.themes[wanted.under].model.requirements
        ],
    }
