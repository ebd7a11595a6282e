"""Characters and marks that no source may hold, found before anybody reads it as YAML.

What an escape in a quoted text brings in is left to `builder`, which sees the text decoded.
"""

import re
import unicodedata
from collections.abc import Iterator

from generator.sources.diagnostic import Diagnostic, fault
from generator.sources.source import Source, Span

_CONTROL = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\uf900-\ufefe\uff00-\ufffc\U00010000-\U000dffff]"
    "|[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]"
)
"""What YAML 1.2 (section 5.1) does not allow in text, and what nobody can see in it: a byte order mark that is not at the start
of a file, line ends that only some programs know, joiners and spaces of no width, marks that turn the direction of reading,
private characters, and the mark that stands for a character that was lost."""

UNSEEN = re.compile(rf"(?!\n)(?:{_CONTROL.pattern})")
"""The same in text that was decoded: an escape such as `"\\uE000"` brings in what may not stand in the file itself."""

_CONFLICT = re.compile(r"\s*(<{7}|={7}|>{7}|\|{7})(?:\s|$)")
"""What git leaves in a file where two changes could not be brought together."""


@fault("control-character")
def control_character(span: Span, character: str) -> Diagnostic:
    """The file holds a character that cannot be seen or printed.

    It usually came with text pasted from another program. Such characters can also hide words from a reviewer, or show them in
    another order than a computer reads them. Delete it.
    """
    called = unicodedata.name(character, "").lower()
    return Diagnostic(
        f"the character U+{ord(character):04X}{f' ({called})' if called else ''} may not stand here",
        span,
        help="delete it; if a letter was lost here, write it anew",
    )


def control_characters(source: Source) -> Iterator[Diagnostic]:
    """Yield a fault for each character that may not stand in a source."""
    for number, line in enumerate(source.lines, start=1):
        for match in _CONTROL.finditer(line):
            column = match.start() + 1
            yield control_character(Span(source.path, number, column, number, column + 1), match.group())


@fault("conflict-marker")
def conflict_marker(span: Span, mark: str) -> Diagnostic:
    """The file holds a mark that git leaves where two changes to the same lines could not be brought together.

    Between `<<<<<<<` and `=======` stands the one version, between `=======` and `>>>>>>>` the other. Keep what is right, and
    take the three marks out.
    """
    return Diagnostic(
        f"`{mark}` was left by git: two changes meet here, and somebody has to choose",
        span,
        help="keep what is right of the two versions, and take out the lines with the marks",
    )


def conflicts(source: Source) -> Iterator[Diagnostic]:
    """Yield a fault for each mark that git left."""
    for number, line in enumerate(source.lines, start=1):
        if match := _CONFLICT.match(line):
            yield conflict_marker(Span(source.path, number, match.start(1) + 1, number, match.end(1) + 1), match[1])
