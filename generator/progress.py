"""How far long work is, in words. Whoever does the work tells; a command shows it to somebody who waits."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str], None]
"""Told how far the work is, in words that take the place of those before; in none when there is nothing to tell any more."""


def unheard(_words: str) -> None:
    """Hear how far the work is, for nobody."""
