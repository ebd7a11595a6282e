"""The manifest of an issued text: what the program wrote down of a version when it was frozen. Nobody writes one by hand.

Everything in it is words: what is issued stays as it was, whatever becomes of the law, the agencies and the document that it names.
"""

from pydantic import Field

from generator.model.base import Date, Entry, Id, Marking, Words


class IssuedSection(Entry):
    """One section of an issued text, with the fingerprint of its words."""

    section: Words
    """The section's key: `fast-track`, `core/recording`."""
    fingerprint: Words
    """The fingerprint of what a signature covers of it."""


class Issued(Entry):
    """The manifest of one issued text."""

    document: Id
    """The id that the document had when it was issued."""
    version: Words
    """The version that was issued."""
    core_version: Words
    """The version of the core that it holds."""
    title: Words
    """The title that it had."""
    marking: Marking | None = None
    """The highest marking of anything in it, where that was more than `official`."""
    on: Date
    """The day on which it was issued."""
    fingerprint: Words
    """The fingerprint of all that a signature on this text covers."""
    sections: tuple[IssuedSection, ...] = Field(min_length=1)
    """Each section with its own fingerprint."""
    law: tuple[Words, ...] = ()
    """The provisions relied on, as the law register named them."""
    signatories: tuple[Words, ...] = Field(min_length=1)
    """The ids of those who were to sign it."""
    text: Words
    """What the bytes of the text come to: `sha256:` and 64 figures."""
    seal: Words
    """What the bytes of this manifest come to without this line."""
