"""The commands that make something of the sources: site, pages, PDFs, comparison, code owners. An adapter, as `program` says."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import monotonic
from types import FrameType

import click

from generator.authors.codeowners import CODEOWNERS, difference
from generator.authors.codeowners import codeowners as owners_of
from generator.changes.comparison import compare
from generator.changes.revisions import merge_base, unpack
from generator.changes.shown import as_json, as_markdown, as_text
from generator.changes.side import read_side
from generator.commands.surroundings import all_kept, as_of_option, project_root
from generator.engine import TEMPLATES
from generator.errors import GeneratorError, SourceErrors
from generator.printing import Selection, Summary, print_all
from generator.printing.documents import WORD as WORD_ENDING
from generator.printing.documents import why_nothing
from generator.publishers.downloads import Downloads
from generator.publishers.markdown_tree import write_tree
from generator.rendering.renderer import Renderer
from generator.rules.formats import show, summary
from generator.rules.load import Loaded
from generator.site.agreements import load_agreed
from generator.site.build import Site, build_from
from generator.site.swap import one_at_a_time, place_of, publish
from generator.site.verify import verify
from generator.urls import PRINTED, WORD
from generator.words.nearest import nearest

BESIDE = "build"
"""The folder, beside the site and on the same disk, that holds what is being made."""

MAKING = "printing"
"""The folder in it that a build prints into; in those of older versions the process id follows."""

STOPPED = 128
"""What a command ends with that a signal stopped, with the number of the signal added, as shells have it."""


@click.command()
@click.option("--pdf/--no-pdf", "with_pdf", default=True, help="Whether to print every PDF into site/pdf/ too.")
@as_of_option
def build(as_of: date, *, with_pdf: bool) -> None:
    """Build the site beside the published one, verify it, and swap the two in one step."""
    root = project_root()

    def make(folder: Path) -> None:
        from generator.publishers.mkdocs_build import write_with_mkdocs  # noqa: PLC0415  MkDocs is slow to import.

        with all_kept():
            write_with_mkdocs(root, site, folder, downloads)
        if downloads is not None:
            (beside / PRINTED).rename(folder / PRINTED)
            _part(folder)

    with _reported(), _unpublished(root / "site"), _beside(root) as beside:
        place_of(root / "site")
        with all_kept():
            loaded = _loaded(root, as_of)
            site = build_from(root, loaded.county)
        downloads = None
        if with_pdf:
            printed = _print(root, site, beside / PRINTED, Selection())
            downloads = Downloads(site.county, {found.name: found for found in printed.printed}, site.words)
        publish(root / "site", make, lambda folder: verify(site, folder))
    click.echo(f"site/ holds {len(site.pages)} pages made from {len(loaded.sources)} sources, as of {as_of}")


def _part(site: Path) -> None:
    """Put what is for a word processor into a folder of its own."""
    files = sorted((site / PRINTED).glob(f"*{WORD_ENDING}"))
    for path in files:
        (site / WORD).mkdir(exist_ok=True)
        path.rename(site / WORD / path.name)


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--agency", default="", help="Only what concerns this agency: its copies and its pack.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to; build/pdf if not given."
)
@as_of_option
def pdf(ids: tuple[str, ...], agency: str, folder: Path | None, as_of: date) -> None:
    """Print PDFs: of the protocols IDS, of one agency, of both, or of everything."""
    root = project_root()
    with _reported(), _alone(root):
        county = _loaded(root, as_of).county
        _known(ids, county.protocols, "protocol")
        _known((agency,) if agency else (), county.agencies, "agency")
        reason = why_nothing(county, ids, agency)
        if reason:
            raise click.UsageError(f"there is nothing to print: {reason}")
        to = folder or root / BESIDE / "pdf"
        _print(root, Site((), county), to, Selection(protocols=frozenset(ids), agency=agency))
    click.echo(f"they are in {to}")


def _known(names: tuple[str, ...], known: Mapping[str, object], what: str) -> None:
    """Refuse a name that nothing has. Raises `click.UsageError` with the nearest names."""
    for name in names:
        if name not in known:
            near = nearest(name, known)
            raise click.UsageError(f"there is no {what} `{name}`" + (f"; did you mean `{near[0]}`?" if near else ""))


def _print(root: Path, site: Site, folder: Path, only: Selection) -> Summary:
    """Print the selection on all cores, with a progress bar on a terminal; say and return what was printed."""
    renderer = Renderer(root / TEMPLATES, site.county)
    started = monotonic()
    with click.progressbar(length=1, label="Printing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        cache = root / BESIDE / "pdf-cache"
        jobs = os.cpu_count() or 1
        found = print_all(site, renderer, root, folder, cache, jobs=jobs, only=only, progress=show)
    seconds = monotonic() - started
    if found.spoilt:
        click.echo(f"the PDF cache was damaged; printed anew: {', '.join(found.spoilt)}", err=True)
    count = f"{_counted(len(found.printed) - found.for_word, 'PDF')}, {found.pages} pages"
    count += f", and {_counted(found.for_word, 'Word file')}" if found.for_word else ""
    click.echo(f"printed {count}: {found.made} made and {found.reused} reused in {seconds:.0f} s")
    return found


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


@contextmanager
def _alone(root: Path) -> Iterator[Path]:
    """Give the folder that holds what is being made, while no other build of the project works. What killed ones left in it is gone.

    No other build works, so whatever is there is nobody's.
    """
    beside = root / BESIDE
    beside.mkdir(exist_ok=True)

    def wait() -> None:
        click.echo("another build of this project is at work; waiting for it", err=True)

    with one_at_a_time(beside / "lock", wait):
        for left in beside.glob(f"{MAKING}*"):
            rmtree(left)
        yield beside


@contextmanager
def _beside(root: Path) -> Iterator[Path]:
    """Give a folder on the same disk as the site, for what moves into it."""
    with _alone(root) as beside:
        folder = beside / MAKING
        folder.mkdir()
        try:
            yield folder
        finally:
            rmtree(folder, ignore_errors=True)


@click.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="An empty folder."
)
@as_of_option
def render(folder: Path, as_of: date) -> None:
    """Write the plain Markdown tree, with a plain mkdocs.yml, for any other publisher."""
    root = project_root()
    with _reported():
        site = build_from(root, _loaded(root, as_of).county)
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
    with _reported(), TemporaryDirectory() as folder:
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
    with _reported():
        text = owners_of(_loaded(root, as_of).library)
    path = root / CODEOWNERS
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not only_check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    elif text != written:
        click.echo(f"{CODEOWNERS} is not what the sources say; run `protocols codeowners`, or make these changes:")
        click.echo(difference(written, text))
        sys.exit(1)


def _loaded(root: Path, as_of: date) -> Loaded:
    """Return the sources, with their warnings shown. Raises `SourceErrors` if there are errors."""
    loaded = load_agreed(root, as_of)
    if loaded.has_errors:
        raise SourceErrors(loaded.diagnostics, loaded.sources)
    if loaded.diagnostics:
        click.echo(show(loaded.diagnostics, loaded.sources, "concise"), err=True)
    return loaded


@contextmanager
def _reported() -> Iterator[None]:
    """Say what stopped the work, in words and without a traceback, and leave with exit code 1; of a signal, with its own."""
    before = {each: signal.signal(each, _stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except SourceErrors as error:
        click.echo(show(error.diagnostics, error.sources, "full"), err=True)
        click.echo(summary(error.diagnostics, len(error.sources)), err=True)
        sys.exit(1)
    except GeneratorError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
        click.echo(f"the system did not let this go on: {what}", err=True)
        sys.exit(1)
    except _Stopped as stopped:
        click.echo(f"stopped by {stopped.number.name}", err=True)
        sys.exit(STOPPED + stopped.number)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class _Stopped(BaseException):
    """A signal asked the command to end. Nothing that handles faults may take it for one."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(number.name)
        self.number = number


def _stop(number: int, _frame: FrameType | None) -> None:
    raise _Stopped(signal.Signals(number))


@contextmanager
def _unpublished(site: Path) -> Iterator[None]:
    """Say, whatever stopped a build, that the published site is untouched, if it is."""
    before = _identity(site)
    try:
        yield
    except (GeneratorError, OSError, _Stopped):
        if _identity(site) == before:
            click.echo("nothing was published; the last good site is as it was", err=True)
        raise


def _identity(site: Path) -> int:
    """Return what the file system knows a folder by; 0 for none."""
    return site.stat().st_ino if site.exists() else 0


COMMANDS: dict[str, click.Command] = {
    "build": build,
    "pdf": pdf,
    "render": render,
    "impact": impact,
    "codeowners": codeowners,
}
"""Every command of this module."""
