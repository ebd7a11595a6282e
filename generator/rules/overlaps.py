"""Which documents overlap: pairs that share parties, purpose, people and data items, scored and explained.

Works on the protocols of this set and on the older documents of the audit alike. Only pairs that share rare words are looked
at closely, so that the work grows with the number of documents and not with its square.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from math import log

from rapidfuzz import fuzz, process

from generator.county.library import MOST_KEPT, Library
from generator.model.governance import ExistingDocument
from generator.model.protocol import Protocol
from generator.words.references import REFERENCE

WEIGHTS = {"parties": 20, "people": 20, "purpose": 20, "items": 40}
"""How many points of a hundred each likeness can give."""

THRESHOLD = 34
"""The score from which a pair is shown."""

_RARE = 12
"""A word that stands in more documents than this says nothing about any two of them."""

_ALIKE = 70
"""The likeness (0 to 100, of rapidfuzz) from which two names of people or of data items count as the same."""

_PAIRS_KEPT = 16384
"""Of how many pairs of lists it is kept what in them is alike, for the next time that it is asked for."""

_COMMON = frozenset(
    re.findall(
        r"\w+",
        """about after agencies agency also another because before between cannot could every from have hears help hold
        holds information into know known make means must need needed needs only other others over people person police
        protocol receive share shared shares sharing should some somebody such tell tells that their them then there they
        this those under until what when where which while will with within without work would""",
    )
)
"""Words that say nothing about what a document is for."""

_ORDINARY = frozenset(
    re.findall(r"\w+", "name names date dates birth address addresses safe contact number reason reasons direct care")
)
"""Words that stand in so many data items that they make unlike items look alike."""


@dataclass(frozen=True)
class Subject:
    """What is compared of one document."""

    id: str
    title: str
    theme: str
    older: ExistingDocument | None
    """The older document, if it is no protocol of this set."""
    parties: frozenset[str]
    purpose: str
    people: tuple[str, ...]
    items: tuple[str, ...]

    @cached_property
    def purpose_words(self) -> dict[str, str]:
        """The words of the purpose that say something: cut so that plurals and tenses meet, and as they are written."""
        return _words(self.purpose)

    @cached_property
    def all_words(self) -> frozenset[str]:
        """The telling words of purpose, people and data items, cut."""
        return frozenset(_words(" ".join((self.purpose, *self.people, *self.items))))


@dataclass(frozen=True)
class Overlap:
    """Two documents that overlap, with the reasons."""

    first: Subject
    second: Subject
    score: int
    """From 0 to 100."""
    parties: tuple[str, ...]
    """The agencies that are party to both."""
    people: tuple[tuple[str, str], ...]
    """Groups of people that are alike, as each document names them."""
    items: tuple[tuple[str, str], ...]
    """Data items that are alike, as each document names them."""
    words: tuple[str, ...]
    """Telling words that both purposes hold."""


def overlaps(library: Library) -> tuple[Overlap, ...]:
    """Return every pair from `THRESHOLD` upwards, the highest score first."""
    subjects = tuple(_subjects(library))
    weights = _rarity(subjects)
    found = (_compare(library, weights, subjects[first], subjects[second]) for first, second in _candidates(subjects))
    above = (overlap for overlap in found if overlap.score >= THRESHOLD or _is_recommended(overlap))
    return tuple(sorted(above, key=lambda overlap: (-overlap.score, overlap.first.id, overlap.second.id)))


def _subjects(library: Library) -> Iterator[Subject]:
    """Yield the protocols in force, then the older documents."""
    for document in library.protocols.values():
        if document.model.retired is None:
            yield _of_protocol(document.model)
    for older in library.audit.model.documents if library.audit else ():
        parties = frozenset(older.parties)
        yield Subject(older.id, older.title, older.theme, older, parties, older.purpose, older.people, older.data_items)


def _of_protocol(protocol: Protocol) -> Subject:
    return Subject(
        protocol.id,
        protocol.title,
        protocol.under,
        None,
        frozenset(party.agency for party in protocol.parties),
        f"{protocol.summary} {protocol.purpose}",
        tuple(person.name for person in protocol.people),
        tuple(flow.item for flow in protocol.flows),
    )


def _is_recommended(overlap: Overlap) -> bool:
    """Return whether the audit would merge the one into the other; such a pair is shown whatever its score."""
    return overlap.second.older is not None and overlap.first.id in overlap.second.older.into


def _rarity(subjects: Sequence[Subject]) -> dict[str, float]:
    """Return for each word of a purpose how much it tells: the logarithm of how few purposes hold it."""
    counts = Counter(word for subject in subjects for word in subject.purpose_words)
    return {word: log(1 + len(subjects) / count) for word, count in counts.items()}


def _candidates(subjects: Sequence[Subject]) -> list[tuple[int, int]]:
    """Return the pairs that share at least two rare words."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, subject in enumerate(subjects):
        for word in subject.all_words:
            holders[word].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for indexes in holders.values():
        if len(indexes) <= _RARE:
            for pair in combinations(indexes, 2):
                shared[pair] += 1
    ids = {subject.id: index for index, subject in enumerate(subjects)}
    recommended = {
        (ids[target], index)
        for index, subject in enumerate(subjects)
        for target in (subject.older.into if subject.older else ())
        if target in ids
    }
    return sorted({pair for pair, count in shared.items() if count >= 2} | recommended)


def _compare(library: Library, weights: dict[str, float], first: Subject, second: Subject) -> Overlap:
    parties = _shared_parties(library, first, second)
    people = _alike(first.people, second.people)
    items = _alike(first.items, second.items)
    words = first.purpose_words.keys() & second.purpose_words.keys()
    likeness = {
        "parties": _share_of_parties(parties, first, second),
        "people": len(people) / min(len(first.people), len(second.people)),
        "purpose": sum(weights[word] for word in words)
        / max(1, min(_weight(weights, first), _weight(weights, second))),
        "items": len(items) / min(len(first.items), len(second.items)),
    }
    score = round(sum(WEIGHTS[name] * min(1.0, share) for name, share in likeness.items()))
    return Overlap(first, second, score, parties, people, items, _telling(weights, first, words))


def _share_of_parties(shared: tuple[str, ...], first: Subject, second: Subject) -> float:
    """Return the mean of two shares: of the shorter list, and of both lists together."""
    shorter, both = min(len(first.parties), len(second.parties)), len(first.parties) + len(second.parties)
    return (len(shared) / shorter + 2 * len(shared) / both) / 2


def _weight(weights: dict[str, float], subject: Subject) -> float:
    return sum(weights[word] for word in subject.purpose_words)


def _shared_parties(library: Library, first: Subject, second: Subject) -> tuple[str, ...]:
    """Return the parties of the shorter list that are party to the other, by themselves or through a group."""
    smaller, larger = sorted((first.parties, second.parties), key=len)
    everybody = {member for party in larger for member in (*library.members(party), *library.groups_of(party))}
    return tuple(sorted(party for party in smaller if party in everybody))


@lru_cache(maxsize=_PAIRS_KEPT)
def _alike(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return each name of the shorter list with the name of the other that is most like it, if it is alike enough."""
    return tuple(_most_alike(first, second))


def _most_alike(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    swapped = len(second) < len(first)
    smaller, larger = (second, first) if swapped else (first, second)
    plain = [_plain(name) for name in larger]
    for name in smaller:
        best = process.extractOne(_plain(name), plain, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE)
        if best is not None:
            other = larger[best[2]]
            yield (other, name) if swapped else (name, other)


@lru_cache(maxsize=MOST_KEPT)
def _plain(name: str) -> str:
    """Return a name without the small words that make unlike things look alike."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    kept = [_stem(word) for word in words if len(word) > 3 and word not in _COMMON and word not in _ORDINARY]
    return " ".join(kept or words)


def _telling(weights: dict[str, float], subject: Subject, words: Iterable[str]) -> tuple[str, ...]:
    """Return shared words as the subject writes them, those that tell most first."""
    return tuple(subject.purpose_words[word] for word in sorted(words, key=lambda word: (-weights[word], word)))


def _words(text: str) -> dict[str, str]:
    plain = REFERENCE.sub(lambda match: match[2] or match[1].replace("-", " "), text)
    found = (word for word in re.findall(r"[a-z]+", plain.lower()) if len(word) > 3 and word not in _COMMON)
    return {_stem(word): word for word in found}


def _stem(word: str) -> str:
    return re.sub(r"(ies|es|s|ing|ed|y)$", "", word)
