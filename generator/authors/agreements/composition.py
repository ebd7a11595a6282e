"""A draft while it is composed: what it says, the notes above its fields, and where each piece of the agreement went."""

from dataclasses import dataclass, field
from typing import Any

from generator.authors.agreements.headings import Placed
from generator.authors.agreements.reading import Piece
from generator.authors.agreements.sorting import Account, Fate
from generator.sources.nodes import Path, dotted


@dataclass
class Composition:
    """A draft while it is composed."""

    draft: dict[str, Any]
    notes: dict[str, list[str]] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    held: list[tuple[Path, Piece]] = field(default_factory=list)
    """Where each piece that was kept stands."""

    def keep(self, placed: Placed, path: Path, why: str = "") -> None:
        """Say that a piece stands in a field now."""
        self.accounts.append(Account(placed, Fate.KEPT, dotted(path), why))
        self.held.append((path, placed.piece))

    def note(self, at: str, note: str, *pieces: Placed, why: str = "") -> None:
        """Keep pieces as a comment above a field, which is undecided until somebody has read it."""
        self.notes.setdefault(at, []).append(note)
        self.accounts += [Account(placed, Fate.UNWRITTEN, at, why) for placed in pieces]
        self.leave_open(at)

    def leave_open(self, place: str) -> None:
        """List a field as one that somebody has to decide on."""
        if place not in self.draft["undecided"]:
            self.draft["undecided"].append(place)
