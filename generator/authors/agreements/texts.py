"""The words of an agreement as the dialect of sources reads them: which may stand in a field as they are."""

import re

_MOST = 1500
_MARKS = re.compile(r"[\\`*\[\]{}<>|~\t]|_|^\s*(?:[#>+=-]|:)|https?:|www\.|&\w+;|\$\{")
"""What the dialect of sources would read as layout, a link or a reference."""

_BULLET = re.compile(r"^(?:[•●▪◦‣∙■□◆➢✓·–—o]\s+)+")
_NUMBER = re.compile(
    r"^\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[a-z]|[ivx]{1,4})[.):]{1,2}\s+(?=\S)|^\d{1,2}(?:\.\d{1,2}){1,4}\s+(?=\S)"
)


def plain_words(text: str) -> str:
    """Return a text without the mark of a list or the number of a paragraph before it."""
    return _NUMBER.sub("", _BULLET.sub("", text)).strip()


def may_stand(text: str) -> bool:
    """Tell whether a text can stand in a field as it is: it has words, is short enough, and no mark in it means anything."""
    words = plain_words(text)
    return (
        len(words) <= _MOST
        and words.lstrip("“‘(\"'")[:1].isalnum()
        and any(map(str.isalpha, words))
        and not _MARKS.search(words)
    )
