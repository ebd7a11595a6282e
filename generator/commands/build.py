"""The command that builds the site. An adapter, as `program` says; where nothing has changed since the last build it does nothing.

What a build was made from, how it left the site and what it said is kept in `build/`. The site's own files are part of that: one that
was damaged, lost or added since is a change like any other.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.guards import reported, room, unpublished
from generator.commands.stages import Stages
from generator.commands.surroundings import as_of_option, edition_option, progress_on, project_root
from generator.edition import Edition
from generator.kept import Entry, Store
from generator.site.inputs import Standing, inputs_of, standing_of
from generator.site.swap import place_of

if TYPE_CHECKING:  # What makes a site takes longer to import than to find that nothing has changed.
    from generator.commands.making import Made

LAST = "last-build"
"""The folder in `build/` that holds what is kept of the last build, and the name of that."""


@click.command()
@click.option("--pdf/--no-pdf", "with_pdf", default=True, help="Whether to print every PDF into site/pdf/ too.")
@as_of_option
@edition_option
@click.option("--profile", "with_profile", is_flag=True, help="Say at the end how long each stage took.")
def build(as_of: date, edition: Edition, *, with_pdf: bool, with_profile: bool) -> None:
    """Build the site beside the published one, verify it, and swap the two in one step. Where nothing has changed, do nothing."""
    with progress_on(sys.stderr) as progress:
        stages = Stages(progress)
        _build(as_of, edition, stages, with_pdf=with_pdf)
    if with_profile:
        click.echo(stages.profile, err=True)


def _build(as_of: date, edition: Edition, stages: Stages, *, with_pdf: bool) -> None:
    root = project_root()
    options = (as_of.isoformat(), str(with_pdf), edition.value)
    with reported(), unpublished(root / "site"), room(root) as beside:
        place = place_of(root / "site")
        last = Store(beside.parent / LAST)
        with stages.stage("looking for changes"):
            before = inputs_of(root, *options)
            said = _said_of_the_same(last, before, place)
        if said:
            click.echo(said[0], err=True, nl=bool(said[0]))
            click.echo(f"{said[1]}; nothing has changed since")
            return
        from generator.commands.making import make_site  # noqa: PLC0415  As above.

        last.forget(LAST)  # After a build that was killed nothing is known, and the next one clears up.
        made = make_site(root, as_of, beside, edition, stages, with_pdf=with_pdf)
        if made.is_known_whole and inputs_of(root, *options) == before:
            _keep(last, before, made)
    click.echo(made.holds)


def _said_of_the_same(last: Store, now: Standing, place: Path) -> tuple[str, str] | None:
    """Return what the last build warned of, and what it made, if all is as it was then and the site is as that left it."""
    entry = last.find(LAST, now.digest)
    if entry is None:
        return None
    digest, warnings, holds = json.loads(entry.content)
    return (warnings, holds) if digest == standing_of(place).digest else None


def _keep(last: Store, before: Standing, made: "Made") -> None:
    last.keep(LAST, before.digest, Entry(json.dumps([made.digest, made.warnings, made.holds]).encode()))
    last.forget_others({LAST})


COMMANDS: dict[str, click.Command] = {"build": build}
"""Every command of this module."""
