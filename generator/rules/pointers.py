"""Rules about what a text points to: not to a place inside one agency's network, and in the marks that make a reference."""

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Parsed
from generator.model.site import SiteSettings
from generator.rules.context import Context, rule
from generator.rules.whole import prose, whole
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span
from generator.words.nearest import nearest

_INTERNAL = re.compile(
    r"https?://[^\s<>()\[\]\"'\ue002]+|\bfile:[/\\][^\s<>()\[\]\ue002]+|\\\\\w[\w.$-]*\\[^\s\ue002]+"
    r"|\b[A-Z]:\\[^\s\ue002]+|\b[\w-]{1,63}\.sharepoint\.com[^\s<>()\[\]\ue002]*|\blocalhost:\d+\S*",
    re.IGNORECASE,
)
"""An address of a page, a file or a share."""

_INNER_NAMES = frozenset({"intranet", "sharepoint", "localhost", "onedrive"})
_INNER_ENDINGS = (".local", ".localhost", ".internal", ".intranet", ".lan", ".corp", ".home", ".private")

_SINGLE = re.compile(r"(?<![\[\w\]])\[([a-z0-9][a-z0-9/-]*)\](?![\[(\]:])")
"""A name in single brackets that is no link."""


@fault("internal-link", Severity.WARNING)
def internal_link(span: Span, address: str) -> Diagnostic:
    """A text points to a place inside one agency's network: a shared drive, an intranet page, SharePoint.

    Nobody outside can open it, and printed copies carry the address to strangers. Name the document by its title and say who
    gives a copy, or link to a page that everybody can open.
    """
    return Diagnostic(
        f"`{address}` leads into one agency's own network",
        span,
        help="name the document by its title and the post that gives a copy, or link to a public page",
    )


@rule
def check_links_lead_out(context: Context) -> Iterator[Diagnostic]:
    """No text points to a place that only one agency's staff can open."""
    for document in context.library.parsed:
        if document.entry is not SiteSettings:
            yield from _internal_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _internal_in(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(_internal_links(document))


def _internal_links(document: Parsed) -> Iterator[Diagnostic]:
    words = whole(document)
    if "://" not in words.text and "\\" not in words.text and not _may_be_internal(words.text):
        return
    for value, match in words.finds(_INTERNAL):
        address = match[0].rstrip(".,;:")
        if is_internal(address):
            yield internal_link(document.find(address, *value.path), address)


def _may_be_internal(text: str) -> bool:
    return any(each in text.lower() for each in (".sharepoint.", "localhost:", "file:/", "file:\\"))


def is_internal(address: str) -> bool:
    """Return whether an address leads to one machine or one organisation's network."""
    scheme, _, rest = address.partition("://")
    if scheme.lower() not in ("http", "https"):
        return True
    host = re.split(r"[/?#]", rest.rpartition("@")[2] if "@" in re.split(r"[/?#]", rest)[0] else rest)[0].lower()
    name = host.partition(":")[0].rstrip(".")
    try:
        return not ip_address(name).is_global
    except ValueError:
        return "." not in name or name.endswith(_INNER_ENDINGS) or bool(_INNER_NAMES & {*name.split(".")})


@fault("single-brackets")
def single_brackets(span: Span, written: str, target: str) -> Diagnostic:
    """A reference stands in one pair of brackets, so that it is no link and its brackets are printed.

    A reference is `[[target]]`, with two brackets each side.
    """
    return Diagnostic(
        f"`[{written}]` is printed as it stands; a reference has two brackets each side",
        span,
        help=f"write `[[{target}]]`",
    )


@rule
def check_references_have_two_brackets(context: Context) -> Iterator[Diagnostic]:
    """The name of something that references can lead to never stands in single brackets."""
    targets = context.library.targets
    for document in context.library.parsed:
        for value, match in _single_in(document):
            name = match[1]
            near = (name,) if name in targets else nearest(name, targets, most=1) if "-" in name else ()
            if near:
                yield single_brackets(document.find(match[0], *value.path), name, near[0])


@lru_cache(maxsize=MOST_KEPT)
def _single_in(document: Parsed) -> tuple[tuple[Value, re.Match[str]], ...]:
    """Return what stands in single brackets."""
    return tuple(prose(document).finds(_SINGLE))
