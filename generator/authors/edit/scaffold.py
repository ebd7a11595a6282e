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
from generator.model.law import Effect, Instrument, InstrumentKind, LegalStatus, Provision
from generator.model.protocol import Protocol
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


def new_protocol(workspace: Workspace, wanted: NewProtocol, today: date) -> Changes:
    """Return a new Tier 3 protocol between these parties. Raises `EditRefused`."""
    library = workspace.library
    _require_new(library, "protocol", wanted.id)
    if wanted.under not in library.themes:
        refuse_unknown(library, wanted.under, set(library.themes))
    parties = tuple(dict.fromkeys((wanted.owner, *wanted.parties)))
    for agency in parties:
        if agency not in library.agencies:
            refuse_unknown(library, agency, set(library.agencies))
    if len(parties) < 2:
        raise EditRefused("a protocol needs at least two parties; give another agency with --party")
    draft = _protocol_draft(library, wanted, parties, today)
    opening = "A draft that says what is still to be written. Complete each field, then take its comment away."
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
        "summary": _todo("what it does that matters to sharing"),
        "posts": [
            _post("single-point-of-contact", "Information sharing desk", identifier, next(numbers)),
            _post("out-of-hours", "Manager on call", identifier, next(numbers)),
        ],
        "standing": {"tail": _todo("what it requires in every protocol, or take `standing` out")},
        "retention_schedule": _todo("the title of its retention schedule"),
    }
    opening = "A draft that says what is still to be written. Numbers and mailboxes are fictional until it is complete."
    return with_ledger(workspace, new_file(f"agencies/{identifier}.yaml", Agency, draft, opening))


def new_law(workspace: Workspace, identifier: str, title: str, kind: str, today: date) -> Changes:
    """Return a new instrument with one provision that nobody can rely on yet. Raises `EditRefused`."""
    _require_new(workspace.library, "instrument", identifier)
    provision = {
        "id": "s1",
        "cite": "section 1",
        "title": _todo("what the provision is about"),
        "effect": Effect.FRAMEWORK.value,
        "says": _todo("what it says, in plain words"),
        "areas": ["all"],
        "force": {"commenced": "unconfirmed"},
        "evidence": {"unconfirmed": _todo("nobody has looked at the text yet"), "checked": today.isoformat()},
    }
    draft = {
        "id": identifier,
        "title": _title(title),
        "kind": kind,
        "summary": _todo("what it is and why it matters to sharing"),
        "provisions": [provision],
    }
    opening = "A draft: no provision in it counts as in force until `commenced` and `evidence` say so."
    return with_ledger(workspace, new_file(f"law/{identifier}.yaml", Instrument, draft, opening))


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


def _todo(what: str) -> str:
    return f"To be written: {what}."


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


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A first flow between two parties, under a power or duty that fits both."""

    giver: str
    receiver: str
    gateway: str


def _exchanges(library: Library, parties: tuple[str, ...], today: date) -> tuple[_Exchange, ...]:
    """Return one exchange for every party but the first, each with a party that is placed already where that can be."""
    found: list[_Exchange] = []
    placed, waiting = [parties[0]], list(parties[1:])
    while waiting:
        pairs = ((other, party) for party in waiting for other in placed)
        exchange = next((each for other, party in pairs if (each := _exchange(library, other, party, today))), None)
        if exchange is None:
            near = f"`{waiting[0]}` and `{placed[0]}`"
            raise EditRefused(
                f"no power or duty in the law register lets {near} share; add one first, or choose other parties"
            )
        found.append(exchange)
        joined = exchange.receiver if exchange.receiver in waiting else exchange.giver
        placed.append(joined)
        waiting.remove(joined)
    return tuple(found)


def _exchange(library: Library, one: str, other: str, today: date) -> _Exchange | None:
    for giver, receiver in ((one, other), (other, one)):
        gateway = _gateway(library, giver, receiver, today)
        if gateway:
            return _Exchange(giver, receiver, gateway)
    return None


def _gateway(library: Library, giver: str, receiver: str, today: date) -> str | None:
    """Return the provision that fits best, one that names both kinds of agency before one that names nobody."""
    kinds = library.agencies[giver].model.kind, library.agencies[receiver].model.kind
    fitting = [
        (not provision.receivers, not provision.givers, name)
        for name, (_, provision) in library.provisions.items()
        if _fits(provision, *kinds) and provision.force.on(today) is LegalStatus.IN_FORCE
    ]
    return min(fitting)[2] if fitting else None


def _fits(provision: Provision, giver: AgencyKind, receiver: AgencyKind) -> bool:
    if not provision.can_be_gateway or provision.depersonalised_only or giver in provision.excluded_givers:
        return False
    return (not provision.givers or giver in provision.givers) and (
        not provision.receivers or receiver in provision.receivers
    )


def _provision_like(library: Library, today: date, *endings: str) -> str:
    """Return the first provision in force whose name ends in one of these; else any restriction that is in force."""
    in_force = [
        name for name, (_, found) in library.provisions.items() if found.force.on(today) is LegalStatus.IN_FORCE
    ]
    for ending in endings:
        for name in in_force:
            if name.endswith(ending):
                return name
    for name in in_force:
        if library.provisions[name][1].effect is Effect.RESTRICTION:
            return name
    raise EditRefused("the law register holds no restriction that is in force; a protocol needs one")


def _contact(agency: Document[Agency], kind: PostKind) -> str:
    posts = agency.model.posts
    post = next((post for post in posts if post.kind is kind), posts[0])
    return f"{agency.id}/{post.id}"


def _protocol_draft(library: Library, wanted: NewProtocol, parties: tuple[str, ...], today: date) -> Draft:
    exchanges = _exchanges(library, parties, today)
    owner = library.agencies[wanted.owner]
    return {
        **_opening(wanted, today),
        "fast_track": _fast_track(owner),
        "purpose": _todo("what the arrangement is for"),
        "benefits": [
            {"to": "person", "benefit": _todo("what the person gains")},
            {"to": "public", "benefit": _todo("what the public gains")},
        ],
        "scope": {
            "use_it_for": [_todo("a case in which it applies")],
            "do_not_use_it_for": [
                {"when": _todo("a case in which it is wrong"), "instead": _todo("what to use instead")}
            ],
        },
        "people": [
            {
                "id": "person",
                "name": "People concerned",
                "kinds": ["public"],
                "note": _todo("who they are, and what to have in mind"),
            }
        ],
        "parties": [_party(agency, exchanges) for agency in parties],
        "process": [
            {
                "step": _todo("name of the step"),
                "who": _todo("post"),
                "what": _todo("what they do"),
                "within": "1 working day",
            }
        ],
        "gateways": [
            {
                "provision": name,
                "used_for": _todo("what is disclosed under it"),
                "conditions_here": _todo("what must hold first"),
            }
            for name in dict.fromkeys(exchange.gateway for exchange in exchanges)
        ],
        "restrictions": [
            {
                "provision": _provision_like(library, today, "common-law-duty-of-confidence/duty"),
                "means_here": _todo("what it stops"),
            }
        ],
        "consent": {"relied_on": "no", "because": _todo("why, and what staff say to the person instead")},
        "telling_people": _todo("what people are told, and by whom"),
        "data_protection": _bases(library, parties, today),
        "flows": [_flow(exchange) for exchange in exchanges],
        "routes": [{"name": "secure email", "how": _todo("how it is used safely")}],
        **_closing(library, wanted, owner),
    }


def _opening(wanted: NewProtocol, today: date) -> Draft:
    glance = ("may_i_share", "with_whom", "under_which_law", "how_fast", "whom_do_i_ring", "what_do_i_write_down")
    change = {"version": "0.1", "on": today.isoformat(), "by": _todo("the post that made this draft")}
    return {
        "id": wanted.id,
        "title": _title(wanted.title),
        "status": "draft",
        "version": "0.1",
        "owner": wanted.owner,
        "marking": "official",
        "summary": _todo("what it is for"),
        "review": {
            "next": (today + REVIEW_AFTER).isoformat(),
            "every": "12 months",
            "owner": _todo("the post that sees to the review"),
            "triggers": [_todo("what brings a review forward")],
        },
        "history": [{**change, "change": "First draft.", "why": _todo("why this protocol is needed")}],
        "under": wanted.under,
        "asked_as": [_question(number) for number in range(1, 5)],
        "at_a_glance": {key: _todo(key.replace("_", " ").replace(" i ", " I ")) for key in glance},
    }


def _question(number: int) -> Draft:
    return {
        "ask": f"To be written: question {number} in staff's own words?",
        "answer": _todo("Yes, No, Only if or You must, and why"),
        "rests_on": "at-a-glance",
    }


def _fast_track(owner: Document[Agency]) -> Draft:
    return {
        "when": _todo("what must be true for it to apply"),
        "decides_in_hours": _todo("the post that decides in office hours"),
        "decides_out_of_hours": _todo("the post that decides at night"),
        "contact_in_hours": _contact(owner, PostKind.SINGLE_POINT_OF_CONTACT),
        "contact_out_of_hours": _contact(owner, PostKind.OUT_OF_HOURS),
        "steps": [_todo(f"step {number}") for number in range(1, 4)],
        "share": _todo("the least to share at once"),
        "hold_back": _todo("what not to share in a hurry"),
        "record_within": "24 hours",
        "afterwards": _todo("who looks back at the decision, and when"),
    }


def _party(agency: str, exchanges: tuple[_Exchange, ...]) -> Draft:
    gives = any(exchange.giver == agency for exchange in exchanges)
    receives = any(exchange.receiver == agency for exchange in exchanges)
    answers = {"gives": "yes" if gives else "no", "receives": "yes" if receives else "no"}
    return {"agency": agency, **answers, "role": "controller", "does": _todo("what it does here")}


def _bases(library: Library, parties: tuple[str, ...], today: date) -> list[Draft]:
    """Return a first basis for every party: the UK GDPR, or Part 3 for one that works under nothing else."""
    general = [agency for agency in parties if "uk-gdpr" in library.agencies[agency].model.regimes]
    police = [agency for agency in parties if agency not in general]
    because = _todo("why these conditions are met")
    task = _provision_like(library, today, "uk-gdpr/article-6-1-e", "/article-6-1-e")
    law = _provision_like(library, today, "data-protection-act-2018/s35")
    bases: list[Draft] = []
    if general:
        bases.append({"parties": general, "regime": "uk-gdpr", "article_6": [task], "because": because})
    if police:
        bases.append({"parties": police, "regime": "part-3", "part_3": [law], "because": because})
    return bases


def _flow(exchange: _Exchange) -> Draft:
    return {
        "item": _todo("the data item, as narrowly as it is shared"),
        "about": ["person"],
        "category": "personal",
        "from": [exchange.giver],
        "to": [exchange.receiver],
        "gateway": exchange.gateway,
        "verdict": "may",
        "necessary_because": _todo("why the purpose fails without it"),
        "route": "secure email",
        "when": _todo("when"),
    }


def _closing(library: Library, wanted: NewProtocol, owner: Document[Agency]) -> Draft:
    kept = {
        "starting": _todo("from what"),
        "authority": _todo("what sets the period"),
        "disposal": _todo("how it is disposed of"),
    }
    return {
        "retention": [
            {"record": _todo("the kind of record"), "held_by": [wanted.owner], "keep_for": _todo("the period"), **kept}
        ],
        "contacts": [
            {
                "id": "lead",
                "agency": wanted.owner,
                "reach_for": _todo("what to ask this post"),
                "post": _contact(owner, PostKind.SINGLE_POINT_OF_CONTACT),
            }
        ],
        "risks": [
            {
                "risk": _todo("what can go wrong, and for whom"),
                "mitigation": _todo("what is done"),
                "owner": _todo("post"),
            }
        ],
        "dpia": {
            "state": "not-started",
            "covers": _todo("what it must look at"),
            "review_when": _todo("what reopens it"),
        },
        "training": [{"role": _todo("the role"), "must_know": _todo("what it must know"), "by_when": _todo("by when")}],
        "requirements_met": [
            {"requirement": requirement.id, "unmet": _todo("how it will be met, and by when")}
            for requirement in library.themes[wanted.under].model.requirements
        ],
    }
