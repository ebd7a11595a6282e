"""The pages of the core: all of it, and each clause by itself."""

from collections.abc import Iterator

from generator import urls
from generator.county.library import Document
from generator.model.core import Clause
from generator.model.law import Instrument, Provision
from generator.pages.base import PageView, Scene, used_in


def core_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the core page and one page for each clause, retired ones too: their addresses are permanent."""
    library = scene.library
    if library.core is None:
        return
    facts: dict[str, object] = {
        "core": library.core.model,
        "clauses": tuple(clause.model for clause in library.current_clauses),
        "owner": library.agencies[library.core.model.owner].model,
        "protocol_count": len(library.protocols),
    }
    core = library.core
    yield PageView("core.md.j2", urls.CORE, core.model.title, core.model.summary, core.source.path, facts)
    for clause in library.clauses.values():
        yield _clause_page(scene, clause)


def _clause_page(scene: Scene, document: Document[Clause]) -> PageView:
    library, clause = scene.library, document.model
    numbered = [found.model for found in library.current_clauses]
    place = numbered.index(clause) if clause in numbered else -1
    citing = used_in(library, f"core/{clause.id}")
    facts: dict[str, object] = {
        "clause": clause,
        "law": tuple((name, *_law(scene, name)) for name in clause.legal_basis),
        "previous": numbered[place - 1] if place > 0 else None,
        "next": numbered[place + 1] if 0 <= place < len(numbered) - 1 else None,
        "protocols": tuple(found.model for found in library.protocols.values() if found.model.retired is None),
        "requirements": tuple(
            (theme.model, requirement)
            for theme in library.themes.values()
            for requirement in theme.model.requirements
            if clause.id in requirement.clauses
        ),
        "cited_by": tuple(use for use in citing if not use.page_uri.startswith("tier-2/")),
    }
    return PageView(
        "clause.md.j2",
        urls.clause_uri(clause.id),
        f"B{clause.number} {clause.title}",
        clause.summary,
        document.source.path,
        facts,
        keywords=clause.also_called,
    )


def _law(scene: Scene, name: str) -> tuple[Instrument, Provision]:
    document, provision = scene.library.provisions[name]
    return document.model, provision
