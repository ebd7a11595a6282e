"""Every source linked: what exists, what each name means, and where each thing is cited.

A library is made once from decoded documents and never changes. It says what a reference leads to; `checks` decides
whether that is a fault.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from generator import urls
from generator.composed.outline import Section, section_of
from generator.county.fields import Value, values
from generator.county.moves import Moves
from generator.model.addresses import Addresses
from generator.model.agency import Agency, AgencyKind
from generator.model.base import Entry
from generator.model.core import Clause, Core
from generator.model.easy_read import EasyRead
from generator.model.glossary import Glossary, Term
from generator.model.governance import Audit, Programme, Report, Teams
from generator.model.law import Instrument, Provision
from generator.model.letters import Letter
from generator.model.outsiders import Outsiders
from generator.model.protocol import Protocol
from generator.model.site import SiteSettings
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.sources.nodes import Node, Path, key_at, node_at, text_at
from generator.sources.source import Source, Span
from generator.words.catalogue import fixed
from generator.words.references import full_name, references_in

if TYPE_CHECKING:
    from generator.county.issued import Place

M = TypeVar("M", bound=Entry)
M_co = TypeVar("M_co", bound=Entry, covariant=True)

MOST_KEPT = 4096
"""Of how many documents the results of reading and checking are kept, for the next time that they are asked for."""


@dataclass(frozen=True, eq=False)
class Parsed:
    """A source that was read as YAML, whether or not its shape is right."""

    entry: type[Entry]
    source: Source
    node: Node

    @property
    def id(self) -> str:
        """The id that the file's name promises."""
        return self.source.path.rsplit("/", 1)[-1].partition(".")[0]

    @cached_property
    def theme(self) -> str | None:
        """The Tier 2 theme that this document says it is under."""
        return text_at(self.node, "under")

    def span(self, *path: str | int) -> Span:
        """Return the place of the value at `path`, drawn to its first line."""
        span = node_at(self.node, path).span
        return span.first_line(len(self.source.lines[span.line - 1]))

    def key_span(self, *path: str | int) -> Span:
        """Return the place of the key at `path`, or of the value where it has none."""
        key = key_at(self.node, path)
        return key.span if key else self.span(*path)

    def find(self, words: str, *path: str | int) -> Span:
        """Return where `words` first stand in the value at `path`, or the value's first line where they are folded."""
        whole = node_at(self.node, path).span
        found = self.source.find(words, whole)
        return self.span(*path) if found == whole else found

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Every piece of text in a known field, with what its field says of it."""
        return tuple(values(self.entry, self.node))

    @cached_property
    def named(self) -> tuple[tuple[str, Value], ...]:
        """The full name of everything that it refers to beyond itself, with the text that does."""
        return tuple((name, value) for value in self.values for name in _names_in(self, value))


@dataclass(frozen=True, eq=False)
class Document(Parsed, Generic[M_co]):
    """A source with the model it decodes to."""

    model: M_co


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a reference can lead to."""

    name: str
    """The name in full, as text references write it."""
    title: str
    """The words that a link to it shows."""
    page_uri: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """One place that cites something."""

    document: Parsed
    path: Path

    @property
    def section(self) -> Section | None:
        """The section of a protocol in which it stands."""
        return section_of(self.path) if self.document.entry is Protocol else None


class Library:
    """All sources that decoded, by kind and id, with every name and every citation."""

    def __init__(
        self,
        parsed: tuple[Parsed, ...],
        unread: frozenset[str] = frozenset(),
        issued: tuple["Place", ...] = (),
        *,
        leaves_out: bool = False,
    ) -> None:
        self.parsed = parsed
        self.leaves_out = leaves_out
        """Whether sources were cut out of it that its edition may not hold: then there is a page that says so."""
        self.issued = issued
        """What lies among the issued texts. It names nothing and cites nothing: it stays as it was."""
        documents = [found for found in parsed if isinstance(found, Document)]
        self.broken = unread | {found.id for found in parsed if not isinstance(found, Document)}
        """Ids of sources that cannot be read or whose shape is at fault: references to them are not faults of their own."""
        self.protocols = _by_id(documents, Protocol)
        self.agencies = _by_id(documents, Agency)
        self.instruments = _by_id(documents, Instrument)
        self.themes = _by_id(documents, Theme)
        self.clauses = dict(sorted(_by_id(documents, Clause).items(), key=lambda item: item[1].model.number))
        self.core = _only(documents, Core)
        self.overarching = _only(documents, Overarching)
        self.glossary = _only(documents, Glossary)
        self.site = _only(documents, SiteSettings)
        self.training = _only(documents, Training)
        self.audit = _only(documents, Audit)
        self.programme = _only(documents, Programme)
        self.teams = _only(documents, Teams)
        self.outsiders = _only(documents, Outsiders)
        self.reports = _by_id(documents, Report)
        self.letters = _by_id(documents, Letter)
        self.easy_read = _only(documents, EasyRead)
        self.addresses = _only(documents, Addresses)

    @cached_property
    def current_clauses(self) -> tuple[Document[Clause], ...]:
        """The clauses that are in force, in order of number."""
        return tuple(clause for clause in self.clauses.values() if clause.model.retired is None)

    @cached_property
    def provisions(self) -> Mapping[str, tuple[Document[Instrument], Provision]]:
        """Every provision by its full name, such as `crime-and-disorder-act-1998/s115`."""
        return {
            f"{identifier}/{provision.id}": (document, provision)
            for identifier, document in self.instruments.items()
            for provision in document.model.provisions
        }

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every glossary term."""
        return self.glossary.model.terms if self.glossary else ()

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Everything that a reference can lead to, by its name in full."""
        return {target.name: target for target in self._targets()}

    @cached_property
    def lasting(self) -> frozenset[str]:
        """The name in full of everything whose address is kept for ever: all that the sources give an id of its own."""
        fixed_names = {"core", "owner/core", "tier-1/overarching", *(f"page/{name}" for name in urls.PAGES)}
        return frozenset(self.targets.keys() - fixed_names)

    @cached_property
    def moves(self) -> Moves:
        """Where the names lead that things had before."""
        return Moves.of(self.addresses.model if self.addresses else None)

    def _targets(self) -> Iterator[Target]:
        for identifier, protocol in self.protocols.items():
            yield Target(identifier, protocol.model.title, urls.protocol_uri(identifier))
        for identifier, agency in self.agencies.items():
            yield Target(f"agency/{identifier}", agency.model.name, urls.agency_uri(identifier))
        for identifier, clause in self.clauses.items():
            title = f"B{clause.model.number} {clause.model.title}"
            yield Target(f"core/{identifier}", title, urls.clause_uri(identifier))
        if self.core:
            yield Target("core", self.core.model.title, urls.CORE)
            if owner := self.agencies.get(self.core.model.owner):
                yield Target("owner/core", owner.model.name, urls.agency_uri(owner.id))
        if self.overarching:
            yield Target("tier-1/overarching", self.overarching.model.title, urls.TIER_1)
        for identifier, theme in self.themes.items():
            uri = urls.theme_uri(identifier)
            yield Target(f"tier-2/{identifier}", theme.model.title, uri)
            for requirement in theme.model.requirements:
                title = fixed(
                    "%(theme)s requirement %(number)s, %(title)s",
                    theme=theme.model.short_title,
                    number=requirement.number,
                    title=requirement.title,
                )
                yield Target(f"{identifier}/{requirement.id}", title, uri, requirement.id)
        yield from self._law_targets()
        yield from self._page_targets()

    def _page_targets(self) -> Iterator[Target]:
        for name, (title, uri) in urls.PAGES.items():
            if not {"letters": self.letters, "easy-read": self.easy_read, "left-out": self.leaves_out}.get(name, True):
                continue
            yield Target(f"page/{name}", fixed(title), uri)
        for identifier, report in self.reports.items():
            yield Target(f"page/{identifier}", report.model.title, urls.report_uri(identifier))
        for identifier, letter in self.letters.items():
            yield Target(f"letter/{identifier}", letter.model.title, urls.letter_uri(identifier))
        for team in self.teams.model.teams if self.teams else ():
            yield Target(f"team/{team.id}", team.name, urls.team_uri(team.id))
        for term in self.terms:
            yield Target(f"term/{term.id}", term.short or term.term, urls.GLOSSARY, term.id)

    def _law_targets(self) -> Iterator[Target]:
        for identifier, document in self.instruments.items():
            uri = urls.instrument_uri(identifier)
            yield Target(identifier, document.model.title, uri)
            name = document.model.short_title or document.model.title
            for provision in document.model.provisions:
                yield Target(f"{identifier}/{provision.id}", f"{name}, {provision.cite}", uri, provision.id)

    def name_of(self, document: Parsed) -> str:
        """Return the name in full by which others refer to a document."""
        folder = document.source.path.split("/")[1]
        prefixes = {
            "agencies": "agency/",
            "core": "core/",
            "tier-1": "tier-1/",
            "tier-2": "tier-2/",
            "reports": "page/",
            "letters": "letter/",
        }
        if folder in ("training", "governance"):
            return f"page/{'training' if folder == 'training' else document.id}"
        return document.id if document.id == "core" else prefixes.get(folder, "") + document.id

    def names_of(self, document: Parsed) -> Iterator[str]:
        """Yield the name in full of everything that a document gives an address: itself, and what has an anchor in it."""
        yield self.name_of(document)
        match document.model if isinstance(document, Document) else None:
            case Instrument(provisions=parts) | Theme(requirements=parts):
                yield from (f"{document.id}/{part.id}" for part in parts)
            case Glossary(terms=terms):
                yield from (f"term/{term.id}" for term in terms)
            case Teams(teams=teams):
                yield from (f"team/{team.id}" for team in teams)

    def links_on(self, day: date, page_uri: str, *, with_day: bool) -> Mapping[str, str]:
        """Return where each link of a page led by the names of an earlier day, for those that lead elsewhere now.

        `with_day` says whether what was renamed on that day had its old name still.
        """
        ledger = self.addresses.model if self.addresses else None
        moves = Moves.since(ledger, day, with_day=with_day)
        former = moves.former(ledger.published, self.lasting) if ledger and moves.rows else {}
        return {
            urls.relative_link(page_uri, target.page_uri, target.anchor): urls.relative_link(
                page_uri, *_under(old, target)
            )
            for old, target in ((old, self.targets[new]) for old, new in former.items())
        }

    def document_of(self, issued: str) -> str | None:
        """Return the present id of the document that a text was issued of, or nothing where there is none."""
        return self.moves.destination(issued, self.protocols)

    def is_broken(self, name: str) -> bool:
        """Return whether a name may belong to a source whose shape is at fault, so that nobody can say."""
        return any(part in self.broken for part in name.split("/")) or (
            name.startswith("term/") and self.glossary is None and "glossary" in self.broken
        )

    def members(self, agency: str) -> tuple[str, ...]:
        """Return the agencies that an id stands for as a party: the agency itself and, for a group, its members.

        A safeguarding board stands for nobody but itself: what it is told is for its own functions, not its members'.
        """
        document = self.agencies.get(agency)
        if document is None or document.model.kind is AgencyKind.SAFEGUARDING_BOARD:
            return (agency,)
        return (agency, *document.model.members)

    def groups_of(self, agency: str) -> tuple[str, ...]:
        """Return the agency itself and every group through which it can be a party."""
        return (agency, *(group for group in self._groups.get(agency, ()) if group != agency))

    @cached_property
    def _groups(self) -> Mapping[str, tuple[str, ...]]:
        """The agencies that stand for each agency as a party, in order of id."""
        found: dict[str, list[str]] = defaultdict(list)
        for group in self.agencies:
            for member in dict.fromkeys(self.members(group)):
                found[member].append(group)
        return {member: tuple(groups) for member, groups in found.items()}

    @cached_property
    def posts(self) -> frozenset[str]:
        """The full name of every post of every agency."""
        return frozenset(f"{agency}/{post.id}" for agency, found in self.agencies.items() for post in found.model.posts)

    @cached_property
    def citations(self) -> Mapping[str, tuple[Citation, ...]]:
        """Every place that cites a thing, by the thing's name in full, in order of document and place."""
        found: dict[str, list[Citation]] = defaultdict(list)
        for document in self.parsed:
            for name, value in document.named:
                found[self._meant(name)].append(Citation(document, value.path))
        return {name: tuple(citations) for name, citations in found.items()}

    def _meant(self, name: str) -> str:
        """Return the name of the thing itself: who looks after the core is an agency of this county."""
        return f"agency/{self.core.model.owner}" if name == "owner/core" and self.core else name


def _names_in(document: Parsed, value: Value) -> Iterator[str]:
    if value.shape.refers:
        name = full_name(value.shape.refers.kind, value.scalar.text, document.theme)
        if name:
            yield name
    elif value.shape.markup and "[[" in value.scalar.text:
        for reference in references_in(value.scalar.text):
            yield reference.target


def _by_id(documents: list[Document[Entry]], entry: type[M]) -> dict[str, Document[M]]:
    found = (cast("Document[M]", document) for document in documents if document.entry is entry)
    return {document.id: document for document in sorted(found, key=lambda document: document.id)}


def _only(documents: list[Document[Entry]], entry: type[M]) -> Document[M] | None:
    return next((cast("Document[M]", document) for document in documents if document.entry is entry), None)


def _under(old: str, target: Target) -> tuple[str, str]:
    """Return the page and the anchor of a target while it was called `old`."""
    uri, anchor = target.page_uri, target.anchor
    for was, now in zip(old.split("/"), target.name.split("/"), strict=True):
        if uri.endswith(f"/{now}.md"):
            uri = f"{uri.removesuffix(f'{now}.md')}{was}.md"
        if anchor == now:
            anchor = was
    return uri, anchor
