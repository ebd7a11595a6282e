"""The pages of the training specification: outcomes, trace table, session plans, scenarios and the self-check."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.core import Audience, Clause
from generator.model.tiers import Theme
from generator.model.training import Outcome, Scenario, Session, TrainedGroup, Training
from generator.pages.base import Head, PageView, fixed_head

_SOURCE = "protocols/training/specification.yaml"


@dataclass(frozen=True)
class GroupView:
    """One audience with the outcomes that it is the first to reach."""

    group: TrainedGroup
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Traced:
    """Something that is taught, with the outcomes that reach it."""

    name: str
    """Its name in full, for a link."""
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class OutcomeView:
    """An outcome with the sessions that teach it and the scenarios that practise it."""

    outcome: Outcome
    sessions: tuple[Session, ...]
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, kw_only=True)
class TrainingPage(PageView):
    """The specification: who must be able to do what."""

    template: ClassVar[str] = "training.md.j2"
    training: Training
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, kw_only=True)
class TracePage(PageView):
    """What is taught, traced to clauses and requirements and back."""

    template: ClassVar[str] = "trace.md.j2"
    head: Head = fixed_head(
        "trace",
        "Every core clause and every Tier 2 requirement, with the training outcomes that reach it.",
        _SOURCE,
    )
    clauses: tuple[Traced, ...]
    requirements: tuple[tuple[Theme, tuple[Traced, ...]], ...]
    outcomes: tuple[OutcomeView, ...]
    requirement_count: int


@dataclass(frozen=True, kw_only=True)
class SessionsPage(PageView):
    """Session plans, each with its minutes and the outcomes that it teaches."""

    template: ClassVar[str] = "sessions.md.j2"
    head: Head = fixed_head("sessions", "Session plans that any trainer of any agency can run.", _SOURCE)
    sessions: tuple[tuple[Session, int, tuple[Outcome, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class ScenariosPage(PageView):
    """Invented cases, each with the outcomes that it practises and the current protocols that it is about."""

    template: ClassVar[str] = "scenarios.md.j2"
    head: Head = fixed_head("scenarios", "Invented cases to work through, each with a model answer.", _SOURCE)
    scenarios: tuple[tuple[Scenario, tuple[Outcome, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class SelfCheckPage(PageView):
    """One question for every clause."""

    template: ClassVar[str] = "self_check.md.j2"
    head: Head = fixed_head(
        "self-check", "One question for every clause of the core, with the right answer and why.", "protocols/core"
    )
    clauses: tuple[Clause, ...]
    everyone: tuple[Clause, ...]
    others: tuple[Clause, ...]


def training_pages(county: County) -> Iterator[PageView]:
    """Yield the five pages of the specification."""
    yield _specification(county.training)
    yield _trace(county)
    yield from _taught(county)
    yield _self_check(county)


def _specification(training: Training) -> TrainingPage:
    return TrainingPage(
        head=Head(urls.TRAINING, training.title, training.summary, _SOURCE),
        training=training,
        groups=tuple(
            GroupView(group, tuple(found for found in training.outcomes if found.audiences[0] is group.audience))
            for group in training.groups
        ),
    )


def _trace(county: County) -> TracePage:
    training = county.training
    requirements = tuple(
        (theme, tuple(_traced(training, f"{theme.id}/{found.id}") for found in theme.requirements))
        for theme in county.themes.values()
    )
    return TracePage(
        clauses=tuple(
            Traced(f"core/{clause.id}", tuple(found for found in training.outcomes if clause.id in found.clauses))
            for clause in county.current_clauses
        ),
        requirements=requirements,
        outcomes=tuple(_outcome(training, found) for found in training.outcomes),
        requirement_count=sum(len(found) for _, found in requirements),
    )


def _traced(training: Training, name: str) -> Traced:
    return Traced(name, tuple(found for found in training.outcomes if name in found.requirements))


def _outcome(training: Training, outcome: Outcome) -> OutcomeView:
    return OutcomeView(
        outcome,
        tuple(session for session in training.sessions if outcome.id in session.outcomes),
        tuple(scenario for scenario in training.scenarios if outcome.id in scenario.outcomes),
    )


def _taught(county: County) -> Iterator[PageView]:
    training = county.training
    outcomes = {outcome.id: outcome for outcome in training.outcomes}
    yield SessionsPage(
        sessions=tuple(
            (session, sum(part.minutes for part in session.parts), tuple(outcomes[name] for name in session.outcomes))
            for session in training.sessions
        )
    )
    yield ScenariosPage(
        scenarios=tuple(
            (
                scenario,
                tuple(outcomes[name] for name in scenario.outcomes),
                tuple(name for name in scenario.protocols if county.protocols[name].retired is None),
            )
            for scenario in training.scenarios
        )
    )


def _self_check(county: County) -> SelfCheckPage:
    clauses = county.current_clauses
    return SelfCheckPage(
        clauses=clauses,
        everyone=tuple(clause for clause in clauses if _is_for_everyone(clause)),
        others=tuple(clause for clause in clauses if not _is_for_everyone(clause)),
    )


def _is_for_everyone(clause: Clause) -> bool:
    return Audience.EVERYONE in clause.training.audience
