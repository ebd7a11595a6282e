"""Rules about data protection law: every party has a basis, of the right kind, that is open to it."""

from collections.abc import Iterator

from generator.county.library import Document
from generator.model.agency import AgencyKind
from generator.model.protocol import Protocol
from generator.model.tail import Category
from generator.model.top import DataProtectionBasis
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, fault, one_of
from generator.sources.source import Span

CONDITIONS = {
    "article_6": ("uk-gdpr", ("article-6-",)),
    "article_9": ("uk-gdpr", ("article-9-",)),
    "article_10": ("uk-gdpr", ("article-10",)),
    "schedule_1": ("data-protection-act-2018", ("schedule-1-",)),
    "part_3": ("data-protection-act-2018", ("s3", "schedule-7", "schedule-8")),
}
"""The instrument that each kind of condition stands in, and how the ids of its provisions begin there."""


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


@rule
def check_every_party_has_a_basis(context: Context) -> Iterator[Diagnostic]:
    """Every party has a basis under data protection law, with the further conditions that its data needs."""
    for document in context.library.protocols.values():
        if not document.model.data_protection:  # A draft that has none yet is told so once.
            continue
        for index, party in enumerate(document.model.parties):
            bases = [basis for basis in document.model.data_protection if party.agency in basis.parties]
            if not bases:
                span = document.span("parties", index, "agency")
                yield party_without_basis(document.key_span("data_protection"), party.agency, span)
                continue
            for category, field in _missing_conditions(document.model, party.agency, bases):
                yield from _condition_faults(document, party.agency, category, field)


def _condition_faults(
    document: Document[Protocol], agency: str, category: Category, field: str
) -> Iterator[Diagnostic]:
    """Yield the fault at the party's basis and, where a flow needs the condition, at that flow's category too."""
    model = document.model
    basis = next(index for index, each in enumerate(model.data_protection) if agency in each.parties)
    at = document.span("data_protection", basis, "parties", model.data_protection[basis].parties.index(agency))
    flow = next(
        (
            document.span("flows", index, "category")
            for index, each in enumerate(model.flows)
            if each.category is category and agency in (*each.sources, *each.recipients)
        ),
        None,
    )
    yield missing_condition(at, agency, category.value, field, flow)
    if flow and category is not Category.PERSONAL:  # Either of the two can be the slip.
        yield missing_condition(flow, agency, category.value, field, at)


def _missing_conditions(
    protocol: Protocol, agency: str, bases: list[DataProtectionBasis]
) -> Iterator[tuple[Category, str]]:
    """Yield each category that the agency shares here without the condition that it needs, and the field for it."""
    shared = {flow.category for flow in protocol.flows if agency in (*flow.sources, *flow.recipients)}
    general = [basis for basis in bases if basis.regime == "uk-gdpr"]
    police = [basis for basis in bases if basis.regime == "part-3"]
    if police and not any(basis.part_3 for basis in police):
        yield Category.PERSONAL, "part_3"
    if general and not any(basis.article_6 for basis in general):
        yield Category.PERSONAL, "article_6"
    if police:
        return
    if Category.SPECIAL in shared and not any(basis.article_9 for basis in general):
        yield Category.SPECIAL, "article_9"
    if Category.CRIMINAL in shared:
        for field in ("article_10", "schedule_1"):
            if not any(getattr(basis, field) for basis in general):
                yield Category.CRIMINAL, field


@fault("regime-not-open")
def regime_not_open(span: Span, agency: str) -> Diagnostic:
    """An agency that is no competent authority is given a basis under Part 3.

    Only the authorities of Schedule 7 to the Data Protection Act 2018 process under Part 3. The agency's own file says which
    rules it works under.
    """
    return Diagnostic(
        f"`{agency}` is no competent authority, so Part 3 is not open to it", span, help="give it a `uk-gdpr` basis"
    )


@rule
def check_regimes_are_open(context: Context) -> Iterator[Diagnostic]:
    """Only a competent authority has a basis under Part 3 (Data Protection Act 2018, section 30 and Schedule 7)."""
    for document in context.library.protocols.values():
        for index, basis in enumerate(document.model.data_protection):
            for place, name in enumerate(basis.parties):
                agency = context.library.agencies.get(name)
                if agency and basis.regime not in {regime.value for regime in agency.model.regimes}:
                    yield regime_not_open(document.span("data_protection", index, "parties", place), name)


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


@rule
def check_conditions_are_of_their_kind(context: Context) -> Iterator[Diagnostic]:
    """An Article 6 condition is one of Article 6, and so on: each field names the law that it is for."""
    for document in context.library.protocols.values():
        for index, basis in enumerate(document.model.data_protection):
            for field, (instrument, openings) in CONDITIONS.items():
                for place, name in enumerate(getattr(basis, field)):
                    if name not in context.library.provisions or instrument not in context.library.instruments:
                        continue
                    if not name.startswith(tuple(f"{instrument}/{opening}" for opening in openings)):
                        span = document.span("data_protection", index, field, place)
                        yield wrong_condition(span, name, field)


LEGITIMATE_INTERESTS = {"uk-gdpr/article-6-1-f": "Article 6(1)(f)", "uk-gdpr/article-6-1-ea": "Article 6(1)(ea)"}
"""The conditions that public authorities may not use for their tasks, and how they are cited."""

NOT_PUBLIC = frozenset(
    {AgencyKind.VOLUNTARY, AgencyKind.HOUSING_PROVIDER, AgencyKind.EARLY_YEARS, AgencyKind.SAFEGUARDING_BOARD}
)
"""The kinds of agency that are no public authority, or of which many are none (Data Protection Act 2018, section 7)."""


@fault("basis-not-for-public-authority")
def basis_not_for_public_authority(
    span: Span, agency: str, kind: str, condition: Label, use: tuple[str, ...]
) -> Diagnostic:
    """A public authority is given legitimate interests, or a recognised one, as its basis.

    Article 6(1)(ea) and (f) of the UK GDPR are not open to a public authority for its tasks: so says the last line of Article
    6(1). What it shares under a protocol is its task. Use Article 6(1)(e), with the law that gives the task, or Article 6(1)(c)
    where the law obliges it.
    """
    return Diagnostic(
        f"`{agency}` is a public authority ({kind}), and {condition.text} is not open to one for its tasks",
        span,
        help=f"move it to an entry with {one_of(use)} under `article_6`, and name the law that gives the task in `because`",
        others=(condition,),
    )


@rule
def check_authorities_do_not_weigh_interests(context: Context) -> Iterator[Diagnostic]:
    """No public authority relies on legitimate interests (UK GDPR, the last line of Article 6(1))."""
    for document in context.library.protocols.values():
        for index, basis in enumerate(document.model.data_protection):
            for entry, condition in enumerate(basis.article_6):
                if condition in LEGITIMATE_INTERESTS:
                    at = Label(
                        document.span("data_protection", index, "article_6", entry), LEGITIMATE_INTERESTS[condition]
                    )
                    for span, name, kind in _authorities(context, document, index):
                        yield basis_not_for_public_authority(span, name, kind, at, _open_to_authorities(context))


def _authorities(context: Context, document: Document[Protocol], index: int) -> Iterator[tuple[Span, str, str]]:
    """Yield the parties of one basis that are public authorities, each with its place and its kind."""
    for place, name in enumerate(document.model.data_protection[index].parties):
        agency = context.library.agencies.get(name)
        if agency and agency.model.kind not in NOT_PUBLIC:
            span = document.span("data_protection", index, "parties", place)
            yield span, name, agency.model.kind.value.replace("-", " ")


def _open_to_authorities(context: Context) -> tuple[str, ...]:
    conditions = ("uk-gdpr/article-6-1-e", "uk-gdpr/article-6-1-c")
    return tuple(name for name in conditions if name in context.library.provisions) or ("Article 6(1)(e)",)
