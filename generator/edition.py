"""To whom a site and its copies are given. Which markings that allows, `generator.model.editions` says."""

from enum import StrEnum


class Edition(StrEnum):
    """To whom a site and its copies are given."""

    PUBLIC = "public"
    PARTNER = "partner"
