"""Source text as plain words, and cells that no spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable

from generator.county.library import Library
from generator.words.references import REFERENCE

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKED = re.compile(r"(\*\*|\*|`)(?=\S)(.+?)(?<=\S)\1")


def plain(library: Library, text: str) -> str:
    """Return one paragraph of source text as plain words: references by their titles, no emphasis, one space between words."""
    named = REFERENCE.sub(lambda match: match[2] or _title(library, match[1]), text)
    return " ".join(_MARKED.sub(r"\2", _LINK.sub(r"\1", named)).split())


def _title(library: Library, name: str) -> str:
    target = library.targets.get(" ".join(name.split()))
    return target.title if target else name


def table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    """Return a table as CSV (RFC 4180): UTF-8, a header, commas, quotes where needed, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(tuple(_cell(value) for value in row) for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    """Return a value as text. What a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection)."""
    written = (
        {True: "yes", False: "no", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
    )
    return f"'{written}" if written[:1] in ("=", "+", "-", "@", "\t", "\r") else written
