"""Rules about what staff ask: an answer gives its verdict first, rests on a section, and fits the flows that it rests on."""

import re
from collections.abc import Iterator

from generator.model.tail import Flow, Verdict
from generator.model.top import Question
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span
from generator.words.references import REFERENCE

_ASKS_WHETHER = re.compile(
    r"(?:can|could|may|might|must|should|shall|do|does|did|is|are|was|am|will|would|has|have|had|need)(?:n't|n’t)?\b",
    re.IGNORECASE,
)
"""How a question begins that is answered by yes or no."""

_VERDICT = re.compile(
    r"(?:yes|no|only (?:if|when|where|after|with|for|as|to|what|the)|not (?:unless|until|without|yet|by|on|from|to|in|as)|"
    r"you (?:must|may|need|can|should|do not)|nobody|never|always|both|neither)\b",
    re.IGNORECASE,
)
"""How an answer begins that says at once what may be done."""

_ALONE = re.compile(r"\A(?:yes|no)\.\s+", re.IGNORECASE)
"""A verdict that is a sentence by itself, which is not counted."""

_STOP = re.compile(r"[.!?](?=\s+[A-Z]|$)")

MOST_SENTENCES = 2
"""An answer is read in a hurry; the section that it rests on says more."""


@fault("answer-without-verdict", Severity.WARNING)
def answer_without_verdict(span: Span) -> Diagnostic:
    """A question asks whether, and its answer does not begin by saying so.

    Whoever asks "Can I tell her GP?" reads the first words and perhaps no more. They are Yes, No, Only if, You must, You may or the
    like; the reason or the limit follows.
    """
    return Diagnostic(
        "this does not begin with what may be done",
        span,
        help="begin with Yes, No, Only if, Not unless, You must, You may or You need not",
    )


@fault("long-answer", Severity.WARNING)
def long_answer(span: Span, count: int) -> Diagnostic:
    """An answer to what staff ask has more than two sentences.

    It stands among many on the question page. The section that it rests on says the rest.
    """
    return Diagnostic(
        f"this answer has {count} sentences, and at most {MOST_SENTENCES} are read",
        span,
        help="keep the verdict and its limit, and leave the rest to the section in `rests_on`",
    )


@rule
def check_answers_are_answers(context: Context) -> Iterator[Diagnostic]:
    """An answer begins with its verdict where the question asks for one, and is short."""
    for document in context.library.protocols.values():
        for index, question in enumerate(document.model.asked_as):
            yield from _faults_of(question, document.span("asked_as", index, "answer"))


def _faults_of(question: Question, span: Span) -> Iterator[Diagnostic]:
    answer = question.answer
    if answer.startswith("To be written"):
        return
    said = REFERENCE.sub(lambda match: match[2] or "X", answer)
    if _asks_whether(question.ask) and not _VERDICT.match(said.lstrip("*_")):
        yield answer_without_verdict(span)
    count = len(_STOP.findall(_ALONE.sub("", said, count=1)))
    if count > MOST_SENTENCES:
        yield long_answer(span, count)


def _asks_whether(question: str) -> bool:
    """Tell whether a question is answered by yes or no: its last sentence asks, and begins with a verb."""
    last = question.rstrip().rsplit(". ", 1)[-1]
    return last.endswith("?") and _ASKS_WHETHER.match(last) is not None


@fault("answer-against-flows", Severity.WARNING)
def answer_against_flows(span: Span, says: str, flows: str) -> Diagnostic:
    """An answer rests on the data items and flows, and none of them says what it says.

    "You must" rests on a flow that is `must`. "Yes", without more, does not rest on flows that are all `only-if`.
    """
    return Diagnostic(
        f"this says `{says}`, and {flows}",
        span,
        help="correct the answer or the flow, or name the section that it rests on",
    )


@rule
def check_answers_fit_the_flows(context: Context) -> Iterator[Diagnostic]:
    """An answer that rests on `flows` says nothing that no flow says."""
    for document in context.library.protocols.values():
        for index, question in enumerate(document.model.asked_as):
            if question.rests_on == "flows":
                found = _against(question.answer, document.model.flows)
                if found:
                    yield answer_against_flows(document.span("asked_as", index, "answer"), *found)


def _against(answer: str, flows: tuple[Flow, ...]) -> tuple[str, str] | None:
    """Return what an answer says and what is true of every flow instead."""
    verdicts = {flow.verdict for flow in flows}
    if answer.startswith("You must") and not answer.startswith("You must not") and Verdict.MUST not in verdicts:
        return "You must", "no flow is `must`"
    if answer.startswith("Yes.") and verdicts == {Verdict.ONLY_IF}:
        return "Yes", "every flow is `only-if`"
    return None
