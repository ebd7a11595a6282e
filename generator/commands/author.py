"""The commands that edit sources all over: ids, cited provisions, layout, schemas. Adapters: each works out one edit, writes it, and says what it did.

Exit codes: 0 the edit was made, 1 `fmt --check` found something to lay out or the sources have errors, 2 it was refused.
"""

import sys
from datetime import date
from pathlib import Path

import click

from generator.authors.edit.layout import laid_out
from generator.authors.edit.ledger import LEDGER, ledger_text
from generator.authors.edit.rename import Place, Renamed, rename, replace_provision
from generator.authors.edit.workspace import Changes, Workspace, new_faults, open_workspace, write
from generator.commands.asking import refusals
from generator.commands.surroundings import as_of_option, project_root
from generator.errors import EditRefused
from generator.exports.schema import write_schemas
from generator.rules.formats import place
from generator.sources.diagnostic import Diagnostic
from generator.words.nearest import nearest


@click.command("rename")
@click.argument("old")
@click.argument("new_id", metavar="NEW")
@as_of_option
def rename_command(old: str, new_id: str, as_of: date) -> None:
    """Give an agency, protocol, clause, instrument, theme, letter or term another id, everywhere it is named.

    Its old addresses lead to the new ones: the ledger of addresses, protocols/addresses.yaml, keeps them.
    """
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        renamed = rename(workspace, old, new_id, as_of)
        faults = new_faults(workspace, workspace.after(renamed.changes), as_of)
        write(root, renamed.changes)
        _tell(renamed, faults, f"renamed `{old}` to `{new_id}`", "comments that name it, which stay as they are:")
        click.echo(f"its old addresses lead to the new ones; {LEDGER} says so")


@click.command("replace-provision")
@click.argument("old")
@click.argument("new_name", metavar="NEW")
@as_of_option
def replace_provision_command(old: str, new_name: str, as_of: date) -> None:
    """Cite provision NEW wherever OLD is cited, and list what an author must look at.

    The law register and change histories stay: they say what was law, and what was done.
    """
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        replaced = replace_provision(workspace, old, new_name)
        faults = new_faults(workspace, workspace.after(replaced.changes), as_of)
        write(root, replaced.changes)
        _tell(
            replaced,
            faults,
            f"`{new_name}` is now cited in place of `{old}`",
            "look at these too, which were left as they are:",
        )
        click.echo(
            f"look at each place: does `{new_name}` allow the same, for the same agencies, on the same conditions?"
        )


def _tell(renamed: Renamed, faults: tuple[Diagnostic, ...], what: str, left: str) -> None:
    """List what an edit changed, what it left, and which faults it brought."""
    documents = {each.span.path for each in renamed.changed}
    click.echo(f"{what}: {_count(len(renamed.changed), 'place')} in {_count(len(documents), 'file')}")
    for folder in dict.fromkeys(path.split("/")[1] for path in sorted(documents)):
        names = [Path(path).stem for path in sorted(documents) if path.split("/")[1] == folder]
        click.echo(f"  in {folder}: {', '.join(names)}")
    _list(renamed.changed)
    if renamed.look_at:
        click.echo(left)
        _list(renamed.look_at)
    if faults:
        click.echo(f"faults that were not there before ({len(faults)}):")
        for fault in faults:
            click.echo(f"  {place(fault.span)}: {fault.severity.value}[{fault.code}] {fault.message}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _list(places: tuple[Place, ...]) -> None:
    for each in places:
        where = f" ({'.'.join(map(str, each.path))})" if each.path else ""
        click.echo(f"  {place(each.span)}{where}: {each.line[:90]}{f' [{each.note}]' if each.note else ''}")


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; list what would change, and exit 1 if anything would."
)
def fmt_command(files: tuple[Path, ...], *, only_check: bool) -> None:
    """Lay sources out in the one way: keys in order, two spaces to a level, comments kept. Never changes what they say.

    The ledger of addresses, protocols/addresses.yaml, gets a line for everything that it does not know of yet.
    """
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        wanted = _wanted(root, workspace, files)
        texts = {path: _laid_out(workspace, path) for path in wanted}
        changed = {path: text for path, text in texts.items() if text.encode() != _bytes_of(root / path)}
        if not only_check:
            write(root, Changes(changed, keep_mark=False))
    for path in changed:
        click.echo(f"{'would lay out' if only_check else 'laid out'} {path}")
    click.echo(f"{len(changed)} of {len(wanted)} files {'would change' if only_check else 'changed'}")
    sys.exit(1 if changed and only_check else 0)


def _laid_out(workspace: Workspace, path: str) -> str:
    if path == LEDGER:
        return ledger_text(workspace.library)
    return laid_out(workspace.documents[path].source, workspace.documents[path].entry)


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _wanted(root: Path, workspace: Workspace, files: tuple[Path, ...]) -> tuple[str, ...]:
    """Return the paths of the sources that were asked for: all of them where none was."""
    if not files:
        workspace.require_all()
        return tuple(dict.fromkeys((*workspace.documents, LEDGER)))
    paths: list[str] = []
    for file in files:
        full = file.resolve()
        path = full.relative_to(root.resolve()).as_posix() if full.is_relative_to(root.resolve()) else str(file)
        if path in workspace.unread:
            raise EditRefused(f"{path} cannot be read as YAML; mend it first (`protocols check` says how)")
        if path not in workspace.documents:
            near = nearest(path, workspace.documents)
            raise EditRefused(f"{file} is not a source" + (f"; did you mean {near[0]}?" if near else ""))
        paths.append(path)
    return tuple(dict.fromkeys(paths))


@click.command("schema")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to write; schema/ if not given."
)
def schema_command(folder: Path | None) -> None:
    """Write the JSON Schemas with which an editor completes, explains and checks sources as they are typed."""
    root = project_root()
    with refusals():
        target = folder or root / "schema"
        count = write_schemas(open_workspace(root).library, target)
    click.echo(f"{target} holds {count} schemas")


COMMANDS: dict[str, click.Command] = {
    "rename": rename_command,
    "replace-provision": replace_provision_command,
    "fmt": fmt_command,
    "schema": schema_command,
}
"""Every command of this module."""
