"""Rules about the requirements of Tier 2: each protocol answers those of its theme, once and wholly."""

from collections.abc import Iterator

from generator.county.library import Document
from generator.model.protocol import Protocol
from generator.model.tiers import Theme
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, fault
from generator.sources.source import Span


@fault("unanswered-requirement")
def unanswered_requirement(span: Span, requirement: str, title: str, theme: str, stated: Span) -> Diagnostic:
    """A protocol says nothing about one of the requirements of its Tier 2 theme.

    Every Tier 3 protocol answers each requirement of its theme: by the sections that meet it, or by saying why it is not met
    yet and what will be done by when. Add the entry under `requirements_met`:

        - requirement: named-decider
          where: [fast-track, core/fast-track]
          how: The duty inspector decides at any hour.
    """
    return Diagnostic(
        f"requirement `{requirement}` of `{theme}` has no answer: {title}",
        span,
        help=f"add `- requirement: {requirement}` with `where` and `how`, or with `unmet`",
        others=(Label(stated, "the requirement"),),
    )


@fault("repeated-answer")
def repeated_answer(span: Span, requirement: str, first: Span) -> Diagnostic:
    """A protocol answers the same Tier 2 requirement twice."""
    return Diagnostic(
        f"requirement `{requirement}` is answered twice",
        span,
        help="make the two entries one",
        others=(Label(first, "answered here first"),),
    )


@rule
def check_requirements_are_answered(context: Context) -> Iterator[Diagnostic]:
    """Each protocol answers each requirement of its theme, once (Tier 2)."""
    for document in context.library.protocols.values():
        theme = context.library.themes.get(document.model.under)
        if theme is None or document.model.retired:
            continue
        seen: dict[str, int] = {}
        for index, met in enumerate(document.model.requirements_met):
            span = document.span("requirements_met", index, "requirement")
            if met.requirement in seen:
                first = document.span("requirements_met", seen[met.requirement], "requirement")
                yield repeated_answer(span, met.requirement, first)
            seen.setdefault(met.requirement, index)
        yield from _unanswered(document, theme, frozenset(seen))


def _unanswered(document: Document[Protocol], theme: Document[Theme], seen: frozenset[str]) -> Iterator[Diagnostic]:
    for index, requirement in enumerate(theme.model.requirements):
        if requirement.id not in seen:
            span, stated = document.key_span("requirements_met"), theme.span("requirements", index, "id")
            yield unanswered_requirement(span, requirement.id, requirement.title, theme.id, stated)


@fault("wrong-theme")
def wrong_theme(span: Span, theme: str, better: str) -> Diagnostic:
    """A protocol says that it is under one theme and answers the requirements of another."""
    return Diagnostic(
        f"this is under `{theme}`, but it answers the requirements of `{better}`",
        span,
        help=f"write `under: {better}`, or answer the requirements of `{theme}`",
    )


@rule
def check_theme_is_the_right_one(context: Context) -> Iterator[Diagnostic]:
    """A protocol answers the requirements of the theme that it says it is under, more than those of any other."""
    themes = {
        name: {requirement.id for requirement in theme.model.requirements}
        for name, theme in context.library.themes.items()
    }
    for document in context.library.protocols.values():
        answered = {met.requirement for met in document.model.requirements_met}
        own = len(answered & themes.get(document.model.under, answered))
        better = max(themes, key=lambda name: len(answered & themes[name]), default=document.model.under)
        if len(answered & themes.get(better, set())) > own:
            yield wrong_theme(document.span("under"), document.model.under, better)


@fault("requirement-nobody-answers")
def requirement_nobody_answers(span: Span, requirement: str, count: int) -> Diagnostic:
    """None of a theme's protocols answers one of its requirements.

    The requirement is new, and every protocol has to answer it; or its id was changed, which breaks every answer to it. Ids are
    permanent: change the title, never the id.
    """
    return Diagnostic(
        f"no protocol under this theme answers `{requirement}`; it has {count}",
        span,
        help="if its id was changed, change it back; if it is new, answer it in each protocol",
    )


@rule
def check_requirements_can_be_answered(context: Context) -> Iterator[Diagnostic]:
    """At least one of a theme's protocols answers each of its requirements."""
    for theme in context.library.themes.values():
        under = [found.model for found in context.library.protocols.values() if found.model.under == theme.id]
        answered = {met.requirement for protocol in under for met in protocol.requirements_met}
        for index, requirement in enumerate(theme.model.requirements):
            if under and requirement.id not in answered:
                span = theme.span("requirements", index, "id")
                yield requirement_nobody_answers(span, requirement.id, len(under))


@fault("incomplete-answer")
def incomplete_answer(span: Span, requirement: str) -> Diagnostic:
    """An answer to a Tier 2 requirement does not say where and how it is met, nor why it is not.

    Give `where` (the sections) with `how`; or `unmet` (why, and what will be done by when). A requirement that is met in part
    has all three.
    """
    return Diagnostic(
        f"the answer to `{requirement}` does not say where and how it is met",
        span,
        help="give both `where` and `how`, or say in `unmet` why not and what will be done by when",
    )


@rule
def check_answers_are_whole(context: Context) -> Iterator[Diagnostic]:
    """An answer to a requirement says where and how it is met, or why it is not yet, or both where it is met in part."""
    for document in context.library.protocols.values():
        for index, met in enumerate(document.model.requirements_met):
            if not (met.how or met.unmet) or (met.how and not met.where):
                yield incomplete_answer(document.span("requirements_met", index, "requirement"), met.requirement)
