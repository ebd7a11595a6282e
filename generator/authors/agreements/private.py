"""What a source may not hold: names of people, telephone numbers, mailboxes, numbers and addresses that tell who somebody is.

A piece that holds any goes into no source, not even as a comment; a person decides what becomes of it.
"""

import re
from collections.abc import Iterable

from generator.county.library import Library
from generator.rules.people import addressed_person, county_words, named_person
from generator.rules.personal import tells_who

_PHONE = re.compile(r"(?<![\w.])(?:\+\d{1,3}[ ()-]{0,3}|\(?0)\d(?:[ ()-]{0,3}\d){7,12}(?!\w)")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SEVERAL_WORDS = re.compile(r"[^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+)+")


class Private:
    """Tells what in a text is about a person. Knows the names that stand where the document names people."""

    def __init__(self, library: Library, named: Iterable[str]) -> None:
        self._county = county_words(library)
        self._named = frozenset(filter(None, map(self._person, named)))

    def reason(self, text: str) -> str | None:
        """Return why a text goes into no source, or nothing."""
        if _MAIL.search(text):
            return "holds a mail address"
        if _PHONE.search(text):
            return "holds a telephone number"
        if tells_who(text):
            return "holds a number, a birth date or a postcode of somebody"
        if addressed_person(text, self._county) or any(name in text.lower() for name in self._named):
            return "names a person"
        return None

    def of_post(self, text: str) -> str | None:
        """Return why a text that should name a post goes into no source: a stricter question than that of prose."""
        return self.reason(text) or ("may name a person" if named_person(text, self._county) else None)

    def _person(self, cell: str) -> str:
        """Return the name in a cell that names somebody, in small letters, so that it is found elsewhere too."""
        words = _SEVERAL_WORDS.search(cell)
        return words[0].lower() if words and named_person(words[0], self._county) else ""
