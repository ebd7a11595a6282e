"""The fixed words of pages, documents and pictures, in the county's language.

English stands where it is said, as `say("...")`, or as `fixed("...")` where nobody knows the language yet. A language has one
file of translations beside the templates, which any editor of such files (gettext's PO) understands. The words of sources are
not here: they are the sources'.
"""

import gettext
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from generator.engine import layers
from generator.errors import WordsFault
from generator.model.site import Language

FOLDER = "words"
"""The folder, in a folder of templates, that holds the translations: `words/cy.po`."""

_FACT = re.compile(r"%\((\w+)\)s")
_SAID = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"')


class Fixed(str):
    """Fixed words that are made before anybody knows in which language they will be said.

    To whoever does not ask they are English; a catalogue says them anew, with the same facts.
    """

    __slots__ = ("english", "facts")
    english: str
    facts: dict[str, object]

    def __new__(cls, english: str, **facts: object) -> Self:
        """Return the words with the facts in their places."""
        made = super().__new__(cls, english % facts)
        made.english, made.facts = english, facts
        return made


fixed = Fixed
"""Marks fixed words: `fixed("Who gives what to whom: %(theme)s", theme=theme.short_title)`."""


class FixedMany(Fixed):
    """Fixed words in the form that their language has for a count, which stands as `%(num)s`."""

    __slots__ = ("many", "number")
    many: str
    number: int

    def __new__(cls, english: str, many: str, count: int, **facts: object) -> Self:
        """Return the words for a count, with the facts in their places."""
        made = super().__new__(cls, english if count == 1 else many, num=count, **facts)
        made.english, made.many, made.number = english, many, count
        return made


fixed_many = FixedMany
"""Marks fixed words that count something: `fixed_many("%(num)s step", "%(num)s steps", len(steps))`."""


class Catalogue:
    """Gives each fixed text in one language; English is the text itself, and so is what has no translation."""

    def __init__(self, translations: gettext.NullTranslations | None = None) -> None:
        self._translations = translations or gettext.NullTranslations()

    @classmethod
    def read(cls, path: Path) -> "Catalogue":
        """Return the catalogue of a language from its PO file. Raises `WordsFault` where it cannot be used."""
        compiled = io.BytesIO()
        try:
            found = read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)
        except (OSError, PoFileError, ValueError) as error:
            raise WordsFault(f"{FOLDER}/{path.name} cannot be read: {error}") from error
        _prove(found, path.name)
        write_mo(compiled, found)
        compiled.seek(0)
        return cls(gettext.GNUTranslations(compiled))

    def say(self, english: str, **facts: object) -> str:
        """Return a text with its facts in their places: `say("%(count)s clauses", count=30)`."""
        return self._translations.gettext(english) % self._told(facts)

    def say_many(self, one: str, many: str, count: int, **facts: object) -> str:
        """Return a text in the form that its language has for a count, which stands as `%(num)s`."""
        return self._translations.ngettext(one, many, count) % {**self._told(facts), "num": count}

    def tell(self, words: object) -> str:
        """Return words as readers see them: fixed ones in this language, those of a source as they are."""
        if isinstance(words, FixedMany):
            return self.say_many(words.english, words.many, words.number, **words.facts)
        return self.say(words.english, **words.facts) if isinstance(words, Fixed) else str(words)

    def translated(self, texts: Iterable[str]) -> dict[str, str]:
        """Return what these texts are in this language, without those that are the same, for what cannot ask here."""
        return {text: said for text in texts if (said := self._translations.gettext(text)) != text}

    def _told(self, facts: dict[str, object]) -> dict[str, object]:
        return {name: self.tell(fact) if isinstance(fact, Fixed) else fact for name, fact in facts.items()}


ENGLISH = Catalogue()
"""The words as they are written."""


def catalogue_of(language: Language, templates: Path) -> Catalogue:
    """Return the words of a language, from the project's own templates or else the engine's. Raises `WordsFault`."""
    if language.is_english:
        return ENGLISH
    for folder in layers(templates):
        path = folder / FOLDER / f"{language.value}.po"
        if path.is_file():
            return Catalogue.read(path)
    raise WordsFault(
        f"protocols/site.yaml: `language: {language.value}` needs its fixed words in templates/{FOLDER}/{language.value}.po; "
        f"begin with templates/{FOLDER}/catalogue.pot"
    )


def said_in(code: str) -> Iterator[str]:
    """Yield every text that Typst or JavaScript says: `say("Party")`."""
    yield from (found.replace('\\"', '"').replace("\\\\", "\\") for found in _SAID.findall(code))


def _prove(found: Catalog, name: str) -> None:
    """Refuse a translation that its facts cannot be put into. Raises `WordsFault`."""
    for message in found:
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        english = message.id if isinstance(message.id, tuple | list) else (message.id,)
        facts = {fact: "" for text in english for fact in _FACT.findall(text)}
        if message.pluralizable:
            facts["num"] = ""
        for form in forms if message.id else ():
            try:
                _ = (form or "") % facts
            except (KeyError, TypeError, ValueError) as error:
                raise WordsFault(
                    f"{FOLDER}/{name}:{message.lineno}: `{form}` does not fit its English: {error}"
                ) from error
