"""Source files and places in them.

A `Source` is the text of one file under the project's root; a `Span` is a place in it, counted from 1 in lines and
characters, as editors count. Reading files is left to `disk`.
"""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of one file, from its first character to just past its last. Lines and columns start at 1."""

    path: str
    """The file, relative to the project's root, with forward slashes."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def first_line(self, length: int) -> "Span":
        """Return the part of this span that lies on its first line, which is `length` characters long."""
        if self.end_line == self.line:
            return self
        return Span(self.path, self.line, self.column, self.line, max(self.column + 1, length + 1))


@dataclass(frozen=True)
class Source:
    """The text of one file."""

    path: str
    """The file, relative to the project's root, with forward slashes."""
    text: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends. Split only where YAML and editors do, never at a form feed."""
        return tuple(line.rstrip("\r") for line in self.text.split("\n"))

    def find(self, words: str, within: Span) -> Span:
        """Return where `words` first stand inside `within`, on one line or folded; or `within` itself where they do not."""
        for number in range(within.line, min(within.end_line, len(self.lines)) + 1):
            line = self.lines[number - 1]
            start = within.column - 1 if number == within.line else 0
            end = within.end_column - 1 if number == within.end_line else len(line)
            found = line.find(words, start, end)
            if found >= 0:
                return Span(self.path, number, found + 1, number, found + 1 + len(words))
        return self._find_folded(words, within)

    def _find_folded(self, words: str, within: Span) -> Span:
        """Return where `words` first stand with line ends between them, drawn to their first line."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        lines = self.lines[within.line - 1 : within.end_line]
        found = re.search(pattern, "\n".join(lines)) if pattern else None
        if found is None:
            return within
        before = "\n".join(lines)[: found.start()]
        line, column = within.line + before.count("\n"), found.start() - (before.rfind("\n") + 1) + 1
        return Span(self.path, line, column, line, max(column + 1, len(self.lines[line - 1]) + 1))
