"""What a person reads of an import: section by section, where each paragraph and cell of the agreement went, and what is left to do.

It quotes in full what went into no source, names of people among it, so it belongs beside the agreement and not into the project.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from generator.authors.agreements.importing import Imported
from generator.authors.agreements.sorting import Account, Fate

_WORDS_SHOWN, _LETTERS_SHOWN = 12, 100

_IN_FULL = (Fate.PERSON, Fate.LEFT)
"""What is in no source, so that the report alone still says it."""


def summary(imported: Imported) -> str:
    """Return in one paragraph how many pieces met which fate."""
    counts = Counter(account.fate for account in imported.accounts)
    parts = "; ".join(f"{counts[fate]} {fate.value}" for fate in Fate if counts[fate])
    return f"{len(imported.accounts)} pieces of the agreement, each accounted for once: {parts}"


def report(imported: Imported, name: str) -> str:
    """Return the whole report, as Markdown that reads well as text."""
    return "\n".join(_lines(imported, name)) + "\n"


def _lines(imported: Imported, name: str) -> Iterator[str]:
    yield from (
        f"# What became of {_safe(name)}",
        "",
        f"The draft is {imported.path}.",
        "",
        summary(imported) + ".",
        "",
    )
    yield from (f"- {remark}" for remark in imported.remarks)
    if any(account.fate is Fate.PERSON for account in imported.accounts):
        yield "- This report quotes what may be about people, and which no source holds. Keep it with the agreement, not in the project."
    for heading, accounts in groupby(imported.accounts, key=lambda account: account.placed.heading):
        yield from ("", f"## {_safe(heading) or 'Before the first heading'}", "")
        yield from map(_line, accounts)
    yield from ("", "## What is left to decide", "")
    yield from (f"- `{place}`" for place in imported.open_points)


def _line(account: Account) -> str:
    piece = account.placed.piece
    where = f" in `{account.where}`" if account.where else ""
    why = f" ({account.why})" if account.why else ""
    words = piece.text.split()
    shown = piece.text if account.fate in _IN_FULL else " ".join(words[:_WORDS_SHOWN])[:_LETTERS_SHOWN]
    cut = "..." if len(shown) < len(piece.text) else ""
    quoted = f": `{_safe(shown)}{cut}`" if shown else ""
    return f"- {piece.place}, {account.fate.value}{where}{why}{quoted}"


def _safe(text: str) -> str:
    """Return words that no reader of Markdown takes for anything else between the marks of code."""
    return text.replace("`", "'")
