"""The glossary: words and abbreviations, what they used to be called, the everyday words that staff use
instead, and the situations in which they ask.
"""

from typing import Literal

from pydantic import Field

from generator.model.base import Entry, Id, Line, ProtocolRef, Words, YesNo


class Term(Entry):
    """One word or abbreviation."""

    id: Id
    """The permanent id: others write `[[term/marac]]`."""
    term: Words
    """The word in full."""
    short: Words | None = None
    """Its abbreviation, exactly as staff write it: `MARAC`."""
    also_called: tuple[Words, ...] = ()
    """What staff say in everyday words, and spellings that they type: `bodycam`. Search finds the term by them."""
    meaning: Line
    """What it means, in one or two sentences. The first must stand alone."""
    formerly: tuple[Words, ...] = ()
    """Former names and abbreviations that readers still meet: `LSCB`, `PCT`."""
    became: Line | None = None
    """For something that no longer exists: what it became, and when."""
    explain: YesNo = True
    """`no` for a word so common that pages should not link it on first use."""


class Everyday(Entry):
    """Everyday words with which staff ask for what these pages call otherwise."""

    said: tuple[Words, ...] = Field(min_length=1)
    """What staff say: `kid`, `bloke`, `body worn`. Their plurals and endings are found too."""
    means: tuple[Words, ...] = Field(min_length=1)
    """What these pages say for it. With several, search takes whichever a page has."""


class Situation(Entry):
    """Situations as staff tell them, which the same protocols answer."""

    protocols: tuple[ProtocolRef, ...] = Field(min_length=1)
    """The protocols that answer them, each by itself."""
    told: tuple[Words, ...] = Field(min_length=1)
    """What staff tell, a sentence or a question each. Search learns which words are told of which protocol."""


class Glossary(Entry):
    """Every term, in any order; the page sorts them."""

    id: Literal["glossary"]
    """Always `glossary`."""
    terms: tuple[Term, ...] = Field(min_length=1)
    """The terms."""
    everyday: tuple[Everyday, ...] = ()
    """Everyday words that search reads as those of these pages."""
    situations: tuple[Situation, ...] = ()
    """Situations from which search learns; no page shows them."""
