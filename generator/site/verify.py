"""Whether a built site is fit to be published: no broken link, the core the same everywhere, no code but ours.

Reads the finished HTML, as a browser would get it, and asks the composed trees only what it must say.
"""

from collections.abc import Container, Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.site.build import Site
from generator.site.memory import Memory
from generator.site.page_code import REFRESH, inline_scripts, strangers
from generator.urls import html_path, protocol_uri


@dataclass(frozen=True)
class _Read:
    """What one page holds: its anchors, its links, and its core, element by element."""

    anchors: frozenset[str]
    links: tuple[str, ...]
    core: tuple[tuple[str, str], ...]
    """The id of each element of the core, or nothing, and its words."""
    strangers: tuple[str, ...]
    """What no template makes."""


def verify(site: Site, folder: Path) -> tuple[str, ...]:
    """Return everything for which the site in `folder` must not be published; nothing where it is fit."""
    scripts = _scripts_of_the_theme(folder)
    leading_on = {file.uri for file in site.files}
    names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html")))
    pages = {name: _remembered(site.memory, folder, name, scripts, leads_on=name in leading_on) for name in names}
    return (
        *(f"{name}: {found} was made by no template" for name, page in pages.items() for found in page.strangers),
        *_missing_pages(site, pages),
        *_missing_files(site, folder),
        *_broken_links(folder, pages),
        *_unlike_cores(site, pages),
    )


def _scripts_of_the_theme(folder: Path) -> frozenset[str]:
    """Return the inline scripts that the theme puts into every page: those of the page that no source has a word in."""
    path = folder / "404.html"
    return inline_scripts(LexborHTMLParser(path.read_bytes())) if path.is_file() else frozenset()


def _remembered(memory: Memory, folder: Path, name: str, scripts: frozenset[str], *, leads_on: bool) -> _Read:
    """Return what a page holds, which was read before if the same bytes were."""
    content = (folder / name).read_bytes()
    of = (sha256(content).hexdigest(), sorted(scripts), leads_on)
    return _Read(*memory.made("read", name, of, lambda: astuple(_read(content, scripts, leads_on=leads_on))))


def _read(content: bytes, scripts: frozenset[str], *, leads_on: bool) -> _Read:
    page = LexborHTMLParser(content)
    nodes = [(node.tag, node.attributes) for node in page.root.traverse()] if page.root else []
    anchors = {found for tag, each in nodes for found in (each.get("id"), each.get("name") if tag == "a" else None)}
    links = [each[name] for _, each in nodes for name in ("href", "src") if name in each]
    links += [found[1] for _, each in nodes if (found := REFRESH.fullmatch(each.get("content") or ""))]
    return _Read(
        frozenset(found or "" for found in anchors),
        tuple(link or "" for link in links),
        tuple(_core(page)),
        tuple(dict.fromkeys(strangers(page, scripts, leads_on=leads_on))),
    )


def _core(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield the id and the words of each element of `data-part="core"`, closed or not: of what is closed all but what it says of itself."""
    for part in page.css("[data-part=core]"):
        for element in _children(part):
            closed = element.css("details > summary > :is(h2, h3)") if element.tag == "details" else []
            texts = (
                (*closed, *(inner for inner in _children(element) if inner.tag != "summary")) if closed else (element,)
            )
            yield from ((text.attributes.get("id") or "", _squeezed(text.text())) for text in texts)


def _squeezed(words: str) -> str:
    """Return words without spaces: lines break elsewhere in HTML."""
    return "".join(words.split())


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


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
    """Yield every difference between the core that was published with a protocol and that of the first composed one."""
    composed = {page.page_uri: page for page in site.pages}
    expected: dict[str, str] = {}
    for identifier in site.county.protocols:
        uri = protocol_uri(identifier)
        name = html_path(uri)
        clauses = composed[uri].tree.clauses if uri in composed and not expected else {}
        expected = expected or {anchor: _squeezed(clause.words) for anchor, clause in clauses.items()}
        found = _published(pages[name].core, expected) if name in pages else {}
        if len(found) != len(site.county.current_clauses):
            yield f"{name}: holds {len(found)} of {len(site.county.current_clauses)} core clauses"
        for clause, words in found.items():
            if words != expected[clause]:
                yield f"{name}: the words of `{clause}` differ from those in the other protocols"


def _published(core: tuple[tuple[str, str], ...], clauses: Container[str]) -> dict[str, str]:
    """Return the words of each clause as they were published: its heading and all up to the next."""
    found: dict[str, str] = {}
    current = ""
    for identifier, words in core:
        current = identifier if identifier in clauses else current
        if current:
            found[current] = found.get(current, "") + words
    return found
