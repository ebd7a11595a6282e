"""Publishing by an atomic swap: build beside, verify, then exchange, so that `site/` is always a whole, good site.

Refuses, before anything is made, a place that cannot be exchanged, and lets one build of a project work at a time. Knows nothing of
how a site is made: it is given what makes one and what verifies it.
"""

import ctypes
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import PublishingFault

PREFIX = ".site-building-"
"""Folders that begin so hold a site that is not published yet; the process id follows."""

_ASIDE = "-for-"
"""What stands in the name of a folder that stepped aside between the process and the folder's own name."""

_MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux lists what is mounted: a folder that is bound to another of the same disk has no other sign."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(target: Path, make: Callable[[Path], None], verify: Callable[[Path], tuple[str, ...]]) -> None:
    """Replace `target`, or the folder that it is a link to, by what `make` writes, if `verify` finds nothing wrong with it.

    Raises `PublishingFault` with what was wrong, or whatever `make` raises; then `target` is exactly as it was.
    """
    target = place_of(target)
    remove_abandoned(target.parent)
    staging = target.parent / f"{PREFIX}{os.getpid()}"
    try:
        make(staging)
        problems = verify(staging)
        if problems:
            raise PublishingFault(problems)
        exchange(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def place_of(target: Path) -> Path:
    """Return the folder that is to be exchanged: of a link, what it leads to.

    Raises `PublishingFault` where there is something that cannot be exchanged for a folder without losing it.
    """
    place = target.resolve()
    name = f"{target.name}/" if place == target else f"{target.name}/, a link to {place},"
    if target.is_symlink() and not place.exists():
        raise PublishingFault((f"{name} leads to nothing; make that folder, or remove the link",))
    if place.exists() and not place.is_dir():
        raise PublishingFault((f"{name} is a file, not a folder; move it away",))
    if place.is_mount() or place in _mounted():
        raise PublishingFault(
            (f"{name} is a place where a disk is mounted, which cannot be exchanged; mount its parent folder",)
        )
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise PublishingFault((f"{place.parent} cannot be written to, so no site can be made in it",))
    return place


def _mounted() -> frozenset[Path]:
    """Return every place where something is mounted, as far as the system says."""
    if not _MOUNTS.is_file():
        return frozenset()
    lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return frozenset(Path(_without_escapes(line.split()[4])) for line in lines)


def _without_escapes(path: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), path)


@contextmanager
def one_at_a_time(lock: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Hold `lock` while the work lasts, so that no two builds of a project remove each other's files.

    Where another holds it, `wait` is told once before waiting. The system lets go of it however a process ends.
    """
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def remove_abandoned(folder: Path, prefix: str = PREFIX) -> None:
    """Remove what processes that were killed left behind; those of running ones stay. What stepped aside for nothing comes back.

    This process has made nothing yet: what bears its number is left of another. In a container every build may have the same one.
    """
    for path in folder.glob(f"{prefix}*"):
        process, _, place = path.name.removeprefix(prefix).partition(_ASIDE)
        if not process.isdigit() or _is_another_running(int(process)):
            continue
        if place and not (folder / place).exists():
            path.rename(folder / place)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_another_running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def exchange(new: Path, target: Path) -> None:
    """Put `new` in the place of `target`. Where `target` exists the two change places in one step of the file system.

    Linux does it with `renameat2` and `RENAME_EXCHANGE`. Elsewhere the old folder steps aside first; a build killed between
    the two steps leaves it aside, and `remove_abandoned` puts it back.
    """
    if not target.exists():
        new.rename(target)
        return
    if _exchange_in_one_step(new, target):
        return
    aside = new.with_name(f"{new.name}{_ASIDE}{target.name}")
    target.rename(aside)
    new.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _exchange_in_one_step(first: Path, second: Path) -> bool:
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    paths = (os.fsencode(first), os.fsencode(second))
    return bool(renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
