"""Rules about completeness and honesty: what a document promises it shows, and it claims nothing that is not so."""

import re
from collections.abc import Iterator

from generator.checks.context import Context
from generator.diagnostics import standing as faults
from generator.diagnostics.base import Diagnostic
from generator.library import Document
from generator.model.base import Document as ProtocolDocument
from generator.model.base import Status
from generator.model.law import Effect
from generator.model.protocol import Category, DataProtectionBasis, Protocol
from generator.nodes import scalars

_DRAMA_NUMBER = re.compile(r"01632 ?960 ?\d{3}")
_NUMBER = re.compile(r"(?<![\w/.-])0\d{2,4}[ -]?\d{3}[ -]?\d{3,4}(?!\w)")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def check_parties_match_flows(context: Context) -> Iterator[Diagnostic]:
    """A party that gives is the giver of a flow, one that receives is a receiver, and the other way about."""
    for document in context.library.protocols.values():
        givers = {agency for flow in document.model.flows for agency in flow.sources}
        receivers = {agency for flow in document.model.flows for agency in flow.recipients}
        for index, party in enumerate(document.model.parties):
            for field, claimed, found in (("gives", party.gives, givers), ("receives", party.receives, receivers)):
                if claimed != (party.agency in found):
                    verb = "comes from it" if field == "gives" else "goes to it"
                    shown = f"a flow {verb}" if party.agency in found else f"no flow {verb}"
                    span = document.span("parties", index, field)
                    yield faults.one_sided_party(span, party.agency, f"`{field}: {'yes' if claimed else 'no'}`", shown)


def check_nothing_is_left_behind(context: Context) -> Iterator[Diagnostic]:
    """Every gateway and every route that a protocol explains is used by a flow."""
    for document in context.library.protocols.values():
        gateways = {flow.gateway for flow in document.model.flows}
        routes = {flow.route for flow in document.model.flows}
        for index, gateway in enumerate(document.model.gateways):
            if gateway.provision not in gateways:
                yield faults.unused_gateway(document.span("gateways", index, "provision"), gateway.provision)
        for index, route in enumerate(document.model.routes):
            if route.name not in routes:
                yield faults.unused_route(document.span("routes", index, "name"), route.name)


def check_contacts_are_whole(context: Context) -> Iterator[Diagnostic]:
    """A contact can be reached: it names a post, or gives title, telephone, mailbox and hours."""
    for document in context.library.protocols.values():
        for index, contact in enumerate(document.model.contacts):
            missing = [field for field in ("title", "phone", "email", "hours") if getattr(contact, field) is None]
            if contact.post is None and missing:
                yield faults.incomplete_contact(document.span("contacts", index, "id"), contact.id, missing[0])


def check_law_is_whole(context: Context) -> Iterator[Diagnostic]:
    """A provision says whether it is confirmed; a power or a duty says who may disclose and to whom."""
    for document in context.library.instruments.values():
        for index, provision in enumerate(document.model.provisions):
            name = f"{document.id}/{provision.id}"
            if (provision.evidence.confirmed is None) == (provision.evidence.unconfirmed is None):
                yield faults.unproved_provision(document.key_span("provisions", index, "evidence"), name)
            for field in ("who_discloses", "to_whom"):
                if provision.effect in (Effect.POWER, Effect.DUTY) and getattr(provision, field) is None:
                    span = document.span("provisions", index, "effect")
                    yield faults.gateway_without_parties(span, name, provision.effect.value, field)


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


def check_versions_have_a_history(context: Context) -> Iterator[Diagnostic]:
    """The version of a document is the newest one of its change history."""
    for document in _tiered(context):
        newest = document.model.history[0].version
        if document.model.version != newest:
            yield faults.version_without_history(document.span("version"), document.model.version, newest)


def check_status_is_true(context: Context) -> Iterator[Diagnostic]:
    """An agreed protocol is signed by every party; a retired one says when and why."""
    for document in _tiered(context):
        model = document.model
        if (model.status is Status.RETIRED) != (model.retired is not None):
            yield faults.retired_without_reason(document.span("status"), model.id)
    for protocol in context.library.protocols.values():
        signed = {found.agency for found in protocol.model.signatures if found.version == protocol.model.version}
        unsigned = [party.agency for party in protocol.model.parties if party.agency not in signed]
        if protocol.model.status is Status.AGREED and unsigned:
            yield faults.agreed_without_signatures(protocol.span("status"), len(unsigned), ", ".join(unsigned))


def check_contacts_are_fictional(context: Context) -> Iterator[Diagnostic]:
    """While the site is illustrative, every number is from the drama range and every mailbox ends in `.example`."""
    site = context.library.site
    if site is None or not site.model.illustrative:
        return
    for document in context.library.parsed:
        for path, scalar in scalars(document.node):
            for number in _NUMBER.findall(scalar.text):
                if not _DRAMA_NUMBER.fullmatch(number):
                    span = document.find(number, *path)
                    yield faults.real_contact(span, number, "use a number from 01632 960000 to 01632 960999")
            for mailbox in _MAILBOX.findall(scalar.text):
                if not mailbox.endswith(".example"):
                    yield faults.real_contact(
                        document.find(mailbox, *path), mailbox, "use a mailbox that ends in `.example`"
                    )


def check_every_party_has_a_basis(context: Context) -> Iterator[Diagnostic]:
    """Every party has a basis under data protection law, with the further conditions that its data needs."""
    for document in context.library.protocols.values():
        for index, party in enumerate(document.model.parties):
            bases = [basis for basis in document.model.data_protection if party.agency in basis.parties]
            span = document.span("parties", index, "agency")
            if not bases:
                yield faults.party_without_basis(span, party.agency)
                continue
            for category, field in _missing_conditions(document.model, party.agency, bases):
                yield faults.missing_condition(span, party.agency, category.value, field)


def _missing_conditions(
    protocol: Protocol, agency: str, bases: list[DataProtectionBasis]
) -> Iterator[tuple[Category, str]]:
    """Yield each category that the agency shares here without the condition that it needs, and the field for it."""
    shared = {flow.category for flow in protocol.flows if agency in (*flow.sources, *flow.recipients)}
    general = [basis for basis in bases if basis.regime == "uk-gdpr"]
    police = [basis for basis in bases if basis.regime == "part-3"]
    if police and not any(basis.part_3 for basis in police):
        yield Category.PERSONAL, "part_3"
    if general and not any(basis.article_6 for basis in general):
        yield Category.PERSONAL, "article_6"
    if police:
        return
    if Category.SPECIAL in shared and not any(basis.article_9 for basis in general):
        yield Category.SPECIAL, "article_9"
    if Category.CRIMINAL in shared:
        for field in ("article_10", "schedule_1"):
            if not any(getattr(basis, field) for basis in general):
                yield Category.CRIMINAL, field


def check_regimes_are_open(context: Context) -> Iterator[Diagnostic]:
    """Only a competent authority has a basis under Part 3 (Data Protection Act 2018, section 30 and Schedule 7)."""
    for document in context.library.protocols.values():
        for index, basis in enumerate(document.model.data_protection):
            for place, name in enumerate(basis.parties):
                agency = context.library.agencies.get(name)
                if agency and basis.regime not in {regime.value for regime in agency.model.regimes}:
                    yield faults.regime_not_open(document.span("data_protection", index, "parties", place), name)


def check_consent_is_real(context: Context) -> Iterator[Diagnostic]:
    """Consent is not relied on where a duty that does not ask for it makes the sharing happen anyway (clause B7)."""
    for document in context.library.protocols.values():
        if document.model.consent.relied_on != "yes":
            continue
        for gateway in document.model.gateways:
            found = context.library.provisions.get(gateway.provision)
            if found and found[1].effect is Effect.DUTY:
                provision = found[1]
                words = " ".join((provision.says, *provision.conditions, *provision.exclusions))
                if "consent" not in words and "agree" not in words:
                    yield faults.consent_beside_duty(document.span("consent", "relied_on"), gateway.provision)
