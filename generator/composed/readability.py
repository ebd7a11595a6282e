"""How long a text is and how hard to read: words, sentences, syllables, and the Flesch formulas made from them.

Measures words as a reader meets them; which words those are, and what is made of the figures, is for others.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.composed.passages import Passage

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"')]*\s+(?=\W*[A-Z0-9])")
_ENDED = (".", "!", "?", ":")
_CLOSING = "”’\"')"
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_ENDING = re.compile(r"(?<=[^laeiouy])es$|(?<=[^dt])ed$|(?<=[^laeiouy])e$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One whole sentence, with the section of the protocol that it stands in."""

    anchor: str
    """The id of the heading it stands under."""
    heading: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured of one text."""

    words: int
    """All its words; a figure such as a date or a telephone number is no word."""
    sentences: int
    """Its whole sentences. A name or a table's cell that ends without a stop is none, and would flatter the averages."""
    in_sentences: int
    """The words of its whole sentences."""
    syllables: int
    """The syllables of those words."""
    longest: Sentence | None

    @property
    def sentence_length(self) -> float:
        """Return the mean number of words in a sentence."""
        return self.in_sentences / max(1, self.sentences)

    @property
    def ease(self) -> float:
        """Return Flesch's reading ease (1948): about 100 for the easiest text, below 30 for the hardest."""
        return 206.835 - 1.015 * self.sentence_length - 84.6 * self._syllables_a_word

    @property
    def grade(self) -> float:
        """Return the Flesch-Kincaid grade (1975): years at school that a reader needs."""
        return 0.39 * self.sentence_length + 11.8 * self._syllables_a_word - 15.59

    @property
    def _syllables_a_word(self) -> float:
        return self.syllables / max(1, self.in_sentences)


def read(passages: Iterable[Passage]) -> Reading:
    """Return the measures of the passages together."""
    words, sentences, in_sentences, spoken = 0, 0, 0, 0
    longest: Sentence | None = None
    for passage in passages:
        for text, whole in _sentences(passage.text):
            found = words_of(text)
            words += len(found)
            if not whole or not found:
                continue
            sentences += 1
            in_sentences += len(found)
            spoken += sum(map(syllables, found))
            if longest is None or len(found) > longest.words:
                longest = Sentence(passage.anchor, passage.heading, text, len(found))
    return Reading(words, sentences, in_sentences, spoken, longest)


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are written: runs of letters, so that `co-located` is two."""
    return _WORD.findall(text)


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each piece of a passage, and whether it is a whole sentence. Cells of a table's row never join."""
    for cell in text.split(" | "):
        for piece in _SENTENCE_END.split(cell.strip("| -")):
            yield piece, piece.rstrip(_CLOSING).endswith(_ENDED)


@lru_cache(maxsize=16384)
def syllables(word: str) -> int:
    """Return how many syllables a word has, as its spelling tells.

    Groups of vowels without a silent ending; capitals without a vowel are read letter by letter. Over these protocols the sum
    is 0.4 % more than a pronouncing dictionary gives, which is half a point of reading ease.
    """
    plain = word.lower().replace("’", "'")
    if word.isupper() and not _VOWELS.search(plain):
        return len(word)
    stem = plain.removesuffix("'s")
    return max(1, len(_VOWELS.findall(_SILENT_ENDING.sub("", stem) if len(stem) > 3 else stem)))
