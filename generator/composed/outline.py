"""The sections of a Tier 3 protocol: which come before the core and which after it, in what order, under what number, and what
each is for.

The same for every protocol, so that A2 is the fast track everywhere. The only place that knows: a signature, the first printed
sheet, the card, the reading level and the templates ask here, so a section can come between two others without anything else
being told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.words.catalogue import fixed

THIS_PROTOCOL, EACH_AGENCY, CORE = fixed("This protocol"), fixed("Each agency"), fixed("Core")
"""Whose words a section holds, on screen and on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of Part A or Part C."""

    id: str
    """The permanent id, used by `requirements_met` and in addresses."""
    number: str = ""
    """Its permanent number: `A2`."""
    title: str
    fields: tuple[str, ...]
    """The fields of the protocol that it shows."""
    read_first: bool = False
    """Whether somebody who must decide now reads it. All these together fit one printed sheet."""
    on_card: bool = False
    """Whether it is the text of the card, which is pinned up."""
    is_signed: bool = True
    """Whether a signature covers it. Not what may change without signing again, which the core's clause on review names: contacts
    and titles of posts, the dates of review, what signing writes, and the record of changes. The page says it of each section."""
    is_prose: bool = True
    """Whether it is written in sentences, so that its reading level says anything."""

    @property
    def anchor(self) -> str:
        """The id of its heading: `a2-fast-track`."""
        return f"{_prefix(self.number)}{self.id}"

    @property
    def whose(self) -> str:
        """Whose words it holds."""
        return EACH_AGENCY if "agency_requirements" in self.fields else THIS_PROTOCOL


@dataclass(frozen=True, slots=True)
class Layer:
    """What a section of a page says of itself before it is read. No part of its text."""

    whose: str
    """Whose words it holds: `Core`, `This protocol`."""
    says: str
    """One line of plain words on what is in it. With nothing to say it stands open."""


def id_of(anchor: str, number: str) -> str:
    """Return the permanent id of a section, or of a clause, from the id and the number of its heading: `fast-track`."""
    return anchor.removeprefix(_prefix(number)) if number else anchor


def _prefix(number: str) -> str:
    return f"{number.lower()}-"


def _numbered(letter: str, *sections: Section) -> Iterator[Section]:
    yield from (replace(section, number=f"{letter}{place}") for place, section in enumerate(sections, start=1))


TOP = tuple(
    _numbered(
        "A",
        Section(
            id="at-a-glance",
            title=fixed("At a glance"),
            fields=("at_a_glance", "summary", "title", "also_called"),
            read_first=True,
        ),
        Section(id="fast-track", title=fixed("Fast track"), fields=("fast_track",), read_first=True, on_card=True),
        Section(id="purpose", title=fixed("Purpose and benefits"), fields=("purpose", "benefits")),
        Section(id="scope", title=fixed("When to use this protocol, and when not"), fields=("scope", "asked_as")),
        Section(id="people", title=fixed("People concerned"), fields=("people",)),
        Section(id="parties", title=fixed("Parties and controller roles"), fields=("parties", "owner")),
        Section(id="process", title=fixed("How it works"), fields=("process", "meetings")),
        Section(id="gateways", title=fixed("Legal gateways"), fields=("gateways", "restrictions")),
        Section(
            id="data-protection",
            title=fixed("Data protection basis"),
            fields=("data_protection", "consent", "telling_people"),
        ),
        Section(
            id="opening-requirements",
            title=fixed("Agencies’ own opening requirements"),
            fields=("agency_requirements",),
        ),
    )
)

TAIL = tuple(
    _numbered(
        "C",
        Section(id="flows", title=fixed("Data items and flows"), fields=("flows",)),
        Section(id="routes", title=fixed("How information travels"), fields=("routes",)),
        Section(id="retention", title=fixed("Retention"), fields=("retention",)),
        Section(id="contacts", title=fixed("Contacts"), fields=("contacts",), is_signed=False),
        Section(
            id="closing-requirements",
            title=fixed("Agencies’ own closing requirements"),
            fields=("agency_requirements",),
        ),
        Section(id="risks", title=fixed("Risks"), fields=("risks",)),
        Section(id="dpia", title=fixed("Data protection impact assessment"), fields=("dpia",)),
        Section(id="training", title=fixed("Training for this protocol"), fields=("training",)),
        Section(
            id="requirements",
            title=fixed("How this protocol meets its Tier 2 requirements"),
            fields=("requirements_met", "under"),
        ),
        Section(id="review", title=fixed("Review"), fields=("review",), is_signed=False),
        Section(
            id="signatures",
            title=fixed("Signatures"),
            fields=("signatures", "status"),
            is_signed=False,
            is_prose=False,
        ),
        Section(id="history", title=fixed("Change history"), fields=("history", "version"), is_signed=False),
    )
)

SECTIONS = {section.id: section for section in (*TOP, *TAIL)}
"""Every section by its id."""

READ_FIRST = tuple(section for section in SECTIONS.values() if section.read_first)
"""What somebody reads who must decide now."""

ON_CARD = next(section for section in SECTIONS.values() if section.on_card)
"""The section that a card is made from."""

NOT_SIGNED = tuple(section for section in SECTIONS.values() if not section.is_signed)
"""What may change without being signed again."""

OWN_PARTS = ("top", "tail")
"""The parts that these sections stand in; between them is the core, whose sections are its clauses."""

_BY_FIELD = {field: section for section in reversed((*TOP, *TAIL)) for field in section.fields}


def section_of(path: tuple[str | int, ...]) -> Section | None:
    """Return the section in which the value at `path` of a protocol is shown."""
    if path and path[0] == "agency_requirements" and path[-1] == "tail":
        return SECTIONS["closing-requirements"]
    return _BY_FIELD.get(str(path[0])) if path else None
