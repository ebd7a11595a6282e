"""What changed, as an Atom feed (RFC 4287)."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator import urls
from generator.county.county import County
from generator.county.wording import plain
from generator.pages.governance import Changed, changes

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 200
"""How many changes the feed holds; older ones stand on the page."""


def feed_xml(county: County) -> bytes:
    """Return the newest changes of all documents, the newest first."""
    found = changes(county)[:_MOST]
    settings, address = county.site, county.site.address
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": settings.language.value})
    _add(feed, "id", address + "feed.xml")
    _add(feed, "title", f"What changed: {settings.name}")
    _add(feed, "subtitle", settings.notice)
    _add(feed, "updated", f"{found[0].change.on if found else county.as_of}T00:00:00Z")
    SubElement(feed, "link", {"rel": "self", "href": address + "feed.xml", "type": "application/atom+xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": address + urls.web_path(urls.CHANGES), "type": "text/html"})
    for changed in found:
        _entry(feed, county, changed, address)
    indent(feed)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(feed: Element, county: County, changed: Changed, address: str) -> None:
    entry, change = SubElement(feed, "entry"), changed.change
    page = address + urls.web_path(changed.page_uri)
    _add(entry, "id", f"{page}#version-{change.version}-{change.on}")
    _add(entry, "title", f"{changed.title}, version {change.version}")
    _add(entry, "updated", f"{change.on}T00:00:00Z")
    _add(SubElement(entry, "author"), "name", change.by)
    SubElement(entry, "link", {"rel": "alternate", "href": page, "type": "text/html"})
    _add(entry, "summary", plain(county.library, f"{change.change} Why: {change.why}"))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
