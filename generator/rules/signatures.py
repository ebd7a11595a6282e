"""The rules about signatures: each is one that can have been given, and fits the text that it is on.

The second needs the composed text, which is made from sources that keep every other rule: so it is no rule of `check` but is asked
by whoever composes, with what each signature comes to.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from generator.county.agreements import OPENING, Part, Standing, State, is_of_its_text
from generator.county.issued import IssuedText
from generator.county.library import Document
from generator.model.base import Document as ProtocolDocument
from generator.model.base import Status
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching
from generator.rules.context import Context, rule, tiered
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault, one_of
from generator.sources.source import Span
from generator.words.days import written_day

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


@fault("signature-repeated")
def signature_repeated(span: Span, agency: str, version: str, first: Span) -> Diagnostic:
    """An agency has signed one version twice.

    Usually a signature was copied and its agency left as it was, so that another agency's is missing.
    """
    return Diagnostic(
        f"`{agency}` has signed version `{version}` before",
        span,
        help="take one of the two out, or correct the agency",
        others=(Label(first, "signed here first"),),
    )


@fault("signed-before-its-version")
def signed_before_its_version(span: Span, day: str, version: str, made: str) -> Diagnostic:
    """A signature is older than the version that it is on.

    Nobody can have signed a text before it was made, or before it was issued. Usually the day or the version is mistyped.
    """
    return Diagnostic(
        f"this was signed on {day}, but version `{version}` is of {made}", span, help="correct the day, or the version"
    )


@rule
def check_signatures_are_true(context: Context) -> Iterator[Diagnostic]:
    """A signature is one that can have been given: once, by somebody who has to sign, on a version that there was by then."""
    issued: dict[str, dict[str, date]] = {}
    for place in context.library.issued:
        if place.manifest:
            days = issued.setdefault(context.library.document_of(place.folder) or "", {})
            days[place.version] = place.manifest.document.model.on
    for document in tiered(context):
        versions = tuple(change.version for change in document.model.history)
        those_who_sign = signatories(document.model)
        made = {change.version: change.on for change in document.model.history}
        made |= issued.get(document.id, {}) if isinstance(document.model, Protocol) else {}
        seen: dict[tuple[str, str], int] = {}
        for index, signature in enumerate(document.model.signatures):
            span = document.span("signatures", index, "agency")
            first = seen.setdefault((signature.agency, signature.version), index)
            if first != index:
                at = document.span("signatures", first, "agency")
                yield signature_repeated(span, signature.agency, signature.version, at)
            if signature.on < made.get(signature.version, signature.on):
                day, since = written_day(signature.on), written_day(made[signature.version])
                yield signed_before_its_version(document.span("signatures", index, "on"), day, signature.version, since)
            if signature.agency not in those_who_sign:
                yield signature_of_stranger(span, signature.agency)
            if signature.version not in versions:
                span = document.span("signatures", index, "version")
                yield signature_on_no_version(span, signature.version, versions)
            if not FINGERPRINT.fullmatch(signature.fingerprint):
                span = document.span("signatures", index, "fingerprint")
                yield malformed_fingerprint(span, signature.fingerprint[:40])


@fault("agreed-without-signatures")
def agreed_without_signatures(span: Span, count: int, names: str) -> Diagnostic:
    """A protocol says that it is agreed, but parties have not signed this version.

    `status: agreed` is a claim about other organisations. It is made only when every party has signed.
    """
    return Diagnostic(
        f"this is marked agreed, but {count} parties have not signed this version: {names}",
        span,
        help="write `status: draft`",
    )


@fault("signature-unfit")
def signature_unfit(span: Span, found: str, agreed: Span) -> Diagnostic:
    """An agreed document has a signature that does not fit its text.

    What it says was agreed is not what was signed: words, a title, an owner, a marking, a party or where a link leads changed since,
    in the document, in the core or in an agency's own words; or the fingerprint is not that of any text. Nothing is published until
    this is settled. Contacts, titles of posts, review dates and the change history may change without being signed again.
    """
    return Diagnostic(
        found,
        span,
        help="take the change back; or raise the version, write `status: draft`, and ask the agencies to sign again",
        others=(Label(agreed, "marked agreed here"),),
    )


@fault("signature-outdated", Severity.WARNING)
def signature_outdated(span: Span, found: str) -> Diagnostic:
    """A draft has a signature that does not fit its text.

    The page, the printed copies and the data files say so, and never count it. Before the document can be agreed, the agency has to
    sign again.
    """
    return Diagnostic(found, span, help="take the change back, or ask the agency to sign the new version")


def unfit_signatures(
    document: Document[ProtocolDocument], found: tuple[Standing, ...], issued: Mapping[str, IssuedText]
) -> Iterator[Diagnostic]:
    """Every signature fits the text that it names, and those on an agreed document fit its present text."""
    model = document.model
    if model.status is Status.RETIRED:
        return
    by_signature = {id(standing.signature): standing for standing in found}
    for index, signature in enumerate(model.signatures):
        standing = by_signature.get(id(signature))
        words = ""
        if not is_of_its_text(signature, issued):
            words = f"this is not the fingerprint of version `{signature.version}` as it was issued"
        elif standing and standing.state is State.CHANGED:
            words = _what_changed(standing)
        if words:
            span = document.span("signatures", index, "fingerprint")
            is_agreed = model.status is Status.AGREED
            yield (
                signature_unfit(span, words, document.span("status")) if is_agreed else signature_outdated(span, words)
            )
    earlier = [standing.agency for standing in found if standing.state is State.EARLIER]
    if model.status is Status.AGREED and earlier:
        yield agreed_without_signatures(document.span("status"), len(earlier), ", ".join(earlier))


def _what_changed(standing: Standing) -> str:
    if standing.changed:
        names = ", ".join(map(_name, standing.changed))
        return f"since `{standing.agency}` signed, this has changed: {names}"
    return f"the text has changed since `{standing.agency}` signed, or this is not the fingerprint of what it signed"


def _name(part: Part) -> str:
    return part.name or OPENING


def signatories(model: ProtocolDocument) -> tuple[str, ...]:
    """Return who has to sign: every party, or the owner of a theme."""
    match model:
        case Protocol():
            return tuple(party.agency for party in model.parties)
        case Overarching():
            return model.parties
        case _:
            return (model.owner,)
