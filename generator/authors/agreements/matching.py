"""What the registers know of what an agreement names: agencies by any of their names, posts by their titles, law exactly or not at all."""

import re
from dataclasses import dataclass
from functools import cached_property

from generator.authors.agreements.names import plain
from generator.county.library import Library
from generator.model.agency import Post
from generator.rules.cited import provisions_cited
from generator.words.nearest import likest

NEAREST_AGENCY = 90
"""How alike of 100 a name has to be to one of an agency's to be taken for a slip in it."""

_COMMA = re.compile(", ")
_MOST_COMMAS = 4
"""Into how many parts commas divide a name at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """An agency that was found, and whether that is sure."""

    agency: str
    percent: int
    """100 where the name is one of its names."""


class Registers:
    """Looks things up. Never chooses law: a provision is the very one that is cited, or none."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @cached_property
    def _names(self) -> dict[str, str]:
        known: dict[str, str] = {}
        for identifier, document in self.library.agencies.items():
            model = document.model
            if model.retired is None:
                for name in (model.name, model.short_name, identifier.replace("-", " "), *model.also_called):
                    known.setdefault(_name(name), identifier)
        return known

    def agency(self, name: str) -> Found | None:
        """Return the agency of a name: exactly, or the nearest."""
        words = _name(name)
        if words in self._names:
            return Found(self._names[words], 100)
        near = likest(words, self._names, NEAREST_AGENCY) if len(words) > 5 else None
        return Found(self._names[near[0]], near[1]) if near else None

    def agencies(self, text: str) -> tuple[Found, ...]:
        """Return the agencies of a list in one text; none where any name in it is not known."""
        if whole := self.agency(text):
            return (whole,)
        if named := self.listed(text):
            return tuple(Found(each, 100) for each in named)
        listed = [
            part for part in text.replace(";", ",").replace("/", ",").replace(" and ", ",").split(",") if part.strip()
        ]
        found = [self.agency(part) for part in listed]
        sure = tuple(each for each in found if each)
        return sure if len(sure) == len(found) else ()

    def listed(self, text: str) -> tuple[str, ...]:
        """Return the agencies of a list with commas, each by one of its names, whole; none where that can be read in two ways, or in none.

        A name may hold a comma, so each run of parts may be one.
        """
        parts = text.split(", ")
        ways: list[list[tuple[str, ...]]] = [[()]]
        for end in range(1, len(parts) + 1):
            here = [
                (*before, self._names[name])
                for start in range(max(0, end - _MOST_COMMAS), end)
                if (name := _name(", ".join(parts[start:end]))) in self._names
                for before in ways[start]
            ]
            ways.append(here[:2])
        return ways[-1][0] if len(ways[-1]) == 1 else ()

    def provision_labelled(self, label: str) -> str | None:
        """Return the provision that pages call so: its instrument by a title, and how it is cited. None where two are called so."""
        found = self._labels.get(label, ())
        return found[0] if len(found) == 1 else None

    @cached_property
    def _labels(self) -> dict[str, list[str]]:
        known: dict[str, list[str]] = {}
        for name, (document, provision) in self.library.provisions.items():
            model = document.model
            for title in {model.title, model.short_title or model.title}:
                known.setdefault(f"{title}, {provision.cite}", []).append(name)
        return known

    def only_provision(self, text: str) -> str | None:
        """Return the one provision that a text cites, where it cites no other and the register has it."""
        cited = provisions_cited(self.library, text)
        return cited[0][1] if len(cited) == 1 else None

    def law_in(self, text: str) -> tuple[str, ...]:
        """Return what to say of the law that a text cites: the name in the register, or that it is not there."""
        return tuple(
            f"{written}: `{name}` in the law register" if name else f"{written}: not found in the law register"
            for written, name in provisions_cited(self.library, text)
        )

    def clause_about(self, heading: str) -> str | None:
        """Return the clause of the core whose title, or another name of it, stands in a heading: what to read beside it, no more."""
        words = f" {plain(heading)} "
        for clause in self.library.current_clauses:
            for name in (clause.model.title, *clause.model.also_called):
                if plain(name) and f" {plain(name)} " in words:
                    return clause.id
        return None

    def post(self, agency: str, title: str) -> str | None:
        """Return the post of an agency that has this title."""
        posts = self.library.agencies[agency].model.posts
        return next((f"{agency}/{post.id}" for post in posts if plain(post.title) == plain(title)), None)

    def post_named(self, text: str) -> tuple[str, Post] | None:
        """Return the agency and the post of a title with the agency's name behind it, whole; none where that is so of none, or of two."""
        found = [
            (agency, post)
            for at in _COMMA.finditer(text)
            if (agency := self._names.get(_name(text[at.end() :])))
            for post in self.library.agencies[agency].model.posts
            if plain(post.title) == plain(text[: at.start()])
        ]
        return found[0] if len(found) == 1 else None


def _name(words: str) -> str:
    return plain(f". {words}").removeprefix("the ")
