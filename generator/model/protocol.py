"""A Tier 3 protocol: what one working arrangement says before the core (`top`) and after it (`tail`)."""

from pydantic import Field

from generator.model.base import (
    Document,
    Line,
    Marking,
    Prose,
    ThemeRef,
    Words,
)
from generator.model.law import Area
from generator.model.tail import Contact, Dpia, Flow, Met, Retention, Risk, RoleTraining, Route
from generator.model.top import (
    AgencyRequirement,
    AtAGlance,
    Benefit,
    Consent,
    ControllerRole,
    DataProtectionBasis,
    FastTrack,
    Gateway,
    Meeting,
    Party,
    Person,
    Question,
    Restriction,
    Scope,
    Step,
)


class Protocol(Document):
    """A Tier 3 protocol."""

    undecided: tuple[Words, ...] = ()
    """Fields of a draft whose value nobody has chosen yet, such as `consent.relied_on`. Take a line out when you have chosen."""
    under: ThemeRef
    """The Tier 2 theme."""
    areas: tuple[Area, ...] = ()
    """Fields of work beside the theme's in which this arrangement relies on law, in the law register's words."""
    also_called: tuple[Words, ...] = ()
    """Abbreviations, old names and street names; search finds them."""
    asked_as: tuple[Question, ...] = Field(min_length=4, max_length=8)
    """Four to eight questions in staff's own words, with their answers."""
    at_a_glance: AtAGlance
    """The summary on one screen."""
    fast_track: FastTrack
    """Urgent sharing."""
    purpose: Prose
    """What the arrangement is for."""
    benefits: tuple[Benefit, ...] = Field(min_length=2)
    """What it is good for, and for whom."""
    scope: Scope
    """When to use it, and when not."""
    people: tuple[Person, ...] = Field(min_length=1)
    """The people concerned."""
    parties: tuple[Party, ...] = Field(min_length=2)
    """The agencies in it."""
    process: tuple[Step, ...] = Field(min_length=1)
    """How it works, step by step."""
    meetings: tuple[Meeting, ...] = ()
    """The meetings it holds, if any."""
    gateways: tuple[Gateway, ...]
    """The powers and duties relied on: one entry for every gateway that a flow names."""
    restrictions: tuple[Restriction, ...]
    """The provisions that limit sharing here."""
    consent: Consent
    """Whether consent is relied on."""
    telling_people: Line
    """What people are told, by whom; and when they are not."""
    data_protection: tuple[DataProtectionBasis, ...]
    """The basis under data protection law, for every party."""
    agency_requirements: tuple[AgencyRequirement, ...] = ()
    """What parties require of their own, beyond their standing requirements."""
    flows: tuple[Flow, ...]
    """The data items and flows."""
    routes: tuple[Route, ...] = Field(min_length=1)
    """The ways in which information travels."""
    retention: tuple[Retention, ...] = Field(min_length=1)
    """How long records are kept."""
    contacts: tuple[Contact, ...] = Field(min_length=1)
    """Whom to reach."""
    risks: tuple[Risk, ...] = Field(min_length=1)
    """What can go wrong."""
    dpia: Dpia
    """The data protection impact assessment."""
    training: tuple[RoleTraining, ...] = Field(min_length=1)
    """What each role must know."""
    requirements_met: tuple[Met, ...] = Field(min_length=1)
    """One entry for every requirement of the theme."""

    def marking_of_route(self, name: str) -> Marking | None:
        """Return the marking that a route has of its own, by its name; nothing where it has none."""
        return next((route.marking for route in self.routes if route.name == name), None)

    @property
    def joint_controllers(self) -> dict[str, tuple[str, ...]]:
        """The joint controllers under each set of rules, in the order of the parties.

        Article 26 of the UK GDPR joins those that work under it; section 58 of the Data Protection Act 2018 joins competent
        authorities. A party that works under both stands in both.
        """
        joint = [party.agency for party in self.parties if party.role is ControllerRole.JOINT_CONTROLLER]
        under: dict[str, set[str]] = {"uk-gdpr": set(), "part-3": set()}
        for basis in self.data_protection:
            under[basis.regime].update(basis.parties)
        return {regime: tuple(name for name in joint if name in names) for regime, names in under.items()}
