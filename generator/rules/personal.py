"""Rules against what tells who somebody is: no number, birth date or address of a real person stands in a source.

Names of people are left to `people`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.rules.whole import whole
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span

_FIGURES = re.compile(r"\d(?<![\w.,-]\d)(?:[ \xa0.-]{0,2}\d){9,}(?![\w-])")
"""Ten figures or more, in any spacing."""

_GROUPED = re.compile(r"(?<!\d)\d{3}[ \xa0.-]{1,2}\d{3}[ \xa0.-]{1,2}\d{4}(?!\d)")
"""How an NHS number is usually written."""

_BOOK = re.compile(r"ISBN\W{0,3}(?:10\W{0,3})?\Z")

_INSURANCE_FIGURES = re.compile(r"\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-Da-d](?!\w)")
_INSURANCE_LETTERS = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\Z", re.IGNORECASE
)
"""What a National Insurance number begins with, without the letters that none begins with."""

_POSTCODE = re.compile(
    r"[A-PR-UWYZ](?<![\w/-].)[A-HK-Y]?\d[\dA-HJKMNP-Y]? ?\d[ABD-HJLNP-UW-Z]{2}(?![\w/-])|GIR(?<![\w/-].{3}) ?0AA(?!\w)"
)
"""A full postcode in the United Kingdom: letters that a district or a street never has are left out."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d\d-\d\d)(?!\w)"
)
"""A whole date, however it is written."""

WHOLE_DATE = re.compile(rf"(?<![\w/.-]){DATE}", re.IGNORECASE)

_MAY_BE_DATE = re.compile(r"\d{4}|\d[/.-]\d")

_BIRTH = re.compile(
    r"\b(?:born|d\.?o\.?b\b\.?|dates? of birth|birth ?dates?|birthday)(?!\s(?:on or )?"
    r"(?:before|after|since|between|from|until))[^.;\d\n]{0,24}\Z",
    re.IGNORECASE,
)
"""Words of birth directly before a date. A rule about everybody born after a day is about nobody."""


@lru_cache(maxsize=MOST_KEPT)
def dated(document: Parsed) -> tuple[tuple[Value, str, str], ...]:
    """Return each whole date in a source's words: the value that holds it, what stands before it, and the date."""
    return tuple(
        (value, value.scalar.text[max(0, match.start() - 70) : match.start()], match[0])
        for value in whole(document).values
        if _MAY_BE_DATE.search(value.scalar.text)
        for match in WHOLE_DATE.finditer(value.scalar.text)
    )


@fault("nhs-number")
def nhs_number(span: Span, written: str) -> Diagnostic:
    """A text holds an NHS number: ten figures of which the last is the right check on the other nine.

    What stands here is published and printed. A protocol says what kinds of information are shared, never anybody's own. For
    an example write what would stand there: "the NHS number".
    """
    return Diagnostic(
        f"`{written}` is an NHS number, and would be published",
        span,
        help="take it out; where it was a real person's, tell your data protection officer today, since it stays in the history",
    )


@fault("national-insurance-number")
def national_insurance_number(span: Span, written: str) -> Diagnostic:
    """A text holds a National Insurance number.

    What stands here is published and printed. A protocol says what kinds of information are shared, never anybody's own.
    """
    return Diagnostic(
        f"`{written}` is a National Insurance number, and would be published",
        span,
        help="take it out; where it was a real person's, tell your data protection officer today, since it stays in the history",
    )


@fault("birth-date", Severity.WARNING)
def birth_date(span: Span, written: str) -> Diagnostic:
    """A text gives somebody's date of birth: a whole date beside words of birth, or beside a name.

    With a place or a school it is enough to tell who is meant. Give an age in an example. That a rule holds for everybody born
    before or after a day is no date of birth.
    """
    return Diagnostic(
        f"`{written}` gives somebody's date of birth", span, help="take it out, or give an age: `aged 14`"
    )


@fault("full-postcode", Severity.WARNING)
def full_postcode(span: Span, written: str) -> Diagnostic:
    """A text holds a full postcode, which about fifteen homes share.

    An office can be found by its name and town. In an example the first half is enough. Where it is an office's own and readers
    need it, silence the rule there and say so.
    """
    return Diagnostic(
        f"`{written}` is a full postcode, which can show one person's home",
        span,
        help=f"write the first half, `{_first_half(written)}`, or the town",
    )


def _first_half(postcode: str) -> str:
    return postcode[:-3].strip()


@rule
def check_no_number_of_a_person(context: Context) -> Iterator[Diagnostic]:
    """No text holds an NHS number, a National Insurance number, a date of birth or a full postcode."""
    for document in context.library.parsed:
        yield from _personal_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _personal_in(document: Parsed) -> tuple[Diagnostic, ...]:
    words = whole(document)
    found: list[Diagnostic] = []
    for value, match in words.finds(_FIGURES):
        numbers = _nhs_numbers(match[0], words.text[max(0, match.start() - 12) : match.start()])
        found += [nhs_number(document.find(number, *value.path), number) for number in numbers]
    for value, match in words.finds(_INSURANCE_FIGURES):
        if letters := _INSURANCE_LETTERS.search(words.text[max(0, match.start() - 4) : match.start()]):
            written = letters[0] + match[0]
            found.append(national_insurance_number(document.find(written, *value.path), written))
    for value, match in words.finds(_POSTCODE):
        found.append(full_postcode(document.find(match[0], *value.path), match[0]))
    for value, before, date in dated(document):
        if birth := _BIRTH.search(before):
            written = " ".join((birth[0] + date).split())
            found.append(birth_date(document.find(written, *value.path), written))
    return tuple(found)


def tells_who(text: str) -> bool:
    """Tell whether a text holds what these rules look for."""
    numbers = (_nhs_numbers(run[0], text[: run.start()]) for run in _FIGURES.finditer(text))
    insured = (_INSURANCE_LETTERS.search(text[: run.start()]) for run in _INSURANCE_FIGURES.finditer(text))
    born = (_BIRTH.search(text[: date.start()]) for date in WHOLE_DATE.finditer(text))
    return bool(_POSTCODE.search(text)) or any(map(any, numbers)) or any(insured) or any(born)


def _nhs_numbers(figures: str, before: str) -> Iterator[str]:
    """Yield the NHS numbers in a run of figures; where there are more than ten, those that are grouped as they usually are."""
    if len(re.sub(r"\D", "", figures)) == 10:
        grouped = bool(_GROUPED.fullmatch(figures))
        numbers = [figures] if (grouped or figures[0] != "0") and not _BOOK.search(before) else []
    else:
        numbers = [match[0] for match in _GROUPED.finditer(figures)]
    yield from (number for number in numbers if is_nhs_number(number))


def is_nhs_number(written: str) -> bool:
    """Return whether the last of ten figures is the check on the others (NHS Data Dictionary: modulus 11, weights 10 to 2)."""
    figures = [int(figure) for figure in re.sub(r"\D", "", written)]
    if len(set(figures)) == 1:
        return False
    check = 11 - sum(figure * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
    return figures[-1] == check % 11
