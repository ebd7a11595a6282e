"""What stays at the old addresses of what has another name now: pages that lead on, pictures, and places within pages.

A redirect page is a file of HTML by itself: it must work for any publisher, from a folder, and without scripts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from posixpath import dirname, relpath

from generator import urls
from generator.composed.tree import Tree
from generator.county.county import County
from generator.pages.files import SiteFile
from generator.words.catalogue import Catalogue

SCRIPT = "assets/javascripts/moved.js"
"""Leads on to the place on the page that was asked for, which nothing but a script can."""

_FOLDERS = {
    "agency": ("agencies", "can-i-share"),
    "core": ("core",),
    "tier-2": ("tier-2", "matrices", "assets"),
    "team": ("teams",),
    "page": ("about",),
    "letter": ("letters",),
    "": ("protocols", "law"),
}
"""The folders that hold the pages and pictures of a thing, by what stands before the slash in its name in full."""

_BEFORE_AN_ID = ("", "flows-", "gateways-", "sharing-")
"""What may stand before an id in the name of a page or a picture."""

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<script src="{script}" data-to="{to}"></script>
<meta http-equiv="refresh" content="0; url={to}">
</head>
<body>
<main>
<h1>{heading}</h1>
<p><a href="{to}">{words}</a></p>
</main>
</body>
</html>
"""


def redirect_files(
    county: County, titles: Mapping[str, str], files: Iterable[SiteFile], words: Catalogue
) -> Iterator[SiteFile]:
    """Yield what stays at every old address; `titles` are those of all pages by their `page_uri`."""
    pictures = {file.uri: file for file in files if file.uri.startswith(f"{urls.FIGURES}/")}
    for old, new in county.former_names.items():
        for uri, former in _formerly((*titles, *pictures), old, new):
            if uri in pictures:
                yield SiteFile(former, pictures[uri].make)
            elif former not in titles:
                page = _redirect(county, former, uri, titles[uri], words)
                yield SiteFile.holding(urls.html_path(former), page.encode())


def former_pages(county: County, uris: Iterable[str]) -> Mapping[str, str]:
    """Return every old address of pages, by their `page_uri`, with the page that is meant by it now."""
    uris = tuple(uris)
    return {
        former: uri
        for old, new in county.former_names.items()
        for uri, former in _formerly(uris, old, new)
        if former not in uris
    }


def _formerly(uris: Iterable[str], old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield each page and picture of what is called `new` now, with where it was while that was called `old`."""
    (kind, old_id), (_, new_id) = _kind_and_id(old), _kind_and_id(new)
    for uri in uris:
        folder, *steps = re.split(r"([/.])", uri)
        before = next((before for before in _BEFORE_AN_ID if before + new_id in steps), None)
        if before is not None and folder in _FOLDERS.get(kind, ()):
            at = steps.index(before + new_id)
            yield uri, "".join((folder, *steps[:at], before + old_id, *steps[at + 1 :]))


def _kind_and_id(name: str) -> tuple[str, str]:
    kind, slash, identifier = name.partition("/")
    return (kind, identifier) if slash else ("", name)


def _redirect(county: County, former: str, uri: str, title: str, words: Catalogue) -> str:
    here = dirname(urls.html_path(former))
    heading = words.say("This page has moved")
    facts = {
        "language": county.site.language.value,
        "title": f"{heading}: {title}",
        "canonical": county.site.address + urls.web_path(uri),
        "script": relpath(SCRIPT, here),
        "to": relpath(urls.html_path(uri), here),
        "heading": heading,
        "words": words.say("Go to %(page)s", page=title),
    }
    return _PAGE.format_map({name: escape(fact) for name, fact in facts.items()})


def with_former_anchors(county: County, page_uri: str, markdown: str, tree: Tree) -> str:
    """Return a page with an empty element, before the section, for every id of a heading in it that named a thing by an old name."""
    taken = set(tree.anchors)
    lines = markdown.split("\n")
    for section in reversed(tree.sections):
        former = (old for anchor in section.anchors for old in _former_anchors(county, page_uri, anchor))
        for old in dict.fromkeys(former):
            if old not in taken:
                taken.add(old)
                lines[section.line : section.line] = [f'<div class="formerly" id="{old}">', "</div>", ""]
    return "\n".join(lines)


def _former_anchors(county: County, page_uri: str, anchor: str) -> Iterator[str]:
    """Yield what the id of a heading was under each old name of what it names."""
    for old, new in county.former_names.items():
        (_, old_id), (_, new_id) = _kind_and_id(old), _kind_and_id(new)
        target = county.targets[new]
        if target.anchor:
            if (target.page_uri, target.anchor) == (page_uri, anchor):
                yield old_id
        elif found := re.fullmatch(rf"(b\d+-|own-|[\w-]+--)?{re.escape(new_id)}(-\d+|--[\w-]+)?", anchor):
            yield f"{found[1] or ''}{old_id}{found[2] or ''}"
