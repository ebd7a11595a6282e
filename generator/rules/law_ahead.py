"""Rules that look ahead: law that is to start, end or change is announced, and law is checked against its source in time.

One piece of advice is given for a provision, at its own line in the register, however many places rely on it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TypeAlias

from generator.county.ahead import UNCHECKED, Ahead, law_ahead, unchecked_for
from generator.county.library import Document
from generator.model.law import Instrument, Turn
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span
from generator.words.days import Interval, written_day

SOON = Interval(6, "month")
"""From how long before it ends law that is relied on is worth a warning: to sign a changed protocol takes months."""

LONG_UNCHECKED = timedelta(days=180)
"""After how long an unchecked provision is worth a warning."""

_MOST_SHOWN = 4
"""In how many of the files that rely on a provision the first place is shown."""


@fault("law-to-change", Severity.ADVICE)
def law_to_change(span: Span, happens: str, relied_on: str, todo: str, places: tuple[Label, ...]) -> Diagnostic:
    """A provision starts, ends or changes within the next 18 months.

    Agreeing a changed protocol with every party takes long, so this is said well ahead. Work out what will hold from that day,
    enter it in the law register, and bring forward the review of every protocol that relies on the provision. The page of
    reviews lists them all; `protocols check --as-of` with the day shows each place as it will be at fault.
    """
    return Diagnostic(f"{happens}; {relied_on}", span, help=todo, others=places)


@fault("law-ending-soon", Severity.WARNING)
def law_ending_soon(span: Span, happens: str, relied_on: str, todo: str, places: tuple[Label, ...]) -> Diagnostic:
    """A provision that protocols rely on ends within six months.

    From that day nothing may be shared under it, and every place that names it is an error. Find what replaces it now: what
    is signed again needs the weeks that are left.
    """
    return Diagnostic(f"{happens}; {relied_on}", span, help=todo, others=places)


@rule
def check_law_to_come_is_known(context: Context) -> Iterator[Diagnostic]:
    """Every provision that starts, ends or changes within 18 months is announced once, with what relies on it."""
    soon = SOON.after(context.as_of)
    ahead = sorted(law_ahead(context.library, context.as_of), key=lambda found: found.name)
    for _, group in groupby(ahead, key=lambda found: found.name):
        turns = tuple(group)
        first = turns[0]
        ends_soon = any(turn.turn is Turn.ENDS and turn.on <= soon for turn in turns) and first.places
        announce = law_ending_soon if ends_soon else law_to_change
        yield announce(_place(first), _happens(turns, context.as_of), _relied_on(first), _todo(turns), _labels(first))


def _place(ahead: Ahead) -> Span:
    """Return the line that gives the day."""
    path = ("provisions", ahead.index, "changes" if ahead.turn is Turn.CHANGES else "force")
    return ahead.document.span(*path, *{Turn.STARTS: ("since",), Turn.ENDS: ("until",), Turn.CHANGES: ()}[ahead.turn])


def _happens(turns: tuple[Ahead, ...], as_of: date) -> str:
    when = " and ".join(f"{each.turn.value} on {written_day(each.on)}" for each in turns)
    days = (turns[0].on - as_of).days
    return f"`{turns[0].name}` {when}, {'tomorrow' if days == 1 else f'in {days} days'}"


def _relied_on(ahead: Ahead) -> str:
    count, files = len(ahead.places), len(ahead.by_document)
    if not count:
        return "nothing relies on it"
    places = "1 place relies" if count == 1 else f"{count} places rely"
    return f"{places} on it in {'1 file' if files == 1 else f'{files} files'}"


def _labels(ahead: Ahead) -> tuple[Label, ...]:
    """Return the first place in each of the files that rely on a provision most, with the number of places there."""
    first = {place.document: place for place in reversed(ahead.places)}
    most = ahead.by_document[:_MOST_SHOWN]
    return tuple(
        Label(
            document.span(*first[document].path), "1 place here" if count == 1 else f"the first of {count} places here"
        )
        for document, count in most
    )


def _todo(turns: tuple[Ahead, ...]) -> str:
    """Return what has to be done: about its end, if it ends, because that leaves places at fault."""
    ahead = next((each for each in turns if each.turn is Turn.ENDS), turns[0])
    replacement = ahead.provision.replaced_by
    listing = f"; `protocols check --as-of {ahead.on}` lists every place" if ahead.places else ""
    match ahead.turn:
        case Turn.ENDS if replacement and ahead.places:
            return f"when that day comes, run `protocols replace-provision {ahead.name} {replacement}`{listing}"
        case Turn.ENDS if ahead.places:
            return f"find what allows the same from that day, and name it here as `replaced_by`{listing}"
        case Turn.ENDS:
            return "nothing has to be changed; do not begin to rely on it"
        case Turn.STARTS:
            return f"look whether it allows or asks for more, and rely on it from that day only{listing}"
        case _:
            return (
                "read the change, and look whether every place that relies on it still may; then rewrite what it `says`"
            )


@fault("law-change-not-made", Severity.WARNING)
def law_change_not_made(span: Span, provision: str, day: str) -> Diagnostic:
    """The register announces a change of a provision on a day that has come.

    From that day readers need what the provision says now. Rewrite `says` and whatever else of the entry has changed, look at
    the protocols that rely on it, and take the line out of `changes`. What a reader should still know goes into `history`.
    """
    return Diagnostic(
        f"`{provision}` changed on {day}, and the register still announces it as to come",
        span,
        help="rewrite what the provision `says`, and take this out of `changes`",
    )


@rule
def check_changes_of_law_are_made(context: Context) -> Iterator[Diagnostic]:
    """A change that the register announces is worked into the provision by the day on which it comes."""
    for document in context.library.instruments.values():
        for index, provision in enumerate(document.model.provisions):
            for place, change in enumerate(provision.changes):
                if change.on <= context.as_of:
                    span = document.span("provisions", index, "changes", place, "on")
                    yield law_change_not_made(span, f"{document.id}/{provision.id}", written_day(change.on))


@fault("law-unchecked", Severity.ADVICE)
def law_unchecked(span: Span, count: int, whole: int, since: str, days: int, name: str) -> Diagnostic:
    """Provisions of an instrument have not been checked against their source for 90 days.

    Law changes without telling anybody. Read each provision at its source, correct what the register says of it, and record
    the check: `protocols confirm-law crime-and-disorder-act-1998/s115 --on 2026-11-27 --source https://...`. Without a
    provision's own id, the command records a check of the whole instrument. Until then its page tells readers that it was not
    checked.
    """
    return _unchecked(span, count, whole, since, days, name)


@fault("law-long-unchecked", Severity.WARNING)
def law_long_unchecked(span: Span, count: int, whole: int, since: str, days: int, name: str) -> Diagnostic:
    """Provisions of an instrument have not been checked against their source for 180 days.

    Half a year is long enough for an Act to be amended and the amendment brought into force. Read each provision at its
    source, correct what the register says of it, and record the check with `protocols confirm-law`.
    """
    return _unchecked(span, count, whole, since, days, name)


def _unchecked(span: Span, count: int, whole: int, since: str, days: int, name: str) -> Diagnostic:
    if count == 1:
        message = f"`{name}` was last checked against its source on {since}, {days} days ago"
    else:
        least = f"{(LONG_UNCHECKED if days >= LONG_UNCHECKED.days else UNCHECKED).days} days"
        message = (
            f"{count} of {whole} provisions were not checked against their source for {least}, some not since {since}"
        )
    return Diagnostic(
        message,
        span,
        help=f"read the law at its source, then record it: `protocols confirm-law {name} --on DATE --source ADDRESS`",
    )


_Stale: TypeAlias = tuple[timedelta, int]
"""For how long a provision has gone unchecked, and where it stands in its instrument."""


@rule
def check_law_is_checked_in_time(context: Context) -> Iterator[Diagnostic]:
    """Each provision was checked against its source in the last 90 days; said once for an instrument, not for each."""
    for document in context.library.instruments.values():
        stale = [
            (age, index)
            for index, provision in enumerate(document.model.provisions)
            if (age := unchecked_for(provision, context.as_of))
        ]
        longest = [each for each in stale if each[0] >= LONG_UNCHECKED]
        shorter = [each for each in stale if each[0] < LONG_UNCHECKED]
        for found, say in ((longest, law_long_unchecked), (shorter, law_unchecked)):
            if found:
                yield say(*_of_instrument(document, found))


def _of_instrument(document: Document[Instrument], stale: list[_Stale]) -> tuple[Span, int, int, str, int, str]:
    """Return what a fault says of the provisions of one instrument: where the one is that was not checked for longest."""
    provisions = document.model.provisions
    age, index = max(stale, key=lambda each: each[0])
    since = provisions[index].evidence.checked
    name = document.id if len(stale) > 1 else f"{document.id}/{provisions[index].id}"
    span = document.span("provisions", index, "evidence", "checked")
    return span, len(stale), len(provisions), written_day(since), age.days, name
