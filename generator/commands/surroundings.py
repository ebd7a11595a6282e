"""What every command needs from its surroundings: the project's folder, the day, dates as typed, and somebody who waits."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TextIO

import click

from generator.clock import today
from generator.edition import Edition
from generator.progress import Progress
from generator.sources.disk import SOURCES

PATIENCE = 2.0
"""After how many seconds somebody at a terminal is told how far the work is."""


FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2105, 12, 31)
"""Between which days the program can work: files carry times, and some formats count them in 32 bits from 1970."""


class Day(click.ParamType[date]):
    """A date on the command line, written 2026-01-31."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or fail in words."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is not a date; write it as 2026-01-31", param, ctx)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail(f"{value} is not a day to work for; give one from {FIRST_DAY} to {LAST_DAY}", param, ctx)
        return day


as_of_option = click.option(
    "--as-of", type=Day(), default=today, help="The day to work for, as 2026-01-31; today if not given."
)

edition_option = click.option(
    "--edition",
    type=click.Choice([edition.value for edition in Edition]),
    default=Edition.PARTNER.value,
    callback=lambda _context, _parameter, value: Edition(value),
    help="To whom it is given: `public` holds nothing that is marked higher than `official`, `partner` holds everything.",
)


def project_root() -> Path:
    """Return the project that the current folder is in."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / SOURCES).is_dir() and (folder / "mkdocs.yml").is_file():
            return folder
    raise click.UsageError(f"no project here: run this in the folder that holds `{SOURCES}/` and `mkdocs.yml`")


@contextmanager
def all_kept() -> Iterator[None]:
    """Do without the search for unreachable objects: reading makes many, all of them stay, and looking takes a quarter of the time.

    What was made stays out of later searches too, of which one comes when the program ends.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def progress_on(stream: TextIO, patience: float = PATIENCE) -> Iterator[Progress]:
    """Give what tells somebody at a terminal, once the work takes longer than `patience` seconds, how far it is.

    The line is written over by the next one, and gone when the work is done, or when it is told nothing. Nothing is written where nobody
    sits.
    """
    started = monotonic()
    shown = False

    def show(done: str) -> None:
        nonlocal shown
        if shown or (done and stream.isatty() and monotonic() - started > patience):
            stream.write(f"\r\033[K{done}")
            stream.flush()
            shown = bool(done)

    try:
        yield show
    finally:
        show("")
