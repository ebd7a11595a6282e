"""What each printed document holds: the data that a Typst template sets, made from composed trees and the library.

No sentence of a protocol is written here. Words of the printed form itself (the cover's labels, the notice of a copy) are.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import segno

from generator import urls
from generator.composed.codes import code_of_core, code_of_pack, code_of_text, printed
from generator.composed.nodes import Block, Box, Text
from generator.composed.outline import ON_CARD
from generator.composed.tree import Section, Tree, parse
from generator.model.base import Replacement, Status
from generator.model.core import ClauseRole
from generator.model.protocol import Protocol
from generator.pages.base import PageView
from generator.pages.check import worded_on
from generator.pages.core import CorePage, PrintedCore, PrintedSelfCheck, core_page
from generator.pages.protocol import protocol_page
from generator.pages.record import record_page
from generator.printing.addresses import Addresses
from generator.printing.chapters import CORE_ID, Chapter, places_in, pointer_to_core, prefix_of, terms_of
from generator.printing.faults import PrintingFault
from generator.printing.form import form_of
from generator.printing.nodes import Data, Setting, first_table
from generator.printing.typeset import print_templates
from generator.rendering.renderer import Renderer
from generator.site.build import Site
from generator.words.catalogue import Catalogue, fixed, said_in
from generator.words.days import written_day

_CORE_MARKING = "OFFICIAL"

_OF_A_TEXT = fixed("The code stands for all the words that a signature covers.")
_OF_A_COPY = fixed("The code stands for the whole text. This copy leaves out other agencies’ own words.")
_OF_A_CARD = fixed("Code of the whole protocol.")
_OF_A_PACK = fixed("The code stands for all that is in this pack. Each text in it has its own too.")
_OF_THE_CORE = fixed("The code stands for the core, as it is in every protocol.")


class Composer:
    """Makes the data of every document of one site."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self.county, self._renderer, self._words = site.county, renderer, renderer.words
        self._said = words_of(renderer)
        self._pages = {page.page_uri: page for page in site.pages}
        self._copies: dict[tuple[str, str], Chapter] = {}
        self._codes: dict[str, str] = {}
        self._cores: dict[type[CorePage], Chapter] = {}

    def protocol_chapter(self, protocol: Protocol, agency: str = "") -> Chapter:
        """Return a composed protocol; with `agency`, that agency's copy. The last one is remembered, for the card."""
        key = (agency, protocol.id)
        if key not in self._copies:
            self._copies.clear()
            self._copies[key] = self._protocol_chapter(protocol, agency)
        return self._copies[key]

    def _protocol_chapter(self, protocol: Protocol, agency: str) -> Chapter:
        return Chapter(
            protocol.id,
            urls.protocol_uri(protocol.id),
            self._tree(protocol, agency),
            protocol.title,
            protocol.version,
            protocol.marking.value.upper(),
            tuple(self.county.agencies[party.agency].name for party in protocol.parties),
            self._words.say("Tier 3 protocol under %(theme)s", theme=self.county.themes[protocol.under].title),
            printed(self._code(protocol)),
        )

    def _code(self, protocol: Protocol) -> str:
        """Return the code of a protocol's whole text, which all its copies carry."""
        if protocol.id not in self._codes:
            self._codes[protocol.id] = code_of_text(self._tree(protocol, ""))
        return self._codes[protocol.id]

    def _tree(self, protocol: Protocol, agency: str) -> Tree:
        """Return the tree of the protocol's page as it was made with the site; of a copy, or without a page, a tree of its own."""
        page = None if agency else self._pages.get(urls.protocol_uri(protocol.id))
        return page.tree if page else self._parsed(protocol_page(self.county, protocol, agency or None))

    def _parsed(self, view: PageView) -> Tree:
        return parse(self._renderer.render(view), view.head.page_uri)

    def _core_chapter(self, kind: type[CorePage] = PrintedCore, title: str = "") -> Chapter:
        """Return the core by itself, or another page made from its clauses; made once, though every pack holds it."""
        if kind not in self._cores:
            view, core = core_page(self.county, kind), self.county.core
            self._cores[kind] = Chapter(
                CORE_ID,
                view.head.page_uri,
                self._parsed(view),
                title or core.title,
                core.version,
                _CORE_MARKING,
                code=printed(self._core_code()),
            )
        return self._cores[kind]

    def _core_code(self) -> str:
        """Return the code of the core, from the booklet that holds it in full."""
        if CORE_ID not in self._codes:
            self._codes[CORE_ID] = code_of_core(self._parsed(core_page(self.county, PrintedCore)))
        return self._codes[CORE_ID]

    def protocol(self, protocol: Protocol, agency: str = "") -> Data:
        """Return a protocol in full, or one agency's copy of it."""
        chapter = self.protocol_chapter(protocol, agency)
        name, say = self.county.agencies[agency].name if agency else "", self._words.say
        cover = {
            "kicker": say(
                "Tier 3 information sharing protocol  ·  %(theme)s",
                theme=self.county.themes[protocol.under].short_title,
            ),
            "copy": say("Copy for %(agency)s", agency=name) if name else "",
            "facts": [*chapter.facts, *self._dates(worded_on(protocol))],
            "parties-label": say("Parties"),
            "parties": chapter.signatures,
            "urgent": "" if protocol.retired else ON_CARD.anchor,
        }
        title = (
            say("%(protocol)s: copy for %(agency)s", protocol=protocol.title, agency=name) if name else protocol.title
        )
        common = self._common(
            title,
            protocol.review.next,
            worded_on(protocol),
            self._check(self._code(protocol), _OF_A_COPY if name else _OF_A_TEXT),
            draft=protocol.status is Status.DRAFT,
            retired=protocol.retired,
        )
        return self._booklet(common, (chapter,), cover)

    def core_booklet(self) -> Data:
        """Return the core as a booklet."""
        return self._core_document(self._core_chapter(), self._words.say("For every Tier 3 protocol"))

    def self_check(self) -> Data:
        """Return the questions of every clause, with the answers apart."""
        chapter = self._core_chapter(PrintedSelfCheck, self._words.say("Check yourself: the core in questions"))
        return self._core_document(chapter, self._words.say("Training"))

    def _core_document(self, chapter: Chapter, kicker: str) -> Data:
        until = self.county.core.review.next
        changed = worded_on(self.county.core)
        cover = {"kicker": kicker, "facts": [*chapter.facts, *self._dates(changed)]}
        check = self._check(self._core_code(), _OF_THE_CORE)
        common = self._common(chapter.title, until, changed, check, draft=self.county.site.illustrative)
        return self._booklet(common, (chapter,), cover)

    def pack(self, agency: str, protocols: Sequence[Protocol]) -> Data:
        """Return all of an agency's copies, the core once in front of them, with page numbers that run through.

        The core is the same words in every copy, so on paper each Part B says on which page of the pack it stands.
        """
        core = self._core_chapter()
        copies = tuple(self.protocol_chapter(protocol, agency) for protocol in protocols)
        name, say = self.county.agencies[agency].name, self._words.say
        until = min(protocol.review.next for protocol in protocols)
        changed = max(worded_on(self.county.core), *map(worded_on, protocols))
        cover = {
            "label": "cover",
            "kicker": say("Pack of information sharing protocols"),
            "title": name,
            "copy": self._words.say_many(
                "%(num)s protocol, with the core", "%(num)s protocols, with the core", len(protocols)
            ),
            "lead": (),
            "notes": (),
            "facts": [
                _fact(say("Core version"), core.version),
                _fact(say("First review"), self._day(until)),
                *self._dates(changed),
            ],
            "parties-label": say("In this pack"),
            "parties": tuple(chapter.title for chapter in copies),
            "address": urls.web_path(urls.agency_uri(agency)),
        }
        draft = any(protocol.status is Status.DRAFT for protocol in protocols)
        code = code_of_pack((self._core_code(), *map(self._code, protocols)))
        title = say("%(agency)s: pack of protocols", agency=name)
        common = self._common(title, until, changed, self._check(code, _OF_A_PACK), draft=draft)
        return self._booklet(common, (core, *copies), cover)

    def card(self, protocol: Protocol) -> Data:
        """Return the fast track of a protocol for one page: what decides and whom to ring above the fold, the steps below.

        The card of a retired protocol says nothing but that it is retired, and what took its place.
        """
        chapter = self.protocol_chapter(protocol)
        above, below = (chapter.notes, ()) if protocol.retired else self._fast_track(chapter)
        draft = protocol.status is Status.DRAFT
        settle = self._alone(chapter).settle
        return {
            **self._common(
                self._words.say("%(protocol)s: fast-track card", protocol=protocol.title),
                protocol.review.next,
                worded_on(protocol),
                self._check(self._code(protocol), _OF_A_CARD),
                draft=draft,
                retired=protocol.retired,
            ),
            "heading": protocol.title,
            "version": protocol.version,
            "marking": chapter.marking,
            "above": settle(above),
            "below": settle(below),
        }

    def _fast_track(self, chapter: Chapter) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        """Return what a card says above its fold, and below."""
        section = self._section(chapter, f"card-{chapter.id}", "top", ON_CARD.id)
        blocks = next(block.inside for block in section.blocks if isinstance(block, Box))
        fold = first_table(blocks)
        return blocks[:fold], blocks[fold:]

    def decision_record(self) -> Data:
        """Return the form on which a decision is recorded: its fields and questions are those of the page that is filled in."""
        page = self._pages.get(urls.RECORD)
        tree = page.tree if page else self._parsed(record_page(self.county))
        core = self.county.core
        return {
            **self._common(
                self._words.say("Decision record"),
                core.review.next,
                worded_on(core),
                self._check(self._core_code(), _OF_THE_CORE),
                draft=self.county.site.illustrative,
            ),
            **self._place(urls.RECORD, ""),
            "clause": f"B{self.county.clause_for(ClauseRole.RECORDING).number}",
            "version": core.version,
            "marking": _CORE_MARKING,
            **Setting(Addresses(self.county.site.address, urls.RECORD, {})).settle(form_of(tree)),
        }

    def _section(self, chapter: Chapter, name: str, part: str, identifier: str) -> Section:
        """Return a section that a document is made from. Raises `PrintingFault` where the page has none."""
        section = chapter.tree.section(part, identifier)
        if section is None:
            raise PrintingFault(name, identifier, f"{chapter.page_uri} has no such section")
        return section

    def _alone(self, chapter: Chapter) -> Setting:
        """Return what sets a page whose links all lead to the web."""
        return Setting(Addresses(self.county.site.address, chapter.page_uri, {}))

    def _booklet(self, common: Data, chapters: tuple[Chapter, ...], cover: Mapping[str, Any]) -> Data:
        several = len(chapters) > 1
        first = chapters[0]
        places = places_in(chapters)
        settings = [
            Setting(Addresses(self.county.site.address, chapter.page_uri, places, prefix_of(chapter, chapters)))
            for chapter in chapters
        ]
        path = cover.get("address", urls.web_path(first.page_uri))
        described = {
            "label": first.label,
            "several": several,
            "title": first.title,
            "copy": "",
            "lead": first.box("lead"),
            "notes": first.notes,
            "urgent": "",
            "parties": (),
            "parties-label": "",
            **cover,
            **self._place_at(self.county.site.address + path),
        }
        return {
            **common,
            "marking": max((chapter.marking for chapter in chapters), key=len),
            "cover": settings[0].settle(described),
            "contents-from": 1 if several else 2,
            "contents-levels": (1, 2) if several else (2, 3),
            "chapters": [
                _chapter_data(chapter, setting, opens=several, words=self._words)
                for chapter, setting in zip(chapters, settings, strict=True)
            ],
            "terms": terms_of(chapters),
        }

    def _common(
        self,
        title: str,
        until: date,
        changed: date,
        check: Data,
        *,
        draft: bool,
        retired: Replacement | None = None,
    ) -> Data:
        """Return what every document has, whatever its template.

        `changed` is the day of its wording. The day of the build stands nowhere on paper: it would make every copy new every day.
        """
        say = self._words.say
        return {
            "title": title,
            "author": self.county.site.board,
            "description": self.county.site.notice,
            "keywords": (self._words.say("information sharing"), self.county.site.county),
            "date": (changed.year, changed.month, changed.day),
            "site": self.county.site.name,
            "words": self._said,
            "language": self.county.site.language.value,
            "stamp": say("RETIRED") if retired else say("DRAFT") if draft else "",
            "status": say("Retired") if retired else say("Draft") if draft else say("Agreed"),
            "notice": self.county.site.notice,
            "valid-until": self._day(until),
            "validity": say("Retired on %(day)s: not to be used.", day=self._day(retired.on))
            if retired
            else say("Valid until %(day)s.", day=self._day(until)),
            "check": check,
        }

    def _check(self, code: str, stands_for: str) -> Data:
        """Return the code that a copy carries, where it is answered, and what it stands for."""
        place = self._place_at(self.county.site.address + urls.check_address(code))
        page = self.county.site.address + urls.web_path(urls.CHECK)
        words = {"page": page, "page-words": page.partition("://")[2], "stands-for": self._words.tell(stands_for)}
        return {**place, **words, "code": printed(code)}

    def _place(self, page_uri: str, anchor: str) -> Data:
        address = self.county.site.address + urls.web_path(page_uri)
        return self._place_at(f"{address}#{anchor}" if anchor else address)

    def _place_at(self, address: str) -> Data:
        return {"address": address, "address-words": address.partition("://")[2], "qr": qr_code(address)}

    def _day(self, day: date) -> str:
        return written_day(day, self._words)

    def _dates(self, changed: date) -> list[Data]:
        say = self._words.say
        return [_fact(say("Wording of"), self._day(changed)), _fact(say("Edition"), self.county.site.edition)]


def _chapter_data(chapter: Chapter, setting: Setting, *, opens: bool, words: Catalogue) -> Data:
    """Return what a template sets of one chapter; where it is one of several, it has an opening of its own."""
    return {
        "label": chapter.label,
        "title": chapter.title,
        "version": chapter.version,
        "code": chapter.code,
        "marking": chapter.marking,
        "kicker": chapter.kicker,
        "opens": opens,
        "lead": setting.settle(chapter.box("lead")),
        "facts": setting.settle(chapter.facts),
        "notes": setting.settle(chapter.notes),
        "signatures": chapter.signatures,
        "parts": chapter.parts(setting, pointer_to_core(words) if opens and chapter.id != CORE_ID else None),
    }


def _fact(label: str, said: str) -> Data:
    return {"label": label, "words": (Text(said),)}


def words_of(renderer: Renderer) -> dict[str, str]:
    """Return what the print templates say, in the county's language: nothing where that is English."""
    code = (path.read_text(encoding="utf-8") for path in print_templates(renderer.templates / "print"))
    return renderer.words.translated(text for written in code for text in said_in(written))


@lru_cache(maxsize=1024)
def qr_code(address: str) -> str:
    """Return a QR code as SVG, dark on nothing, without a margin."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=0, xmldecl=False, svgns=True)
    return written.getvalue().decode()
