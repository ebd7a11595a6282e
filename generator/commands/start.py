"""The commands that start something new: a county, a protocol, an agency, an instrument. Adapters: each asks for what was not given.

Exit codes: 0 it was written, 1 the sources have errors, 2 it was refused.
"""

import re
import sys
from datetime import date
from pathlib import Path

import click

from generator.authors.edit import scaffold
from generator.authors.edit.ledger import LEDGER
from generator.authors.edit.open_points import open_points
from generator.authors.edit.workspace import Changes, Workspace, new_faults, open_workspace, write
from generator.authors.init import CORE, NewCounty, start_county
from generator.commands.asking import answer, answer_or, refusals
from generator.commands.interview import interview
from generator.commands.surroundings import as_of_option, project_root
from generator.errors import EditRefused
from generator.sources.disk import SOURCES
from generator.words.nearest import nearest


def _made(root: Path, changes: Changes, before: Workspace, as_of: date) -> None:
    """Write new files, and say what they are; a draft that would bring a fault with it is never written."""
    faults = [found for found in new_faults(before, before.after(changes), as_of) if found.code != "unwritten"]
    if faults:
        raise EditRefused(f"the draft would have a fault: {faults[0].message}; nothing was written")
    made = [path for path in changes.texts if path != LEDGER]
    for path in made:
        if (root / path).exists():
            raise EditRefused(f"{path} exists already; nothing was written")
    write(root, changes)
    for path in made:
        click.echo(f"wrote {path}; complete what says `To be written`; `protocols check` says what is left")


@click.group()
def new() -> None:
    """Start a new protocol, agency or instrument from a draft that passes every check."""


@new.command("tier-3")
@click.argument("identifier", metavar="ID")
@click.option("--title", help="Its title, in words that staff use.")
@click.option("--under", help="The Tier 2 theme: the id of a file in tier-2/.")
@click.option("--owner", help="The agency that looks after it.")
@click.option("--party", "parties", multiple=True, help="Another agency in it; give the option again for each.")
@as_of_option
def new_tier_3(
    identifier: str,
    title: str | None,
    under: str | None,
    owner: str | None,
    parties: tuple[str, ...],
    as_of: date,
) -> None:
    """Start a Tier 3 protocol. What is not given is asked for."""
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        wanted = scaffold.NewProtocol(
            identifier,
            answer(title, "--title", "What is it called, in words that staff use?"),
            answer(under, "--under", "Which Tier 2 theme is it under?", tuple(workspace.library.themes)),
            answer(owner, "--owner", "Which agency looks after it?"),
            parties
            or tuple(answer(None, "--party", "Which other agencies are in it? (ids, with spaces between)").split()),
        )
        _made(root, scaffold.new_protocol(workspace, wanted, as_of), workspace, as_of)


@new.command("protocol")
@click.option("--ask", is_flag=True, help="Ask even where the answers do not come from a terminal.")
@as_of_option
def new_protocol(as_of: date, *, ask: bool) -> None:
    """Start a Tier 3 protocol in a conversation: six questions, then a draft and the list of its open points."""
    if not (ask or sys.stdin.isatty()):
        raise click.UsageError("nobody sits at a terminal to be asked; use `protocols new tier-3`, or give --ask")
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        wanted = interview(workspace.library)
        changes = scaffold.new_protocol(workspace, wanted, as_of)
        _made(root, changes, workspace, as_of)
    draft = workspace.after(changes).documents[f"{SOURCES}/tier-3/{wanted.id}.yaml"]
    points = tuple(open_points(draft))
    click.echo(f"open points ({len(points)}):")
    for number, point in enumerate(points, start=1):
        click.echo(f"  {number:>2}. {point}")
    click.echo("No law was chosen for you: write each flow first, then look for its gateway in the law register.")


@new.command("agency")
@click.argument("identifier", metavar="ID")
@click.option("--name", help="Its full name.")
@click.option("--kind", help="What sort of body it is.")
@as_of_option
def new_agency(identifier: str, name: str | None, kind: str | None, as_of: date) -> None:
    """Start an agency. What is not given is asked for."""
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        name = answer(name, "--name", "What is its full name?")
        kind = _one_of(answer(kind, "--kind", "What sort of body is it?", scaffold.AGENCY_KINDS), scaffold.AGENCY_KINDS)
        _made(root, scaffold.new_agency(workspace, identifier, name, kind), workspace, as_of)


@new.command("law")
@click.argument("identifier", metavar="ID")
@click.option("--title", help="Its short title.")
@click.option("--kind", help="What sort of law it is.")
@as_of_option
def new_law(identifier: str, title: str | None, kind: str | None, as_of: date) -> None:
    """Start an instrument of the law register. What is not given is asked for."""
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        title = answer(title, "--title", "What is its short title?")
        kind = _one_of(answer(kind, "--kind", "What sort of law is it?", scaffold.LAW_KINDS), scaffold.LAW_KINDS)
        _made(root, scaffold.new_law(workspace, identifier, title, kind, as_of), workspace, as_of)


@new.command("letter")
@click.argument("identifier", metavar="ID")
@click.option("--title", help="What staff call it.")
@click.option("--clause", help="The id of the core clause that it serves.")
@as_of_option
def new_letter(identifier: str, title: str | None, clause: str | None, as_of: date) -> None:
    """Start a letter or form. What is not given is asked for."""
    root = project_root()
    with refusals():
        workspace = open_workspace(root)
        title = answer(title, "--title", "What do staff call it?")
        clause = answer(
            clause, "--clause", "Which core clause does it serve? (its id)", tuple(workspace.library.clauses)
        )
        _made(root, scaffold.new_letter(workspace, identifier, title, clause, as_of), workspace, as_of)


def _one_of(kind: str, known: tuple[str, ...]) -> str:
    if kind not in known:
        near = nearest(kind, known) or known
        raise EditRefused(f"`{kind}` is not a kind; write {', '.join(f'`{each}`' for each in near)}")
    return kind


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--county", help="The area that the protocols cover.")
@click.option("--name", help="The name of the site.")
@click.option("--address", help="Where the site will be published, ending in `/`.")
@click.option("--board", help="The body that answers for the set.")
@click.option(
    "--core",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=CORE,
    help="The folder of the core's clauses; the engine's if not given.",
)
@as_of_option
def init_command(
    folder: Path, county: str | None, name: str | None, address: str | None, board: str | None, core: Path, as_of: date
) -> None:
    """Start a new county's project in DIR: the core with the law that it cites, and one example of everything else.

    What is not given is asked for; where nobody can be asked, everything but the county has an answer to begin with.
    """
    county = answer(county, "--county", "Which area do the protocols cover?")
    slug = re.sub(r"[^a-z0-9]+", "-", county.lower()).strip("-")
    wanted = NewCounty(
        county,
        answer_or(name, "What is the site called?", f"{county} information sharing protocols"),
        answer_or(address, "Where will it be published?", f"https://sharing.{slug or 'county'}.example/"),
        answer_or(board, "Which body answers for the set?", "Governing board"),
    )
    with refusals():
        count = start_county(folder, wanted, as_of, core)
    click.echo(f"{folder} holds {count} files; go there, read README.md, and run `protocols check`")


COMMANDS: dict[str, click.Command] = {
    "init": init_command,
    "new": new,
}
"""Every command of this module."""
