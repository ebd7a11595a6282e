"""The rule about letters: each is what it seems, so that a reader and a search see the same word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.nodes import scalars
from generator.sources.source import Span

_GARBLED = (
    (re.compile(r"\w*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])\w*"), "mixes two alphabets that look alike"),
    (
        re.compile(r"\w*[\uff01-\uff5e\U0001d400-\U0001d7ff]\w*"),
        "is written in letters that only look like ordinary ones",
    ),
    (re.compile(r"\w*(?:â€|[ÃÂ][\xa0-\xbf])\w*"), "was read in the wrong encoding"),
    (re.compile(r"\w[\u0300-\u036f]{3,}"), "has more accents than any language puts on a letter"),
)
"""Letters that are not what they seem, and what is wrong with them."""


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
        garbled_text(document.find(match[0], *path), match[0], why)
        for path, scalar in scalars(document.node)
        if not scalar.text.isascii()
        for pattern, why in _GARBLED
        for match in pattern.finditer(scalar.text)
    )
