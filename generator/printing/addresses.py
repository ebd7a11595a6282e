"""Where a link of the composed Markdown leads from paper: a place in the same document, or an address on the web."""

from collections.abc import Mapping
from functools import cache
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


class Addresses:
    """Gives the nodes of one page their places in one document: every link its target, every heading its label.

    Links are settled here and not by the templates: Typst takes everything that a function is given as part of what it
    remembers, and a table of all links with every call made setting a fifth slower.
    """

    def __init__(self, base: str, page_uri: str, places: Places, prefix: str = "") -> None:
        self._prefix = prefix

        @cache
        def target(href: str) -> dict[str, str]:
            """Return the label of the place in `at` where the document holds it, else the web address in `to`."""
            found = target_of(page_uri, href)
            if found is not None and found in places:
                return {"at": places[found]}
            return {"to": web_address(base, page_uri, href)}

        @cache
        def away(href: str) -> dict[str, str]:
            return {"to": web_address(base, page_uri, href)}

        self._target, self._away = target, away

    def settle(self, data: Any) -> Any:
        """Return a copy of nodes, or of anything that holds nodes."""
        if isinstance(data, dict):
            return self._node(data)
        if isinstance(data, list | tuple):
            return [self.settle(inner) if isinstance(inner, dict | list | tuple) else inner for inner in data]
        return data

    def _node(self, node: dict[str, Any]) -> dict[str, Any]:
        kind = node.get("t")
        if kind in ("text", "code"):
            return node
        if kind == "link":
            where = self._away if node.get("away") else self._target
            return {"t": "link", "c": node["c"], **where(node["href"])}
        settled = {
            name: self.settle(inner) if isinstance(inner, dict | list | tuple) else inner
            for name, inner in node.items()
        }
        if kind == "heading":
            anchor = settled.pop("id")
            settled["label"] = self._prefix + anchor if anchor else ""
        return settled
