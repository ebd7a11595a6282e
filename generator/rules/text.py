"""Rules about the text of sources: it holds words and simple Markdown, never anything that could run or load."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span
from generator.words.prose import Problem, ProseProblem, problems_in

_BRACKET = re.compile(r"[<>]")


@fault("raw-html")
def raw_html(span: Span, written: str) -> Diagnostic:
    """A text holds HTML.

    Sources hold words, not page code: the same words have to work on the page, in print and in data files. Use Markdown for
    emphasis, lists, tables and links. To write about a tag itself put it in backticks without its brackets.
    """
    return Diagnostic(
        f"`{written}` is HTML, which a source may not hold",
        span,
        help="use Markdown: `*emphasis*`, `- ` for a list, `[words](https://address)` for a link",
    )


@fault("unsafe-link")
def unsafe_link(span: Span, address: str) -> Diagnostic:
    """A link leads to something other than a web page, a mailbox or a telephone number.

    Addresses start with `https://`, `http://`, `mailto:` or `tel:`. To link to another page of this site write a reference,
    such as `[[core/fast-track]]`, which can be checked.
    """
    return Diagnostic(
        f"a link may not lead to `{address}`",
        span,
        help="start the address with `https://`, or use a `[[reference]]` for a page of this site",
    )


@fault("image-in-text")
def image_in_text(span: Span, written: str) -> Diagnostic:
    """A text holds an image.

    Pictures cannot be read aloud, searched or checked, and an image from elsewhere would tell another site who is reading.
    Say it in words.
    """
    return Diagnostic(f"`{written}` is an image, which a source may not hold", span, help="say it in words")


@fault("unsupported-markdown")
def unsupported_markdown(span: Span, what: str) -> Diagnostic:
    """A text holds Markdown that sources do without: a heading, a code block, a quotation or a rule.

    The templates make the headings, so that every protocol has the same ones. Text holds paragraphs, lists, tables, emphasis
    and links.
    """
    return Diagnostic(
        f"{what} may not stand in a source's text", span, help="use paragraphs, lists, tables, emphasis and links only"
    )


@fault("template-code")
def template_code(span: Span, written: str) -> Diagnostic:
    """A text holds the marks of a template or of Markdown attributes, such as `{{` or `{:`.

    Sources hold words only. Nothing between such marks is ever run: it would stand on the page as it is written here.
    """
    return Diagnostic(
        f"`{written}` belongs in a template, and a source holds only words",
        span,
        help="take it out, or say it in words",
    )


@fault("broken-reference")
def broken_reference(span: Span, written: str) -> Diagnostic:
    """A reference is not whole: a bracket is missing, or nothing stands after the `|`.

    It would stand on the page as it is written here. A reference is `[[target]]`, or `[[target|the words to show]]`, on one
    line or folded.
    """
    return Diagnostic(
        f"`{written}` is not a whole reference",
        span,
        help="write `[[target]]` or `[[target|words]]`, with two brackets each side",
    )


@fault("unclosed-mark", Severity.WARNING)
def unclosed_mark(span: Span, written: str) -> Diagnostic:
    """A mark of emphasis or of a code word has no partner, so the mark itself would stand on the page."""
    return Diagnostic(f"`{written}` has no partner", span, help="close it after the last word, or take it out")


@fault("several-paragraphs")
def several_paragraphs(span: Span, name: str) -> Diagnostic:
    """A field that holds one paragraph has more than one, or a list.

    The field stands in a table cell, a list or a card, where there is room for one paragraph.
    """
    return Diagnostic(
        f"`{name}` holds one paragraph, and here a second block begins", span, help="make it one paragraph"
    )


@rule
def check_text(context: Context) -> Iterator[Diagnostic]:
    """Text holds paragraphs, lists, tables, emphasis and safe links; no HTML, no images, no headings."""
    for document in context.library.parsed:
        yield from _faults_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _faults_in(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(
        _word(problem, document.find(problem.written, *value.path), value.name)
        for value in document.values
        if value.shape.markup
        for problem in problems_in(value.scalar.text, value.shape.markup.form)
    )


def _word(problem: ProseProblem, span: Span, name: str) -> Diagnostic:
    if problem.kind == "unsupported":
        return unsupported_markdown(span, problem.what)
    if problem.kind == "several-blocks":
        return several_paragraphs(span, name)
    return _WORDED[problem.kind](span, problem.written)


_WORDED: dict[Problem, Callable[[Span, str], Diagnostic]] = {
    "raw-html": raw_html,
    "unsafe-link": unsafe_link,
    "image": image_in_text,
    "template": template_code,
    "reference": broken_reference,
    "unclosed": unclosed_mark,
}
"""The faults that need no more than the words at fault."""


@fault("angle-bracket")
def angle_bracket(span: Span, name: str, character: str) -> Diagnostic:
    """A title, a name or a label holds `<` or `>`, which stand around the code of a page.

    Such a field holds words and nothing else: it stands on pages, in tabs of browsers, in data files and on paper. Say it in
    words: "under 18" for "<18".
    """
    return Diagnostic(
        f"`{name}` holds plain words, and `{character}` may not stand in them",
        span,
        help="say it in words: `under 18`, `from A to B`",
    )


@rule
def check_words_are_plain(context: Context) -> Iterator[Diagnostic]:
    """A title, a name or a label is words on one line, without the brackets that stand around the code of a page."""
    for document in context.library.parsed:
        yield from _coded_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _coded_in(document: Parsed) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    for value in document.values:
        if not value.shape.plain:
            continue
        if bracket := _BRACKET.search(value.scalar.text):
            found.append(angle_bracket(document.find(bracket[0], *value.path), value.name, bracket[0]))
        if "\n" in value.scalar.text.strip():
            found.append(several_paragraphs(document.span(*value.path), value.name))
    return tuple(found)
