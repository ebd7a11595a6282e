"""The rule about duties: a text says who acts and by when. What is still to be written is left to `unwritten`."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.rules.phrases import READ_IN_A_HURRY, any_of
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span

VAGUE = {
    "as soon as possible": "give a time: `within 1 hour`, `by 5pm the same day`",
    "as soon as practicable": "give a time: `within 1 working day`",
    "as soon as reasonably practicable": "give a time: `within 1 working day`",
    "in a timely manner": "give a time",
    "where appropriate": "say when",
    "as appropriate": "say when, and who decides",
    "as necessary": "say when, and who decides",
    "if necessary": "say when",
    "relevant parties": "name them",
    "appropriate measures": "name the measures",
    "appropriate person": "name the post",
    "should consider": "say what to do, and when",
    "it is expected that": "say who does it",
    "will endeavour": "say what is done",
    "best endeavours": "say what is done",
    "promptly": "give a time",
    "asap": "give a time: `within 1 hour`, `by 5pm the same day`",
    "at the earliest opportunity": "give a time",
    "in a reasonable time": "give a time",
    "within a reasonable time": "give a time",
    "in due course": "give a time",
    "where necessary": "say when, and who decides",
    "as needed": "say when, and who decides",
    "if appropriate": "say when, and who decides",
    "when appropriate": "say when, and who decides",
    "where possible": "say when it is done, and what is done otherwise",
    "if possible": "say when it is done, and what is done otherwise",
    "as long as necessary": "give a period, or name the schedule that sets it",
    "forever": "give a period, or name the schedule that sets it",
    "indefinitely": "give a period, or name the schedule that sets it",
}
"""Words that leave open who acts or by when, and what to write instead."""


_VAGUE = re.compile(rf"\b{any_of(VAGUE)}\b")


@fault("vague-words", Severity.WARNING)
def vague_words(span: Span, words: str, instead: str) -> Diagnostic:
    """A text uses words that leave open who acts or by when, such as "as soon as possible".

    Nobody can act on them or be held to them. Name the post and give a time.
    """
    return Diagnostic(f"`{words}` leaves open who acts or by when", span, help=instead)


@rule
def check_duties_have_a_time(context: Context) -> Iterator[Diagnostic]:
    """A text names who acts and by when; it never says "as soon as possible"."""
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from _vague_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _vague_in(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(
        vague_words(_find_in(document, value, match), match[0], VAGUE[" ".join(match[0].split())])
        for value in document.values
        if value.shape.refers is None and value.name not in ("ask", "also_called")
        for match in _VAGUE.finditer(value.scalar.text.lower())
    )


def _find_in(document: Parsed, value: Value, match: re.Match[str]) -> Span:
    """Return the place of what was found in a value's text in small letters."""
    text = value.scalar.text
    words = text[match.start() : match.end()] if len(text) == len(text.lower()) else match[0]
    return document.find(words, *value.path)
