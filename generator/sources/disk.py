"""One source from disk: an ordinary file inside the folder of sources, of a size to be read, in UTF-8.

Which files are sources is left to `county`.
"""

from collections.abc import Iterator
from pathlib import Path

from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Source, Span

SOURCES = "protocols"
"""The folder that holds every source."""

MAX_BYTES = 1_000_000
"""The largest file that is read as a source."""


@fault("outside-project")
def outside_project(span: Span) -> Diagnostic:
    """A source is a link to a file outside `protocols/`.

    Everything the site says has to be in `protocols/`, where changes to it are seen and reviewed. Put a copy of the file
    there instead of a link.
    """
    return Diagnostic(
        "this is a link to a file outside `protocols/`", span, help="put the file itself here, not a link to it"
    )


@fault("not-a-file")
def not_a_file(span: Span) -> Diagnostic:
    """A folder or a device has a name that only a source file may have.

    Every name that ends in `.yaml` under `protocols/` must be an ordinary file. Rename the folder, or remove it.
    """
    return Diagnostic("this is not a file, but its name ends in `.yaml`", span, help="rename it or remove it")


@fault("file-too-large")
def file_too_large(span: Span, size: int, limit: int) -> Diagnostic:
    """The file is far larger than any source needs to be.

    The longest protocol is well under 100 kB. A file over 1 MB is something else: a pasted document, an export, a mistake.
    """
    return Diagnostic(
        f"this file is {size:,} bytes long; a source may have at most {limit:,}",
        span,
        help="take out what does not belong in a source",
    )


@fault("unreadable-file")
def unreadable_file(span: Span, reason: str) -> Diagnostic:
    """The file is there but the system does not let the program read it.

    Look at the file's permissions, and whether a link leads nowhere.
    """
    return Diagnostic(f"this file cannot be read: {reason}", span, help="look at its permissions")


@fault("not-utf-8")
def not_utf_8(span: Span, byte: int) -> Diagnostic:
    """The file is not UTF-8 text.

    Some editors save in older encodings, so that a pound sign or a curly quotation mark becomes an unreadable byte. Save the
    file again as UTF-8.
    """
    return Diagnostic(f"the byte 0x{byte:02X} here is not UTF-8 text", span, help="save the file again as UTF-8")


def homes_of(root: Path) -> Iterator[Path]:
    """Yield the folders in which sources may lie: the project's own, and that of a core to which a link in it leads.

    Two counties may share a core. It lies in the project all the same, and never where programs keep what is their own.
    """
    yield (root / SOURCES).resolve()
    core = (root / SOURCES / "core").resolve()
    if core.is_dir() and core.is_relative_to(root.resolve()):
        below = core.relative_to(root.resolve()).parts
        if below and not any(part.startswith(".") for part in below):
            yield core


def read_source(root: Path, path: Path) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return the text of one file, or the fault for which it cannot be a source."""
    data, found = read_data(root, path)
    return (None, found) if data is None else as_text(path.relative_to(root).as_posix(), data)


def read_data(root: Path, path: Path) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of one file, or the fault for which it cannot be a source."""
    span = Span(path.relative_to(root).as_posix())
    try:
        if not any(path.resolve().is_relative_to(home) for home in homes_of(root)):
            return None, (outside_project(span),)
        if not path.is_file():
            return None, (not_a_file(span),)
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, (file_too_large(span, size, MAX_BYTES),)
        return path.read_bytes(), ()
    except (OSError, RuntimeError) as error:
        return None, (unreadable_file(span, getattr(error, "strerror", None) or "its links lead in a circle"),)


def as_text(name: str, data: bytes) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file as text, without a byte order mark, or the fault for which they are none."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return Source(name, data.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return None, (not_utf_8(Span(name, line, column, line, column + 1), data[error.start]),)
