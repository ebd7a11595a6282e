"""What each printed document holds: the data that a Typst template sets, made from composed trees and the library.

No sentence of a protocol is written here. Words of the printed form itself (the cover's labels, the notice of a copy) are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from generator import urls
from generator.composed.codes import code_of_pack
from generator.composed.nodes import Block
from generator.composed.outline import ON_CARD
from generator.composed.tree import Tree
from generator.model.base import Marking, Status, highest_of
from generator.model.core import ClauseRole
from generator.model.easy_read import EasyRead
from generator.model.letters import Letter
from generator.model.protocol import Protocol
from generator.pages.check import core_worded_on, worded_on
from generator.printing.addresses import Addresses, Places
from generator.printing.chapters import Chapter, places_in, prefix_of, terms_of
from generator.printing.form import form_of
from generator.printing.imprint import Imprint, fact
from generator.printing.nodes import Data, Setting
from generator.printing.sheets import easy_sheet, notes_of, sheets_of
from generator.printing.texts import UNMARKED, Texts
from generator.rendering.renderer import Renderer
from generator.site.build import Site
from generator.words.catalogue import fixed

_OF_A_TEXT = fixed("The code stands for all the words that a signature covers.")
_OF_A_COPY = fixed("The code stands for the whole text. This copy leaves out other agencies’ own words.")
_OF_A_WORKING_COPY = fixed(
    "The code stands for the whole text. This copy holds only what one agency needs of it at work."
)
_OF_A_CARD = fixed("Code of the whole protocol.")
_OF_A_PACK = fixed("The code stands for the whole texts of all that is in this pack. Each text in it has its own too.")
_OF_THE_CORE = fixed("The code stands for the core, as it is in every protocol.")


class Composer:
    """Makes the data of every document of one site."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self.county, self.texts = site.county, Texts(site, renderer)
        self._words, self._imprint = renderer.words, Imprint(site.county, renderer)

    def protocol(self, protocol: Protocol, agency: str = "") -> Data:
        """Return a protocol in full, to sign and to file, or one agency's copy of it, to file."""
        chapter = self.texts.protocol(protocol, agency)
        name, say = self.county.agencies[agency].name if agency else "", self._words.say
        cover = {
            "kicker": say(
                "Tier 3 information sharing protocol  ·  %(theme)s",
                theme=self.county.themes[protocol.under].short_title,
            ),
            "copy": say("Copy for %(agency)s", agency=name) if name else "",
            "facts": [*chapter.facts, *self._imprint.dates(worded_on(self.county, protocol))],
            "parties-label": say("Parties"),
            "parties": chapter.signatures,
            "urgent": "" if protocol.retired else ON_CARD.anchor,
        }
        title = (
            say("%(protocol)s: copy for %(agency)s", protocol=protocol.title, agency=name) if name else protocol.title
        )
        stands_for = _OF_A_COPY if name else _OF_A_TEXT
        common = self._imprint.of_protocol(title, protocol, self.texts.code(protocol), stands_for)
        return self.booklet(common, chapter, cover, signed=not agency)

    def core_booklet(self) -> Data:
        """Return the core as a booklet."""
        return self._core_document(self.texts.core(), self._words.say("For every Tier 3 protocol"))

    def self_check(self) -> Data:
        """Return the questions of every clause, with the answers apart."""
        return self._core_document(self.texts.self_check(), self._words.say("Training"))

    def _core_document(self, chapter: Chapter, kicker: str) -> Data:
        changed = core_worded_on(self.county.core)
        cover = {"kicker": kicker, "facts": [*chapter.facts, *self._imprint.dates(changed)]}
        return self.booklet(self._of_core(chapter.title), chapter, cover, signed=False)

    def _of_core(self, title: str) -> Data:
        """Return what every document has that is about the core."""
        core = self.county.core
        check = self._imprint.check(self.texts.core_code(), _OF_THE_CORE)
        return self._imprint.common(
            title, core.review.next, core_worded_on(core), check, draft=self.county.site.illustrative
        )

    def working(self, protocol: Protocol, agency: str) -> Data:
        """Return what one agency needs of a protocol at work, on few pages.

        That of a retired protocol says nothing but that it is retired, and what took its place.
        """
        chapter, say = self.texts.working(protocol, agency), self._words.say
        name = self.county.agencies[agency].name
        title = say("%(protocol)s: working copy for %(agency)s", protocol=protocol.title, agency=name)
        core = self._imprint.check(self.texts.core_code(), _OF_THE_CORE)
        return {
            **self._imprint.of_protocol(title, protocol, self.texts.code(protocol), _OF_A_WORKING_COPY),
            "marking": _marked(chapter.marking),
            "agency": name,
            "whole": self._imprint.place(chapter.page_uri),
            "core": {**self._imprint.place(urls.CORE), "check": core},
            "chapter": _chapter_data(chapter, self._setting(chapter, places_in((chapter,)))),
        }

    def pack(self, agency: str, protocols: Sequence[Protocol]) -> Data:
        """Return what an agency needs of all its protocols at work, with page numbers that run through.

        The core stands once in front, and once after it what the agency says in every protocol. What each protocol adds follows.
        """
        core, own = self.texts.core(), self.texts.own_words(agency)
        copies = tuple(self.texts.working(protocol, agency, in_pack=True) for protocol in protocols)
        chapters = (core, own, *copies)
        places = places_in(chapters)
        core_data, own_data, *copies_data = (
            _chapter_data(chapter, self._setting(chapter, places, chapters)) for chapter in chapters
        )
        first = min(protocols, key=lambda protocol: protocol.review.next).review.next
        changed = max(worded_on(self.county, protocol) for protocol in protocols)
        code = code_of_pack((self.texts.core_code(), *map(self.texts.code, protocols)))
        name = self.county.agencies[agency].name
        facts = [
            fact(self._words.say("Core version"), core.version),
            fact(self._words.say("First review"), self._imprint.day(first)),
            *self._imprint.dates(changed),
        ]
        common = self._imprint.common(
            self._words.say("%(agency)s: pack of protocols", agency=name),
            first,
            changed,
            self._imprint.check(code, _OF_A_PACK),
            draft=any(protocol.status is Status.DRAFT for protocol in protocols),
        )
        return {
            **common,
            "marking": _marked(*(chapter.marking for chapter in chapters)),
            "agency": name,
            "cover": self._setting(own, {}).settle(self._cover_of_pack(agency, len(copies), facts)),
            "core": core_data,
            "own": own_data,
            "copies": copies_data,
            "terms": terms_of(chapters),
        }

    def _cover_of_pack(self, agency: str, copies: int, facts: Sequence[Data]) -> Data:
        say = self._words.say
        return {
            **_EMPTY_COVER,
            "label": "cover",
            "kicker": say("Pack of information sharing protocols"),
            "title": self.county.agencies[agency].name,
            "copy": self._words.say_many(
                "The core, and a working copy of %(num)s protocol",
                "The core, and a working copy of each of %(num)s protocols",
                copies,
            ),
            "facts": facts,
            **self._imprint.place(urls.agency_uri(agency)),
        }

    def card(self, protocol: Protocol) -> Data:
        """Return the fast track of a protocol for one page: whom to ring above the fold, the steps below.

        The card of a retired protocol says nothing but that it is retired, and what took its place.
        """
        chapter = self.texts.card(protocol)
        title = self._words.say("%(protocol)s: fast-track card", protocol=protocol.title)
        settle = self._setting(chapter, {}).settle
        return {
            **self._imprint.of_protocol(title, protocol, self.texts.code(protocol), _OF_A_CARD),
            "heading": protocol.title,
            "version": protocol.version,
            "marking": _marked(chapter.marking),
            "above": settle(chapter.notes or chapter.box("above")),
            "below": settle(chapter.box("below")),
        }

    def decision_record(self) -> Data:
        """Return the form on which a decision is recorded: its fields and questions are those of the page that is filled in."""
        core = self.county.core
        setting = Setting(Addresses(self.county.site.address, urls.RECORD, {}))
        return {
            **self._of_core(self._words.say("Decision record")),
            **self._imprint.place(urls.RECORD),
            "clause": f"B{self.county.clause_for(ClauseRole.RECORDING).number}",
            "version": core.version,
            "marking": _marked(UNMARKED),
            **setting.settle(form_of(self.texts.record())),
        }

    def letters(self, protocol: Protocol) -> Data:
        """Return the letters and forms of a protocol; those of a retired one say nothing but that it is retired."""
        tree, say = self.texts.letters(protocol), self._words.say
        title = say("Letters and forms: %(protocol)s", protocol=protocol.title)
        common = self._imprint.of_protocol(title, protocol, self.texts.code(protocol), _OF_A_COPY)
        sheets = sheets_of(tree)
        opening = () if protocol.retired else self._before_use()
        return self._sheets(
            common, urls.protocol_letters_uri(protocol.id), self.county.marking_of(protocol), sheets, tree, opening
        )

    def letter(self, letter: Letter) -> Data:
        """Return one letter, for any protocol."""
        tree = self.texts.letter(letter)
        sheets = [{**sheet, "title": letter.title} for sheet in sheets_of(tree)]
        common = self._of_core(letter.title)
        return self._sheets(common, urls.letter_uri(letter.id), UNMARKED, sheets, None, self._before_use())

    def easy_read(self, easy: EasyRead) -> Data:
        """Return what the county tells the public."""
        sheets = [easy_sheet(self.texts.easy_read(easy), easy.title)]
        return {**self._sheets(self._of_core(easy.title), urls.EASY_READ, UNMARKED, sheets, None, ()), "large": True}

    def _before_use(self) -> tuple[str, ...]:
        say = self._words.say
        return (
            say("Before you use it"),
            say("Read this before you use what follows, and never send it."),
            say("Fill in what is between brackets, and take out what does not apply."),
        )

    def _sheets(
        self,
        common: Data,
        page_uri: str,
        marking: Marking,
        sheets: list[Data],
        tree: Tree | None,
        opening: Sequence[str],
    ) -> Data:
        """Return a document of sheets. Where it has none, it says why."""
        setting = Setting(Addresses(self.county.site.address, page_uri, {}))
        return {
            **common,
            "heading": common["title"],
            "marking": _marked(marking),
            "opening": list(opening),
            "notes": setting.settle(notes_of(tree) if tree and not sheets else ()),
            "sheets": setting.settle(sheets),
            "large": False,
        }

    def _setting(self, chapter: Chapter, places: Places, chapters: Sequence[Chapter] = ()) -> Setting:
        """Return what sets a chapter of a document that holds `places`; where it is one of several, with labels of its own."""
        prefix = prefix_of(chapter, chapters) if chapters else ""
        return Setting(Addresses(self.county.site.address, chapter.page_uri, places, prefix))

    def booklet(self, common: Data, chapter: Chapter, cover: Mapping[str, Any], *, signed: bool) -> Data:
        """Return a document of one text, with a cover, a list of contents and, if it is to be signed, room to sign."""
        setting = self._setting(chapter, places_in((chapter,)))
        described = {
            **_EMPTY_COVER,
            "label": chapter.label,
            "title": chapter.title,
            "lead": chapter.box("lead"),
            "notes": chapter.notes,
            **cover,
            **self._imprint.place(chapter.page_uri),
        }
        return {
            **common,
            "marking": _marked(chapter.marking),
            "cover": setting.settle(described),
            "chapter": _chapter_data(chapter, setting),
            "signatures": chapter.signatures if signed else (),
            "terms": terms_of((chapter,)),
        }


_EMPTY_COVER: Data = {
    "copy": "",
    "lead": (),
    "notes": (),
    "facts": (),
    "urgent": "",
    "parties": (),
    "parties-label": "",
}


def _chapter_data(chapter: Chapter, setting: Setting) -> Data:
    """Return what a template sets of one chapter."""
    lead: tuple[Block, ...] = chapter.box("lead")
    return {
        "label": chapter.label,
        "title": chapter.title,
        "version": chapter.version,
        "code": chapter.code,
        "marking": _marked(chapter.marking),
        "kicker": chapter.kicker,
        "lead": setting.settle(lead),
        "facts": setting.settle(chapter.facts),
        "notes": setting.settle(chapter.notes),
        "parts": chapter.parts(setting),
    }


def _marked(*markings: Marking) -> str:
    """Return the highest of some markings as it stands on paper."""
    return highest_of(markings).value.upper()
