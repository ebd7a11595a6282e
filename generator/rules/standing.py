"""Rules about completeness and honesty: what a document promises it shows, and it claims nothing that is not so."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Document, Parsed
from generator.model.base import Document as ProtocolDocument
from generator.model.base import Status
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching
from generator.rules.context import Context
from generator.rules.faults import standing as faults
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import scalars, text_at
from generator.sources.source import Span

_DRAMA_NUMBER = re.compile(r"01632 ?960 ?\d{3}")
_NUMBER = re.compile(r"(?<![\w/.-])(?:\+44[ -]?|0(?=\d{2})|\(0(?=\d{2,}\)))(?:[ ()-]{0,2}\d){7,11}(?![\w/-])")
_DATE = re.compile(r"\d\d-\d\d-\d{4}")
FINGERPRINT = re.compile(r"words-\d+:[0-9a-f]{64}")
"""A fingerprint as `protocols sign` writes it: the name of its algorithm, and what that gave."""

_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?/(?:[\w./-]*/)?")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def check_parties_match_flows(context: Context) -> Iterator[Diagnostic]:
    """A party that gives is the giver of a flow, one that receives is a receiver, and the other way about."""
    for document in context.library.protocols.values():
        givers = _first_flows(document, "from")
        receivers = _first_flows(document, "to")
        for index, party in enumerate(document.model.parties):
            for field, claimed, found in (("gives", party.gives, givers), ("receives", party.receives, receivers)):
                flow = found.get(party.agency)
                if claimed == (flow is not None):
                    continue
                verb = "comes from it" if field == "gives" else "goes to it"
                shown, claim = (
                    (f"a flow {verb}" if flow else f"no flow {verb}"),
                    f"`{field}: {'yes' if claimed else 'no'}`",
                )
                span = document.span("parties", index, field)
                yield faults.one_sided_party(span, party.agency, claim, shown, flow)
                if flow:  # Either of the two can be the slip, so each place points to the other.
                    yield faults.one_sided_party(flow, party.agency, claim, shown, span)


def _first_flows(document: Document[Protocol], end: str) -> dict[str, Span]:
    """Return the agencies at one end of any flow, each with the first place at which it stands there."""
    found: dict[str, Span] = {}
    for index, flow in enumerate(document.model.flows):
        for place, agency in enumerate(flow.sources if end == "from" else flow.recipients):
            if agency not in found:
                found[agency] = document.span("flows", index, end, place)
    return found


def check_nothing_is_left_behind(context: Context) -> Iterator[Diagnostic]:
    """Every gateway, every route and every group of people that a protocol explains is used by a flow."""
    for document in context.library.protocols.values():
        gateways = {flow.gateway for flow in document.model.flows}
        routes = {flow.route for flow in document.model.flows}
        for index, gateway in enumerate(document.model.gateways):
            if gateway.provision not in gateways:
                yield faults.unused_gateway(document.span("gateways", index, "provision"), gateway.provision)
        for index, route in enumerate(document.model.routes):
            if route.name not in routes:
                yield faults.unused_route(document.span("routes", index, "name"), route.name)
        about = {person for flow in document.model.flows for person in flow.about}
        for index, person in enumerate(document.model.people):
            if person.id not in about:
                yield faults.unused_person(document.span("people", index, "id"), person.id)


def check_contacts_are_whole(context: Context) -> Iterator[Diagnostic]:
    """A contact can be reached: it names a post, or gives title, telephone, mailbox and hours."""
    for document in context.library.protocols.values():
        for index, contact in enumerate(document.model.contacts):
            missing = [field for field in ("title", "phone", "email", "hours") if getattr(contact, field) is None]
            if contact.post is None and missing:
                yield faults.incomplete_contact(document.span("contacts", index, "id"), contact.id, missing[0])


def check_law_is_whole(context: Context) -> Iterator[Diagnostic]:
    """A provision says whether it is confirmed; a power or a duty, and nothing else, says who may disclose and to whom."""
    for document in context.library.instruments.values():
        for index, provision in enumerate(document.model.provisions):
            name = f"{document.id}/{provision.id}"
            if (provision.evidence.confirmed is None) == (provision.evidence.unconfirmed is None):
                yield faults.unproved_provision(document.key_span("provisions", index, "evidence"), name)
            span, effect = document.span("provisions", index, "effect"), provision.effect
            for field in ("who_discloses", "to_whom"):
                if provision.can_be_gateway and getattr(provision, field) is None:
                    yield faults.gateway_without_parties(span, name, effect.value, field)
                if not provision.can_be_gateway and getattr(provision, field) is not None:
                    yield faults.parties_without_gateway(span, name, effect.value, field)


def check_answers_are_options(context: Context) -> Iterator[Diagnostic]:
    """The right answer of a self-check question is one of its options."""
    for document in context.library.clauses.values():
        question = document.model.self_check
        if question.answer not in question.options:
            letters = ", ".join(f"`{letter}`" for letter in question.options)
            yield faults.missing_answer(document.span("self_check", "answer"), question.answer, letters)


def _tiered(context: Context) -> Iterator[Document[ProtocolDocument]]:
    library = context.library
    yield from library.protocols.values()
    yield from library.themes.values()
    if library.overarching:
        yield library.overarching


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
                        yield faults.same_title(one.span(field), other.id, other.span(field))


def check_addresses_are_whole(context: Context) -> Iterator[Diagnostic]:
    """The site's address is a web address that ends in `/`, so that addresses of pages can be put after it; so are its repositories', without."""
    site = context.library.site
    if site and not _ADDRESS.fullmatch(site.model.address):
        yield faults.wrong_address(site.span("address"), site.model.address)
    for name in ("repository", "core_repository"):
        written = getattr(site.model, name) if site else None
        if site and written and (written.endswith("/") or not _ADDRESS.fullmatch(f"{written}/")):
            yield faults.wrong_repository(site.span(name), written)


def check_versions_have_a_history(context: Context) -> Iterator[Diagnostic]:
    """The version of a document is the newest one of its change history."""
    for document in _tiered(context):
        newest = document.model.history[0].version
        if document.model.version != newest:
            yield faults.version_without_history(document.span("version"), document.model.version, newest)


def check_status_is_true(context: Context) -> Iterator[Diagnostic]:
    """An agreed document is signed by everybody who has to; a retired one says when and why."""
    for document in _tiered(context):
        model = document.model
        if (model.status is Status.RETIRED) != (model.retired is not None):
            yield faults.retired_without_reason(document.span("status"), model.id)
        signed = {found.agency for found in model.signatures if found.version == model.version}
        unsigned = [agency for agency in _signatories(model) if agency not in signed]
        if model.status is Status.AGREED and unsigned:
            yield faults.agreed_without_signatures(document.span("status"), len(unsigned), ", ".join(unsigned))


def _signatories(model: ProtocolDocument) -> tuple[str, ...]:
    """Return who has to sign: every party, or the owner of a theme."""
    match model:
        case Protocol():
            return tuple(party.agency for party in model.parties)
        case Overarching():
            return model.parties
        case _:
            return (model.owner,)


def check_signatures_are_true(context: Context) -> Iterator[Diagnostic]:
    """A signature is one that can have been given: by somebody who has to sign, on a version that there was."""
    for document in _tiered(context):
        versions = tuple(change.version for change in document.model.history)
        signatories = _signatories(document.model)
        for index, signature in enumerate(document.model.signatures):
            if signature.agency not in signatories:
                yield faults.signature_of_stranger(document.span("signatures", index, "agency"), signature.agency)
            if signature.version not in versions:
                span = document.span("signatures", index, "version")
                yield faults.signature_on_no_version(span, signature.version, versions)
            if not FINGERPRINT.fullmatch(signature.fingerprint):
                span = document.span("signatures", index, "fingerprint")
                yield faults.malformed_fingerprint(span, signature.fingerprint[:40])


def check_contacts_are_fictional(context: Context) -> Iterator[Diagnostic]:
    """While the site is illustrative, every number is from the drama range and every mailbox ends in `.example`."""
    site = context.library.site
    if site is None or not site.model.illustrative:
        return
    for document in context.library.parsed:
        yield from _real_contacts(document)


@lru_cache(maxsize=MOST_KEPT)
def _real_contacts(document: Parsed) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    for path, scalar in scalars(document.node):
        for number in _NUMBER.findall(scalar.text):
            if not _DRAMA_NUMBER.fullmatch(number) and not _DATE.fullmatch(number):
                at = document.find(number, *path)
                found.append(faults.real_contact(at, number, "use a number from 01632 960000 to 01632 960999"))
        for mailbox in _MAILBOX.findall(scalar.text) if "@" in scalar.text else ():
            if not mailbox.endswith(".example"):
                at = document.find(mailbox, *path)
                found.append(faults.real_contact(at, mailbox, "use a mailbox that ends in `.example`"))
    return tuple(found)
