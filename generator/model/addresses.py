"""The ledger of addresses: what was ever published, and where what has another name now is found."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from generator.model.base import Date, Entry

FullName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=125)
]
"""The name in full of something with an address: `agency/county-police`, `domestic-abuse-marac`, `children-act-1989/s47`."""


class Move(Entry):
    """One thing that has another name now. Its old addresses lead to the new ones for ever."""

    from_: FullName = Field(alias="from")
    """The name in full that it had."""
    to: FullName
    """The name in full that it has now."""
    on: Date
    """The day on which it got that name."""


class Addresses(Entry):
    """The ledger of addresses. `protocols new`, `rename` and `fmt` keep it; no line of it is ever taken out."""

    id: Literal["addresses"]
    """Always `addresses`."""
    published: tuple[FullName, ...] = ()
    """The name in full of everything that ever had an address on the site, in alphabetical order."""
    moved: tuple[Move, ...] = ()
    """What has another name now, in alphabetical order of the old names."""
