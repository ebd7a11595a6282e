"""What every rule is given, and how a function becomes one: `@rule` stands above it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from generator.county.library import Document, Library
from generator.model.base import Document as ProtocolDocument
from generator.sources.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Context:
    """The linked sources and the day for which they are checked."""

    library: Library
    as_of: date


Rule: TypeAlias = Callable[[Context], Iterator[Diagnostic]]
"""A rule: a generator of its breaches, whose docstring says what it asks."""

MARKED: list[Rule] = []
"""Every rule; filled when the modules of this package are imported, and never after."""


def rule(check: Rule) -> Rule:
    """Make a function a rule, which every check then applies."""
    MARKED.append(check)
    return check


def decoded(context: Context) -> Iterator[Document[Any]]:
    """Yield every document whose shape is right, of whatever kind."""
    return (document for document in context.library.parsed if isinstance(document, Document))


def tiered(context: Context) -> Iterator[Document[ProtocolDocument]]:
    """Yield the documents that are agreed and signed: every protocol, every theme, and Tier 1."""
    library = context.library
    yield from library.protocols.values()
    yield from library.themes.values()
    if library.overarching:
        yield library.overarching
