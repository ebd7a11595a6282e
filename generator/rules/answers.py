"""The rule about answers: what is asked of each entry by itself is not answered with the same words again and again."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.model.protocol import Protocol
from generator.rules.context import Context, rule
from generator.rules.unwritten import is_unwritten
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.nodes import Path
from generator.sources.source import Span

MOST_ALIKE = 2
"""Twice the same words can be right: Kent and Medway. More often, nobody has looked at each."""

ASKED_OF_EACH = frozenset(
    {
        ("requirements_met", "unmet"),
        ("requirements_met", "how"),
        ("flows", "necessary_because"),
        ("gateways", "used_for"),
        ("gateways", "conditions_here"),
        ("restrictions", "means_here"),
        ("risks", "mitigation"),
        ("data_protection", "because"),
        ("training", "must_know"),
        ("people", "note"),
    }
)
"""The lists of a protocol with the field that says something of its own about each entry."""


@fault("same-answer", Severity.WARNING)
def same_answer(span: Span, field: str, count: int, others: tuple[Label, ...]) -> Diagnostic:
    """Several entries of one list are given the same words where each needs its own.

    "Will be met by March 2027" twelve times says that nobody has looked at any of the twelve. Say of each what is particular to
    it, or make entries that are truly alike one.
    """
    return Diagnostic(
        f"`{field}` says the same {count} times in this list",
        span,
        help="say what is particular to each",
        others=others,
    )


@rule
def check_each_entry_has_its_own_answer(context: Context) -> Iterator[Diagnostic]:
    """What a protocol is asked of each requirement, flow, gateway or risk is not answered with the same words throughout."""
    for document in context.library.parsed:
        if document.entry is Protocol:
            yield from _alike_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _alike_in(document: Parsed) -> tuple[Diagnostic, ...]:
    answers: dict[tuple[object, object, str], list[Path]] = defaultdict(list)
    for value in document.values:
        if len(value.path) == len(("list", 0, "field")) and (value.path[0], value.path[2]) in ASKED_OF_EACH:
            words = " ".join(value.scalar.text.lower().split())
            if not is_unwritten(words):
                answers[value.path[0], value.path[2], words].append(value.path)
    return tuple(
        same_answer(
            document.span(*paths[0]), str(field), len(paths), (Label(document.span(*paths[1]), "the same words"),)
        )
        for (_, field, _), paths in answers.items()
        if len(paths) > MOST_ALIKE
    )
