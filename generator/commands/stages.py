"""The stages of a command that takes long: told to somebody who waits at a terminal, and measured for somebody who asks where time goes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from generator.progress import Progress, unheard


@dataclass(frozen=True, slots=True)
class Took:
    """How long one stage took, in seconds."""

    name: str
    clock: float
    processors: float
    """Of all processes that took part and have ended."""


class Stages:
    """What a command does, one stage after another."""

    def __init__(self, tell: Progress = unheard) -> None:
        self._tell = tell
        self._took: list[Took] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[Progress]:
        """Give what tells how far a stage is; nothing of that is left when it is done."""
        clock, processors = monotonic(), _processors()
        self._tell(name)
        try:
            yield lambda words: self._tell(f"{name}: {words}")
        finally:
            self._tell("")
            self._took.append(Took(name, monotonic() - clock, _processors() - processors))

    @property
    def profile(self) -> str:
        """Return a table of what each stage took, and all of them together."""
        all_of_them = (sum(each.clock for each in self._took), sum(each.processors for each in self._took))
        rows = (*self._took, Took("all stages", *all_of_them))
        width = max(len(row.name) for row in rows)
        lines = (f"{row.name:{width}}  {row.clock:8.2f}  {row.processors:10.2f}" for row in rows)
        return "\n".join((f"{'stage':{width}}  {'seconds':>8}  {'processors':>10}", *lines))


def _processors() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
