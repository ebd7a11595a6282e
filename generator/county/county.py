"""The county: everything that the sources of one project say, whole and checked, for one day.

Nothing in it is optional and nothing changes. It answers what pages, data files, pictures and printed copies ask alike: what
is current, what binds whom, who belongs to a group, what is due. None of them filters for itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import TypeVar

from generator.composed.outline import section_of
from generator.county.agreements import Standing
from generator.county.issued import IssuedText, whole
from generator.county.library import Citation, Document, Library, Target
from generator.edition import Edition
from generator.model.agency import Agency
from generator.model.base import Document as ProtocolDocument
from generator.model.base import Entry, Marking, Replacement, Review, highest_of
from generator.model.core import Clause, ClauseRole, Core
from generator.model.easy_read import EasyRead
from generator.model.editions import marked_in
from generator.model.glossary import Everyday, Situation, Term
from generator.model.governance import Audit, Programme, Report, Teams
from generator.model.law import Instrument, LegalStatus, Provision
from generator.model.letters import Letter
from generator.model.outsiders import Outsiders
from generator.model.protocol import Protocol
from generator.model.site import SiteSettings
from generator.model.tiers import Overarching, Theme
from generator.model.top import Party
from generator.model.training import Training
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import Path
from generator.words.catalogue import fixed

M = TypeVar("M", bound=Entry)

_AGENCIES_WORDS = ("opening-requirements", "closing-requirements")
"""The sections that hold what agencies say, before the core and after it."""


class Timeliness(Enum):
    """How a review date stands to the day."""

    IN_TIME = "in time"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, eq=False)
class County:
    """One project's sources. Everything retired is there too, at its own address; only what is current binds anybody."""

    library: Library
    """The sources as documents with their places, and every name and citation."""
    as_of: date
    site: SiteSettings
    core: Core
    overarching: Overarching
    training: Training
    audit: Audit
    programme: Programme
    teams: Teams
    outsiders: Outsiders
    warnings: tuple[Diagnostic, ...] = ()
    """Warnings and advice; a county is never made from sources with errors."""
    agreements: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
    """What the signature of each who has to sign comes to, by the path of the document. Empty until texts were composed."""
    edition: Edition = Edition.PARTNER
    """To whom it is published."""
    gaps: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    """What this edition leaves out of documents that it has, by their paths: where it stood."""
    altered: frozenset[str] = frozenset()
    """The paths of the documents that say less, or something else, in this edition."""

    @classmethod
    def of(
        cls,
        library: Library,
        as_of: date,
        warnings: tuple[Diagnostic, ...] = (),
        agreements: Mapping[str, tuple[Standing, ...]] | None = None,
    ) -> "County":
        """Return the county that checked sources are. Raises `LookupError` where a source is missing that every county has."""
        return cls(
            library,
            as_of,
            _whole(library.site, "site.yaml"),
            _whole(library.core, "core/core.yaml"),
            _whole(library.overarching, "tier-1/overarching.yaml"),
            _whole(library.training, "training/specification.yaml"),
            _whole(library.audit, "governance/audit.yaml"),
            _whole(library.programme, "governance/programme.yaml"),
            _whole(library.teams, "governance/teams.yaml"),
            _whole(library.outsiders, "outsiders.yaml"),
            warnings,
            agreements or {},
        )

    @property
    def leaves_out(self) -> bool:
        """Whether this edition leaves anything out."""
        return self.library.leaves_out

    @property
    def edition_name(self) -> str:
        """What every page and every cover says of the edition: fixed words where it is not for the partners."""
        if self.edition is Edition.PARTNER:
            return self.site.edition
        return fixed("%(edition)s, public edition", edition=self.site.edition)

    def is_whole(self, document: ProtocolDocument) -> bool:
        """Whether this edition has all the words of a document that a signature covers: its own, the core's and its agencies'."""
        names = [member for party in getattr(document, "parties", ()) for member in self._speakers(party)]
        entries = (document, *self.clauses.values(), *(self.agencies[name] for name in names))
        return self.altered.isdisjoint(self.path_of(entry) for entry in entries)

    def marking_of(self, protocol: Protocol) -> Marking:
        """Return the highest marking of anything in a protocol: its own, that of an entry, of its agencies' words, of a post in it."""
        fast = protocol.fast_track
        posts = {contact.post for contact in protocol.contacts} | {fast.contact_in_hours, fast.contact_out_of_hours}
        names = {member for party in protocol.parties for member in self._speakers(party)}
        names |= {post.partition("/")[0] for post in posts if post and "/" in post}
        found = [protocol.marking, *(marking for _, marking in marked_in(protocol))]
        for agency in (self.agencies[name] for name in names):
            found += [agency.standing.marking] if agency.standing.marking else []
            found += [post.marking for post in agency.posts if post.marking and f"{agency.id}/{post.id}" in posts]
        return highest_of(found)

    def gaps_in(self, protocol: Protocol) -> frozenset[str]:
        """Return the ids of the sections of a protocol out of which this edition leaves something, its agencies' words too."""
        found = {section_of(path) for path in self.gaps.get(self.path_of(protocol), ())} - {None}
        names = {member for party in protocol.parties for member in self._speakers(party)}
        silent = any(("standing",) in self.gaps.get(self.path_of(self.agencies[name]), ()) for name in names)
        ids = {section.id for section in found if section} | (set(_AGENCIES_WORDS) if silent else set())
        return frozenset(ids | set(_AGENCIES_WORDS) if ids & set(_AGENCIES_WORDS) else ids)

    def _speakers(self, party: Party | str) -> tuple[str, ...]:
        return self.members(party.agency if isinstance(party, Party) else party)

    def standings_of(self, model: ProtocolDocument) -> tuple[Standing, ...]:
        """Return what the signature of each who has to sign a document comes to."""
        return self.agreements.get(self.path_of(model), ())

    @cached_property
    def protocols(self) -> Mapping[str, Protocol]:
        """Every protocol by id, retired ones too."""
        return _models(self.library.protocols)

    @cached_property
    def agencies(self) -> Mapping[str, Agency]:
        """Every agency by id, retired ones too."""
        return _models(self.library.agencies)

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """Every clause by id in order of number, retired ones too."""
        return _models(self.library.clauses)

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """Every Tier 2 theme by id."""
        return _models(self.library.themes)

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Every instrument by id."""
        return _models(self.library.instruments)

    @cached_property
    def provisions(self) -> Mapping[str, tuple[Instrument, Provision]]:
        """Every provision by its full name, such as `crime-and-disorder-act-1998/s115`."""
        return {name: (document.model, provision) for name, (document, provision) in self.library.provisions.items()}

    def cited(self, name: str) -> str:
        """Return how a provision is cited to people who know no short title: `Crime and Disorder Act 1998, section 115`."""
        instrument, provision = self.provisions[name]
        return f"{instrument.title}, {provision.cite}"

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every glossary term."""
        return self.library.terms

    @property
    def everyday(self) -> tuple[Everyday, ...]:
        """The everyday words that search reads as those of the pages."""
        return self.library.glossary.model.everyday if self.library.glossary else ()

    @property
    def situations(self) -> tuple[Situation, ...]:
        """The situations, told by staff, from which search learns."""
        return self.library.glossary.model.situations if self.library.glossary else ()

    @property
    def targets(self) -> Mapping[str, Target]:
        """Everything that a reference can lead to, by its name in full."""
        return self.library.targets

    @cached_property
    def former_names(self) -> Mapping[str, str]:
        """Every name that something had before, with the name that it has now, both in full."""
        ledger = self.library.addresses
        return self.library.moves.former(ledger.model.published if ledger else (), self.library.lasting)

    @cached_property
    def issued(self) -> Mapping[str, tuple[IssuedText, ...]]:
        """The texts that were issued of each document, by its present id, the oldest first."""
        found: dict[str, list[IssuedText]] = {}
        for text in whole(self.library.issued):
            found.setdefault(self.library.document_of(text.manifest.document) or "", []).append(text)
        return {identifier: tuple(texts) for identifier, texts in found.items()}

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """The reports that the set answers."""
        return tuple(document.model for document in self.library.reports.values())

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """The letters and forms that staff fill in, in the order of their list."""
        found = (document.model for document in self.library.letters.values())
        return tuple(sorted(found, key=lambda letter: (letter.place, letter.id)))

    @property
    def easy_read(self) -> EasyRead | None:
        """What the county tells the public in easy words; nothing where it has not written that."""
        return self.library.easy_read.model if self.library.easy_read else None

    @cached_property
    def current_protocols(self) -> tuple[Protocol, ...]:
        """The protocols that bind anybody, in order of title."""
        return tuple(sorted(_current(self.protocols), key=lambda protocol: protocol.title))

    @cached_property
    def retired_protocols(self) -> tuple[Protocol, ...]:
        """The protocols that bind nobody any more, in order of title."""
        retired = (protocol for protocol in self.protocols.values() if protocol.retired is not None)
        return tuple(sorted(retired, key=lambda protocol: protocol.title))

    @cached_property
    def current_clauses(self) -> tuple[Clause, ...]:
        """The clauses that every protocol holds, in order of number."""
        return tuple(_current(self.clauses))

    @cached_property
    def current_agencies(self) -> tuple[Agency, ...]:
        """The agencies that there still are, in order of id."""
        return tuple(_current(self.agencies))

    @cached_property
    def current_provisions(self) -> Mapping[str, tuple[Instrument, Provision]]:
        """The provisions that have not ended by the day, by their full names."""
        return {
            name: found
            for name, found in self.provisions.items()
            if found[1].force.on(self.as_of) is not LegalStatus.ENDED
        }

    def protocols_of(self, theme: str) -> tuple[Protocol, ...]:
        """Return the current protocols under a Tier 2 theme, in order of title."""
        return tuple(protocol for protocol in self.current_protocols if protocol.under == theme)

    def clause_for(self, role: ClauseRole) -> Clause:
        """Return the clause that plays a role: the one on fast tracks, on recording. Checking has proved that there is one."""
        return next(clause for clause in self.current_clauses if role in clause.roles)

    def members(self, agency: str) -> tuple[str, ...]:
        """Return the agencies that an id stands for as a party: itself and, for a group, its members that there still are."""
        return tuple(name for name in self.library.members(agency) if name == agency or not self.agencies[name].retired)

    def groups_of(self, agency: str) -> tuple[str, ...]:
        """Return the agency itself and every group through which it can be a party."""
        return self.library.groups_of(agency)

    def party_of(self, protocol: Protocol, agency: str) -> Party | None:
        """Return the party as which a protocol binds an agency: itself, or else the first group it belongs to; nothing if none."""
        parties = {party.agency: party for party in protocol.parties}
        return next((parties[name] for name in self.groups_of(agency) if name in parties), None)

    @cached_property
    def _bindings(self) -> Mapping[str, tuple[tuple[Protocol, Party], ...]]:
        found: dict[str, list[tuple[Protocol, Party]]] = {agency.id: [] for agency in self.current_agencies}
        for protocol in self.current_protocols:
            direct = {party.agency for party in protocol.parties}
            for party in protocol.parties:
                for name in self.members(party.agency):
                    if name in found and (name == party.agency or name not in direct):
                        found[name].append((protocol, party))
        return {name: tuple(bindings) for name, bindings in found.items()}

    def bindings_of(self, agency: str) -> tuple[tuple[Protocol, Party], ...]:
        """Return the current protocols that bind an agency, each with the party as which it does, in order of title."""
        return self._bindings.get(agency, ())

    @cached_property
    def packs(self) -> Mapping[str, tuple[Protocol, ...]]:
        """What binds each agency that is a party by itself, through a group too, in order of id: what its pack holds.

        An agency that is a party only as one of a group has that group's copies and pack: they say the same.
        """
        protocols = sorted(self.current_protocols, key=lambda protocol: protocol.id)
        parties = sorted({party.agency for protocol in protocols for party in protocol.parties})
        return {
            agency: tuple(protocol for protocol in protocols if self.party_of(protocol, agency)) for agency in parties
        }

    def citations_of(self, name: str) -> tuple[Citation, ...]:
        """Return every place that cites a thing, in order of document and place, but those in what is retired."""
        return tuple(
            citation for citation in self.library.citations.get(name, ()) if not _is_retired(citation.document)
        )

    @property
    def due_by(self) -> date:
        """The last day on which a review counts as due."""
        return self.as_of + timedelta(days=self.site.review_warning_days)

    def timeliness(self, review: Review) -> Timeliness:
        """Return whether a review is in time, due or overdue on the day."""
        if review.next < self.as_of:
            return Timeliness.OVERDUE
        return Timeliness.DUE if review.next <= self.due_by else Timeliness.IN_TIME

    def path_of(self, entry: Entry) -> str:
        """Return the source in which a document stands, relative to the project's root."""
        return self._paths[id(entry)]

    @cached_property
    def _paths(self) -> Mapping[int, str]:
        return {id(found.model): found.source.path for found in self.library.parsed if isinstance(found, Document)}


def _whole(document: Document[M] | None, name: str) -> M:
    if document is None:
        raise LookupError(f"protocols/{name} is missing, and sources without it do not pass the checks")
    return document.model


def _models(documents: Mapping[str, Document[M]]) -> Mapping[str, M]:
    return {identifier: document.model for identifier, document in documents.items()}


def _current(found: Mapping[str, M]) -> Iterator[M]:
    return (each for each in found.values() if getattr(each, "retired", None) is None)


def _is_retired(document: object) -> bool:
    retired: Replacement | None = getattr(getattr(document, "model", None), "retired", None)
    return retired is not None
