"""A PDF written smaller: the same objects, packed into compressed streams. The only module that imports pikepdf.

Typst writes every element of the structure tree as an object of its own, and they take two thirds of the file. PDF 1.5 and
later, and so PDF/A-2 and PDF/UA-1, let objects stand together in compressed streams.
"""

import io
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Pdf:
    """A PDF as it is published."""

    content: bytes
    pages: int
    """How many it has."""


def compressed(pdf: bytes) -> Pdf:
    """Return a PDF with its objects in compressed streams, the same bytes for the same PDF."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as found:
        found.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        pages = len(found.pages)
    return Pdf(written.getvalue(), pages)
