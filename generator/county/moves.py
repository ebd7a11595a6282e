"""Where the names lead that things had before: through every renaming, to what is there now.

A name inside another moves with it: `old-act/s1` leads to `new-act/s1` where `old-act` was renamed.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator.model.addresses import Addresses, Move

THEME = "tier-2/"
"""What stands before a theme's id in its name in full; names inside it begin with the id alone."""


@dataclass(frozen=True)
class Moves:
    """Old names with the names that took their place."""

    rows: Mapping[str, str]

    @classmethod
    def of(cls, ledger: Addresses | None) -> "Moves":
        """Return the moves that a ledger tells of; none without one."""
        return cls({move.from_: move.to for move in ledger.moved} if ledger else {})

    @classmethod
    def since(cls, ledger: Addresses | None, day: date, *, with_day: bool) -> "Moves":
        """Return the moves that a ledger tells of after a day, and those of that day too if they are wanted.

        Of the names that something had since, only the one that it had first leads anywhere.
        """
        later = [move for move in ledger.moved if move.on > day or (with_day and move.on == day)] if ledger else []
        taken = {move.to for move in later}
        first: dict[str, Move] = {}
        for move in later:
            if move.from_ not in taken and (move.to not in first or move.on < first[move.to].on):
                first[move.to] = move
        return cls({move.from_: move.to for move in later if move.from_ in taken or first[move.to] is move})

    def next(self, name: str) -> str | None:
        """Return the name that took a name's place, or nothing where it has not moved."""
        if name in self.rows:
            return self.rows[name]
        whole, slash, part = name.partition("/")
        for container in (whole, THEME + whole) if slash else ():
            if container in self.rows:
                return f"{self.rows[container].removeprefix(THEME)}/{part}"
        return None

    def way(self, name: str) -> tuple[str, ...]:
        """Return every name on the way from an old one, itself first. A way that comes back to a name ends there."""
        steps = [name]
        while (step := self.next(steps[-1])) is not None:
            steps.append(step)
            if step in steps[:-1]:
                break
        return tuple(steps)

    def destination(self, name: str, known: Container[str]) -> str | None:
        """Return what a name leads to now, one of `known`, or nothing."""
        return next((step for step in self.way(name) if step in known), None)

    def former(self, names: Iterable[str], known: Container[str]) -> Mapping[str, str]:
        """Return each of `names` that is not among the `known` but leads to one, with what it leads to, in order of name."""
        found = {name: self.destination(name, known) for name in sorted({*names, *self.rows}) if name not in known}
        return {old: new for old, new in found.items() if new is not None}
