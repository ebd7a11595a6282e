"""What `import` does with an agreement kept in Word: it reads the file, writes the draft, and says what went where. An adapter."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from generator.authors.agreements.importing import Imported, Wanted, imported
from generator.authors.agreements.names import read_names
from generator.authors.agreements.reading import read_agreement
from generator.authors.agreements.report import report, summary
from generator.authors.edit.workspace import open_workspace, write
from generator.errors import EditRefused


@dataclass(frozen=True, slots=True)
class Wishes(Wanted):
    """What is asked for on the command line."""

    report: Path | None = None
    names: Path | None = None


def import_agreement(root: Path, file: Path, as_of: date, wishes: Wishes) -> None:
    """Write a draft, and say where every paragraph and cell of the agreement went. Raises `EditRefused`; then nothing is written."""
    if not (wishes.id and wishes.under):
        raise EditRefused(f"{file} would become a new protocol; give its id and its theme: `--id NEW-ID --under THEME`")
    made = imported(open_workspace(root), read_agreement(file), wishes, read_names(wishes.names), as_of)
    words, told = report(made, file.name), wishes.report
    _write(root, made, told, words)
    click.echo(f"wrote {made.path}")
    click.echo(summary(made))
    click.echo(f"{len(made.open_points)} fields are left to decide; `protocols check` says what is left to write")
    click.echo(f"the whole report is in {told}" if told else words)


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
