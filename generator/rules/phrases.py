"""What staff act on, as text to look for phrases in. Which phrases are wrong is left to the families of rules that look."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Parsed
from generator.model.agency import Agency
from generator.model.core import Clause, Core
from generator.model.governance import Teams
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.rules.context import Context
from generator.words.references import REFERENCE

READ_IN_A_HURRY = (Protocol, Clause, Core, Theme, Overarching, Agency, Training, Teams)
"""The sources whose words staff act on. Law, glossary and audit quote old names and long titles by their nature."""


def texts(context: Context) -> Iterator[tuple[Parsed, Value, str]]:
    """Yield every text that staff act on, with references turned into the words that a reader sees."""
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from texts_of(document)


@lru_cache(maxsize=MOST_KEPT)
def texts_of(document: Parsed) -> tuple[tuple[Parsed, Value, str], ...]:
    """Return every text of one document, with references turned into the words that a reader sees."""
    return tuple(
        (document, value, REFERENCE.sub(lambda match: match[2] or "X", value.scalar.text))
        for value in document.values
        if value.shape.markup
    )


def any_of(phrases: Collection[str]) -> str:
    """Return a pattern for any of the phrases, the longest that fits, with any space between its words.

    Phrases that open alike stand together, so that a text that holds none of them is passed over quickly.
    """
    openings: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda each: (-len(each), each)):
        openings.setdefault(phrase[:2], []).append(re.escape(phrase[2:]).replace("\\ ", r"\s+"))
    return "(?:" + "|".join(f"{re.escape(opening)}(?:{'|'.join(rest)})" for opening, rest in openings.items()) + ")"
