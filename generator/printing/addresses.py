"""Where a link of the composed Markdown leads from paper: a place in the same document, or an address on the web."""

from collections.abc import Mapping
from posixpath import dirname, join, normpath

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


class Addresses:
    """Gives what stands on one page its place in one document: every link its target, every heading its label."""

    def __init__(self, base: str, page_uri: str, places: Places, prefix: str = "") -> None:
        self._base, self._page_uri, self._places, self._prefix = base, page_uri, places, prefix
        self._found: dict[str, dict[str, str]] = {}

    def target(self, href: str) -> dict[str, str]:
        """Return the label of the place in `at` where the document holds it, else the web address in `to`."""
        if href not in self._found:
            place = target_of(self._page_uri, href)
            held = place is not None and place in self._places
            self._found[href] = {"at": self._places[place]} if place and held else self.away(href)
        return self._found[href]

    def away(self, href: str) -> dict[str, str]:
        """Return the web address in `to`, whatever the document holds."""
        return {"to": web_address(self._base, self._page_uri, href)}

    def label(self, anchor: str) -> str:
        """Return the label of a heading; nothing where it has no id."""
        return self._prefix + anchor if anchor else ""
