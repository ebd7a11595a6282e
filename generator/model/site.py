"""The site's own settings: names that vary, so that no template and no publisher's configuration has to hold them."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from generator.model.base import AgencyRef, Entry, Line, ProtocolRef, Words, YesNo
from generator.model.top import PersonKind


class Language(StrEnum):
    """The language of the site's words."""

    BRITISH_ENGLISH = "en-GB"
    IRISH_ENGLISH = "en-IE"
    ENGLISH = "en"
    WELSH = "cy"

    @property
    def is_english(self) -> bool:
        """Whether the engine's own words are in it."""
        return self.value.split("-", maxsplit=1)[0] == "en"


class Situation(Entry):
    """A situation that staff meet often. It leads to a protocol, or to what one agency may tell another."""

    title: Words
    """The situation, in staff's own words."""
    protocol: ProtocolRef | None = None
    """The protocol that answers it; or else say `from` and `to`."""
    giver: AgencyRef | None = Field(default=None, alias="from")
    """Who wants to tell."""
    receiver: AgencyRef | None = Field(default=None, alias="to")
    """Whom."""
    about: PersonKind | None = None
    """About what kind of people: their answers come first."""
    urgent: YesNo = False
    """`yes` where somebody may be hurt: it leads to the fast track, and numbers come first."""


class SiteSettings(Entry):
    """`protocols/site.yaml`."""

    id: Literal["site"]
    """Always `site`."""
    name: Words
    """The name of the site."""
    county: Words
    """The area that the protocols cover."""
    edition: Words
    """The edition, printed on every page and copy."""
    address: Words
    """Where the site is published, ending in `/`."""
    description: Words
    """The site in one sentence, for search engines and link previews."""
    language: Language = Language.BRITISH_ENGLISH
    """The language of the site: `en-GB`, `en-IE`, `en`, or `cy` with its fixed words in `templates/words/cy.po`."""
    repository: Words | None = None
    """The address of the repository that holds the sources, without `/` at its end: each page's pencil opens its file there."""
    repository_name: Words = "Sources"
    """What the link to the repository says."""
    core_repository: Words | None = None
    """The address of the repository that holds the core, where that is another one."""
    security_contact: Words | None = None
    """Whom somebody tells who found a weakness of the site: a mailbox, or a web address that begins `https://`. It makes `security.txt`."""
    board: Words
    """The body that answers for the set."""
    regulator: Words
    """The data protection regulator's present name."""
    regulator_note: Line
    """What a reader should know about that name."""
    illustrative: YesNo
    """`yes` while no agency has agreed this text."""
    notice: Words
    """The sentence that every page and every printed copy carries."""
    situations: tuple[Situation, ...] = Field(default=(), max_length=6)
    """Up to six situations that staff meet often, for the first page."""
    review_warning_days: Annotated[int, Field(ge=0, le=366)]
    """How many days before its review date a protocol counts as due."""
