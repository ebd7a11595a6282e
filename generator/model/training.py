"""The training specification: what each audience must be able to do, how it is taught, and cases to practise on."""

from typing import Annotated, Literal

from pydantic import Field

from generator.model.base import (
    AgencyRef,
    Change,
    ClauseRef,
    Entry,
    Id,
    Line,
    OutcomeRef,
    Prose,
    ProtocolRef,
    RequirementRef,
    Review,
    Words,
)
from generator.model.core import Audience


class TrainedGroup(Entry):
    """One audience: who belongs to it, and when it is trained."""

    audience: Audience
    """`everyone`, `practitioners` or `decision-makers`."""
    name: Words
    """What to call it on the page: `Everyone`."""
    who: Line
    """Who belongs to it, by kind of post."""
    first_trained: Words
    """By when somebody new must be trained: `before the first day with access to records`."""
    renewed: Words
    """How often it is renewed: `every 12 months`."""
    shown_by: Line
    """What an agency keeps as proof that somebody reached the outcomes."""


class Outcome(Entry):
    """One thing that a member of staff can do after training, traced to what it comes from."""

    id: Id
    """The permanent id, used by sessions and scenarios."""
    number: Annotated[int, Field(ge=1, le=99)]
    """The permanent number."""
    audiences: tuple[Audience, ...] = Field(min_length=1)
    """Who must reach it."""
    outcome: Line
    """The outcome, starting with a verb: `Decide within 1 hour...`."""
    shown_by: Line
    """How a trainer sees that it was reached: something done, never only heard."""
    clauses: tuple[ClauseRef, ...] = Field(min_length=1)
    """The core clauses that it comes from."""
    requirements: tuple[RequirementRef, ...] = ()
    """The Tier 2 requirements that it serves: `safer-communities/named-decider`."""


class SessionPart(Entry):
    """One part of a session."""

    minutes: Annotated[int, Field(ge=5, le=120)]
    """How long it takes, in minutes."""
    part: Words
    """What the part is called."""
    what: Line
    """What the trainer and the group do."""


class Session(Entry):
    """A session plan that any trainer of any agency can run."""

    id: Id
    """The permanent id."""
    title: Words
    """Its title."""
    audience: Audience
    """For whom it is."""
    group: Words
    """How many people, and from where: `8 to 16 people from at least three agencies`."""
    bring: Line
    """What the trainer brings and what the group does before."""
    outcomes: tuple[OutcomeRef, ...] = Field(min_length=1)
    """The outcomes that it teaches: ids from `outcomes`."""
    parts: tuple[SessionPart, ...] = Field(min_length=3)
    """Its parts, in order."""
    afterwards: Line
    """What each person does in the two weeks after it."""


class Scenario(Entry):
    """An invented case to work through, with a model answer."""

    id: Id
    """The permanent id."""
    title: Words
    """Its title."""
    audience: Audience
    """The audience that it is written for."""
    protocols: tuple[ProtocolRef, ...] = Field(min_length=1)
    """The protocols that govern it."""
    outcomes: tuple[OutcomeRef, ...] = Field(min_length=1)
    """The outcomes that it practises."""
    situation: Prose
    """What has happened. Every person in it is invented."""
    questions: tuple[Line, ...] = Field(min_length=2, max_length=5)
    """What the group must decide."""
    model_answer: Prose
    """A good answer, with the clauses and sections that it rests on."""
    watch_for: Line
    """The mistake that groups make most, and what to say about it."""


class Training(Entry):
    """`protocols/training/specification.yaml`."""

    id: Literal["specification"]
    """Always `specification`."""
    title: Words
    """The title of the specification."""
    version: Words
    """Its version, in quotes."""
    owner: AgencyRef
    """The agency that looks after it."""
    summary: Line
    """What it is, in one or two sentences."""
    introduction: Prose
    """How trainers use it, and what they may add."""
    review: Review
    """When it is reviewed."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
    groups: tuple[TrainedGroup, ...] = Field(min_length=1)
    """The audiences."""
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    """The outcomes, in order of number."""
    sessions: tuple[Session, ...] = Field(min_length=1)
    """The session plans."""
    scenarios: tuple[Scenario, ...]
    """The scenarios."""
