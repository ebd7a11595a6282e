"""The pages of the core: all of it, and each clause by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.agency import Agency
from generator.model.core import Clause, ClauseRole, Core
from generator.model.law import Instrument, Provision
from generator.model.letters import Letter
from generator.model.protocol import Protocol
from generator.model.tiers import Requirement, Theme
from generator.pages.base import Head, PageView, UsedIn, used_in
from generator.pages.issued import Version, core_versions
from generator.pages.letters import letters_for


@dataclass(frozen=True, kw_only=True)
class CorePage(PageView):
    """All clauses of the core."""

    template: ClassVar[str] = "core.md.j2"
    core: Core
    clauses: tuple[Clause, ...]
    owner: Agency
    protocol_count: int
    core_versions: Mapping[str, tuple[tuple[Protocol, Version], ...]]
    """The versions of the core that protocols were last issued with."""


@dataclass(frozen=True, kw_only=True)
class PrintedCore(CorePage):
    """The core as a booklet."""

    template: ClassVar[str] = "print_core.md.j2"


@dataclass(frozen=True, kw_only=True)
class PrintedSelfCheck(CorePage):
    """The questions of every clause on paper, with the answers apart."""

    template: ClassVar[str] = "print_self_check.md.j2"


@dataclass(frozen=True, kw_only=True)
class ClausePage(PageView):
    """One clause: its words, its law, its training, and where it is used."""

    template: ClassVar[str] = "clause.md.j2"
    clause: Clause
    law: tuple[tuple[str, Instrument, Provision], ...]
    previous: Clause | None
    next: Clause | None
    protocols: tuple[Protocol, ...]
    """The protocols that hold it: all current ones, or none where it is retired."""
    requirements: tuple[tuple[Theme, Requirement], ...]
    cited_by: tuple[UsedIn, ...]
    letters: tuple[Letter, ...]
    """The letters and forms that serve it."""
    prints_record: bool
    """Whether the form on which a decision is recorded is offered here."""


def core_pages(county: County) -> Iterator[PageView]:
    """Yield the core page and one page for each clause, retired ones too: their addresses are permanent."""
    yield core_page(county, CorePage)
    for clause in county.clauses.values():
        yield _clause_page(county, clause)


def core_page(county: County, kind: type[CorePage]) -> CorePage:
    """Return the core as a page, or as one of the documents that are printed of it."""
    core = county.core
    return kind(
        head=Head(urls.CORE, core.title, core.summary, county.path_of(core)),
        core=core,
        clauses=county.current_clauses,
        owner=county.agencies[core.owner],
        protocol_count=len(county.current_protocols),
        core_versions=core_versions(county),
    )


def _clause_page(county: County, clause: Clause) -> ClausePage:
    numbered = county.current_clauses
    place = numbered.index(clause) if clause in numbered else -1
    uri, title = urls.clause_uri(clause.id), f"B{clause.number} {clause.title}"
    return ClausePage(
        head=Head(uri, title, clause.summary, county.path_of(clause), clause.also_called),
        clause=clause,
        law=tuple((name, *county.provisions[name]) for name in clause.legal_basis),
        previous=numbered[place - 1] if place > 0 else None,
        next=numbered[place + 1] if 0 <= place < len(numbered) - 1 else None,
        protocols=county.current_protocols if clause.retired is None else (),
        requirements=tuple(
            (theme, requirement)
            for theme in county.themes.values()
            for requirement in theme.requirements
            if clause.id in requirement.clauses
        ),
        cited_by=tuple(use for use in used_in(county, f"core/{clause.id}") if not use.page_uri.startswith("tier-2/")),
        letters=letters_for(county, clause),
        prints_record=ClauseRole.RECORDING in clause.roles and clause.retired is None,
    )
