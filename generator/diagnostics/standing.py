"""Faults in how complete and how honest a document is: what it promises, who answers for it, how it stays in time."""

from generator.diagnostics.base import Diagnostic, Severity, fault
from generator.source import Span


@fault("one-sided-party")
def one_sided_party(span: Span, agency: str, claim: str, found: str) -> Diagnostic:
    """What a party is said to do and what the flows show do not agree.

    `gives: yes` means that at least one flow comes from the party, and `receives: yes` that at least one goes to it.
    """
    return Diagnostic(f"`{agency}` has {claim}, but {found}", span, help="change the answer, or add or mend the flow")


@fault("unused-gateway", Severity.WARNING)
def unused_gateway(span: Span, provision: str) -> Diagnostic:
    """A gateway is explained but no flow relies on it.

    Either a flow is missing, or one was changed and the gateway left behind.
    """
    return Diagnostic(
        f"no flow relies on `{provision}`", span, help="take the gateway out, or name it in the flow that needs it"
    )


@fault("unused-route", Severity.ADVICE)
def unused_route(span: Span, route: str) -> Diagnostic:
    """A route is explained but no flow travels by it."""
    return Diagnostic(f"no flow travels by `{route}`", span, help="take the route out, or name it in a flow")


@fault("incomplete-contact")
def incomplete_contact(span: Span, contact: str, missing: str) -> Diagnostic:
    """A contact names neither a post of its agency nor all that somebody needs to reach it.

    Give `post: agency/post`, or else `title`, `phone`, `email` and `hours`.
    """
    return Diagnostic(
        f"the contact `{contact}` has no `{missing}`",
        span,
        help="give `post`, or all of `title`, `phone`, `email`, `hours`",
    )


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


@fault("missing-answer")
def missing_answer(span: Span, answer: str, options: str) -> Diagnostic:
    """The right answer of a self-check question is not one of its options."""
    return Diagnostic(
        f"the answer `{answer}` is not one of the options {options}", span, help="name one of the letters"
    )


@fault("version-without-history")
def version_without_history(span: Span, version: str, newest: str) -> Diagnostic:
    """A document's version is not the newest one of its change history.

    Every version has a line that says what changed and why.
    """
    return Diagnostic(
        f"the version is `{version}`, but the newest in `history` is `{newest}`",
        span,
        help="add a line to the top of `history`, or correct the version",
    )


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


@fault("retired-without-reason")
def retired_without_reason(span: Span, identifier: str) -> Diagnostic:
    """A document is marked retired without saying when and why, or says so while its status is another."""
    return Diagnostic(
        f"`{identifier}` has to have both `status: retired` and `retired`, or neither",
        span,
        help="add `retired:` with `on` and `why`",
    )


@fault("real-contact")
def real_contact(span: Span, value: str, expected: str) -> Diagnostic:
    """A telephone number or mailbox could be real, while the site is marked illustrative.

    Until the agencies have agreed the text, every contact is fictional, so that nobody rings a stranger in an emergency.
    Numbers come from the range that Ofcom keeps for drama, mailboxes from `.example`.
    """
    return Diagnostic(f"`{value}` could be a real contact", span, help=expected)


@fault("party-without-basis")
def party_without_basis(span: Span, agency: str) -> Diagnostic:
    """A party has no basis under data protection law.

    Every party needs at least one entry under `data_protection` that names it (UK GDPR, Article 6; Data Protection Act 2018,
    Part 3).
    """
    return Diagnostic(
        f"`{agency}` has no entry under `data_protection`", span, help=f"name `{agency}` in the basis that it relies on"
    )


@fault("missing-condition")
def missing_condition(span: Span, agency: str, category: str, missing: str) -> Diagnostic:
    """A party handles special category or criminal offence data without the further condition that the law asks for.

    Special category data needs a condition of UK GDPR Article 9; criminal offence data needs Article 10 with a condition of
    Schedule 1 to the Data Protection Act 2018. Law enforcement processing under Part 3 needs Schedule 8 instead.
    """
    return Diagnostic(
        f"`{agency}` shares `{category}` data here, and its basis has no `{missing}`",
        span,
        help=f"add `{missing}:` to the entry under `data_protection` that names it",
    )


@fault("regime-not-open")
def regime_not_open(span: Span, agency: str) -> Diagnostic:
    """An agency that is no competent authority is given a basis under Part 3.

    Only the authorities of Schedule 7 to the Data Protection Act 2018 process under Part 3. The agency's own file says which
    rules it works under.
    """
    return Diagnostic(
        f"`{agency}` is no competent authority, so Part 3 is not open to it", span, help="give it a `uk-gdpr` basis"
    )


@fault("consent-beside-duty", Severity.WARNING)
def consent_beside_duty(span: Span, provision: str) -> Diagnostic:
    """A protocol relies on consent although a duty makes the sharing happen anyway.

    Consent that cannot be refused is none, and asking for it misleads (core clause B7). Where the duty itself asks for consent,
    the law register's conditions say so.
    """
    return Diagnostic(
        f"consent is relied on, although `{provision}` is a duty that does not ask for it",
        span,
        help="write `relied_on: no` or `sometimes`, and say what people are told instead",
    )


@fault("unknown-rule")
def unknown_rule(span: Span, code: str, nearest: tuple[str, ...]) -> Diagnostic:
    """A document silences a rule that does not exist, or one whose breach is an error.

    Only warnings and advice can be silenced, each at one place and with a reason.
    """
    near = f"did you mean `{nearest[0]}`?" if nearest else "only warnings and advice can be silenced"
    return Diagnostic(f"`{code}` is not a rule that can be silenced", span, help=near)


@fault("idle-silence", Severity.ADVICE)
def idle_silence(span: Span, code: str, place: str) -> Diagnostic:
    """A document silences a rule at a place where it finds nothing.

    What was wrong has been mended, or the place was renamed. Take the line out, or it may hide something later.
    """
    return Diagnostic(f"`{code}` finds nothing at `{place}`", span, help="take this out of `silenced`")


@fault("review-due", Severity.ADVICE)
def review_due(span: Span, title: str, day: str, days: int) -> Diagnostic:
    """A document's review falls due within the days that `site.yaml` sets."""
    return Diagnostic(f"the review of `{title}` is due on {day}, in {days} days", span, help="arrange the review")
