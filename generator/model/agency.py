"""Agencies: who they are, which data protection rules bind them, whom to ring, and what they always require."""

from enum import StrEnum

from pydantic import Field

from generator.model.base import AgencyRef, Entry, Id, Line, Markable, Prose, Replacement, Words


class AgencyKind(StrEnum):
    """What sort of body an agency is. The law register uses the same words for who may disclose to whom."""

    POLICE = "police"
    COUNTY_COUNCIL = "county-council"
    UNITARY_COUNCIL = "unitary-council"
    DISTRICT_COUNCIL = "district-council"
    YOUTH_JUSTICE = "youth-justice-team"
    INTEGRATED_CARE_BOARD = "integrated-care-board"
    NHS_TRUST = "nhs-trust"
    AMBULANCE = "ambulance-service"
    GENERAL_PRACTICE = "general-practice"
    FIRE = "fire-and-rescue"
    PROBATION = "probation"
    PRISON = "prison"
    COMMISSIONER = "police-and-crime-commissioner"
    SCHOOL = "school"
    EARLY_YEARS = "early-years-provider"
    HOUSING_PROVIDER = "housing-provider"
    VOLUNTARY = "voluntary-organisation"
    SAFEGUARDING_BOARD = "safeguarding-board"
    GOVERNMENT_DEPARTMENT = "government-department"


_STANDS_FOR_MANY = frozenset(
    {
        AgencyKind.SCHOOL,
        AgencyKind.EARLY_YEARS,
        AgencyKind.GENERAL_PRACTICE,
        AgencyKind.HOUSING_PROVIDER,
        AgencyKind.VOLUNTARY,
    }
)
"""The kinds of agency of which one file stands for many organisations."""


class Regime(StrEnum):
    """Which data protection rules an agency works under."""

    UK_GDPR = "uk-gdpr"
    PART_3 = "part-3"


class PostKind(StrEnum):
    """What a post is for, in the words used across every agency."""

    SINGLE_POINT_OF_CONTACT = "single-point-of-contact"
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    CALDICOTT_GUARDIAN = "caldicott-guardian"
    OUT_OF_HOURS = "out-of-hours"
    APPROVER = "approver"
    INFORMATION_ASSET_OWNER = "information-asset-owner"
    OTHER = "other"


class Post(Markable):
    """A post that can be reached: never a named person."""

    id: Id
    """The id inside the agency: `out-of-hours`. Others write `county-police/out-of-hours`."""
    kind: PostKind
    """`single-point-of-contact`, `data-protection-officer`, `caldicott-guardian`, `out-of-hours`; `approver`, who agrees for the agency
    to a new flow or a new use; `information-asset-owner`, who answers for the systems that hold what was shared; or `other`."""
    title: Words
    """The title of the post or desk."""
    phone: Words
    """The telephone number. While the site is illustrative it must be from 01632 960000 to 960999."""
    email: Words
    """The team mailbox. While the site is illustrative it must end in `.example`."""
    hours: Words
    """When it is staffed: `24 hours`, `Monday to Friday, 9am to 5pm`."""
    note: Line | None = None
    """What to ask for, or what this post cannot do."""
    deputy: Words | None = None
    """The title of the post that acts, with the same powers, when this one is away."""


class ProfessionalCode(Entry):
    """A code of practice or policy that binds an agency's staff, by its title."""

    title: Words
    """Its title."""
    about: Line
    """What it adds for somebody who shares information."""


class Standing(Markable):
    """What an agency requires in every protocol it is party to."""

    top: Prose | None = None
    """Before the core: stands at the end of Part A."""
    tail: Prose | None = None
    """After the core: stands in Part C."""


class Agency(Entry):
    """An organisation, or a group of alike organisations that are party to protocols together."""

    id: Id
    """The permanent id, equal to the file's name."""
    name: Words
    """The full name."""
    short_name: Words
    """What staff call it, for tables: `County Police`, `Council adults`."""
    also_called: tuple[Words, ...] = ()
    """Abbreviations, former names and everyday words, `landlord` or `the surgery`; search finds it by them."""
    kind: AgencyKind
    """What sort of body it is."""
    regimes: tuple[Regime, ...] = Field(min_length=1)
    """`uk-gdpr`, and `part-3` as well for a competent authority under Schedule 7 to the Data Protection Act 2018."""
    summary: Line
    """What it does that matters to sharing, in one or two sentences."""
    members: tuple[AgencyRef, ...] = ()
    """For a group: the agencies in it."""
    part_of: Words | None = None
    """The legal body it is part of, where it is a service of a larger one: the controller in law."""
    posts: tuple[Post, ...] = Field(min_length=1)
    """Whom to reach."""
    vetting: Line | None = None
    """What checks it asks of another agency's staff before they use its systems or sit in its rooms: the level and who arranges it."""
    standing: Standing = Standing()
    """Its standing requirements."""
    codes: tuple[ProfessionalCode, ...] = ()
    """Professional codes and policies that bind its staff."""
    retention_schedule: Words
    """The title of its retention schedule."""
    retired: Replacement | None = None
    """Present only when the body no longer exists."""

    @property
    def stands_for_many(self) -> bool:
        """Tell whether this is many organisations, which can give to one another: a group, or all the schools."""
        return bool(self.members) or self.kind in _STANDS_FOR_MANY

    def post_for(self, kind: PostKind) -> Post:
        """Return its first post of a kind, or else the first of all."""
        return next((post for post in self.posts if post.kind is kind), self.posts[0])
