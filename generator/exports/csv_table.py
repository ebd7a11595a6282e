"""Tables as CSV, with cells that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable


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
