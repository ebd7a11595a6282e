"""The decision record: the one list of its fields, which the page, its script and the printed form all take from here.

What must be recorded are the core's own words; the fields around them say which decision, under which protocol, and what the
protocol says of it. Filling in, keeping and saving are the script's.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from generator.county.county import County
from generator.model.core import ClauseRole
from generator.model.protocol import Protocol
from generator.pages.base import Head, PageView, fixed_head
from generator.words.catalogue import Fixed, fixed
from generator.words.prose import numbered_items


class Control(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    SIGNATURE = "signature"
    """By hand, on paper."""


@dataclass(frozen=True)
class Field:
    """One thing to write down."""

    id: str
    words: str
    """Fixed words, or the core's own."""
    control: Control = Control.LINE
    number: int = 0
    """Its number in the clause on recording; 0 for a field that the clause does not number."""
    options: tuple[tuple[str, Fixed], ...] = ()
    """For a choice: what the address calls each, and its words."""


DECISION = (
    Field("case", fixed("Case reference")),
    Field("protocol", fixed("Protocol")),
    Field("first-call", fixed("Fast track, time of first call")),
    Field(
        "decision",
        fixed("Decision"),
        Control.CHOICE,
        options=(
            ("share", fixed("share")),
            ("part", fixed("share in part")),
            ("refuse", fixed("do not share")),
            ("considered", fixed("not asked, but considered")),
        ),
    ),
    Field(
        "kind",
        fixed("How often"),
        Control.CHOICE,
        options=(("one-off", fixed("one-off: this once")), ("repeat", fixed("repeat: again, on the same terms"))),
    ),
)
"""Which decision it is."""

FROM_PROTOCOL = (
    Field("from", fixed("Who gives")),
    Field("to", fixed("Who receives")),
    Field("items", fixed("Items, by their numbers in Part C"), Control.TEXT),
    Field("law", fixed("Power or duty"), Control.TEXT),
    Field("route", fixed("Route, and when"), Control.TEXT),
    Field("limits", fixed("Conditions, and what to hold back"), Control.TEXT),
    Field("decides", fixed("Who decides"), Control.TEXT),
    Field("record-by", fixed("Record it within")),
)
"""What the protocol says of it."""

REPEAT = (
    Field("how-often", fixed("How often, from when and until when")),
    Field("review", fixed("Review date"), Control.DAY),
    Field("stops", fixed("What ends it, and who tells the other side"), Control.TEXT),
)
"""What is recorded besides where sharing will be repeated."""

WRITTEN = (
    Field("written-by", fixed("Written by (name, post, agency)")),
    Field("signed", fixed("Signed"), Control.SIGNATURE),
    Field("written-at", fixed("Date and time")),
)
"""Who wrote it, and when."""


@dataclass(frozen=True, kw_only=True)
class RecordPage(PageView):
    """The blank form, and the protocols that can fill it in."""

    template: ClassVar[str] = "record.md.j2"
    head: Head = fixed_head(
        "record",
        "Write down a decision to share, or not to share, once or again and again. Nothing leaves your device.",
        "protocols/core",
        (
            "decision record",
            "record of sharing",
            "decision log",
            "refusal",
            "what do I write down",
            "one-off",
            "repeat",
        ),
    )
    decision: tuple[Field, ...] = DECISION
    from_protocol: tuple[Field, ...] = FROM_PROTOCOL
    recorded: tuple[Field, ...]
    """What the core asks for, in its order and words."""
    repeat: tuple[Field, ...] = REPEAT
    written: tuple[Field, ...] = WRITTEN
    questions: tuple[str, ...]
    """What the core asks before a decision."""
    recording: int
    """The number of the clause on recording."""
    protocols: tuple[Protocol, ...]


def record_page(county: County) -> RecordPage:
    """Return the page of the decision record."""
    recording, deciding = map(county.clause_for, (ClauseRole.RECORDING, ClauseRole.DECIDING))
    items = enumerate(numbered_items(recording.text), start=1)
    return RecordPage(
        recorded=tuple(Field(f"field-{number}", words, Control.TEXT, number) for number, words in items),
        questions=numbered_items(deciding.text),
        recording=recording.number,
        protocols=county.current_protocols,
    )
