"""Days and intervals in words: how a date is written for readers, and how `12 months` in a source is read."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from generator.words.catalogue import ENGLISH, Catalogue, Fixed, fixed

_INTERVAL = re.compile(r"\s*(?:every )?([1-9]\d{0,2}) (day|week|month|year)s?\b", re.IGNORECASE)
"""An interval where a text begins. One of a thousand and more is a slip, and would lead beyond the calendar."""

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}

MONTHS = (
    fixed("January"),
    fixed("February"),
    fixed("March"),
    fixed("April"),
    fixed("May"),
    fixed("June"),
    fixed("July"),
    fixed("August"),
    fixed("September"),
    fixed("October"),
    fixed("November"),
    fixed("December"),
)


@dataclass(frozen=True, slots=True)
class Interval:
    """A number of days, weeks, months or years."""

    count: int
    unit: str
    """`day`, `week`, `month` or `year`."""

    @property
    def words(self) -> str:
        """The interval in words: `12 months`."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def after(self, day: date) -> date:
        """Return the day that comes this long after `day`; the last of the month where that has no such day."""
        if self.unit in _DAYS:
            return day + timedelta(days=self.count * _DAYS[self.unit])
        months = day.month - 1 + self.count * _MONTHS[self.unit]
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def read_interval(text: str) -> Interval | None:
    """Return the interval with which a text begins, such as `12 months, or sooner`; nothing where it begins with none."""
    found = _INTERVAL.match(text)
    return Interval(int(found[1]), found[2].lower()) if found else None


def written_month(day: date, words: Catalogue = ENGLISH) -> str:
    """Return the month of a date as readers see it: `November 2026`."""
    return words.say("%(month)s %(year)s", month=MONTHS[day.month - 1], year=day.year)


def written_day(day: date, words: Catalogue = ENGLISH) -> str:
    """Return a date as readers see it: `22 November 2026`."""
    return words.tell(fixed_day(day))


def fixed_day(day: date) -> Fixed:
    """Return the same before anybody knows in which language it will be said."""
    return fixed("%(day)s %(month)s %(year)s", day=day.day, month=MONTHS[day.month - 1], year=day.year)
