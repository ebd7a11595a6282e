"""What a change does to texts that were issued: they are kept for ever, so any change but a new one is a fault of the change."""

from collections.abc import Iterator
from posixpath import splitext

from generator.changes.events import Event
from generator.changes.ranks import FIRST
from generator.changes.side import Side
from generator.sources.disk import SOURCES


def issued_events(before: Side, after: Side) -> tuple[Event, ...]:
    """Return one event for each issued text that is new, altered or gone."""
    return tuple(_events(before, after))


def _events(before: Side, after: Side) -> Iterator[Event]:
    paths = sorted({*before.issued, *after.issued})
    for stem in dict.fromkeys(splitext(path)[0] for path in paths):
        files = [path for path in paths if splitext(path)[0] == stem]
        if all(before.issued.get(path) == after.issued.get(path) for path in files):
            continue
        name = stem.removeprefix(f"{SOURCES}/issued/")
        place = f"{next(path for path in files if before.issued.get(path) != after.issued.get(path))}:1"
        if not any(path in before.issued for path in files):
            yield Event("text-issued", f"Text issued for signing: {name}", (), place, FIRST)
        elif not any(path in after.issued for path in files):
            says = f"Issued text removed: {name}. What was issued is kept for ever; bring it back"
            yield Event("issued-text-removed", says, (), place, FIRST, is_gone=True)
        else:
            says = f"Issued text altered: {name}. What was issued never changes; put it back, and issue a new version"
            yield Event("issued-text-altered", says, (), place, FIRST)
