"""A new protocol as a conversation at a terminal: each question offers what there is, by number or by the start of its id.

No law is asked for or chosen: that is decided flow by flow, in the draft. What becomes of the answers is for `start` to say.
"""

import re
from collections.abc import Iterator

import click

from generator.authors.edit.names import is_free, require_id
from generator.authors.edit.scaffold import NewProtocol
from generator.county.library import Library
from generator.errors import EditRefused
from generator.words.nearest import nearest

Choices = dict[str, str]
"""What there is to choose from: what each is called, by its id."""


def interview(library: Library) -> NewProtocol:
    """Return what somebody at a terminal answers; a question is asked again until its answer can be used."""
    click.echo("A new protocol, in six questions. Control-C stops; nothing is written before the last answer.\n")
    title = str(click.prompt("1. What is it called, in words that staff use?"))
    identifier = _identifier(library, title)
    themes = {name: theme.model.title for name, theme in library.themes.items()}
    under = _one("3. Which Tier 2 partnership is it under?", themes)
    agencies = {
        name: agency.model.name for name, agency in sorted(library.agencies.items()) if not agency.model.retired
    }
    owner = _one("4. Which agency looks after it?", agencies)
    others = {name: called for name, called in agencies.items() if name != owner}
    parties = _several("5. Which other agencies are in it? (with spaces between)", others)
    summary = str(
        click.prompt("6. What is it for, in a sentence? (Enter leaves it for later)", default="", show_default=False)
    )
    return NewProtocol(identifier, title, under, owner, parties, " ".join(summary.split()))


def _identifier(library: Library, title: str) -> str:
    offered = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
    while True:
        answer = str(click.prompt("2. Its id, which is permanent and part of its address", default=offered or None))
        try:
            require_id(answer)
        except EditRefused as refused:
            click.echo(f"   {refused}")
            continue
        if is_free(library, "protocol", answer):
            return answer
        click.echo(f"   `{answer}` is taken; an id is never used twice")


def _one(question: str, choices: Choices) -> str:
    return _several(question, choices, most=1)[0]


def _several(question: str, choices: Choices, most: int | None = None) -> tuple[str, ...]:
    """Return the ids of what was chosen, at least one, each once."""
    click.echo(question)
    for number, (name, called) in enumerate(choices.items(), start=1):
        click.echo(f"  {number:>3}  {name}  ({called})")
    while True:
        words = str(click.prompt("   Number, or the start of an id")).replace(",", " ").split()
        found, problems = _chosen(words, choices)
        if most and len(found) > most:
            problems = ["one answer is needed"]
        if not problems:
            return found
        for problem in problems:
            click.echo(f"   {problem}")


def _chosen(words: list[str], choices: Choices) -> tuple[tuple[str, ...], list[str]]:
    """Return what some words choose, and what is wrong with those that choose nothing."""
    found: list[str] = []
    problems: list[str] = []
    for word in words:
        fitting = tuple(_fitting(word, choices))
        if len(fitting) == 1:
            found.append(fitting[0])
        elif fitting:
            problems.append(f"`{word}` can be {', '.join(fitting[:6])}{' and others' if len(fitting) > 6 else ''}")
        else:
            near = nearest(word, choices)
            problems.append(f"`{word}` is none of these" + (f"; did you mean {near[0]}?" if near else ""))
    return tuple(dict.fromkeys(found)), problems


def _fitting(word: str, choices: Choices) -> Iterator[str]:
    """Yield the ids that a number, a whole id or the start of one stands for."""
    names = list(choices)
    if word in choices:
        yield word
    elif word.isascii() and word.isdigit() and len(word) < 6 and 1 <= int(word) <= len(names):
        yield names[int(word) - 1]
    elif not word.isdigit():
        yield from (name for name in names if name.startswith(word.lower()))
