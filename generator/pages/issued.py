"""The pages of issued texts: each as it was, under a bar that says what became of it.

Made last, from trees: what was frozen is parsed again and written anew for its page. What changed between two texts is shown by
`comparisons`.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import ClassVar

from generator import urls
from generator.composed.nodes import Box, Link, walk
from generator.composed.passages import fits
from generator.composed.tree import Section
from generator.county.county import County
from generator.county.issued import IssuedText, in_version_order
from generator.model.base import Signature
from generator.model.issued import Issued
from generator.model.protocol import Protocol
from generator.pages.base import Head, PageView
from generator.words.catalogue import fixed
from generator.words.prose import SAFE_SCHEMES

Places = Callable[[str], tuple[str, Container[str]] | None]
"""Gives a page by the `page_uri` that it has or had: its present one, and the places in it; nothing where there is no such page."""


_WAYS = frozenset({"jump", "mine", "act-now"})
"""The classes of the boxes that lead into a text. Nobody in a hurry is to be led into one that may not hold any more."""


class Standing(StrEnum):
    """What became of an issued text."""

    FOR_SIGNATURE = "for-signature"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


@dataclass(frozen=True)
class Kept:
    """A text that was frozen, with where its links may lead now."""

    sections: tuple[Section, ...]
    places: Places
    written_at: str
    """The page from which its links start, as they are written."""
    page_uri: str
    """The page on which it stands now."""

    @cached_property
    def own_anchors(self) -> frozenset[str]:
        """The ids of its own headings."""
        return frozenset(anchor for section in self.sections for anchor in section.anchors)

    def address(self, href: str) -> str:
        """Return where a link leads from its page now, or nothing where it leads nowhere any more."""
        if href.lower().startswith(SAFE_SCHEMES):
            return href
        path, _, anchor = href.partition("#")
        if not path:
            return href if anchor in self.own_anchors else ""
        uri = normpath(join(dirname(self.written_at), path))
        found = self.places(uri)
        return urls.relative_link(self.page_uri, found[0], anchor if anchor in found[1] else "") if found else ""

    @cached_property
    def lost(self) -> int:
        """How many of its links lead nowhere any more."""
        nodes = (node for section in self.sections for node in walk(section.nodes) if isinstance(node, Link))
        return sum(not self.address(node.href) for node in nodes)


@dataclass(frozen=True)
class Signing:
    """Who has signed an issued text, and who has not."""

    signed: tuple[Signature, ...]
    """The signatures on this version that fit its text."""
    unfit: tuple[Signature, ...]
    """The signatures that name this version and do not fit its text."""
    missing: tuple[str, ...]
    """The ids of those whose signature it has not."""

    @property
    def since(self) -> date | None:
        """The day from which all have signed, or nothing."""
        return None if self.missing else max((signature.on for signature in self.signed), default=None)


@dataclass(frozen=True)
class Version:
    """An issued text among those of its protocol."""

    text: IssuedText
    signing: Signing
    standing: Standing
    successor: IssuedText | None
    """For a superseded one what took its place, for one in force what is being signed now."""
    ended: date | None
    """The day from which it is superseded or retired."""
    next: IssuedText | None
    """The version that was issued after it."""

    @property
    def manifest(self) -> Issued:
        """What was written down when it was issued."""
        return self.text.manifest

    @property
    def page_uri(self) -> str:
        """Its page."""
        return self.text.page_uri

    @property
    def to_next_uri(self) -> str:
        """The page that compares it with the version after it; nothing for the newest."""
        return self._compared(self.next.manifest.version) if self.next else ""

    @property
    def to_today_uri(self) -> str:
        """The page that compares it with the present text."""
        return self._compared(urls.TODAY)

    def _compared(self, other: str) -> str:
        return urls.comparison_uri(self.manifest.document, self.manifest.version, other)


def versions_of(county: County, protocol: Protocol) -> tuple[Version, ...]:
    """Return the issued texts of a protocol, the oldest first, with what became of each."""
    texts = county.issued.get(protocol.id, ())
    signings = tuple(_signing(protocol, text) for text in texts)
    return tuple(_version(protocol, texts, signings, at) for at in range(len(texts)))


def _signing(protocol: Protocol, text: IssuedText) -> Signing:
    named = [found for found in protocol.signatures if found.version == text.manifest.version]
    fitting = tuple(found for found in named if fits(text.tree, found.fingerprint))
    unfit = tuple(found for found in named if found not in fitting)
    signed = {found.agency for found in fitting}
    return Signing(fitting, unfit, tuple(name for name in text.manifest.signatories if name not in signed))


def _version(protocol: Protocol, texts: tuple[IssuedText, ...], signings: tuple[Signing, ...], at: int) -> Version:
    following = texts[at + 1] if at + 1 < len(texts) else None
    agreed = next((later for later in range(at + 1, len(texts)) if signings[later].since), None)
    standing, successor, ended = Standing.FOR_SIGNATURE, None, None
    if protocol.retired:
        standing, ended = Standing.RETIRED, protocol.retired.on
    elif agreed is not None:
        standing, successor, ended = Standing.SUPERSEDED, texts[agreed], signings[agreed].since
    elif signings[at].since:
        standing, successor = Standing.IN_FORCE, texts[-1] if following else None
    elif following:
        standing, successor, ended = Standing.SUPERSEDED, following, following.manifest.on
    return Version(texts[at], signings[at], standing, successor, ended, following)


def core_versions(county: County) -> Mapping[str, tuple[tuple[Protocol, Version], ...]]:
    """Return every version of the core that any issued text holds, with the current protocols whose newest issued text does."""
    every = (text.manifest.core_version for texts in county.issued.values() for text in texts)
    found: dict[str, list[tuple[Protocol, Version]]] = {name: [] for name in sorted(set(every), key=in_version_order)}
    for protocol in county.current_protocols:
        if versions := versions_of(county, protocol):
            found[versions[-1].manifest.core_version].append((protocol, versions[-1]))
    return {version: tuple(held) for version, held in found.items()}


@dataclass(frozen=True, kw_only=True)
class IssuedPage(PageView):
    """An issued text as it was."""

    template: ClassVar[str] = "issued.md.j2"
    kept: Kept
    version: Version
    protocol: Protocol
    """The protocol as it is now."""
    names: Callable[[str], str]
    """Gives the name of an agency by its id."""


def issued_pages(county: County, places: Places) -> Iterator[PageView]:
    """Yield the page of every issued text; `places` gives all other pages."""
    every = {text.page_uri for texts in county.issued.values() for text in texts}

    def known(uri: str) -> tuple[str, Container[str]] | None:
        return (uri, ()) if uri in every else places(uri)

    for identifier in county.issued:
        protocol = county.protocols[identifier]
        for version in versions_of(county, protocol):
            yield _issued_page(county, protocol, version, known)


def _issued_page(county: County, protocol: Protocol, version: Version, places: Places) -> IssuedPage:
    manifest, uri = version.manifest, version.page_uri
    head, *others = version.text.tree.sections
    blocks = tuple(
        block for block in head.blocks if not (isinstance(block, Box) and _WAYS.intersection(block.tag.classes))
    )
    sections = (Section(None, blocks, head.within, head.line, head.anchors), *others)
    return IssuedPage(
        head=Head(
            uri,
            fixed("%(title)s, version %(version)s", title=manifest.title, version=manifest.version),
            fixed("The text of version %(version)s as it was issued.", version=manifest.version),
            "",
            is_listed=False,
        ),
        kept=Kept(sections, places, urls.protocol_uri(manifest.document), uri),
        version=version,
        protocol=protocol,
        names=lambda agency: agency_name(county, agency),
    )


def agency_name(county: County, agency: str) -> str:
    """Return the name of an agency by its id; the id itself of one that the sources do not have."""
    return county.agencies[agency].name if agency in county.agencies else agency
