"""Which documents are printed, under which names, and which of them a person asked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from generator.county.library import Document, Library
from generator.model.protocol import Protocol
from generator.printing.compose import RECORDING, Composer
from generator.printing.nodes import Data


@dataclass(frozen=True)
class Selection:
    """What to print: everything, or what concerns some protocols, one agency, or both."""

    protocols: frozenset[str] = frozenset()
    """Ids; empty for all."""
    agency: str = ""
    """An id; empty for all."""

    @property
    def everything(self) -> bool:
        """Whether nothing was singled out."""
        return not self.protocols and not self.agency


@dataclass(frozen=True)
class Printable:
    """One document that can be printed. Its data is made only when somebody asks for it."""

    name: str
    """The file's name without `.pdf`."""
    template: str
    """The template under `templates/print/`."""
    compose: Callable[[], Data]
    protocol: str = ""
    agency: str = ""
    one_page: bool = False
    """Whether it must fit one page."""


def select(composer: Composer, selection: Selection) -> Iterator[Printable]:
    """Yield the documents that were asked for, in an order that keeps the copies of a protocol together.

    A protocol brings its full text, its card and every copy of it; an agency its copies and its pack; both, the copies
    of those protocols for that agency.
    """
    for printable in all_documents(composer):
        if _is_wanted(printable, selection):
            yield printable


def _is_wanted(printable: Printable, selection: Selection) -> bool:
    if selection.everything:
        return True
    if selection.agency:
        of_protocol = not selection.protocols or printable.protocol in selection.protocols
        return printable.agency == selection.agency and of_protocol
    return printable.protocol in selection.protocols


def all_documents(composer: Composer) -> Iterator[Printable]:
    """Yield every document of a site: the core and the forms, each protocol with its card and copies, each agency's pack.

    Packs are spread among the copies: they are large, and Typst keeps in memory what the last ten documents held.
    """
    yield Printable("core", "booklet.typ", composer.core_booklet)
    if RECORDING in composer.library.clauses:
        yield Printable("decision-record", "form.typ", composer.decision_record)
    yield Printable("self-check", "booklet.typ", composer.self_check)
    packs = _packs(composer)
    for document in current_protocols(composer.library):
        yield Printable(document.id, "booklet.typ", partial(composer.protocol, document), document.id)
        name = f"card-{document.id}"
        yield Printable(name, "card.typ", partial(composer.card, document), document.id, one_page=True)
        for party in document.model.parties:
            make = partial(composer.protocol, document, party.agency)
            yield Printable(copy_name(document.id, party.agency), "booklet.typ", make, document.id, party.agency)
        yield from islice(packs, 1)
    yield from packs


def _packs(composer: Composer) -> Iterator[Printable]:
    for agency, protocols in protocols_by_agency(composer.library).items():
        yield Printable(pack_name(agency), "booklet.typ", partial(composer.pack, agency, protocols), agency=agency)


def copy_name(protocol: str, agency: str) -> str:
    """Return the file name, without `.pdf`, of an agency's copy of a protocol."""
    return f"{protocol}--{agency}"


def pack_name(agency: str) -> str:
    """Return the file name, without `.pdf`, of an agency's pack."""
    return f"pack-{agency}"


def current_protocols(library: Library) -> tuple[Document[Protocol], ...]:
    """Return the protocols that are not retired, in order of id."""
    return tuple(document for document in library.protocols.values() if document.model.retired is None)


def protocols_by_agency(library: Library) -> dict[str, Sequence[Document[Protocol]]]:
    """Return the protocols that bind each agency which is a party by itself, those that bind it through a group too.

    An agency that is a party only as one of a group has that group's copies and pack: they say the same.
    """
    parties = sorted({party.agency for document in current_protocols(library) for party in document.model.parties})
    return {
        agency: [document for document in current_protocols(library) if party_of(library, document, agency)]
        for agency in parties
    }


def party_of(library: Library, document: Document[Protocol], agency: str) -> str:
    """Return the party as which a protocol binds an agency: itself, or else the first group it belongs to; nothing if none."""
    parties = {party.agency for party in document.model.parties}
    return next((found for found in library.groups_of(agency) if found in parties), "")
