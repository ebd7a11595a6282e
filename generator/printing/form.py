"""The decision record as paper needs it: the parts, fields and questions of the page that is filled in, from its tree."""

from collections.abc import Iterator

from generator.composed.nodes import Block, Box, Inline, Listing, Paragraph, plain_words, walk
from generator.composed.tree import Section, Tree
from generator.printing.chapters import items_of
from generator.printing.nodes import Data

PART, FIELD = "data-fields", "data-field"
"""What names a part of the form, and a field in it."""

QUESTIONS = "record-questions"
"""The class of what holds the questions."""


def form_of(tree: Tree) -> Data:
    """Return the parts of the form by name, each with its title and fields, and the questions with theirs."""
    parts = {part.get(PART): section for section in tree.sections for part in section.within if part.get(PART)}
    asked = next(section for section in tree.sections if any(QUESTIONS in box.classes for box in section.within))
    return {
        "parts": {
            name: {"title": _title(section), "fields": list(_fields(section))} for name, section in parts.items()
        },
        "questions": {"title": _title(asked), "items": list(_items(asked.blocks))},
    }


def _title(section: Section) -> str:
    return section.heading.words if section.heading else ""


def _fields(section: Section) -> Iterator[Data]:
    """Yield each field: its name, its words, and its choices where it has any."""
    for box in walk(section.blocks):
        if isinstance(box, Box) and box.tag.get(FIELD):
            words = next(block.inside for block in box.inside if isinstance(block, Paragraph))
            options = [plain_words(item) for item in _items(box.inside)]
            yield {"id": box.tag.get(FIELD), "control": box.tag.get("data-control"), "words": words, "options": options}


def _items(blocks: tuple[Block, ...]) -> Iterator[tuple[Inline, ...]]:
    """Yield the words of each item of the lists that stand straight among some blocks."""
    for block in blocks:
        if isinstance(block, Listing):
            yield from items_of(block)
