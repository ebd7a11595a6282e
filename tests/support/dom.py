"""HTML as a browser understands it: elements with their attributes and words, without the space between blocks."""

from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

WITHIN_WORDS = frozenset({"a", "code", "del", "em", "img", "ins", "small", "span", "strong", "time", "br", "b", "i"})
"""Elements around which a space is a space."""

Event = tuple[str, ...]
"""An element that begins, with its attributes; one that ends; or words."""


def events(html: str, address: str) -> list[Event]:
    """Return everything in a page's HTML, in order; `address` is the page's own.

    Closed sections count as open ones that say nothing, and a corner of a table that heads nothing as any cell.
    """
    page = LexborHTMLParser(f"<!doctype html><body>{html}")
    assert page.body is not None
    return list(_squeezed(_joined(_children(page.body, address))))


def _children(node: LexborNode, address: str) -> Iterator[Event]:
    child = node.child
    while child is not None:
        if child.is_text_node:
            yield ("words", child.text_content or "")
        elif child.is_element_node:
            yield from _element(child, address)
        child = child.next


def _element(node: LexborNode, address: str) -> Iterator[Event]:
    classes = (node.attributes.get("class") or "").split()
    if {"layer-says", "layer-whose"}.intersection(classes):
        return
    parent = node.parent
    is_layer = "layer" in classes and node.tag == "details"
    if is_layer or (node.tag == "summary" and parent and "layer" in (parent.attributes.get("class") or "").split()):
        yield from _children(node, address)
        return
    tag = "td" if node.tag == "th" and not node.text(strip=True) else node.tag or ""
    yield (
        "begins",
        tag,
        *(f"{name}={_meant(name, value, address)}" for name, value in sorted(node.attributes.items())),
    )
    yield from _children(node, address)
    yield ("ends", tag)


def _meant(name: str, value: str | None, address: str) -> str:
    """Return what an attribute says: a link by the address that it leads to; one without a value may repeat its name."""
    if name in ("href", "src"):
        return urljoin(address, value or "")
    return "" if value in (None, name) else value


def _joined(found: Iterator[Event]) -> list[Event]:
    """Return events with words that stand side by side as one."""
    joined: list[Event] = []
    for event in found:
        if joined and event[0] == joined[-1][0] == "words":
            joined[-1] = ("words", joined[-1][1] + event[1])
        else:
            joined.append(event)
    return joined


def _squeezed(found: list[Event]) -> Iterator[Event]:
    for place, event in enumerate(found):
        if event[0] != "words":
            yield event
            continue
        words = " ".join(f"x{event[1]}x".split())[1:-1]
        if _is_edge(found, place - 1):
            words = words.lstrip()
        if _is_edge(found, place + 1):
            words = words.rstrip()
        if words:
            yield ("words", words)


def _is_edge(found: list[Event], place: int) -> bool:
    return not 0 <= place < len(found) or (found[place][0] != "words" and found[place][1] not in WITHIN_WORDS)
