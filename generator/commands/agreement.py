"""The command that makes a draft of an agreement kept in Word. An adapter: it reads the file, writes the draft, and says what went where.

Exit codes: 0 the draft was written, 1 the sources have errors, 2 it was refused.
"""

from datetime import date
from pathlib import Path

import click

from generator.authors.agreements.importing import Imported, Wanted, imported
from generator.authors.agreements.names import read_names
from generator.authors.agreements.reading import read_agreement
from generator.authors.agreements.report import report, summary
from generator.authors.edit.workspace import open_workspace, write
from generator.commands.asking import refusals
from generator.commands.surroundings import as_of_option, project_root
from generator.errors import EditRefused


@click.command("import-agreement")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--id", "identifier", required=True, help="The id that the protocol gets.")
@click.option("--under", required=True, help="The Tier 2 theme: the id of a file in tier-2/.")
@click.option("--title", default="", help="Its title; else the one that the agreement gives, or the id.")
@click.option(
    "--owner", default="", help="The agency that looks after it; else the one that the agreement names first."
)
@click.option(
    "--party", "parties", multiple=True, help="An agency in it that the agreement does not name as the register does."
)
@click.option(
    "--report", "told", type=click.Path(path_type=Path), help="Where the whole report goes; else it is shown."
)
@click.option("--names", type=click.Path(path_type=Path), help="More names of sections and columns, as TOML.")
@as_of_option
def import_agreement(
    file: Path,
    identifier: str,
    under: str,
    as_of: date,
    told: Path | None,
    names: Path | None,
    **said: str | tuple[str, ...],
) -> None:
    """Make a draft Tier 3 protocol of an agreement kept in Word, and say where every paragraph and cell of it went.

    Names, numbers and mailboxes of people go into no source: the report quotes them for a person to decide.
    """
    root = project_root()
    with refusals():
        wanted = Wanted(identifier, under, str(said["title"]), str(said["owner"]), tuple(said["parties"]))
        made = imported(open_workspace(root), read_agreement(file), wanted, read_names(names), as_of)
        _write(root, made, told, report(made, file.name))
    click.echo(f"wrote {made.path}")
    click.echo(summary(made))
    click.echo(f"{len(made.open_points)} fields are left to decide; `protocols check` says what is left to write")
    click.echo(f"the whole report is in {told}" if told else report(made, file.name))


def _write(root: Path, made: Imported, told: Path | None, words: str) -> None:
    """Write the report and then the draft; where the draft cannot be written there is no report either."""
    if (root / made.path).exists():
        raise EditRefused(f"{made.path} exists already; nothing was written")
    if told is None:
        write(root, made.changes)
        return
    if any(told.resolve().is_relative_to((root / folder).resolve()) for folder in ("protocols", "docs")):
        raise EditRefused(
            f"{told} would be published or kept with the sources, and a report may name people; nothing was written"
        )
    try:
        with told.open("x", encoding="utf-8") as file:
            file.write(words)
    except OSError as error:
        raise EditRefused(f"{told} cannot be written: {error.strerror}; nothing was written") from error
    try:
        write(root, made.changes)
    except EditRefused:
        told.unlink()
        raise


COMMANDS: dict[str, click.Command] = {"import-agreement": import_agreement}
"""Every command of this module."""
