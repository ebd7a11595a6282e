"""The page on which anybody can find out whether a printed copy is still right: one row for each code that may be on paper.

Made last, from the composed texts. It is a list, so that it works without scripts, from a folder, and on paper.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from generator import urls
from generator.composed.codes import code_of, code_of_core, code_of_pack, code_of_text
from generator.composed.outline import ON_CARD
from generator.composed.tree import Tree
from generator.county.county import County
from generator.model.agency import Agency
from generator.model.base import Status
from generator.model.core import Core
from generator.model.protocol import Protocol
from generator.pages.base import Head, PageView, Reach, desk_of, fixed_head
from generator.pages.issued import Standing, Version, versions_of

Trees = Callable[[str], Tree]
"""Gives the tree of a page by its `page_uri`."""


class Verdict(StrEnum):
    """What a code says of the copy that carries it."""

    CURRENT = "current"
    DRAFT = "current draft"
    IN_FORCE = "in force"
    FOR_SIGNATURE = "for signature"
    SUPERSEDED = "superseded"
    RETIRED = "retired"

    @property
    def is_good(self) -> bool:
        """Whether the copy may be used."""
        return self in (Verdict.CURRENT, Verdict.DRAFT, Verdict.IN_FORCE, Verdict.FOR_SIGNATURE)


_VERDICTS = {
    Standing.FOR_SIGNATURE: Verdict.FOR_SIGNATURE,
    Standing.IN_FORCE: Verdict.IN_FORCE,
    Standing.SUPERSEDED: Verdict.SUPERSEDED,
    Standing.RETIRED: Verdict.RETIRED,
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One code that may be on paper, and what it says."""

    code: str
    verdict: Verdict
    title: str
    page_uri: str
    """The page of what it is today."""
    version: str = ""
    worded: date | None = None
    """The day of its wording."""
    ended: date | None = None
    """The day from which it is superseded or retired."""
    changed_uri: str = ""
    """The page that says what has changed since."""
    fast_track: str = ""
    """The anchor of its fast track, where it has one."""
    of_issue: bool = False
    """Whether it was issued."""
    also: tuple[tuple[str, str], ...] = ()
    """Title and page of whatever else carries the same code, because it holds the same texts."""


@dataclass(frozen=True, kw_only=True)
class CheckPage(PageView):
    """Every known code."""

    template: ClassVar[str] = "check.md.j2"
    head: Head = fixed_head(
        "check",
        "Whether a printed copy is still right, by the code that it carries.",
        "protocols/tier-3",
        ("printed copy", "out of date", "current version", "valid", "uncontrolled when printed"),
    )
    protocols: tuple[Row, ...]
    core: tuple[Row, ...]
    packs: tuple[Row, ...]
    past: tuple[Row, ...]
    """The codes of copies that must not be used any more."""
    reach: Reach
    """Whom to ask about a code that is not here."""


def check_page(county: County, tree: Trees) -> CheckPage:
    """Return the page; `tree` gives the composed text of every protocol."""
    codes = {name: code_of_text(tree(urls.protocol_uri(name))) for name in county.protocols}
    rows = [row for protocol in county.protocols.values() for row in _of_protocol(county, protocol, codes[protocol.id])]
    core = tuple(_of_core(county, tree))
    return CheckPage(
        protocols=tuple(sorted((row for row in rows if row.verdict.is_good), key=lambda row: row.title)),
        core=core,
        packs=tuple(_packs(county, core, codes)),
        past=tuple(sorted((row for row in rows if not row.verdict.is_good), key=lambda row: (row.title, row.version))),
        reach=desk_of(county, county.core.owner),
    )


def _of_protocol(county: County, protocol: Protocol, code: str) -> Iterator[Row]:
    """Yield the rows of a protocol: its issued texts, the newest first, and its present text where that was not issued."""
    uri = urls.protocol_uri(protocol.id)
    issued = {code_of(version.manifest.fingerprint): version for version in versions_of(county, protocol)}
    for known, version in reversed(issued.items()):
        yield _of_version(protocol, version, known, uri, is_today=known == code)
    if code not in issued:
        yield Row(
            code=code,
            verdict=Verdict.RETIRED if protocol.retired else _verdict_today(protocol, issued),
            title=protocol.title,
            page_uri=uri,
            version=protocol.version,
            worded=worded_on(county, protocol),
            ended=protocol.retired.on if protocol.retired else None,
            fast_track="" if protocol.retired else ON_CARD.anchor,
        )


def _verdict_today(protocol: Protocol, issued: Mapping[str, Version]) -> Verdict:
    in_force = any(version.standing is Standing.IN_FORCE for version in issued.values())
    return Verdict.DRAFT if in_force or protocol.status is Status.DRAFT else Verdict.CURRENT


def _of_version(protocol: Protocol, version: Version, code: str, uri: str, *, is_today: bool) -> Row:
    verdict = _VERDICTS[version.standing]
    return Row(
        code=code,
        verdict=verdict,
        title=version.manifest.title,
        page_uri=uri,
        version=version.manifest.version,
        worded=version.manifest.on,
        ended=version.ended,
        changed_uri="" if is_today else version.to_today_uri,
        fast_track=ON_CARD.anchor if verdict.is_good and not protocol.retired else "",
        of_issue=True,
    )


def _of_core(county: County, tree: Trees) -> Iterator[Row]:
    """Yield the row of the core, whose words are those of the core in any protocol."""
    for protocol in tuple(county.protocols.values())[:1]:
        yield Row(
            code=code_of_core(tree(urls.protocol_uri(protocol.id))),
            verdict=Verdict.DRAFT if county.site.illustrative else Verdict.CURRENT,
            title=county.core.title,
            page_uri=urls.CORE,
            version=county.core.version,
            worded=core_worded_on(county.core),
        )


def _packs(county: County, core: tuple[Row, ...], texts: Mapping[str, str]) -> Iterator[Row]:
    """Yield a row for each pack; agencies that are bound by the same protocols have the same, so that they share a row."""
    agencies: dict[tuple[Protocol, ...], list[Agency]] = {}
    for agency, protocols in county.packs.items():
        agencies.setdefault(tuple(protocols), []).append(county.agencies[agency])
    for protocols, (first, *others) in agencies.items():
        yield Row(
            code=code_of_pack((*(row.code for row in core), *(texts[protocol.id] for protocol in protocols))),
            verdict=Verdict.DRAFT if any(found.status is Status.DRAFT for found in protocols) else Verdict.CURRENT,
            title=first.name,
            page_uri=urls.agency_uri(first.id),
            worded=max(worded_on(county, protocol) for protocol in protocols),
            also=tuple((agency.name, urls.agency_uri(agency.id)) for agency in others),
        )


def worded_on(county: County, protocol: Protocol) -> date:
    """Return the day on which the wording of a protocol's whole text last changed, as its history and the core's tell."""
    return max(core_worded_on(county.core), *(change.on for change in protocol.history))


def core_worded_on(core: Core) -> date:
    """Return the day on which the core's wording last changed, as its history tells."""
    return max(change.on for change in core.history)
