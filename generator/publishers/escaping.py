"""Words as HTML, for what a theme prints as it is."""

from html import escape


def as_html(words: str) -> str:
    """Return words as HTML that says just these words, as text and in an attribute between double quotes."""
    return escape(words, quote=False).replace('"', "&quot;")
