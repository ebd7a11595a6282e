"""What commands make of the sources, with what they say meanwhile: sources that passed, printed documents, the site itself."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic

import click

from generator.commands.guards import BESIDE
from generator.commands.stages import Stages
from generator.commands.surroundings import all_kept
from generator.county.editions import county_for
from generator.edition import Edition
from generator.engine import TEMPLATES
from generator.errors import SourceErrors
from generator.printing.documents import DOCX, Selection
from generator.printing.press import Summary, print_all
from generator.publishers.downloads import Downloads
from generator.publishers.mkdocs_build import reads_only_what_is_known, write_with_mkdocs
from generator.rendering.renderer import Renderer
from generator.rules.formats import show
from generator.rules.load import Loaded
from generator.site.agreements import load_agreed
from generator.site.build import Site, build_from
from generator.site.inputs import engine_of, standing_of
from generator.site.memory import Memory
from generator.site.swap import publish
from generator.site.verify import verify
from generator.urls import PRINTED, WORD

PAGES = "page-cache"
"""The folder in `build/` that holds what was made of pages."""


@dataclass(frozen=True)
class Made:
    """A site that was published."""

    warnings: str
    """Of the sources, as they were said."""
    holds: str
    """What it holds, in words."""
    digest: str
    """Of its files, as they were verified."""
    is_known_whole: bool
    """Whether its settings let it depend on nothing but what `generator.site.inputs` names."""


def make_site(root: Path, as_of: date, beside: Path, edition: Edition, stages: Stages, *, with_pdf: bool) -> Made:
    """Build the site beside the published one, verify it, and swap the two in one step."""
    digest = ""

    def make(folder: Path) -> None:
        with all_kept(), stages.stage("writing pages") as progress:
            write_with_mkdocs(root, site, folder, downloads, progress)
        if downloads is not None:
            (beside / PRINTED).rename(folder / PRINTED)
            _part(folder)

    def verified(folder: Path) -> tuple[str, ...]:
        nonlocal digest
        with stages.stage("verifying the site"):
            found = verify(site, folder)
        digest = standing_of(folder).digest
        return found

    with all_kept():
        loaded = sources_of(root, as_of, stages)
        with stages.stage("composing pages") as progress:
            memory = Memory(kept_of(root, edition) / PAGES, engine_of(root))
            site = build_from(root, county_for(loaded.county, edition), memory, progress)
    downloads = None
    if with_pdf:
        printed = print_documents(root, site, beside / PRINTED, Selection(), stages)
        downloads = Downloads(site.county, {found.name: found for found in printed.printed}, site.words)
    publish(root / "site", make, verified)
    memory.forget_others()
    if memory.spoilt:
        click.echo(f"the cache of pages was damaged; made anew: {', '.join(memory.spoilt)}", err=True)
    holds = f"site/ holds {len(site.pages)} pages made from {len(loaded.sources)} sources, as of {as_of}"
    holds += "; public edition" if edition is Edition.PUBLIC else ""
    return Made(_warnings(loaded), holds, digest, reads_only_what_is_known(root))


def kept_of(root: Path, edition: Edition) -> Path:
    """Return the folder of what builds of an edition keep. No edition ever reads what another one kept."""
    return root / BESIDE if edition is Edition.PARTNER else root / BESIDE / edition.value


def _part(site: Path) -> None:
    """Put what is for a word processor into a folder of its own."""
    files = sorted((site / PRINTED).glob(f"*{DOCX}"))
    for path in files:
        (site / WORD).mkdir(exist_ok=True)
        path.rename(site / WORD / path.name)


def sources_of(root: Path, as_of: date, stages: Stages) -> Loaded:
    """Return the sources, with their warnings shown. Raises `SourceErrors` if there are errors."""
    with stages.stage("reading and checking sources") as progress:
        loaded = load_agreed(root, as_of, progress)
    if loaded.has_errors:
        raise SourceErrors(loaded.diagnostics, loaded.sources)
    if loaded.diagnostics:
        click.echo(_warnings(loaded), err=True)
    return loaded


def _warnings(loaded: Loaded) -> str:
    return show(loaded.diagnostics, loaded.sources, "concise") if loaded.diagnostics else ""


def print_documents(root: Path, site: Site, folder: Path, only: Selection, stages: Stages) -> Summary:
    """Print the selection on all cores; say and return what was printed."""
    renderer = Renderer(root / TEMPLATES, site.county)
    started = monotonic()
    with stages.stage("printing") as progress:
        cache = kept_of(root, site.county.edition) / "pdf-cache"
        jobs = os.cpu_count() or 1
        found = print_all(site, renderer, root, folder, cache, jobs=jobs, only=only, progress=progress)
    seconds = monotonic() - started
    if found.spoilt:
        click.echo(f"the PDF cache was damaged; printed anew: {', '.join(found.spoilt)}", err=True)
    count = f"{_counted(len(found.printed) - found.for_word, 'PDF')}, {found.pages} pages"
    count += f", and {_counted(found.for_word, 'Word file')}" if found.for_word else ""
    click.echo(f"printed {count}: {found.made} made and {found.reused} reused in {seconds:.0f} s")
    return found


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
