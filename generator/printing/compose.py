"""What each printed document holds: the data that a Typst template sets, made from composed Markdown and the library.

No sentence of a protocol is written here. Words of the printed form itself (the cover's labels, the notice of a copy) are.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import segno

from generator import urls
from generator.composed.outline import SECTIONS
from generator.composed.tree import Node
from generator.model.base import Status
from generator.model.core import ClauseRole
from generator.model.protocol import Protocol
from generator.pages.core import CorePage, PrintedCore, PrintedSelfCheck, core_page
from generator.pages.protocol import protocol_page
from generator.printing.addresses import Addresses
from generator.printing.chapters import CORE_ID, Chapter, Data, places_in, prefix_of, read_trees, terms_of
from generator.printing.faults import PrintingFault
from generator.rendering.renderer import Renderer
from generator.site.build import Site

_CORE_MARKING = "OFFICIAL"


class Composer:
    """Makes the data of every document of one site."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self.county, self._renderer = site.county, renderer
        self._pages = {page.page_uri: page.markdown for page in site.pages}
        self._copies: dict[tuple[str, str], Chapter] = {}

    def protocol_chapter(self, protocol: Protocol, agency: str = "") -> Chapter:
        """Return a composed protocol; with `agency`, that agency's copy. The last one is remembered, for the card."""
        key = (agency, protocol.id)
        if key not in self._copies:
            self._copies.clear()
            self._copies[key] = self._protocol_chapter(protocol, agency)
        return self._copies[key]

    def _protocol_chapter(self, protocol: Protocol, agency: str) -> Chapter:
        uri = urls.protocol_uri(protocol.id)
        if agency or uri not in self._pages:
            markdown = self._renderer.render(protocol_page(self.county, protocol, agency or None))
        else:
            markdown = self._pages[uri]
        return Chapter(
            protocol.id,
            uri,
            read_trees(markdown, uri),
            protocol.title,
            protocol.version,
            protocol.marking.value.upper(),
            tuple(self.county.agencies[party.agency].name for party in protocol.parties),
            f"Tier 3 protocol under {self.county.themes[protocol.under].title}",
        )

    def _core_chapter(self, kind: type[CorePage] = PrintedCore, title: str = "") -> Chapter:
        """Return the core by itself, or another page made from its clauses."""
        view, core = core_page(self.county, kind), self.county.core
        uri = view.head.page_uri
        trees = read_trees(self._renderer.render(view), uri)
        return Chapter(CORE_ID, uri, trees, title or core.title, core.version, _CORE_MARKING)

    def protocol(self, protocol: Protocol, agency: str = "") -> Data:
        """Return a protocol in full, or one agency's copy of it."""
        chapter = self.protocol_chapter(protocol, agency)
        name = self.county.agencies[agency].name if agency else ""
        cover = {
            "kicker": f"Tier 3 information sharing protocol  ·  {self.county.themes[protocol.under].short_title}",
            "copy": f"Copy for {name}" if name else "",
            "facts": [*chapter.facts, *self._dates()],
            "parties-label": "Parties",
            "parties": chapter.signatures,
            "urgent": SECTIONS["fast-track"].anchor,
        }
        title = f"{protocol.title}: copy for {name}" if name else protocol.title
        common = self._common(title, protocol.review.next, draft=protocol.status is Status.DRAFT)
        return self._booklet(common, (chapter,), cover)

    def core_booklet(self) -> Data:
        """Return the core as a booklet."""
        return self._core_document(self._core_chapter(), "For every Tier 3 protocol")

    def self_check(self) -> Data:
        """Return the questions of every clause, with the answers apart."""
        chapter = self._core_chapter(PrintedSelfCheck, "Check yourself: the core in questions")
        return self._core_document(chapter, "Training")

    def _core_document(self, chapter: Chapter, kicker: str) -> Data:
        until = self.county.core.review.next
        cover = {"kicker": kicker, "facts": [*chapter.facts, *self._dates()]}
        return self._booklet(self._common(chapter.title, until, draft=self.county.site.illustrative), (chapter,), cover)

    def pack(self, agency: str, protocols: Sequence[Protocol]) -> Data:
        """Return all of an agency's copies, the core once in front of them, with page numbers that run through.

        The core is the same words in every copy, so on paper each Part B says on which page of the pack it stands.
        """
        core = self._core_chapter()
        copies = tuple(self.protocol_chapter(protocol, agency) for protocol in protocols)
        name = self.county.agencies[agency].name
        until = min(protocol.review.next for protocol in protocols)
        cover = {
            "label": "cover",
            "kicker": "Pack of information sharing protocols",
            "title": name,
            "copy": f"{len(protocols)} protocol{'' if len(protocols) == 1 else 's'}, with the core",
            "lead": (),
            "notes": (),
            "facts": [_fact("Core version", core.version), _fact("First review", _day(until)), *self._dates()],
            "parties-label": "In this pack",
            "parties": tuple(chapter.title for chapter in copies),
            "address": urls.web_path(urls.agency_uri(agency)),
        }
        draft = any(protocol.status is Status.DRAFT for protocol in protocols)
        return self._booklet(self._common(f"{name}: pack of protocols", until, draft=draft), (core, *copies), cover)

    def card(self, protocol: Protocol) -> Data:
        """Return the fast track of a protocol for one page: what decides and whom to ring above the fold, the steps below."""
        chapter = self.protocol_chapter(protocol)
        boxes = (block for block in chapter.section(SECTIONS["fast-track"].anchor) if block["t"] == "box")
        blocks = next(boxes)["c"]
        fold = next(at for at, block in enumerate(blocks, start=1) if block["t"] == "table")
        draft = protocol.status is Status.DRAFT
        settle = self._alone(chapter).settle
        return {
            **self._common(f"{protocol.title}: fast-track card", protocol.review.next, draft=draft),
            **self._place(chapter.page_uri, SECTIONS["fast-track"].anchor),
            "heading": protocol.title,
            "version": protocol.version,
            "marking": chapter.marking,
            "above": settle(blocks[:fold]),
            "below": settle(blocks[fold:]),
        }

    def decision_record(self) -> Data:
        """Return the form on which a decision is recorded: its fields and questions are the lists in the core's own clauses."""
        chapter = self._core_chapter()
        clause = self.county.clause_for(ClauseRole.RECORDING)
        anchor = urls.clause_anchor(clause.number, clause.id)
        settle = self._alone(chapter).settle
        return {
            **self._common("Decision record", self.county.core.review.next, draft=self.county.site.illustrative),
            **self._place(chapter.page_uri, ""),
            "clause": f"B{clause.number}",
            "version": chapter.version,
            "marking": _CORE_MARKING,
            "fields": settle(_first_list(chapter, anchor)),
            "questions": settle(self._questions(chapter)),
        }

    def _questions(self, chapter: Chapter) -> list[list[Node]]:
        clause = self.county.clause_for(ClauseRole.DECIDING)
        return _first_list(chapter, urls.clause_anchor(clause.number, clause.id))

    def _alone(self, chapter: Chapter) -> Addresses:
        """Return the addresses of a page whose links all lead to the web."""
        return Addresses(self.county.site.address, chapter.page_uri, {})

    def _booklet(self, common: Data, chapters: tuple[Chapter, ...], cover: Mapping[str, Any]) -> Data:
        several = len(chapters) > 1
        first = chapters[0]
        places = places_in(chapters)
        addresses = [
            Addresses(self.county.site.address, chapter.page_uri, places, prefix_of(chapter, chapters))
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
            "cover": addresses[0].settle(described),
            "contents-from": 1 if several else 2,
            "contents-levels": (1, 2) if several else (2, 3),
            "chapters": [
                found.settle(_chapter_data(chapter, opens=several))
                for chapter, found in zip(chapters, addresses, strict=True)
            ],
            "terms": terms_of(chapters),
        }

    def _common(self, title: str, until: date, *, draft: bool) -> Data:
        """Return what every document has, whatever its template."""
        as_of = self.county.as_of
        return {
            "title": title,
            "author": self.county.site.board,
            "description": self.county.site.notice,
            "keywords": ("information sharing", self.county.site.county),
            "date": (as_of.year, as_of.month, as_of.day),
            "site": self.county.site.name,
            "draft": draft,
            "status": "Draft" if draft else "Agreed",
            "notice": self.county.site.notice,
            "valid-until": _day(until),
        }

    def _place(self, page_uri: str, anchor: str) -> Data:
        address = self.county.site.address + urls.web_path(page_uri)
        return self._place_at(f"{address}#{anchor}" if anchor else address)

    def _place_at(self, address: str) -> Data:
        return {"address": address, "address-words": address.partition("://")[2], "qr": qr_code(address)}

    def _dates(self) -> list[Data]:
        return [_fact("Text and law as of", _day(self.county.as_of)), _fact("Edition", self.county.site.edition)]


def _chapter_data(chapter: Chapter, *, opens: bool) -> Data:
    """Return what a template sets of one chapter; where it is one of several, it has an opening of its own."""
    return {
        "label": chapter.label,
        "title": chapter.title,
        "version": chapter.version,
        "marking": chapter.marking,
        "kicker": chapter.kicker,
        "opens": opens,
        "lead": chapter.box("lead"),
        "facts": chapter.facts,
        "notes": chapter.notes,
        "signatures": chapter.signatures,
        "parts": chapter.parts(core_elsewhere=opens and chapter.id != CORE_ID),
    }


def _first_list(chapter: Chapter, anchor: str) -> list[list[Node]]:
    """Return the first numbered list of a section, each item as one run of words. Raises `PrintingFault` where there is none."""
    for block in chapter.section(anchor):
        if block["t"] == "list" and block["ordered"]:
            return [item[0]["c"] for item in block["items"]]
    raise PrintingFault("decision-record", anchor, "the clause has no numbered list to make the form from")


def _fact(label: str, words: str) -> Data:
    return {"label": label, "words": [{"t": "text", "s": words}]}


def _day(found: date) -> str:
    return f"{found.day} {found:%B %Y}"


@lru_cache(maxsize=1024)
def qr_code(address: str) -> str:
    """Return a QR code as SVG, dark on nothing, without a margin."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=0, xmldecl=False, svgns=True)
    return written.getvalue().decode()
