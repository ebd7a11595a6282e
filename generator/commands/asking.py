"""What commands that write share: how they refuse, and how they ask somebody at a terminal for what was not given."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click

from generator.errors import EditRefused, SourceErrors, TemplateFault, WordsFault
from generator.rules.formats import summary


@contextmanager
def refusals() -> Iterator[None]:
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


def answer(given: str | None, option: str, question: str, choices: tuple[str, ...] = ()) -> str:
    """Return what was given, or ask for it where somebody sits at a terminal."""
    if given:
        return given
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is needed: {question}")
    return str(click.prompt(question, type=click.Choice(choices) if choices else str))


def answer_or(given: str | None, question: str, otherwise: str) -> str:
    """Return what was given, or ask for it where somebody sits at a terminal, or take what it is otherwise."""
    if given:
        return given
    return str(click.prompt(question, default=otherwise)) if sys.stdin.isatty() else otherwise


def require_past(day: date, as_of: date) -> None:
    """Refuse a day that has not come yet."""
    if day > as_of:
        raise EditRefused(f"{day} has not come yet; record it when it has been done")
