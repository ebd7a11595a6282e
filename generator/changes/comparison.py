"""What a change does: which protocols, copies and signatures it touches, and in which words.

Compares two sites through their composed text, so that a change of wording is seen wherever it lands, and a change of layout
is not seen at all.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.composed.outline import SECTIONS
from generator.composed.passages import Passage, copy_of, fingerprint, passages
from generator.composed.tree import Tree
from generator.site.build import Site
from generator.sources.diagnostic import Diagnostic
from generator.urls import protocol_uri


@dataclass(frozen=True, slots=True)
class Change:
    """One changed passage, with every protocol in which it changes so."""

    section: str
    """The permanent id of its section, or of its clause."""
    heading: str
    part: str
    agency: str
    source: str
    """The file to look at: `protocols/core/fast-track.yaml`."""
    before: str
    """The old words; empty for a new passage."""
    after: str
    """The new words; empty for one that is gone."""
    protocols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that a change does."""

    changes: tuple[Change, ...]
    protocols: tuple[str, ...]
    """The protocols whose full text changes."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    """Each changed agency copy, as protocol and agency."""
    signatures: tuple[tuple[str, str], ...]
    """Each signature that does not cover the new text, as protocol and agency."""
    new_faults: tuple[Diagnostic, ...]
    mended_faults: tuple[Diagnostic, ...]

    @property
    def has_new_wording(self) -> bool:
        """Return whether any word changes."""
        return bool(self.protocols or self.added or self.removed)


def compare(before: Site, after: Site) -> Impact:
    """Return what changes from one site to another."""
    old, new = _texts(before), _texts(after)
    both = sorted(old.keys() & new.keys())
    changed = tuple(name for name in both if old[name] != new[name])
    faults_before = {_key(found): found for found in before.county.warnings}
    faults_after = {_key(found): found for found in after.county.warnings}
    return Impact(
        tuple(_changes(after, {name: (old[name], new[name]) for name in changed})),
        changed,
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(_copies(after, old, new)),
        tuple(_unsigned(after)),
        tuple(found for key, found in faults_after.items() if key not in faults_before),
        tuple(found for key, found in faults_before.items() if key not in faults_after),
    )


def _key(found: Diagnostic) -> tuple[str, str, str]:
    return found.code, found.span.path, found.message


def _texts(site: Site) -> dict[str, tuple[Passage, ...]]:
    return {name: passages(tree) for name, tree in _trees(site).items()}


def _trees(site: Site) -> dict[str, Tree]:
    pages = {page.page_uri: page for page in site.pages}
    return {name: pages[protocol_uri(name)].tree for name in site.county.protocols}


def _copies(
    site: Site, old: dict[str, tuple[Passage, ...]], new: dict[str, tuple[Passage, ...]]
) -> Iterator[tuple[str, str]]:
    """Yield each agency copy whose words change, new protocols included."""
    for name, text in sorted(new.items()):
        parties = site.county.protocols[name].parties
        for agency in dict.fromkeys(member for party in parties for member in site.county.members(party.agency)):
            groups = site.county.groups_of(agency)
            if copy_of(old.get(name, ()), groups) != copy_of(text, groups):
                yield name, agency


def _unsigned(site: Site) -> Iterator[tuple[str, str]]:
    trees = _trees(site)
    for name, document in site.county.library.protocols.items():
        now = fingerprint(trees[name]) if document.model.signatures else ""
        for signature in document.model.signatures:
            if signature.fingerprint != now:
                yield name, signature.agency


def _changes(site: Site, texts: dict[str, tuple[tuple[Passage, ...], tuple[Passage, ...]]]) -> Iterator[Change]:
    """Yield each changed passage once, with all the protocols in which it changes in the same way."""
    found: dict[tuple[str, str, str, str, str], list[str]] = {}
    shown: dict[tuple[str, str, str, str, str], Passage] = {}
    for name, (old, new) in texts.items():
        for before, after in _pairs(old, new):
            passage = after or before
            if passage is not None:
                words = (before.text if before else "", after.text if after else "")
                key = (passage.section, passage.agency, _source(site, name, passage), *words)
                found.setdefault(key, []).append(name)
                shown[key] = passage
    for key, names in found.items():
        passage = shown[key]
        source, before_words, after_words = key[2:]
        where = (passage.section, passage.heading, passage.part, passage.agency)
        yield Change(*where, source, before_words, after_words, tuple(names))


def _pairs(old: tuple[Passage, ...], new: tuple[Passage, ...]) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Yield what became of each passage that is not the same: changed, gone or new."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        for index in range(max(end - start, new_end - new_start)):
            before = old[start + index] if start + index < end else None
            after = new[new_start + index] if new_start + index < new_end else None
            yield before, after


def _source(site: Site, protocol: str, passage: Passage) -> str:
    """Return the file in which the words of a passage stand."""
    library = site.county.library
    if passage.part == "core" and passage.section in library.clauses:
        return library.clauses[passage.section].source.path
    if passage.agency in library.agencies:
        standing = library.agencies[passage.agency].model.standing
        if any(passage.text in " ".join(words.split()) for words in (standing.top, standing.tail) if words):
            return library.agencies[passage.agency].source.path
    document = library.protocols.get(protocol)
    section = SECTIONS.get(passage.section)
    if document is None:
        return f"protocols/tier-3/{protocol}.yaml"
    field = "agency_requirements" if passage.agency else section.fields[0] if section else "id"
    return f"{document.source.path}:{document.key_span(field).line}"
