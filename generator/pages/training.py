"""The pages of the training specification: outcomes, trace table, session plans, scenarios and the self-check."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.model.core import Audience, Clause
from generator.model.training import Outcome, Scenario, Session, TrainedGroup, Training
from generator.pages.base import PageView, Scene, nothing_yet

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


def training_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the five pages of the specification."""
    if scene.library.training is None:
        for name in ("training", "trace", "sessions", "scenarios"):
            yield nothing_yet(name, _SOURCE)
    else:
        training = scene.library.training.model
        yield _specification(training)
        yield _trace(scene, training)
        yield _sessions(training)
        yield _scenarios(training)
    yield _self_check(scene)


def _specification(training: Training) -> PageView:
    facts: dict[str, object] = {
        "training": training,
        "groups": tuple(
            GroupView(group, tuple(found for found in training.outcomes if found.audiences[0] is group.audience))
            for group in training.groups
        ),
    }
    return PageView("training.md.j2", urls.TRAINING, training.title, training.summary, _SOURCE, facts)


def _trace(scene: Scene, training: Training) -> PageView:
    library = scene.library
    clauses = tuple(
        Traced(f"core/{clause.id}", tuple(found for found in training.outcomes if clause.id in found.clauses))
        for clause in library.current_clauses
    )
    requirements = tuple(
        (theme.model, tuple(_traced(training, f"{identifier}/{found.id}") for found in theme.model.requirements))
        for identifier, theme in library.themes.items()
    )
    facts: dict[str, object] = {
        "clauses": clauses,
        "requirements": requirements,
        "outcomes": tuple(_outcome(training, found) for found in training.outcomes),
        "requirement_count": sum(len(found) for _, found in requirements),
    }
    description = "Every core clause and every Tier 2 requirement, with the training outcomes that reach it."
    return PageView("trace.md.j2", urls.TRACE, urls.PAGES["trace"][0], description, _SOURCE, facts)


def _traced(training: Training, name: str) -> Traced:
    return Traced(name, tuple(found for found in training.outcomes if name in found.requirements))


def _outcome(training: Training, outcome: Outcome) -> OutcomeView:
    return OutcomeView(
        outcome,
        tuple(session for session in training.sessions if outcome.id in session.outcomes),
        tuple(scenario for scenario in training.scenarios if outcome.id in scenario.outcomes),
    )


def _sessions(training: Training) -> PageView:
    outcomes = {outcome.id: outcome for outcome in training.outcomes}
    facts: dict[str, object] = {
        "sessions": tuple(
            (session, sum(part.minutes for part in session.parts), tuple(outcomes[name] for name in session.outcomes))
            for session in training.sessions
        )
    }
    description = "Session plans that any trainer of any agency can run."
    return PageView("sessions.md.j2", urls.SESSIONS, urls.PAGES["sessions"][0], description, _SOURCE, facts)


def _scenarios(training: Training) -> PageView:
    outcomes = {outcome.id: outcome for outcome in training.outcomes}
    facts: dict[str, object] = {
        "scenarios": tuple(
            (scenario, tuple(outcomes[name] for name in scenario.outcomes)) for scenario in training.scenarios
        )
    }
    description = "Invented cases to work through, each with a model answer."
    return PageView("scenarios.md.j2", urls.SCENARIOS, urls.PAGES["scenarios"][0], description, _SOURCE, facts)


def _self_check(scene: Scene) -> PageView:
    clauses = tuple(clause.model for clause in scene.library.current_clauses)
    facts: dict[str, object] = {
        "clauses": clauses,
        "everyone": tuple(clause for clause in clauses if _is_for_everyone(clause)),
        "others": tuple(clause for clause in clauses if not _is_for_everyone(clause)),
    }
    description = "One question for every clause of the core, with the right answer and why."
    return PageView(
        "self_check.md.j2", urls.SELF_CHECK, urls.PAGES["self-check"][0], description, "protocols/core", facts
    )


def _is_for_everyone(clause: Clause) -> bool:
    return Audience.EVERYONE in clause.training.audience
