"""The commands that make something of the sources beside the site: pages, PDFs, comparison, code owners. Adapters, as `program` says."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator.authors.codeowners import CODEOWNERS, difference
from generator.authors.codeowners import codeowners as owners_of
from generator.changes.comparison import compare
from generator.changes.revisions import merge_base, unpack
from generator.changes.shown import as_json, as_markdown, as_text
from generator.changes.side import read_side
from generator.commands.guards import alone, reported
from generator.commands.making import kept_of, print_documents, sources_of
from generator.commands.stages import Stages
from generator.commands.surroundings import as_of_option, edition_option, progress_on, project_root
from generator.county.editions import county_for
from generator.edition import Edition
from generator.printing.documents import Selection, why_nothing
from generator.publishers.markdown_tree import write_tree
from generator.site.build import Site, build_from
from generator.words.nearest import nearest


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--agency", default="", help="Only what concerns this agency: its copies and its pack.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to; build/pdf, or build/public/pdf, if not given.",
)
@as_of_option
@edition_option
def pdf(ids: tuple[str, ...], agency: str, folder: Path | None, as_of: date, edition: Edition) -> None:
    """Print PDFs: of the protocols IDS, of one agency, of both, or of everything."""
    root = project_root()
    with reported(), alone(root), progress_on(sys.stderr) as progress:
        stages = Stages(progress)
        county = county_for(sources_of(root, as_of, stages).county, edition)
        _known(ids, county.protocols, "protocol")
        _known((agency,) if agency else (), county.agencies, "agency")
        reason = why_nothing(county, ids, agency)
        if reason:
            raise click.UsageError(f"there is nothing to print: {reason}")
        to = folder or kept_of(root, edition) / "pdf"
        print_documents(root, Site((), county), to, Selection(protocols=frozenset(ids), agency=agency), stages)
    click.echo(f"they are in {to}")


def _known(names: tuple[str, ...], known: Mapping[str, object], what: str) -> None:
    """Refuse a name that nothing has. Raises `click.UsageError` with the nearest names."""
    for name in names:
        if name not in known:
            near = nearest(name, known)
            raise click.UsageError(f"there is no {what} `{name}`" + (f"; did you mean `{near[0]}`?" if near else ""))


@click.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="An empty folder."
)
@as_of_option
@edition_option
def render(folder: Path, as_of: date, edition: Edition) -> None:
    """Write the plain Markdown tree, with a plain mkdocs.yml, for any other publisher."""
    root = project_root()
    with reported(), progress_on(sys.stderr) as progress:
        stages = Stages(progress)
        county = county_for(sources_of(root, as_of, stages).county, edition)
        with stages.stage("composing pages") as composed:
            site = build_from(root, county, progress=composed)
        try:
            count = write_tree(site, root, folder)
        except FileExistsError:
            raise click.UsageError(f"`{folder}` is not empty; give a new folder") from None
    click.echo(f"{folder} holds {count} pages; `mkdocs build --strict` in it builds them")


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format", "form", type=click.Choice(("text", "markdown", "json")), default="text", help="How to show it."
)
@as_of_option
def impact(base: str, head: str | None, form: str, as_of: date) -> None:
    """Show what this work decides since it left BASE: who must sign again, what changes, in which words, and with which faults.

    HEAD is a revision too; without it, the files as they are now are compared. Ends with exit code 1 where something could not be
    compared; what could be is shown all the same.
    """
    root = project_root()
    with reported(), TemporaryDirectory() as folder:
        since = merge_base(root, base, head or "HEAD")
        before = read_side(unpack(root, since, Path(folder, "before")), as_of)
        after = read_side(unpack(root, head, Path(folder, "after")) if head else root, as_of)
        found = compare(before, after)
    if form == "markdown":
        click.echo(as_markdown(found, " ".join(filter(None, ("protocols impact", base, head)))))
    else:
        click.echo(as_json(found) if form == "json" else as_text(found))
    if found.uncompared:
        sys.exit(1)


@click.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; say which lines differ, and exit 1 if any does."
)
@as_of_option
def codeowners(as_of: date, *, only_check: bool) -> None:
    """Write .github/CODEOWNERS, who must agree to a change of which file, from the owners in the sources."""
    root = project_root()
    with reported():
        text = owners_of(sources_of(root, as_of, Stages()).library)
    path = root / CODEOWNERS
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not only_check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    elif text != written:
        click.echo(f"{CODEOWNERS} is not what the sources say; run `protocols codeowners`, or make these changes:")
        click.echo(difference(written, text))
        sys.exit(1)


COMMANDS: dict[str, click.Command] = {
    "pdf": pdf,
    "render": render,
    "impact": impact,
    "codeowners": codeowners,
}
"""Every command of this module."""
