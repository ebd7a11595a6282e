"""Rules about consent: it is relied on only where it is real, and wherever it is, the protocol says so."""

from collections.abc import Iterator

from generator.model.law import Effect
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span

CONSENT = frozenset({"uk-gdpr/article-6-1-a", "uk-gdpr/article-9-2-a"})
"""The conditions that are met only by consent."""


@fault("consent-beside-duty", Severity.WARNING)
def consent_beside_duty(span: Span, provision: str) -> Diagnostic:
    """A protocol relies on consent although a duty makes the sharing happen anyway.

    Consent that cannot be refused is none, and asking for it misleads. Where the duty itself asks for consent,
    the law register's conditions say so.
    """
    return Diagnostic(
        f"consent is relied on, although `{provision}` is a duty that does not ask for it",
        span,
        help="write `relied_on: no` or `sometimes`, and say what people are told instead",
    )


@rule
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
                    yield consent_beside_duty(document.span("consent", "relied_on"), gateway.provision)


@fault("consent-denied", Severity.WARNING)
def consent_denied(span: Span, provision: str, said: Span) -> Diagnostic:
    """A party's condition is consent, although the protocol says that consent is not relied on.

    One of the two is wrong, and staff would either ask for consent in vain or share without it.
    """
    return Diagnostic(
        f"`{provision}` is consent, but `relied_on` says `no`",
        span,
        help="write `relied_on: sometimes` and say when, or name another condition",
        others=(Label(said, "said here"),),
    )


@rule
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
                        yield consent_denied(document.span("data_protection", index, field, place), name, said)
