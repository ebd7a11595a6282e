"""Review dates as a calendar file (RFC 5545), which any calendar program can take.

Written here in a few lines, because the libraries that write calendars put the time of writing into them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from generator import urls
from generator.county.county import County
from generator.pages.governance import Dated, reviewed

_LONGEST = 75
"""The longest line, in bytes (RFC 5545, section 3.1)."""


def reviews_ics(county: County) -> bytes:
    """Return one whole-day event for each review, with a reminder as many days before as a review counts as due."""
    settings = county.site
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(settings.county)}//Information sharing protocols//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(f'Reviews: {settings.name}')}",
    ]
    for found in reviewed(county):
        lines += _event(found, county.as_of, settings.address, settings.review_warning_days)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _event(found: Dated, as_of: date, address: str, days: int) -> Iterator[str]:
    host = urlsplit(address).hostname or "protocols.invalid"
    day, page = found.review.next, address + urls.web_path(found.page_uri)
    yield "BEGIN:VEVENT"
    yield f"UID:review-{found.name.replace('/', '-')}@{host}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'Review due: {found.title}')}"
    yield f"DESCRIPTION:{_text(f'{found.kind}. {found.review.owner} sees to it, for {found.owner.name}. {page}')}"
    yield f"URL:{page}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:-P{days}D"
    yield f"DESCRIPTION:{_text(f'Review due in {days} days: {found.title}')}"
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
