"""Rules about names: an abbreviation is explained, and a body or a plan is called what it is called now."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Library, Parsed
from generator.rules.context import Context, rule
from generator.rules.phrases import READ_IN_A_HURRY, any_of, texts_of
from generator.rules.unwritten import KEEPERS
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span
from generator.words.nearest import nearest

QUOTES = frozenset("\"'‘’“”")
"""A name between quotation marks is spoken of, not used."""


_ABBREVIATION = re.compile(r"[A-Z](?<![\w/.@'-].)(?=\w*[A-Z])[A-Za-z]{1,6}s?(?![\w/@-])")
"""It begins with a letter, which a text is searched for quickly, and only then looks at what stands before it."""


COMMON = frozenset("UK EU NHS GPs GP OK TV PDF ID IDs AM PM A4 A5 USB CCTV PIN HR IT MP SMS VAT BBC USA PE".split())  # noqa: SIM905
"""Abbreviations that every reader knows."""


@fault("undefined-abbreviation", Severity.ADVICE)
def undefined_abbreviation(span: Span, abbreviation: str, nearest: tuple[str, ...]) -> Diagnostic:
    """A text uses an abbreviation that the glossary does not explain.

    Readers come from twenty professions. Add it to `protocols/glossary.yaml`, or write the words out.
    """
    near = f"; the glossary has {', '.join(nearest)}" if nearest else ""
    return Diagnostic(
        f"the glossary does not explain `{abbreviation}`{near}", span, help="add it to the glossary, or write it out"
    )


@rule
def check_abbreviations_are_explained(context: Context) -> Iterator[Diagnostic]:
    """The glossary explains every abbreviation that a protocol uses, once a protocol."""
    known = _known_abbreviations(context.library)
    shorts = [term.short for term in context.library.terms if term.short]
    for document in context.library.parsed:
        seen: set[str] = set()
        for value, match in _named_in(document, _ABBREVIATION) if document.entry in READ_IN_A_HURRY else ():
            word = match[0].removesuffix("s")
            if word not in known and word not in KEEPERS and word + "s" not in known and word not in seen:
                seen.add(word)
                near = nearest(word, shorts, most=1)
                yield undefined_abbreviation(document.find(match[0], *value.path), match[0], near)


def _known_abbreviations(library: Library) -> set[str]:
    named = [*COMMON]
    named += [
        word
        for term in library.terms
        for words in (term.short, term.term, *term.also_called, *term.formerly)
        if words
        for word in words.split()
    ]
    for agency in library.agencies.values():
        named += [word for name in (agency.model.name, agency.model.short_name) for word in name.split()]
    for instrument in library.instruments.values():
        named += [
            word for name in (instrument.model.title, instrument.model.short_title or "") for word in name.split()
        ]
    for protocol in library.protocols.values():
        named += protocol.model.also_called
    return {word.strip("(),.").removesuffix("s") for word in named}


@fault("former-name", Severity.WARNING)
def former_name(span: Span, name: str, now: str) -> Diagnostic:
    """A text uses a name that a body, a role or a plan no longer has.

    Old names are the commonest sign that a protocol has not been looked at. Use the present one; the glossary keeps the old one
    so that search finds it.
    """
    return Diagnostic(f"`{name}` is a former name", span, help=f"it is now: {now}")


@rule
def check_names_are_current(context: Context) -> Iterator[Diagnostic]:
    """A text uses the names that bodies and plans have now; the glossary holds the former ones."""
    former = _former_names(context.library)
    if not former:
        return
    # Present names stand in the pattern too, so that the GDPR in "UK GDPR" is not taken for the former one.
    pattern = re.compile(rf"(?<![\w-]){any_of({*former, *_present_names(context.library)})}(?![\w-])")
    for document in context.library.parsed:
        for value, match in _named_in(document, pattern) if document.entry in READ_IN_A_HURRY else ():
            name = " ".join(match[0].split())
            if name in former and not _is_quoted(match):
                yield former_name(document.find(match[0], *value.path), name, former[name])


def _is_quoted(match: re.Match[str]) -> bool:
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    return before in QUOTES and after in QUOTES


@lru_cache(maxsize=MOST_KEPT)
def _named_in(document: Parsed, pattern: re.Pattern[str]) -> tuple[tuple[Value, re.Match[str]], ...]:
    """Return every place of a document that a pattern matches."""
    return tuple((value, match) for _, value, text in texts_of(document) for match in pattern.finditer(text))


def _spellings(name: str) -> set[str]:
    """Return a name as it is, and one of several words as it looks with capitals."""
    capitals = " ".join(word[:1].upper() + word[1:] if len(word) > 3 else word for word in name.split())
    return {name, capitals} if " " in name else {name}


def _former_names(library: Library) -> dict[str, str]:
    """Return each former name that means nothing else today, with what it is called now."""
    current = _present_names(library)
    found = {name: term.term for term in library.terms for name in term.formerly}
    found |= {words: term.became for term in library.terms if term.became for words in (term.short, term.term) if words}
    return {
        spelling: now for name, now in found.items() for spelling in _spellings(name) if not {name, spelling} & current
    }


def _present_names(library: Library) -> set[str]:
    return {words for term in library.terms if not term.became for words in (term.short, term.term) if words}
