"""Rules about law: what is relied on or named is in force, and the register says of each provision what it has to.

What is still to come, and what nobody has checked for long, is left to `law_ahead`.
"""

from collections.abc import Iterator
from typing import Any

from generator.county.library import Document
from generator.model.law import LegalStatus
from generator.rules.context import Context, rule
from generator.rules.gateways import gateways_named
from generator.rules.phrases import texts
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.nodes import Path
from generator.sources.source import Span
from generator.words.days import written_day


@fault("provision-not-in-force")
def provision_not_in_force(span: Span, provision: str, status: str, day: str, instead: str) -> Diagnostic:
    """A protocol relies on law that is not in force on the day for which the site is built.

    The law register says from when to when each provision is in force. Rely on the one that is in force now; law that is to
    come can be described in the register and in `restrictions`.
    """
    return Diagnostic(
        f"`{provision}` is {status} on {day}",
        span,
        help=f"it was replaced by `{instead}`" if instead else "rely on a provision that is in force",
    )


@rule
def check_law_is_in_force(context: Context) -> Iterator[Diagnostic]:
    """Whatever a protocol or a core clause relies on is in force on the day for which the site is built."""
    for document, path, name in _relied_on(context):
        found = context.library.provisions.get(name)
        if found is None:
            continue
        status = found[1].force.on(context.as_of)
        if status is not LegalStatus.IN_FORCE:
            day = written_day(context.as_of)
            yield provision_not_in_force(document.span(*path), name, status.value, day, found[1].replaced_by or "")


def _relied_on(context: Context) -> Iterator[tuple[Document[Any], Path, str]]:
    library = context.library
    for protocol in library.protocols.values():
        yield from ((protocol, path, name) for path, name in gateways_named(protocol.model))
        for index, basis in enumerate(protocol.model.data_protection):
            for field in ("article_6", "article_9", "article_10", "schedule_1", "part_3"):
                for place, name in enumerate(getattr(basis, field)):
                    yield protocol, ("data_protection", index, field, place), name
    for clause in library.clauses.values():
        for place, name in enumerate(clause.model.legal_basis):
            yield clause, ("legal_basis", place), name


@fault("ended-law-in-text", Severity.WARNING)
def ended_law_in_text(span: Span, title: str, day: str) -> Diagnostic:
    """A text names an Act none of whose provisions in the register is still in force.

    Texts that cite law by hand go stale unseen. Name the law that took its place, by a reference that can be checked.
    """
    return Diagnostic(
        f"`{title}` is no longer in force on {day}", span, help="name the law that replaced it, as a `[[reference]]`"
    )


@rule
def check_law_in_text_is_current(context: Context) -> Iterator[Diagnostic]:
    """A text names no instrument of which nothing in the register is still in force."""
    ended = {
        document.model.title: document
        for document in context.library.instruments.values()
        if all(provision.force.on(context.as_of) is LegalStatus.ENDED for provision in document.model.provisions)
    }
    day = written_day(context.as_of)
    for document, value, text in texts(context):
        for title in ended:
            if title in text:
                yield ended_law_in_text(document.find(title, *value.path), title, day)


@fault("unproved-provision")
def unproved_provision(span: Span, provision: str) -> Diagnostic:
    """A provision is marked both confirmed and unconfirmed, or neither.

    Readers must always know which. Give `confirmed` with the source in which the citation and the effect were seen, or
    `unconfirmed` with what was not seen.
    """
    return Diagnostic(
        f"`{provision}` has to be either confirmed or unconfirmed",
        span,
        help="give exactly one of `confirmed` and `unconfirmed`",
    )


@fault("gateway-without-parties")
def gateway_without_parties(span: Span, provision: str, effect: str, missing: str) -> Diagnostic:
    """A power or a duty in the law register does not say who may disclose, or to whom.

    Nobody can rely on a power without knowing whose it is.
    """
    return Diagnostic(
        f"`{provision}` is a {effect} and has no `{missing}`", span, help=f"add `{missing}:` in plain words"
    )


@fault("parties-without-gateway")
def parties_without_gateway(span: Span, provision: str, effect: str, field: str) -> Diagnostic:
    """A restriction or a framework in the law register says who may disclose.

    Only a power or a duty lets anybody disclose. Either the effect is wrong, or the field belongs to another provision.
    """
    return Diagnostic(
        f"`{provision}` is a {effect}, and has `{field}` as if it let somebody disclose",
        span,
        help=f"write `effect: power` or `effect: duty`, or take `{field}` out",
    )


@rule
def check_law_is_whole(context: Context) -> Iterator[Diagnostic]:
    """A provision says whether it is confirmed; a power or a duty, and nothing else, says who may disclose and to whom."""
    for document in context.library.instruments.values():
        for index, provision in enumerate(document.model.provisions):
            name = f"{document.id}/{provision.id}"
            if (provision.evidence.confirmed is None) == (provision.evidence.unconfirmed is None):
                yield unproved_provision(document.key_span("provisions", index, "evidence"), name)
            span, effect = document.span("provisions", index, "effect"), provision.effect
            for field in ("who_discloses", "to_whom"):
                if provision.can_be_gateway and getattr(provision, field) is None:
                    yield gateway_without_parties(span, name, effect.value, field)
                if not provision.can_be_gateway and getattr(provision, field) is not None:
                    yield parties_without_gateway(span, name, effect.value, field)
