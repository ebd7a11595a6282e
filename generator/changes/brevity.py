"""How much of an impact is shown: from all of it to counts. Decisions are the last to be counted, and are never left out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.changes.events import Event, Redline
from generator.changes.naming import short
from generator.changes.texts import SignAgain
from generator.rules.formats import place
from generator.sources.diagnostic import Diagnostic


@dataclass(frozen=True)
class Brevity:
    """How much is shown."""

    redlines: int | None = None
    """How many redlines; all where nothing is said."""
    characters: int | None = None
    """How many characters of each."""
    copies: bool = True
    """Whether the copies are listed, and not only counted."""
    faults: int | None = None
    """How many faults of each list."""
    events: str = "each"
    """`each`; counted by `document` and kind; or by `kind` alone."""
    signatures: str = "each"
    """`each` protocol with who signed it; each `agency` with how many protocols; or their `count`."""


ALL = Brevity()
"""Everything, as a terminal shows it."""

SHORTER = (
    Brevity(faults=60),
    Brevity(characters=500, copies=False, faults=40),
    Brevity(redlines=80, characters=300, copies=False, faults=30),
    Brevity(redlines=0, copies=False, faults=20),
    Brevity(redlines=0, copies=False, faults=10, events="document"),
    Brevity(redlines=0, copies=False, faults=10, events="document", signatures="agency"),
    Brevity(redlines=0, copies=False, faults=5, events="kind", signatures="agency"),
    Brevity(redlines=0, copies=False, faults=0, events="kind", signatures="count"),
)
"""The ways to show ever less. Redlines go first, and decisions become counts last."""


def event_lines(events: Sequence[Event], how: str) -> Iterator[str]:
    """Yield a line for each event, or for what is counted together."""
    if how == "each":
        yield from map(sentence, events)
        return
    counts: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        document = event.documents[0] if event.documents and how == "document" else ""
        counts.setdefault((document, event.code), []).append(event)
    for (document, code), found in counts.items():
        if len(found) == 1:
            yield sentence(found[0])
            continue
        documents = {name for event in found for name in event.documents}
        where = f"in {document}" if document else f"in {len(documents)} documents"
        yield f"{code.replace('-', ' ').capitalize()}: {len(found)} times {where}, the first at {found[0].place}"


def sentence(event: Event) -> str:
    """Return one event as a line: what, where, and how far it reaches."""
    documents = [name for name in event.documents if name not in event.says]
    where = f", in {_listed(documents, 3, 'documents')}" if documents else ""
    reach = f": {event.reach}" if event.reach else ""
    was = "was at " if event.is_gone else ""
    return f"{short(event.says, 400)}{where}{reach} ({was}{event.place})"


def signature_lines(found: Sequence[SignAgain], how: str) -> Iterator[str]:
    """Yield who signs what again."""
    if how == "each":
        for each in found:
            because = f" ({_listed(each.sections, 6, 'sections')})" if each.sections else ""
            yield f"{each.title}: {', '.join(each.agencies)}{because}"
        return
    counts = Counter(agency for each in found for agency in each.agencies)
    if how == "agency":
        yield from (f"{agency}: {number} protocols" for agency, number in counts.items())
    else:
        yield f"{counts.total()} signatures of {len(counts)} agencies on {len(found)} protocols"


def _listed(names: Sequence[str], most: int, things: str) -> str:
    more = f" and {len(names) - most} more {things}" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def fault_lines(found: Sequence[Diagnostic], most: int | None) -> Iterator[str]:
    """Yield each fault; of more than can be shown, how many there are of each kind."""
    shown = found if most is None else found[:most]
    yield from (f"{place(each.span)} {each.severity.value}[{each.code}]: {short(each.message, 300)}" for each in shown)
    left = Counter(f"{each.severity.value}[{each.code}]" for each in found[len(shown) :])
    yield from (f"and {number} more of {kind}" for kind, number in left.items())


def by_file(redlines: Sequence[Redline]) -> dict[str, list[Redline]]:
    """Return the redlines by the file that they stand in, in order of line within each."""
    found: dict[str, list[Redline]] = {}
    for redline in redlines:
        found.setdefault(redline.place.rpartition(":")[0], []).append(redline)
    return {path: sorted(lines, key=lambda line: int(line.place.rpartition(":")[2])) for path, lines in found.items()}
