"""What can be found: a result for each page, with its parts and how much each of their words counts.

Made from the composed trees and, for what protocols say of themselves and of each other, from the county. The core is found on its
own pages and in no protocol; what the templates mark `data-search-exclude` is not found. Which words are alike is said elsewhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator import urls
from generator.composed.nodes import Block, Box, plain_words
from generator.composed.tree import Section
from generator.county.county import County
from generator.county.wording import plain
from generator.model.core import Clause
from generator.model.glossary import Term
from generator.model.law import Instrument, LegalStatus
from generator.model.outsiders import Outsider
from generator.model.protocol import Protocol
from generator.model.top import Question
from generator.pages.base import section_place, with_marking
from generator.site.build import Page, Site
from generator.words.catalogue import fixed
from generator.words.references import references_in

KINDS = {
    "protocols": fixed("Protocol"),
    "core": fixed("Core"),
    "tier-2": fixed("Partnership"),
    "agencies": fixed("Agency"),
    "law": fixed("Law"),
    "glossary": fixed("Glossary"),
    "teams": fixed("Team"),
    "training": fixed("Training"),
    "letters": fixed("Letter or form"),
    "easy-read": fixed("For the public"),
}
"""What a page is, by the folder it stands in."""

PAGE, RETIRED, OUTSIDE = fixed("Page"), fixed("Retired"), fixed("Outside the agencies")
"""What other pages are, those of what binds nobody any more, and those outside who ask."""

_BY_TITLE = frozenset(
    (
        urls.HOME,
        urls.REGISTER,
        urls.QUESTIONS,
        urls.URGENT,
        urls.READING,
        urls.CHANGES,
        urls.REVIEWS,
        urls.OVERLAPS,
        urls.LAW,
        urls.GATEWAYS,
        urls.AUDIT,
        urls.CONFORMANCE,
        urls.TRACE,
        urls.SELF_CHECK,
    )
)
"""Pages that repeat what stands on others: they are found by what they are called."""

_MUCH_THE_SAME = frozenset(
    (
        "parties",
        "data-protection",
        "opening-requirements",
        "routes",
        "retention",
        "closing-requirements",
        "dpia",
        "requirements",
    )
)
"""Sections in which one protocol reads much like another: they are found by their headings."""

_NOT_FOUND = frozenset(("scope", "contacts", "training", "review", "signatures", "history"))
"""Sections that are no answer; what the scope says is found by its own words."""

EXCLUDED = "data-search-exclude"
"""The attribute of what is not found."""

NAME, QUESTION, LEAD, CASE, HEADING, TEXT = 8.0, 4.0, 4.0, 4.0, 2.0, 1.0
"""How much a word counts: in a name, a question, a summary, a case of use, a heading, and running text."""


_YEAR = re.compile(r" [12]\d{3}$")


class Words(NamedTuple):
    """A text, and how much each of its words counts."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a page: its beginning, a question that it answers, or a section."""

    anchor: str
    """The place that a link to it leads to; empty for the beginning."""
    title: str
    words: tuple[Words, ...]
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One result: a page, or a term of the glossary."""

    address: str
    """From the site's root: `protocols/mappa/`."""
    title: str
    kind: str
    """What it is, in a word or a few."""
    says: str
    """The sentence that a result shows."""
    units: tuple[Unit, ...]
    """The first is its beginning."""
    names: tuple[str, ...] = ()
    """What it is called beside its title; whoever types nothing else means it."""
    is_protocol: bool = False
    is_law: bool = False
    """Whether its sections are provisions, each of which is a name too."""
    is_outside: bool = False
    """Whether it is somebody outside the agencies, whom a question names in one word."""
    is_past: bool = False
    """Whether it binds nobody any more: law that has ended, and what is retired."""


def entries_of(site: Site) -> Iterator[Entry]:
    """Yield everything that can be found, in the order of the pages."""
    county = site.county
    cases = _cases_elsewhere(county)
    protocols = {urls.protocol_uri(protocol.id): protocol for protocol in county.current_protocols}
    clauses = {urls.clause_uri(clause.id): clause for clause in county.current_clauses}
    instruments = {urls.instrument_uri(name): instrument for name, instrument in county.instruments.items()}
    for page in filter(_can_be_found, site.pages):
        if page.page_uri in protocols:
            protocol = protocols[page.page_uri]
            yield _protocol(site, page, protocol, cases[protocol.id])
        elif page.page_uri == urls.GLOSSARY:
            yield from (_term(site, term) for term in county.terms)
            yield _page(site, page)
        elif page.page_uri == urls.QUESTIONS:
            yield from (_outsider(site, outsider) for outsider in county.outsiders.outsiders)
            yield _page(site, page)
        elif page.page_uri in instruments:
            yield _instrument(site, page, instruments[page.page_uri])
        else:
            yield _page(site, page, clauses.get(page.page_uri))


def _can_be_found(page: Page) -> bool:
    """Return whether a page is found: not what an older version said, nor how two differ, nor the check of a copy's code.

    The answers that an agency gets to its question repeat what the protocols say.
    """
    is_answer = page.page_uri != urls.QUESTIONS and page.page_uri.startswith(urls.ANSWERS)
    return page.page_uri != urls.CHECK and page.page_uri.count("/") < 2 and not is_answer


def _protocol(site: Site, page: Page, protocol: Protocol, elsewhere: list[str]) -> Entry:
    county, words = site.county, site.words
    cases = [plain(county.library, case, words) for case in protocol.scope.use_it_for]
    beginning = (
        Words(page.title, NAME),
        *(Words(name, NAME) for name in protocol.also_called),
        Words(page.description, LEAD),
        *(Words(case, CASE) for case in (*cases, *elsewhere)),
    )
    questions = (_question(site, question) for question in protocol.asked_as)
    return Entry(
        urls.web_path(page.page_uri),
        page.title,
        words.tell(KINDS["protocols"]),
        plain(county.library, protocol.at_a_glance.may_i_share, words),
        (Unit("", page.title, beginning), *questions, *_sections(page)),
        protocol.also_called,
        is_protocol=True,
    )


def _question(site: Site, question: Question) -> Unit:
    """Return a question as a part: found by its own words and those of its answer, and led to what the answer rests on."""
    _, anchor = section_place(site.county, question.rests_on)
    answer = plain(site.county.library, question.answer, site.words)
    title = site.words.tell(with_marking(question.ask, question.marking))
    return Unit(anchor, title, (Words(question.ask, QUESTION), Words(answer, TEXT)), is_question=True)


def _cases_elsewhere(county: County) -> Mapping[str, list[str]]:
    """Return, for each protocol, the cases for which the others say to use it instead."""
    found: dict[str, list[str]] = defaultdict(list)
    for protocol in county.current_protocols:
        for case in protocol.scope.do_not_use_it_for:
            for reference in references_in(case.instead):
                found[reference.target].append(case.when)
    return found


def _term(site: Site, term: Term) -> Entry:
    says = plain(site.county.library, term.meaning, site.words)
    names = tuple(name for name in (term.short, term.term, *term.formerly) if name)
    title = f"{term.short}: {term.term}" if term.short else term.term
    beginning = (*(Words(name, NAME) for name in names), Words(says, TEXT))
    address = f"{urls.web_path(urls.GLOSSARY)}#{term.id}"
    return Entry(address, title, site.words.tell(KINDS["glossary"]), says, (Unit("", title, beginning),), names)


def _outsider(site: Site, outsider: Outsider) -> Entry:
    """Return somebody outside the agencies as a result: its answer is the same for all, so the result says it."""
    says = plain(site.county.library, outsider.answer, site.words)
    beginning = (*(Words(name, NAME) for name in (outsider.name, *outsider.also_called)), Words(says, LEAD))
    address = f"{urls.web_path(urls.QUESTIONS)}#{outsider.id}"
    return Entry(
        address,
        outsider.name,
        site.words.tell(OUTSIDE),
        says,
        (Unit("", outsider.name, beginning),),
        outsider.also_called,
        is_outside=True,
    )


def _instrument(site: Site, page: Page, instrument: Instrument) -> Entry:
    """Return an instrument as a result, which is called by its title without the year too, and by each of its provisions."""
    cites = tuple(provision.cite for provision in instrument.provisions)
    ended = (provision.force.on(site.county.as_of) is LegalStatus.ENDED for provision in instrument.provisions)
    entry = _page(site, page)
    beginning = replace(entry.units[0], words=(*entry.units[0].words, *(Words(cite, LEAD) for cite in cites)))
    return replace(
        entry,
        units=(beginning, *entry.units[1:]),
        names=(*entry.names, _YEAR.sub("", entry.title), *cites),
        is_law=True,
        is_past=all(ended),
    )


def _page(site: Site, page: Page, clause: Clause | None = None) -> Entry:
    folder, is_retired = page.page_uri.partition("/")[0], page.page_uri in _retired(site.county)
    kind = site.words.tell(RETIRED if is_retired else KINDS.get(folder, PAGE))
    if clause:
        count = len(site.county.current_protocols)
        kind = site.words.say_many("Core clause, in %(num)s protocol", "Core clause, in %(num)s protocols", count)
    beginning = (
        Words(page.title, NAME),
        *(Words(name, NAME) for name in page.keywords),
        Words(page.description, LEAD),
        *(Words(text, TEXT) for text in _text_of(page, clause)),
    )
    sections = () if page.page_uri in _BY_TITLE or page.page_uri == urls.GLOSSARY else tuple(_sections(page))
    parts = (Unit("", page.title, beginning), *sections)
    address = urls.web_path(page.page_uri)
    return Entry(address, page.title, kind, page.description, parts, page.keywords, is_past=is_retired)


def _text_of(page: Page, clause: Clause | None) -> Iterator[str]:
    """Yield the words of a clause on its own page, which stand under the title of the page."""
    for section in page.tree.sections if clause else ():
        if not section.anchor:
            yield from _found(section.blocks)


def _retired(county: County) -> Iterator[str]:
    """Yield the pages of what is retired."""
    yield from (urls.protocol_uri(name) for name, found in county.protocols.items() if found.retired)
    yield from (urls.clause_uri(name) for name, found in county.clauses.items() if found.retired)
    yield from (urls.agency_uri(name) for name, found in county.agencies.items() if found.retired)


def _sections(page: Page) -> Iterator[Unit]:
    """Yield each section of a page that can be found, with its words; what stands before the first is part of the beginning."""
    of_protocol = page.page_uri.startswith("protocols/")
    for section in page.tree.sections:
        if section.heading is None or not section.anchor or _is_excluded(section):
            continue
        if of_protocol and (section.part == "core" or section.id in _NOT_FOUND or section.outlined is None):
            continue
        is_like_others = of_protocol and section.id in _MUCH_THE_SAME
        text = "" if is_like_others else " ".join(_found(section.blocks))
        title = section.heading.words
        yield Unit(section.anchor, title, (Words(title, HEADING), Words(text, TEXT)))


def _is_excluded(section: Section) -> bool:
    around = (pair for tag in section.within for pair in tag.attributes)
    own = section.heading.attributes if section.heading else ()
    return any(name == EXCLUDED for name, _ in (*own, *around))


def _found(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the words that are found of some blocks."""
    for block in blocks:
        if not isinstance(block, Box):
            yield plain_words((block,))
        elif all(name != EXCLUDED for name, _ in block.tag.attributes):
            yield from _found(block.inside)
