"""What an author most likely did where reading had to stop: the place itself, what is wrong there, and a mend that works.

Each cause is a function that looks at the lines around the stop and returns what it recognises, or nothing. It knows the text
and where reading stopped; the parser's own words are left to `syntax`.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from generator.sources.source import Source, Span

_LEAD = re.compile(r"(?P<lead>[ ]*(?:- +)*(?:(?P<key>[\w-]+): +)?)(?P<value>\S.*)")
"""What stands before a value on its line, and the value."""

_STRUCTURE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:[\w-]+:(?: |$)|-(?: |$))")
"""A line that opens an item or a key."""

_WITHOUT_COLON = re.compile(r" *(?:- +)+(?P<key>[\w-]+) +(?P<value>[^\s:#].*)")
"""A line that opens an item with words, the first of which may have lost its colon."""

_BLOCK = re.compile(r"(?:^|.*[:-]) *[|>][-+\d]*\s*(?:#.*)?$")
"""A line that says that text follows below it."""

_BLOCK_WITH_TEXT = re.compile(r"(?P<head>[|>][-+]?) *(?P<text>[^\s#].*)")

_ODD_SPACE = re.compile(
    r"^(?: *[\xa0\u2000-\u200a\u202f\u3000])+|^ *(?:- )*(?:[\w-]+:|-)(?= *[\xa0\u2000-\u200a\u202f\u3000])"
)
"""A space that looks like one and is none, where YAML wants one: at the start of a line, or after a colon or a dash."""

_ODD = re.compile(r"[\xa0\u2000-\u200a\u202f\u3000]")

_CLOSING = {'"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*'")}
"""A text from its quotation mark to the one that closes it."""

_BRACKETS = {"[": "]", "{": "}"}

_FAR = 200
"""How many lines above the stop the beginning of a text is looked for."""


@dataclass(frozen=True)
class Stop:
    """Where reading had to stop, and the line on which what went wrong begins."""

    source: Source
    span: Span
    begun: Span
    """Where the parser was reading from: for a line that was taken for a key, that line."""

    def line(self, number: int) -> str:
        """Return a line by its number, or an empty one."""
        return self.source.lines[number - 1] if 1 <= number <= len(self.source.lines) else ""

    def at(self, number: int, start: int, end: int) -> Span:
        """Return a stretch of a line, from the character at `start`, counted from 0, to the one before `end`."""
        return Span(self.source.path, number, start + 1, number, max(start + 2, end + 1))


@dataclass(frozen=True)
class Cause:
    """What is wrong, where, and how to mend it."""

    span: Span
    problem: str
    mend: str


def odd_space(stop: Stop) -> Cause | None:
    """A space that only looks like one stands where YAML wants one: it came with text pasted from a page or a document."""
    for number in range(stop.span.line, max(0, stop.span.line - 30), -1):
        line = stop.line(number)
        if _ODD_SPACE.match(line) and (found := _ODD.search(line)):
            name = unicodedata.name(found[0]).lower()
            return Cause(
                stop.at(number, found.start(), found.end()),
                f"the space here is no ordinary one but U+{ord(found[0]):04X} ({name}), which YAML does not take for a space",
                "delete it, and what looks like spaces beside it, and type ordinary spaces instead",
            )
    return None


def text_beside_block(stop: Stop) -> Cause | None:
    """Text stands on the line of `>-` or `|`, where only what is below it is read."""
    value = _value(stop.line(stop.span.line))
    found = _BLOCK_WITH_TEXT.fullmatch(value["value"]) if value else None
    if value is None or found is None:
        return None
    start = value.start("value") + found.start("text")
    deeper = len(value["lead"]) - len(value["lead"].lstrip(" -")) + 2 if value["key"] else len(value["lead"])
    return Cause(
        stop.at(stop.span.line, start, len(value.string)),
        f"text stands on the line of `{found['head']}`, which says that the text begins below it",
        f"move it to a line of its own below, indented with {deeper} spaces like the rest of the text",
    )


def needs_quotes(stop: Stop) -> Cause | None:
    """A value starts with a character, or with words in brackets, that mean something in YAML."""
    value = _value(stop.line(stop.span.line))
    if value is None or not _starts_oddly(value["value"]):
        return None
    first = value["value"][0]
    shown = "a backtick" if first == "`" else f"`{first}`"
    what = f"a value may not start with {shown} unless it stands in quotes"
    span = stop.at(stop.span.line, value.start("value"), value.start("value") + 1)
    return Cause(span, what, _quoted(stop, value))


def _starts_oddly(value: str) -> bool:
    if value[0] in _BRACKETS:
        end = value.rfind(_BRACKETS[value[0]])
        return 0 < end < len(value.rstrip()) - 1 and value[end + 1 :].lstrip()[:1] not in ("#", ",")
    return value[0] in "*&%@`"


def second_colon(stop: Stop) -> Cause | None:
    """A text holds a colon with a space behind it, so that YAML takes what stands before it for a key."""
    line = stop.line(stop.span.line)
    value = _value(line)
    if (
        value is None
        or (value["key"] is None and not value["lead"].strip())
        or stop.span.column - 1 <= value.start("value")
    ):
        return None
    if line[stop.span.column - 1 : stop.span.column + 1] not in (": ", ":"):
        return None
    problem = "there is a second `: ` here, so YAML cannot tell where the value ends"
    return Cause(stop.span, problem, _quoted(stop, value))


def _quoted(stop: Stop, value: re.Match[str]) -> str:
    """Return the mend of a value that needs quotes: the line as it has to be, where it stands on one line."""
    below = stop.line(stop.span.line + 1)
    indent = len(value.string) - len(value.string.lstrip())
    goes_on = below.strip() and len(below) - len(below.lstrip()) > indent and not _STRUCTURE.match(below)
    words = value["value"].rstrip()
    line = f"{value['lead'].lstrip()}{json.dumps(words, ensure_ascii=False)}"
    if goes_on or len(line) > 100:
        return 'put a `"` before the value and another after its last word'
    return f"write `{line}`"


def quote_inside(stop: Stop) -> Cause | None:
    """A quotation mark or an apostrophe inside a quoted text ends it too early; or the mark that opens it is never closed."""
    for number in range(stop.span.line, max(0, stop.span.line - _FAR), -1):
        value = _value(stop.line(number))
        if value is None or value["value"][0] not in _CLOSING:
            continue
        mark, start = value["value"][0], value.start("value")
        rest = "\n".join((value.string[start:], *(stop.line(each) for each in range(number + 1, stop.span.line + 1))))
        closing = _CLOSING[mark].match(rest)
        after = rest[closing.end() :] if closing else ""
        if (
            closing is None
            or number + closing[0].count("\n") != stop.span.line
            or after.split("\n")[0].lstrip()[:1] in ("", "#")
        ):
            continue
        column = closing.end() - 1 - (rest.rfind("\n", 0, closing.end()) + 1) + (start if "\n" not in closing[0] else 0)
        is_inside = "\n" not in closing[0] or (mark == "'" and rest[closing.end() - 2].isalpha() and after[0].isalpha())
        if is_inside:
            return _inside(stop.at(stop.span.line, column, column + 1), mark)
        return unclosed(
            stop,
            stop.at(number, start, start + 1),
            "a quotation mark is opened here, and the next one does not end the value",
        )
    return None


def _inside(span: Span, mark: str) -> Cause:
    if mark == "'":
        problem = "this apostrophe ends the text, because the text stands in single quotes"
        return Cause(span, problem, "write `''`, two of them, for each apostrophe inside the text")
    problem = "this quotation mark ends the text, because the text stands in double quotes"
    return Cause(span, problem, 'write `\\"` for each quotation mark inside the text')


def unclosed(stop: Stop, opened: Span, problem: str) -> Cause:
    """Return what to do about a quotation mark that nothing closes."""
    mark = stop.line(opened.line)[opened.column - 1 : opened.column]
    return Cause(opened, problem, f"put `{mark}` at the end of the value as well")


def open_bracket(opened: Span, mark: str) -> Cause:
    """Return what to do about a list or a mapping in brackets that nothing closes."""
    what = "list" if mark == "[" else "mapping"
    return Cause(
        opened,
        f"a {what} opened with `{mark}` is not closed with `{_BRACKETS[mark]}`",
        f"put `{_BRACKETS[mark]}` after its last item; or, where a text only starts with `{mark}`, put the text in quotes",
    )


def no_key(stop: Stop) -> Cause:
    """Return why a line that is no key and no item stands where one of them should."""
    number = stop.begun.line
    line = stop.line(number)
    indent, text = len(line) - len(line.lstrip()), line.strip()
    span = stop.at(number, indent, len(line))
    if re.match(r"-[^\s-]", text):
        return Cause(span, "a dash that opens an item needs a space after it", f"write `- {text[1:][:60]}`")
    if found := re.match(r"([\w-]+):([^\s/].*)", text):
        return Cause(span, "a colon after a key needs a space after it", f"write `{found[1]}: {found[2][:60]}`")
    above = _opener(stop, number, indent)
    if above and _BLOCK.match(stop.line(above)):
        deep = len(stop.line(above + 1)) - len(stop.line(above + 1).lstrip())
        return Cause(
            span,
            "this line has slipped out of the text above it",
            f"indent it with {deep} spaces, like line {above + 1}, and so every other line of that text",
        )
    if above and stop.line(above)[indent : indent + 2] == "- ":
        return Cause(span, "this stands in a list, and no dash opens it", "put `- ` before it")
    return Cause(
        span,
        "this line is neither `key: value` nor an item of a list",
        "write its key and `: ` before it; or indent it two spaces deeper than the key whose text it goes on with",
    )


def _opener(stop: Stop, number: int, indent: int) -> int | None:
    """Return the line above that opened what a line stands in: the first that is not indented deeper."""
    for above in range(number - 1, max(0, number - _FAR), -1):
        line = stop.line(above)
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            return above
    return None


def colon_lost(stop: Stop) -> Cause | None:
    """The line above opens an item without the colon after its key, so that YAML takes it for text, and this line for a stray."""
    number = _opener(stop, stop.span.line, len(stop.line(stop.span.line)))
    found = _WITHOUT_COLON.fullmatch(stop.line(number)) if number else None
    if number is None or found is None or not _STRUCTURE.match(stop.line(stop.span.line)):
        return None
    is_key = re.compile(rf" *(?:- +)+{found['key']}:(?: |$)").match
    if not any(map(is_key, stop.source.lines)):
        return None
    return Cause(
        stop.at(number, found.start("key"), found.end("key")),
        f"`{found['key']}` has no colon, so this line is no key with a value, and what is below it belongs to nothing",
        f"write `- {found['key']}: {found['value'].rstrip()}`",
    )


def wrong_indent(stop: Stop) -> Cause | None:
    """A line stands at a depth at which nothing was opened."""
    line = stop.line(stop.span.line)
    indent = len(line) - len(line.lstrip())
    depths = tuple(_depths(stop, stop.span.line, is_item=line.lstrip().startswith("-")))
    if not _STRUCTURE.match(line) or not depths or any(depth == indent for depth, _ in depths):
        return None
    depth, number = min(depths, key=lambda found: (abs(found[0] - indent), -found[0]))
    return Cause(
        stop.at(stop.span.line, 0, indent + 1),
        f"this line is indented with {_spaces(indent)}, and no line that it could belong with is",
        f"indent it with {_spaces(depth)}, like line {number}",
    )


def _spaces(count: int) -> str:
    return {0: "no spaces", 1: "1 space"}.get(count, f"{count} spaces")


def _depths(stop: Stop, number: int, *, is_item: bool) -> Iterator[tuple[int, int]]:
    """Yield each depth at which something is open above a line, and the nearest line that stands there."""
    least: int | None = None
    for above in range(number - 1, max(0, number - 4 * _FAR), -1):
        found = _STRUCTURE.match(stop.line(above))
        if found is None or (least is not None and len(found["indent"]) >= least):
            continue
        least = len(found["indent"])
        dash = stop.line(above).lstrip().startswith("-")
        if dash and not is_item and found["dashes"]:
            yield least + len(found["dashes"]), above
        elif dash == is_item:
            yield least, above


def _value(line: str) -> re.Match[str] | None:
    return _LEAD.fullmatch(line)
