"""Links to what was printed, for the places that the templates left for them.

A page says *where* its downloads stand, with an empty element of the class `downloads`; how many pages and bytes a PDF has is
known only once it is printed. Where nothing was printed, the places stay empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.county.county import County
from generator.printing.documents import DOCX, EASY_READ, copy_name, letter_name, letters_name, pack_name, working_name
from generator.printing.press import Printed
from generator.urls import printed_uri, word_uri
from generator.words.catalogue import ENGLISH, Catalogue, fixed

PLACE = "downloads"
"""The class of a place."""

_FORMS = {
    "core": fixed("The core as a booklet"),
    "decision-record": fixed("Decision record form"),
    "self-check": fixed("Self-check on paper, with the answers apart"),
    EASY_READ: fixed("This page, to print and to hand out"),
}


@dataclass(frozen=True)
class Download:
    """One link to a PDF, or to a file for a word processor."""

    words: str
    href: str
    """Relative to the site's root."""
    pages: int
    size: int
    """In bytes."""
    agency: str = ""
    """The party whose copy it is."""
    name: str = ""
    """What that party is called."""
    members: tuple[str, ...] = ()
    """The agencies for which that party stands, each as `id:name`."""
    others: tuple["Download", ...] = ()
    """What else there is for that party."""

    @property
    def is_word(self) -> bool:
        """Whether it is for a word processor."""
        return self.href.endswith(DOCX)

    @property
    def weight(self) -> str:
        """Its size as people say it."""
        kilobytes = max(1, round(self.size / 1000))
        return f"{kilobytes} kB" if kilobytes < 1000 else f"{self.size / 1_000_000:.1f} MB"


class Downloads:
    """What was printed, as links."""

    def __init__(self, county: County, printed: Mapping[str, Printed], words: Catalogue = ENGLISH) -> None:
        self._county, self._printed, self._words = county, printed, words

    def at(self, place: str) -> tuple[Download, ...]:
        """Return the links for a place, as its `data-of` names it: `protocol/ID`, `copy/ID--AGENCY`, `card/ID`, `pack/AGENCY`, a form."""
        return tuple(self._found(place))

    @property
    def said(self) -> str:
        """All that it can say of any place, in words that are others wherever it says another thing."""
        county = self._county
        places = [f"protocol/{name}" for name in county.protocols] + [f"pack/{name}" for name in county.agencies]
        return repr((sorted(self._printed.items()), [self.at(place) for place in places], county.site.language.value))

    def _found(self, place: str) -> Iterator[Download]:
        kind, _, name = place.partition("/")
        match kind:
            case "protocol":
                if self._county.protocols[name].retired is None:
                    yield from self._linked(f"card-{name}", fixed("Fast-track card, to pin up"))
                yield from self._linked(name, fixed("The whole protocol, to sign and to file"))
                for party in self._county.protocols[name].parties:
                    yield from self._of_party(name, party.agency)
            case "card":
                yield from self._linked(f"card-{name}", fixed("Card"))
            case "letters":
                yield from self._linked(letters_name(name), fixed("All letters and forms"))
            case "letter":
                yield from self._linked(letter_name(name), fixed("This letter or form"))
            case "copy":
                yield from self._copies(*name.split("--"))
            case "pack":
                words = fixed("Pack for %(agency)s: the core, and all its working copies", agency=self._name(name))
                yield from self._linked(pack_name(name), words)
            case _:
                yield from self._linked(place, _FORMS.get(place, ""))

    def _of_party(self, protocol: str, agency: str) -> Iterator[Download]:
        """Yield what there is for a party, as one: the copy that it works with first."""
        members = tuple(f"{member}:{self._name(member)}" for member in self._county.members(agency)[1:])
        copies = tuple(self._copies(protocol, agency))
        for first in copies[:1]:
            yield replace(first, agency=agency, name=self._name(agency), members=members, others=copies[1:])

    def _copies(self, protocol: str, agency: str) -> Iterator[Download]:
        """Yield an agency's copies of a protocol. Nobody works with one that is retired."""
        if self._county.protocols[protocol].retired is None:
            yield from self._linked(working_name(protocol, agency), fixed("Working copy"))
        yield from self._linked(copy_name(protocol, agency), fixed("Whole copy to file"))

    def _name(self, agency: str) -> str:
        return self._county.agencies[agency].name

    def _linked(self, name: str, words: str) -> Iterator[Download]:
        for key, uri in ((name + DOCX, word_uri(name)), (name, printed_uri(name))):
            if key in self._printed:
                found = self._printed[key]
                yield Download(self._words.tell(words), uri, found.pages, found.size)
