"""YAML events to positioned nodes, one after another; what sources do without is a fault, and building goes on.

Knows nothing of the model. A syntax error is left to `syntax`, and reading the events to `yaml_reader`.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from generator.sources.characters import UNSEEN, control_character
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.nodes import Mapping, Node, Pair, Scalar, Sequence
from generator.sources.source import Source, Span
from generator.sources.syntax import mark_span

MAX_DEPTH = 20


_LOST = re.compile(r"\s+(#\S.*)")
"""A hash with a space before it and none after it: meant as text more often than as a comment."""

_CURLY = re.compile("[\u201c-\u201f\u2018-\u201b]([^\\s\u2018-\u201f]+)[\u201c-\u201f\u2018-\u201b]")
"""One word between curly quotation marks. Words with spaces between them are prose, in which such marks are right."""


@fault("nested-too-deep")
def nested_too_deep(span: Span, limit: int) -> Diagnostic:
    """Lists and mappings stand inside one another far deeper than any source needs."""
    return Diagnostic(
        f"this is nested more than {limit} levels deep", span, help="look for brackets that are not meant"
    )


class TooDeep(Exception):
    """Reading has to stop, for the fault that it carries."""

    def __init__(self, fault: Diagnostic) -> None:
        super().__init__(fault.message)
        self.fault = fault


@fault("yaml-directive")
def yaml_directive(span: Span) -> Diagnostic:
    """The file starts with a YAML directive, a line such as `%YAML 1.1`.

    It would change how the rest is read. Sources need none.
    """
    return Diagnostic(
        "sources do without YAML directives such as `%YAML`", span, help="take out the lines before `---`"
    )


@fault("several-documents")
def several_documents(span: Span) -> Diagnostic:
    """The file holds more than one YAML document, separated by `---`.

    One file describes one thing. Put the second part in a file of its own, or take out the `---`.
    """
    return Diagnostic("a second document starts here; a source has one", span, help="take out the `---`")


@fault("anchor-or-alias")
def anchor_or_alias(span: Span, mark: str) -> Diagnostic:
    """The file uses a YAML anchor (`&name`) or alias (`*name`).

    They copy text from one place to another unseen, so sources do without them. Where a value only starts with `&` or `*`,
    put it in quotes.
    """
    return Diagnostic(
        f"`{mark}` is a YAML anchor or alias; sources do without them",
        span,
        help="write the text out, or put it in quotes if it only starts with this character",
    )


@fault("explicit-tag")
def explicit_tag(span: Span, tag: str) -> Diagnostic:
    """The file uses a YAML tag (`!name`).

    Sources need none: every value is text until the program knows what it has to be. Where a value only starts with `!`, put
    it in quotes.
    """
    return Diagnostic(f"`{tag}` is a YAML tag; sources need none", span, help="take it out, or put the value in quotes")


@fault("comment-in-text", Severity.WARNING)
def comment_in_text(span: Span, lost: str) -> Diagnostic:
    """What was probably meant as text stands behind a hash, so it is a comment and nobody will read it.

    In YAML a hash with a space before it starts a comment. A text that holds one needs quotes; a comment has a space after its
    hash.
    """
    return Diagnostic(
        f"`{lost}` is read as a comment, not as text",
        span,
        help="put the whole text in quotes; or, if it is a comment, put a space after the hash",
    )


@fault("curly-quotes")
def curly_quotes(span: Span, text: str, inner: str) -> Diagnostic:
    """A value stands in curly quotation marks, which YAML takes for letters of the value.

    Word processors and telephones put them in place of straight ones. In prose they are right; round an id, a date or a version
    they are not.
    """
    return Diagnostic(
        f"the quotation marks of `{text}` are curly ones, which belong to the value", span, help=f'write `"{inner}"`'
    )


@fault("key-not-text")
def key_not_text(span: Span) -> Diagnostic:
    """A key is a list or a mapping instead of a word.

    This happens when a line starts with `[`, `{` or `?` where a key should stand.
    """
    return Diagnostic("a key has to be a word, and this is a list or a mapping", span, help="write `key: value`")


@fault("merge-key")
def merge_key(span: Span) -> Diagnostic:
    """The file uses a YAML merge key (`<<`).

    It copies keys from another place unseen, so sources do without it. Write the keys out.
    """
    return Diagnostic("`<<` merges keys from elsewhere; sources do without it", span, help="write the keys out")


@fault("duplicate-key")
def duplicate_key(span: Span, key: str, first: Span) -> Diagnostic:
    """The same key stands twice in one mapping.

    Only one of the two could count, and a reader could not tell which. Keep one.
    """
    return Diagnostic(
        f"`{key}` stands here a second time",
        span,
        help="keep one of the two",
        others=(Label(first, "the first one"),),
    )


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


class Builder:
    """Builds the tree event by event, with a stack of its own, so that no input can exhaust Python's."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.found: list[Diagnostic] = []
        self._stack: list[_Open] = []
        self.documents = 0
        self._line_count = len(source.lines)

    def take(self, event: Any) -> None:
        """Add what one event says to the tree."""
        match event:
            case ScalarEvent():
                self._take_scalar(event)
            case CollectionStartEvent():
                span = self._span(event)
                self._mark_faults(event, span)
                if len(self._stack) >= MAX_DEPTH:
                    raise TooDeep(nested_too_deep(span, MAX_DEPTH))
                self._stack.append(_Open(span, isinstance(event, MappingStartEvent)))
            case SequenceEndEvent() | MappingEndEvent():
                self._close(self._span(event))
            case AliasEvent():
                self.found.append(anchor_or_alias(self._span(event), f"*{event.anchor}"))
                self._add(Scalar("", self._span(event)))
            case DocumentStartEvent():
                self.documents += 1
                if event.version or event.tags:
                    self.found.append(yaml_directive(Span(self.source.path, 1, 1, 1, 2)))
                if self.documents == 2:
                    self.found.append(several_documents(self._span(event)))

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if (
            start.line >= self._line_count
        ):  # An empty value at the end of the text is said to stand on the line after it.
            return mark_span(self.source, start)
        return Span(self.source.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _take_scalar(self, event: Any) -> None:
        span, is_plain = self._span(event), event.style in ("", None)
        self._mark_faults(event, span)
        if is_plain and event.value:
            self._mark_lost_text(span)
        text = self._seen(event, span)
        if is_plain and (curly := _CURLY.fullmatch(text)):
            self.found.append(curly_quotes(span, text, curly[1]))
            text = curly[1]
        self._add(Scalar(text, span, is_plain))

    def _seen(self, event: Any, span: Span) -> str:
        """Return the text of a scalar; a character that escapes brought in and nobody can see is a fault, and is marked as lost."""
        text = str(event.value)
        if event.style != '"':
            return text
        for character in dict.fromkeys(UNSEEN.findall(text)):
            self.found.append(control_character(span.first_line(len(self.source.lines[span.line - 1])), character))
        return UNSEEN.sub("\ufffd", text)

    def _mark_lost_text(self, span: Span) -> None:
        line = self.source.lines[span.end_line - 1]
        lost = _LOST.match(line, span.end_column - 1) if len(line) >= span.end_column else None
        if lost:
            start = lost.start(1) + 1
            at = Span(span.path, span.end_line, start, span.end_line, len(line) + 1)
            self.found.append(comment_in_text(at, lost[1][:40]))

    def _mark_faults(self, event: Any, span: Span) -> None:
        if event.anchor:
            self.found.append(anchor_or_alias(self._at(span, f"&{event.anchor}"), f"&{event.anchor}"))
        if event.tag:
            self.found.append(explicit_tag(self._at(span, "!"), event.tag))

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
            self.found.append(key_not_text(node.span))
            parent.skip_value = True
        elif node.text == "<<" and node.plain:
            self.found.append(merge_key(node.span))
            parent.skip_value = True
        elif node.text in parent.keys:
            self.found.append(duplicate_key(node.span, node.text, parent.keys[node.text]))
            parent.skip_value = True
        else:
            parent.keys[node.text] = node.span
            parent.key = node
