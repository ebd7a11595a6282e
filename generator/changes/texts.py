"""Which composed texts change: protocols, agency copies, printed documents, and the signatures that no longer fit.

Only counts and names; why they change is told by events.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.changes.naming import Namer, title_of
from generator.changes.side import Composed, Side
from generator.changes.values import Renames
from generator.composed.outline import ON_CARD, SECTIONS
from generator.composed.passages import HEAD, Passage, copy_of, section_fingerprints
from generator.county.agreements import Present, State
from generator.county.county import County
from generator.county.issued import whole
from generator.county.library import Document, Library
from generator.model.base import Signature
from generator.model.protocol import Protocol
from generator.urls import protocol_uri


@dataclass(frozen=True)
class Texts:
    """The composed texts that are not what they were."""

    passages: int
    """How many passages, over all protocols."""
    protocols: tuple[str, ...]
    """The ids of the protocols whose text changes."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    """Each agency copy whose words change, as protocol and agency."""
    cards: tuple[str, ...]
    """The protocols whose card changes."""

    @property
    def packs(self) -> tuple[str, ...]:
        """The agencies whose pack changes."""
        return tuple(dict.fromkeys(agency for _, agency in self.copies))


@dataclass(frozen=True)
class SignAgain:
    """The signatures on one protocol that its text does not fit."""

    protocol: str
    title: str
    agencies: tuple[str, ...]
    """Who signed, as staff call them."""
    sections: tuple[str, ...] = ()
    """The headings of what this change alters of what they signed; none where they did not fit before either."""


def texts_between(before: Composed, after: Composed, county: County, renames: Renames) -> Texts:
    """Return what changes from one set of composed texts to another, which is of `county`."""
    was = was_called(before, renames)
    both = [name for name in after.markdown if name in was and before.markdown[was[name]] != after.markdown[name]]
    old = {name: _renamed(before.text(was[name]), renames) for name in both}
    changed = tuple(name for name in both if old[name] != after.text(name))
    added = tuple(name for name in after.markdown if name not in was)
    gone = Counter(renames.name(name) for name in before.markdown)
    return Texts(
        sum(_count(old[name], after.text(name)) for name in changed),
        changed,
        added,
        tuple(sorted(gone.keys() - after.markdown.keys())),
        tuple(_copies({**old, **dict.fromkeys(added, ())}, (*changed, *added), after, county)),
        tuple(name for name in changed if _of_card(old[name]) != _of_card(after.text(name))),
    )


def was_called(before: Composed, renames: Renames) -> dict[str, str]:
    """Return the old id of each protocol that was there before, by its new one."""
    return {renames.name(name): name for name in before.markdown}


def _renamed(text: tuple[Passage, ...], renames: Renames) -> tuple[Passage, ...]:
    """Return passages by the names that agencies have now."""
    if not renames.names:
        return text
    return tuple(replace(each, agency=_agency(each.agency, renames), section=_section(each, renames)) for each in text)


def _section(passage: Passage, renames: Renames) -> str:
    if passage.part != "core":
        return passage.section
    return renames.name(f"core/{passage.section}").removeprefix("core/")


def _agency(agency: str, renames: Renames) -> str:
    return renames.name(f"agency/{agency}").removeprefix("agency/") if agency else ""


def _count(old: tuple[Passage, ...], new: tuple[Passage, ...]) -> int:
    """Return how many passages are no longer there, or how many are new where those are more."""
    counts = Counter(old), Counter(new)
    return max((counts[0] - counts[1]).total(), (counts[1] - counts[0]).total())


def _copies(
    old: Mapping[str, tuple[Passage, ...]], names: tuple[str, ...], after: Composed, county: County
) -> Iterator[tuple[str, str]]:
    for name in names:
        members = (member for party in county.protocols[name].parties for member in county.members(party.agency))
        for agency in dict.fromkeys(members):
            groups = county.groups_of(agency)
            if copy_of(old[name], groups) != copy_of(after.text(name), groups):
                yield name, agency


def _of_card(text: tuple[Passage, ...]) -> tuple[Passage, ...]:
    return tuple(passage for passage in text if passage.section == ON_CARD.id and passage.part != "core")


def to_sign_again(before: Side, after: Side, renames: Renames) -> tuple[SignAgain, ...]:
    """Return the signatures that the new text does not fit, first those that this change re-opens."""
    if after.composed is None:
        return ()
    found = (*_of_tiers(before, after), *_unfitting(before, after, after.composed, renames))
    return tuple(sorted(found, key=lambda each: not each.sections))


def _of_tiers(before: Side, after: Side) -> Iterator[SignAgain]:
    """Yield the signatures on Tier 1 and Tier 2 that do not fit, as loading has found."""
    namer = Namer(after.library)
    documents = {document.source.path: document for document in after.library.parsed if isinstance(document, Document)}
    for path, standings in after.loaded.agreements.items():
        document = documents[path]
        if document.entry is Protocol:
            continue
        fitted = {each.agency for each in before.loaded.agreements.get(path, ()) if each.state is State.FITS}
        unfit = [each.agency for each in standings if each.signature and each.state is not State.FITS]
        for agencies, because in (
            ([agency for agency in unfit if agency in fitted], ("its text",)),
            ([agency for agency in unfit if agency not in fitted], ()),
        ):
            if agencies:
                names = tuple(namer.referred(f"agency/{agency}", agency) for agency in agencies)
                yield SignAgain(document.id, title_of(document), names, because)


def _unfitting(before: Side, after: Side, composed: Composed, renames: Renames) -> Iterator[SignAgain]:
    namer = Namer(after.library)
    was = was_called(before.composed, renames) if before.composed else {}
    for name, document in after.library.protocols.items():
        unfit = [found for found in document.model.signatures if not _fits(composed, after.library, name, found)]
        fitted = [
            found
            for found in unfit
            if before.composed and name in was and _fits(before.composed, before.library, was[name], found)
        ]
        sections: tuple[str, ...] = ()
        if fitted and before.composed:
            sections = _changed_sections(before.composed, was[name], composed, name, after.library)
        for signatures, because in ((fitted, sections), ([found for found in unfit if found not in fitted], ())):
            if signatures:
                agencies = tuple(namer.referred(f"agency/{found.agency}", found.agency) for found in signatures)
                yield SignAgain(name, document.model.title, agencies, because)


def _fits(composed: Composed, library: Library, protocol: str, signature: Signature) -> bool:
    """Return whether a signature is on a text, by the names of the day on which that was issued, or signed."""
    issued = (
        text.manifest for text in whole(library.issued) if library.document_of(text.manifest.document) == protocol
    )
    day = next((found.on for found in issued if found.version == signature.version), signature.on)
    return Present(composed.tree(protocol), protocol_uri(protocol), library).fits(signature.fingerprint, day)


def _changed_sections(before: Composed, was: str, after: Composed, name: str, library: Library) -> tuple[str, ...]:
    """Return the headings of the signed sections that differ, those that are new or gone among them."""
    old, new = section_fingerprints(before.tree(was)), section_fingerprints(after.tree(name))
    changed = (key for key in dict.fromkeys((*new, *old)) if old.get(key) != new.get(key))
    return tuple(_heading(key, library) for key in changed)


def _heading(key: str, library: Library) -> str:
    """Return what a signed section is called, by the key of its fingerprint."""
    clause = library.clauses.get(key.removeprefix("core/")) if key.startswith("core/") else None
    if clause:
        return f"B{clause.model.number} {clause.model.title}"
    section = SECTIONS.get(key)
    return (
        f"{section.number} {section.title}" if section else "title, summary, owner or marking" if key == HEAD else key
    )
