"""References: `[[target]]` and `[[target|words]]` in text, and the full names that reference fields stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

REFERENCE = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")

LOCAL_KINDS = frozenset({"outcome", "post", "person", "route", "section"})
"""Kinds of reference that are resolved inside the document that makes them."""

_PREFIXES = {
    "agency": "agency/",
    "clause": "core/",
    "theme": "tier-2/",
    "protocol": "",
    "provision": "",
    "requirement": "",
    "report": "page/",
    "target": "",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference in text."""

    target: str
    words: str
    """The words to show; empty for the title of what it leads to."""
    written: str
    """The reference as it stands in the text."""


def references_in(text: str) -> Iterator[Reference]:
    """Yield every reference in a text, in order."""
    for match in REFERENCE.finditer(text):
        yield Reference(" ".join(match[1].split()), " ".join((match[2] or "").split()), match[0])


def full_name(kind: str, value: str, theme: str | None = None) -> str | None:
    """Return the name under which the library knows what a reference field holds; nothing for a local reference.

    `theme` is the Tier 2 theme of the protocol, within which `own-requirement` is looked up.
    """
    if kind == "own-requirement":
        return f"{theme}/{value}" if theme else None
    return None if kind in LOCAL_KINDS else _PREFIXES[kind] + value
