"""A Tier 3 protocol: what one working arrangement says before the core (Part A) and after it (Part C)."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from generator.model.base import (
    AgencyRef,
    Date,
    Document,
    Entry,
    Id,
    Line,
    OwnRequirementRef,
    PersonRef,
    PostRef,
    Prose,
    ProvisionRef,
    RouteRef,
    SectionRef,
    ThemeRef,
    Words,
    YesNo,
)
from generator.model.law import Area


class ControllerRole(StrEnum):
    """What a party is, under data protection law, for the information it handles here."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint controller"
    PROCESSOR = "processor"


class Category(StrEnum):
    """What kind of data an item is; it decides which further conditions apply."""

    PERSONAL = "personal"
    SPECIAL = "special-category"
    CRIMINAL = "criminal-offence"
    DEPERSONALISED = "depersonalised"
    DECEASED = "about-the-dead"


class Beneficiary(StrEnum):
    """Who gains."""

    PERSON = "person"
    PUBLIC = "public"
    AGENCIES = "agencies"


class DpiaState(StrEnum):
    """How far the data protection impact assessment has come."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    DONE = "done"


class AtAGlance(Entry):
    """The six questions of somebody who must decide now."""

    may_i_share: Line
    """May I share? The answer first, then its limit."""
    with_whom: Line
    """With whom."""
    under_which_law: Line
    """Under which law, with references."""
    how_fast: Line
    """How fast, with times."""
    whom_do_i_ring: Line
    """Whom to ring."""
    what_do_i_write_down: Line
    """What must be recorded, and where."""


class FastTrack(Entry):
    """Urgent sharing under this arrangement. Same place and same shape in every protocol."""

    when: Line
    """The trigger: what must be true for the fast track to apply."""
    decides_in_hours: Line
    """Which post may decide in office hours."""
    decides_out_of_hours: Line
    """Which post may decide at night and at weekends."""
    contact_in_hours: PostRef
    """Whom to ring in office hours: `agency/post`, or one of this protocol's `contacts`."""
    contact_out_of_hours: PostRef
    """Whom to ring out of hours."""
    steps: tuple[Line, ...] = Field(min_length=3, max_length=8)
    """What to do, in order; three to eight steps."""
    share: Line
    """The minimum to share at once."""
    hold_back: Line
    """What not to share on the fast track, or not without more thought."""
    record_within: Words
    """By when the decision record is written: `24 hours`."""
    afterwards: Line
    """What happens next, and who looks back at the decision."""


class Benefit(Entry):
    """What the arrangement is good for."""

    to: Beneficiary
    """`person`, `public` or `agencies`."""
    benefit: Line
    """The benefit."""


class Instead(Entry):
    """A case in which this protocol is the wrong one."""

    when: Line
    """The case."""
    instead: Line
    """What to use or do instead, with a reference."""


class Scope(Entry):
    """What the protocol is for, and what it is not for."""

    use_it_for: tuple[Line, ...] = Field(min_length=1)
    """The cases in which it applies."""
    do_not_use_it_for: tuple[Instead, ...] = Field(min_length=1)
    """The cases in which it does not, each with what to use instead."""


class Person(Entry):
    """A group of people whose information is shared."""

    id: Id
    """The id, used by `flows` in `about`: `victim`."""
    name: Words
    """What to call them: `Victims at high risk`."""
    note: Line
    """Who they are, and what to have in mind: age, capacity, safety of contact."""


class Party(Entry):
    """An agency in this protocol."""

    agency: AgencyRef
    """Its id in `agencies/`."""
    gives: YesNo
    """Whether it gives information."""
    receives: YesNo
    """Whether it receives information."""
    role: ControllerRole
    """`controller`, `joint controller` or `processor`."""
    does: Line
    """What it does in this arrangement."""


class Step(Entry):
    """One step of how the arrangement works from day to day."""

    step: Words
    """What the step is called."""
    who: Words
    """Which post or agency does it."""
    what: Line
    """What they do, and what is shared at this step."""
    within: Words
    """The time allowed: `2 working days`."""


class Meeting(Entry):
    """A meeting at which information is shared."""

    name: Words
    """Its name."""
    chair: Words
    """The post that chairs it."""
    how_often: Words
    """How often it meets."""
    before: Line
    """What members prepare, and by when."""
    minutes: Line
    """Who keeps the minutes, what they hold, who receives them."""


class Gateway(Entry):
    """A provision that this protocol relies on, and how it applies here."""

    provision: ProvisionRef
    """The provision."""
    used_for: Line
    """What is disclosed under it in this arrangement, by whom to whom."""
    conditions_here: Line
    """What must hold here before anybody relies on it."""


class Restriction(Entry):
    """A provision that limits sharing under this protocol."""

    provision: ProvisionRef
    """The provision."""
    means_here: Line
    """What it stops, and what to do about that."""


class Consent(Entry):
    """Whether consent is what this arrangement relies on."""

    relied_on: Literal["no", "sometimes", "yes"]
    """`no`, `sometimes` or `yes`."""
    because: Line
    """Why; and what staff say to the person instead."""


class DataProtectionBasis(Entry):
    """The conditions under data protection law, for one set of parties."""

    parties: tuple[AgencyRef, ...] = Field(min_length=1)
    """The parties for which this is the basis."""
    regime: Literal["uk-gdpr", "part-3"]
    """`uk-gdpr`, or `part-3` for law enforcement processing by a competent authority."""
    article_6: tuple[ProvisionRef, ...] = ()
    """The Article 6 condition, for `uk-gdpr`."""
    article_9: tuple[ProvisionRef, ...] = ()
    """The Article 9 condition, where special category data is shared."""
    article_10: tuple[ProvisionRef, ...] = ()
    """Article 10 and the authority for criminal offence data, where that is shared."""
    schedule_1: tuple[ProvisionRef, ...] = ()
    """The Schedule 1 paragraph of the Data Protection Act 2018."""
    part_3: tuple[ProvisionRef, ...] = ()
    """Section 35 and the Schedule 8 condition, for `part-3`."""
    because: Line
    """Why these conditions are met here."""


class AgencyRequirement(Entry):
    """What one party requires of its own staff, or of the others, in this protocol."""

    agency: AgencyRef
    """The party."""
    top: Prose | None = None
    """Before the core: read first by its staff."""
    tail: Prose | None = None
    """After the core."""


class Flow(Entry):
    """One data item, from whom, to whom, and why that is allowed."""

    item: Words
    """The data item, as narrowly as it is shared."""
    about: tuple[PersonRef, ...] = Field(min_length=1)
    """About whom: ids from `people`."""
    category: Category
    """`personal`, `special-category`, `criminal-offence`, `depersonalised` or `about-the-dead`."""
    sources: tuple[AgencyRef, ...] = Field(min_length=1, alias="from")
    """The parties that give it."""
    recipients: tuple[AgencyRef, ...] = Field(min_length=1, alias="to")
    """The parties that receive it."""
    gateway: ProvisionRef
    """The power or duty that allows every one of these givers to tell every one of these receivers."""
    necessary_because: Line
    """Why the purpose fails without this item. Particular to this item."""
    route: RouteRef
    """How it travels: the name of one of `routes`."""
    when: Words
    """When, or how often."""


class Route(Entry):
    """A way in which information travels under this protocol."""

    name: Words
    """Its name, as flows give it: `secure email`."""
    how: Line
    """How it is used safely."""


class Retention(Entry):
    """How long one kind of record is kept."""

    record: Words
    """The kind of record."""
    held_by: tuple[AgencyRef, ...] = Field(min_length=1)
    """Who holds it."""
    keep_for: Words
    """The period."""
    starting: Words
    """What the period starts from."""
    authority: Line
    """What sets the period: a schedule by title, a code, a rule of law."""
    disposal: Words
    """How it is disposed of."""


class Contact(Entry):
    """Somebody to reach about this protocol: a post of an agency, or one that exists for this arrangement alone."""

    id: Id
    """The id inside this protocol: `marac-coordinator`."""
    agency: AgencyRef
    """The agency whose post it is."""
    reach_for: Line
    """What to contact this post about."""
    post: PostRef | None = None
    """A post in the agency's own file, `county-police/out-of-hours`; or else give the four fields below."""
    title: Words | None = None
    """The title of the post."""
    phone: Words | None = None
    """Telephone, from 01632 960000 to 960999."""
    email: Words | None = None
    """Team mailbox, ending in `.example`."""
    hours: Words | None = None
    """When it is staffed."""


class Risk(Entry):
    """Something that can go wrong, and what is done about it."""

    risk: Line
    """What can go wrong, and for whom."""
    mitigation: Line
    """What is done about it."""
    owner: Words
    """The post that owns it."""


class Dpia(Entry):
    """The data protection impact assessment (UK GDPR, Article 35)."""

    state: DpiaState
    """`not-started`, `in-progress` or `done`."""
    on: Date | None = None
    """The date on which it was done."""
    covers: Line
    """What it covers, and what it must look at hardest."""
    outcome: Line | None = None
    """What it concluded."""
    review_when: Line
    """What reopens it."""


class RoleTraining(Entry):
    """What one role must know beyond the core before acting under this protocol."""

    role: Words
    """The role."""
    must_know: Line
    """What it must know or be able to do."""
    by_when: Words
    """By when."""


class Met(Entry):
    """How this protocol meets one requirement of its Tier 2 theme, or why it does not yet."""

    requirement: OwnRequirementRef
    """The requirement's id."""
    where: tuple[SectionRef, ...] = ()
    """The sections that meet it. Leave out if it is unmet."""
    how: Line | None = None
    """How they meet it."""
    unmet: Line | None = None
    """Why it is not met, and what will be done by when."""


class Protocol(Document):
    """A Tier 3 protocol."""

    under: ThemeRef
    """The Tier 2 theme."""
    areas: tuple[Area, ...] = ()
    """Fields of work beside the theme's in which this arrangement relies on law, in the law register's words."""
    also_called: tuple[Words, ...] = ()
    """Abbreviations, old names and street names; search finds them."""
    asked_as: tuple[Words, ...] = Field(min_length=4, max_length=8)
    """Four to eight questions in staff's own words."""
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
    gateways: tuple[Gateway, ...] = Field(min_length=1)
    """The powers and duties relied on: one entry for every gateway that a flow names."""
    restrictions: tuple[Restriction, ...] = Field(min_length=1)
    """The provisions that limit sharing here."""
    consent: Consent
    """Whether consent is relied on."""
    telling_people: Line
    """What people are told, by whom; and when they are not."""
    data_protection: tuple[DataProtectionBasis, ...] = Field(min_length=1)
    """The basis under data protection law, for every party."""
    agency_requirements: tuple[AgencyRequirement, ...] = ()
    """What parties require of their own, beyond their standing requirements."""
    flows: tuple[Flow, ...] = Field(min_length=1)
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
