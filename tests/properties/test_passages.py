"""The tree says the words that `words-1` was first made from: those of composed Markdown read line by line."""

import re
from collections.abc import Iterator
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from generator.composed.passages import passages
from generator.composed.tree import parse
from generator.words.prose import Writer, escape, problems_in, write_prose

_HEADING = re.compile(r"^(#{1,6}) (.*?)(?: \{ #([\w-]+).*\})?$")
_PART = re.compile(r'<div class="[^"]*" data-part="(\w+)" markdown>')
_AGENCY = re.compile(r'<div class="agency" data-agency="([\w-]+)" markdown>')
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*(?: \"[^\"]*\")?\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|\*|`)")
_RULE = re.compile(r"^\|(?: --- \|)+$")


def first_read(markdown: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield part, anchor, heading, agency and words of each passage as the first version of `words-1` read them."""
    part = anchor = heading = agency = ""
    depth = agency_depth = 0
    for line in markdown.splitlines():
        headed = _HEADING.match(line)
        if line.startswith("<div"):
            depth += 1
            if found := _PART.match(line):
                part, depth = found[1], 1
            elif found := _AGENCY.match(line):
                agency, agency_depth = found[1], depth
        elif line.startswith("</div"):
            if depth == agency_depth and agency:
                agency, agency_depth = "", 0
            depth -= 1
        elif headed and headed[3]:
            anchor, heading = headed[3], first_words(headed[2])
        elif not _RULE.match(line) and part and (words := first_words(line.lstrip("#"))):
            yield part, anchor, heading, agency, words


def first_words(line: str) -> str:
    plain = _ESCAPED.sub(r"\1", _EMPHASIS.sub("", _LINK.sub(r"\1", line)))
    return " ".join(unescape(plain).split())


# Without a mark that opens a code word: the first version dropped a star inside one, which the page shows.
WORDS = st.text(st.sampled_from("ab Zé’.,;:!?-+=~#$%@&<>|_[](){}\\/\"'19"), min_size=1, max_size=30)
MARKED = st.sampled_from(
    [
        "**strong**",
        "*soft*",
        "`code`",
        "[link](https://a.example/x)",
        "[[core/x|named]]",
        r"\*star\*",
        "2. two",
        "- one",
    ]
)
LINES = st.lists(WORDS | MARKED, min_size=1, max_size=4).map(" ".join)
ROWS = st.lists(LINES.map(lambda line: line.replace("|", "/").replace("\\", "/")), min_size=2, max_size=2)


def listed(mark: str) -> st.SearchStrategy[str]:
    return st.lists(LINES, min_size=1, max_size=3).map(lambda items: "\n".join(f"{mark} {item}" for item in items))


def nested(items: list[str]) -> str:
    return "- " + "\n  - ".join(items)


TABLES = st.lists(ROWS, min_size=2, max_size=3).map(
    lambda rows: "\n".join(
        [f"| {' | '.join(rows[0])} |", "| --- | --- |", *(f"| {' | '.join(row)} |" for row in rows[1:])]
    )
)
PROSE = st.lists(
    LINES | listed("-") | listed("1.") | st.lists(LINES, min_size=2, max_size=3).map(nested) | TABLES,
    min_size=1,
    max_size=4,
).map("\n\n".join)

WRITER = Writer(lambda reference: f"[{escape(reference.words)}](../core/x.md)", escape)


def composed(prose: str, own: str) -> str:
    return f"""# Title

<div class="part top" data-part="top" markdown>

### A2 Fast track {{ #a2-fast-track data-search-exclude }}

{prose}

<div class="agency" data-agency="police" markdown>

#### Police & co

{own}

<div class="standing" data-search-exclude markdown>

{prose}

</div>

</div>

{own}

</div>
"""


@given(PROSE, PROSE)
def test_tree_says_the_words_that_were_first_signed(prose: str, own: str) -> None:
    if any(found for text in (prose, own) for found in problems_in(text, "prose")):
        return
    page = composed(write_prose(prose, WRITER), write_prose(own, WRITER))
    found = [(each.part, each.anchor, each.heading, each.agency, each.text) for each in passages(parse(page, "x.md"))]
    assert found == list(first_read(page))
