"""The commands that exchange texts and tables with offices: spreadsheets out and in, Word out, comments from Word. Adapters.

Exit codes: 0 it was done, 1 what came in has faults or the sources have, 2 it was refused.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import click

from generator.authors.agreements.remarks import remarks_in
from generator.authors.edit.workspace import Workspace, open_workspace, write
from generator.authors.tables.changes import Imported, Missing, changes_of
from generator.authors.tables.csv_files import csv_bytes, read_csv
from generator.authors.tables.faults import TableFault
from generator.authors.tables.grid import Grid
from generator.authors.tables.rows import tables_of
from generator.authors.tables.workbook import read_workbook, workbook_bytes
from generator.commands.agreement import Wishes, import_agreement
from generator.commands.asking import refusals
from generator.commands.guards import reported
from generator.commands.making import sources_of
from generator.commands.stages import Stages
from generator.commands.surroundings import as_of_option, project_root
from generator.engine import TEMPLATES
from generator.errors import EditRefused
from generator.kept import write_whole
from generator.printing.compose import Composer
from generator.printing.documents import DOCX
from generator.printing.word_text import protocol_for_word
from generator.rendering.renderer import Renderer
from generator.site.build import Site
from generator.sources.diagnostic import did_you_mean
from generator.sources.nodes import dotted
from generator.words.nearest import nearest

Reader: TypeAlias = Callable[[str, bytes], tuple[tuple[Grid, ...], tuple[TableFault, ...]]]
"""Reads a file by its name and content: its tables, or what is wrong with it."""

WORKBOOK = "tables.xlsx"
"""The name of the workbook that is exported."""


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to."
)
@click.option("--as", "form", type=click.Choice(("csv", "xlsx", "docx")), required=True, help="The kind of file.")
@as_of_option
def export_command(ids: tuple[str, ...], folder: Path, form: str, as_of: date) -> None:
    """Write tables for a spreadsheet, or texts for Word: of the protocols and agencies IDS, or of all.

    `csv` and `xlsx` hold flows, contacts, posts and agencies; `protocols import` reads them back. `docx` holds each protocol in full, for
    those who comment in Word; `protocols comments` lists what they wrote.
    """
    root = project_root()
    if form == "docx":
        with reported(), refusals():
            _write_new(folder, _texts_for_word(root, ids, as_of))
        return
    with refusals():
        workspace = open_workspace(root)
        _require_known(ids, {*workspace.library.protocols, *workspace.library.agencies})
        _write_new(folder, _table_files(workspace, ids, form).items())


def _write_new(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files, and say so; one that is there is never written over."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        if (folder / name).exists():
            raise EditRefused(f"{folder / name} is there already, and may hold somebody's work; give another folder")
        write_whole(folder / name, content)
        click.echo(f"wrote {folder / name}")


def _texts_for_word(root: Path, ids: tuple[str, ...], as_of: date) -> Iterator[tuple[str, bytes]]:
    county = sources_of(root, as_of, Stages()).county
    _require_known(ids, set(county.protocols))
    composer = Composer(Site((), county), Renderer(root / TEMPLATES, county))
    for identifier in ids or county.protocols:
        yield f"{identifier}.docx", protocol_for_word(composer, county.protocols[identifier])


def _table_files(workspace: Workspace, ids: tuple[str, ...], form: str) -> dict[str, bytes]:
    tables = tables_of(workspace.library, ids)
    if form == "csv":
        return {f"{table.sheet.name}.csv": csv_bytes(table) for table in tables}
    library = workspace.library
    return {WORKBOOK: workbook_bytes(tables, sorted(library.agencies), sorted(library.provisions))}


def _require_known(ids: Iterable[str], known: set[str]) -> None:
    for identifier in ids:
        if identifier not in known:
            said = (f"there is nothing called `{identifier}` to export", did_you_mean(nearest(identifier, known)))
            raise EditRefused("; ".join(filter(None, said)))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--remove-missing", is_flag=True, help="Tables: take out of the sources the items whose rows were taken out."
)
@click.option("--id", "identifier", default="", help="Word: the id that the protocol gets.")
@click.option("--under", default="", help="Word: the Tier 2 theme, the id of a file in tier-2/.")
@click.option("--title", default="", help="Word: the title; else the one that the agreement gives, or the id.")
@click.option("--owner", default="", help="Word: who looks after it; else the agency that the agreement names first.")
@click.option("--party", "parties", multiple=True, help="Word: an agency that the agreement calls by another name.")
@click.option("--report", type=click.Path(path_type=Path), help="Word: where the whole report goes; else it is shown.")
@click.option("--names", type=click.Path(path_type=Path), help="Word: more names of sections and columns, as TOML.")
@as_of_option
def import_command(file: Path, as_of: date, *, remove_missing: bool, identifier: str, **said: Any) -> None:
    """Take FILE into the sources. If anything is wrong, nothing is written.

    A table from `protocols export` (.csv or .xlsx): only fields whose cells were changed are changed. An agreement kept in Word (.docx)
    becomes a draft Tier 3 protocol, and you are told where every paragraph and cell of it went; names, numbers and mailboxes of people go
    into no source, and the report quotes them for a person to decide.
    """
    root = project_root()
    with refusals():
        ending = file.suffix.lower()
        if ending in _OF_WORD:
            if remove_missing:
                raise EditRefused("--remove-missing is for tables")
            import_agreement(root, file, as_of, Wishes(id=identifier, **said))
        elif ending in _READERS:
            if identifier or any(said.values()):
                raise EditRefused(f"{file} is a table: of the options only --remove-missing is for it")
            _import_tables(root, file, as_of, _READERS[ending], remove_missing=remove_missing)
        else:
            raise EditRefused(
                f"{file} is no file that can be imported; its name has to end in {', '.join(_READERS)} or {DOCX}"
            )


def _import_tables(root: Path, file: Path, as_of: date, read: Reader, *, remove_missing: bool) -> None:
    grids, faults = read(file.name, file.read_bytes())
    workspace = open_workspace(root)
    imported = Imported(faults=faults) if faults else changes_of(workspace, grids, as_of, remove_missing=remove_missing)
    _tell(imported)
    if imported.has_errors:
        sys.exit(1)
    write(root, imported.changes)


def _tell(imported: Imported) -> None:
    for fault in imported.faults:
        click.echo(f"{fault}\n", err=True)
    if imported.has_errors:
        click.echo("nothing was written", err=True)
        return
    for touched in imported.touched:
        click.echo(f"{touched.what} {touched.document}: {dotted(touched.path)}")
    if imported.removed:
        _list("taken out:", imported.removed)
    if imported.missing:
        _list("not in the table, and left as they are (--remove-missing takes them out):", imported.missing)
    if not imported.changes.texts:
        click.echo("the table says what the sources say; nothing was written")
    else:
        click.echo(f"changed {', '.join(imported.changes.texts)}; export the table anew before you go on with it")


def _list(what: str, items: tuple[Missing, ...]) -> None:
    click.echo(what)
    for item in items:
        click.echo(f"  {item.document} ({dotted(item.path)}): {item.words[:90]}")


@click.command("comments")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to show them.")
def comments_command(file: Path, form: str) -> None:
    """List the comments and tracked changes of a Word file, section by section."""
    with refusals():
        found = remarks_in(file.read_bytes(), file.name)
    if form == "json":
        click.echo(json.dumps([asdict(remark) for remark in found], indent=2, ensure_ascii=False))
        return
    for section, remarks in groupby(found, key=lambda remark: remark.section):
        click.echo(section or "(before the first heading)")
        for remark in remarks:
            who = " ".join(filter(None, (remark.author or "(nobody named)", remark.date)))
            about = f' on "{remark.about}"' if remark.about else ""
            click.echo(f"  {remark.kind}, {who}{about}: {remark.words}")
    if not found:
        click.echo("no comments and no tracked changes")


_READERS: dict[str, Reader] = {".csv": read_csv, ".xlsx": read_workbook}
"""What reads a table, by how its file's name ends."""

_OF_WORD = (DOCX, ".doc")
"""How the name of a text for Word ends. The older kind is read to be refused with what to do."""


COMMANDS: dict[str, click.Command] = {
    "export": export_command,
    "import": import_command,
    "comments": comments_command,
}
"""Every command of this module."""
