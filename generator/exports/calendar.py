"""Review dates, and the days on which law changes, as a calendar file (RFC 5545), which any calendar program can take.

Written here in a few lines, because the libraries that write calendars put the time of writing into them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from generator import urls
from generator.county.county import County
from generator.model.law import Turn
from generator.pages.governance import Dated, reviewed
from generator.pages.law import LawToCome, law_to_come
from generator.words.catalogue import Catalogue

_LONGEST = 75
"""The longest line, in bytes (RFC 5545, section 3.1)."""

_LAW_REMINDER = 182
"""How many days before it law that changes is called to mind: what is signed again needs half a year."""


def reviews_ics(county: County, words: Catalogue) -> bytes:
    """Return one whole-day event for each review and for each day on which law changes, each with a reminder before it."""
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
        lines += _lines(_review(found, county, words), county)
    for turn in law_to_come(county):
        lines += _lines(_turn(turn, words), county)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


@dataclass(frozen=True)
class _Event:
    """A whole day in the calendar, with a reminder some days before it."""

    uid: str
    day: date
    summary: str
    description: str
    page_uri: str
    reminder: str
    days_before: int


def _review(found: Dated, county: County, words: Catalogue) -> _Event:
    days = county.site.review_warning_days
    who = words.say(
        "%(kind)s. %(post)s sees to it, for %(agency)s.",
        kind=found.kind,
        post=found.review.owner,
        agency=found.owner.name,
    )
    reminder = words.say_many(
        "Review due in %(num)s day: %(title)s", "Review due in %(num)s days: %(title)s", days, title=found.title
    )
    return _Event(
        f"review-{found.name.replace('/', '-')}",
        found.review.next,
        words.say("Review due: %(title)s", title=found.title),
        who,
        found.page_uri,
        reminder,
        days,
    )


def _turn(found: LawToCome, words: Catalogue) -> _Event:
    """Return the day on which law starts, changes or ends."""
    summary = _told(found, words)
    relied_on = words.say_many(
        "%(num)s place relies on it: %(names)s.",
        "%(num)s places rely on it: %(names)s.",
        found.count,
        names=", ".join(name for name, _ in found.relied_on_by),
    )
    return _Event(
        f"law-{found.name.replace('/', '-')}-{found.turn.value}-{found.on:%Y%m%d}",
        found.on,
        summary,
        relied_on if found.count else words.say("Nothing relies on it."),
        found.page_uri,
        summary,
        _LAW_REMINDER,
    )


def _told(found: LawToCome, words: Catalogue) -> str:
    match found.turn:
        case Turn.STARTS:
            return words.say("Law starts: %(provision)s", provision=found.title)
        case Turn.CHANGES:
            return words.say("Law changes: %(provision)s", provision=found.title)
        case Turn.ENDS:
            return words.say("Law ends: %(provision)s", provision=found.title)


def _lines(event: _Event, county: County) -> Iterator[str]:
    address = county.site.address
    host = urlsplit(address).hostname or "protocols.invalid"
    page = address + urls.web_path(event.page_uri)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@{host}"
    yield f"DTSTAMP:{county.as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(f'{event.description} {page}')}"
    yield f"URL:{page}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:-P{event.days_before}D"
    yield f"DESCRIPTION:{_text(event.reminder)}"
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
