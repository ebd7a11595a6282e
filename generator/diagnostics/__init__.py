"""Faults as data: `base` says what one is, the other modules hold one constructor for each kind.

Importing the package fills `FAULTS`, the register of every kind.
"""

from generator.diagnostics import dates, governance, linking, reading, shape, standing, wording
from generator.diagnostics.base import FAULTS

__all__ = ["FAULTS", "dates", "governance", "linking", "reading", "shape", "standing", "wording"]
