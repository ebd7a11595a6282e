"""The commands that exchange texts and tables with offices: spreadsheets out and in, Word out, comments from Word. Adapters.

Exit codes: 0 it was done, 1 what came in has faults or the sources have, 2 it was refused.
"""

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import click

from generator.authors.edit.workspace import Workspace, open_workspace, write
from generator.authors.tables.changes import Imported, Missing, changes_of
from generator.authors.tables.csv_files import csv_bytes, read_csv
from generator.authors.tables.faults import TableFault
from generator.authors.tables.grid import Grid
from generator.authors.tables.rows import tables_of
from generator.authors.tables.workbook import read_workbook, workbook_bytes
from generator.commands.asking import refusals
from generator.commands.surroundings import as_of_option, project_root
from generator.errors import EditRefused
from generator.kept import write_whole
from generator.words.nearest import nearest

WORKBOOK = "tables.xlsx"
"""The name of the workbook that is exported."""


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to."
)
@click.option("--as", "form", type=click.Choice(("csv", "xlsx")), required=True, help="The kind of file.")
def export_command(ids: tuple[str, ...], folder: Path, form: str) -> None:
    """Write flows, contacts, posts and agencies as tables for a spreadsheet: of the protocols and agencies IDS, or of all.

    `protocols import` reads them back.
    """
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        _require_known(ids, {*workspace.library.protocols, *workspace.library.agencies})
        files = _table_files(workspace, ids, form)
        for name in files:
            if (folder / name).exists():
                raise EditRefused(
                    f"{folder / name} is there already, and may hold somebody's work; give another folder"
                )
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write_whole(folder / name, content)
            click.echo(f"wrote {folder / name}")


def _table_files(workspace: Workspace, ids: tuple[str, ...], form: str) -> dict[str, bytes]:
    tables = tables_of(workspace.library, ids)
    if form == "csv":
        return {f"{table.sheet.name}.csv": csv_bytes(table) for table in tables}
    library = workspace.library
    return {WORKBOOK: workbook_bytes(tables, sorted(library.agencies), sorted(library.provisions))}


def _require_known(ids: Iterable[str], known: set[str]) -> None:
    for identifier in ids:
        if identifier not in known:
            near = nearest(identifier, known)
            raise EditRefused(
                f"there is nothing called `{identifier}` to export" + (f"; did you mean `{near[0]}`?" if near else "")
            )


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--remove-missing", is_flag=True, help="Take out of the sources the items whose rows were taken out of the table."
)
@as_of_option
def import_command(file: Path, as_of: date, *, remove_missing: bool) -> None:
    """Take what was changed in a table from `protocols export` into the sources: FILE ends in .csv or .xlsx.

    Only fields whose cells were changed are changed. If anything is wrong, nothing is written.
    """
    root = project_root()
    with refusals():
        ending = file.suffix.lower()
        if ending not in _READERS:
            raise EditRefused(f"{file} is no file that can be imported; its name has to end in {' or '.join(_READERS)}")
        _READERS[ending](root, file, as_of, remove_missing)


def _import_tables(
    read: Callable[[str, bytes], tuple[tuple[Grid, ...], tuple[TableFault, ...]]],
) -> Callable[[Path, Path, date, bool], None]:
    """Return what takes a file of tables in, which `read` reads."""

    def take_in(root: Path, file: Path, as_of: date, remove_missing: bool) -> None:  # noqa: FBT001  As every reader is called.
        grids, faults = read(file.name, file.read_bytes())
        workspace = open_workspace(root)
        imported = (
            Imported(faults=faults) if faults else changes_of(workspace, grids, as_of, remove_missing=remove_missing)
        )
        _tell(imported)
        if imported.has_errors:
            sys.exit(1)
        write(root, imported.changes)

    return take_in


def _tell(imported: Imported) -> None:
    for fault in imported.faults:
        click.echo(f"{fault}\n", err=True)
    if imported.has_errors:
        click.echo("nothing was written", err=True)
        return
    for touched in imported.touched:
        click.echo(
            f"{touched.what} {touched.document}: {'.'.join(str(s + 1 if isinstance(s, int) else s) for s in touched.path)}"
        )
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
        click.echo(
            f"  {item.document} ({'.'.join(str(s + 1 if isinstance(s, int) else s) for s in item.path)}): {item.words[:90]}"
        )


_READERS: dict[str, Callable[[Path, Path, date, bool], None]] = {
    ".csv": _import_tables(read_csv),
    ".xlsx": _import_tables(read_workbook),
}
"""What takes a file in, by how its name ends: given the project, the file, the day, and whether missing items are taken out."""


COMMANDS: dict[str, click.Command] = {
    "export": export_command,
    "import": import_command,
}
"""Every command of this module."""
