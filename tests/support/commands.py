"""Command lines that name their day, so that no test reads the clock."""

from datetime import date

import click

from generator.commands.program import main
from tests.conftest import AS_OF


def dated(*arguments: str, as_of: date = AS_OF) -> tuple[str, ...]:
    """Return the arguments of the program with this day, where the command takes a day and they name none."""
    command: click.Command | None = main
    for word in arguments:
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), word)
    takes_a_day = command is not None and any("--as-of" in option.opts for option in command.params)
    return (*arguments, "--as-of", as_of.isoformat()) if takes_a_day and "--as-of" not in arguments else arguments
