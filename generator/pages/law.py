"""The pages of the law register: the list, and each instrument with its provisions."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import urls
from generator.county.library import Document
from generator.model.governance import Report
from generator.model.law import Effect, Instrument, LegalStatus, Provision
from generator.pages.base import PageView, Scene, UsedIn, used_in


@dataclass(frozen=True)
class Reliance:
    """One protocol that shares under a provision, and the data items it shares under it."""

    name: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class ProvisionView:
    """A provision with its status on the day and everything that relies on it."""

    name: str
    provision: Provision
    status: LegalStatus
    relied_on_by: tuple[Reliance, ...]
    cited_by: tuple[UsedIn, ...]


def law_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the register of law, and one page for each instrument."""
    library = scene.library
    views = [(document, tuple(_provisions(scene, document))) for document in _in_order(scene)]
    facts: dict[str, object] = {
        "instruments": tuple((document.model, provisions) for document, provisions in views),
        "effects": tuple(Effect),
        "reports": tuple(_reported(scene)),
        "provision_count": len(library.provisions),
        "as_of": scene.as_of,
    }
    description = "Every power, duty and restriction that the protocols rely on, with its status and its source."
    yield PageView("law.md.j2", urls.LAW, "The law", description, "protocols/law", facts)
    for document, provisions in views:
        yield _instrument_page(scene, document, provisions)


def _in_order(scene: Scene) -> list[Document[Instrument]]:
    return sorted(scene.library.instruments.values(), key=lambda document: document.model.title)


def _reported(scene: Scene) -> Iterator[tuple[Report, tuple[tuple[str, str], ...]]]:
    """Yield each report that names any law, with the instruments that it names and what is said of each."""
    for identifier, report in scene.library.reports.items():
        named = tuple(
            (document.id, found.says)
            for document in _in_order(scene)
            for found in document.model.reported
            if found.report == identifier
        )
        if named:
            yield report.model, named


def _instrument_page(scene: Scene, document: Document[Instrument], provisions: tuple[ProvisionView, ...]) -> PageView:
    facts: dict[str, object] = {
        "instrument": document.model,
        "provisions": provisions,
        "as_of": scene.as_of,
        "cited_by": used_in(scene.library, document.id),
        "reported": tuple((scene.library.reports[found.report].model, found.says) for found in document.model.reported),
    }
    title = document.model.title
    description = f"What {title} allows, requires and forbids about sharing information, and who relies on it."
    path = document.source.path
    keywords = document.model.also_called
    uri = urls.instrument_uri(document.id)
    return PageView("instrument.md.j2", uri, title, description, path, facts, keywords)


def _provisions(scene: Scene, document: Document[Instrument]) -> Iterator[ProvisionView]:
    for provision in document.model.provisions:
        name = f"{document.id}/{provision.id}"
        relied_on = tuple(_reliance(scene, name))
        users = {reliance.name for reliance in relied_on}
        cited = tuple(use for use in used_in(scene.library, name) if use.name not in users)
        yield ProvisionView(name, provision, provision.force.on(scene.as_of), relied_on, cited)


def _reliance(scene: Scene, name: str) -> Iterator[Reliance]:
    for identifier, protocol in scene.library.protocols.items():
        items = tuple(flow.item for flow in protocol.model.flows if flow.gateway == name)
        if items:
            yield Reliance(identifier, protocol.model.title, items)
