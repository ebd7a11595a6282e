"""What a Tier 3 protocol says after the core (Part C), entry by entry."""

import re
from enum import StrEnum

from pydantic import Field

from generator.model.base import (
    AgencyRef,
    Date,
    Entry,
    Id,
    Line,
    Markable,
    OwnRequirementRef,
    PersonRef,
    PostRef,
    ProvisionRef,
    RouteRef,
    SectionRef,
    Words,
)


class Category(StrEnum):
    """What kind of data an item is; it decides which further conditions apply."""

    PERSONAL = "personal"
    SPECIAL = "special-category"
    CRIMINAL = "criminal-offence"
    DEPERSONALISED = "depersonalised"
    DECEASED = "about-the-dead"


class Verdict(StrEnum):
    """What a flow means for its giver. People write it: what a provision does says nothing about one item by itself."""

    MUST = "must"
    MAY = "may"
    ONLY_IF = "only-if"


class Flow(Markable):
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
    verdict: Verdict
    """What it means for the giver: `must` where the gateway obliges it to disclose this, `may`, or `only-if`."""
    only_if: Line | None = None
    """For `only-if`: what must be true first, as it follows "You may, only if": `the patient agrees`."""
    unless: Line | None = None
    """For `must`: what lifts the duty, as it follows "You must, unless": `the patient objects`."""
    necessary_because: Line
    """Why the purpose fails without this item. Particular to this item."""
    route: RouteRef
    """How it travels: the name of one of `routes`."""
    when: Words
    """When, or how often."""


class Route(Markable):
    """A way in which information travels under this protocol."""

    name: Words
    """Its name, as flows give it: `secure email`."""
    how: Line
    """How it is used safely."""


LENGTH = re.compile(r"(?:at least )?[0-9]+ (?:hour|day|working day|week|month|year)s?")
"""A length of time for which a record is kept."""


class Retention(Markable):
    """How long one kind of record is kept."""

    record: Words
    """The kind of record."""
    held_by: tuple[AgencyRef, ...] = Field(min_length=1)
    """Who holds it."""
    keep_for: Words
    """The period, as it ends the sentence "It is kept": a length, `6 years` or `at least 8 years`; or `until the pupil is 25`, `as
    long as the case file`, `permanently`."""
    starting: Words | None = None
    """What a length is counted from, as it follows "from": `the end of the case`. Left out where `keep_for` is no length."""
    authority: Line
    """What sets the period: a schedule by title, a code, a rule of law."""
    disposal: Words
    """How it is disposed of."""

    @property
    def period(self) -> str:
        """How long it is kept, and from when that is counted: `6 years from the end of the case`."""
        return f"{self.keep_for} from {self.starting}" if self.starting else self.keep_for

    @property
    def is_length(self) -> bool:
        """Tell whether it is kept for a length of time, which is counted from something."""
        return LENGTH.fullmatch(self.keep_for) is not None


class Contact(Markable):
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


class Risk(Markable):
    """Something that can go wrong, and what is done about it."""

    risk: Line
    """What can go wrong, and for whom."""
    mitigation: Line
    """What is done about it."""
    owner: Words
    """The post that owns it."""


class DpiaState(StrEnum):
    """How far the data protection impact assessment has come."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    DONE = "done"


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


class RoleTraining(Markable):
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
