"""A fault in a source, as data, and the register of every kind of fault.

Each kind has one constructor, which holds its wording and stands directly above the code that finds the fault; `@fault` gives
it its code and severity and keeps its docstring, from which `protocols explain` and the fault's page are made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import wraps
from inspect import getdoc
from typing import ParamSpec

from generator.sources.source import Span

P = ParamSpec("P")


class Severity(StrEnum):
    """How much a fault matters: an error stops publishing, a warning must be dealt with, advice may be."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a fault is about, with a few words on why."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault at one place. The message says what was found and what was expected; only `help` says how to mend it."""

    message: str
    span: Span
    help: str = ""
    label: str = ""
    """A few words to stand beside the carets."""
    others: tuple[Label, ...] = ()
    code: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault: its code, its severity and, in Markdown, what it means and how to mend it."""

    code: str
    severity: Severity
    explanation: str


FAULTS: dict[str, Fault] = {}
"""Every kind of fault by its code; filled when the modules that find faults are imported, and never after."""


def fault(
    code: str, severity: Severity = Severity.ERROR
) -> Callable[[Callable[P, Diagnostic]], Callable[P, Diagnostic]]:
    """Register a constructor under `code`; what it builds carries that code and severity."""

    def register(build: Callable[P, Diagnostic]) -> Callable[P, Diagnostic]:
        FAULTS[code] = Fault(code, severity, getdoc(build) or "")

        @wraps(build)
        def constructor(*args: P.args, **kwargs: P.kwargs) -> Diagnostic:
            return replace(build(*args, **kwargs), code=code, severity=severity)

        return constructor

    return register


def in_order(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the faults once each, by file, place, severity and code."""
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    return tuple(
        sorted(set(diagnostics), key=lambda found: (found.span, ranks[found.severity], found.code, found.message))
    )


def one_of(names: Sequence[str]) -> str:
    """Return the names as a reader would say them: `a`, `b` or `c`."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]


def did_you_mean(nearest: Sequence[str]) -> str:
    """Return the help that offers the nearest names, or nothing where none is near."""
    return f"did you mean {one_of(nearest)}?" if nearest else ""
