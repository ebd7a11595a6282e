"""Letters and forms as print and word processors need them: each as a sheet of its own, and what to know before one is used."""

from itertools import groupby

from generator.composed.nodes import Block, Box, Heading, Paragraph
from generator.composed.tree import Section, Tree
from generator.printing.nodes import Data

LETTER = "data-letter"
"""What names a letter on a page."""

BEFORE_USE = "before-use"
"""The class of what must be known before a letter is used. It is never sent."""

EASY_READ = "easy-read"
"""The class of what is written for the public."""


def sheets_of(tree: Tree) -> list[Data]:
    """Return the letters of a page, each with its title, what must be known before it is used, and its words."""
    return [_sheet(list(sections)) for name, sections in groupby(tree.sections, _letter) if name]


def notes_of(tree: Tree) -> tuple[Block, ...]:
    """Return what a page says instead of letters: that its protocol is retired."""
    return tuple(block for block in tree.outside if isinstance(block, Paragraph))


def easy_sheet(tree: Tree, title: str) -> Data:
    """Return the page for the public as one sheet."""
    sections = (section for section in tree.sections if any(EASY_READ in tag.classes for tag in section.within))
    return {"title": title, "before": [], "blocks": [block for section in sections for block in section.nodes]}


def _letter(section: Section) -> str:
    return next((name for tag in section.within if (name := tag.get(LETTER))), "")


def _sheet(sections: list[Section]) -> Data:
    blocks = [block for section in sections for block in section.nodes]
    return {
        "title": next((block.words for block in blocks if isinstance(block, Heading)), ""),
        "before": [inner for block in blocks if _is_before_use(block) for inner in _inside(block)],
        "blocks": [block for block in blocks[1:] if not _is_before_use(block)],
    }


def _is_before_use(block: Block) -> bool:
    return isinstance(block, Box) and BEFORE_USE in block.tag.classes


def _inside(block: Block) -> tuple[Block, ...]:
    return block.inside if isinstance(block, Box) else ()
