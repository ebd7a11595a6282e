"""The rule about sentences: none is too long to be taken in at one reading."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.rules.phrases import READ_IN_A_HURRY, texts_of
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span

MOST_WORDS = 32
"""A sentence with more words than this is too long."""


_SENTENCE = re.compile(r"(?<=[.!?:;])[*)\]\"'’”]*\s+|\n\s*\n|\n\s*(?:[-|]|\d+\.)\s*|\s\|\s")


_WORD = re.compile(r"[\w'’-]+")


@fault("long-sentence", Severity.ADVICE)
def long_sentence(span: Span, words: int, limit: int) -> Diagnostic:
    """A sentence is too long to be taken in at one reading.

    Staff read these texts in a hurry. Make two sentences of it, or put the conditions in a list.
    """
    return Diagnostic(
        f"this sentence has {words} words; aim at 20 and stay under {limit}", span, help="make it two sentences"
    )


@rule
def check_sentences_are_short(context: Context) -> Iterator[Diagnostic]:
    """A sentence has no more than 32 words."""
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from _long_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _long_in(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(_long_sentences(document))


def _long_sentences(document: Parsed) -> Iterator[Diagnostic]:
    for _, value, text in texts_of(document):
        for sentence in _SENTENCE.split(text):
            words = _WORD.findall(sentence)
            if len(words) > MOST_WORDS:
                opening = " ".join(sentence.split()[:4])
                yield long_sentence(document.find(opening, *value.path), len(words), MOST_WORDS)
