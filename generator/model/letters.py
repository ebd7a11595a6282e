"""Letters and forms that staff fill in: their own words, with named blanks, and what is composed of a protocol."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from generator.model.base import AgencyRef, Change, ClauseRef, Entry, Id, Line, Prose, Words


class Composed(StrEnum):
    """What a part of a letter takes from the protocol, so that names, law and numbers are those that hold."""

    PURPOSE = "purpose"
    PARTIES = "parties"
    PEOPLE = "people"
    ITEMS = "items"
    LAW = "law"
    LAW_NAMES = "law-names"
    BASIS = "basis"
    ROUTES = "routes"
    TELLING = "telling"
    RETENTION = "retention"
    CONTACTS = "contacts"
    JOINT = "joint-controllers"
    DPIA = "dpia"
    RIGHTS = "rights"
    COMPLAINTS = "complaints"


class Need(StrEnum):
    """What a protocol must have before a letter means anything under it."""

    JOINT_CONTROLLERS = "joint-controllers"


class Blank(Entry):
    """One thing that whoever uses the letter fills in."""

    id: Id
    """The id by which the letter's text names it: `{person}` for `person`."""
    says: Words
    """What stands in its place until it is filled in: `name of the person`."""


class Part(Entry):
    """One part of a letter. It says something, shows something of the protocol, asks something, or leaves rows to fill in."""

    heading: Words | None = None
    """The heading of the part, if it has one."""
    text: Prose | None = None
    """The words, with blanks: `Dear {person}`. `{protocol}`, `{county}`, `{regulator}` and `{site}` are filled in by themselves."""
    show: Composed | None = None
    """What is composed of the protocol: `parties`, `law` with what each is for, `law-names`, `items`, `contacts`, `rights`."""
    ask: tuple[Line, ...] = ()
    """Questions, each with room to tick yes or no and to say why."""
    fill_in: tuple[Id, ...] = ()
    """Blanks, by their ids, each of which gets a row of a form."""


class Letter(Entry):
    """`protocols/letters/<id>.yaml`: a letter, a notice or a form that staff need that day. A county has any number of them, or none."""

    id: Id
    """The permanent id, equal to the file's name."""
    place: Annotated[int, Field(ge=1, le=99)]
    """Where it stands in the list: the lowest comes first."""
    title: Words
    """What staff call it: `Request for information`."""
    owner: AgencyRef
    """The agency that looks after it."""
    clause: ClauseRef
    """The core clause that it serves."""
    summary: Line
    """What it is for, in one or two sentences."""
    used_by: Line
    """Who uses it, and when."""
    not_when: tuple[Line, ...] = Field(min_length=1, max_length=5)
    """When not to use it, the most dangerous case first: where telling would put somebody at risk."""
    needs: Need | None = None
    """What a protocol must have for it: `joint-controllers`. Left out where it fits every protocol."""
    also_called: tuple[Words, ...] = ()
    """Other words under which staff look for it; search finds them."""
    blanks: tuple[Blank, ...] = ()
    """What is filled in, in order."""
    parts: tuple[Part, ...] = Field(min_length=1)
    """The parts, in order."""
    history: tuple[Change, ...] = Field(min_length=1)
    """The change history, newest first."""


FACTS = ("protocol", "county", "regulator", "site")
"""The names in braces that are filled in by themselves: the title of the protocol, the county, the regulator's present name, the
address of the site."""
