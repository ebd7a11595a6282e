"""Links as they stand on one page: references, and glossary terms explained where they are first used."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from generator import urls
from generator.county.county import County
from generator.county.wording import plain, title_of
from generator.model.glossary import Term
from generator.sources.diagnostic import did_you_mean
from generator.words.blanks import Fillings, with_blanks
from generator.words.catalogue import Catalogue
from generator.words.nearest import nearest
from generator.words.prose import NOT_IN_A_TITLE, Writer, escape, write_line, write_prose
from generator.words.references import Reference

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


class Explanations:
    """The words that the glossary explains. Made once for a county, because it holds one large pattern."""

    def __init__(self, county: County, words: Catalogue) -> None:
        self._library = county.library
        self.catalogue = words
        self._titles: dict[str, str] = {}
        self._uses: dict[str, tuple[tuple[int, int, Term], ...]] = {}
        self.terms: Mapping[str, Term] = {
            words.lower() if words != words.upper() else words: term
            for term in county.terms
            if term.explain
            for words in (term.short, term.term)
            if words
        }

    def title(self, term: Term) -> str:
        """Return what a link to a term says of it: the term in full and the first sentence of its meaning."""
        if term.id not in self._titles:
            first = _SENTENCE_END.split(plain(self._library, term.meaning, self.catalogue), maxsplit=1)[0]
            said = f"{term.term}: {first}" if term.short else first
            self._titles[term.id] = NOT_IN_A_TITLE.sub("", said)
        return self._titles[term.id]

    def uses(self, text: str) -> tuple[tuple[int, int, Term], ...]:
        """Return where a text uses words that are explained: from, to, and the term. Looked for once: many pages say the same."""
        found = self._uses.get(text)
        if found is None:
            matches = self._pattern.finditer(text) if self._pattern else ()
            found = self._uses[text] = tuple((match.start(), match.end(), self._term(match[0])) for match in matches)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Matches any explained word: abbreviations as they are written, words in full in any case."""
        if not self.terms:
            return None
        names = sorted(self.terms, key=lambda name: (-len(name), name))
        parts = [re.escape(name) if name == name.upper() else f"(?i:{re.escape(name)})" for name in names]
        return re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w-])")

    def _term(self, words: str) -> Term:
        """Return the term that matched words stand for."""
        return self.terms.get(words) or self.terms[words.lower()]


class Links:
    """Writes source text for one page. Remembers which terms the page has explained, so that each is explained once."""

    def __init__(self, county: County, explanations: Explanations, page_uri: str) -> None:
        self.county = county
        self.explanations = explanations
        self.page_uri = page_uri
        self._explained: set[str] = set()
        self._writer = Writer(self.reference, self.words)

    def line(self, text: str) -> str:
        """Return one paragraph of source text as Markdown."""
        return write_line(text, self._writer)

    def prose(self, text: str) -> str:
        """Return source text of any number of blocks as Markdown."""
        return write_prose(text, self._writer)

    def filled(self, text: str, fillings: Fillings) -> str:
        """Return source text of any number of blocks as Markdown, with its blanks; nothing in it is explained: it is to be sent."""

        def fill(name: str) -> str | None:
            filling = fillings.get(name)
            if filling is None:
                return None
            words = _escape_inside(self.explanations.catalogue.tell(filling.words))
            return f'<span class="blank">\\[{words}\\]</span>' if filling.is_open else words

        return write_prose(text, Writer(self.reference, lambda words: with_blanks(words, _escape_inside, fill)))

    def unlinked(self, text: str) -> str:
        """Return one paragraph of source text as Markdown without links, for words that stand inside a control."""
        return write_line(text, Writer(self._title, escape))

    def _title(self, reference: Reference) -> str:
        return escape(title_of(self.county.library, reference, self.explanations.catalogue))

    def to(self, name: str, words: str = "") -> str:
        """Return a link to the thing called `name`. Raises `LookupError` where nothing is: checking has proved what sources name."""
        target = self.county.targets.get(name)
        if target is None:
            raise LookupError(f"nothing is called `{name}`; {did_you_mean(nearest(name, self.county.targets))}")
        return self.link(target.page_uri, target.anchor, words or target.title)

    def link(self, page_uri: str, anchor: str, words: object, query: str = "") -> str:
        """Return a link to a place on a page; its words are plain, unless they are Markdown already (`__html__`)."""
        shown = words if hasattr(words, "__html__") else escape(self.explanations.catalogue.tell(words))
        return f"[{shown}]({urls.relative_link(self.page_uri, page_uri, anchor, query)})"

    def image(self, uri: str, says: str) -> str:
        """Return a picture of the site's own, with the words that say what it shows."""
        return f"![{escape(self.explanations.catalogue.tell(says))}]({urls.relative_link(self.page_uri, uri)})"

    def reference(self, reference: Reference) -> str:
        """Return what a `[[reference]]` becomes."""
        return self.to(reference.target, reference.words)

    def words(self, text: str) -> str:
        """Return plain words, escaped, with each glossary term linked and explained where it is first used."""
        pieces: list[str] = []
        done = 0
        for start, end, term in self.explanations.uses(text):
            if term.id in self._explained:
                continue
            self._explained.add(term.id)
            pieces += (_escape_inside(text[done:start]), self._explained_term(text[start:end], term))
            done = end
        pieces.append(_escape_inside(text[done:]))
        return "".join(pieces)

    def _explained_term(self, words: str, term: Term) -> str:
        return f'[{escape(words)}]({urls.relative_link(self.page_uri, urls.GLOSSARY, term.id)} "{self.explanations.title(term)}")'


def _escape_inside(text: str) -> str:
    """Escape words that do not start a line, so that a hyphen after a term is left alone."""
    return escape("x" + text)[1:] if text else ""


LinksFor = Callable[[str], Links]
"""Makes the links of a page from its address."""
