"""The fixed words of pages, documents and pictures, in the county's language.

English stands where it is said, as `say("...")`; a language has one file of translations beside the templates, which
any editor of such files (gettext's PO) understands. The words of sources are not here: they are the sources'.
"""

import gettext
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"


class Catalogue:
    """Gives each fixed text in one language; English is the text itself, and so is what has no translation."""

    def __init__(self, translations: gettext.NullTranslations | None = None) -> None:
        self._translations = translations or gettext.NullTranslations()

    @classmethod
    def read(cls, path: Path) -> "Catalogue":
        """Return the catalogue of a language from its PO file. Raises `OSError` where it cannot be read."""
        compiled = io.BytesIO()
        write_mo(compiled, read_po(io.BytesIO(path.read_bytes())))
        compiled.seek(0)
        return cls(gettext.GNUTranslations(compiled))

    def say(self, english: str, **facts: object) -> str:
        """Return a text with its facts in their places: `say("%(count)s clauses", count=30)`."""
        return self._translations.gettext(english) % facts

    def say_many(self, one: str, many: str, count: int, **facts: object) -> str:
        """Return a text in the form that its language has for a count, which stands as `%(num)s`."""
        return self._translations.ngettext(one, many, count) % {"num": count, **facts}
