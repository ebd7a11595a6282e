"""What every page has, and small facts that several pages show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator import urls
from generator.county.library import Citation, Library
from generator.model.agency import Post
from generator.model.protocol import Protocol


@dataclass(frozen=True)
class PageView:
    """One page before rendering: its template, its address, and every fact that the template shows."""

    template: str
    """The template under `templates/pages/`."""
    page_uri: str
    title: str
    description: str
    """One sentence for search engines and link previews."""
    src_path: str
    """The source that somebody edits to change this page."""
    facts: Mapping[str, object]
    keywords: tuple[str, ...] = ()
    """Staff's own words, which search finds the page by."""
    boost: float = 1.0
    """How much search prefers this page over an equal hit elsewhere."""


def nothing_yet(name: str, src_path: str) -> PageView:
    """Return the page that stands at the address of `[[page/name]]` until somebody writes its source."""
    title, uri = urls.PAGES[name]
    facts = {"title": title, "src_path": src_path}
    return PageView("nothing_yet.md.j2", uri, title, "This page has not been written yet.", src_path, facts)


@dataclass(frozen=True)
class Scene:
    """What pages are prepared from: the linked sources and the day for which the site is built."""

    library: Library
    as_of: date


@dataclass(frozen=True)
class Reach:
    """A post with all that somebody needs to reach it."""

    title: str
    agency: str
    """The full name for a reference: `agency/county-police`."""
    agency_name: str
    phone: str
    email: str
    hours: str
    reach_for: str = ""
    note: str = ""


@dataclass(frozen=True)
class UsedIn:
    """One document that cites something, and where in it."""

    name: str
    """The full name of the citing document, for a link."""
    title: str
    page_uri: str
    places: tuple[tuple[str, str], ...] = field(default=())
    """Number and anchor of each citing section: `("A8", "a8-gateways")`."""


def reach_of(library: Library, agency: str, post: Post, reach_for: str = "") -> Reach:
    """Return a post of an agency, ready to show."""
    name = library.agencies[agency].model.name
    return Reach(post.title, f"agency/{agency}", name, post.phone, post.email, post.hours, reach_for, post.note or "")


def find_reach(library: Library, protocol: Protocol, name: str, reach_for: str = "") -> Reach:
    """Return whom `agency/post`, or a contact of the protocol by its id, stands for."""
    contact = next((contact for contact in protocol.contacts if contact.id == name), None)
    if contact is None:
        agency, _, identifier = name.partition("/")
        post = next(post for post in library.agencies[agency].model.posts if post.id == identifier)
        return reach_of(library, agency, post, reach_for)
    if contact.post is not None:
        return find_reach(library, protocol, contact.post, contact.reach_for)
    return Reach(
        contact.title or "",
        f"agency/{contact.agency}",
        library.agencies[contact.agency].model.name,
        contact.phone or "",
        contact.email or "",
        contact.hours or "",
        contact.reach_for,
    )


def used_in(library: Library, *names: str) -> tuple[UsedIn, ...]:
    """Return every document that cites any of `names`, once, in order of title, with the sections that do."""
    found: dict[str, list[Citation]] = {}
    for name in names:
        for citation in library.citations.get(name, ()):
            found.setdefault(citation.document.source.path, []).append(citation)
    entries = (_used_in(library, citations) for citations in found.values())
    return tuple(sorted((entry for entry in entries if entry), key=lambda entry: (entry.page_uri, entry.title)))


def _used_in(library: Library, citations: list[Citation]) -> UsedIn | None:
    document = citations[0].document
    target = library.targets.get(library.name_of(document))
    if target is None:
        return None
    sections = {citation.section for citation in citations} - {None}
    ordered = sorted((section for section in sections if section), key=lambda section: _number(section.number))
    places = tuple((section.number, section.anchor) for section in ordered)
    return UsedIn(target.name, target.title, target.page_uri, places)


def _number(number: str) -> tuple[str, int]:
    return number[0], int(number[1:])
