"""Days and intervals in words: one way to write the one and to read the other."""

from datetime import date

import pytest

from generator.words.days import read_interval, written_day


def test_day_is_written_for_readers() -> None:
    assert written_day(date(2026, 11, 2)) == "2 November 2026"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("12 months", date(2027, 1, 31)),
        ("every 12 months", date(2027, 1, 31)),
        ("Every 2 years", date(2028, 1, 31)),
        ("1 month", date(2026, 2, 28)),
        ("13 months", date(2027, 2, 28)),
        ("6 weeks", date(2026, 3, 14)),
        ("90 days, or sooner", date(2026, 5, 1)),
        ("12 months, before each winter", date(2027, 1, 31)),
    ],
)
def test_interval_with_which_a_text_begins_leads_to_a_day(text: str, due: date) -> None:
    interval = read_interval(text)
    assert interval is not None
    assert interval.after(date(2026, 1, 31)) == due


@pytest.mark.parametrize("text", ["", "soon", "after each case", "12", "0 months", "6 to 12 months", "9999 years"])
def test_text_that_begins_with_no_interval_has_none(text: str) -> None:
    assert read_interval(text) is None


def test_interval_is_said_in_its_own_words() -> None:
    said = [interval.words for text in ("every 1 year", "12 months, or sooner") if (interval := read_interval(text))]
    assert said == ["1 year", "12 months"]
