"""Review dates as a calendar file (RFC 5545), which any calendar program can take.

Written here in a few lines, because the libraries that write calendars put the time of writing into them.
"""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from generator import urls
from generator.county.county import County
from generator.pages.governance import Dated, reviewed
from generator.words.catalogue import Catalogue

_LONGEST = 75
"""The longest line, in bytes (RFC 5545, section 3.1)."""


def reviews_ics(county: County, words: Catalogue) -> bytes:
    """Return one whole-day event for each review, with a reminder as many days before as a review counts as due."""
    settings = county.site
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(settings.county)}//Information sharing protocols//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(words.say('Reviews: %(site)s', site=settings.name))}",
    ]
    for found in reviewed(county):
        lines += _event(found, county, words)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _event(found: Dated, county: County, words: Catalogue) -> Iterator[str]:
    address, days = county.site.address, county.site.review_warning_days
    host = urlsplit(address).hostname or "protocols.invalid"
    day, page = found.review.next, address + urls.web_path(found.page_uri)
    summary = words.say("Review due: %(title)s", title=found.title)
    who = words.say(
        "%(kind)s. %(post)s sees to it, for %(agency)s.",
        kind=found.kind,
        post=found.review.owner,
        agency=found.owner.name,
    )
    reminder = words.say_many(
        "Review due in %(num)s day: %(title)s", "Review due in %(num)s days: %(title)s", days, title=found.title
    )
    yield "BEGIN:VEVENT"
    yield f"UID:review-{found.name.replace('/', '-')}@{host}"
    yield f"DTSTAMP:{county.as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(f'{who} {page}')}"
    yield f"URL:{page}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:-P{days}D"
    yield f"DESCRIPTION:{_text(reminder)}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Return words with what has a meaning in a calendar file escaped (RFC 5545, section 3.3.11)."""
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """Yield a line in pieces of at most 75 bytes, never cut inside a letter; each piece but the first starts with a space."""
    piece = b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > _LONGEST:
            yield piece
            piece = b" "
        piece += encoded
    yield piece
