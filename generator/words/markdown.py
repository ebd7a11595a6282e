"""The one parser of Markdown: CommonMark with tables, for the prose of sources and for what the templates compose.

The only module that imports markdown-it-py.
"""

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["BLOCKS", "PARSER", "Token"]


class _Parser(MarkdownIt):
    """CommonMark with tables. Lets every link through, so that a check can report an unsafe one instead of losing it."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  The library's name.
        """Return true for every address: `words.prose` judges them."""
        return True


def _parser() -> MarkdownIt:
    """Return a parser without indented code: the templates indent, and authors do by accident."""
    return _Parser("commonmark", {"html": True}).enable("table").disable("code")


PARSER = _parser()
"""Reads a whole text, or the words of one line."""

BLOCKS = _parser().disable(["reference", "inline", "text_join"])
"""Reads a text as blocks, and leaves the words in them as they are written."""
