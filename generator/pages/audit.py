"""The audit pages: what exists, how each protocol conforms, and which documents overlap."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from generator.county.agreements import State
from generator.county.county import County
from generator.model.agency import Agency
from generator.model.base import Marking, Silence
from generator.model.core import Core
from generator.model.governance import Audit, ExistingDocument, ExistingState, Recommendation
from generator.model.protocol import Protocol
from generator.model.tail import Met
from generator.model.tiers import Requirement, Theme
from generator.pages.base import Head, PageView, Planned, fixed_head, section_place
from generator.rules.overlaps import THRESHOLD, WEIGHTS, Overlap, overlaps
from generator.words.catalogue import fixed

_SOURCE = "protocols/governance/audit.yaml"


@dataclass(frozen=True)
class Load:
    """How many documents the staff of one agency must know, before and after the recommendations are carried out."""

    agency: Agency
    protocols: int
    older: tuple[ExistingDocument, ...]
    """Older documents that name it and that staff may still work by."""
    kept: int

    @property
    def before(self) -> int:
        """Return the number before."""
        return self.protocols + len(self.older)

    @property
    def after(self) -> int:
        """Return the number after."""
        return self.protocols + self.kept


@dataclass(frozen=True)
class Answer:
    """How one protocol answers one requirement."""

    requirement: Requirement
    places: tuple[str, ...]
    """The numbers of the sections that meet it: `A2`, `B12`."""
    unmet: str | None


@dataclass(frozen=True)
class Conformance:
    """How one protocol conforms to its theme and to what the core asks of each protocol."""

    protocol: Protocol
    answers: tuple[Answer, ...]
    flows: int
    gateways: int
    """How many provisions its flows rely on."""
    own_words: int
    """How many parties add words of their own."""
    signed: int
    """How many parties have signed the text as it is."""
    outdated: int
    """How many have a signature that does not fit the text as it is."""

    @property
    def unmet(self) -> tuple[Answer, ...]:
        """Return the requirements that it does not meet, or meets in part."""
        return tuple(answer for answer in self.answers if answer.unmet)


ByTheme = tuple[tuple[Theme, tuple[Conformance, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class AuditPage(PageView):
    """What exists, and what should become of it."""

    template: ClassVar[str] = "audit.md.j2"
    head: Head = fixed_head(
        "audit", "Every protocol that exists: its state, what was found, what should become of it.", _SOURCE
    )
    audit: Audit
    themes: ByTheme
    documents: tuple[ExistingDocument, ...]
    recommended: Mapping[Recommendation, int]
    bilateral: int
    agencies: Mapping[str, Agency]
    loads: tuple[Load, ...]
    silences: tuple[tuple[str, Silence], ...]
    """Every rule that a document turns off for one place, with the document's name in full."""
    protocol_count: int
    retired: tuple[Protocol, ...]
    as_of: date


@dataclass(frozen=True, kw_only=True)
class ConformancePage(PageView):
    """Which protocol meets which requirement."""

    template: ClassVar[str] = "conformance.md.j2"
    head: Head = fixed_head(
        "conformance",
        "Which protocol meets which requirement of its Tier 2 theme, and what the core asks of each.",
        "protocols/tier-3",
    )
    themes: ByTheme
    core: Core
    clause_count: int
    unmet: tuple[tuple[Protocol, Answer], ...]
    as_of: date


@dataclass(frozen=True, kw_only=True)
class OverlapsPage(PageView):
    """Pairs of documents that do the same work twice."""

    template: ClassVar[str] = "overlaps.md.j2"
    head: Head = fixed_head(
        "overlaps",
        "Pairs of documents that share parties, people, purpose and data items, with what to do about each.",
        _SOURCE,
    )
    overlaps: tuple[tuple[Overlap, str], ...]
    markings: Mapping[tuple[str, str], Marking]
    """The markings that data items have of their own, by the protocol's id and the item."""
    bilateral: tuple[ExistingDocument, ...]
    decided: str | None
    """What the county has decided about bilateral documents."""
    agencies: Mapping[str, Agency]
    weights: Mapping[str, float]
    threshold: float
    count: int


def audit_pages(county: County) -> Iterator[Planned[PageView]]:
    """Yield the audit, the conformance tables and the overlaps."""
    themes = tuple(_conformance(county, theme) for theme in county.themes.values())
    yield Planned.of(_audit(county, themes))
    yield Planned.of(_conforming(county, themes))
    yield Planned(OverlapsPage.head, partial(_overlaps, county))


def _audit(county: County, themes: ByTheme) -> AuditPage:
    documents = county.audit.documents
    return AuditPage(
        audit=county.audit,
        themes=themes,
        documents=documents,
        recommended={
            choice: sum(document.recommendation is choice for document in documents) for choice in Recommendation
        },
        bilateral=sum(document.is_bilateral for document in documents),
        agencies=county.agencies,
        loads=tuple(_loads(county, documents)),
        silences=tuple(_silences(county)),
        protocol_count=len(county.current_protocols),
        retired=county.retired_protocols,
        as_of=county.as_of,
    )


def _loads(county: County, documents: tuple[ExistingDocument, ...]) -> Iterator[Load]:
    """Yield the load of every agency that is no group, the heaviest first."""
    working = [document for document in documents if document.state is not ExistingState.LAPSED]
    found = []
    for agency in county.current_agencies:
        if agency.members:
            continue
        names = set(county.groups_of(agency.id))
        older = tuple(document for document in working if names & set(document.parties))
        kept = sum(document.stays for document in older)
        found.append(Load(agency, len(county.bindings_of(agency.id)), older, kept))
    yield from sorted(found, key=lambda load: (-load.before, load.agency.name))


def _silences(county: County) -> Iterator[tuple[str, Silence]]:
    protocols = sorted(county.current_protocols, key=lambda protocol: protocol.id)
    yield from ((protocol.id, silence) for protocol in protocols for silence in protocol.silenced)
    yield from ((f"tier-2/{theme.id}", silence) for theme in county.themes.values() for silence in theme.silenced)
    yield from ((f"tier-1/{county.overarching.id}", silence) for silence in county.overarching.silenced)


def _conformance(county: County, theme: Theme) -> tuple[Theme, tuple[Conformance, ...]]:
    return theme, tuple(_conforms(county, theme, protocol) for protocol in county.protocols_of(theme.id))


def _conforms(county: County, theme: Theme, protocol: Protocol) -> Conformance:
    met = {found.requirement: found for found in protocol.requirements_met}
    states = Counter(standing.state for standing in county.standings_of(protocol))
    return Conformance(
        protocol,
        tuple(_answer(county, requirement, met.get(requirement.id)) for requirement in theme.requirements),
        len(protocol.flows),
        len({flow.gateway for flow in protocol.flows}),
        len({found.agency for found in protocol.agency_requirements}),
        states[State.FITS],
        states[State.CHANGED] + states[State.EARLIER],
    )


def _answer(county: County, requirement: Requirement, met: Met | None) -> Answer:
    if met is None:
        return Answer(requirement, (), fixed("No answer yet."))
    return Answer(requirement, tuple(section_place(county, where)[0] for where in met.where), met.unmet)


def _conforming(county: County, themes: ByTheme) -> ConformancePage:
    return ConformancePage(
        themes=themes,
        core=county.core,
        clause_count=len(county.current_clauses),
        unmet=tuple((found.protocol, answer) for _, rows in themes for found in rows for answer in found.unmet),
        as_of=county.as_of,
    )


def _overlaps(county: County) -> OverlapsPage:
    documents = county.audit.documents
    return OverlapsPage(
        overlaps=tuple((overlap, _suggestion(overlap)) for overlap in overlaps(county.library)),
        markings={
            (protocol.id, flow.item): flow.marking
            for protocol in county.current_protocols
            for flow in protocol.flows
            if flow.marking
        },
        bilateral=tuple(document for document in documents if document.is_bilateral),
        decided=county.audit.bilateral,
        agencies=county.agencies,
        weights=WEIGHTS,
        threshold=THRESHOLD,
        count=len(county.current_protocols) + len(documents),
    )


def _suggestion(overlap: Overlap) -> str:
    """Return the kind of suggestion: what the audit says of an older document, or what two protocols should settle."""
    older = overlap.second.older
    if older is None:
        return "border"
    if overlap.first.older is not None:
        return "both-older"
    if overlap.first.id in older.into:
        return "merge"
    return older.recommendation.value if not older.into else "partly"
