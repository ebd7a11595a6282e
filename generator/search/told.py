"""What search learns from what staff tell: for words, and for two that stand together, of which protocols they are told most.

Learnt from the situations and the everyday words of the glossary, and from what a protocol says at its beginning and asks. It is
written like postings, over protocols instead of parts; how much it counts beside what pages hold is said in the browser.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise

from generator import urls
from generator.county.county import County
from generator.search.entries import Entry
from generator.search.language import split, stem_in, stems_of
from generator.search.postings import LEVELS, Posting

STEP = 0.5
"""How much one step is worth, on a scale of natural logarithms: a word told of one protocol alone has nearly all eight."""

DOUBT = 1.5
"""How many tellings of nothing in particular stand beside those of each word: one telling proves little."""

OFTEN = 2
"""Two words that stand together less often than that were not learnt."""

_SHARED = 2
"""Everyday words that are in the name of more protocols than that say nothing of any."""

Told = Mapping[str, list[Posting]]
"""For each word, or two with a space between, the protocols of which it is told, by their place among them, and its step."""


def told_of(entries: Iterable[Entry], county: County, language: str) -> Told:
    """Return of which protocols each stem is told."""
    return _told(entries, county, language, lambda text: stems_of(text, language))


def pairs_told_of(entries: Iterable[Entry], county: County, language: str) -> Told:
    """Return of which protocols two stems are told that stand together, those of words included that say nothing by themselves."""
    stem = stem_in(language)
    return _told(entries, county, language, lambda text: map(" ".join, pairwise(map(stem, split(text)))), least=OFTEN)


def _told(
    entries: Iterable[Entry], county: County, language: str, words_of: Callable[[str], Iterable[str]], least: int = 1
) -> Told:
    protocols = [entry for entry in entries if entry.is_protocol]
    texts_of = list(_texts(protocols, county, language))
    each = [Counter(_once_a_text(texts, words_of)) for texts in texts_of]
    every: Counter[str] = Counter()
    for counts in each:
        every.update(counts)
    fairly = _fairly([len(texts) for texts in texts_of])
    told: dict[str, list[Posting]] = defaultdict(list)
    for number, counts in enumerate(each):
        for words, times in counts.items():
            step = _step(times * fairly[number] / (every[words] + DOUBT) * len(protocols))
            if step >= 0 and every[words] >= least:
                told[words].append((number, step))
    return {words: told[words] for words in sorted(told)}


def _fairly(lengths: list[int]) -> list[float]:
    """Return how much one telling of each protocol counts: less where much is told, or it would draw every common word."""
    mean = sum(lengths) / max(1, len(lengths))
    return [math.cbrt(mean / length) for length in lengths]


def _step(times_the_average: float) -> int:
    """Return the step of a word that is told so many times as often as on the average; below 0 where it says nothing."""
    return min(LEVELS, round(math.log1p(times_the_average) / STEP)) - 1


def _once_a_text(texts: Iterable[str], words_of: Callable[[str], Iterable[str]]) -> Iterator[str]:
    return chain.from_iterable(set(words_of(text)) for text in texts)


def _texts(protocols: list[Entry], county: County, language: str) -> Iterator[list[str]]:
    """Yield, for each protocol, what is told of it."""
    everyday, situations = _everyday(protocols, county, language), _situations(county)
    for entry in protocols:
        own = (unit for place, unit in enumerate(entry.units) if place == 0 or unit.is_question)
        words = (words.text for unit in own for words in unit.words)
        yield [*words, *everyday[entry.address], *situations[entry.address]]


def _situations(county: County) -> Mapping[str, list[str]]:
    """Return, by the address of each protocol, the situations that it answers."""
    found: dict[str, list[str]] = defaultdict(list)
    for situation in county.situations:
        for name in situation.protocols:
            found[urls.web_path(urls.protocol_uri(name))] += situation.told
    return found


def _everyday(protocols: list[Entry], county: County, language: str) -> Mapping[str, list[str]]:
    """Return, by the address of each protocol, the everyday words for what it is called."""
    names = {
        entry.address: [f" {' '.join(stems_of(name, language))} " for name in (entry.title, *entry.names)]
        for entry in protocols
    }
    found: dict[str, list[str]] = defaultdict(list)
    for everyday in county.everyday:
        for address in {each: None for meant in everyday.means for each in _called(names, meant, language)}:
            found[address] += everyday.said
    return found


def _called(names: Mapping[str, list[str]], meant: str, language: str) -> list[str]:
    """Return the addresses of the protocols in whose name some words stand; none where they stand in many."""
    phrase = f" {' '.join(stems_of(meant, language))} "
    found = [address for address, each in names.items() if any(phrase in name for name in each)]
    return found if len(found) <= _SHARED else []
