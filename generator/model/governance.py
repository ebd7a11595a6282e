"""Governance: the audit of older documents, the work programme, and the teams in which several agencies sit together."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from generator.model.base import (
    AgencyRef,
    Change,
    Date,
    Entry,
    Id,
    Line,
    Prose,
    ProtocolRef,
    TargetRef,
    ThemeRef,
    Words,
    YesNo,
)


class ExistingState(StrEnum):
    """What has become of an older document."""

    IN_USE = "in-use"
    IN_PART = "used-in-part"
    LAPSED = "lapsed"
    NEVER_SIGNED = "never-signed"


class Relevance(StrEnum):
    """How far an older document still fits the work that is done."""

    CURRENT = "current"
    PARTLY = "partly"
    NONE = "none"


class Recommendation(StrEnum):
    """What the audit recommends."""

    KEEP = "keep"
    MERGE = "merge-into"
    RETIRE = "retire"


class ExistingDocument(Entry):
    """One older document that the audit looked at."""

    id: Id
    """The permanent id."""
    title: Words
    """Its title."""
    made: Words
    """When it was made, as far as it says: `2009`, `undated, about 2012`."""
    last_review: Words
    """When it was last reviewed: `2015`, `never`."""
    theme: ThemeRef
    """The Tier 2 theme to whose work it belongs."""
    parties: tuple[AgencyRef, ...] = Field(min_length=2)
    """The agencies it is between, by their present ids. Two make it bilateral."""
    purpose: Line
    """What it is for."""
    people: tuple[Words, ...] = Field(min_length=1)
    """The people it is about."""
    data_items: tuple[Words, ...] = Field(min_length=1)
    """The data items it shares."""
    state: ExistingState
    """`in-use`, `used-in-part`, `lapsed` or `never-signed`."""
    relevance: Relevance
    """`current`, `partly` or `none`."""
    finding: Line
    """What the audit found."""
    recommendation: Recommendation
    """`keep`, `merge-into` or `retire`."""
    into: tuple[ProtocolRef, ...] = ()
    """The protocols that take over what is still needed; needed for `merge-into`."""
    next_step: Line
    """What has to be done, and by whom."""
    owner: AgencyRef
    """The agency that must do it."""
    due: Date
    """By when."""

    @property
    def is_bilateral(self) -> bool:
        """Return whether only two agencies are party to it."""
        return len(self.parties) == 2

    @property
    def stays(self) -> bool:
        """Return whether staff must still know it once the recommendations are carried out."""
        return self.recommendation is Recommendation.KEEP


class Audit(Entry):
    """`protocols/governance/audit.yaml`: the older documents that stand beside this set."""

    id: Literal["audit"]
    """Always `audit`."""
    title: Words
    """The title of the audit."""
    owner: AgencyRef
    """The agency that looks after it."""
    illustrative: YesNo
    """`yes` while the documents are invented examples and not the result of a real audit."""
    summary: Line
    """What the audit is, in one or two sentences."""
    bilateral: Line | None = None
    """What the county has decided about documents between two agencies only."""
    method: Prose
    """How documents were found and judged, and what the audit cannot know."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
    documents: tuple[ExistingDocument, ...] = ()
    """The older documents."""


class TaskState(StrEnum):
    """How far a piece of work has come."""

    DONE = "done"
    UNDER_WAY = "under-way"
    WAITING = "waiting"
    NOT_STARTED = "not-started"


class Activity(Entry):
    """One activity of the work programme."""

    id: Id
    """The permanent id."""
    paragraph: Words | None = None
    """The paragraph of the report that asked for it: `4.3(i)`."""
    title: Words
    """What the activity is called."""
    asked_for: Line
    """What was asked for."""
    due_then: Words | None = None
    """The date that was given then, if one was."""
    owner: AgencyRef
    """The agency that leads on it now."""
    post: Words
    """The post that answers for it."""
    due: Date
    """By when the next step is due."""
    state: TaskState
    """`done`, `under-way`, `waiting` or `not-started`."""
    outcome: Line
    """What there is to show."""
    next_step: Line
    """What happens next, who does it, and what it waits for."""
    produced: tuple[TargetRef, ...] = Field(min_length=1)
    """What came of it, by the name that references use: `core`, `page/audit`, `tier-1/overarching`."""


class Request(Entry):
    """One request or recommendation to which the work programme answers."""

    id: Id
    """The permanent id."""
    paragraph: Words
    """The paragraph of the report: `1.2`, `6(i)`."""
    made_by: Words
    """Who asked."""
    asked_for: Line
    """What was asked for."""
    state: TaskState
    """`done`, `under-way`, `waiting` or `not-started`."""
    answer: Line
    """How it is answered."""
    answered_by: tuple[TargetRef, ...] = Field(min_length=1)
    """The pages that answer it."""


class Programme(Entry):
    """`protocols/governance/programme.yaml`: the work programme, and how far it has come."""

    id: Literal["programme"]
    """Always `programme`."""
    title: Words
    """Its title."""
    owner: AgencyRef
    """The agency that looks after it."""
    reports_to: Words
    """The body that receives it as its regular update."""
    updated: Date
    """The date on which it was last brought up to date."""
    next_update: Date
    """The date by which the body receives the next one."""
    summary: Line
    """What it is, in one or two sentences."""
    message: Prose
    """What the body should know first: progress, what holds it up, what it is asked to decide."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
    activities: tuple[Activity, ...] = ()
    """The activities, in the order in which they were asked for."""
    requests: tuple[Request, ...] = ()
    """The requests and recommendations, in the order in which they were made."""


class Paragraph(Entry):
    """One paragraph of a report, and what answers it."""

    number: Words
    """Its number: `3.2(ii)`."""
    says: Line
    """What it says, in a sentence."""
    answer: Line
    """How this set answers it."""
    answered_by: tuple[TargetRef, ...] = Field(min_length=1)
    """The pages that answer it."""


class Report(Entry):
    """A report that this set answers, paragraph by paragraph. A county may have any number of them, or none."""

    id: Id
    """The permanent id, equal to the file's name: the page stands at `/about/<id>/`, and others write `[[page/<id>]]`."""
    title: Words
    """The title of the page."""
    short_title: Words
    """What pages call it in a sentence: `the scrutiny report`."""
    summary: Line
    """What the report is, in one or two sentences."""
    introduction: Prose
    """What a reader should know before the table."""
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)
    """Its paragraphs, in order."""


class Team(Entry):
    """A team in which staff of several agencies sit or work together."""

    id: Id
    """The permanent id."""
    name: Words
    """What it is called."""
    also_called: tuple[Words, ...] = ()
    """Other names; search finds them."""
    summary: Line
    """What it does, in one or two sentences."""
    agencies: tuple[AgencyRef, ...] = Field(min_length=2)
    """The agencies whose staff are in it."""
    protocols: tuple[ProtocolRef, ...] = Field(min_length=1)
    """The protocols that it works under, the main one first."""
    record: Line
    """Whose record holds what the team does, and what each member writes where."""
    talking: Line
    """What colleagues may say to each other across a desk, and under what."""
    not_here: Line
    """What the team may not do, though its members sit together."""
    manager_checks: Line
    """What the team's manager looks at, and how often."""


class Teams(Entry):
    """`protocols/governance/teams.yaml`: the teams made of several agencies."""

    id: Literal["teams"]
    """Always `teams`."""
    title: Words
    """The title of the page."""
    owner: AgencyRef
    """The agency that looks after it."""
    summary: Line
    """What it is, in one or two sentences."""
    introduction: Prose
    """What holds in every such team."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
    teams: tuple[Team, ...] = ()
    """The teams."""
