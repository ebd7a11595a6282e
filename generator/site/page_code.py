"""What a finished page may hold besides words: the elements, attributes, addresses and scripts that the templates make.

Names everything else. Words of a source that became part of a page's code would show here, whatever let them through.
"""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

ELEMENTS = frozenset(
    [
        "html",
        "head",
        "title",
        "body",
        "meta",
        "link",
        "script",
        "header",
        "main",
        "footer",
        "nav",
        "aside",
        "article",
        "div",
        "span",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "a",
        "strong",
        "em",
        "code",
        "pre",
        "small",
        "time",
        "del",
        "ins",
        "br",
        "img",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "form",
        "label",
        "input",
        "button",
        "svg",
        "path",
    ]
)
"""Every element that the theme, the templates and the dialect of prose make."""

ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "lang",
        "dir",
        "title",
        "alt",
        "role",
        "hidden",
        "tabindex",
        "href",
        "src",
        "rel",
        "type",
        "name",
        "content",
        "charset",
        "for",
        "placeholder",
        "required",
        "checked",
        "autocomplete",
        "autocapitalize",
        "autocorrect",
        "spellcheck",
        "datetime",
        "start",
        "xmlns",
        "viewbox",
        "d",
    ]
)
"""Every attribute that they make, beside `data-` and `aria-` ones. None of them can hold code."""

REFRESH = re.compile(r"0; url=(.+)")
"""What an old address says of where it leads."""

SCHEMES = frozenset({"https", "http", "mailto", "tel"})

_META = frozenset({"robots", "viewport", "description", "generator", "words"})
_META_OF_A_REDIRECT = frozenset({"color-scheme"})
_RELATIONS = frozenset({"stylesheet", "icon", "alternate", "canonical", "prev", "next"})
_LEADING_OUT = frozenset({"canonical"})
_SCHEME = re.compile(r"[\s\x00-\x1f]*([A-Za-z][A-Za-z0-9+.-]*)[\s]*:|[\s\x00-\x1f]*(//)")
_BASE = re.compile(r'(?<=new URL\(")[^"]*|(?<="base": ")[^"]*|(?<="search": ")[^"]*?(?=assets/)')


def inline_scripts(page: LexborHTMLParser) -> frozenset[str]:
    """Return the scripts that stand in a page itself, without the way from the page to the site's root."""
    return frozenset(_BASE.sub("", node.text()) for node in page.css("script") if "src" not in node.attributes)


def executed_scripts(page: LexborHTMLParser, base: str) -> frozenset[str]:
    """Return the inline scripts that a browser runs, as they stand in a page from which `base` is the way to the root."""
    inside = (node.text() for node in page.css("script") if not {"src", "type"} & node.attributes.keys())
    return frozenset(_BASE.sub(base, script) for script in inside)


def strangers(page: LexborHTMLParser, scripts: frozenset[str], *, leads_on: bool = False) -> Iterator[str]:
    """Yield what a page holds that no template makes; `scripts` are the inline scripts of the theme.

    A page that `leads_on` is the old address of another: it alone may lead on by itself, within the site.
    """
    yield from ("a script that is not the theme's" for found in inline_scripts(page) - scripts)
    for node in page.root.traverse() if page.root else ():
        tag = node.tag or ""
        if tag.startswith(("-", "#", "!")):
            continue
        if tag not in ELEMENTS:
            yield f"the element `{tag}`"
        if not (leads_on and _is_of_a_redirect(node)):
            yield from _strange_attributes(node, node.attributes)


def _is_of_a_redirect(node: LexborNode) -> bool:
    """Return whether an element is one that only the old address of a page has."""
    leads_to = REFRESH.fullmatch(node.attributes.get("content") or "")
    if node.tag != "meta" or (leads_to and _scheme(leads_to[1])):
        return False
    return (
        bool(leads_to and set(node.attributes) == {"http-equiv", "content"})
        or node.attributes.get("name") in _META_OF_A_REDIRECT
    )


def _strange_attributes(node: LexborNode, attributes: Mapping[str, str | None]) -> Iterator[str]:
    tag = node.tag
    for name, value in attributes.items():
        if name.lower() not in ATTRIBUTES and not name.startswith(("data-", "aria-")):
            yield f"the attribute `{name}` of `{tag}`"
        if name in ("href", "src") and (scheme := _scheme(value or "")) and not _leads_out(node, scheme):
            yield f"the address `{value}` of `{tag}`"
    if tag == "meta" and "charset" not in attributes and attributes.get("name") not in _META:
        yield "a `meta` that is not the theme's"
    if tag == "link" and attributes.get("rel") not in _RELATIONS:
        yield "a `link` that is not the theme's"


def _scheme(address: str) -> str:
    """Return what an address says it is: `https`, `//` for another host, or nothing where it stays on the site."""
    found = _SCHEME.match(address)
    return (found[1] or found[2]).lower() if found else ""


def _leads_out(node: LexborNode, scheme: str) -> bool:
    """Return whether an element may name an address elsewhere: readers may follow a link out, nothing may be loaded from there."""
    if node.tag == "link":
        return scheme in SCHEMES and node.attributes.get("rel") in _LEADING_OUT
    return node.tag == "a" and scheme in SCHEMES
