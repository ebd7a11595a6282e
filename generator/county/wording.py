"""Source text as plain words: what a data file, or the title of a link, says of it."""

from generator.county.library import Library
from generator.words import prose
from generator.words.catalogue import ENGLISH, Catalogue
from generator.words.references import Reference


def plain(library: Library, text: str, words: Catalogue = ENGLISH) -> str:
    """Return one paragraph of source text as the words that a page shows of it, references by their titles."""
    return prose.plain(text, lambda reference: title_of(library, reference, words))


def title_of(library: Library, reference: Reference, words: Catalogue = ENGLISH) -> str:
    """Return the words of a reference: its own, or else the title of what it leads to."""
    target = library.targets.get(reference.target)
    return reference.words or (words.tell(target.title) if target else reference.target)
