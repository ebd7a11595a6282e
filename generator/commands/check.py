"""The commands that say what is wrong with the sources, and what that means. An adapter."""

import sys
from datetime import date

import click

from generator.authors.explain import explain as explain_fault
from generator.commands.surroundings import all_kept, as_of_option, progress_on, project_root
from generator.errors import GeneratorError
from generator.rules import FAULTS
from generator.rules.formats import FORMATS, coloured, show, summary
from generator.site.agreements import load_agreed
from generator.sources.diagnostic import did_you_mean
from generator.words.nearest import nearest


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="full", help="How to show the faults.")
@as_of_option
def check(form: str, as_of: date) -> None:
    """Show every fault in the sources, each at its line."""
    root = project_root()
    try:
        with progress_on(sys.stderr) as progress, all_kept():
            loaded = load_agreed(root, as_of, progress)
    except GeneratorError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    text = show(loaded.diagnostics, loaded.sources, form)
    if text:
        click.echo(coloured(text, click.style) if form == "full" else text)
    if form in ("full", "concise"):
        click.echo(summary(loaded.diagnostics, len(loaded.sources)))
    sys.exit(1 if loaded.has_errors else 0)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a fault means and how to mend it."""
    text = explain_fault(code)
    if text is None:
        near = did_you_mean(nearest(code, FAULTS)[:1])
        raise click.UsageError(f"there is no fault `{code}`" + (f"; {near}" if near else ""))
    click.echo(text)


COMMANDS: dict[str, click.Command] = {"check": check, "explain": explain}
"""Every command of this module."""
