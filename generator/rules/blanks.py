"""Rules about letters and forms: every blank that a text names is one that its file describes, and every part says something."""

from collections.abc import Iterator

from generator.county.fields import Value
from generator.county.library import Document, Parsed
from generator.model.letters import FACTS, Letter
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Severity, did_you_mean, fault, one_of
from generator.sources.source import Span
from generator.words.blanks import blanks_in
from generator.words.nearest import nearest

_FACTS_FOR_THE_PUBLIC = tuple(name for name in FACTS if name != "protocol")
"""What is filled in by itself where the text is about no protocol."""


@fault("unknown-blank")
def unknown_blank(span: Span, name: str, near: tuple[str, ...], known: tuple[str, ...], describe: str) -> Diagnostic:
    """A text names a blank that its file does not describe.

    `{person}` in a letter stands for what whoever uses it fills in, and `blanks` says what that is. Some are filled in by
    themselves: `{protocol}`, `{county}`, `{regulator}` and `{site}`, the address of the site; in the easy-read page all but the first.
    """
    return Diagnostic(
        f"`{{{name}}}` is no blank of this file",
        span,
        help=did_you_mean(near) or f"{describe}use {one_of(known)}",
    )


@fault("unused-blank", Severity.WARNING)
def unused_blank(span: Span, name: str) -> Diagnostic:
    """A letter describes a blank that nothing in it asks anybody to fill in.

    Name it in a text, as `{person}`, or list it under `fill_in`; or take it out.
    """
    return Diagnostic(
        f"nothing in this letter fills in `{name}`", span, help=f"write `{{{name}}}` in a text, or take it out"
    )


@fault("part-without-words")
def part_without_words(span: Span) -> Diagnostic:
    """A part of a letter says nothing, shows nothing and asks nothing: at most it has a heading.

    Give it `text`, `show`, `ask` or `fill_in`, or take it out.
    """
    return Diagnostic(
        "this part of the letter has nothing in it", span, help="give it `text`, `show`, `ask` or `fill_in`"
    )


@rule
def check_blanks_are_described(context: Context) -> Iterator[Diagnostic]:
    """Every blank that a text names, and every row of a form, is described in the file or is filled in by itself."""
    for letter in context.library.letters.values():
        own = tuple(blank.id for blank in letter.model.blanks)
        yield from _unknown(letter, (*own, *FACTS), own, "describe it under `blanks`, or ")
    if context.library.easy_read:
        yield from _unknown(context.library.easy_read, _FACTS_FOR_THE_PUBLIC, (), "")


def _unknown(document: Parsed, known: tuple[str, ...], rows: tuple[str, ...], describe: str) -> Iterator[Diagnostic]:
    for value in document.values:
        written, span = value.scalar.text, document.span(*value.path)
        if value.name == "fill_in" and written not in rows:
            yield unknown_blank(span, written, nearest(written, rows), rows, describe)
        for name in dict.fromkeys(blanks_in(written)) if _may_hold_blanks(value) else ():
            if name not in known:
                span = document.find(f"{{{name}}}", *value.path)
                yield unknown_blank(span, name, nearest(name, known), known, describe)


def _may_hold_blanks(value: Value) -> bool:
    """Return whether blanks are filled in where a text stands: in the parts of a letter, and in answers."""
    return value.shape.markup is not None and value.path[0] in ("parts", "questions")


@rule
def check_blanks_are_used(context: Context) -> Iterator[Diagnostic]:
    """Every blank that a letter describes is filled in somewhere in it."""
    for letter in context.library.letters.values():
        used = {name for value in letter.values if _may_hold_blanks(value) for name in blanks_in(value.scalar.text)}
        used |= {name for part in letter.model.parts for name in part.fill_in}
        for index, blank in enumerate(letter.model.blanks):
            if blank.id not in used:
                yield unused_blank(letter.span("blanks", index, "id"), blank.id)


@rule
def check_parts_say_something(context: Context) -> Iterator[Diagnostic]:
    """Every part of a letter has something in it beside its heading."""
    for letter in context.library.letters.values():
        yield from _without_words(letter)


def _without_words(letter: Document[Letter]) -> Iterator[Diagnostic]:
    for index, part in enumerate(letter.model.parts):
        if not (part.text or part.show or part.ask or part.fill_in):
            yield part_without_words(letter.span("parts", index))
