"""Everything that a site is made from, as one digest: where two builds agree in it, they give the same bytes.

That is every file of the project that a build reads, what the engine brings with it, the engine's own code, the Python that runs it and
the libraries that are installed there. The day and the options are for the caller to add. Also says how a made site stands.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.engine import DOCS, ENGINE, SHARED_DOCS, TEMPLATES, layers
from generator.sources.disk import SOURCES

_CODE = Path(__file__).parents[1]
_COMPILED = "__pycache__"
_INSTALLED = (".dist-info", ".egg-info")
"""How the names of folders end that say which version of a library is installed."""


@dataclass(frozen=True)
class Standing:
    """How files stand."""

    digest: str
    """Of their names and of what they hold."""
    seen: tuple[tuple[str, int, int], ...]
    """What the disk says of each file: another thing after every time that it was written, whatever it holds now."""


def inputs_of(root: Path, *said: str) -> Standing:
    """Return how all stands from which the site of the project under `root` is made, with what else it depends on."""
    core = (root / SOURCES / "core").resolve()
    project = (root / SOURCES, core, root / DOCS, root / "mkdocs.yml", *layers(root / TEMPLATES))
    engine = (*(ENGINE / DOCS / name for name in SHARED_DOCS), _CODE)
    homes = [str((folder / ".git").exists()) for folder in core.parents if folder.is_relative_to(root.resolve())]
    return standing_of(*project, *engine, said=(*said, *homes, sys.version, sys.platform, *_libraries()))


def engine_of(root: Path) -> str:
    """Return what stands for all that makes pages of sources: code, templates, Python and the libraries that are installed."""
    said = (sys.version, sys.platform, *_libraries())
    return standing_of(*layers(root / TEMPLATES), _CODE, said=said).digest


def standing_of(*tops: Path, said: tuple[str, ...] = ()) -> Standing:
    """Return how all stands that lies at or below some paths, with the words that are `said` too. Raises `OSError`."""
    whole, seen = hashlib.sha256(repr(said).encode()), []
    for number, top in enumerate(tops):
        for name, path, leads_to in _below(top):
            at = path.lstat()
            kind = stat.S_IFMT(at.st_mode)
            is_file = path.is_file()
            seen += [(str(path), path.stat().st_ctime_ns, at.st_ino)] if is_file else []
            whole.update(repr((number, name, kind, leads_to, _digest(path) if is_file else "")).encode())
    return Standing(whole.hexdigest(), tuple(seen))


def _below(top: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield the name, the path and, of a link, the target of everything at or below a path that is there, in order.

    Links to folders are followed, each folder once. A link to nothing counts as its own words.
    """
    yield from (("", top, _target(top)) for _ in range(top.exists()))
    known = {os.path.realpath(top)}
    for place, folders, files in os.walk(top, followlinks=True):
        folders[:] = sorted(name for name in folders if name != _COMPILED)
        for name in (*folders, *sorted(files)):
            path = Path(place, name)
            yield path.relative_to(top).as_posix(), path, _target(path)
        real = {name: os.path.realpath(Path(place, name)) for name in folders}
        folders[:] = [name for name in folders if real[name] not in known]
        known.update(real.values())


def _target(path: Path) -> str:
    return os.readlink(path) if path.is_symlink() else ""  # noqa: PTH115  As it is written, not as a path.


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _libraries() -> Iterator[str]:
    """Yield the name of what is installed, with its version, and the digest of the list of its files."""
    for folder in map(Path, dict.fromkeys(sys.path)):
        for info in sorted(folder.glob("*-info")) if folder.is_dir() else ():
            if info.suffix in _INSTALLED:
                record = info / "RECORD"
                yield f"{info.name} {_digest(record) if record.is_file() else ''}"
