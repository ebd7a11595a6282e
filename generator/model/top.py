"""What a Tier 3 protocol says before the core (Part A), entry by entry."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from generator.model.base import (
    AgencyRef,
    Entry,
    Id,
    Line,
    Markable,
    PostRef,
    Prose,
    ProvisionRef,
    SectionRef,
    Words,
    YesNo,
)


class ControllerRole(StrEnum):
    """What a party is, under data protection law, for the information it handles here."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint controller"
    PROCESSOR = "processor"


class Beneficiary(StrEnum):
    """Who gains."""

    PERSON = "person"
    PUBLIC = "public"
    AGENCIES = "agencies"


class Question(Markable):
    """What staff ask, in their own words, and what this protocol answers."""

    ask: Words
    """The question, as somebody in a hurry would say it."""
    answer: Line
    """The answer in one or two sentences. The first word is the verdict: `Yes`, `No`, `Only if`, `You must`."""
    rests_on: SectionRef
    """The section of this protocol, or the core clause, that says so: `fast-track`, `core/consent`."""


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


class PersonKind(StrEnum):
    """Whom somebody has in mind who asks whether to share. One group of people can be of several kinds."""

    CHILD = "child"
    ADULT_AT_RISK = "adult-at-risk"
    VICTIM = "victim"
    SUSPECT = "suspect-or-offender"
    PATIENT = "patient"
    TENANT = "tenant-or-homeless"
    MISSING = "missing"
    FAMILY = "family-or-carer"
    REPORTER = "reporter-or-witness"
    STAFF = "staff"
    PUBLIC = "public"
    DECEASED = "deceased"
    UNNAMED = "unnamed"


class Person(Entry):
    """A group of people whose information is shared."""

    id: Id
    """The id, used by `flows` in `about`: `victim`."""
    name: Words
    """What to call them: `Victims at high risk`."""
    kinds: tuple[PersonKind, ...] = Field(min_length=1)
    """What kinds of people they are, the first above all: `[child, missing]`. `unnamed` is people who only stand behind figures."""
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


class Step(Markable):
    """One step of how the arrangement works from day to day."""

    step: Words
    """What the step is called."""
    who: Words
    """Which post or agency does it."""
    what: Line
    """What they do, and what is shared at this step."""
    within: Words
    """The time allowed: `2 working days`."""


class Meeting(Markable):
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

    @property
    def provisions(self) -> tuple[str, ...]:
        """Every condition, in the order of the fields."""
        return (*self.article_6, *self.article_9, *self.article_10, *self.schedule_1, *self.part_3)


class AgencyRequirement(Markable):
    """What one party requires of its own staff, or of the others, in this protocol."""

    agency: AgencyRef
    """The party."""
    top: Prose | None = None
    """Before the core: read first by its staff."""
    tail: Prose | None = None
    """After the core."""
