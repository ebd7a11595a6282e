"""Faults in how the set is governed: gaps in training, unanswered requirements, recommendations that lead nowhere."""

from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
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


@fault("wrong-theme")
def wrong_theme(span: Span, theme: str, better: str) -> Diagnostic:
    """A protocol says that it is under one theme and answers the requirements of another."""
    return Diagnostic(
        f"this is under `{theme}`, but it answers the requirements of `{better}`",
        span,
        help=f"write `under: {better}`, or answer the requirements of `{theme}`",
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


@fault("outcome-without-session")
def outcome_without_session(span: Span, outcome: str) -> Diagnostic:
    """An outcome of the training specification is taught in no session plan."""
    return Diagnostic(
        f"no session teaches the outcome `{outcome}`", span, help="name it in the `outcomes` of a session plan"
    )


@fault("merge-without-protocol")
def merge_without_protocol(span: Span, document: str) -> Diagnostic:
    """The audit would merge a document into nothing.

    A document is merged into the protocols that take over what is still needed. Name them in `into`; or, if nothing in it is
    needed any more, write `recommendation: retire`.
    """
    return Diagnostic(
        f"`{document}` is to be merged, but `into` names no protocol",
        span,
        help="add `into: [...]` with the protocols that take over, or write `recommendation: retire`",
    )


@fault("kept-and-merged")
def kept_and_merged(span: Span, document: str, recommendation: str) -> Diagnostic:
    """The audit names protocols that take a document over, though it would keep or retire that document.

    Only `merge-into` has `into`. A document that is kept or retired is taken over by nothing.
    """
    return Diagnostic(
        f"`{document}` has `into`, but the recommendation is `{recommendation}`",
        span,
        help="write `recommendation: merge-into`, or take `into` out",
    )


@fault("review-overdue", Severity.WARNING)
def review_overdue(span: Span, title: str, day: str, as_of: str) -> Diagnostic:
    """A document is past the day by which it had to be reviewed.

    It still stands, because people must not be left without rules, but printed copies of it are no longer valid. Review it, and give the new date.
    """
    return Diagnostic(
        f"{title} had to be reviewed by {day}, and it is {as_of}",
        span,
        help="review it, write the outcome, and give the next date",
    )
