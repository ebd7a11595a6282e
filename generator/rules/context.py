"""What every rule is given."""

from dataclasses import dataclass
from datetime import date

from generator.county.library import Library


@dataclass(frozen=True, slots=True)
class Context:
    """The linked sources and the day for which they are checked."""

    library: Library
    as_of: date
