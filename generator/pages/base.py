"""What every page has, and small facts that several pages show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import ClassVar, Generic, TypeVar

from generator import urls
from generator.composed.outline import SECTIONS, Layer
from generator.county.county import County
from generator.county.library import Citation
from generator.model.agency import AgencyKind, Post, PostKind
from generator.model.base import Marking, highest_of
from generator.model.core import ClauseRole
from generator.model.editions import is_told
from generator.model.protocol import Protocol
from generator.model.top import Beneficiary, PersonKind
from generator.words.catalogue import Fixed, fixed

KINDS: Mapping[Enum, Fixed] = {
    AgencyKind.POLICE: fixed("police force"),
    AgencyKind.COUNTY_COUNCIL: fixed("county council service"),
    AgencyKind.UNITARY_COUNCIL: fixed("unitary council service"),
    AgencyKind.DISTRICT_COUNCIL: fixed("district council"),
    AgencyKind.YOUTH_JUSTICE: fixed("youth justice team"),
    AgencyKind.INTEGRATED_CARE_BOARD: fixed("integrated care board"),
    AgencyKind.NHS_TRUST: fixed("NHS trust"),
    AgencyKind.AMBULANCE: fixed("ambulance service"),
    AgencyKind.GENERAL_PRACTICE: fixed("general practice"),
    AgencyKind.FIRE: fixed("fire and rescue service"),
    AgencyKind.PROBATION: fixed("probation service"),
    AgencyKind.PRISON: fixed("prison"),
    AgencyKind.COMMISSIONER: fixed("police and crime commissioner"),
    AgencyKind.SCHOOL: fixed("school"),
    AgencyKind.EARLY_YEARS: fixed("early years provider"),
    AgencyKind.HOUSING_PROVIDER: fixed("housing provider"),
    AgencyKind.VOLUNTARY: fixed("voluntary organisation"),
    AgencyKind.SAFEGUARDING_BOARD: fixed("safeguarding board"),
    AgencyKind.GOVERNMENT_DEPARTMENT: fixed("government department"),
    PersonKind.CHILD: fixed("children"),
    PersonKind.ADULT_AT_RISK: fixed("adults at risk"),
    PersonKind.VICTIM: fixed("victims"),
    PersonKind.SUSPECT: fixed("people suspected or convicted"),
    PersonKind.PATIENT: fixed("patients"),
    PersonKind.TENANT: fixed("tenants and homeless people"),
    PersonKind.MISSING: fixed("missing people"),
    PersonKind.FAMILY: fixed("family and carers"),
    PersonKind.REPORTER: fixed("people who report, and witnesses"),
    PersonKind.STAFF: fixed("staff"),
    PersonKind.PUBLIC: fixed("members of the public"),
    PersonKind.DECEASED: fixed("people who have died"),
    PersonKind.UNNAMED: fixed("nobody by name"),
    Beneficiary.PERSON: fixed("the person"),
    Beneficiary.PUBLIC: fixed("the public"),
    Beneficiary.AGENCIES: fixed("the agencies"),
}
"""What readers call each kind of agency, each kind of people, and whoever gains."""


def label_of(value: Enum) -> Fixed:
    """Return the words for one of a fixed set of values: `joint controller`, `not started`."""
    return KINDS.get(value) or fixed(str(value.value).replace("-", " "))


def with_marking(name: str, marking: Marking | None) -> str:
    """Return a name with the marking of what it names, where only words can stand; the name alone where readers are told of none."""
    return fixed("%(name)s (OFFICIAL-SENSITIVE)", name=name) if is_told(marking) else name


@dataclass(frozen=True)
class Head:
    """What a page is called and where it stands: said once, for the page, its heading, the theme, links to it and search."""

    page_uri: str
    title: str
    description: str
    """One sentence for search engines and link previews."""
    src_path: str
    """The source that somebody edits to change this page; nothing for one that nobody may change."""
    keywords: tuple[str, ...] = ()
    """Staff's own words, which search finds the page by."""
    boost: float = 1.0
    """How much search prefers this page over an equal hit elsewhere."""
    is_listed: bool = True
    """Whether search, robots and the map of the site find it. What was superseded must not be found in place of what holds."""
    layers: Mapping[str, Layer] = field(default_factory=dict, hash=False)
    """Whose words each section holds, by the id of its heading, and the line that it shows until a reader opens it."""


def fixed_head(name: str, description: str, src_path: str, keywords: tuple[str, ...] = (), boost: float = 1.0) -> Head:
    """Return the head of a page that every site has, by the name that references use: `audit` for `[[page/audit]]`."""
    title, uri = urls.PAGES[name]
    return Head(uri, fixed(title), fixed(description), src_path, keywords, boost)


@dataclass(frozen=True, kw_only=True)
class PageView:
    """One page before rendering: every fact that its template shows, by the names that the template uses."""

    template: ClassVar[str]
    """The template under `templates/pages/`."""
    head: Head

    @property
    def facts(self) -> Mapping[str, object]:
        """Return the facts by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


V_co = TypeVar("V_co", bound=PageView, covariant=True)


@dataclass(frozen=True)
class Planned(Generic[V_co]):
    """A page of which only the head is known, because it may be made from other pages: it is made when it is asked for."""

    head: Head
    view: Callable[[], V_co]

    @staticmethod
    def of(view: PageView) -> "Planned[PageView]":
        """Return the plan of a page that is made already."""
        return Planned(view.head, lambda: view)


@dataclass(frozen=True)
class Roles:
    """The clauses that the program itself needs, as full names for references, by the role that each plays."""

    fast_track: str
    safety_first: str
    legal_power: str
    confidentiality: str
    recording: str
    deciding: str
    disagreement: str
    working_together: str
    review: str


def roles_of(county: County) -> Roles:
    """Return the full name of the clause that plays each role."""
    return Roles(**{role.name.lower(): f"core/{county.clause_for(role).id}" for role in ClauseRole})


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
    deputy: str = ""
    """The title of the post that acts when it is away."""
    marking: Marking | None = None
    """The marking of its own, or that of the contact that leads to it, whichever is higher."""


@dataclass(frozen=True)
class UsedIn:
    """One document that cites something, and where in it."""

    name: str
    """The full name of the citing document, for a link."""
    title: str
    page_uri: str
    places: tuple[tuple[str, str], ...] = field(default=())
    """Number and anchor of each citing section: `("A8", "a8-gateways")`."""


def reach_of(county: County, agency: str, post: Post, reach_for: str = "") -> Reach:
    """Return a post of an agency, ready to show."""
    name = county.agencies[agency].name
    told = (reach_for, post.note or "", post.deputy or "")
    return Reach(post.title, f"agency/{agency}", name, post.phone, post.email, post.hours, *told, post.marking)


def desk_of(county: County, agency: str) -> Reach:
    """Return the desk of an agency; its first post where it has no desk."""
    return reach_of(county, agency, county.agencies[agency].post_for(PostKind.SINGLE_POINT_OF_CONTACT))


def find_reach(county: County, protocol: Protocol, name: str, reach_for: str = "") -> Reach:
    """Return whom `agency/post`, or a contact of the protocol by its id, stands for."""
    contact = next((contact for contact in protocol.contacts if contact.id == name), None)
    if contact is None:
        agency, _, identifier = name.partition("/")
        post = next(post for post in county.agencies[agency].posts if post.id == identifier)
        return reach_of(county, agency, post, reach_for)
    if contact.post is not None:
        reach = find_reach(county, protocol, contact.post, contact.reach_for)
        return replace(reach, marking=highest_of(filter(None, (contact.marking, reach.marking))))
    return Reach(
        contact.title or "",
        f"agency/{contact.agency}",
        county.agencies[contact.agency or ""].name,
        contact.phone or "",
        contact.email or "",
        contact.hours or "",
        contact.reach_for,
        marking=contact.marking,
    )


def used_in(county: County, *names: str) -> tuple[UsedIn, ...]:
    """Return every document that cites any of `names`, once, in order of title, with the sections that do."""
    found: dict[str, list[Citation]] = {}
    for name in names:
        for citation in county.citations_of(name):
            found.setdefault(citation.document.source.path, []).append(citation)
    entries = (_used_in(county, citations) for citations in found.values())
    return tuple(sorted((entry for entry in entries if entry), key=lambda entry: (entry.page_uri, entry.title)))


def _used_in(county: County, citations: list[Citation]) -> UsedIn | None:
    target = county.targets.get(county.library.name_of(citations[0].document))
    if target is None:
        return None
    sections = {citation.section for citation in citations} - {None}
    ordered = sorted((section for section in sections if section), key=lambda section: _number(section.number))
    places = tuple((section.number, section.anchor) for section in ordered)
    return UsedIn(target.name, target.title, target.page_uri, places)


def _number(number: str) -> tuple[str, int]:
    return number[0], int(number[1:])


def section_place(county: County, where: str) -> tuple[str, str]:
    """Return number and anchor of a section by its id, or of a core clause by its full name, on a protocol's own page."""
    if where.startswith("core/"):
        clause = county.clauses[where.removeprefix("core/")]
        return f"B{clause.number}", urls.clause_anchor(clause.number, clause.id)
    section = SECTIONS[where]
    return section.number, section.anchor
