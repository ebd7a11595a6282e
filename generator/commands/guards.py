"""What every command that makes something shares: the folder it works in, faults said in words, and an end by a signal.

Imports little, because a build that has nothing to do is over sooner than libraries are read.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from types import FrameType

import click

from generator.errors import GeneratorError, SourceErrors
from generator.site.swap import one_at_a_time

BESIDE = "build"
"""The folder, beside the site and on the same disk, that holds what is being made."""

MAKING = "printing"
"""The folder in it that a build prints into; in those of older versions the process id follows."""

STOPPED = 128
"""What a command ends with that a signal stopped, with the number of the signal added, as shells have it."""


@contextmanager
def alone(root: Path) -> Iterator[Path]:
    """Give the folder that holds what is being made, while no other build of the project works. What killed ones left in it is gone.

    No other build works, so whatever is there is nobody's.
    """
    beside = root / BESIDE
    beside.mkdir(exist_ok=True)

    def wait() -> None:
        click.echo("another build of this project is at work; waiting for it", err=True)

    with one_at_a_time(beside / "lock", wait):
        for left in beside.glob(f"{MAKING}*"):
            rmtree(left)
        yield beside


@contextmanager
def room(root: Path) -> Iterator[Path]:
    """Give a folder on the same disk as the site, for what moves into it."""
    with alone(root) as beside:
        folder = beside / MAKING
        try:
            folder.mkdir()
            yield folder
        finally:
            rmtree(folder, ignore_errors=True)


@contextmanager
def reported() -> Iterator[None]:
    """Say what stopped the work, in words and without a traceback, and leave with exit code 1; of a signal, with its own."""
    before = {each: signal.signal(each, _stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except SourceErrors as error:
        from generator.rules.formats import show, summary  # noqa: PLC0415  Only faults need it.

        click.echo(show(error.diagnostics, error.sources, "full"), err=True)
        click.echo(summary(error.diagnostics, len(error.sources)), err=True)
        sys.exit(1)
    except GeneratorError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
        click.echo(f"the system did not let this go on: {what}", err=True)
        sys.exit(1)
    except _Stopped as stopped:
        click.echo(f"stopped by {stopped.number.name}", err=True)
        sys.exit(STOPPED + stopped.number)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class _Stopped(BaseException):
    """A signal asked the command to end. Nothing that handles faults may take it for one."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(number.name)
        self.number = number


def _stop(number: int, _frame: FrameType | None) -> None:
    raise _Stopped(signal.Signals(number))


@contextmanager
def unpublished(site: Path) -> Iterator[None]:
    """Say, whatever stopped a build, that the published site is untouched, if it is."""
    before = _identity(site)
    try:
        yield
    except (GeneratorError, OSError, _Stopped):
        if _identity(site) == before:
            click.echo("nothing was published; the last good site is as it was", err=True)
        raise


def _identity(site: Path) -> int:
    """Return what the file system knows a folder by; 0 for none."""
    return site.stat().st_ino if site.exists() else 0
