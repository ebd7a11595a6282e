"""What changed, as an Atom feed (RFC 4287)."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator import urls
from generator.county.county import County
from generator.county.wording import plain
from generator.pages.governance import Changed, changes
from generator.words.catalogue import Catalogue

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 200
"""How many changes the feed holds; older ones stand on the page."""


def feed_xml(county: County, words: Catalogue) -> bytes:
    """Return the newest changes of all documents, the newest first."""
    found = changes(county)[:_MOST]
    settings, address = county.site, county.site.address
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": settings.language.value})
    _add(feed, "id", address + "feed.xml")
    _add(feed, "title", words.say("What changed: %(site)s", site=settings.name))
    _add(feed, "subtitle", settings.notice)
    _add(feed, "updated", f"{found[0].change.on if found else county.as_of}T00:00:00Z")
    SubElement(feed, "link", {"rel": "self", "href": address + "feed.xml", "type": "application/atom+xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": address + urls.web_path(urls.CHANGES), "type": "text/html"})
    for changed in found:
        _entry(feed, county, words, changed)
    indent(feed)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(feed: Element, county: County, words: Catalogue, changed: Changed) -> None:
    entry, change = SubElement(feed, "entry"), changed.change
    page = county.site.address + urls.web_path(changed.page_uri)
    _add(entry, "id", f"{page}#version-{change.version}-{change.on}")
    _add(entry, "title", words.say("%(title)s, version %(version)s", title=changed.title, version=change.version))
    _add(entry, "updated", f"{change.on}T00:00:00Z")
    _add(SubElement(entry, "author"), "name", change.by)
    SubElement(entry, "link", {"rel": "alternate", "href": page, "type": "text/html"})
    summary = words.say(
        "%(change)s Why: %(reason)s",
        change=plain(county.library, change.change, words),
        reason=plain(county.library, change.why, words),
    )
    _add(entry, "summary", summary)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
