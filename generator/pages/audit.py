"""The audit pages: what exists, how each protocol conforms, and which documents overlap."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.composed.outline import SECTIONS
from generator.county.library import Document, Library
from generator.model.agency import Agency
from generator.model.base import Silence
from generator.model.governance import ExistingDocument, ExistingState, Recommendation
from generator.model.protocol import Met, Protocol
from generator.model.tiers import Requirement, Theme
from generator.pages.base import PageView, Scene
from generator.rules.overlaps import THRESHOLD, WEIGHTS, Overlap, overlaps

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

    @property
    def unmet(self) -> tuple[Answer, ...]:
        """Return the requirements that it does not meet, or meets in part."""
        return tuple(answer for answer in self.answers if answer.unmet)


def audit_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the audit, the conformance tables and the overlaps."""
    themes = tuple(_conformance(scene.library, theme) for theme in scene.library.themes.values())
    yield _audit(scene, themes)
    yield _conforming(scene, themes)
    yield _overlaps(scene)


def _audit(scene: Scene, themes: tuple[tuple[Theme, tuple[Conformance, ...]], ...]) -> PageView:
    library = scene.library
    audit = library.audit.model if library.audit else None
    documents = audit.documents if audit else ()
    facts: dict[str, object] = {
        "audit": audit,
        "themes": themes,
        "documents": documents,
        "recommended": {
            choice: sum(document.recommendation is choice for document in documents) for choice in Recommendation
        },
        "bilateral": sum(document.is_bilateral for document in documents),
        "agencies": {name: found.model for name, found in library.agencies.items()},
        "loads": tuple(_loads(library, documents)),
        "silences": tuple(_silences(library)),
        "protocol_count": len(library.protocols),
        "as_of": scene.as_of,
    }
    description = "Every protocol that exists: its state, what was found, what should become of it."
    return PageView("audit.md.j2", urls.AUDIT, urls.PAGES["audit"][0], description, _SOURCE, facts)


def _loads(library: Library, documents: tuple[ExistingDocument, ...]) -> Iterator[Load]:
    """Yield the load of every agency that is no group, the heaviest first."""
    working = [document for document in documents if document.state is not ExistingState.LAPSED]
    found = []
    for identifier, agency in library.agencies.items():
        if agency.model.members or agency.model.retired:
            continue
        names = set(library.groups_of(identifier))
        protocols = sum(
            bool(names & {party.agency for party in protocol.model.parties}) for protocol in library.protocols.values()
        )
        older = tuple(document for document in working if names & set(document.parties))
        found.append(Load(agency.model, protocols, older, sum(document.stays for document in older)))
    yield from sorted(found, key=lambda load: (-load.before, load.agency.name))


def _silences(library: Library) -> Iterator[tuple[str, Silence]]:
    """Yield every rule that a document turns off for one place, with the document's name in full."""
    documents = (*library.protocols.values(), *library.themes.values(), library.overarching)
    for document in documents:
        if document is not None:
            yield from ((library.name_of(document), silence) for silence in document.model.silenced)


def _conformance(library: Library, theme: Document[Theme]) -> tuple[Theme, tuple[Conformance, ...]]:
    protocols = sorted(
        (found.model for found in library.protocols.values() if found.model.under == theme.id),
        key=lambda protocol: protocol.title,
    )
    return theme.model, tuple(_conforms(library, theme.model, protocol) for protocol in protocols)


def _conforms(library: Library, theme: Theme, protocol: Protocol) -> Conformance:
    met = {found.requirement: found for found in protocol.requirements_met}
    signed = {signature.agency for signature in protocol.signatures if signature.version == protocol.version}
    return Conformance(
        protocol,
        tuple(_answer(library, requirement, met.get(requirement.id)) for requirement in theme.requirements),
        len(protocol.flows),
        len({flow.gateway for flow in protocol.flows}),
        len({found.agency for found in protocol.agency_requirements}),
        sum(party.agency in signed for party in protocol.parties),
    )


def _answer(library: Library, requirement: Requirement, met: Met | None) -> Answer:
    if met is None:
        return Answer(requirement, (), "No answer yet.")
    return Answer(requirement, tuple(_number(library, where) for where in met.where), met.unmet)


def _number(library: Library, where: str) -> str:
    if where.startswith("core/"):
        return f"B{library.clauses[where.removeprefix('core/')].model.number}"
    return SECTIONS[where].number


def _conforming(scene: Scene, themes: tuple[tuple[Theme, tuple[Conformance, ...]], ...]) -> PageView:
    core = scene.library.core
    facts: dict[str, object] = {
        "themes": themes,
        "core": core.model if core else None,
        "clause_count": len(scene.library.current_clauses),
        "unmet": tuple((found.protocol, answer) for _, rows in themes for found in rows for answer in found.unmet),
        "as_of": scene.as_of,
    }
    description = "Which protocol meets which requirement of its Tier 2 theme, and what the core asks of each."
    uri, title = urls.CONFORMANCE, urls.PAGES["conformance"][0]
    return PageView("conformance.md.j2", uri, title, description, "protocols/tier-3", facts)


def _overlaps(scene: Scene) -> PageView:
    library = scene.library
    found = overlaps(library)
    documents = library.audit.model.documents if library.audit else ()
    facts: dict[str, object] = {
        "overlaps": tuple((overlap, _suggestion(overlap)) for overlap in found),
        "decided": library.audit.model.bilateral if library.audit else None,
        "bilateral": tuple(document for document in documents if document.is_bilateral),
        "agencies": {name: agency.model for name, agency in library.agencies.items()},
        "weights": WEIGHTS,
        "threshold": THRESHOLD,
        "count": len(library.protocols) + len(documents),
    }
    description = "Pairs of documents that share parties, people, purpose and data items, with what to do about each."
    return PageView("overlaps.md.j2", urls.OVERLAPS, urls.PAGES["overlaps"][0], description, _SOURCE, facts)


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
