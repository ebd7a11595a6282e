"""What a change decides: one event for each thing that became another, told in a sentence, with its place and its redlines.

Made from two models, so that an event is what somebody decided, whatever number of pages it alters.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.changes.differences import At, Difference, Kind, differences
from generator.changes.naming import MOST_INLINE, Namer, label, member, noun, short, title_of
from generator.changes.ranks import rank_of
from generator.changes.reach import Reach
from generator.changes.renames import Pair, pairs, renames
from generator.changes.values import without_mark
from generator.county.library import Library
from generator.model.base import Entry
from generator.model.law import Commenced, Force, Provision
from generator.words.days import written_day

_DONE = {Kind.ADDED: "added", Kind.REMOVED: "removed", Kind.MOVED: "moved", Kind.CHANGED: "changed"}


@dataclass(frozen=True)
class Redline:
    """One text before and after, at its own place."""

    place: str
    """`protocols/core/fast-track.yaml:12`"""
    field: str
    """What the text is: `wording`."""
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One thing that somebody decides by agreeing to a change."""

    code: str
    """What kind it is, for a program: `flow-removed`."""
    says: str
    documents: tuple[str, ...]
    """The titles of the documents in which it happens so."""
    place: str
    """The first of its places: `protocols/tier-3/example.yaml:12`. Of what is gone, where it was."""
    rank: int = 0
    redlines: tuple[Redline, ...] = ()
    reach: str = ""
    """Where else it is felt: `156 places in 33 files`."""
    is_gone: bool = False
    """Whether its place is one in the old version."""


def events_between(before: Library, after: Library) -> tuple[Event, ...]:
    """Return everything that differs between two sides, what matters most first."""
    found = pairs(before, after)
    named = renames(found, before, after)
    teller = _Teller(before, after)
    told: list[Event] = []
    for pair in found:
        told += teller.document(pair)
        if pair.before and pair.after and (named.names or pair.before.source.text != pair.after.source.text):
            told += teller.differences(tuple(differences(pair, named)))
    return tuple(sorted(_joined(told), key=lambda event: event.rank))


def _joined(told: Sequence[Event]) -> Iterator[Event]:
    """Yield each event once, with every document in which the same happens in the same words."""
    same: dict[tuple[object, ...], list[Event]] = {}
    often: Counter[object] = Counter()
    for event in told:
        words = tuple((redline.before, redline.after) for redline in event.redlines)
        key = (event.code, event.says, words)
        often[key, event.documents] += 1
        same.setdefault((*key, often[key, event.documents]), []).append(event)
    for each in same.values():
        documents = tuple(dict.fromkeys(name for event in each for name in event.documents))
        reach = each[0].reach if len({event.reach for event in each}) == 1 else ""
        redlines = tuple(line for event in each for line in event.redlines)
        yield replace(each[0], documents=documents, redlines=redlines, reach=reach)


class _Teller:
    """Puts differences into sentences."""

    def __init__(self, before: Library, after: Library) -> None:
        self._before, self._after = Namer(before), Namer(after)
        self._reach = Reach(after), Reach(before)

    def document(self, pair: Pair) -> Iterator[Event]:
        """Yield the event that a document as a whole is, if it is one."""
        old, new = pair.before, pair.after
        found = new or old
        if found is None:
            return
        kind = "renamed" if pair.is_renamed else "added" if old is None else "removed" if new is None else ""
        if not kind:
            return
        what = noun(found.entry)
        says = f"{_capital(what)} {kind}: {title_of(found)}"
        if old and new:
            says = f"{_capital(what)} renamed: {old.id} is now {new.id}"
        reach = self._reach[0 if new else 1].of_document(found)
        place = f"{found.source.path}:1"
        yield Event(f"{_code(what)}-{kind}", says, (title_of(found),), place, 0, (), reach, is_gone=new is None)

    def differences(self, found: Sequence[Difference]) -> Iterator[Event]:
        """Yield an event for each item of a list that changed, for each field outside of one, and for all that came or went."""
        groups: dict[tuple[object, ...], list[Difference]] = {}
        for difference in found:
            groups.setdefault(_together(difference), []).append(difference)
        yield from map(self._event, map(tuple, groups.values()))

    def _event(self, found: tuple[Difference, ...]) -> Event:
        first = found[0]
        at = first.at
        code, says = self._told(found, at.item)
        redlines = tuple(line for each in found for line in self._redlines(each))
        reach = self._reach[0 if first.after else 1].of(at)
        return Event(
            code,
            says,
            (title_of(at.document),),
            at.place,
            rank_of(at),
            redlines,
            reach,
            is_gone=first.after is None,
        )

    def _told(self, found: tuple[Difference, ...], item: At | None) -> tuple[str, str]:
        """Return the code of an event, and its sentence."""
        first = found[0]
        at = first.at
        if item is None:
            if isinstance(at.value, Entry):
                return self._whole(first, at)
            return _code(f"{label(at)} {_verb(found)}"), _capital("; ".join(self._details(found)))
        what = noun(type(item.value))
        name = self._namer(first).entry(item.value, item.document)
        if isinstance(item.value, Provision) and isinstance(at.owner, Force):
            law = f"{item.value.cite} of {title_of(item.document)}"
            return "law-dates-changed", f"{_capital(law)} {', '.join(self._details(found))}"
        return _code(f"{what} changed"), f"{_capital(what)} changed: {name}: {'; '.join(self._details(found))}"

    def _whole(self, difference: Difference, at: At) -> tuple[str, str]:
        """Return the code and the sentence for an item, or a group of fields, that came, went or moved."""
        if at.path == ("retired",) and difference.kind is Kind.ADDED:
            what = noun(at.document.entry)
            return _code(f"{what} retired"), f"{_capital(what)} retired: {title_of(at.document)}{self._instead(at)}"
        what = noun(type(at.value)) if isinstance(at.path[-1], int) else label(at)
        name = self._namer(difference).entry(at.value, at.document)
        return _code(f"{what} {difference.kind}"), f"{_capital(what)} {_DONE[difference.kind]}: {name}"

    def _instead(self, at: At) -> str:
        by, on = at.value.replaced_by, at.value.on
        return f" on {written_day(on)}; {f'{by} replaces it' if by else 'nothing replaces it'}"

    def _namer(self, difference: Difference) -> Namer:
        return self._after if difference.after else self._before

    def _details(self, found: tuple[Difference, ...]) -> list[str]:
        return list(dict.fromkeys(self._detail(each) for each in found))

    def _detail(self, found: Difference) -> str:
        """Return what one difference is, in a few words."""
        at = found.at
        if isinstance(at.owner, Force) and (words := _of_force(found, self._after)):
            return words
        if isinstance(at.value, Entry):
            name = self._namer(found).entry(at.value, at.document)
            return f"{noun(type(at.value))} {_DONE[found.kind]}: {short(name)}"
        return _of_paragraph(found) if at.block is not None else self._of_value(found)

    def _of_value(self, found: Difference) -> str:
        at = found.at
        if found.before is None or found.after is None or found.kind is Kind.MOVED:
            return f"{member(at)} {_DONE[found.kind]}: {short(self._namer(found).value(at))}"
        if _is_long(found):
            return f"{member(at)} reworded"
        old, new = self._before.value(found.before), self._after.value(found.after)
        return f"{member(at)}{'' if at.item else ' changed:'} {old} → {new}"

    def _redlines(self, found: Difference) -> Iterator[Redline]:
        """Yield the words of a difference that are too long for its sentence."""
        at = found.at
        if found.kind is Kind.MOVED or not _is_long(found):
            return
        old, new = (
            (self._words(namer, side) if side else "")
            for namer, side in ((self._before, found.before), (self._after, found.after))
        )
        yield Redline(at.place, self._field(at), old, new)

    def _field(self, at: At) -> str:
        if at.item is None:
            is_item = isinstance(at.value, Entry) and isinstance(at.path[-1], int)
            return f"{title_of(at.document)}, {noun(type(at.value)) if is_item else label(at)}"
        name = self._after.entry(at.item.value, at.item.document)
        return f"{title_of(at.document)}, {noun(type(at.item.value))} “{short(name)}”, {label(at)}"

    def _words(self, namer: Namer, at: At) -> str:
        words = namer.all_words(at.value, at.document) if isinstance(at.value, Entry) else namer.value(at)
        return without_mark(words) if at.block is not None else words


def _of_paragraph(found: Difference) -> str:
    """Return what became of a paragraph of prose."""
    at = found.at
    if found.kind is Kind.CHANGED:
        return f"{label(at)} reworded"
    return f"paragraph {_DONE[found.kind]}: {label(at)}, “{short(without_mark(at.text))}”"


def _of_force(found: Difference, namer: Namer) -> str:
    """Return what became of the dates of a provision."""
    at = found.at
    key = at.path[-1]
    verb = {"until": "ends on", "since": "starts on"}.get(str(key))
    if verb and found.after:
        was = f" (it was {namer.value(found.before)})" if found.before else ""
        return f"{verb} {namer.value(found.after)}{was}"
    if verb and found.before:
        return f"no longer {verb} {namer.value(found.before)}"
    if key == "commenced":
        return {Commenced.NO: "is not yet in force", Commenced.YES: "is in force"}.get(
            at.value, "has no confirmed start"
        )
    return ""


def _is_long(found: Difference) -> bool:
    """Return whether the words of a difference do not fit a sentence."""
    sides = [side for side in (found.before, found.after) if side]
    if any(isinstance(side.value, Entry) or side.shape.markup for side in sides):
        return True
    return any(
        isinstance(side.value, str) and not side.shape.refers and len(side.value) > MOST_INLINE for side in sides
    )


def _verb(found: tuple[Difference, ...]) -> str:
    kinds = {difference.kind for difference in found}
    return found[0].kind.value if len(kinds) == 1 else "changed"


def _together(found: Difference) -> tuple[object, ...]:
    """Return by what differences are put together: those of one item, and those of one text."""
    at = found.at
    if at.item is not None:
        return "item", at.item.group or at.item.path
    if at.block is not None:
        return "text", at.path, found.kind is Kind.MOVED
    return found.kind, at.path, found.after is None


def _code(words: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in words.lower().replace("’", "")).split())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
