"""Publishing by an atomic swap: build beside, verify, then exchange, so that `site/` is always a whole, good site.

Knows nothing of how a site is made: it is given what makes one and what verifies it.
"""

import ctypes
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from generator.errors import PublishingFault

PREFIX = ".site-building-"
"""Folders that begin so hold a site that is not published yet; the process id follows."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(target: Path, make: Callable[[Path], None], verify: Callable[[Path], tuple[str, ...]]) -> None:
    """Replace `target` by what `make` writes, if `verify` finds nothing wrong with it.

    Raises `PublishingFault` with what was wrong, or whatever `make` raises; then `target` is exactly as it was.
    """
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


def remove_abandoned(folder: Path, prefix: str = PREFIX) -> None:
    """Remove what processes that were killed left behind; those of running ones stay."""
    for path in folder.glob(f"{prefix}*"):
        process = path.name.removeprefix(prefix)
        if process.isdigit() and not _is_running(int(process)):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
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
    the two steps leaves it as `.site-building-<process>-old` beside.
    """
    if not target.exists():
        new.rename(target)
        return
    if _exchange_in_one_step(new, target):
        return
    aside = new.with_name(f"{new.name}-old")
    target.rename(aside)
    new.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _exchange_in_one_step(first: Path, second: Path) -> bool:
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    paths = (os.fsencode(first), os.fsencode(second))
    return bool(renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
