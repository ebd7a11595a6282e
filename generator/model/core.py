"""The core: the clauses that every Tier 3 protocol contains, word for word, and the file that holds its version."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from generator.model.base import (
    AgencyRef,
    Change,
    Entry,
    Id,
    Line,
    Prose,
    ProvisionRef,
    Replacement,
    Review,
    Words,
)


class Audience(StrEnum):
    """Who a training outcome is for."""

    EVERYONE = "everyone"
    PRACTITIONERS = "practitioners"
    DECISION_MAKERS = "decision-makers"


class ClauseRole(StrEnum):
    """What the program itself needs a clause for: pages, printed forms and rules point at it whatever a county calls it."""

    FAST_TRACK = "fast-track"
    SAFETY_FIRST = "safety-first"
    LEGAL_POWER = "legal-power"
    CONFIDENTIALITY = "confidentiality"
    RECORDING = "recording"
    DECIDING = "deciding"
    DISAGREEMENT = "disagreement"
    WORKING_TOGETHER = "working-together"
    REVIEW = "review"


class ClauseTraining(Entry):
    """What a member of staff can do once they have learnt a clause."""

    audience: tuple[Audience, ...] = Field(min_length=1)
    """Who must reach this outcome: `everyone`, `practitioners`, `decision-makers`."""
    outcome: Line
    """The outcome, starting with a verb: `Explain to a colleague why...`."""


class SelfCheck(Entry):
    """One question with which readers check that they have understood."""

    question: Line
    """A situation on the job, and a question about it."""
    options: dict[Literal["a", "b", "c", "d"], Line] = Field(min_length=2)
    """Two to four answers, lettered `a` to `d`."""
    answer: Literal["a", "b", "c", "d"]
    """The letter of the right answer."""
    because: Line
    """Why that answer is right and the tempting one is wrong."""


class Clause(Entry):
    """A numbered paragraph of the core, with its practice guidance. Number and id are permanent."""

    id: Id
    """The permanent id, equal to the file's name."""
    number: Annotated[int, Field(ge=1, le=999)]
    """The permanent number: clause 7 is B7 in every protocol. A retired number is never used again."""
    roles: tuple[ClauseRole, ...] = ()
    """What pages, forms and rules need this clause for: `[fast-track]`. Each role is played by one clause of the core."""
    title: Words
    """The clause's title."""
    summary: Line
    """The clause in one sentence."""
    text: Prose
    """What we agree."""
    practice: Prose
    """What it means on the job."""
    good_example: Line
    """A short scene in which it was done well."""
    poor_example: Line
    """A short scene in which it was done badly, and what it cost."""
    legal_basis: tuple[ProvisionRef, ...] = Field(min_length=1)
    """The provisions that this clause rests on."""
    training: ClauseTraining
    """The training outcome."""
    self_check: SelfCheck
    """The self-check question."""
    also_called: tuple[Words, ...] = ()
    """Other words under which staff look for this clause; search finds them."""
    retired: Replacement | None = None
    """Present only when the clause is retired."""


class Core(Entry):
    """The core as a whole: its version, its owner and what opens it."""

    id: Literal["core"]
    """Always `core`."""
    title: Words
    """The title of the core."""
    version: Words
    """The version of the core, in quotes; printed on every protocol."""
    owner: AgencyRef
    """The agency that looks after the core for the board."""
    summary: Line
    """What the core is, in one or two sentences."""
    introduction: Prose
    """What opens the core booklet and the core page."""
    review: Review
    """When the core is reviewed."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
