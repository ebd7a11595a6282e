"""Data to PDF. The only module that imports Typst.

Every file is PDF/UA-1 and PDF/A-2a: Typst refuses a document that does not conform. The same data, templates, fonts and
version of Typst give the same bytes.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from typing import Any, Literal
from weakref import finalize

import typst

from generator.engine import layers
from generator.kept import remove, write_whole
from generator.printing.compress import Pdf, compressed
from generator.printing.faults import TypesettingFault
from generator.tokens import tokens_path
from generator.typeface import FONT_PACKAGE, font_folder

STANDARDS: tuple[Literal["ua-1"], Literal["a-2a"]] = ("ua-1", "a-2a")
"""Both hold together in PDF 1.7. PDF/A-4 is PDF 2.0, which PDF/UA-1 is not."""

DATA_FILE = "data.json"
"""Where a template reads the data of its document."""

FONT_FILES = tuple(
    f"SourceSansPro-{name}.otf" for name in ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
)

_USES = (Path(__file__), Path(__file__).with_name("compress.py"))
"""What says how Typst and pikepdf are used."""

_MISSING = re.compile(r"(?:text|character) [`'\"]+(.+?)[`'\"]+")


def as_json(data: Any) -> str:
    """Return data as JSON, the same for equal data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def install_fonts(folder: Path) -> Path:
    """Return a folder that holds exactly the fonts that are used, as they are in the package, which carries each in two formats.

    What else is in the folder is removed: Typst would take a font from it that no key knows of.
    """
    package = font_folder()
    if package is None:
        raise TypesettingFault("fonts", "", f"the package {FONT_PACKAGE} is not installed; `make site` installs it")
    folder.mkdir(parents=True, exist_ok=True)
    fonts = {name: (package / name).read_bytes() for name in FONT_FILES}
    for path in folder.iterdir():
        if not path.is_file() or path.read_bytes() != fonts.get(path.name):
            remove(path)
    for name, content in fonts.items():
        if not (folder / name).exists():
            write_whole(folder / name, content)
    return folder


def print_templates(folder: Path) -> tuple[Path, ...]:
    """Return every print template by name: those of a project's own folder, and the engine's for the rest; and the tokens."""
    found = {path.name: path for layer in reversed(layers(folder)) for path in layer.glob("*.typ")}
    return (*(found[name] for name in sorted(found)), tokens_path(folder.parent))


def engine_key(templates: Path, fonts: Path) -> str:
    """Return what a PDF depends on beyond its data: every print template, every font, the versions of Typst
    and pikepdf, and how this package uses them.
    """
    digest = hashlib.sha256(f"{version('typst')} {version('pikepdf')}".encode())
    for path in (*print_templates(templates), *(fonts / name for name in FONT_FILES), *_USES):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class Typesetter:
    """One Typst compiler, kept for many documents: fonts and templates are read once.

    The data of a document lies beside the templates as a file. Given as an input of the system it would be part of Typst's
    library, on which everything depends; as a file, Typst knows again every paragraph that an earlier document held too,
    and sets an agency's copy in less than half the time.
    """

    def __init__(self, templates: Path, fonts: Path, scratch: Path) -> None:
        """Copy the templates into a folder of its own in `scratch`, where it works."""
        self._root = Path(mkdtemp(dir=scratch))
        finalize(self, rmtree, self._root, ignore_errors=True)
        for path in print_templates(templates):
            copyfile(path, self._root / path.name)
        self._compiler = typst.Compiler(root=self._root, font_paths=[fonts], ignore_system_fonts=True)

    def typeset(self, name: str, template: str, text: str) -> bytes:
        """Return the PDF of one document from its data as JSON. Raises `TypesettingFault`, which names the document and the section at fault.

        A warning is a fault too: a font that is missing, or page numbers that never settle, would spoil the print silently.
        """
        data = json.loads(text)
        midnight = datetime.combine(date(*data["date"]), time(), UTC)
        (self._root / DATA_FILE).write_text(text, encoding="utf-8")
        try:
            made, warnings = self._compiler.compile_with_warnings(
                input=self._root / template,
                format="pdf",
                pdf_standards=list(STANDARDS),
                timestamp=int(midnight.timestamp()),
            )
        except typst.TypstError as error:
            raise TypesettingFault(name, section_at_fault(data, error.message), _first_lines(error)) from error
        except RuntimeError as error:
            raise TypesettingFault(name, "", f"{template}: {error}") from error
        if warnings:
            raise TypesettingFault(name, "", "; ".join(warning.message for warning in warnings))
        if not isinstance(made, bytes):
            raise TypesettingFault(name, "", "Typst returned no PDF")
        return made


_typesetter: Typesetter | None = None
"""The compiler of this process."""


def start_setting(templates: Path, fonts: Path, scratch: Path) -> None:
    """Make the compiler of this process."""
    global _typesetter  # noqa: PLW0603  A process has one compiler, for every document that is sent to it.
    _typesetter = Typesetter(templates, fonts, scratch)


def set_document(name: str, template: str, text: str) -> Pdf:
    """Return the PDF of a document from its data as JSON, set by the compiler of this process and compressed.

    Raises `TypesettingFault`.
    """
    if _typesetter is None:
        raise TypesettingFault(name, "", "no compiler was started in this process")
    return compressed(_typesetter.typeset(name, template, text))


def _first_lines(error: typst.TypstError) -> str:
    """Return what Typst says, with its hints: its own trace is about templates, which most readers never see."""
    return " ".join((error.message, *error.hints)) or error.diagnostic


def section_at_fault(data: dict[str, Any], message: str) -> str:
    """Return the heading of the section that holds the words a message quotes, or nothing if it quotes none."""
    quoted = _MISSING.search(message)
    if quoted is None:
        return ""
    return next((heading for heading, words in _sections(data) if quoted[1] in words), "")


def _sections(data: Any, heading: str = "") -> Iterator[tuple[str, str]]:
    """Yield the heading and the words of everything in a document's data, in order."""
    if isinstance(data, dict) and data.get("t") == "heading":
        words = f"{data['number']} {''.join(_said(data['c']))}".strip()
        yield words, words
    elif isinstance(data, dict):
        for inner in data.values():
            yield from _under(inner, heading)
    elif isinstance(data, list | tuple):
        yield from _under(data, heading)


def _under(data: Any, heading: str) -> Iterator[tuple[str, str]]:
    for inner in data if isinstance(data, list | tuple) else (data,):
        if isinstance(inner, str):
            yield heading, inner
            continue
        for found, words in _sections(inner, heading):
            heading = found or heading
            yield heading, words


def _said(nodes: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the words of a heading."""
    for node in nodes:
        if "s" in node:
            yield node["s"]
        elif "p" in node:
            yield from node["p"]
        else:
            yield from _said(node["c"])
