"""What the county tells the public about sharing, in easy words: short sentences, one idea in each."""

from typing import Literal

from pydantic import Field

from generator.model.base import AgencyRef, Change, Entry, Id, Line, Words


class EasyQuestion(Entry):
    """A question that people ask, and its answer."""

    id: Id
    """The permanent id; its address on the page holds it: `can-i-say-no`."""
    ask: Words
    """The question, in the words of whoever asks it."""
    answer: tuple[Line, ...] = Field(min_length=1)
    """The answer: one short sentence a line, one idea a sentence. `{county}`, `{regulator}` and `{site}` are filled in by themselves."""


class EasyRead(Entry):
    """`protocols/easy-read.yaml`: one page for the public. A county may do without."""

    id: Literal["easy-read"]
    """Always `easy-read`."""
    title: Words
    """The title: `What we share about you, and why`."""
    owner: AgencyRef
    """The agency that looks after it."""
    summary: Line
    """What the page says, in one or two short sentences."""
    questions: tuple[EasyQuestion, ...] = Field(min_length=1)
    """The questions, in order."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
