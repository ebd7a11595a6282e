"""Rules about the text of sources: it holds words and simple Markdown, never anything that could run or load."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context
from generator.rules.faults import linking
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import scalars
from generator.sources.source import Span
from generator.words.prose import Problem, ProseProblem, problems_in

_BRACKET = re.compile(r"[<>]")

_GARBLED = (
    (re.compile(r"\w*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])\w*"), "mixes two alphabets that look alike"),
    (
        re.compile(r"\w*[\uff01-\uff5e\U0001d400-\U0001d7ff]\w*"),
        "is written in letters that only look like ordinary ones",
    ),
    (re.compile(r"\w*(?:â€|[ÃÂ][\xa0-\xbf])\w*"), "was read in the wrong encoding"),
    (re.compile(r"\w[\u0300-\u036f]{3,}"), "has more accents than any language puts on a letter"),
)
"""Letters that are not what they seem, and what is wrong with them."""


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


def check_words_are_plain(context: Context) -> Iterator[Diagnostic]:
    """A title, a name or a label is words on one line, without the brackets that stand around the code of a page."""
    for document in context.library.parsed:
        for value in document.values:
            if not value.shape.plain:
                continue
            if found := _BRACKET.search(value.scalar.text):
                yield linking.angle_bracket(document.find(found[0], *value.path), value.name, found[0])
            if "\n" in value.scalar.text.strip():
                yield linking.several_paragraphs(document.span(*value.path), value.name)


def check_letters_are_what_they_seem(context: Context) -> Iterator[Diagnostic]:
    """No word mixes alphabets that look alike (Unicode Technical Standard 39), and no text was read in a wrong encoding."""
    for document in context.library.parsed:
        yield from _garbled_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _garbled_in(document: Parsed) -> tuple[Diagnostic, ...]:
    if document.source.text.isascii():
        return ()
    return tuple(
        linking.garbled_text(document.find(match[0], *path), match[0], why)
        for path, scalar in scalars(document.node)
        if not scalar.text.isascii()
        for pattern, why in _GARBLED
        for match in pattern.finditer(scalar.text)
    )


def _word(problem: ProseProblem, span: Span, name: str) -> Diagnostic:
    if problem.kind == "unsupported":
        return linking.unsupported_markdown(span, problem.what)
    if problem.kind == "several-blocks":
        return linking.several_paragraphs(span, name)
    return _WORDED[problem.kind](span, problem.written)


_WORDED: dict[Problem, Callable[[Span, str], Diagnostic]] = {
    "raw-html": linking.raw_html,
    "unsafe-link": linking.unsafe_link,
    "image": linking.image_in_text,
    "template": linking.template_code,
    "reference": linking.broken_reference,
    "unclosed": linking.unclosed_mark,
}
"""The faults that need no more than the words at fault."""
