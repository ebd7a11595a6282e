"""Rules about how the set is governed: every requirement answered, every clause taught, every recommendation possible."""

from collections.abc import Iterator

from generator.county.library import Document, Library
from generator.model.governance import Recommendation
from generator.model.protocol import Protocol
from generator.model.tiers import Requirement, Theme
from generator.rules.context import Context
from generator.rules.faults import governance as faults
from generator.rules.faults.standing import review_due
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import text_at
from generator.sources.source import Span


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
                yield faults.repeated_answer(span, met.requirement, first)
            seen.setdefault(met.requirement, index)
        yield from _unanswered(document, theme, frozenset(seen))


def _unanswered(document: Document[Protocol], theme: Document[Theme], seen: frozenset[str]) -> Iterator[Diagnostic]:
    for index, requirement in enumerate(theme.model.requirements):
        if requirement.id not in seen:
            span, stated = document.key_span("requirements_met"), theme.span("requirements", index, "id")
            yield faults.unanswered_requirement(span, requirement.id, requirement.title, theme.id, stated)


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
            yield faults.wrong_theme(document.span("under"), document.model.under, better)


def check_requirements_can_be_answered(context: Context) -> Iterator[Diagnostic]:
    """At least one of a theme's protocols answers each of its requirements."""
    for theme in context.library.themes.values():
        under = [found.model for found in context.library.protocols.values() if found.model.under == theme.id]
        answered = {met.requirement for protocol in under for met in protocol.requirements_met}
        for index, requirement in enumerate(theme.model.requirements):
            if under and requirement.id not in answered:
                span = theme.span("requirements", index, "id")
                yield faults.requirement_nobody_answers(span, requirement.id, len(under))


def check_answers_are_whole(context: Context) -> Iterator[Diagnostic]:
    """An answer to a requirement says where and how it is met, or why it is not yet, or both where it is met in part."""
    for document in context.library.protocols.values():
        for index, met in enumerate(document.model.requirements_met):
            if not (met.how or met.unmet) or (met.how and not met.where):
                yield faults.incomplete_answer(document.span("requirements_met", index, "requirement"), met.requirement)


def check_everything_is_taught(context: Context) -> Iterator[Diagnostic]:
    """Each core clause and each Tier 2 requirement is reached by at least one training outcome (report, 4.3(iv))."""
    training = context.library.training
    if training is None:
        return
    span = training.key_span("outcomes")
    clauses = {clause for outcome in training.model.outcomes for clause in outcome.clauses}
    for clause in context.library.current_clauses:
        if clause.id not in clauses:
            yield faults.untaught_clause(span, clause.id, clause.model.title, clause.span("id"))
    requirements = {requirement for outcome in training.model.outcomes for requirement in outcome.requirements}
    for name, requirement, stated in _requirements(context.library):
        if name not in requirements:
            yield faults.untaught_requirement(span, name, requirement.title, stated)


def _requirements(library: Library) -> Iterator[tuple[str, Requirement, Span]]:
    for theme in library.themes.values():
        for index, requirement in enumerate(theme.model.requirements):
            yield f"{theme.id}/{requirement.id}", requirement, theme.span("requirements", index, "id")


def check_outcomes_have_a_session(context: Context) -> Iterator[Diagnostic]:
    """Each training outcome is taught in at least one session plan."""
    training = context.library.training
    if training is None:
        return
    taught = {outcome for session in training.model.sessions for outcome in session.outcomes}
    for index, outcome in enumerate(training.model.outcomes):
        if outcome.id not in taught:
            yield faults.outcome_without_session(training.span("outcomes", index, "id"), outcome.id)


def check_recommendations_can_be_done(context: Context) -> Iterator[Diagnostic]:
    """The audit merges a document into protocols, and names protocols for no other recommendation (report, 4.3(i))."""
    audit = context.library.audit
    for index, document in enumerate(audit.model.documents if audit else ()):
        if audit is None:
            return
        merges = document.recommendation is Recommendation.MERGE
        span = audit.span("documents", index, "recommendation")
        if merges and not document.into:
            yield faults.merge_without_protocol(span, document.id)
        elif document.into and not merges:
            yield faults.kept_and_merged(span, document.id, document.recommendation.value)


def check_reviews_are_in_time(context: Context) -> Iterator[Diagnostic]:
    """Each document is reviewed by the day it gives; in the last weeks before it, that is said."""
    library = context.library
    warning_days = library.site.model.review_warning_days if library.site else 0
    documents = (
        *library.protocols.values(),
        *library.themes.values(),
        library.overarching,
        library.core,
        library.training,
    )
    for document in documents:
        if document is None or getattr(document.model, "retired", None):
            continue
        day = document.model.review.next
        days = (day - context.as_of).days
        title = text_at(document.node, "title") or document.id
        span = document.span("review", "next")
        due, today = (f"{each.day} {each:%B %Y}" for each in (day, context.as_of))
        if days < 0:
            yield faults.review_overdue(span, title, due, today)
        elif days <= warning_days:
            yield review_due(span, title, due, days)
