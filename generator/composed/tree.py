"""The composed tree of a page: its sections in order, each of which knows its id, its number, the part it stands in and its place.

Made once for each page. What a printed copy, a comparison, a fingerprint, a reading level or a publisher wants of a page it asks
the tree for, by the section's id.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.composed import outline
from generator.composed.nodes import Block, Box, Heading, Span, Tag, plain_words, walk
from generator.composed.parsing import OutsideTheDialect, Stretch, moved, read_stretch, stretches
from generator.errors import UnknownMarkdown


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of the first three levels, down to the next, or to the end of the box they stand in."""

    heading: Heading | None
    """Nothing before the first heading, and after a box that ended within a section."""
    blocks: tuple[Block, ...]
    within: tuple[Tag, ...]
    """The boxes around it, the outermost first."""
    line: int
    """The line of the page it starts on, from 0."""
    anchors: tuple[str, ...] = ()
    """The ids of the headings in it, its own first."""
    terms: tuple[tuple[str, str], ...] = ()
    """The words that its links explain, each with its explanation, as each is first explained."""

    @property
    def anchor(self) -> str:
        """The id of its heading: `a2-fast-track`, `b12-fast-track`; empty where it has none."""
        return self.heading.anchor if self.heading else ""

    @property
    def number(self) -> str:
        """Its number: `A2`; empty where it has none."""
        return self.heading.number if self.heading else ""

    @property
    def id(self) -> str:
        """Its permanent id: that of a section of the outline, or of a clause."""
        return outline.id_of(self.anchor, self.number)

    @property
    def part(self) -> str:
        """The part it stands in: `top`, `core`, `tail`, or a sheet that only print has; empty outside all parts."""
        return next((part for tag in self.within if (part := tag.get("data-part"))), "")

    @property
    def outlined(self) -> outline.Section | None:
        """What the outline says of it; nothing for a clause, and for what stands in no part."""
        return outline.SECTIONS.get(self.id) if self.part in outline.OWN_PARTS else None

    @property
    def whose(self) -> str:
        """Whose words it holds: what its heading says of it, else what its place says; empty for what stands in no part."""
        said = dict(self.heading.attributes).get("data-whose", "") if self.heading else ""
        return said or (outline.CORE if self.is_clause else self.outlined.whose if self.outlined else "")

    @property
    def is_clause(self) -> bool:
        """Whether it is a clause of the core, in full."""
        return self.part == "core" and bool(self.number)

    @property
    def nodes(self) -> tuple[Block, ...]:
        """Its heading and what stands under it."""
        return (self.heading, *self.blocks) if self.heading else self.blocks

    @property
    def words(self) -> str:
        """All its words, with those of its heading."""
        return plain_words(self.nodes)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page."""

    sections: tuple[Section, ...]

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of its headings, in order."""
        return tuple(anchor for section in self.sections for anchor in section.anchors)

    @property
    def terms(self) -> dict[str, str]:
        """The words that it explains, each as it is first explained."""
        return {words: meaning for section in reversed(self.sections) for words, meaning in reversed(section.terms)}

    @property
    def outside(self) -> tuple[Block, ...]:
        """What stands outside all boxes that hold sections, without the headings."""
        return tuple(block for section in self.sections if not section.within for block in section.blocks)

    @property
    def clauses(self) -> dict[str, Section]:
        """The clauses of the core that it holds in full, by the ids of their headings."""
        return {section.anchor: section for section in self.sections if section.is_clause}

    def section(self, part: str, identifier: str) -> Section | None:
        """Return the section of a part with a permanent id."""
        return next((found for found in self.sections if found.id == identifier and found.part == part), None)

    def tags(self) -> Iterator[Tag]:
        """Yield the tag of every element inside a section."""
        yield from (
            node.tag for section in self.sections for node in walk(section.blocks) if isinstance(node, Box | Span)
        )


def parse(markdown: str, page_uri: str, read: Callable[[str], Stretch] = read_stretch) -> Tree:
    """Return a page's Markdown as a tree; `read` reads each stretch. Raises `UnknownMarkdown` where it is not in the dialect."""
    sections: list[Section] = []
    within: tuple[Tag, ...] = ()
    for line, text in stretches(markdown):
        try:
            found, within = _sections(read(text), line, within)
        except OutsideTheDialect as fault:
            raise UnknownMarkdown(page_uri, _title(text), str(fault)) from None
        sections += found
    for tag in within:
        headings = [section.heading.words for section in sections if section.heading and section.line <= tag.line]
        raise UnknownMarkdown(page_uri, headings[-1] if headings else "", f"{tag.written} is not closed")
    return Tree(tuple(sections))


def _title(stretch: str) -> str:
    """Return the heading of a stretch that could not be read, for a reader of the fault; nothing where it has none."""
    first = stretch.partition("\n")[0]
    return first.strip("# ").partition(" {")[0] if first.startswith("#") else ""


def _sections(stretch: Stretch, line: int, within: tuple[Tag, ...]) -> tuple[list[Section], tuple[Tag, ...]]:
    """Return a stretch as one section, or as more where boxes around sections open or end in it; and the boxes open after it."""
    found: list[Section] = []
    blocks: list[Block] = []

    def close() -> None:
        if found:
            if blocks:
                found.append(Section(None, tuple(blocks), within, line))
        else:
            found.append(Section(stretch.heading, tuple(blocks), within, line, stretch.anchors, stretch.terms))
        blocks.clear()

    for item in stretch.items:
        if isinstance(item, Tag):
            close()
            within = (*within, moved(item, line))
        elif isinstance(item, str):
            close()
            if not within:
                raise OutsideTheDialect("</div>")
            within = within[:-1]
        else:
            blocks.append(item)
    close()
    return found, within
