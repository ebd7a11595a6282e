"""What a project's site is made from, on disk: how it stands now, and when it has come to rest after a burst of saves."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TypeAlias

from generator.engine import DOCS, ENGINE, SHARED_DOCS, TEMPLATES, layers
from generator.publishers.pencil import CORE
from generator.sources.disk import SOURCES

Standing: TypeAlias = tuple[tuple[str, int, int, int], ...]
"""Every file: its path, when it was written, its size and what the disk knows it by."""

REST = 0.04
"""For how many seconds nothing may be written before the files are read: longer than the clock of any file system needs to move on."""

PATIENCE = 4.0
"""Seconds."""


def standing(root: Path) -> Standing:
    """Return how everything stands from which the site of the project under `root` is made."""
    found: dict[str, os.stat_result] = {}
    for path in _tops(root):
        found |= _below(str(path))
    return tuple(sorted((name, at.st_mtime_ns, at.st_size, at.st_ino) for name, at in found.items()))


def at_rest(root: Path, rest: float = REST) -> Standing:
    """Return how everything stands once nothing was written for `rest` seconds, or after `PATIENCE` where something always is."""
    before = standing(root)
    for _ in range(round(PATIENCE / rest)):
        sleep(rest)
        now = standing(root)
        if now == before:
            break
        before = now
    return before


def _tops(root: Path) -> Iterator[Path]:
    yield from (root / SOURCES, (root / CORE).resolve(), root / DOCS, root / "mkdocs.yml", *layers(root / TEMPLATES))
    yield from (ENGINE / DOCS / name for name in SHARED_DOCS)


def _below(path: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield each file at or below a path. What vanishes meanwhile, and a link to nothing, is not there."""
    with suppress(OSError):
        if not os.path.isdir(path):  # noqa: PTH112  Plain strings take a third of the time, several times a second.
            yield path, os.stat(path)  # noqa: PTH116
            return
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(entry.path)
                else:
                    with suppress(OSError):
                        yield entry.path, entry.stat()
