"""Faults in how complete and how honest a document is: what it promises, who answers for it, how it stays in time."""

from generator.sources.diagnostic import Diagnostic, Label, Severity, fault, one_of
from generator.sources.source import Span


@fault("one-sided-party")
def one_sided_party(span: Span, agency: str, claim: str, found: str, other: Span | None) -> Diagnostic:
    """What a party is said to do and what the flows show do not agree.

    `gives: yes` means that at least one flow comes from the party, and `receives: yes` that at least one goes to it.
    """
    return Diagnostic(
        f"`{agency}` has {claim}, but {found}",
        span,
        help="change the answer, or add or mend the flow",
        others=(Label(other, "the other place"),) if other else (),
    )


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


@fault("unused-person", Severity.ADVICE)
def unused_person(span: Span, person: str) -> Diagnostic:
    """A group of people is described but no flow is about it.

    Either a flow is missing, or nothing is shared about these people and readers need not hear of them here.
    """
    return Diagnostic(
        f"no flow is about `{person}`",
        span,
        help="take the group out, or name it in `about` of the flow that it belongs to",
    )


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


@fault("same-title")
def same_title(span: Span, identifier: str, first: Span) -> Diagnostic:
    """Two protocols, agencies or instruments have the same title or name.

    A reader of a list or a search could not tell them apart.
    """
    return Diagnostic(
        f"`{identifier}` has the same name",
        span,
        help="give one of the two a name of its own",
        others=(Label(first, "here"),),
    )


@fault("wrong-address")
def wrong_address(span: Span, address: str) -> Diagnostic:
    """The site's address is not a web address that ends in `/`."""
    return Diagnostic(f"`{address}` is no address of a site", span, help="write it as `https://sharing.example/`")


@fault("wrong-repository")
def wrong_repository(span: Span, address: str) -> Diagnostic:
    """The address of a repository is not a web address, or ends in `/`.

    The pencil of each page puts the place of its file after it.
    """
    return Diagnostic(
        f"`{address}` is no address of a repository", span, help="write it as `https://code.example/sharing`"
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
def party_without_basis(span: Span, agency: str, party: Span) -> Diagnostic:
    """A party has no basis under data protection law.

    Every party needs at least one entry under `data_protection` that names it (UK GDPR, Article 6; Data Protection Act 2018,
    Part 3).
    """
    return Diagnostic(
        f"`{agency}` has no entry under `data_protection`",
        span,
        help=f"name `{agency}` in the basis that it relies on",
        others=(Label(party, "the party"),),
    )


@fault("missing-condition")
def missing_condition(span: Span, agency: str, category: str, missing: str, other: Span | None) -> Diagnostic:
    """A party handles special category or criminal offence data without the further condition that the law asks for.

    Special category data needs a condition of UK GDPR Article 9; criminal offence data needs Article 10 with a condition of
    Schedule 1 to the Data Protection Act 2018. Law enforcement processing under Part 3 needs Schedule 8 instead.
    """
    return Diagnostic(
        f"`{agency}` shares `{category}` data here, and its basis has no `{missing}`",
        span,
        help=f"add `{missing}:` to the entry under `data_protection` that names it",
        others=(Label(other, "the other place"),) if other else (),
    )


@fault("wrong-condition")
def wrong_condition(span: Span, provision: str, field: str) -> Diagnostic:
    """A field for one kind of data protection condition names law of another kind.

    `article_6`, `article_9` and `article_10` are for those Articles of the UK GDPR, `schedule_1` and `part_3` for those parts of
    the Data Protection Act 2018. The power to share is no such condition: it belongs under `gateways`.
    """
    return Diagnostic(
        f"`{provision}` is no condition for `{field}`",
        span,
        help=f"name a condition that `{field}` is for, or move this one",
    )


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

    Consent that cannot be refused is none, and asking for it misleads. Where the duty itself asks for consent,
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
