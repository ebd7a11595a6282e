"""The site's own settings: names that vary, so that no template has to hold them."""

from typing import Annotated, Literal

from pydantic import Field

from generator.model.base import Entry, Line, Words, YesNo


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
    review_warning_days: Annotated[int, Field(ge=0, le=366)]
    """How many days before its review date a protocol counts as due."""
