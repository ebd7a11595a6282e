"""Where a link of the composed Markdown leads from paper: a place in the same document, or an address on the web."""

from collections.abc import Iterable, Mapping
from posixpath import dirname, join, normpath
from typing import Any

from generator import urls

Places = Mapping[tuple[str, str], str]
"""The label of every place that a document holds, by page and anchor; the anchor is empty for the page itself."""


def target_of(page_uri: str, href: str) -> tuple[str, str] | None:
    """Return page and anchor that a relative address leads to from a page, or nothing for an address outside the site."""
    path, _, anchor = href.partition("#")
    if "://" in path or path.startswith(("mailto:", "tel:")):
        return None
    return (normpath(join(dirname(page_uri), path)) if path else page_uri), anchor


def web_address(base: str, page_uri: str, href: str) -> str:
    """Return the address on the web that `href` leads to from a page of the site published at `base`."""
    target = target_of(page_uri, href)
    if target is None:
        return href
    uri, anchor = target
    path = urls.web_path(uri) if uri.endswith(".md") else uri
    return f"{base}{path}#{anchor}" if anchor else f"{base}{path}"


def links_of(base: str, page_uri: str, hrefs: Iterable[str], places: Places) -> dict[str, dict[str, Any]]:
    """Return, for every address on a page, the web address in `to` and, where the document holds the place, its label in `at`."""
    found: dict[str, dict[str, Any]] = {}
    for href in sorted(hrefs):
        found[href] = {"to": web_address(base, page_uri, href)}
        target = target_of(page_uri, href)
        if target is not None and target in places:
            found[href]["at"] = places[target]
    return found
