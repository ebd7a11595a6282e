"""The catalogue that a translation begins with: every fixed text of the engine, found where it stands.

The file is the same on any day and any machine. `make words` writes it; a test says where it is old.
"""

import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from generator import model, urls
from generator.engine import DOCS, ENGINE, TEMPLATES
from generator.model.site import Language
from generator.words.catalogue import FOLDER, said_in

CATALOGUE = Path(TEMPLATES, FOLDER, "catalogue.pot")
"""Where it lies, from the engine's folder."""

_KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "say": None,
    "say_plain": None,
    "say_many": (1, 2),
    "fixed": None,
    "fixed_many": (1, 2),
    "fixed_head": (2,),
}
"""What says a text, and which of its arguments that is, where it is not the first."""

_PYTHON = Path(__file__).parents[1]

_HEADER = """\
# The fixed words of pages, documents and pictures. A translation is a copy of this file, named after its language: cy.po.
# What stands in %(...)s is put in: keep it as it is. Markdown stays Markdown.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Text = str | tuple[str, ...]
"""A text, or its forms for one and for many."""


def catalogue() -> str:
    """Return the catalogue, without translations, as text."""
    found = Catalog()
    for place, text in _all_texts():
        found.add(text, locations=[(place, 0)])
    written = io.BytesIO()
    write_po(written, found, sort_output=True, omit_header=True, include_lineno=False, width=120)
    return _HEADER + written.getvalue().decode().strip() + "\n"


def _all_texts() -> Iterator[tuple[str, Text]]:
    """Yield every fixed text with the file that says it."""
    templates = ENGINE / TEMPLATES
    yield from _extracted("jinja2.ext:babel_extract", ENGINE, sorted(templates.rglob("*.j2")))
    yield from _extracted("jinja2.ext:babel_extract", ENGINE, sorted(templates.rglob("*.html")))
    yield from _extracted("python", _PYTHON.parent, sorted(_PYTHON.rglob("*.py")))
    for path in (*sorted(templates.rglob("*.typ")), *sorted((ENGINE / DOCS / "assets").rglob("*.js"))):
        for text in said_in(path.read_text(encoding="utf-8")):
            yield path.relative_to(ENGINE).as_posix(), text
    for title, _ in urls.PAGES.values():
        yield "generator/urls.py", title
    yield from _labels()


def _extracted(method: str, top: Path, paths: Iterable[Path]) -> Iterator[tuple[str, Text]]:
    """Yield what Babel finds in files."""
    options = {"silent": "false"} if "jinja2" in method else None
    for path in paths:
        with path.open("rb") as file:
            for _, text, _, _ in extract(method, file, _KEYWORDS, options=options):
                yield path.relative_to(top).as_posix(), text


def _labels() -> Iterator[tuple[str, str]]:
    """Yield the words for every value of the model's fixed sets."""
    for found in iter_modules(model.__path__):
        module = import_module(f"{model.__name__}.{found.name}")
        for kind in vars(module).values():
            is_shown = isinstance(kind, type) and issubclass(kind, Enum) and kind.__module__ == module.__name__
            if is_shown and kind is not Language:
                yield from ((f"generator/model/{found.name}.py", str(value.value).replace("-", " ")) for value in kind)


def main() -> None:
    """Write the catalogue."""
    (ENGINE / CATALOGUE).parent.mkdir(exist_ok=True)
    (ENGINE / CATALOGUE).write_text(catalogue(), encoding="utf-8")
    sys.stdout.write(f"wrote {CATALOGUE}\n")


if __name__ == "__main__":
    main()
