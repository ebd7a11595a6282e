"""Rules about training: everything is taught, in a session, and a question has its right answer among its options."""

from collections.abc import Iterator

from generator.county.library import Library
from generator.model.tiers import Requirement
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, fault
from generator.sources.source import Span


@fault("untaught-clause")
def untaught_clause(span: Span, clause: str, title: str, stated: Span) -> Diagnostic:
    """No outcome of the training specification reaches a clause of the core.

    What nobody is taught, nobody does. Name the clause in the `clauses` of an outcome, or write a new outcome for it.
    """
    return Diagnostic(
        f"no outcome reaches core clause `{clause}` ({title})",
        span,
        help=f"add `{clause}` to the `clauses` of an outcome",
        others=(Label(stated, "the clause"),),
    )


@fault("untaught-requirement")
def untaught_requirement(span: Span, requirement: str, title: str, stated: Span) -> Diagnostic:
    """No outcome of the training specification reaches a Tier 2 requirement.

    The specification has to reflect the requirements of Tier 2. Name the requirement in the `requirements` of an outcome, or write a new outcome for it.
    """
    return Diagnostic(
        f"no outcome reaches requirement `{requirement}` ({title})",
        span,
        help=f"add `{requirement}` to the `requirements` of an outcome",
        others=(Label(stated, "the requirement"),),
    )


@rule
def check_everything_is_taught(context: Context) -> Iterator[Diagnostic]:
    """Each core clause and each Tier 2 requirement is reached by at least one training outcome (report, 4.3(iv))."""
    training = context.library.training
    if training is None:
        return
    span = training.key_span("outcomes")
    clauses = {clause for outcome in training.model.outcomes for clause in outcome.clauses}
    for clause in context.library.current_clauses:
        if clause.id not in clauses:
            yield untaught_clause(span, clause.id, clause.model.title, clause.span("id"))
    requirements = {requirement for outcome in training.model.outcomes for requirement in outcome.requirements}
    for name, requirement, stated in _requirements(context.library):
        if name not in requirements:
            yield untaught_requirement(span, name, requirement.title, stated)


def _requirements(library: Library) -> Iterator[tuple[str, Requirement, Span]]:
    for theme in library.themes.values():
        for index, requirement in enumerate(theme.model.requirements):
            yield f"{theme.id}/{requirement.id}", requirement, theme.span("requirements", index, "id")


@fault("outcome-without-session")
def outcome_without_session(span: Span, outcome: str) -> Diagnostic:
    """An outcome of the training specification is taught in no session plan."""
    return Diagnostic(
        f"no session teaches the outcome `{outcome}`", span, help="name it in the `outcomes` of a session plan"
    )


@rule
def check_outcomes_have_a_session(context: Context) -> Iterator[Diagnostic]:
    """Each training outcome is taught in at least one session plan."""
    training = context.library.training
    if training is None:
        return
    taught = {outcome for session in training.model.sessions for outcome in session.outcomes}
    for index, outcome in enumerate(training.model.outcomes):
        if outcome.id not in taught:
            yield outcome_without_session(training.span("outcomes", index, "id"), outcome.id)


@fault("missing-answer")
def missing_answer(span: Span, answer: str, options: str) -> Diagnostic:
    """The right answer of a self-check question is not one of its options."""
    return Diagnostic(
        f"the answer `{answer}` is not one of the options {options}", span, help="name one of the letters"
    )


@rule
def check_answers_are_options(context: Context) -> Iterator[Diagnostic]:
    """The right answer of a self-check question is one of its options."""
    for document in context.library.clauses.values():
        question = document.model.self_check
        if question.answer not in question.options:
            letters = ", ".join(f"`{letter}`" for letter in question.options)
            yield missing_answer(document.span("self_check", "answer"), question.answer, letters)
