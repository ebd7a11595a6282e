"""Text to positioned nodes. Reads YAML events one after another and keeps every place; knows nothing of the model.

Faults are gathered and reading goes on wherever the text still makes sense; after a syntax error nothing is returned.
This is the only module that reads with ruamel.yaml, and it turns that library's errors into ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from generator.sources import faults
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import Mapping, Node, Pair, Scalar, Sequence
from generator.sources.source import Source, Span

MAX_DEPTH = 20

_CONTROL = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\uf900-\ufefe\uff00-\ufffc\U00010000-\U000dffff]"
    "|[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]"
)
"""What YAML 1.2 (section 5.1) does not allow in text, and what nobody can see in it: a byte order mark that is not at the start
of a file, line ends that only some programs know, joiners and spaces of no width, marks that turn the direction of reading,
private characters, and the mark that stands for a character that was lost."""

_UNSEEN = re.compile(rf"(?!\n)(?:{_CONTROL.pattern})")
"""The same in text that was decoded: an escape such as `"\\uE000"` brings in what may not stand in the file itself."""

_CONFLICT = re.compile(r"\s*(<{7}|={7}|>{7}|\|{7})(?:\s|$)")
"""What git leaves in a file where two changes could not be brought together."""

_QUOTED = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?([\"'])")
_CLOSING = {'"': re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"(?:[^']|'')*'")}
"""A value that opens with a quotation mark, and the text up to the mark that closes it."""

_LOST = re.compile(r"\s+(#\S.*)")
"""A hash with a space before it and none after it: meant as text more often than as a comment."""

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


def read_yaml(source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the tree of one source, or nothing where it is not YAML at all, with every fault found."""
    if not source.text.strip():
        return None, (faults.empty_file(Span(source.path)),)
    unreadable = (*_control_characters(source), *_conflicts(source))
    if unreadable:
        return None, unreadable
    builder = _Builder(source)
    stopped = _run(builder, source)
    if stopped is not None:
        return None, (*builder.found, stopped)
    if builder.documents > 1:
        return None, tuple(builder.found)
    if builder.root is None:
        return None, (*builder.found, faults.empty_file(Span(source.path)))
    return builder.root, tuple(builder.found)


def _run(builder: "_Builder", source: Source) -> Diagnostic | None:
    """Feed every event to the builder; return the fault at which reading had to stop, if there was one."""
    try:
        for event in YAML(typ="safe").parse(source.text):
            builder.take(event)
    except _TooDeep as error:
        return faults.nested_too_deep(error.span, MAX_DEPTH)
    except MarkedYAMLError as error:
        return _syntax(source, error)
    except (YAMLError, RecursionError, MemoryError) as error:
        return faults.yaml_syntax(Span(source.path), str(error).splitlines()[0], None)
    return None


def _control_characters(source: Source) -> Iterator[Diagnostic]:
    for number, line in enumerate(source.lines, start=1):
        for match in _CONTROL.finditer(line):
            column = match.start() + 1
            yield faults.control_character(Span(source.path, number, column, number, column + 1), match.group())


def _conflicts(source: Source) -> Iterator[Diagnostic]:
    for number, line in enumerate(source.lines, start=1):
        if match := _CONFLICT.match(line):
            yield faults.conflict_marker(
                Span(source.path, number, match.start(1) + 1, number, match.end(1) + 1), match[1]
            )


def _syntax(source: Source, error: MarkedYAMLError) -> Diagnostic:
    """Word a syntax error. A tab before the text of its line is by far the commonest, so it gets words of its own."""
    span = _mark_span(source, error.problem_mark or error.context_mark)
    line = source.lines[span.line - 1] if span.line <= len(source.lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return faults.tab_indent(Span(source.path, span.line, 1, span.line, len(indent) + 1))
    technical = " ".join(str(error.problem or "").split())
    problem = next((words for sign, words in _PLAIN_WORDS.items() if sign in technical), technical or "not valid YAML")
    opened = _mark_span(source, error.context_mark) if error.context_mark else None
    if opened and (technical == "found unexpected end of stream" or "did not find expected ','" in technical):
        span = opened
    quote = _unclosed_quote(source, span)
    if quote is not None:
        return faults.yaml_syntax(
            quote, "a quotation mark is opened here, and the next one does not end the value", span
        )
    return faults.yaml_syntax(span, problem, opened)


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


def _mark_span(source: Source, mark: Any) -> Span:
    """Return the place of a mark; one past the last line is drawn back to the end of the text."""
    if mark is None:
        return Span(source.path)
    line, column = mark.line + 1, mark.column + 1
    last = max(1, len(source.text.rstrip().split("\n")))
    if line > last:
        line, column = last, len(source.lines[last - 1]) + 1
    return Span(source.path, line, column, line, column + 1)


class _TooDeep(Exception):
    def __init__(self, span: Span) -> None:
        self.span = span


@dataclass
class _Open:
    """A list or mapping whose end has not been read yet."""

    start: Span
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    keys: dict[str, Span] = field(default_factory=dict)
    key: Scalar | None = None
    """The key that waits for its value."""
    skip_value: bool = False
    """Whether the next value belongs to a key that was refused."""
    pairs: list[Pair] = field(default_factory=list)


class _Builder:
    """Builds the tree event by event, with a stack of its own, so that no input can exhaust Python's."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.found: list[Diagnostic] = []
        self._stack: list[_Open] = []
        self.documents = 0
        self._line_count = len(source.lines)

    def take(self, event: Any) -> None:
        match event:
            case ScalarEvent():
                self._take_scalar(event)
            case CollectionStartEvent():
                span = self._span(event)
                self._mark_faults(event, span)
                if len(self._stack) >= MAX_DEPTH:
                    raise _TooDeep(span)
                self._stack.append(_Open(span, isinstance(event, MappingStartEvent)))
            case SequenceEndEvent() | MappingEndEvent():
                self._close(self._span(event))
            case AliasEvent():
                self.found.append(faults.anchor_or_alias(self._span(event), f"*{event.anchor}"))
                self._add(Scalar("", self._span(event)))
            case DocumentStartEvent():
                self.documents += 1
                if event.version or event.tags:
                    self.found.append(faults.yaml_directive(Span(self.source.path, 1, 1, 1, 2)))
                if self.documents == 2:
                    self.found.append(faults.several_documents(self._span(event)))

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if (
            start.line >= self._line_count
        ):  # An empty value at the end of the text is said to stand on the line after it.
            return _mark_span(self.source, start)
        return Span(self.source.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _take_scalar(self, event: Any) -> None:
        span, is_plain = self._span(event), event.style in ("", None)
        self._mark_faults(event, span)
        if is_plain and event.value:
            self._mark_lost_text(span)
        self._add(Scalar(self._seen(event, span), span, is_plain))

    def _seen(self, event: Any, span: Span) -> str:
        """Return the text of a scalar; a character that escapes brought in and nobody can see is a fault, and is marked as lost."""
        text = str(event.value)
        if event.style != '"':
            return text
        for character in dict.fromkeys(_UNSEEN.findall(text)):
            self.found.append(
                faults.control_character(span.first_line(len(self.source.lines[span.line - 1])), character)
            )
        return _UNSEEN.sub("\ufffd", text)

    def _mark_lost_text(self, span: Span) -> None:
        line = self.source.lines[span.end_line - 1]
        lost = _LOST.match(line, span.end_column - 1) if len(line) >= span.end_column else None
        if lost:
            start = lost.start(1) + 1
            at = Span(span.path, span.end_line, start, span.end_line, len(line) + 1)
            self.found.append(faults.comment_in_text(at, lost[1][:40]))

    def _mark_faults(self, event: Any, span: Span) -> None:
        if event.anchor:
            self.found.append(faults.anchor_or_alias(self._at(span, f"&{event.anchor}"), f"&{event.anchor}"))
        if event.tag:
            self.found.append(faults.explicit_tag(self._at(span, "!"), event.tag))

    def _at(self, span: Span, words: str) -> Span:
        line = self.source.lines[span.line - 1]
        length = len(words) if line.startswith(words, span.column - 1) else 1
        return Span(span.path, span.line, span.column, span.line, span.column + length)

    def _close(self, end: Span) -> None:
        done = self._stack.pop()
        span = Span(self.source.path, done.start.line, done.start.column, end.line, end.column)
        self._add(Mapping(tuple(done.pairs), span) if done.is_mapping else Sequence(tuple(done.items), span))

    def _add(self, node: Node) -> None:
        """Put a finished value where it belongs: the root, an item, a key, or the value of the waiting key."""
        if not self._stack:
            if self.documents == 1:
                self.root = node
            return
        parent = self._stack[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.skip_value:
            parent.skip_value = False
        elif parent.key is not None:
            parent.pairs.append(Pair(parent.key, node))
            parent.key = None
        else:
            self._add_key(parent, node)

    def _add_key(self, parent: _Open, node: Node) -> None:
        if not isinstance(node, Scalar):
            self.found.append(faults.key_not_text(node.span))
            parent.skip_value = True
        elif node.text == "<<" and node.plain:
            self.found.append(faults.merge_key(node.span))
            parent.skip_value = True
        elif node.text in parent.keys:
            self.found.append(faults.duplicate_key(node.span, node.text, parent.keys[node.text]))
            parent.skip_value = True
        else:
            parent.keys[node.text] = node.span
            parent.key = node
