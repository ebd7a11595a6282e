"""What a change does, as a decision sheet: text for a terminal, Markdown for a pull request, and data, all in the same order."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from generator.changes.brevity import ALL, SHORTER, Brevity, by_file, event_lines, fault_lines, signature_lines
from generator.changes.comparison import Impact
from generator.changes.events import Redline
from generator.changes.texts import Texts
from generator.composed.redline import redline
from generator.rules.formats import place

MOST_CHARACTERS = 60_000
"""The most that a comment has. A forge takes 65,000, and what posts it adds a head and a foot, and may make some marks longer."""

NOTHING = "No wording changes. No signature is re-opened."

_MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}

_KEPT = 60
"""How much of an unchanged stretch is kept on each side of a change."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~#@$])")
_LINK = re.compile(r"(?<=https|.http):(?=//)|(?<=www)\.", re.IGNORECASE)
_FIRST = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def as_text(impact: Impact) -> str:
    """Return the impact for a terminal: `[-gone-]` and `{+new+}`."""
    return "\n".join(_Sheet(impact, ALL).lines()).strip()


def as_markdown(impact: Impact, command: str = "protocols impact") -> str:
    """Return the impact for a pull request comment, in at most `MOST_CHARACTERS`. Words from the sources are never markup.

    `command` is what shows all of it.
    """
    text = ""
    for number, brevity in enumerate(SHORTER):
        note = () if number == 0 else ("", f"Shortened to fit a comment: run `{command.replace('`', '')}` to see all.")
        text = "\n".join(("## What this change decides", *note, "", *_Comment(impact, brevity).lines())).strip()
        if len(text) <= MOST_CHARACTERS:
            break
    return text


def as_json(impact: Impact) -> str:
    """Return the impact as JSON, all of it, in the order of the sheet."""
    data = asdict(impact)
    data["nothing_changes"] = impact.is_nothing
    for name in ("new_faults", "mended_faults"):
        data[name] = [
            {"code": each.code, "severity": each.severity.value, "place": place(each.span), "message": each.message}
            for each in getattr(impact, name)
        ]
    return json.dumps(data, indent=2, ensure_ascii=False)


class _Sheet:
    """The sheet as plain text."""

    def __init__(self, impact: Impact, brevity: Brevity) -> None:
        self._impact, self._brevity = impact, brevity

    def lines(self) -> Iterator[str]:
        """Yield the lines of the whole sheet."""
        yield from self._uncompared()
        if self._impact.is_nothing:
            yield from (NOTHING, "")
            yield from self._unfit_before()
        else:
            yield from self._signatures()
            yield from self._events()
            yield from self._redlines()
            yield from self._copies()
        yield from self._faults()

    def _uncompared(self) -> Iterator[str]:
        if self._impact.uncompared:
            yield from self._list("Not everything could be compared", self._impact.uncompared)

    def _signatures(self) -> Iterator[str]:
        again = [found for found in self._impact.sign_again if found.sections]
        if again:
            lines = tuple(signature_lines(again, self._brevity.signatures))
            yield from self._list("To be signed again", lines, counted=False)
        elif self._impact.texts is not None:
            yield from ("No signature is re-opened.", "")
        yield from self._unfit_before()

    def _unfit_before(self) -> Iterator[str]:
        before = [found for found in self._impact.sign_again if not found.sections]
        if before:
            title = "Signatures that did not fit before this change either"
            yield from self._list(title, tuple(signature_lines(before, self._brevity.signatures)), counted=False)

    def _events(self) -> Iterator[str]:
        events = (*self._impact.issued, *self._impact.events)
        if events:
            yield from self._list("What is decided", tuple(event_lines(events, self._brevity.events)))
        elif self._impact.has_new_texts is False:
            yield from ("In all that could be compared, nothing changes.", "")

    def _redlines(self) -> Iterator[str]:
        found = [line for event in self._impact.events for line in event.redlines]
        shown = found if self._brevity.redlines is None else found[: self._brevity.redlines]
        if shown:
            yield from self._heading(f"In which words ({len(found)})")
        for lines in by_file(shown).values():
            yield from self._file(lines)
        if len(shown) < len(found):
            yield f"{len(found) - len(shown)} {'more ' if shown else ''}changed texts are not shown here."
            yield ""

    def _file(self, lines: Sequence[Redline]) -> Iterator[str]:
        for line in lines:
            yield f"{self._plain(line.place)} {self._plain(line.field)}:"
            yield from self._quoted(self._words(line))
            yield ""

    def _quoted(self, words: str) -> Iterator[str]:
        yield f"    {words}"

    def _words(self, line: Redline) -> str:
        runs = list(redline(line.before, line.after))
        room = self._brevity.characters
        said = []
        for number, (kind, words) in enumerate(runs):
            kept = _folded(words, is_first=number == 0, is_last=number == len(runs) - 1) if kind == "same" else words
            if room is not None and len(kept) > room:
                kept = f"{kept[: max(room, 0)]}…"
            if room is not None:
                room -= len(kept)
            said.append(self._mark(kind, kept))
            if room is not None and room <= 0:
                break
        return "".join(said)

    def _mark(self, kind: str, words: str) -> str:
        return _MARKS[kind].format(words)

    def _copies(self) -> Iterator[str]:
        texts = self._impact.texts
        if texts is None or not self._impact.has_new_texts:
            return
        yield from self._fold(counts(texts), self._listed(texts) if self._brevity.copies else ())

    def _listed(self, texts: Texts) -> tuple[str, ...]:
        of = {name: [agency for protocol, agency in texts.copies if protocol == name] for name in texts.protocols}
        return (
            *(f"new protocol {name}" for name in texts.added),
            *(f"protocol {name} is gone" for name in texts.removed),
            *(f"{name}: {', '.join(agencies) or 'the full text only'}" for name, agencies in of.items()),
        )

    def _fold(self, title: str, lines: Sequence[str]) -> Iterator[str]:
        yield title
        yield ""

    def _faults(self) -> Iterator[str]:
        for title, found in (("New faults", self._impact.new_faults), ("Faults mended", self._impact.mended_faults)):
            if found:
                lines = tuple(fault_lines(found, self._brevity.faults))
                yield from self._list(f"{title} ({len(found)})", lines, counted=False)

    def _list(self, title: str, lines: Sequence[str], *, counted: bool = True) -> Iterator[str]:
        yield from self._heading(f"{title} ({len(lines)})" if counted else title)
        yield from (f"- {self._plain(line)}" for line in lines)
        yield ""

    def _heading(self, words: str) -> Iterator[str]:
        yield f"{words}:"

    def _plain(self, words: str) -> str:
        return words


class _Comment(_Sheet):
    """The sheet as Markdown in which no word of a source is markup."""

    def _heading(self, words: str) -> Iterator[str]:
        yield f"### {words}"
        yield ""

    def _quoted(self, words: str) -> Iterator[str]:
        yield ""
        yield f"> {words}"

    def _mark(self, kind: str, words: str) -> str:
        escaped = self._plain(words)
        stripped = escaped.strip()
        if kind == "same" or not stripped:
            return escaped
        marked = f"<del>{stripped}</del>" if kind == "gone" else f"<ins>**{stripped}**</ins>"
        return escaped.replace(stripped, marked, 1)

    def _plain(self, words: str) -> str:
        escaped = _LINK.sub(lambda found: f"\\{found[0]}", _MARKUP.sub(r"\\\1", words))
        return _FIRST.sub(
            lambda found: f"{found[1]}\\{found[2]}" if found[2] in "-+=" else f"{found[1]}{found[2]}\u200b", escaped
        )

    def _fold(self, title: str, lines: Sequence[str]) -> Iterator[str]:
        if not lines:
            yield from super()._fold(title, lines)
            return
        yield f"<details><summary>{title}</summary>"
        yield ""
        yield from (f"- {self._plain(line)}" for line in lines)
        yield ""
        yield "</details>"
        yield ""


def counts(texts: Texts) -> str:
    """Return how many texts and documents change, in a sentence."""
    printed = _listing(
        _some(len(texts.copies), "agency copy", "agency copies"),
        _some(len(texts.cards), "card", "cards"),
        _some(len(texts.packs), "pack", "packs"),
    )
    said = [
        f"{_some(texts.passages, 'passage', 'passages')} in {_some(len(texts.protocols), 'protocol', 'protocols')}"
        if texts.protocols
        else "",
        f"{_some(len(texts.added), 'new protocol', 'new protocols')}" if texts.added else "",
        f"{_some(len(texts.removed), 'protocol', 'protocols')} gone" if texts.removed else "",
    ]
    return f"How far it reaches: {_listing(*said)}{f'; printed anew: {printed}' if printed else ''}."


def _some(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _listing(*said: str) -> str:
    return ", ".join(filter(None, said))


def _folded(words: str, *, is_first: bool, is_last: bool) -> str:
    """Return an unchanged stretch with its middle left out where it is long; of one at an end, what is next to the change."""
    if len(words) <= 2 * _KEPT + 20:
        return words
    start = "" if is_first else words[:_KEPT].rsplit(" ", 1)[0]
    end = "" if is_last else words[-_KEPT:].split(" ", 1)[-1]
    return f"{start} … {end}".strip(" ") if is_first else f"{start} … {end}"
