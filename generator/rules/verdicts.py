"""Rules about verdicts: what a flow means for its giver fits the law register, and its condition says something.

A verdict is written by people. What can be checked is whether the register contradicts it; whether a power should be used is not
for a program to say.
"""

import re
from collections.abc import Iterator

from generator.county.library import Document
from generator.model.law import Effect
from generator.model.protocol import Protocol
from generator.model.tail import Category, Flow, Verdict
from generator.model.top import PersonKind
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span

HOLLOW = re.compile(
    r"(it|this|that|sharing|disclosure|doing so)? ?(is|are|would be|seems|you think it is|thought|felt)? ?"
    r"(\b(both|lawful|legal|necessary|needed|proportionate|appropriate|relevant|justified|reasonable|allowed|permitted|"
    r"required|possible|suitable|right|safe|the law allows it|and|or|to do so|to share|to share it)\b,? ?)+"
)
"""A condition that is all in these words says nothing about this item: every flow must be lawful and necessary."""


@fault("verdict-without-condition")
def verdict_without_condition(span: Span) -> Diagnostic:
    """A flow is `only-if`, and does not say if what.

    The reader is told "You may, only if", so the condition has to follow. It is what must be true first, in words that somebody
    can check: `only_if: the patient agrees`.
    """
    return Diagnostic(
        "`only-if` says nothing without its condition",
        span,
        help="add `only_if: the patient agrees`, or whatever must be true first",
    )


@fault("condition-without-verdict")
def condition_without_verdict(span: Span, field: str, verdict: str, fits: str) -> Diagnostic:
    """A flow has a condition that does not go with its verdict.

    `only_if` goes with `only-if`, and `unless` goes with `must`. What is merely permitted, or has to be done, has no `only_if`.
    """
    return Diagnostic(
        f"`{field}` does not go with `verdict: {verdict}`", span, help=f"write `verdict: {fits}`, or take `{field}` out"
    )


@rule
def check_conditions_fit_their_verdict(context: Context) -> Iterator[Diagnostic]:
    """`only-if` has its condition in `only_if`; `must` may have an exception in `unless`; nothing else has either."""
    for document, index, flow in _flows(context):
        if flow.verdict is Verdict.ONLY_IF and flow.only_if is None:
            yield verdict_without_condition(document.span("flows", index, "verdict"))
        for field, fits in (("only_if", Verdict.ONLY_IF), ("unless", Verdict.MUST)):
            if getattr(flow, field) is not None and flow.verdict is not fits:
                span = document.span("flows", index, field)
                yield condition_without_verdict(span, field, flow.verdict.value, fits.value)


@fault("hollow-condition")
def hollow_condition(span: Span, words: str) -> Diagnostic:
    """A flow's condition could stand on any flow, such as "it is necessary and proportionate".

    Everything that is shared has to be lawful, necessary and proportionate. A condition names what is particular here: who agrees,
    what has happened, which post decides.
    """
    return Diagnostic(
        f"`{words}` is true of everything that is shared",
        span,
        help="say what must have happened, who must agree or which post decides; or write `verdict: may`",
    )


@rule
def check_conditions_say_something(context: Context) -> Iterator[Diagnostic]:
    """A condition says more than that sharing must be lawful and necessary."""
    for document, index, flow in _flows(context):
        for field in ("only_if", "unless"):
            words = (getattr(flow, field) or "").strip(" .")
            if words and HOLLOW.fullmatch(words.lower()):
                yield hollow_condition(document.span("flows", index, field), words)


@fault("must-without-duty")
def must_without_duty(span: Span, gateway: str, named: Span) -> Diagnostic:
    """A flow tells its giver "You must", and its gateway obliges nobody to disclose.

    A power never obliges. Nor does a duty to co-operate in general, to make arrangements, to assess or to have regard: staff who
    are told that they must would think that they have no choice. A duty that does oblige, on a request or when something happens,
    has `compels_disclosure: yes` in the law register.
    """
    return Diagnostic(
        f"`must` rests on `{gateway}`, which does not oblige anybody to disclose",
        span,
        help="write `may` or `only-if`, or name the duty to disclose as the gateway",
        others=(Label(named, "the gateway"),),
    )


@fault("duty-binds-another")
def duty_binds_another(span: Span, agency: str, gateway: str) -> Diagnostic:
    """A flow tells its giver "You must", and the duty that it rests on binds other kinds of agency.

    The law register says under `binds` whom a duty to disclose obliges. Others may be free to answer, and are not obliged to. Split
    the flow: `must` for those who are bound, `may` or `only-if` for the rest.
    """
    return Diagnostic(
        f"`{gateway}` does not oblige `{agency}`",
        span,
        help="give this agency a flow of its own, with `may` or `only-if`",
    )


@rule
def check_must_rests_on_a_duty_to_disclose(context: Context) -> Iterator[Diagnostic]:
    """A flow is `must` only under a duty to disclose that binds each of its givers."""
    for document, index, flow in _flows(context):
        found = context.library.provisions.get(flow.gateway)
        if flow.verdict is not Verdict.MUST or found is None or not found[1].can_be_gateway:
            continue
        if not found[1].compels_disclosure:
            named = document.span("flows", index, "gateway")
            yield must_without_duty(document.span("flows", index, "verdict"), flow.gateway, named)
            continue
        for place, name in enumerate(flow.sources):
            agency = context.library.agencies.get(name)
            if agency and not found[1].obliges(agency.model.kind):
                yield duty_binds_another(document.span("flows", index, "from", place), name, flow.gateway)


@fault("compels-without-duty")
def compels_without_duty(span: Span, field: str, effect: str) -> Diagnostic:
    """The law register says that a provision obliges somebody to disclose, and that it is no duty.

    Only a duty obliges. `binds` says whom, so it goes with `compels_disclosure: yes`.
    """
    return Diagnostic(
        f"a {effect} that does not compel disclosure binds nobody"
        if field == "binds"
        else f"a {effect} compels nobody",
        span,
        help=f"take `{field}` out, or correct `effect` and `compels_disclosure`",
    )


@rule
def check_only_duties_compel(context: Context) -> Iterator[Diagnostic]:
    """A provision that compels disclosure is a duty, and only such a provision binds anybody."""
    for document in context.library.instruments.values():
        for index, provision in enumerate(document.model.provisions):
            if provision.compels_disclosure and provision.effect is not Effect.DUTY:
                span = document.span("provisions", index, "compels_disclosure")
                yield compels_without_duty(span, "compels_disclosure", provision.effect.value)
            elif provision.binds and not provision.compels_disclosure:
                yield compels_without_duty(document.span("provisions", index, "binds"), "binds", provision.effect.value)


@fault("unnamed-but-personal", Severity.WARNING)
def unnamed_but_personal(span: Span, category: str) -> Diagnostic:
    """A flow is about people who only stand behind figures, and its category is of data that identify somebody.

    Either it is `depersonalised`, or the people in it are of another kind than `unnamed`.
    """
    return Diagnostic(
        f"nobody is named in this, and it is `{category}`",
        span,
        help="write `category: depersonalised`, or say in `about` who is identified",
    )


@rule
def check_figures_identify_nobody(context: Context) -> Iterator[Diagnostic]:
    """What is only about people of the kind `unnamed` is depersonalised."""
    for document, index, flow in _flows(context):
        kinds = {person.id: person.kinds for person in document.model.people}
        about = {kind for person in flow.about for kind in kinds.get(person, ())}
        if about == {PersonKind.UNNAMED} and flow.category is not Category.DEPERSONALISED:
            yield unnamed_but_personal(document.span("flows", index, "category"), flow.category.value)


def _flows(context: Context) -> Iterator[tuple[Document[Protocol], int, Flow]]:
    """Yield every flow with its place."""
    for document in context.library.protocols.values():
        for index, flow in enumerate(document.model.flows):
            yield document, index, flow
