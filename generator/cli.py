"""The commands. An adapter: it reads the command line and the clock, calls one stage, prints, and sets the exit code.

Exit codes: 0 all is well, 1 the sources or the site have faults, 2 the command was used wrongly.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import click

from generator.authoring import COMMANDS
from generator.build import TEMPLATES, Site, build_from
from generator.build import build as site_at
from generator.codeowners import CODEOWNERS, difference
from generator.codeowners import codeowners as owners_of
from generator.command_line import Day, project_root, today
from generator.diagnostics import FAULTS
from generator.errors import GeneratorError, SourceErrors
from generator.explain import explain as explain_fault
from generator.impact import compare
from generator.impact_report import as_json, as_markdown, as_text
from generator.load import Loaded, Progress, load
from generator.markdown_tree import write_tree
from generator.nearest import nearest
from generator.plugin import ProtocolsPlugin
from generator.printing import Selection, print_all
from generator.publish import publish
from generator.render import Renderer
from generator.report import FORMATS, coloured, report, summary
from generator.revisions import merge_base, unpack
from generator.verify import verify

_as_of = click.option(
    "--as-of", type=Day(), default=today, help="The day to build for, as 2026-01-31; today if not given."
)


@click.group()
@click.version_option(package_name="protocols")
def main() -> None:
    """Check, build and publish the county's information sharing protocols."""


for _command in COMMANDS:
    main.add_command(_command)


@main.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="full", help="How to show the faults.")
@_as_of
def check(form: str, as_of: date) -> None:
    """Report every fault in the sources, each at its line."""
    loaded = load(project_root(), as_of, _progress())
    text = report(loaded.diagnostics, loaded.sources, form)
    if text:
        click.echo(coloured(text, click.style) if form == "full" else text)
    if form in ("full", "concise"):
        click.echo(summary(loaded.diagnostics, len(loaded.sources)))
    sys.exit(1 if loaded.has_errors else 0)


@main.command()
@click.option("--pdf/--no-pdf", "with_pdf", default=False, help="Whether to print every PDF into site/pdf/ too.")
@_as_of
def build(as_of: date, *, with_pdf: bool) -> None:
    """Build the site beside the published one, verify it, and swap the two in one step."""
    root = project_root()

    def make(folder: Path) -> None:
        _run_mkdocs(root, site, folder)
        if with_pdf:
            click.echo(f"printed {_print(root, site, folder / 'pdf', Selection())}")

    with _reported(), _unpublished():
        loaded = _loaded(root, as_of)
        site = build_from(root, loaded, as_of)
        publish(root / "site", make, lambda folder: verify(site, folder))
    click.echo(f"site/ holds {len(site.pages)} pages made from {len(loaded.sources)} sources, as of {as_of}")


@main.command()
@click.argument("ids", nargs=-1)
@click.option("--agency", default="", help="Only what concerns this agency: its copies and its pack.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to; build/pdf if not given."
)
@_as_of
def pdf(ids: tuple[str, ...], agency: str, folder: Path | None, as_of: date) -> None:
    """Print PDFs: of the protocols IDS, of one agency, of both, or of everything."""
    root = project_root()
    with _reported():
        site = build_from(root, _loaded(root, as_of), as_of)
        _known(ids, site.library.protocols, "protocol")
        _known((agency,) if agency else (), site.library.agencies, "agency")
        to = folder or root / "build" / "pdf"
        printed = _print(root, site, to, Selection(protocols=frozenset(ids), agency=agency))
    click.echo(f"{to} holds {printed}")


def _known(names: tuple[str, ...], known: Mapping[str, object], what: str) -> None:
    """Refuse a name that nothing has. Raises `click.UsageError` with the nearest names."""
    for name in names:
        if name not in known:
            near = nearest(name, known)
            raise click.UsageError(f"there is no {what} `{name}`" + (f"; did you mean `{near[0]}`?" if near else ""))


def _print(root: Path, site: Site, folder: Path, only: Selection) -> str:
    """Print the selection on all cores, with a progress bar on a terminal; return what was printed, in words."""
    renderer = Renderer(root / TEMPLATES, site.library)
    started = monotonic()
    with click.progressbar(length=1, label="Printing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        cache = root / "build" / "pdf-cache"
        jobs = os.cpu_count() or 1
        found = print_all(site, renderer, root, folder, cache, jobs=jobs, only=only, progress=show)
    seconds = monotonic() - started
    return f"{len(found.printed)} PDFs, {found.pages} pages: {found.made} made and {found.reused} reused in {seconds:.0f} s"


@main.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="An empty folder."
)
@_as_of
def render(folder: Path, as_of: date) -> None:
    """Write the plain Markdown tree, with a plain mkdocs.yml, for any other publisher."""
    root = project_root()
    with _reported():
        site = build_from(root, _loaded(root, as_of), as_of)
        try:
            count = write_tree(site, root, folder)
        except FileExistsError:
            raise click.UsageError(f"`{folder}` is not empty; give a new folder") from None
    click.echo(f"{folder} holds {count} pages; `mkdocs build --strict` in it builds them")


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a fault means and how to mend it."""
    text = explain_fault(code)
    if text is None:
        near = nearest(code, FAULTS)
        raise click.UsageError(f"there is no fault `{code}`" + (f"; did you mean `{near[0]}`?" if near else ""))
    click.echo(text)


@main.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format", "form", type=click.Choice(("text", "markdown", "json")), default="text", help="How to show it."
)
@_as_of
def impact(base: str, head: str | None, form: str, as_of: date) -> None:
    """Show what changes in wording since this work left BASE, for whom, and which signatures it re-opens.

    HEAD is a revision too; without it, the files as they are now are compared.
    """
    root = project_root()
    with _reported(), TemporaryDirectory() as folder:
        since = merge_base(root, base, head or "HEAD")
        before = site_at(unpack(root, since, Path(folder, "before")), as_of)
        after = site_at(unpack(root, head, Path(folder, "after")) if head else root, as_of)
        found = compare(before, after)
    click.echo({"text": as_text, "markdown": as_markdown, "json": as_json}[form](found))


@main.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; say which lines differ, and exit 1 if any does."
)
def codeowners(*, only_check: bool) -> None:
    """Write .github/CODEOWNERS, who must agree to a change of which file, from the owners in the sources."""
    root = project_root()
    with _reported():
        text = owners_of(_loaded(root, today()).library)
    path = root / CODEOWNERS
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not only_check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    elif text != written:
        click.echo(f"{CODEOWNERS} is not what the sources say; run `protocols codeowners`, or make these changes:")
        click.echo(difference(written, text))
        sys.exit(1)


@main.command()
@click.option("--address", default="127.0.0.1:8000", help="Where to listen.")
def serve(address: str) -> None:
    """Show the site while you edit; every saved change is seen at once."""
    root = project_root()
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "--config-file",
        str(root / "mkdocs.yml"),
        "--dev-addr",
        address,
    ]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    sys.exit(subprocess.run(command, cwd=root, env=quiet, check=False).returncode)  # noqa: S603  A list, and no shell reads it.


def _progress() -> Progress:
    """Return what tells somebody at a terminal, once a check takes longer than three seconds, how far it is."""
    started = monotonic()

    def show(done: int) -> None:
        if sys.stderr.isatty() and monotonic() - started > 3:
            click.echo(f"\rread {done} files", nl=False, err=True)

    return show


def _loaded(root: Path, as_of: date) -> Loaded:
    """Return the sources, with their warnings shown. Raises `SourceErrors` if there are errors."""
    loaded = load(root, as_of)
    if loaded.has_errors:
        raise SourceErrors(loaded.diagnostics, loaded.sources)
    if loaded.diagnostics:
        click.echo(report(loaded.diagnostics, loaded.sources, "concise"), err=True)
    return loaded


@contextmanager
def _reported() -> Iterator[None]:
    """Say what stopped the work, in words and without a traceback, and leave with exit code 1."""
    try:
        yield
    except SourceErrors as error:
        click.echo(report(error.diagnostics, error.sources, "full"), err=True)
        click.echo(summary(error.diagnostics, len(error.sources)), err=True)
        sys.exit(1)
    except GeneratorError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@contextmanager
def _unpublished() -> Iterator[None]:
    """Say, whatever stopped a build, that the published site is untouched."""
    try:
        yield
    except GeneratorError:
        click.echo("nothing was published; the last good site is as it was", err=True)
        raise


def _run_mkdocs(root: Path, site: Site, folder: Path) -> None:
    """Let MkDocs write the site to `folder`. The day stands for the clock, so that the same sources give the same bytes."""
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415  Slow to import, and only needed here.
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    midnight = datetime.combine(site.as_of, time(), UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder))
        plugin = config.plugins["protocols"]
        if not isinstance(plugin, ProtocolsPlugin):
            raise GeneratorError("mkdocs.yml does not name the `protocols` plugin")
        plugin.publish(site)
        mkdocs_build(config)
    except MkDocsException as error:
        raise GeneratorError(f"MkDocs could not build the site: {error}") from error
