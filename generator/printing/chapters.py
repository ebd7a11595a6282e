"""A page of the site as a chapter of a printed document: its tree, its parts, and the places it holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator import urls
from generator.composed.nodes import Block, Box, Heading, Inline, Listing, Paragraph, Summary, Text, plain_words
from generator.composed.tree import Section, Tree
from generator.model.base import Marking
from generator.printing.addresses import Places
from generator.printing.endings import kept_together
from generator.printing.nodes import Data, Setting

LETTERS = {"top": "A", "core": "B", "tail": "C"}
"""The letter of each part."""

CORE_ID = "core"
"""The chapter that holds the core where it is printed by itself."""

_SECTION_LEVEL = 3
"""The level of the headings of sections; above it are those of the parts."""


@dataclass(frozen=True)
class Chapter:
    """One page of the site, with what its running heads and its opening say."""

    id: str
    page_uri: str
    tree: Tree
    title: str
    version: str
    marking: Marking
    signatures: tuple[str, ...] = ()
    """The parties to it, by name, each of which signs the whole text."""
    kicker: str = ""
    code: str = ""
    """The code of its text, as it stands on paper; of an agency's copy that of the whole text."""

    @property
    def label(self) -> str:
        """The label of its beginning."""
        return f"chapter:{self.id}"

    @property
    def notes(self) -> tuple[Block, ...]:
        """What it says before its parts, beyond title, lead and facts: that it is retired, and since when."""
        return tuple(block for block in self._outside if not isinstance(block, Heading | Box | Summary))

    @property
    def facts(self) -> list[Data]:
        """The facts that it states in its list, each label apart from its words."""
        return [
            {"label": plain_words(words[:1]), "words": _without_lead(words[1:])}
            for block in self.box("facts")
            if isinstance(block, Listing)
            for words in items_of(block)
        ]

    def box(self, name: str) -> tuple[Block, ...]:
        """Return what the first box of a class holds, outside the parts."""
        boxes = (found for found in self._outside if isinstance(found, Box) and name in found.tag.classes)
        return next((found.inside for found in boxes), ())

    @property
    def _outside(self) -> tuple[Block, ...]:
        """What stands outside its parts, with what is closed on the screen: nothing is on paper."""
        return tuple(_unfolded(self.tree.outside))

    def parts(self, setting: Setting) -> list[Data]:
        """Return its parts."""
        return [_part(sections, setting) for sections in _parts(self.tree)]


def items_of(found: Listing) -> list[tuple[Inline, ...]]:
    """Return the words that each item of a list begins with."""
    return [item[0].inside for item in found.items if item and isinstance(item[0], Paragraph)]


def places_in(chapters: Sequence[Chapter]) -> Places:
    """Return every place of a document. Where it holds the core, a clause's own page is the clause in the document."""
    found: dict[tuple[str, str], str] = {}
    for chapter in reversed(chapters):
        found[chapter.page_uri, ""] = chapter.label
        prefix = prefix_of(chapter, chapters)
        found |= {(chapter.page_uri, anchor): prefix + anchor for anchor in chapter.tree.anchors}
    for anchor, clause in chapters[0].tree.clauses.items():
        found[urls.clause_uri(clause.id), ""] = anchor
        found |= {(chapter.page_uri, anchor): anchor for chapter in chapters}
    return found


def prefix_of(chapter: Chapter, chapters: Sequence[Chapter]) -> str:
    """Return what makes a chapter's labels its own. The first, which holds the core, has none, so that it is the same in all."""
    return "" if chapter is chapters[0] else f"{chapter.id}:"


def terms_of(chapters: Iterable[Chapter]) -> list[tuple[str, str]]:
    """Return the words that chapters explain, in alphabetical order, each once: a term's own name is no explanation of it."""
    found: dict[str, str] = {}
    for chapter in chapters:
        found = {**chapter.tree.terms, **found}
    explained = ((words, _without_name(words, meaning)) for words, meaning in found.items())
    return sorted(explained, key=lambda term: term[0].lower())


def _without_name(words: str, meaning: str) -> str:
    name, _, rest = meaning.partition(": ")
    return rest if rest and name.lower() == words.lower() else meaning


def _unfolded(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Box) and block.tag.element == "details":
            yield from block.inside
        else:
            yield block


def _parts(tree: Tree) -> Iterator[list[Section]]:
    """Yield the sections of each part."""
    part: list[Section] = []
    for section in tree.sections:
        if part and section.within[:1] != part[0].within[:1]:
            yield part
            part = []
        if section.part:
            part.append(section)
    if part:
        yield part


def _part(sections: list[Section], setting: Setting) -> Data:
    first = sections[0]
    role = first.part
    label = first.heading.words.partition(":")[0] if first.heading else ""
    return {"letter": LETTERS.get(role, ""), "role": role, "label": label, "runs": _runs(sections, setting)}


def _runs(sections: Sequence[Section], setting: Setting) -> list[Data]:
    """Return sections in runs, each on sheets of its own shape."""
    runs: list[Data] = []
    for group in _groups(sections):
        shape = _shape(group)
        blocks = [block for section in group for block in setting.section(section)]
        if runs and runs[-1]["shape"] == shape:
            runs[-1]["blocks"] += blocks
        else:
            runs.append({"shape": shape, "blocks": blocks})
    return [{**run, "blocks": kept_together(run["blocks"])} for run in runs]


def _groups(sections: Sequence[Section]) -> list[list[Section]]:
    """Return sections with what stands before the first, or after one, under no heading of a section."""
    groups: list[list[Section]] = [[]]
    headed = False
    for section in sections:
        if section.heading and section.heading.level == _SECTION_LEVEL:
            if headed:
                groups.append([])
            headed = True
        groups[-1].append(section)
    return groups


def _shape(sections: Sequence[Section]) -> str:
    """Return how sections are laid out: flows need the width, and what is read first stands on one sheet."""
    blocks = (block for section in sections for block in section.blocks)
    if any(isinstance(block, Box) and "flows" in block.tag.classes for block in blocks):
        return "wide"
    if any(section.outlined and section.outlined.read_first for section in sections):
        return "one"
    return "tall"


def _without_lead(nodes: Sequence[Inline]) -> tuple[Inline, ...]:
    first, *others = nodes
    return (Text(first.words.lstrip()), *others) if isinstance(first, Text) else tuple(nodes)
