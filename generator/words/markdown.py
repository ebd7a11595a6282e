"""The parser of the Markdown in sources: CommonMark with tables. What the templates compose is read in `composed.parsing`.

The only module that imports markdown-it-py.
"""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["PARSER", "Token", "address"]


class _Parser(MarkdownIt):
    """CommonMark with tables. Lets every link through, so that a check can report an unsafe one instead of losing it."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  The library's name.
        """Return true for every address: `words.prose` judges them."""
        return True


PARSER = _Parser("commonmark", {"html": True}).enable("table").disable("code")
"""Reads a whole text, or the words of one line. Knows no indented code, because authors indent by accident."""


@lru_cache(maxsize=16384)
def address(written: str) -> str:
    """Return the address of a link as this parser gives it: its host in ASCII, and percent-encoded where it has to be."""
    return PARSER.normalizeLink(written)
