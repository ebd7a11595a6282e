"""Errors of the YAML parser in words that help somebody who does not program. The only module that reads its messages."""

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError

from generator.sources.diagnostic import Diagnostic, Label, fault
from generator.sources.source import Source, Span

_QUOTED = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?([\"'])")
_CLOSING = {'"': re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"(?:[^']|'')*'")}
"""A value that opens with a quotation mark, and the text up to the mark that closes it."""

_PLAIN_WORDS = {
    "mapping values are not allowed": "there is a second `: ` here, so YAML cannot tell where the value ends",
    "did not find expected key": "this line is not indented like the lines it belongs with",
    "did not find expected '-' indicator": "this line is not indented like the list that it belongs with",
    "could not find expected ':'": "a key must be followed by `: `, and this one is not",
    "cannot start any token": "a value may not start with this character unless it stands in quotes",
    "did not find expected ',' or ']'": "a list opened with `[` is not closed with `]`",
    "did not find expected ',' or '}'": "a mapping opened with `{` is not closed with `}`",
    "found unexpected end of stream": "a quotation mark is opened here and never closed",
    "block sequence entries are not allowed": "a `- ` may not stand here; a list starts on a line of its own",
    "did not find expected node content": "a value is missing here",
    "did not find expected <document start>": "this line does not belong to what stands above it",
}
"""The parser's commonest messages, in words that help somebody who does not program."""


@fault("yaml-syntax")
def yaml_syntax(span: Span, problem: str, opened: Span | None) -> Diagnostic:
    """The file is not valid YAML, so nothing after this place could be read.

    The commonest causes: a colon or a hash inside text that has no quotes, a quotation mark that is not closed, and a line
    that is indented differently from its neighbours.
    """
    return Diagnostic(
        problem,
        span,
        help="look for a text with `: ` in it that needs quotes, a quotation mark left open, or a line indented differently",
        others=(Label(opened, "what it belongs to begins here"),) if opened and opened != span else (),
    )


@fault("tab-indent")
def tab_indent(span: Span) -> Diagnostic:
    """A line is indented with a tab.

    YAML indents with spaces only: two for each level.
    """
    return Diagnostic("this line is indented with a tab; YAML indents with spaces", span, help="use two spaces a level")


def syntax_fault(source: Source, error: MarkedYAMLError) -> Diagnostic:
    """Word a syntax error. A tab before the text of its line is by far the commonest, so it gets words of its own."""
    span = mark_span(source, error.problem_mark or error.context_mark)
    line = source.lines[span.line - 1] if span.line <= len(source.lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return tab_indent(Span(source.path, span.line, 1, span.line, len(indent) + 1))
    technical = " ".join(str(error.problem or "").split())
    problem = next((words for sign, words in _PLAIN_WORDS.items() if sign in technical), technical or "not valid YAML")
    opened = mark_span(source, error.context_mark) if error.context_mark else None
    if opened and (technical == "found unexpected end of stream" or "did not find expected ','" in technical):
        span = opened
    quote = _unclosed_quote(source, span)
    if quote is not None:
        return yaml_syntax(quote, "a quotation mark is opened here, and the next one does not end the value", span)
    return yaml_syntax(span, problem, opened)


def _unclosed_quote(source: Source, stopped: Span) -> Span | None:
    """Return where a value opens with a quotation mark that is closed lines below, just where reading had to stop."""
    for number in range(stopped.line, max(0, stopped.line - 200), -1):
        match = _QUOTED.match(source.lines[number - 1])
        if match is None:
            continue
        rest = "\n".join((source.lines[number - 1][match.end() :], *source.lines[number : stopped.line]))
        closing = _CLOSING[match[1]].match(rest)
        if closing is None or "\n" not in closing[0]:
            continue
        ends = number + closing[0].count("\n")
        return Span(source.path, number, match.end(), number, match.end() + 1) if ends == stopped.line else None
    return None


def mark_span(source: Source, mark: Any) -> Span:
    """Return the place of a mark; one past the last line is drawn back to the end of the text."""
    if mark is None:
        return Span(source.path)
    line, column = mark.line + 1, mark.column + 1
    last = max(1, len(source.text.rstrip().split("\n")))
    if line > last:
        line, column = last, len(source.lines[last - 1]) + 1
    return Span(source.path, line, column, line, column + 1)
