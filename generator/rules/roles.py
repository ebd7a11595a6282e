"""Rules about the roles of core clauses: what pages, printed forms and rules point at, whatever a county calls it."""

from collections.abc import Iterator

from generator.model.core import Clause, ClauseRole
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, fault
from generator.sources.source import Span
from generator.words.prose import has_numbered_list


@fault("role-missing")
def role_missing(span: Span, role: str) -> Diagnostic:
    """No clause of the core plays a role that pages, printed forms or rules need.

    The home page points at the clause on fast tracks, the form on which a decision is recorded is made from the clause on
    recording, and so on. Say in `roles` of the clause that is about it which role it plays. A clause may play several.
    """
    return Diagnostic(
        f"no clause plays the role `{role}`",
        span,
        help=f"add `roles: [{role}]` to the clause of the core that is about it",
    )


@rule
def check_every_role_is_played(context: Context) -> Iterator[Diagnostic]:
    """Each role is played by a clause of the core that is in force."""
    core = context.library.core
    others = {found.id for found in context.library.parsed if found.entry is not Clause}
    if core is None or context.library.broken - others:  # A clause that cannot be read may play it.
        return
    played = {role for clause in context.library.current_clauses for role in clause.model.roles}
    for role in ClauseRole:
        if role not in played:
            yield role_missing(core.span("id"), role.value)


@fault("role-without-list")
def role_without_list(span: Span, role: str) -> Diagnostic:
    """A clause plays the role `recording` or `deciding` and has no numbered list, so no form can be made from it.

    The form on which a decision is recorded has a box for each item of the list in the clause on recording, and asks the
    questions of the list in the clause on deciding. Write what has to be written down, or asked, as a numbered list.
    """
    return Diagnostic(
        f"a clause that plays the role `{role}` has a numbered list, and this text has none",
        span,
        help="write `1. ` and `2. ` before what has to be written down or asked, each on a line of its own",
    )


@rule
def check_forms_have_their_lists(context: Context) -> Iterator[Diagnostic]:
    """The clauses on recording and on deciding have the numbered lists from which the decision record is made."""
    for clause in context.library.current_clauses:
        for role in (ClauseRole.RECORDING, ClauseRole.DECIDING):
            if role in clause.model.roles and not has_numbered_list(clause.model.text):
                yield role_without_list(clause.key_span("text"), role.value)


@fault("role-repeated")
def role_repeated(span: Span, role: str, first: Span) -> Diagnostic:
    """Two clauses of the core play the same role, so a page that needs it cannot know which to point at.

    Leave the role with the clause that is about it.
    """
    return Diagnostic(
        f"another clause plays the role `{role}` already",
        span,
        help="take it out of one of the two",
        others=(Label(first, "here it is played first"),),
    )


@rule
def check_no_role_is_played_twice(context: Context) -> Iterator[Diagnostic]:
    """A role is played by one clause only."""
    first: dict[ClauseRole, Span] = {}
    for clause in context.library.current_clauses:
        for index, role in enumerate(clause.model.roles):
            span = clause.span("roles", index)
            if role in first:
                yield role_repeated(span, role.value, first[role])
            first.setdefault(role, span)
