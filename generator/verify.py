"""Whether a built site is fit to be published: no broken link, no template residue, the core the same everywhere.

Reads the finished HTML, as a browser would get it, and nothing else of the site.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from generator.build import Site
from generator.urls import html_path, protocol_uri

_RESIDUE = re.compile(r"(?<!\\)(\{\{|\{%|\{#|%\}|\}\})")


@dataclass(frozen=True)
class _Read:
    """What one page holds: its anchors, its links, and its core, clause by clause."""

    anchors: frozenset[str]
    links: tuple[str, ...]
    core: tuple[tuple[str, str], ...]


def verify(site: Site, folder: Path) -> tuple[str, ...]:
    """Return everything for which the site in `folder` must not be published; nothing where it is fit."""
    pages = {path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*.html"))}
    return (
        *_residue(site),
        *_missing_pages(site, pages),
        *_missing_files(site, folder),
        *_broken_links(folder, pages),
        *_unlike_cores(site, pages),
    )


def _read(path: Path) -> _Read:
    tree = html.fromstring(path.read_bytes())
    anchors = {element.get("id", "") for element in tree.iter()} | {
        element.get("name", "") for element in tree.iter("a")
    }
    links = (element.get(name) for element in tree.iter() for name in ("href", "src"))
    return _Read(frozenset(anchors), tuple(link for link in links if link is not None), tuple(_clauses(tree)))


def _clauses(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each clause below `data-part="core"`: its heading and all up to the next."""
    for part in (element for element in tree.iter() if element.get("data-part") == "core"):
        found: dict[str, list[str]] = {}
        current = ""
        for element in part:
            identifier = element.get("id") or ""
            if re.match(r"b\d+-", identifier):
                current = identifier
            if current:
                found.setdefault(current, []).append(" ".join(element.text_content().split()))
        yield from ((identifier, "\n".join(texts)) for identifier, texts in found.items())


def _residue(site: Site) -> Iterator[str]:
    for page in site.pages:
        for number, line in enumerate(page.markdown.splitlines(), start=1):
            match = _RESIDUE.search(line)
            if match:
                yield f"{page.page_uri}:{number}: `{match[0]}` is left over from a template"


def _missing_pages(site: Site, pages: dict[str, _Read]) -> Iterator[str]:
    for page in site.pages:
        if html_path(page.page_uri) not in pages:
            yield f"{page.page_uri} was not built"


def _missing_files(site: Site, folder: Path) -> Iterator[str]:
    for file in site.files:
        path = folder / file.uri
        if not path.is_file() or path.read_bytes() != file.content:
            yield f"{file.uri} was not published as it was made"


def _broken_links(folder: Path, pages: dict[str, _Read]) -> Iterator[str]:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, page in pages.items():
        for link in sorted(set(page.links)):
            problem = _problem(name, link, files, pages)
            if problem:
                yield f"{name}: the link `{link}` {problem}"


def _problem(name: str, link: str, files: set[str], pages: dict[str, _Read]) -> str:
    """Return what is wrong with a link inside the site, or nothing."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or name == "404.html":
        return ""
    target = _resolve(name, unquote(parts.path)) if parts.path else name
    if target is None:
        return "climbs out of the site"
    if target not in files:
        target = f"{target}/index.html".removeprefix("/")
        if target not in files:
            return "leads to no file"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].anchors and not anchor.startswith("__"):
        return "names a place that its page does not have"
    return ""


def _resolve(name: str, path: str) -> str | None:
    """Return the file that a relative path leads to from a page, or nothing where it climbs out of the site."""
    steps = [] if path.startswith("/") else name.split("/")[:-1]
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _unlike_cores(site: Site, pages: dict[str, _Read]) -> Iterator[str]:
    """Yield every difference between the core of one protocol and that of the first."""
    expected: tuple[tuple[str, str], ...] = ()
    for identifier in site.library.protocols:
        name = html_path(protocol_uri(identifier))
        core = pages[name].core if name in pages else ()
        expected = expected or core
        if len(core) != len(site.library.current_clauses):
            yield f"{name}: holds {len(core)} of {len(site.library.current_clauses)} core clauses"
        for (clause, text), (_, first) in zip(core, expected, strict=False):
            if text != first:
                yield f"{name}: the words of `{clause}` differ from those in the other protocols"
