"""The law register: instruments and their provisions, as dated data.

Effect and status belong to the provision, never to the Act, because one Act can hold a power, a duty and a restriction,
and its sections start and stop on different days.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from generator.model.agency import AgencyKind
from generator.model.base import Date, Entry, Id, Line, Prose, ProvisionRef, ReportRef, Words, YesNo


class Effect(StrEnum):
    """What a provision does for somebody who wants to share."""

    POWER = "power"
    DUTY = "duty"
    RESTRICTION = "restriction"
    FRAMEWORK = "framework"


class InstrumentKind(StrEnum):
    """What sort of law an instrument is."""

    ACT = "act"
    REGULATIONS = "regulations"
    ASSIMILATED = "assimilated-law"
    COMMON_LAW = "common-law"


class Area(StrEnum):
    """A field of work that a provision belongs to."""

    COMMUNITY_SAFETY = "community-safety"
    CHILDREN = "children"
    ADULTS = "adults"
    HEALTH = "health"
    OFFENDERS = "offenders"
    HOUSING = "housing"
    FIRE = "fire"
    PREVENT = "prevent"
    DOMESTIC_ABUSE = "domestic-abuse"
    ALL = "all"


class Commenced(StrEnum):
    """Whether a provision has been brought into force, as far as we have seen."""

    YES = "yes"
    NO = "no"
    UNCONFIRMED = "unconfirmed"


class LegalStatus(StrEnum):
    """The status of a provision on a date."""

    IN_FORCE = "in force"
    NOT_YET = "not yet in force"
    ENDED = "no longer in force"
    UNCONFIRMED = "start unconfirmed"


class Turn(StrEnum):
    """What happens to a provision on a day to come."""

    STARTS = "starts"
    CHANGES = "changes"
    ENDS = "ends"


class Force(Entry):
    """From when and until when a provision is in force."""

    commenced: Commenced = Commenced.YES
    """`yes`; `no` where it is not yet brought into force; `unconfirmed` where we have not seen that it is."""
    since: Date | None = None
    """The first day in force, where a source gives it."""
    until: Date | None = None
    """The first day on which it is no longer in force."""
    note: Line | None = None
    """What a reader must know about these dates."""

    def on(self, day: date) -> LegalStatus:
        """Return the status on `day`. A start that nobody has confirmed never counts as settled."""
        if self.until is not None and day >= self.until:
            return LegalStatus.ENDED
        if self.commenced is Commenced.NO or (self.since is not None and day < self.since):
            return LegalStatus.NOT_YET
        if self.commenced is Commenced.UNCONFIRMED:
            return LegalStatus.UNCONFIRMED
        return LegalStatus.IN_FORCE


class Amendment(Entry):
    """A change of a provision that is fixed and still to come."""

    on: Date
    """The day from which it reads or works differently."""
    says: Line
    """What will be different, in plain words."""


class Evidence(Entry):
    """Where a citation and its effect were seen. Exactly one of the two is given."""

    confirmed: Line | None = None
    """The source in which the citation and the effect were seen."""
    unconfirmed: Line | None = None
    """What has not been seen in a source, so that nobody takes it as settled."""
    checked: Date
    """The date on which somebody last looked."""


class Provision(Entry):
    """One section, article, paragraph or rule that matters to sharing."""

    id: Id
    """The id inside the instrument: `s115`, `article-8`, `regulation-3`, `schedule-4-paragraph-7`."""
    cite: Words
    """How to cite it in a record: `section 115`."""
    title: Words
    """What it is called or about."""
    effect: Effect
    """`power`, `duty`, `restriction` or `framework`."""
    says: Prose
    """What it says, in plain words."""
    givers: tuple[AgencyKind, ...] = ()
    """The kinds of agency that may disclose under it. Empty: it names nobody in particular."""
    receivers: tuple[AgencyKind, ...] = ()
    """The kinds of agency that may be told under it. Empty: it names nobody in particular."""
    who_discloses: Line | None = None
    """Who may or must disclose, in words; needed for a power or a duty."""
    to_whom: Line | None = None
    """To whom, in words; needed for a power or a duty."""
    for_what: Line | None = None
    """For what purpose."""
    conditions: tuple[Line, ...] = ()
    """What must hold before it can be relied on."""
    exclusions: tuple[Line, ...] = ()
    """What it does not allow."""
    excluded_givers: tuple[AgencyKind, ...] = ()
    """The kinds of agency that it stops from giving personal data, such as health bodies under one power."""
    compels_disclosure: YesNo = False
    """`yes` where a duty obliges its giver to disclose once its conditions hold: on a request, or when something happens. A duty to
    co-operate, to arrange, to assess or to have regard obliges nobody to hand over a record."""
    binds: tuple[AgencyKind, ...] = ()
    """Where it compels: the kinds of agency that it obliges. Empty: every giver."""
    needs_policy_document: YesNo = False
    """`yes` for a condition of data protection law that counts only if the agency holds an appropriate policy document for it."""
    depersonalised_only: YesNo = False
    """`yes` where it covers only information that identifies nobody."""
    areas: tuple[Area, ...] = Field(min_length=1)
    """The fields of work that it belongs to."""
    force: Force = Force()
    """Its dates."""
    changes: tuple[Amendment, ...] = ()
    """Changes to come, each with its day; `says` and the rest are rewritten when the day has come."""
    replaced_by: ProvisionRef | None = None
    """The provision that took its place."""
    evidence: Evidence
    """Where this was seen, or what is unconfirmed."""

    @property
    def can_be_gateway(self) -> bool:
        """Only a power or a duty lets somebody disclose; a restriction or a framework never does by itself."""
        return self.effect in (Effect.POWER, Effect.DUTY)

    def obliges(self, kind: AgencyKind) -> bool:
        """Tell whether it obliges an agency of this kind to disclose, once its conditions hold."""
        return self.compels_disclosure and (not self.binds or kind in self.binds)


class Reported(Entry):
    """How one of the county's reports names an instrument."""

    report: ReportRef = Field(alias="in")
    """The id of the report."""
    says: Line
    """How it named it, and what has become of it since."""


class Instrument(Entry):
    """An Act, a set of regulations or a rule of common law."""

    id: Id
    """The permanent id, equal to the file's name."""
    title: Words
    """The short title: `Crime and Disorder Act 1998`."""
    short_title: Words | None = None
    """A shorter form for tables, such as `UK GDPR`."""
    kind: InstrumentKind
    """`act`, `regulations`, `assimilated-law` or `common-law`."""
    citation: Words | None = None
    """Chapter or number: `1998 c. 37`, `SI 2007/1831`."""
    identifier: Words | None = None
    """The path at legislation.gov.uk: `ukpga/1998/37`."""
    identifier_unconfirmed: Line | None = None
    """Present where the identifier has not been seen in a source."""
    summary: Prose
    """What it is and why it matters to sharing."""
    here: Prose | None = None
    """What is particular to this county, such as which council it is. A new county starts without it."""
    reported: tuple[Reported, ...] = ()
    """The reports that name it, and what has become of it since."""
    also_called: tuple[Words, ...] = ()
    """Other names and abbreviations that staff use."""
    history: tuple[Line, ...] = ()
    """Changes that a reader should know of, oldest first."""
    provisions: tuple[Provision, ...] = Field(min_length=1)
    """The provisions that matter to sharing. Never a complete list of the Act."""
