"""Two composed texts set against each other as a reader would: section by section, paragraph by paragraph, word by word.

Sections are matched by their permanent ids, paragraphs by their words, so that what only moved is said to have moved. Who wants to
know what a signature covers asks `passages`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from generator.composed.nodes import Block, Box, Heading, Link, Listing, Summary, Table, plain_words, walk
from generator.composed.redline import redline
from generator.composed.tree import Section, Tree

ALIKE = 0.4
"""How much two paragraphs must have in common to be one that changed, not one that went and one that came."""

_TELLING = 4
"""The fewest words by which a paragraph is known again in another place."""

_NOT_TEXT = frozenset({"jump", "mine", "act-now", "downloads", "provenance", "issued-versions"})
"""The classes of boxes that help a reader about, and are no part of what is agreed."""

_NEVER_ALIKE = frozenset({"signatures"})
"""Sections that are written anew for each text."""

_COUNTED = re.compile(r"^\d+\. ")
"""The place of a row among the others, which changes with every row before it."""

Runs = tuple[tuple[str, str], ...]
"""Words in reading order, each run with what became of it: `same`, `gone` or `new`."""


class Became(StrEnum):
    """What became of a paragraph from one text to the other."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"
    MOVED_AWAY = "moved-away"
    MOVED_HERE = "moved-here"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, item of a list or row of a table."""

    became: Became
    cells: tuple[tuple[str, Runs], ...]
    """The heading and the words of each cell of a row; one, without a heading, for all else."""
    agency: str = ""
    """The agency whose own words these are, or nothing."""
    other: str = ""
    """Of what moved: the heading of the section that it moved to, or came from; nothing where it stays in its section."""
    links: tuple[tuple[str, str, str], ...] = ()
    """Words whose link leads elsewhere now, with the old address and the new one."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One section in both texts."""

    part: str
    id: str
    anchor: str
    heading: str
    was_called: str
    """The old heading, where it is another."""
    lines: tuple[Line, ...]
    is_new: bool = False
    is_gone: bool = False

    @property
    def counts(self) -> Counter[Became]:
        """How many paragraphs became what."""
        return Counter(line.became for line in self.lines)

    @property
    def is_same(self) -> bool:
        """Whether nothing of it changed."""
        return not self.was_called and self.counts.keys() <= {Became.SAME} and not (self.is_new or self.is_gone)

    @property
    def stretches(self) -> tuple[tuple[bool, tuple[Line, ...]], ...]:
        """Its paragraphs in runs of those that changed and those that did not (true)."""
        return tuple((same, tuple(run)) for same, run in groupby(self.lines, lambda line: line.became is Became.SAME))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One paragraph of one text."""

    cells: tuple[str, ...]
    heads: tuple[str, ...]
    agency: str
    links: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        return " | ".join(self.cells)

    def line(self, became: Became, kind: str) -> Line:
        heads = self.heads if len(self.heads) == len(self.cells) else ("",) * len(self.cells)
        cells = ((head, ((kind, cell),) if cell else ()) for head, cell in zip(heads, self.cells, strict=True))
        return Line(became, tuple(cells), self.agency)


def compare(old: Tree, new: Tree) -> tuple[Compared, ...]:
    """Return every section of both texts, in the order of the new one; what is gone stands where it stood."""
    before, after = _by_key(old), _by_key(new)
    found = (_compared(before.get(key), after.get(key)) for key in _in_order(tuple(before), tuple(after)))
    return _with_moves(tuple(section for section in found if section.lines or not section.is_same))


def of_core(found: Sequence[Compared]) -> tuple[Compared, ...]:
    """Return the sections of the core alone."""
    return tuple(section for section in found if section.part == "core")


def _by_key(tree: Tree) -> dict[tuple[str, str], tuple[Section, ...]]:
    """Return the sections by part and id; what a box left without a heading belongs to the section before it."""
    found: dict[tuple[str, str], tuple[Section, ...]] = {}
    key = ("", "")
    for section in tree.sections:
        if section.heading:
            key = (section.part, section.id if section.part else "")
        if section.id not in _NEVER_ALIKE:
            found[key] = (*found.get(key, ()), section)
    return found


def _in_order(old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Yield the new keys in order, and after each the old ones that followed it and are gone."""
    gone_after: dict[tuple[str, str] | None, list[tuple[str, str]]] = {}
    last: tuple[str, str] | None = None
    for key in old:
        if key in new:
            last = key
        else:
            gone_after.setdefault(last, []).append(key)
    yield from gone_after.get(None, ())
    for key in new:
        yield key
        yield from gone_after.get(key, ())


def _compared(old: tuple[Section, ...] | None, new: tuple[Section, ...] | None) -> Compared:
    shown = (new or old or ())[0]
    heading, was = _heading(new or old or ()), _heading(old or new or ())
    lines = tuple(_lines(tuple(_pieces(old or ())), tuple(_pieces(new or ()))))
    return Compared(
        shown.part,
        shown.id if shown.part else "",
        shown.anchor,
        heading,
        was if was != heading else "",
        lines,
        is_new=old is None,
        is_gone=new is None,
    )


def _heading(sections: tuple[Section, ...]) -> str:
    return sections[0].heading.words if sections[0].heading else ""


def _pieces(sections: tuple[Section, ...]) -> Iterator[_Piece]:
    for section in sections:
        yield from _of_blocks(section.blocks, "")


def _of_blocks(blocks: Sequence[Block], agency: str) -> Iterator[_Piece]:
    for block in blocks:
        match block:
            case Box():
                if not _NOT_TEXT.intersection(block.tag.classes):
                    said = (inner for inner in block.inside if not isinstance(inner, Summary))
                    yield from _of_blocks(tuple(said), block.tag.get("data-agency") or agency)
            case Listing():
                for item in block.items:
                    yield from _of_blocks(item, agency)
            case Table():
                heads = tuple(_squeezed(plain_words(cell)) for cell in block.head)
                for row in block.rows:
                    first, *others = (_squeezed(plain_words(cell)) for cell in row)
                    yield _Piece((_COUNTED.sub("", first), *others), heads, agency, _links_in(row))
            case Heading():
                yield _Piece((block.words,), ("",), agency, ())
            case _:
                if words := _squeezed(plain_words(block.inside)):
                    yield _Piece((words,), ("",), agency, _links_in((block.inside,)))


def _squeezed(words: str) -> str:
    return " ".join(words.split())


def _links_in(cells: Sequence[Sequence[object]]) -> tuple[tuple[str, str], ...]:
    """Return the words of each link with where it leads, but for words that are only explained."""
    nodes = (node for cell in cells for node in walk(cell) if isinstance(node, Link) and not node.title)  # type: ignore[arg-type]
    return tuple((_squeezed(plain_words(node.inside)), node.href) for node in nodes)


def _lines(old: tuple[_Piece, ...], new: tuple[_Piece, ...]) -> Iterator[Line]:
    """Yield what became of every paragraph, in reading order."""
    before, after = ([(piece.words, piece.agency) for piece in pieces] for pieces in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield from map(_same, old[start:end], new[new_start:new_end])
        else:
            yield from _replaced(old[start:end], new[new_start:new_end])


def _same(old: _Piece, new: _Piece) -> Line:
    """Return a paragraph whose words are the same; it changed all the same where one of its links leads elsewhere."""
    line = new.line(Became.SAME, "same")
    moved = tuple(
        (words, before, after)
        for (words, before), (_, after) in zip(old.links, new.links, strict=False)
        if before != after
    )
    return replace(line, became=Became.CHANGED, links=moved) if moved else line


def _replaced(old: Sequence[_Piece], new: Sequence[_Piece]) -> Iterator[Line]:
    """Yield paragraphs that went, came or changed: each new one is paired with the most alike of the old ones after the last pair."""
    next_old = 0
    for piece in new:
        alike = [(_likeness(found, piece), -at) for at, found in enumerate(old) if at >= next_old]
        best, place = max(alike, default=(0.0, 0))
        if best < ALIKE:
            yield piece.line(Became.NEW, "new")
            continue
        yield from (gone.line(Became.GONE, "gone") for gone in old[next_old:-place])
        yield _changed(old[-place], piece)
        next_old = 1 - place
    yield from (gone.line(Became.GONE, "gone") for gone in old[next_old:])


def _likeness(old: _Piece, new: _Piece) -> float:
    if old.agency != new.agency:
        return 0.0
    return SequenceMatcher(None, old.words.split(), new.words.split(), autojunk=False).ratio()


def _changed(old: _Piece, new: _Piece) -> Line:
    line = new.line(Became.CHANGED, "new")
    if len(old.cells) != len(new.cells):
        return replace(line, cells=(("", _smooth(tuple(redline(old.words, new.words)))),))
    cells = (
        (head, _smooth(tuple(redline(before, after))))
        for (head, _), before, after in zip(line.cells, old.cells, new.cells, strict=True)
    )
    return replace(line, cells=tuple(cells))


def _smooth(runs: Runs) -> Runs:
    """Return runs of words with those joined that have only a space between them, so that a changed phrase reads as one."""
    joined: list[list[str]] = []
    gone = new = ""
    for at, (kind, words) in enumerate(runs):
        is_gap = kind == "same" and not words.strip() and (gone or new) and at + 1 < len(runs)
        if kind == "same" and not is_gap:
            joined += [["gone", gone], ["new", new], ["same", words]]
            gone = new = ""
        else:
            gone += words if kind != "new" else ""
            new += words if kind != "gone" else ""
    joined += [["gone", gone], ["new", new]]
    return tuple((kind, words) for kind, words in joined if words)


def _with_moves(found: tuple[Compared, ...]) -> tuple[Compared, ...]:
    """Return the sections with each paragraph that is gone in one place and new in another said to have moved."""
    gone, new = (_standing(found, became) for became in (Became.GONE, Became.NEW))
    return tuple(replace(each, lines=tuple(_moved(line, each, gone, new) for line in each.lines)) for each in found)


def _standing(found: tuple[Compared, ...], became: Became) -> dict[str, str]:
    """Return the words of every paragraph of which this became, with the heading it stands under."""
    return {
        words: section.heading
        for section in found
        for line in section.lines
        if line.became is became and len((words := _words(line)).split()) >= _TELLING
    }


def _moved(line: Line, section: Compared, gone: dict[str, str], new: dict[str, str]) -> Line:
    words = _words(line)
    if words not in gone or words not in new or line.became not in (Became.GONE, Became.NEW):
        return line
    is_gone = line.became is Became.GONE
    other = new[words] if is_gone else gone[words]
    became = Became.MOVED_AWAY if is_gone else Became.MOVED_HERE
    cells = tuple((head, tuple(("same", run) for _, run in runs)) for head, runs in line.cells)
    return replace(line, became=became, cells=cells, other="" if other == section.heading else other)


def _words(line: Line) -> str:
    return " | ".join("".join(words for _, words in runs) for _, runs in line.cells)
