"""The command that applies a change file from the forms. An adapter: it reads the file, shows what it comes to, and writes it.

Exit codes: 0 it was applied or says what is so already, 1 it would bring faults and was not applied, 2 it was refused.
"""

import difflib
import sys
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

import click

from generator.authors.edit.apply import Prepared, prepare_change
from generator.authors.edit.change_file import MAX_BYTES
from generator.authors.edit.workspace import write
from generator.commands.asking import refusals
from generator.commands.surroundings import as_of_option, project_root
from generator.rules.formats import show


@click.command("apply")
@click.argument("file", metavar="FILE", type=click.File("rb"))
@click.option("--dry-run", "only_show", is_flag=True, help="Write nothing; show the lines that would change.")
@click.option("--with-faults", is_flag=True, help="Apply it even if it brings faults with it.")
@as_of_option
def apply_command(file: BinaryIO, as_of: date, *, only_show: bool, with_faults: bool) -> None:
    """Apply a change file that the forms at /edit/ made; `-` reads it from standard input.

    Only the lines concerned change. Where a field is no longer what it was when the form was filled in, nothing is written.
    """
    root = project_root()
    with refusals():
        prepared = prepare_change(root, file.read(MAX_BYTES + 1), as_of)
        for line in prepared.applied.says:
            click.echo(line)
        if only_show:
            click.echo("".join(_difference(prepared)), nl=False)
        if prepared.faults:
            click.echo(f"faults that were not there before ({len(prepared.faults)}):")
            click.echo(show(prepared.faults, {}, "concise"))
        if prepared.faults and not with_faults:
            click.echo("nothing was written; give --with-faults to apply it all the same", err=True)
            sys.exit(1)
        if not only_show:
            write(root, prepared.applied.changes)
        for path in prepared.applied.changes.texts:
            click.echo(f"{'would change' if only_show else 'changed'} {path}")
        if not prepared.applied.changes.texts:
            click.echo("nothing is left to change")


def _difference(prepared: Prepared) -> Iterator[str]:
    """Yield the lines that differ, with what is around them, as `diff -u` does."""
    for path, text in prepared.applied.changes.texts.items():
        old, new = (
            [f"{line}\n" for line in each.splitlines()] for each in (prepared.before.documents[path].source.text, text)
        )
        yield from difflib.unified_diff(old, new, path, path)


COMMANDS: dict[str, click.Command] = {"apply": apply_command}
"""Every command of this module."""
