"""People and bodies outside the agencies who ask for information or whom somebody wants to tell: a family, the press."""

from typing import Literal

from pydantic import Field

from generator.model.base import AgencyRef, Change, ClauseRef, Entry, Id, Line, Words


class Outsider(Entry):
    """Somebody whom no protocol makes a party, and what to do when they ask or somebody wants to tell them."""

    id: Id
    """The permanent id; the question page's addresses hold it: `family`."""
    name: Words
    """What to call them: `The person’s family or carer`."""
    also_called: tuple[Words, ...] = ()
    """Everyday words; search finds them by these."""
    answer: Line
    """The answer in one or two sentences. It begins with the verdict: `No`, `Only if`, `Yes`."""
    do: tuple[Line, ...] = Field(min_length=1, max_length=6)
    """What to do now, in order."""
    clauses: tuple[ClauseRef, ...] = ()
    """The core clauses that say so."""


class Outsiders(Entry):
    """`protocols/outsiders.yaml`: those outside the agencies who ask, or whom somebody wants to tell."""

    id: Literal["outsiders"]
    """Always `outsiders`."""
    owner: AgencyRef
    """The agency that looks after this file."""
    outsiders: tuple[Outsider, ...] = Field(min_length=1)
    """The people and bodies, the commonest first."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
