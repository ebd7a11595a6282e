"""Law that is to start, end or change, with everything that relies on it; and law that nobody has checked for long.

Says what is so on a day. How that is worded, and how much it matters, is left to the rules and to the pages.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from generator.county.library import Citation, Document, Library, Parsed
from generator.model.law import Instrument, LegalStatus, Provision, Turn
from generator.words.days import Interval

HORIZON = Interval(18, "month")
"""How far law is looked ahead for: to agree a changed protocol with every party takes a year and more."""

UNCHECKED = timedelta(days=90)
"""How long a check of a provision against its source is good for."""


@dataclass(frozen=True)
class Ahead:
    """One thing that happens to one provision, and the places that rely on it now."""

    name: str
    """Its name in full."""
    document: Document[Instrument]
    index: int
    """Where it stands among the provisions of its instrument."""
    turn: Turn
    on: date
    words: str
    """What will be different, where it changes."""
    places: tuple[Citation, ...]
    """Each field that names it as law that is relied on, in order of file and place; those in what is retired are left out."""

    @property
    def provision(self) -> Provision:
        """The provision itself."""
        return self.document.model.provisions[self.index]

    @property
    def by_document(self) -> tuple[tuple[Parsed, int], ...]:
        """Each document that relies on it, with the number of places, the most first."""
        counts = Counter(place.document for place in self.places)
        return tuple(sorted(counts.items(), key=lambda found: (-found[1], found[0].source.path)))


def law_ahead(library: Library, as_of: date) -> tuple[Ahead, ...]:
    """Return everything that happens to law after the day and up to `HORIZON` later, the earliest first."""
    last = HORIZON.after(as_of)
    turns = [found for found in _turns(library) if as_of < found.on <= last]
    if not turns:
        return ()
    places = _reliance(library, frozenset(found.name for found in turns))
    whole = (
        Ahead(each.name, each.document, each.index, each.turn, each.on, each.words, places[each.name]) for each in turns
    )
    return tuple(sorted(whole, key=lambda found: (found.on, found.name, found.turn.value)))


def _turns(library: Library) -> Iterator[Ahead]:
    """Yield every day on which anything happens to a provision, whenever that is, without its places."""
    for document in library.instruments.values():
        for index, provision in enumerate(document.model.provisions):
            name = f"{document.id}/{provision.id}"
            days = [(Turn.STARTS, provision.force.since, ""), (Turn.ENDS, provision.force.until, "")]
            days += [(Turn.CHANGES, change.on, change.says) for change in provision.changes]
            yield from (Ahead(name, document, index, turn, day, words, ()) for turn, day, words in days if day)


def _reliance(library: Library, names: frozenset[str]) -> Mapping[str, tuple[Citation, ...]]:
    """Return for each provision the fields that rely on it; the register's own fields and what is retired rely on nothing."""
    found: dict[str, list[Citation]] = {name: [] for name in names}
    for document in library.parsed:
        if document.entry is Instrument or getattr(getattr(document, "model", None), "retired", None):
            continue
        for value in document.values:
            if value.shape.refers and value.shape.refers.kind == "provision" and value.scalar.text in names:
                found[value.scalar.text].append(Citation(document, value.path))
    return {name: tuple(places) for name, places in found.items()}


def unchecked_for(provision: Provision, as_of: date) -> timedelta | None:
    """Return for how long a provision has gone unchecked, where that is too long; one that has ended needs no check."""
    age = as_of - provision.evidence.checked
    return age if age >= UNCHECKED and provision.force.on(as_of) is not LegalStatus.ENDED else None
