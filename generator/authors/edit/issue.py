"""Freezes the present version of a protocol: its composed text and a manifest, written in one step.

Whether a text may be issued is said here, in words; that it stays as it was is a matter for the rules.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import urls
from generator.authors.edit.names import refuse_unknown
from generator.authors.edit.splice import written
from generator.composed.nodes import Block, Box, Paragraph, Text
from generator.composed.passages import fingerprint, section_fingerprints
from generator.composed.tree import Section, Tree, parse
from generator.composed.writing import write
from generator.county.county import County
from generator.county.issued import ISSUED, VERSION, IssuedText, digest, in_version_order, seal_of
from generator.errors import EditRefused
from generator.model.base import Marking
from generator.model.protocol import Protocol
from generator.rules.signatures import signatories
from generator.site.build import Site
from generator.site.swap import exchange, remove_abandoned
from generator.sources.disk import MAX_BYTES, SOURCES
from generator.words.catalogue import fixed
from generator.words.days import written_day

_STAGING = ".issuing-"
"""Folders that begin so hold what was not issued yet; readers of sources leave hidden folders alone."""

_MADE_LATER = frozenset({"downloads", "issued-versions"})
"""The classes of boxes that say what there is besides the text, which goes on changing."""

_SIGNED_ELSEWHERE = fixed(
    "This text was issued before it was signed. Who has signed it is shown at the head of its page on the site."
)

_OPENING = (
    "# Written by `protocols issue`. Never edit it, nor the text beside it: the seal below would not fit any more.\n"
)


@dataclass(frozen=True)
class Edition:
    """A version that is ready to be issued."""

    document: str
    version: str
    text: bytes
    manifest: bytes

    @property
    def path(self) -> str:
        """The file of its text, from the project's root."""
        return f"{SOURCES}/{ISSUED}/{self.document}/{self.version}.md"


def prepare(site: Site, identifier: str, on: date) -> Edition:
    """Return the present version of a protocol, frozen. Raises `EditRefused` where it may not be issued on that day."""
    county = site.county
    protocol = county.protocols.get(identifier)
    if protocol is None:
        refuse_unknown(county.library, identifier, set(county.protocols))
    _require_issuable(county, protocol, on)
    page = next(page for page in site.pages if page.page_uri == urls.protocol_uri(identifier))
    text = write(tuple(_frozen(site, page.tree))).encode()
    if len(text) > MAX_BYTES:
        raise EditRefused(f"the text is {len(text):,} bytes long; an issued text may have at most {MAX_BYTES:,}")
    manifest = _sealed(_said(county, protocol, on, text, parse(text.decode(), page.page_uri)))
    return Edition(identifier, protocol.version, text, manifest)


def _require_issuable(county: County, protocol: Protocol, on: date) -> None:
    """Refuse what cannot be issued, in the order in which an author would mend it."""
    version, newest = protocol.version, protocol.history[0]
    if protocol.retired:
        raise EditRefused(
            f"{protocol.id} was retired on {written_day(protocol.retired.on)}; nothing new is issued of it"
        )
    if not VERSION.fullmatch(version):
        raise EditRefused(
            f"the version `{version}` cannot be part of an address; write figures with dots between them, such as `1.0`"
        )
    if version != newest.version:
        raise EditRefused(f"version {version} is not the newest in `history`, which is {newest.version}")
    if newest.on > on:
        raise EditRefused(f"version {version} was made on {written_day(newest.on)}, which is after {written_day(on)}")
    _require_written(county, protocol)
    _require_later(county.issued.get(protocol.id, ()), version, on)


def _require_written(county: County, protocol: Protocol) -> None:
    """Refuse a text of which anything is still to be written: its own words, the core's, or its agencies'."""
    agencies = {member for party in protocol.parties for member in county.members(party.agency)}
    shown = {county.path_of(protocol), *(county.path_of(county.agencies[name]) for name in agencies)}
    shown |= {county.path_of(clause) for clause in county.current_clauses}
    left = [found for found in county.warnings if found.code == "unwritten" and found.span.path in shown]
    if left:
        place = f"{left[0].span.path}:{left[0].span.line}"
        raise EditRefused(f"{place}: {left[0].message}; a text is issued when all of it is written")


def _require_later(issued: tuple[IssuedText, ...], version: str, on: date) -> None:
    for text in issued:
        old = text.manifest
        if in_version_order(old.version) == in_version_order(version):
            raise EditRefused(
                f"version {old.version} was issued on {written_day(old.on)} already; raise the version, and say in "
                "`history` what changed"
            )
        if in_version_order(old.version) > in_version_order(version):
            raise EditRefused(f"version {old.version} was issued on {written_day(old.on)}, and {version} is not later")
        if old.on > on:
            raise EditRefused(
                f"version {old.version} was issued on {written_day(old.on)}, which is after {written_day(on)}"
            )


def _frozen(site: Site, tree: Tree) -> Iterator[Section]:
    """Yield the sections of a text as they are kept: without what changes, and without who has signed by now."""
    for section in tree.sections:
        if section.part == "tail" and section.id == "signatures":
            blocks: tuple[Block, ...] = (Paragraph((Text(site.words.tell(_SIGNED_ELSEWHERE)),)),)
        else:
            blocks = tuple(_kept(section.blocks))
        yield replace(section, blocks=blocks)


def _kept(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks without what is made later, however deep it stands in boxes."""
    for block in blocks:
        if not _is_made_later(block):
            yield replace(block, inside=tuple(_kept(block.inside))) if isinstance(block, Box) else block


def _is_made_later(block: Block) -> bool:
    return isinstance(block, Box) and bool(_MADE_LATER.intersection(block.tag.classes))


def _said(county: County, protocol: Protocol, on: date, text: bytes, tree: Tree) -> Mapping[str, object]:
    """Return what the manifest says, field by field."""
    law = {gateway.provision: None for gateway in protocol.gateways}
    law |= {restriction.provision: None for restriction in protocol.restrictions}
    marking = county.marking_of(protocol)
    return {
        "document": protocol.id,
        "version": protocol.version,
        "core_version": county.core.version,
        "title": protocol.title,
        **({} if marking is Marking.OFFICIAL else {"marking": marking.value}),
        "on": on.isoformat(),
        "fingerprint": fingerprint(tree),
        "sections": section_fingerprints(tree),
        "law": tuple(law),
        "signatories": signatories(protocol),
        "text": digest(text),
    }


def _sealed(said: Mapping[str, object]) -> bytes:
    """Return a manifest as the bytes of its file, with its seal in the last line."""
    manifest = (_OPENING + "".join(_lines(said))).encode()
    return manifest + f"seal: {seal_of(manifest)}\n".encode()


def _lines(said: Mapping[str, object]) -> Iterator[str]:
    for key, value in said.items():
        match value:
            case Mapping():
                yield f"{key}:\n"
                for section, found in value.items():
                    yield f"  - section: {section}\n    fingerprint: {found}\n"
            case tuple():
                yield f"{key}:\n" + "".join(f"  - {each}\n" for each in value)
            case _:
                yield f'{key}: "{value}"\n' if key.endswith("version") else f"{key}: {written(str(value))}\n"


def issue(root: Path, edition: Edition) -> None:
    """Write an issued text and its manifest in one step, so that whoever stops it leaves both or neither.

    All of the document's issued texts are laid into a new folder, which then takes the place of the old one. Raises `EditRefused`
    where the disk does not let it.
    """
    top = root / SOURCES / ISSUED
    target, staging = top / edition.document, top / f"{_STAGING}{os.getpid()}"
    try:
        top.mkdir(exist_ok=True)
        remove_abandoned(top, _STAGING)
        if target.is_dir():
            shutil.copytree(target, staging)
        else:
            staging.mkdir()
        for name, content in ((f"{edition.version}.md", edition.text), (f"{edition.version}.yaml", edition.manifest)):
            _write(staging / name, content)
        exchange(staging, target)
    except OSError as error:
        raise EditRefused(f"{error.filename or 'a file'} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    """Write a new file, and wait until the disk has it."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
