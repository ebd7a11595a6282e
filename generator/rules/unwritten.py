"""Rules about what is still to be written or decided: a draft says so once, and what is agreed holds nothing of the kind.

`to_be_written` is how a new draft keeps the place of a text, so that this rule knows every text that a draft was started with.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Library, Parsed
from generator.model.agency import Agency
from generator.model.base import Status
from generator.model.core import Clause, Core
from generator.model.protocol import Protocol
from generator.rules.context import Context, rule
from generator.rules.whole import whole
from generator.sources.diagnostic import Diagnostic, Label, Severity, did_you_mean, fault
from generator.sources.nodes import Mapping, Node, Path, Sequence, dotted, node_at, text_at
from generator.sources.source import Span
from generator.words.nearest import nearest

OPENING = "To be written"
"""How every text begins that keeps a place in a new draft."""

NEEDED_LISTS = ("gateways", "restrictions", "data_protection", "flows")
"""The lists of a protocol that a draft may leave empty, since whoever starts it cannot choose law for its author."""

_MOST_SHOWN = 3

KEEPERS = frozenset("TODO FIXME TBC TBA TBD XXX".split())  # noqa: SIM905
"""Words in capitals that only keep a place."""

_BLANK = r"(?:insert|enter|add|complete|fill in|delete|choose|select|your|name of|date of|tb[acd]|to be)\b"
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|TB[ACD]|tb[acd]|[Xx]{3,})\b"
    r"|\b[Tt]o be (?:written|confirmed|decided|completed|agreed|added)\b|\b[Dd]etails to follow\b"
    rf"|\[(?:(?i:{_BLANK})[^\[\]\n]{{0,80}}|(?:name|date|agency|title|number|address|x+|X+|\.\.\.|…))\](?![(\]])"
    rf"|<(?i:{_BLANK})[^<>\n]{{0,80}}>|_{{4,}}|\?{{3,}}"
    r"|\b[Cc]lick (?:or tap )?(?:here )?to (?:enter|add)\b|\b[Ll]orem ipsum\b"
)
"""Words that only keep a place."""

_KEPT_BY = (
    *(
        "todo",
        "fixme",
        "tbc",
        "tba",
        "tbd",
        "xxx",
        "to be written",
        "to be confirmed",
        "to be decided",
        "to be completed",
    ),
    *("to be agreed", "to be added", "details to follow", "<", "____", "???", "click ", "lorem ipsum"),
)
_BRACKET = re.compile(r"\[(?<!\[\[)(?!\[)")
"""What every such text holds, in small letters, to pass over the other sources quickly."""

_WORDLESS = re.compile(r"[\W\d_]*\Z")
"""A text that has no letter at all."""


def to_be_written(what: str) -> str:
    """Return the text that keeps the place of what is still to be written."""
    return f"{OPENING}: {what}."


def is_unwritten(text: str) -> bool:
    """Return whether a text only keeps the place of one."""
    return bool(_PLACEHOLDER.search(text))


@fault("unwritten", Severity.WARNING)
def unwritten(span: Span, texts: int, choices: int, first: tuple[str, ...], others: tuple[Label, ...]) -> Diagnostic:
    """A draft holds texts that are still to be written, or choices that nobody has made yet.

    They are counted once a document, with the first places. A new draft is full of them, and stops nobody else's work. It cannot
    be agreed with any of them left: then each is an error of its own. When you have made a choice that is listed under
    `undecided`, take its line out.
    """
    counts = [_counted(texts, "text is", "texts are", "still to be written")] if texts else []
    counts += [_counted(choices, "choice is", "choices are", "still to be made")] if choices else []
    left = texts + choices - len(first)
    places = ", ".join(f"`{place}`" for place in first) + (f" and {left} more" if left else "")
    return Diagnostic(
        f"{' and '.join(counts)}: {places}",
        span,
        help="write it, or leave the field out if it may be left out; it cannot be agreed before",
        others=others,
    )


def _counted(count: int, one: str, many: str, what: str) -> str:
    return f"{count} {one if count == 1 else many} {what}"


@fault("unwritten-but-agreed")
def unwritten_but_agreed(span: Span, place: str) -> Diagnostic:
    """What agencies have agreed holds a text that is still to be written, or a choice that nobody has made.

    Nobody can agree to what is not there. That is so too for what an agreed protocol takes in: the core, and what an agency that
    is a party requires in every protocol. Write it, or set `status` back to `draft`.
    """
    return Diagnostic(
        f"`{place}` is still to be written or decided, and this is part of what is agreed",
        span,
        help="write it, or leave the field out if it may be left out; until then `status` is `draft`",
    )


@rule
def check_nothing_is_left_to_write(context: Context) -> Iterator[Diagnostic]:
    """No text only keeps a place, and no choice is left open; a draft says how many there are."""
    agreed = _agreed(context.library)
    for document in context.library.parsed:
        yield from _unwritten_in(document, is_agreed=document.source.path in agreed)


@lru_cache(maxsize=MOST_KEPT)
def _unwritten_in(document: Parsed, *, is_agreed: bool) -> tuple[Diagnostic, ...]:
    texts = [(path, span) for path, span in _open_texts(document)]
    choices = [(path, span) for path, span in _open_choices(document)]
    places = sorted([*texts, *choices], key=lambda place: place[1])
    if is_agreed:
        return tuple(unwritten_but_agreed(span, dotted(path)) for path, span in places)
    if not places:
        return ()
    first = tuple(dotted(path) for path, _ in islice(places, _MOST_SHOWN))
    others = tuple(Label(span, "and here") for _, span in places[1:_MOST_SHOWN])
    return (unwritten(places[0][1], len(texts), len(choices), first, others),)


def _open_texts(document: Parsed) -> Iterator[tuple[Path, Span]]:
    words = whole(document).text
    may_keep = any(map(words.lower().__contains__, _KEPT_BY)) or bool(_BRACKET.search(words))
    for value in document.values:
        if match := _placeholder(value, may_keep=may_keep):
            yield value.path, document.find(match[0], *value.path)


def _placeholder(value: Value, *, may_keep: bool) -> re.Match[str] | None:
    text = value.scalar.text
    if value.shape.refers or value.path[0] == "undecided":
        return None
    return (_PLACEHOLDER.search(text) if may_keep else None) or (
        _WORDLESS.match(text) if value.shape.markup and not text[:1].isalpha() else None
    )


def _open_choices(document: Parsed) -> Iterator[tuple[Path, Span]]:
    """Yield each list of law or of flows that is empty, and each field that the draft itself says is undecided."""
    if document.entry is not Protocol:
        return
    for name in NEEDED_LISTS:
        listed = node_at(document.node, (name,))
        if isinstance(listed, Sequence) and not listed.items:
            yield (name,), document.key_span(name)
    for index, at in enumerate(_undecided(document)):
        yield (at,), document.span("undecided", index)


def _undecided(document: Parsed) -> tuple[str, ...]:
    listed = node_at(document.node, ("undecided",))
    return tuple(text_at(item) or "" for item in listed.items) if isinstance(listed, Sequence) else ()


def _agreed(library: Library) -> frozenset[str]:
    """Return the sources that agencies have agreed: documents of that status, and what an agreed protocol takes in."""
    agreed = {document.source.path for document in library.parsed if _status(document) == Status.AGREED}
    protocols = [protocol for protocol in library.protocols.values() if protocol.model.status is Status.AGREED]
    parties = {party.agency for protocol in protocols for party in protocol.model.parties}
    if protocols:
        agreed |= {document.source.path for document in library.parsed if document.entry in (Clause, Core)}
    return frozenset(
        agreed | {each.source.path for each in library.parsed if each.entry is Agency and each.id in parties}
    )


def _status(document: Parsed) -> str | None:
    return text_at(document.node, "status")


@fault("unknown-place")
def unknown_place(span: Span, at: str, nearest: tuple[str, ...]) -> Diagnostic:
    """A draft says that a field is undecided, and has no such field.

    A place is written by its keys with dots between them, and an item of a list by its number, counted from 1:
    `consent.relied_on`, `parties.2.role`.
    """
    return Diagnostic(
        f"this protocol has no `{at}`", span, help=did_you_mean(nearest) or "take the line out of `undecided`"
    )


@rule
def check_what_is_undecided_is_there(context: Context) -> Iterator[Diagnostic]:
    """A field that a draft calls undecided is a field of it."""
    for document in context.library.parsed:
        for index, at in enumerate(_undecided(document) if document.entry is Protocol else ()):
            if not _is_there(document.node, at):
                known = [dotted(value.path) for value in document.values]
                yield unknown_place(document.span("undecided", index), at, nearest(at, known, most=1))


def _is_there(node: Node, at: str) -> bool:
    for step in at.split("."):
        match node:
            case Sequence(items) if step.isdigit() and 0 < int(step) <= len(items):
                node = items[int(step) - 1]
            case Mapping() if pair := node.get(step):
                node = pair.value
            case _:
                return False
    return True
