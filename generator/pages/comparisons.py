"""The pages on which two texts are compared: two issued ones, an issued one and today's, the core of then and of now.

Made last, from trees. What was issued keeps its address in every one of them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import ClassVar

from generator import urls
from generator.composed.compared import Became, Compared, Line, compare, of_core
from generator.composed.tree import Tree
from generator.county.county import County
from generator.county.issued import IssuedText
from generator.model.protocol import Protocol
from generator.pages.base import Head, PageView, Planned
from generator.pages.issued import Version, agency_name, core_versions, versions_of
from generator.words.catalogue import Fixed, fixed


@dataclass(frozen=True)
class Side:
    """One of the two texts."""

    name: str
    page_uri: str
    on: date | None
    """The day on which it was issued; nothing for today's."""


@dataclass(frozen=True, kw_only=True)
class ComparisonPage(PageView):
    """Two texts, section by section."""

    template: ClassVar[str] = "comparison.md.j2"
    title: str
    old: Side
    new: Side
    changed: tuple[Compared, ...]
    same: tuple[Compared, ...]
    counts: Mapping[Became, int]
    names: Callable[[str], str]
    """Gives the name of an agency by its id."""
    protocols: tuple[tuple[Protocol, Version], ...] = ()
    """Of a comparison of the core: the protocols whose newest issued text holds the old one, each with that text."""


def comparison_pages(county: County, composed: Callable[[str], Tree]) -> Iterator[Planned[ComparisonPage]]:
    """Yield every comparison; `composed` gives the tree of a page by its `page_uri`."""
    for identifier in county.issued:
        protocol = county.protocols[identifier]
        uri = urls.protocol_uri(identifier)
        for version in versions_of(county, protocol):
            if version.next:
                new = _side(version.next)
                yield _page(county, version.to_next_uri, protocol, version.text, partial(_tree_of, version.next), new)
            today = Side(fixed("today’s text"), uri, None)
            yield _page(county, version.to_today_uri, protocol, version.text, partial(composed, uri), today)
    yield from _core_pages(county, composed)


def _tree_of(text: IssuedText) -> Tree:
    return text.tree


def _side(text: IssuedText) -> Side:
    name = fixed("version %(version)s", version=text.manifest.version)
    return Side(name, text.page_uri, text.manifest.on)


def _page(
    county: County, uri: str, protocol: Protocol, old: IssuedText, new: Callable[[], Tree], new_side: Side
) -> Planned[ComparisonPage]:
    old_side = _side(old)
    title = fixed(
        "%(title)s: what changed from %(old)s to %(new)s", title=protocol.title, old=old_side.name, new=new_side.name
    )
    head = _head(uri, title)
    return Planned(head, lambda: _compared(county, head, (old_side, new_side), compare(old.tree, new())))


def _head(uri: str, title: Fixed) -> Head:
    return Head(uri, title, fixed("Two texts set against each other, word by word."), "", is_listed=False)


def _compared(county: County, head: Head, sides: tuple[Side, Side], found: tuple[Compared, ...]) -> ComparisonPage:
    counts: Counter[Became] = sum((section.counts for section in found), Counter())
    return ComparisonPage(
        head=head,
        title=head.title,
        old=sides[0],
        new=sides[1],
        changed=tuple(_readable(section) for section in found if not section.is_same),
        same=tuple(section for section in found if section.is_same),
        counts=counts,
        names=lambda agency: agency_name(county, agency),
    )


def _readable(section: Compared) -> Compared:
    """Return a section with the addresses of its links as a reader sees them."""
    return replace(section, lines=tuple(_readable_line(line) for line in section.lines))


def _readable_line(line: Line) -> Line:
    links = tuple((words, _readable_address(old), _readable_address(new)) for words, old, new in line.links)
    return replace(line, links=links)


def _readable_address(href: str) -> str:
    return href.replace("../", "").replace("index.md", "").replace(".md", "/")


def _core_pages(county: County, composed: Callable[[str], Tree]) -> Iterator[Planned[ComparisonPage]]:
    every = [text for texts in county.issued.values() for text in texts]
    for version, held in core_versions(county).items():
        same_core = (text for text in every if text.manifest.core_version == version)
        newest = max(same_core, key=lambda text: text.manifest.on)
        old = Side(fixed("the core’s version %(version)s", version=version), newest.page_uri, newest.manifest.on)
        title = fixed("The core: what changed from version %(version)s to today", version=version)
        head = _head(urls.core_comparison_uri(version), title)
        yield Planned(head, partial(_core_page, county, composed, head, old, newest, held))


def _core_page(
    county: County,
    composed: Callable[[str], Tree],
    head: Head,
    old: Side,
    newest: IssuedText,
    held: tuple[tuple[Protocol, Version], ...],
) -> ComparisonPage:
    sections = of_core(compare(newest.tree, composed(urls.protocol_uri(next(iter(county.protocols))))))
    new = Side(fixed("today’s core"), urls.CORE, None)
    return replace(_compared(county, head, (old, new), sections), protocols=held)
