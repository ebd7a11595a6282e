"""Rules about data protection law: every party has a basis, of the right kind, and consent is relied on only where it is real."""

from collections.abc import Iterator

from generator.county.library import Document
from generator.model.law import Effect
from generator.model.protocol import Category, DataProtectionBasis, Protocol
from generator.rules.context import Context
from generator.rules.faults import standing as faults
from generator.sources.diagnostic import Diagnostic

CONDITIONS = {
    "article_6": ("uk-gdpr", ("article-6-", "annex-1")),
    "article_9": ("uk-gdpr", ("article-9-",)),
    "article_10": ("uk-gdpr", ("article-10",)),
    "schedule_1": ("data-protection-act-2018", ("schedule-1-",)),
    "part_3": ("data-protection-act-2018", ("s3", "schedule-7", "schedule-8")),
}
"""The instrument that each kind of condition stands in, and how the ids of its provisions begin there."""

CONSENT = frozenset({"uk-gdpr/article-6-1-a", "uk-gdpr/article-9-2-a"})
"""The conditions that are met only by consent."""


def check_every_party_has_a_basis(context: Context) -> Iterator[Diagnostic]:
    """Every party has a basis under data protection law, with the further conditions that its data needs."""
    for document in context.library.protocols.values():
        for index, party in enumerate(document.model.parties):
            bases = [basis for basis in document.model.data_protection if party.agency in basis.parties]
            if not bases:
                span = document.span("parties", index, "agency")
                yield faults.party_without_basis(document.key_span("data_protection"), party.agency, span)
                continue
            for category, field in _missing_conditions(document.model, party.agency, bases):
                yield from _condition_faults(document, party.agency, category, field)


def _condition_faults(
    document: Document[Protocol], agency: str, category: Category, field: str
) -> Iterator[Diagnostic]:
    """Yield the fault at the party's basis and, where a flow needs the condition, at that flow's category too."""
    model = document.model
    basis = next(index for index, each in enumerate(model.data_protection) if agency in each.parties)
    at = document.span("data_protection", basis, "parties", model.data_protection[basis].parties.index(agency))
    flow = next(
        (
            document.span("flows", index, "category")
            for index, each in enumerate(model.flows)
            if each.category is category and agency in (*each.sources, *each.recipients)
        ),
        None,
    )
    yield faults.missing_condition(at, agency, category.value, field, flow)
    if flow and category is not Category.PERSONAL:  # Either of the two can be the slip.
        yield faults.missing_condition(flow, agency, category.value, field, at)


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
    """Consent is not relied on where a duty that does not ask for it makes the sharing happen anyway."""
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


def check_conditions_are_of_their_kind(context: Context) -> Iterator[Diagnostic]:
    """An Article 6 condition is one of Article 6, and so on: each field names the law that it is for."""
    for document in context.library.protocols.values():
        for index, basis in enumerate(document.model.data_protection):
            for field, (instrument, openings) in CONDITIONS.items():
                for place, name in enumerate(getattr(basis, field)):
                    if name not in context.library.provisions or instrument not in context.library.instruments:
                        continue
                    if not name.startswith(tuple(f"{instrument}/{opening}" for opening in openings)):
                        span = document.span("data_protection", index, field, place)
                        yield faults.wrong_condition(span, name, field)


def check_consent_is_meant(context: Context) -> Iterator[Diagnostic]:
    """A party whose condition is consent is in a protocol that says that it relies on consent."""
    for document in context.library.protocols.values():
        if document.model.consent.relied_on != "no":
            continue
        for index, basis in enumerate(document.model.data_protection):
            for field in ("article_6", "article_9"):
                for place, name in enumerate(getattr(basis, field)):
                    if name in CONSENT:
                        said = document.span("consent", "relied_on")
                        yield faults.consent_denied(document.span("data_protection", index, field, place), name, said)
