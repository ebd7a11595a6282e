"""From a folder to a county, or to every fault for which it is none: gathered, then checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.county.agreements import Standing
from generator.county.county import County
from generator.county.gathering import Gathered, gather
from generator.errors import SourceErrors
from generator.progress import Progress, unheard
from generator.rules import check
from generator.sources.diagnostic import Severity, in_order


@dataclass(frozen=True)
class Loaded(Gathered):
    """Sources that were gathered and checked for a day."""

    as_of: date
    agreements: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
    """What each signature comes to, once texts were composed."""

    @property
    def has_errors(self) -> bool:
        """Return whether any fault stops publishing."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)

    @property
    def county(self) -> County:
        """Return the county that the sources are, with their warnings. Raises `SourceErrors` where they have errors."""
        if self.has_errors:
            raise SourceErrors(self.diagnostics, self.sources)
        return County.of(self.library, self.as_of, self.diagnostics, self.agreements)


def load(root: Path, as_of: date, progress: Progress = unheard) -> Loaded:
    """Return everything under `root/protocols`, linked and checked for the day `as_of`. Never raises for a bad source."""
    gathered = gather(root, progress)
    found = (*gathered.diagnostics, *check(gathered.library, as_of, progress))
    return Loaded(gathered.library, in_order(found), gathered.sources, as_of)
