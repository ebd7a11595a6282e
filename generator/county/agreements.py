"""What each signature comes to today: it fits the text, the text changed since, or it is on an earlier version; or there is none.

Works from composed texts that others give it. A signature is never taken to fit because of what is written beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator import urls
from generator.composed.nodes import relinked
from generator.composed.passages import HEAD, fits, section_fingerprints, section_key
from generator.composed.tree import Tree
from generator.county.issued import IssuedText
from generator.county.library import Library
from generator.model.base import Document, Signature

OPENING = "what opens the page (title, summary, other names, owner or marking)"
"""What a fault calls what stands before the first section."""


class State(StrEnum):
    """What a signature comes to."""

    FITS = "fits"
    CHANGED = "changed"
    EARLIER = "earlier"
    NOT_SIGNED = "not-signed"


@dataclass(frozen=True, slots=True)
class Part:
    """A section that is not as it was signed."""

    name: str
    """Its number, or its words where it has none; nothing for what opens the page."""
    anchor: str
    """The id of its heading; empty for what opens the page, and for a section that is gone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One agency that has to sign a document, and what its signature comes to."""

    agency: str
    state: State
    signature: Signature | None = None
    changed: tuple[Part, ...] = ()
    """The sections that changed since; empty where the text that was signed was never issued, so that nobody can say."""
    compared_uri: str = ""
    """The page that sets the text that was signed against today's."""
    is_proved: bool = True
    """Whether the signature fits the text that it names, as far as there is that text."""


@dataclass(frozen=True)
class Present:
    """The present text of a document, by the names of any earlier day: what was only renamed is the same as it was."""

    tree: Tree
    page_uri: str
    library: Library

    def on(self, day: date) -> tuple[Tree, ...]:
        """Return the text with its links by the names of a day: before what was renamed on that day, and after it."""
        links = [self.library.links_on(day, self.page_uri, with_day=with_day) for with_day in (False, True)]
        return tuple(Tree(relinked(self.tree.sections, each)) if each else self.tree for each in _once(links))

    def fits(self, fingerprint: str, day: date) -> bool:
        """Return whether a fingerprint that was made on a day is that of this text."""
        return fits(self.tree, fingerprint) or any(fits(tree, fingerprint) for tree in self.on(day))

    def changed_since(self, text: IssuedText) -> tuple[Part, ...]:
        """Return the sections that are not as they were issued."""
        return min((changed_parts(text.tree, tree) for tree in self.on(text.manifest.on)), key=len)


def _once(found: list[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [each for place, each in enumerate(found) if each not in found[:place]]


def standings(
    model: Document, signatories: tuple[str, ...], present: Present | None, issued: Mapping[str, IssuedText]
) -> tuple[Standing, ...]:
    """Return what became of the signature of each who has to sign; without a `present` text nobody has.

    `issued` holds the texts that were issued of the document, by version.
    """
    return tuple(_standing(model, agency, present, issued) for agency in signatories)


def is_of_its_text(signature: Signature, issued: Mapping[str, IssuedText]) -> bool:
    """Return whether a signature fits the issued text that it names; true where that was never issued."""
    text = issued.get(signature.version)
    return text is None or fits(text.tree, signature.fingerprint)


def _standing(model: Document, agency: str, present: Present | None, issued: Mapping[str, IssuedText]) -> Standing:
    own = sorted((found for found in model.signatures if found.agency == agency), key=lambda found: found.on)
    if present is None or not own:
        return Standing(agency, State.NOT_SIGNED)
    good = [found for found in own if _holds(model, found, present, issued)]
    if good:
        return Standing(agency, State.FITS, good[-1])
    latest = own[-1]
    state = State.CHANGED if latest.version == model.version else State.EARLIER
    is_proved = is_of_its_text(latest, issued)
    text = issued.get(latest.version) if is_proved else None
    changed = present.changed_since(text) if text else ()
    uri = urls.comparison_uri(text.manifest.document, text.manifest.version, urls.TODAY) if text else ""
    return Standing(agency, state, latest, changed, uri, is_proved)


def _holds(model: Document, signature: Signature, present: Present, issued: Mapping[str, IssuedText]) -> bool:
    """Return whether a signature covers today's text: one on an issued version does while the words are the same."""
    is_named = signature.version in issued or signature.version == model.version
    day = issued[signature.version].manifest.on if signature.version in issued else signature.on
    return is_named and is_of_its_text(signature, issued) and present.fits(signature.fingerprint, day)


def changed_parts(signed: Tree, today: Tree) -> tuple[Part, ...]:
    """Return the sections that are not the same in two texts, in the order of today's and then what is gone."""
    before, after = section_fingerprints(signed), section_fingerprints(today)
    names, gone = _names(today), _names(signed)
    return tuple(
        names[key] if key in names else Part(gone[key].name, "")
        for key in dict.fromkeys((*after, *before))
        if before.get(key) != after.get(key)
    )


def _names(tree: Tree) -> Mapping[str, Part]:
    """Return the sections of a text by their keys."""
    parts = {
        section_key(section): Part(section.number or section.heading.words, section.anchor)
        for section in tree.sections
        if section.heading
    }
    return {**parts, HEAD: Part("", "")}
