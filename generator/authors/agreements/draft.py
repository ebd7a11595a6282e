"""A draft of a protocol from an agreement whose pieces are sorted: each open piece goes into a field, or becomes a note above one.

A note is a comment that quotes the original; its field is listed as undecided until somebody has read it. What tables become is left to
`rows`, and the wording of the notes to `places`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.authors.agreements.composition import Composition
from generator.authors.agreements.headings import Placed
from generator.authors.agreements.places import NOTED_AT, as_entry, note_of, words_of
from generator.authors.agreements.reading import Kind, Piece
from generator.authors.agreements.rows import Rows
from generator.authors.agreements.sorting import Sorted, first_of
from generator.authors.agreements.texts import may_stand
from generator.authors.edit.drafts import Draft
from generator.rules.unwritten import to_be_written
from generator.sources.nodes import Path, dotted

_MOST = 1500
"""How long a field of one paragraph may be."""

_IDLE = "no flow that could be kept names it; make it a party together with its flows"
"""Why a party of the agreement is none of the draft."""

_SHORT = 80
"""How long a name of a group of people may be."""

_LINES: Mapping[str, Path] = {
    "consent": ("consent", "because"),
    "telling": ("telling_people",),
    "dpia": ("dpia", "covers"),
}
"""The sections whose paragraphs make one paragraph of a field."""


def _benefit(text: str) -> Draft:
    return {"to": "agencies", "benefit": text}


def _case(text: str) -> Draft:
    return {"when": text, "instead": to_be_written("what to use instead")}


def _step(text: str) -> Draft:
    unwritten = {"step": "name of the step", "who": "post", "within": "the time allowed"}
    return {"what": text, **{key: to_be_written(what) for key, what in unwritten.items()}}


def _risk(text: str) -> Draft:
    return {"risk": text, "mitigation": to_be_written("what is done"), "owner": to_be_written("post")}


def _training(text: str) -> Draft:
    return {"role": to_be_written("the role"), "must_know": text, "by_when": to_be_written("by when")}


@dataclass(frozen=True, slots=True)
class _List:
    path: Path
    make: Callable[[str], Any]
    of_items: bool = False
    """Whether only points of a list go into it."""
    undecided: str = ""
    """The key of an entry that nobody has chosen."""
    least: int = 1
    most: int = 1000


_LISTS: Mapping[str, _List] = {
    "benefits": _List(("benefits",), _benefit, undecided="to", least=2),
    "scope": _List(("scope", "use_it_for"), str),
    "out-of-scope": _List(("scope", "do_not_use_it_for"), _case),
    "process": _List(("process",), _step),
    "risks": _List(("risks",), _risk),
    "training": _List(("training",), _training),
    "review": _List(("review", "triggers"), str, of_items=True),
    "fast-track": _List(("fast_track", "steps"), str, of_items=True, least=3, most=8),
}
"""The sections whose paragraphs or points make entries of a list."""


def compose(found: Sorted, draft: dict[str, Any], barred: Mapping[Piece, str]) -> Composition:
    """Return the draft with everything in it that may stand there. What is barred stays out of fields, for the reason given."""
    composition = Composition(draft)
    composition.accounts += found.settled.values()
    _Composer(found, composition, barred).all()
    return composition


@dataclass(frozen=True, eq=False)
class _Composer:
    found: Sorted
    to: Composition
    barred: Mapping[Piece, str]

    def all(self) -> None:
        """Place every open piece."""
        rows = Rows(self.found, self.to, self.barred)
        rows.all()
        by_section: dict[str, list[Placed]] = {}
        for placed in self.found.open:
            if placed.piece not in rows.done:
                by_section.setdefault(placed.section, []).append(placed)
        for section, pieces in by_section.items():
            self._place(section, pieces)

    def _place(self, section: str, pieces: list[Placed]) -> None:
        kept: list[Placed] = []
        for placed in pieces:
            why = self._unfit(placed)
            if placed.piece == self.found.title and placed.piece.text == self.to.draft["title"]:
                self.to.keep(placed, ("title",))
            elif why is None and section in ("purpose", *_LINES, *_LISTS, "people", "parties", "restrictions"):
                kept.append(placed)
            else:
                self._note(placed, why or "")
        if section == "purpose":
            self._prose(kept, ("purpose",))
        elif section in _LINES:
            self._line(kept, _LINES[section])
        elif section in _LISTS:
            self._list(kept, _LISTS[section])
        elif section == "people":
            self._people(kept)
        elif section == "parties":
            self._parties(kept)
        elif section == "restrictions":
            self._restrictions(kept)

    def _unfit(self, placed: Placed) -> str | None:
        """Return why a piece cannot stand in any field, or nothing."""
        piece = placed.piece
        if piece in self.barred:
            return self.barred[piece]
        if piece.kind not in (Kind.PARAGRAPH, Kind.ITEM):
            return "stands in a note, a box or a table that has no field of its own"
        return (
            None if may_stand(piece.text) else "is too long for one field, or holds marks that would be read as layout"
        )

    def _note(self, placed: Placed, why: str = "") -> None:
        at = NOTED_AT.get(placed.section, "agency_requirements")
        clause = self.found.registers.clause_about(placed.heading) if placed.section == "core" else None
        why = why or (f"the core has a clause on this, `{clause}`: see whether it says the same" if clause else "")
        self.to.note(at, note_of(placed, self.found), placed, why=why)

    def _prose(self, kept: list[Placed], path: Path) -> None:
        if kept:
            self.to.draft["purpose"] = as_entry(kept)
        for placed in kept:
            self.to.keep(placed, path)

    def _line(self, kept: list[Placed], path: Path) -> None:
        words: list[str] = []
        for placed in kept:
            if len(" ".join([*words, words_of(placed)])) > _MOST:
                self._note(placed, "the field holds one paragraph, and is full")
            else:
                words.append(words_of(placed))
                self.to.keep(placed, path)
        if words:
            _put(self.to.draft, path, " ".join(words))

    def _list(self, kept: list[Placed], into: _List) -> None:
        fit = [placed for placed in kept if not into.of_items or placed.piece.kind is Kind.ITEM]
        if len(fit) < (into.least if into.of_items else 1):
            fit = []
        entries: list[Any] = []
        for placed in kept:
            if placed not in fit[: into.most]:
                self._note(placed)
                continue
            self.to.keep(placed, (*into.path, len(entries)))
            if into.undecided:
                self.to.leave_open(dotted((*into.path, len(entries), into.undecided)))
            entries.append(into.make(words_of(placed)))
        if entries:
            rest = range(len(entries), into.least)
            _put(self.to.draft, into.path, [*entries, *(into.make(to_be_written(f"point {n + 1}")) for n in rest)])

    def _people(self, kept: list[Placed]) -> None:
        entries: list[dict[str, Any]] = []
        for placed in kept:
            name = words_of(placed).rstrip(".;,")
            if placed.piece.kind is not Kind.ITEM or len(name) > _SHORT:
                self._note(placed)
                continue
            self.to.keep(placed, ("people", len(entries)))
            self.to.leave_open(dotted(("people", len(entries), "kinds")))
            note = to_be_written("who they are, and what to have in mind")
            entries.append({"id": f"group-{len(entries) + 1}", "name": name, "kinds": ["public"], "note": note})
        if entries:
            self.to.draft["people"] = entries

    def _parties(self, kept: list[Placed]) -> None:
        parties = self.to.draft["parties"]
        for placed in kept:
            name, does = first_of(words_of(placed))
            agencies = self.found.registers.agencies(name.rstrip(".;,"))
            index = next(
                (at for at, party in enumerate(parties) if [party["agency"]] == [x.agency for x in agencies]), None
            )
            if index is None:
                self._note(placed, _IDLE if agencies else "no agency in the register has this name")
                continue
            if does:
                parties[index]["does"] = does
            near = (
                "" if agencies[0].percent == 100 else f"taken for `{agencies[0].agency}`, {agencies[0].percent}% alike"
            )
            self.to.keep(placed, ("parties", index), near)

    def _restrictions(self, kept: list[Placed]) -> None:
        restrictions = self.to.draft["restrictions"]
        for placed in kept:
            name = self.found.registers.only_provision(placed.piece.text)
            if name and self.found.registers.library.provisions[name][1].effect == "restriction":
                self.to.keep(placed, ("restrictions", len(restrictions)))
                restrictions.append({"provision": name, "means_here": words_of(placed)})
            else:
                self._note(placed)


def _put(draft: dict[str, Any], path: Path, value: Any) -> None:
    *above, last = path
    for step in above:
        draft = draft[str(step)]
    draft[str(last)] = value
