"""The program. Its commands are adapters: each reads the command line and the clock, calls one stage, prints, and exits.

Exit codes: 0 all is well, 1 the sources or the site have faults, 2 the command was used wrongly.
"""

from importlib import import_module
from typing import cast

import click

from generator.commands.surroundings import all_kept

HOMES = {
    "check": ("check", "explain"),
    "build": ("build",),
    "publish": ("pdf", "render", "impact", "codeowners"),
    "preview": ("serve",),
    "start": ("init", "new"),
    "record": ("review", "issue", "sign", "confirm-law"),
    "apply": ("apply",),
    "author": ("rename", "replace-provision", "fmt", "schema"),
}
"""The modules of commands, with the commands in them."""


class Program(click.Group):
    """The commands, each imported when it is asked for: a check does not wait for what only a printer needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the name of every command."""
        return sorted(name for names in HOMES.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        home = next((home for home, names in HOMES.items() if cmd_name in names), None)
        if home is None:
            return None
        with all_kept():
            commands = import_module(f"generator.commands.{home}").COMMANDS
        return cast("dict[str, click.Command]", commands)[cmd_name]


@click.group(cls=Program)
@click.version_option(package_name="protocols")
def main() -> None:
    """Check, build and publish the county's information sharing protocols."""
