"""What of a change somebody must look at first."""

from generator.changes.differences import At
from generator.model.agency import Agency, Post
from generator.model.base import Document, Entry
from generator.model.core import Clause, Core
from generator.model.law import Force, Instrument
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme

FIRST, SECOND, THIRD, LAST = range(4)

_WHOLE = frozenset({"retired", "status", "marking", "owner", "title", "signatures"})
"""What a document is: who answers for it, whom it binds, and whether it stands."""

_BINDING = frozenset(
    {
        "parties",
        "flows",
        "gateways",
        "restrictions",
        "data_protection",
        "consent",
        "retention",
        "people",
        "fast_track",
        "text",
        "standing",
        "agency_requirements",
        "requirements",
        "commitments",
        "contacts",
    }
)
"""What binds those who signed, or what they ring at night."""

BOOKKEEPING = frozenset({"version", "history", "also_called", "asked_as", "review"})
"""What says how a document is kept, and what search finds it by."""

_BINDING_KINDS: tuple[type[Entry], ...] = (Protocol, Clause, Core, Agency, Overarching, Theme, Instrument)


def rank_of(at: At) -> int:
    """Return how far down a change belongs: a smaller number stands first."""
    key = str(at.path[0])
    if key in BOOKKEEPING:
        return LAST
    if at.document.entry not in _BINDING_KINDS:
        return THIRD
    if key in _WHOLE and issubclass(at.document.entry, (Document, Clause, Core, Agency)):
        return FIRST
    is_reached = isinstance(at.owner, (Force, Post)) or isinstance(at.value, Post)
    return SECOND if key in _BINDING or is_reached else THIRD
