"""The words of a composed protocol, passage by passage: what a signature covers, and what two versions are compared by.

Reads composed Markdown and leaves out everything that is no wording: links, explanations, emphasis, where lines break. So a
change that alters no word alters nothing here.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

ALGORITHM = "words-1"
"""Names how a fingerprint is made. Any change to this module that changes one needs a new name."""

NOT_SIGNED = frozenset({"c4-contacts", "c10-review", "c11-signatures", "c12-history"})
"""Sections that a signature does not cover: what the core lets change without signing again, and what the
signing itself writes."""

_HEADING = re.compile(r"^(#{1,6}) (.*?)(?: \{ #([\w-]+).*\})?$")
_PART = re.compile(r'<div class="[^"]*" data-part="(\w+)" markdown>')
_AGENCY = re.compile(r'<div class="agency" data-agency="([\w-]+)" markdown>')
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*(?: \"[^\"]*\")?\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|\*|`)")
_RULE = re.compile(r"^\|(?: --- \|)+$")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list item or table row, with where it stands."""

    part: str
    """`top`, `core` or `tail`; empty for what stands before the parts."""
    section: str
    """The id of the heading it stands under: `a2-fast-track`, `b12-fast-track`."""
    heading: str
    """The words of that heading."""
    agency: str
    """The agency whose own words these are, or nothing."""
    text: str


def passages(markdown: str) -> tuple[Passage, ...]:
    """Return the passages of a composed protocol, in order, without the facts that stand above the parts."""
    return tuple(passage for passage in _read(markdown) if passage.part and passage.text)


def _read(markdown: str) -> Iterator[Passage]:
    here = Passage("", "", "", "", "")
    depth, agency_depth = 0, 0
    for line in markdown.splitlines():
        heading = _HEADING.match(line)
        if line.startswith("<div"):
            depth += 1
            if found := _PART.match(line):
                here, depth = replace(here, part=found[1]), 1
            elif found := _AGENCY.match(line):
                here, agency_depth = replace(here, agency=found[1]), depth
        elif line.startswith("</div"):
            if depth == agency_depth and here.agency:
                here, agency_depth = replace(here, agency=""), 0
            depth -= 1
        elif heading and heading[3]:
            here = replace(here, section=heading[3], heading=_words(heading[2]))
        elif not _RULE.match(line):
            yield replace(here, text=_words(line.lstrip("#")))


def _words(line: str) -> str:
    """Return the words of one line of Markdown."""
    plain = _LINK.sub(r"\1", line)
    plain = _ESCAPED.sub(r"\1", _EMPHASIS.sub("", plain))
    return " ".join(unescape(plain).split())


def fingerprint(markdown: str) -> str:
    """Return the fingerprint of all that a signature on this text covers: `words-1:` and 64 hexadecimal figures."""
    covered = "\n".join(passage.text for passage in passages(markdown) if passage.section not in NOT_SIGNED)
    return f"{ALGORITHM}:{hashlib.sha256(covered.encode()).hexdigest()}"


def copy_of(found: tuple[Passage, ...], agencies: tuple[str, ...]) -> tuple[Passage, ...]:
    """Return what an agency's own copy holds: everything but other agencies' own words."""
    return tuple(passage for passage in found if not passage.agency or passage.agency in agencies)
