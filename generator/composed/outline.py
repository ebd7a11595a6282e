"""The sections of a Tier 3 protocol: which come before the core and which after it, in what order and under what number.

The same for every protocol, so that A2 is the fast track everywhere.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section of Part A or Part C."""

    id: str
    """The permanent id, used by `requirements_met` and in addresses."""
    number: str
    """Its permanent number: `A2`."""
    title: str
    fields: tuple[str, ...]
    """The fields of the protocol that it shows."""

    @property
    def anchor(self) -> str:
        """The id of its heading: `a2-fast-track`."""
        return f"{self.number.lower()}-{self.id}"


def _part(letter: str, *sections: tuple[str, str, tuple[str, ...]]) -> tuple[Section, ...]:
    return tuple(
        Section(identifier, f"{letter}{number}", title, fields)
        for number, (identifier, title, fields) in enumerate(sections, start=1)
    )


TOP = _part(
    "A",
    ("at-a-glance", "At a glance", ("at_a_glance", "summary", "title", "also_called")),
    ("fast-track", "Fast track", ("fast_track",)),
    ("purpose", "Purpose and benefits", ("purpose", "benefits")),
    ("scope", "When to use this protocol, and when not", ("scope", "asked_as")),
    ("people", "People concerned", ("people",)),
    ("parties", "Parties and controller roles", ("parties", "owner")),
    ("process", "How it works", ("process", "meetings")),
    ("gateways", "Legal gateways", ("gateways", "restrictions")),
    ("data-protection", "Data protection basis", ("data_protection", "consent", "telling_people")),
    ("opening-requirements", "Agencies’ own opening requirements", ("agency_requirements",)),
)

TAIL = _part(
    "C",
    ("flows", "Data items and flows", ("flows",)),
    ("routes", "How information travels", ("routes",)),
    ("retention", "Retention", ("retention",)),
    ("contacts", "Contacts", ("contacts",)),
    ("closing-requirements", "Agencies’ own closing requirements", ()),
    ("risks", "Risks", ("risks",)),
    ("dpia", "Data protection impact assessment", ("dpia",)),
    ("training", "Training for this protocol", ("training",)),
    ("requirements", "How this protocol meets its Tier 2 requirements", ("requirements_met", "under")),
    ("review", "Review", ("review",)),
    ("signatures", "Signatures", ("signatures", "status")),
    ("history", "Change history", ("history", "version")),
)

SECTIONS = {section.id: section for section in (*TOP, *TAIL)}
"""Every section by its id."""

_BY_FIELD = {field: section for section in (*TOP, *TAIL) for field in section.fields}


def section_of(path: tuple[str | int, ...]) -> Section | None:
    """Return the section in which the value at `path` of a protocol is shown."""
    if path and path[0] == "agency_requirements" and path[-1] == "tail":
        return SECTIONS["closing-requirements"]
    return _BY_FIELD.get(str(path[0])) if path else None
