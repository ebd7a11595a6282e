"""Tier 1 (one overarching protocol) and Tier 2 (one per partnership, with requirements that Tier 3 must meet)."""

from typing import Annotated, Literal

from pydantic import Field

from generator.model.base import AgencyRef, ClauseRef, Document, Entry, Id, Line, Prose, Words
from generator.model.law import Area


class Commitment(Entry):
    """One numbered commitment of the overarching protocol."""

    id: Id
    """The permanent id."""
    number: Annotated[int, Field(ge=1, le=99)]
    """The permanent number."""
    title: Words
    """Its title."""
    text: Prose
    """What the agencies commit to."""


class Overarching(Document):
    """Tier 1: what every agency in the county commits to."""

    purpose: Prose
    """Why the county has a single set of protocols."""
    tiers: Prose
    """How the three tiers fit together."""
    commitments: tuple[Commitment, ...] = Field(min_length=1)
    """The numbered commitments."""
    governance: Prose
    """Who owns what, how changes are made and how the board is told."""
    parties: tuple[AgencyRef, ...] = Field(min_length=1)
    """The agencies that are asked to sign."""


class Requirement(Entry):
    """One numbered requirement that every Tier 3 protocol under this theme must meet."""

    id: Id
    """The permanent id inside the theme."""
    number: Annotated[int, Field(ge=1, le=99)]
    """The permanent number."""
    title: Words
    """Its title."""
    text: Line
    """What a Tier 3 protocol must do."""
    why: Line
    """Why this partnership asks for it."""
    clauses: tuple[ClauseRef, ...] = ()
    """The core clauses that this requirement builds on."""


class Theme(Document):
    """Tier 2: one partnership's protocol."""

    short_title: Words
    """The theme in two or three words: `Safer Communities`."""
    under: Literal["overarching"]
    """Always `overarching`."""
    partnership: Words
    """The board that owns this theme."""
    areas: tuple[Area, ...] = Field(min_length=1)
    """The fields of work that it covers, in the law register's words. Its protocols rely on provisions of these."""
    purpose: Prose
    """What the partnership shares information for."""
    scope: Prose
    """What falls under this theme and what does not."""
    duties: Prose
    """The law that is particular to this theme, in plain words with references."""
    requirements: tuple[Requirement, ...] = Field(min_length=1)
    """The numbered requirements."""
