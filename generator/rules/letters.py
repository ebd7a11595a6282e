"""The rule about letters: each is what it seems, so that a reader and a search see the same word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.nodes import scalars
from generator.sources.source import Span

_GARBLED = tuple(
    (re.compile(letters), re.compile(rf"\w*(?:{letters})\w*"), why)
    for letters, why in (
        (r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]", "mixes two alphabets that look alike"),
        (r"[\uff01-\uff5e\U0001d400-\U0001d7ff]", "is written in letters that only look like ordinary ones"),
        (r"â€|[ÃÂ][\xa0-\xbf]", "was read in the wrong encoding"),
    )
)
"""Letters that are not what they seem, the word that they are in, and what is wrong with it."""

_ACCENTED = re.compile(r"\w[\u0300-\u036f]{3,}")

_WORD_BACKWARDS = re.compile(r"\w*")


@fault("garbled-text")
def garbled_text(span: Span, written: str, why: str) -> Diagnostic:
    """A word holds letters that are not what they seem.

    Either text was read in the wrong encoding, so that an apostrophe has become `â€™`; or a letter of another alphabet stands
    for one that looks the same, so that search does not find the word and nobody sees why. Type the word anew.
    """
    return Diagnostic(f"`{written}` {why}", span, help="type the word anew")


@rule
def check_letters_are_what_they_seem(context: Context) -> Iterator[Diagnostic]:
    """No word mixes alphabets that look alike (Unicode Technical Standard 39), and no text was read in a wrong encoding."""
    for document in context.library.parsed:
        yield from _garbled_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _garbled_in(document: Parsed) -> tuple[Diagnostic, ...]:
    if document.source.text.isascii():
        return ()
    return tuple(
        garbled_text(document.find(written, *path), written, why)
        for path, scalar in scalars(document.node)
        if not scalar.text.isascii()
        for written, why in _garbled(scalar.text)
    )


def _garbled(text: str) -> Iterator[tuple[str, str]]:
    """Yield what is garbled in a text, and why. Letters are looked for before words, of which each is passed over once."""
    for letters, word, why in _GARBLED:
        end = 0
        while found := letters.search(text, end):
            before = _WORD_BACKWARDS.match(text[end : found.start()][::-1])
            if match := word.match(text, found.start() - (before.end() if before else 0)):
                yield match[0], why
                end = match.end()
    for match in _ACCENTED.finditer(text):
        yield match[0], "has more accents than any language puts on a letter"
