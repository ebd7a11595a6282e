"""Errors of the YAML parser in words that help somebody who does not program. The only module that reads its messages.

What the author did is looked for in the text, by `causes`; only where it shows nothing do the parser's messages speak.
"""

from typing import Any

from ruamel.yaml.error import MarkedYAMLError

from generator.sources.causes import (
    Cause,
    Stop,
    colon_lost,
    needs_quotes,
    no_key,
    odd_space,
    open_bracket,
    quote_inside,
    second_colon,
    text_beside_block,
    unclosed,
    wrong_indent,
)
from generator.sources.diagnostic import Diagnostic, Label, fault
from generator.sources.source import Source, Span

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


_GENERAL = (
    "look for a text with `: ` in it that needs quotes, a quotation mark left open, or a line indented differently"
)


@fault("yaml-syntax")
def yaml_syntax(span: Span, problem: str, opened: Span | None, mend: str = _GENERAL) -> Diagnostic:
    """The file is not valid YAML, so nothing after this place could be read.

    The commonest causes: a colon or a hash inside text that has no quotes, a text that starts with a character such as `*`,
    `%` or `@`, a quotation mark that is not closed, a dash without a space after it, and a line that is indented differently
    from its neighbours. Text after `>-` or `|` begins on the next line.
    """
    others = (Label(opened, "what it belongs to begins here"),) if opened and opened != span else ()
    return Diagnostic(problem, span, help=mend, others=others)


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
    opened = mark_span(source, error.context_mark) if error.context_mark else None
    cause = _cause(Stop(source, span, opened or span), technical)
    if cause is not None:
        return yaml_syntax(cause.span, cause.problem, None, cause.mend)
    problem = next((words for sign, words in _PLAIN_WORDS.items() if sign in technical), technical or "not valid YAML")
    return yaml_syntax(span, problem, opened)


def _cause(stop: Stop, technical: str) -> Cause | None:
    """Return what the author most likely did, as far as the text shows it."""
    found = odd_space(stop)
    if found is not None:
        return found
    if technical == "could not find expected ':'":
        return no_key(stop)
    if technical == "found unexpected end of stream":
        return unclosed(stop, stop.begun, "a quotation mark is opened here and never closed")
    if "did not find expected ','" in technical:
        return open_bracket(stop.begun, technical[-2:-1].translate({ord("]"): "[", ord("}"): "{"}))
    looks = (text_beside_block, quote_inside, needs_quotes, second_colon, colon_lost, wrong_indent)
    return next((cause for look in looks if (cause := look(stop))), None)


def mark_span(source: Source, mark: Any) -> Span:
    """Return the place of a mark; one past the last line is drawn back to the end of the text."""
    if mark is None:
        return Span(source.path)
    line, column = mark.line + 1, mark.column + 1
    last = max(1, len(source.text.rstrip().split("\n")))
    if line > last:
        line, column = last, len(source.lines[last - 1]) + 1
    return Span(source.path, line, column, line, column + 1)
