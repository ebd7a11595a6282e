"""Letters and forms: their list, each by itself with everything left blank, and all of them as a protocol fills them in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from generator import urls
from generator.county.county import County
from generator.model.agency import Agency, PostKind
from generator.model.core import Clause
from generator.model.letters import Letter, Need
from generator.model.protocol import Protocol
from generator.pages.base import Head, PageView, Planned, Reach, fixed_head, reach_of
from generator.pages.protocol import ProtocolPage, protocol_page
from generator.words.blanks import Filling, Fillings
from generator.words.catalogue import fixed


@dataclass(frozen=True)
class Ready:
    """A letter with the clause that it serves, and what stands in its blanks."""

    letter: Letter
    clause: str
    """The clause's full name, for a reference."""
    fillings: Fillings
    regulator: str
    """The data protection regulator's present name."""
    rows: Mapping[str, str]
    """What each row of a form is called, by the id of its blank."""


@dataclass(frozen=True, kw_only=True)
class LettersPage(PageView):
    """The list of letters and forms."""

    template: ClassVar[str] = "letters.md.j2"
    head: Head = fixed_head(
        "letters",
        "Letters, notices and forms that staff fill in that day: asking, refusing, telling the person, answering them.",
        "protocols/letters",
        ("template letter", "form", "letter", "Word", "docx", "template", "wording"),
    )
    letters: tuple[Ready, ...]
    protocols: tuple[Protocol, ...]


@dataclass(frozen=True, kw_only=True)
class LetterPage(PageView):
    """One letter or form, for any protocol."""

    template: ClassVar[str] = "letter.md.j2"
    ready: Ready
    protocols: tuple[Protocol, ...]
    """Those under which it can be used."""


@dataclass(frozen=True, kw_only=True)
class ProtocolLettersPage(PageView):
    """The letters and forms of one protocol, filled in from it."""

    template: ClassVar[str] = "protocol_letters.md.j2"
    protocol: Protocol
    letters: tuple[Ready, ...]
    unneeded: tuple[Letter, ...]
    """Those that mean nothing under this protocol."""
    whole: ProtocolPage
    """What the protocol says, as its own page shows it."""
    officer: Reach
    """Whom the people concerned turn to: the data protection officer of the protocol's owner."""
    full_names: Mapping[str, str]
    """The names of the provisions that it relies on, with the titles of their Acts in full."""


def letter_pages(county: County) -> Iterator[Planned[PageView]]:
    """Yield the pages of letters and forms; none where the county has no letters."""
    if not county.letters:
        return
    blank = tuple(_ready(county, letter, None) for letter in county.letters)
    yield Planned.of(_letters_page(county, blank))
    for ready in blank:
        yield Planned.of(_letter_page(county, ready))
    for protocol in county.protocols.values():
        yield Planned(protocol_letters_head(county, protocol), partial(protocol_letters_page, county, protocol))


def _letters_page(county: County, letters: tuple[Ready, ...]) -> LettersPage:
    return LettersPage(letters=letters, protocols=county.current_protocols)


def letter_page(county: County, letter: Letter) -> LetterPage:
    """Return the page of one letter."""
    return _letter_page(county, _ready(county, letter, None))


def _letter_page(county: County, ready: Ready) -> LetterPage:
    letter = ready.letter
    head = Head(urls.letter_uri(letter.id), letter.title, letter.summary, county.path_of(letter), letter.also_called)
    protocols = tuple(protocol for protocol in county.current_protocols if is_needed(letter, protocol))
    return LetterPage(head=head, ready=ready, protocols=protocols)


def protocol_letters_head(county: County, protocol: Protocol) -> Head:
    """Return the head of the page of a protocol's letters. Search finds the protocol, which leads to them."""
    return Head(
        urls.protocol_letters_uri(protocol.id),
        fixed("Letters and forms: %(protocol)s", protocol=protocol.title),
        fixed("Letters, notices and forms under one protocol, with its names, law and numbers filled in."),
        county.path_of(protocol),
    )


def protocol_letters_page(county: County, protocol: Protocol) -> ProtocolLettersPage:
    """Return the letters of a protocol."""
    letters = county.letters
    return ProtocolLettersPage(
        head=protocol_letters_head(county, protocol),
        protocol=protocol,
        letters=tuple(_ready(county, letter, protocol) for letter in letters if is_needed(letter, protocol)),
        unneeded=tuple(letter for letter in letters if not is_needed(letter, protocol)),
        whole=protocol_page(county, protocol),
        officer=_officer(county, county.agencies[protocol.owner]),
        full_names=dict(_full_names(county, protocol)),
    )


def is_needed(letter: Letter, protocol: Protocol) -> bool:
    """Return whether a letter means anything under a protocol."""
    return letter.needs is not Need.JOINT_CONTROLLERS or len(protocol.joint_controllers["uk-gdpr"]) > 1


def letters_for(county: County, clause: Clause) -> tuple[Letter, ...]:
    """Return the letters that serve a core clause."""
    return tuple(letter for letter in county.letters if letter.clause == clause.id)


def _ready(county: County, letter: Letter, protocol: Protocol | None) -> Ready:
    title = Filling(fixed("“%(protocol)s”", protocol=protocol.title)) if protocol else _NO_PROTOCOL
    rows = {blank.id: blank.says for blank in letter.blanks}
    open_blanks = {name: Filling(says, is_open=True) for name, says in rows.items()}
    return Ready(
        letter,
        f"core/{letter.clause}",
        {**facts_of(county), "protocol": title, **open_blanks},
        county.site.regulator,
        rows,
    )


_NO_PROTOCOL = Filling(fixed("name of the protocol"), is_open=True)


def facts_of(county: County) -> Fillings:
    """Return what is filled in by itself wherever it stands."""
    address = county.site.address.partition("://")[2].rstrip("/")
    return {
        "county": Filling(county.site.county),
        "regulator": Filling(county.site.regulator),
        "site": Filling(address),
    }


def _full_names(county: County, protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Yield every provision that a protocol relies on, with its name as it is written to people who know no short one."""
    bases = (name for basis in protocol.data_protection for name in basis.provisions)
    for name in (*(gateway.provision for gateway in protocol.gateways), *bases):
        yield name, county.cited(name)


def _officer(county: County, agency: Agency) -> Reach:
    """Return an agency's data protection officer, or else the first post that it has."""
    return reach_of(county, agency.id, agency.post_for(PostKind.DATA_PROTECTION_OFFICER))
