"""Which documents are printed, under which names, and which of them a person asked for."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product

from generator.county.county import County
from generator.model.protocol import Protocol
from generator.printing.compose import Composer
from generator.printing.nodes import Data
from generator.sources.diagnostic import one_of

PDF, DOCX = ".pdf", ".docx"
"""How files end."""

LONGEST_WORKING_COPY = 8
"""So many pages at the most are read at work."""


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
    """The template under `templates/print/`; of a file for a word processor, the one that sets the same data."""
    compose: Callable[[], Data]
    protocol: str = ""
    agency: str = ""
    at_most: int = 0
    """How many pages it may have; 0 for any number."""
    former: tuple[str, ...] = ()
    """The names, without `.pdf`, that it had while its protocol or its agency was called otherwise."""
    letter: str = ""
    """The id of the letter that it is by itself."""
    ending: str = PDF
    """How its file ends: `.pdf`, or `.docx` for a word processor."""

    @property
    def key(self) -> str:
        """What it is known by among all documents: its name, and the ending where that is not the ordinary one."""
        return self.name if self.ending == PDF else self.name + self.ending


def select(composer: Composer, selection: Selection) -> Iterator[Printable]:
    """Yield the documents that were asked for, in an order that keeps the copies of a protocol together.

    A protocol brings its full text, its card and every copy of it; an agency its copies and its pack; both, the working copies and the
    copies to file of those protocols for that agency.
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
    """Yield every document of a site, with the names that each had before."""
    former = composer.county.former_names
    for printable in _documents(composer):
        yield replace(printable, former=tuple(_former(printable, former))) if former else printable


def _former(printable: Printable, former: Mapping[str, str]) -> Iterator[str]:
    """Yield every name under which somebody may hold the address of a document."""
    protocols = [old for old, new in former.items() if new == printable.protocol]
    agencies = [old.removeprefix("agency/") for old, new in former.items() if new == f"agency/{printable.agency}"]
    letters = [old.removeprefix("letter/") for old, new in former.items() if new == f"letter/{printable.letter}"]
    ids = [found for found in (printable.protocol, printable.agency, printable.letter) if found]
    opening = printable.name.removesuffix("--".join(ids))
    every = ((printable.protocol, protocols), (printable.agency, agencies), (printable.letter, letters))
    for each in product(*([now, *before] for now, before in every)):
        name = opening + "--".join(found for found in each if found)
        if name != printable.name:
            yield name


def _documents(composer: Composer) -> Iterator[Printable]:
    """Yield every document of a site: the core and the forms, each protocol with its card and copies, each agency's pack.

    A retired protocol keeps its full text and its copies, marked as retired, at their addresses; its card and its working copies say
    only that, and no pack holds it. Packs are spread among the copies: they are large, and Typst keeps in memory what the last ten documents held.
    """
    yield Printable("core", "booklet.typ", composer.core_booklet)
    yield Printable("decision-record", "form.typ", composer.decision_record)
    yield Printable("self-check", "booklet.typ", composer.self_check)
    yield from _general_letters(composer)
    packs = _packs(composer)
    for protocol in composer.county.protocols.values():
        yield Printable(protocol.id, "booklet.typ", partial(composer.protocol, protocol), protocol.id)
        name = f"card-{protocol.id}"
        yield Printable(name, "card.typ", partial(composer.card, protocol), protocol.id, at_most=1)
        if composer.county.letters:
            yield from _twice(letters_name(protocol.id), partial(composer.letters, protocol), protocol.id)
        for party in protocol.parties:
            yield from _copies(composer, protocol, party.agency)
        yield from islice(packs, 1)
    yield from packs


def _copies(composer: Composer, protocol: Protocol, agency: str) -> Iterator[Printable]:
    """Yield what an agency has of a protocol: to work with, and to file."""
    working = partial(composer.working, protocol, agency)
    name = working_name(protocol.id, agency)
    yield Printable(name, "working.typ", working, protocol.id, agency, at_most=LONGEST_WORKING_COPY)
    whole = partial(composer.protocol, protocol, agency)
    yield Printable(copy_name(protocol.id, agency), "booklet.typ", whole, protocol.id, agency)


def _general_letters(composer: Composer) -> Iterator[Printable]:
    """Yield each letter by itself, and the page for the public."""
    for letter in composer.county.letters:
        yield from _twice(letter_name(letter.id), partial(composer.letter, letter), letter=letter.id)
    if composer.county.easy_read:
        yield from _twice(EASY_READ, partial(composer.easy_read, composer.county.easy_read))


def _twice(name: str, compose: Callable[[], Data], protocol: str = "", letter: str = "") -> Iterator[Printable]:
    """Yield what is to be filled in: as a PDF, and for a word processor."""
    for ending in (PDF, DOCX):
        yield Printable(name, "letters.typ", compose, protocol, letter=letter, ending=ending)


def _packs(composer: Composer) -> Iterator[Printable]:
    for agency, protocols in composer.county.packs.items():
        yield Printable(pack_name(agency), "pack.typ", partial(composer.pack, agency, protocols), agency=agency)


EASY_READ = "easy-read"
"""The file name, without its ending, of the page for the public."""


def letters_name(protocol: str) -> str:
    """Return the file name, without its ending, of the letters of a protocol."""
    return f"letters-{protocol}"


def letter_name(letter: str) -> str:
    """Return the file name, without its ending, of a letter for any protocol."""
    return f"letter-{letter}"


def working_name(protocol: str, agency: str) -> str:
    """Return the file name, without `.pdf`, of an agency's working copy of a protocol."""
    return f"working-{protocol}--{agency}"


def copy_name(protocol: str, agency: str) -> str:
    """Return the file name, without `.pdf`, of an agency's copy of a protocol, to file."""
    return f"{protocol}--{agency}"


def pack_name(agency: str) -> str:
    """Return the file name, without `.pdf`, of an agency's pack."""
    return f"pack-{agency}"


def why_nothing(county: County, protocols: Container[str], agency: str) -> str:
    """Return in words why a selection for one agency holds no document, or nothing where it holds one.

    An agency has copies and a pack where it is a party by itself; one that is a party only as one of a group files the group's.
    """
    if not agency or any(_has_copy(protocol, protocols, agency) for protocol in county.protocols.values()):
        return ""
    retired = county.agencies[agency].retired
    if retired:
        successor = f"; see `{retired.replaced_by}`" if retired.replaced_by else ""
        return f"`{agency}` is retired, and is a party to nothing{successor}"
    groups = {party.agency for _, party in county.bindings_of(agency)}
    if groups:
        return f"`{agency}` is a party only as one of {one_of(sorted(groups))}: ask for the copies of that"
    return f"`{agency}` is a party to no protocol" + (" of these" if protocols else "")


def _has_copy(protocol: Protocol, wanted: Container[str], agency: str) -> bool:
    is_wanted = not wanted or protocol.id in wanted
    return is_wanted and any(party.agency == agency for party in protocol.parties)
