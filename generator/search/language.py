"""Words as search compares them: split, without those that say nothing, each reduced to its stem.

The worker in the browser splits and stems by the same rules (`docs/assets/javascripts/search/`); tests compare the two.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

import snowballstemmer

ENGLISH = "english"
"""The one language whose stems and silent words are known here, by the name that the worker knows it by."""

_WORD = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")
_SECTION = re.compile(r"\bss?\.? ?(?=\d)")
_TELEPHONE = re.compile(r"\d{5,}")

_SILENT = """
    a about after again ago all also am an and another any anybody anyone anything are aren't around as ask asked
    asking asks at be became because become becomes been before being both bring brings brought but by came can can't
    cannot come comes coming could couldn't day days did didn't do does doesn't doing don't done dont down due during
    each either else even ever every for from full get gets getting give given gives giving go goes going gone got had
    happen happened happening happens has hasn't have haven't having he he's hello help her here hers herself hi him
    himself his how however i i'd i'll i'm i've if im in into is isn't it it's its itself just keep keeping keeps kept
    knew know known knows let lets like look looking looks lot lots made make makes making man matter may maybe me men
    might month months more most much must my myself need needs never new next no nor not nothing now of off often ok
    okay on once one only onto or other others our ours out over own people per perhaps person please put puts quite
    rather really said same saw say saying says see seeing seem seems seen she she's should shouldn't since so some
    somebody someone something still such sure take taken takes taking tell telling tells than that that's thats the
    their them then there there's these they they're thing things think thinks this those though through till time
    times to today told too took toward towards tried tries try trying turn turned turning turns under until up upon
    us use used uses using very want wanted wanting wants was wasn't way we we're we've week weeks well went were
    weren't what what's whats when where whether which while who who's whom whose why will with within without woman
    women won't wont would wouldn't year years yes yet you you're your yours
"""

SILENT = frozenset(_SILENT.split())
"""English words that a question is made of and that say nothing of what it asks about."""


def split(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters, `s42` and `s. 42` as `section 42`; telephone numbers are no words."""
    small = _SECTION.sub("section ", text.lower().replace("’", "'"))
    return (word for word in _WORD.findall(small) if not _TELEPHONE.fullmatch(word))


def stems_of(text: str, language: str) -> Iterator[str]:
    """Yield the stem of each word of a text that says something, in order. `language` is empty where none is known here."""
    silent = SILENT if language == ENGLISH else frozenset()
    stem = stem_in(language)
    return (stem(word) for word in split(text) if word not in silent)


@cache
def stem_in(language: str) -> Callable[[str], str]:
    """Return what gives the stem of a word in small letters; the word itself in a language that is not known here."""
    if language != ENGLISH:
        return lambda word: word
    return cache(snowballstemmer.stemmer(ENGLISH).stemWord)
