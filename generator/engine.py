"""What the engine brings with it, for any county: templates, styles, scripts and the authors' guide.

In an installed engine they lie beside its code, in `shipped/`, where the build of the wheel puts them (`hatch_build.py`). In this
repository they are the top folders. What a project has of its own, under the same name, comes before them.
"""

from collections.abc import Iterator
from pathlib import Path

_SHIPPED = Path(__file__).with_name("shipped")

ENGINE = _SHIPPED if _SHIPPED.is_dir() else Path(__file__).parents[1]
"""The folder that holds what the engine brings with it."""

TEMPLATES = "templates"
"""The folder, of a project or of the engine, that holds every template."""

DOCS = "docs"
"""The folder, of a project or of the engine, that holds hand-written pages, styles, scripts and pictures."""

SHARED_DOCS = ("about/data.md", "about/records-of-processing.md", "assets", "authors")
"""What of the engine's `docs/` every county's site has."""


def layers(folder: Path) -> tuple[Path, ...]:
    """Return the folders in which a template is looked for: a project's own folder of templates, then the engine's.

    `folder` is `templates` of a project, or a folder in it.
    """
    parts = folder.parts
    below = parts[len(parts) - parts[::-1].index(TEMPLATES) :] if TEMPLATES in parts else ()
    return tuple(dict.fromkeys((folder, Path(ENGINE, TEMPLATES, *below))))


def shared_docs(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield each shared file of `docs/` that the project under `root` has no file of its own for: where it belongs, and its path."""
    for name in SHARED_DOCS:
        top = ENGINE / DOCS / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            uri = path.relative_to(ENGINE / DOCS).as_posix()
            if path.is_file() and not (root / DOCS / uri).exists():
                yield uri, path
