"""What every command needs from its surroundings: the project's folder, the day, and dates as somebody types them."""

from datetime import date, datetime
from pathlib import Path

import click

from generator.load import SOURCES


class Day(click.ParamType[date]):
    """A date on the command line, written 2026-01-31."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or fail in words."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is not a date; write it as 2026-01-31", param, ctx)


def today() -> date:
    """Return the day by this machine's clock."""
    return datetime.now().astimezone().date()


def project_root() -> Path:
    """Return the project that the current folder is in."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / SOURCES).is_dir() and (folder / "mkdocs.yml").is_file():
            return folder
    raise click.UsageError(f"no project here: run this in the folder that holds `{SOURCES}/` and `mkdocs.yml`")
