"""What changed, as an Atom feed (RFC 4287)."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator import urls
from generator.exports.register import site_address
from generator.exports.words import plain
from generator.model.site import Language
from generator.pages.base import Scene
from generator.pages.governance import Changed, changes

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 200
"""How many changes the feed holds; older ones stand on the page."""


def feed_xml(scene: Scene) -> bytes:
    """Return the newest changes of all documents, the newest first."""
    found = changes(scene)[:_MOST]
    settings = scene.library.site.model if scene.library.site else None
    address = site_address(scene.library)
    feed = Element(
        "feed", {"xmlns": _ATOM, "xml:lang": settings.language.value if settings else Language.ENGLISH.value}
    )
    _add(feed, "id", address + "feed.xml")
    _add(feed, "title", f"What changed: {settings.name}" if settings else "What changed")
    _add(feed, "subtitle", settings.notice if settings else "")
    _add(feed, "updated", f"{found[0].change.on if found else scene.as_of}T00:00:00Z")
    SubElement(feed, "link", {"rel": "self", "href": address + "feed.xml", "type": "application/atom+xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": address + urls.web_path(urls.CHANGES), "type": "text/html"})
    for changed in found:
        _entry(feed, scene, changed, address)
    indent(feed)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(feed: Element, scene: Scene, changed: Changed, address: str) -> None:
    entry, change = SubElement(feed, "entry"), changed.change
    page = address + urls.web_path(changed.page_uri)
    _add(entry, "id", f"{page}#version-{change.version}-{change.on}")
    _add(entry, "title", f"{changed.title}, version {change.version}")
    _add(entry, "updated", f"{change.on}T00:00:00Z")
    _add(SubElement(entry, "author"), "name", change.by)
    SubElement(entry, "link", {"rel": "alternate", "href": page, "type": "text/html"})
    _add(entry, "summary", plain(scene.library, f"{change.change} Why: {change.why}"))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
