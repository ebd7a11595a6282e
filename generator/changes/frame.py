"""The wording around the sources' own: what changes because a template or a translation did, and not because a source did."""

from collections.abc import Iterator

from generator.changes.events import Event, Redline
from generator.changes.identity import match_blocks
from generator.changes.ranks import FIRST, SECOND
from generator.changes.side import Composed, Side, compose
from generator.changes.texts import Texts, was_called
from generator.changes.values import Renames
from generator.composed.passages import Passage
from generator.composed.redline import redline
from generator.errors import GeneratorError

_MOST_REDLINES = 40


def frame_events(
    before: Side, after: Side, texts: Texts | None, renames: Renames, *, has_events: bool
) -> Iterator[Event]:
    """Yield an event for the templates that changed, with their words; and for words that changed for no reason to be seen."""
    changed = sorted(
        path
        for path in {*before.templates, *after.templates}
        if before.templates.get(path) != after.templates.get(path)
    )
    if changed:
        yield from _of_templates(before, after, changed)
    elif not has_events and texts and before.composed and after.composed and texts.protocols:
        was = was_called(before.composed, renames)
        redlines = _redlines((before.composed, after.composed), {name: was[name] for name in texts.protocols}, "")
        yield Event(
            "wording-changed",
            f"Wording changed in {_protocols(len(texts.protocols))}, though no source and no template did",
            (),
            next(iter(after.loaded.sources)) + ":1",
            FIRST,
            redlines,
        )


def _of_templates(before: Side, after: Side, changed: list[str]) -> Iterator[Event]:
    """Yield what the change of the templates does to the words of the new sources."""
    names = f"{', '.join(changed[:3])}{f' and {len(changed) - 3} more' if len(changed) > 3 else ''}"
    place = f"{changed[0]}:1"
    framed = _under_old_templates(before, after)
    if framed is None or after.composed is None:
        yield Event("frame-changed", f"Templates changed: {names}; their words cannot be compared", (), place, SECOND)
        return
    now = after.composed
    found = {
        name: name
        for name in now.markdown
        if framed.markdown[name] != now.markdown[name] and framed.text(name) != now.text(name)
    }
    if found:
        says = f"Wording of the frame changed: {names}"
        reach = _protocols(len(found))
        yield Event("frame-wording-changed", says, (), place, SECOND, _redlines((framed, now), found, place), reach)
    else:
        says = f"Templates changed, and with them no word of any protocol: {names}. Look at the pages and PDFs that they make"
        yield Event("frame-changed", says, (), place, SECOND)


def _under_old_templates(before: Side, after: Side) -> Composed | None:
    try:
        return compose(after.loaded.county, before.root)
    except GeneratorError:
        return None


def _redlines(sides: tuple[Composed, Composed], names: dict[str, str], place: str) -> tuple[Redline, ...]:
    """Return each change of words once, however many protocols it is in."""
    found: dict[tuple[tuple[str, str], ...], Redline] = {}
    for name, was in names.items():
        old, new = sides[0].text(was), sides[1].text(name)
        for before, after in _changes(old, new):
            heading = (after or before or old[0]).heading
            words = (before.text if before else "", after.text if after else "")
            altered = tuple(run for run in redline(*words) if run[0] != "same")
            found.setdefault(altered, Redline(place or f"{name}:1", heading, *words))
            if len(found) == _MOST_REDLINES:
                return tuple(found.values())
    return tuple(found.values())


def _changes(old: tuple[Passage, ...], new: tuple[Passage, ...]) -> Iterator[tuple[Passage | None, Passage | None]]:
    found = match_blocks([passage.text for passage in old], [passage.text for passage in new])
    yield from ((old[place], new[other]) for place, other in found.pairs if old[place].text != new[other].text)
    yield from ((old[place], None) for place in found.removed)
    yield from ((None, new[place]) for place in found.added)


def _protocols(count: int) -> str:
    return f"{count} protocol{'' if count == 1 else 's'}"
