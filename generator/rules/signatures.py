"""The rule about signatures: each is one that can have been given."""

import re
from collections.abc import Iterator

from generator.model.base import Document as ProtocolDocument
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching
from generator.rules.context import Context, rule, tiered
from generator.sources.diagnostic import Diagnostic, fault, one_of
from generator.sources.source import Span

FINGERPRINT = re.compile(r"words-\d+:[0-9a-f]{64}")
"""A fingerprint as `protocols sign` writes it: the name of its algorithm, and what that gave."""


@fault("signature-of-stranger")
def signature_of_stranger(span: Span, agency: str) -> Diagnostic:
    """A signature comes from an agency that has nothing to sign here.

    A Tier 3 protocol and Tier 1 are signed by their parties, a Tier 2 theme by its owner.
    """
    return Diagnostic(
        f"`{agency}` has signed, but it is no party to this", span, help="correct the agency, or make it a party first"
    )


@fault("signature-on-no-version")
def signature_on_no_version(span: Span, version: str, versions: tuple[str, ...]) -> Diagnostic:
    """A signature is on a version that the change history does not know."""
    return Diagnostic(
        f"the signed version `{version}` is not in `history`, which has {one_of(versions)}",
        span,
        help="`protocols sign` records the version and the fingerprint of what was signed",
    )


@fault("malformed-fingerprint")
def malformed_fingerprint(span: Span, value: str) -> Diagnostic:
    """A signature's fingerprint is not one that `protocols sign` wrote.

    It names how it was made and then has 64 figures: `words-1:` and so on. Nobody can write one by hand: it proves which words
    were signed.
    """
    return Diagnostic(
        f"`{value}` is no fingerprint of a signed text", span, help="record the signature with `protocols sign`"
    )


@rule
def check_signatures_are_true(context: Context) -> Iterator[Diagnostic]:
    """A signature is one that can have been given: by somebody who has to sign, on a version that there was."""
    for document in tiered(context):
        versions = tuple(change.version for change in document.model.history)
        those_who_sign = signatories(document.model)
        for index, signature in enumerate(document.model.signatures):
            if signature.agency not in those_who_sign:
                yield signature_of_stranger(document.span("signatures", index, "agency"), signature.agency)
            if signature.version not in versions:
                span = document.span("signatures", index, "version")
                yield signature_on_no_version(span, signature.version, versions)
            if not FINGERPRINT.fullmatch(signature.fingerprint):
                span = document.span("signatures", index, "fingerprint")
                yield malformed_fingerprint(span, signature.fingerprint[:40])


def signatories(model: ProtocolDocument) -> tuple[str, ...]:
    """Return who has to sign: every party, or the owner of a theme."""
    match model:
        case Protocol():
            return tuple(party.agency for party in model.parties)
        case Overarching():
            return model.parties
        case _:
            return (model.owner,)
