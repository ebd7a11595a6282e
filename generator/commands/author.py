"""The commands with which authors edit sources. An adapter: each works out one edit, writes it, and says what it did.

Exit codes: 0 the edit was made, 1 `fmt --check` found something to lay out or the sources have errors, 2 it was refused.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from generator.authors.edit import scaffold
from generator.authors.edit.issue import issue, prepare
from generator.authors.edit.layout import laid_out
from generator.authors.edit.ledger import LEDGER, ledger_text
from generator.authors.edit.rename import Place, Renamed, rename, replace_provision
from generator.authors.edit.review import record_review
from generator.authors.edit.sign import Signing, record_signature, signable, text_to_sign
from generator.authors.edit.workspace import Changes, Workspace, new_faults, open_workspace, write
from generator.authors.init import CORE, NewCounty, start_county
from generator.authors.schema import write_schemas
from generator.commands.surroundings import Day, as_of_option, project_root
from generator.errors import EditRefused, SourceErrors, TemplateFault, WordsFault
from generator.model.base import EvidenceKind
from generator.rules.formats import place, summary
from generator.site.agreements import Texts, load_agreed
from generator.site.build import build
from generator.sources.diagnostic import Diagnostic
from generator.words.nearest import nearest


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in one line why an edit is refused, and leave with exit code 2; code 1 where the sources have errors."""
    try:
        yield
    except EditRefused as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    except SourceErrors as error:
        click.echo(
            f"error: {summary(error.diagnostics, len(error.sources))}; mend them first (`protocols check`)", err=True
        )
        sys.exit(1)
    except (TemplateFault, WordsFault) as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)


def _answer(given: str | None, option: str, question: str, choices: tuple[str, ...] = ()) -> str:
    """Return what was given, or ask for it where somebody sits at a terminal."""
    if given:
        return given
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is needed: {question}")
    return str(click.prompt(question, type=click.Choice(choices) if choices else str))


def _made(root: Path, changes: Changes, before: Workspace, as_of: date) -> None:
    """Write new files, and say what they are; a draft that would bring a fault with it is never written."""
    faults = new_faults(before, before.after(changes), as_of)
    if faults:
        raise EditRefused(f"the draft would have a fault: {faults[0].message}; nothing was written")
    made = [path for path in changes.texts if path != LEDGER]
    for path in made:
        if (root / path).exists():
            raise EditRefused(f"{path} exists already; nothing was written")
    write(root, changes)
    for path in made:
        click.echo(f"wrote {path}; complete what says `To be written`, then run `protocols check`")


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
    with _refusals():
        workspace = open_workspace(root)
        wanted = scaffold.NewProtocol(
            identifier,
            _answer(title, "--title", "What is it called, in words that staff use?"),
            _answer(under, "--under", "Which Tier 2 theme is it under?", tuple(workspace.library.themes)),
            _answer(owner, "--owner", "Which agency looks after it?"),
            parties
            or tuple(_answer(None, "--party", "Which other agencies are in it? (ids, with spaces between)").split()),
        )
        _made(root, scaffold.new_protocol(workspace, wanted, as_of), workspace, as_of)


@new.command("agency")
@click.argument("identifier", metavar="ID")
@click.option("--name", help="Its full name.")
@click.option("--kind", help="What sort of body it is.")
@as_of_option
def new_agency(identifier: str, name: str | None, kind: str | None, as_of: date) -> None:
    """Start an agency. What is not given is asked for."""
    root = project_root()
    with _refusals():
        workspace = open_workspace(root)
        name = _answer(name, "--name", "What is its full name?")
        kind = _one_of(
            _answer(kind, "--kind", "What sort of body is it?", scaffold.AGENCY_KINDS), scaffold.AGENCY_KINDS
        )
        _made(root, scaffold.new_agency(workspace, identifier, name, kind), workspace, as_of)


@new.command("law")
@click.argument("identifier", metavar="ID")
@click.option("--title", help="Its short title.")
@click.option("--kind", help="What sort of law it is.")
@as_of_option
def new_law(identifier: str, title: str | None, kind: str | None, as_of: date) -> None:
    """Start an instrument of the law register. What is not given is asked for."""
    root = project_root()
    with _refusals():
        workspace = open_workspace(root)
        title = _answer(title, "--title", "What is its short title?")
        kind = _one_of(_answer(kind, "--kind", "What sort of law is it?", scaffold.LAW_KINDS), scaffold.LAW_KINDS)
        _made(root, scaffold.new_law(workspace, identifier, title, kind, as_of), workspace, as_of)


def _one_of(kind: str, known: tuple[str, ...]) -> str:
    if kind not in known:
        near = nearest(kind, known) or known
        raise EditRefused(f"`{kind}` is not a kind; write {', '.join(f'`{each}`' for each in near)}")
    return kind


@click.command("rename")
@click.argument("old")
@click.argument("new_id", metavar="NEW")
@as_of_option
def rename_command(old: str, new_id: str, as_of: date) -> None:
    """Give an agency, protocol, clause, instrument, theme or term another id, everywhere it is named.

    Its old addresses lead to the new ones: the ledger of addresses, protocols/addresses.yaml, keeps them.
    """
    root = project_root()
    with _refusals():
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
    with _refusals():
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


@click.command("review")
@click.argument("identifier", metavar="ID")
@click.option("--on", type=Day(), required=True, help="The day of the review.")
@click.option("--outcome", required=True, help="What it decided, in a sentence.")
@click.option(
    "--next", "following", type=Day(), help="The day of the next one; the document's interval later if not given."
)
@as_of_option
def review_command(identifier: str, on: date, outcome: str, following: date | None, as_of: date) -> None:
    """Record that a document was reviewed, and when it is due next."""
    root = project_root()
    with _refusals():
        _require_past(on, as_of)
        workspace = open_workspace(root)
        changes = record_review(workspace, identifier, on, outcome, following)
        workspace.after(changes)
        write(root, changes)
        click.echo(f"recorded the review of {on} in {next(iter(changes.texts))}")


@click.command("sign")
@click.argument("identifier", metavar="ID")
@click.option("--agency", required=True, help="The agency that signed.")
@click.option("--post", required=True, help="The post that signed for it, never a person's name.")
@click.option("--on", type=Day(), required=True, help="The day of signature.")
@click.option(
    "--evidence",
    "kind",
    type=click.Choice(tuple(EvidenceKind)),
    required=True,
    help="What shows that it signed.",
)
@click.option(
    "--reference", required=True, help="How that is found: the reference of a letter, the number of a minute."
)
@click.option("--held-by", required=True, help="The agency that keeps it.")
@click.option("--version", default="", help="The version that was signed; the present one if not given.")
@as_of_option
def sign_command(identifier: str, on: date, version: str, as_of: date, **said: str) -> None:
    """Record an agency's signature on an issued text, with its fingerprint and what shows that it was given.

    Tier 1 and Tier 2 are signed as they are.
    """
    root = project_root()
    with _refusals():
        _require_past(on, as_of)
        workspace = open_workspace(root)
        document = signable(workspace.library, identifier, as_of)
        county = load_agreed(root, as_of).county
        signed = text_to_sign(county, Texts(root, county), document.model, version)
        signing = Signing(on=on, **said)
        changes = record_signature(workspace, county, document, signing, signed)
        faults = new_faults(workspace, workspace.after(changes), as_of)
        if faults:
            raise EditRefused(f"{faults[0].message}; nothing was written")
        write(root, changes)
        click.echo(
            f"recorded the signature of {signing.agency} on version {signed.version} in {next(iter(changes.texts))}"
        )
        if signed.differs:
            names = ", ".join(part.name or "what opens the page" for part in signed.differs)
            click.echo(f"today's text is not the one that was signed; it differs in: {names}")


@click.command("issue")
@click.argument("identifier", metavar="ID")
@click.option("--on", type=Day(), help="The day of issue; today if not given.")
@as_of_option
def issue_command(identifier: str, on: date | None, as_of: date) -> None:
    """Freeze the text of the protocol's present version, for signing, under protocols/issued/."""
    root = project_root()
    with _refusals():
        day = on or as_of
        _require_past(day, as_of)
        edition = prepare(build(root, as_of), identifier, day)
        issue(root, edition)
        click.echo(f"issued version {edition.version} of {identifier}: {edition.path}, and its manifest beside it")
        click.echo("commit both; what agencies sign is this text, and `protocols check` proves that it stays as it is")


def _require_past(day: date, as_of: date) -> None:
    if day > as_of:
        raise EditRefused(f"{day} has not come yet; record it when it has been done")


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
    with _refusals():
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
    with _refusals():
        target = folder or root / "schema"
        count = write_schemas(open_workspace(root).library, target)
    click.echo(f"{target} holds {count} schemas")


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
    county = _answer(county, "--county", "Which area do the protocols cover?")
    slug = re.sub(r"[^a-z0-9]+", "-", county.lower()).strip("-")
    wanted = NewCounty(
        county,
        _answer_or(name, "What is the site called?", f"{county} information sharing protocols"),
        _answer_or(address, "Where will it be published?", f"https://sharing.{slug or 'county'}.example/"),
        _answer_or(board, "Which body answers for the set?", "Governing board"),
    )
    with _refusals():
        count = start_county(folder, wanted, as_of, core)
    click.echo(f"{folder} holds {count} files; go there, read README.md, and run `protocols check`")


def _answer_or(given: str | None, question: str, otherwise: str) -> str:
    """Return what was given, or ask for it where somebody sits at a terminal, or take what it is otherwise."""
    if given:
        return given
    return str(click.prompt(question, default=otherwise)) if sys.stdin.isatty() else otherwise


COMMANDS: dict[str, click.Command] = {
    "init": init_command,
    "new": new,
    "rename": rename_command,
    "replace-provision": replace_provision_command,
    "review": review_command,
    "issue": issue_command,
    "sign": sign_command,
    "fmt": fmt_command,
    "schema": schema_command,
}
"""Every command of this module."""
