"""From a folder to a library and every fault in it: gathered, then checked."""

from datetime import date
from pathlib import Path

from generator.county.gathering import Loaded, Progress, gather
from generator.rules import check
from generator.sources.diagnostic import in_order


def load(root: Path, as_of: date, progress: Progress = lambda _words: None) -> Loaded:
    """Return everything under `root/protocols`, linked and checked for the day `as_of`. Never raises for a bad source."""
    gathered = gather(root, progress)
    found = (*gathered.diagnostics, *check(gathered.library, as_of, progress))
    return Loaded(gathered.library, in_order(found), gathered.sources)
