"""The kinds of value that a source field can hold, and the base of every model class.

Every scalar in a source arrives here as text; these types say what the text has to be. They carry the marks
(`Refers`, `Markup`, `Plain`) that tell the later stages which values to resolve, to read as Markdown, or to take as words. Nothing here reads files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError


@dataclass(frozen=True)
class Refers:
    """Marks a value that names something else: `kind` says what, such as `agency` or `provision`."""

    kind: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Carry the mark into the JSON Schema, where `schema` turns it into the ids that there are."""
        return {**handler(core), "refers": self.kind}


@dataclass(frozen=True)
class Markup:
    """Marks a value that is read as Markdown: a `line` is one paragraph, `prose` any number of blocks."""

    form: Literal["line", "prose"]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Carry the mark into the JSON Schema."""
        return {**handler(core), "markup": self.form}


@dataclass(frozen=True)
class Plain:
    """Marks a value that is words and nothing else: no reader of it ever sees markup in it."""


class Entry(BaseModel):
    """One mapping in a source: its keys are fixed and its values never change after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


FIRST_YEAR, LAST_YEAR = 1000, 2199
"""Between which years a date can be meant: from the oldest law in force to far beyond any review."""


def _iso_date(value: Any) -> date:
    """Return the date written as year-month-day; any other form is refused, so that 01/02/26 is never guessed at."""
    if isinstance(value, date):
        return value
    try:
        found = date.fromisoformat(str(value)) if len(str(value)) == len("2026-01-31") else None
    except ValueError:
        found = None
    if found is None:
        raise PydanticCustomError("iso_date", "not a date")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise PydanticCustomError("far_date", "not in a year that can be meant")
    return found


def _yes_no(value: Any) -> bool:
    """Return the truth of `yes`, `no`, `true` or `false`, in lower case."""
    if isinstance(value, bool):
        return value
    truth = {"yes": True, "true": True, "no": False, "false": False}.get(str(value))
    if truth is None:
        raise PydanticCustomError("yes_no", "neither yes nor no")
    return truth


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A permanent id: lower-case words joined by hyphens."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), Plain()]
"""Plain words on one line, with no markup: a title, a name, a label."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=1500, strip_whitespace=True), Markup("line")]
"""One paragraph; emphasis, links and `[[references]]` are allowed."""

Prose = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), Markup("prose")]
"""Paragraphs, lists and tables; emphasis, links and `[[references]]` are allowed."""

Date = Annotated[date, BeforeValidator(_iso_date)]
"""A date, written 2026-01-31."""

YesNo = Annotated[bool, BeforeValidator(_yes_no)]
"""`yes` or `no` (`true` and `false` are read too)."""

AgencyRef = Annotated[str, Refers("agency")]
"""The id of a file in `agencies/`."""

ProtocolRef = Annotated[str, Refers("protocol")]
"""The id of a file in `tier-3/`."""

ThemeRef = Annotated[str, Refers("theme")]
"""The id of a file in `tier-2/`."""

ClauseRef = Annotated[str, Refers("clause")]
"""The id of a core clause."""

ProvisionRef = Annotated[str, Refers("provision")]
"""An instrument and one of its provisions: `crime-and-disorder-act-1998/s115`."""

RequirementRef = Annotated[str, Refers("requirement")]
"""A Tier 2 theme and one of its requirements: `safer-communities/named-decider`."""

OwnRequirementRef = Annotated[str, Refers("own-requirement")]
"""The id of a requirement in the Tier 2 theme that this protocol is under."""

PostRef = Annotated[str, Refers("post")]
"""An agency and one of its posts (`county-police/out-of-hours`), or the id of a contact in this protocol."""

PersonRef = Annotated[str, Refers("person")]
"""The id of one of this protocol's `people`."""

RouteRef = Annotated[str, Refers("route")]
"""The name of one of this protocol's `routes`."""

SectionRef = Annotated[str, Refers("section")]
"""A section of this protocol by its id (`fast-track`, `retention`), or a core clause (`core/recording`)."""


OutcomeRef = Annotated[str, Refers("outcome")]
"""The id of one of the training specification's `outcomes`."""

ReportRef = Annotated[str, Refers("report")]
"""The id of a report."""

TargetRef = Annotated[str, Refers("target")]
"""Anything that a reference can lead to, by its name in full: `core`, `page/audit`, `tier-1/overarching`."""


class Status(StrEnum):
    """How far a document has come."""

    DRAFT = "draft"
    AGREED = "agreed"
    RETIRED = "retired"


class Marking(StrEnum):
    """The government security classification of a document, or of a part of one, from the lowest."""

    OFFICIAL = "official"
    OFFICIAL_SENSITIVE = "official-sensitive"


class Markable(Entry):
    """Something that can be marked higher than the document in which it stands."""

    marking: Marking | None = None
    """The security marking of this alone, where it is higher than its document's: the public edition leaves it out."""


def highest_of(markings: Iterable[Marking]) -> Marking:
    """Return the highest of some markings, `official` of none; they are listed from the lowest."""
    return max(markings, key=list(Marking).index, default=Marking.OFFICIAL)


class Change(Entry):
    """One line of a document's change history."""

    version: Words
    """The version that this change made."""
    on: Date
    """The date of the change."""
    by: Words
    """The post that made it, never a person's name."""
    change: Line
    """What changed."""
    why: Line
    """Why: law, practice, a partner, an incident."""


class Replacement(Entry):
    """Marks something that is retired: it stays in the sources, and its id is never used again."""

    on: Date
    """The date from which it no longer applies."""
    replaced_by: Id | None = None
    """The id of what replaced it, if anything did."""
    why: Line
    """Why it was retired."""


class Review(Entry):
    """When a document was last reviewed and when it must be reviewed next."""

    last: Date | None = None
    """The date of the last review; leave it out if there was none."""
    next: Date
    """The date by which it must be reviewed; printed copies stop being valid then."""
    every: Words
    """The ordinary interval, such as `12 months`."""
    owner: Words
    """The post that must see to it."""
    triggers: tuple[Line, ...] = Field(min_length=1)
    """What brings a review forward."""
    outcome: Line | None = None
    """What the last review decided."""


class EvidenceKind(StrEnum):
    """What shows that a signature was given."""

    LETTER = "letter"
    MINUTE = "minute"
    E_SIGNATURE = "e-signature"


class Evidence(Entry):
    """What shows that a signature was given, and where it can be seen."""

    kind: EvidenceKind
    """A `letter`, the `minute` of a meeting, or an `e-signature`."""
    reference: Words
    """How it is found: the reference of a letter, the number of a minute, the id of an electronic signature."""
    held_by: AgencyRef
    """The agency that keeps it."""


class Signature(Entry):
    """One agency's signature on one version. None is invented: a draft has none."""

    agency: AgencyRef
    """The agency that signed."""
    post: Words
    """The post that signed for it."""
    on: Date
    """The date of signature."""
    version: Words
    """The version that was signed."""
    fingerprint: Words
    """The fingerprint of the composed text that was signed. `protocols sign` writes it, and every build checks it."""
    evidence: Evidence
    """What shows that the agency signed."""


class Silence(Entry):
    """Turns one rule off at one place, with a reason that readers of the audit page see."""

    rule: Words
    """The code of the rule, such as `long-sentence`."""
    at: Words
    """The field it is silenced for, such as `fast_track.when`."""
    because: Line
    """Why the rule is wrong here."""


class Document(Entry):
    """What the protocols of every tier have in common."""

    id: Id
    """The permanent id, equal to the file's name."""
    title: Words
    """The title, in words that staff use."""
    status: Status
    """`draft` until the agencies have agreed it."""
    version: Words
    """The version, in quotes: `"0.1"`."""
    owner: AgencyRef
    """The agency that looks after this document."""
    marking: Marking
    """The security marking that every page and printed copy carries."""
    summary: Line
    """One or two sentences: what it is for."""
    review: Review
    """When it is reviewed."""
    signatures: tuple[Signature, ...] = ()
    """Who has signed which version."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""
    retired: Replacement | None = None
    """Present only when `status` is `retired`."""
    silenced: tuple[Silence, ...] = ()
    """Rules that are turned off for one place, with the reason."""
