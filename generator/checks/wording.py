"""Rules about words: plain English, names that are still right, abbreviations that are explained."""

import re
from collections.abc import Iterator

from generator.checks.context import Context
from generator.diagnostics import wording as faults
from generator.diagnostics.base import Diagnostic
from generator.fields import Value
from generator.library import Library, Parsed
from generator.model.core import Clause
from generator.model.law import LegalStatus
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme
from generator.nearest import nearest
from generator.references import REFERENCE

MOST_WORDS = 32
"""A sentence with more words than this is too long."""

READ_IN_A_HURRY = (Protocol, Clause, Theme, Overarching)
"""The sources whose words staff act on. Law, glossary and governance quote old names and long titles by their nature."""

VAGUE = {
    "as soon as possible": "give a time: `within 1 hour`, `by 5pm the same day`",
    "as soon as practicable": "give a time: `within 1 working day`",
    "as soon as reasonably practicable": "give a time: `within 1 working day`",
    "in a timely manner": "give a time",
    "where appropriate": "say when",
    "as appropriate": "say when, and who decides",
    "as necessary": "say when, and who decides",
    "if necessary": "say when",
    "relevant parties": "name them",
    "appropriate measures": "name the measures",
    "appropriate person": "name the post",
    "should consider": "say what to do, and when",
    "it is expected that": "say who does it",
    "will endeavour": "say what is done",
    "best endeavours": "say what is done",
    "promptly": "give a time",
}
"""Words that leave open who acts or by when, and what to write instead."""

QUOTES = frozenset("\"'‘’“”")
"""A name between quotation marks is spoken of, not used."""

_VAGUE = re.compile(r"\b(" + "|".join(sorted(map(re.escape, VAGUE), key=len, reverse=True)) + r")\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n|\n\s*(?:[-|]|\d+\.)\s*|\s\|\s")
_ABBREVIATION = re.compile(r"(?<![\w/.@'-])(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Za-z]{1,6}s?(?![\w/@-])")
_WORD = re.compile(r"[\w'’-]+")
COMMON = frozenset("UK EU NHS GPs GP OK TV PDF ID IDs AM PM A4 A5 USB CCTV PIN HR IT MP SMS VAT BBC USA PE".split())  # noqa: SIM905
"""Abbreviations that every reader knows."""


def _texts(context: Context) -> Iterator[tuple[Parsed, Value, str]]:
    """Yield every text that staff act on, with references turned into the words that a reader sees."""
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            for value in document.values:
                if value.shape.markup:
                    yield document, value, REFERENCE.sub(lambda match: match[2] or "X", value.scalar.text)


def check_sentences_are_short(context: Context) -> Iterator[Diagnostic]:
    """A sentence has no more than 32 words."""
    for document, value, text in _texts(context):
        for sentence in _SENTENCE.split(text):
            words = _WORD.findall(sentence)
            if len(words) > MOST_WORDS:
                opening = " ".join(sentence.split()[:4])
                yield faults.long_sentence(document.find(opening, *value.path), len(words), MOST_WORDS)


def check_duties_have_a_time(context: Context) -> Iterator[Diagnostic]:
    """A text names who acts and by when; it never says "as soon as possible"."""
    for document, value, text in _texts(context):
        for match in _VAGUE.finditer(text):
            yield faults.vague_words(document.find(match[0], *value.path), match[0], VAGUE[match[0].lower()])


def check_abbreviations_are_explained(context: Context) -> Iterator[Diagnostic]:
    """The glossary explains every abbreviation that a protocol uses, once a protocol."""
    known = _known_abbreviations(context.library)
    shorts = [term.short for term in context.library.terms if term.short]
    seen: set[tuple[str, str]] = set()
    for document, value, text in _texts(context):
        for match in _ABBREVIATION.finditer(text):
            word = match[0].removesuffix("s")
            key = (document.source.path, word)
            if word not in known and word + "s" not in known and key not in seen:
                seen.add(key)
                near = nearest(word, shorts, most=1)
                yield faults.undefined_abbreviation(document.find(match[0], *value.path), match[0], near)


def _known_abbreviations(library: Library) -> set[str]:
    named = [*COMMON]
    named += [
        word
        for term in library.terms
        for words in (term.short, term.term, *term.formerly)
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


def check_names_are_current(context: Context) -> Iterator[Diagnostic]:
    """A text uses the names that bodies and plans have now; the glossary holds the former ones."""
    former = _former_names(context.library)
    if not former:
        return
    # Present names stand in the pattern too, so that the GDPR in "UK GDPR" is not taken for the former one.
    names = sorted({*former, *_present_names(context.library)}, key=lambda name: (-len(name), name))
    spaced = (re.escape(name).replace("\\ ", r"\s+") for name in names)
    pattern = re.compile(r"(?<![\w-])(" + "|".join(spaced) + r")(?![\w-])")
    for document, value, text in _texts(context):
        for match in pattern.finditer(text):
            name = " ".join(match[0].split())
            quoted = (
                text[max(0, match.start() - 1) : match.start()] in QUOTES
                and text[match.end() : match.end() + 1] in QUOTES
            )
            if name in former and not quoted:
                yield faults.former_name(document.find(match[0], *value.path), name, former[name])


def _former_names(library: Library) -> dict[str, str]:
    """Return each former name that means nothing else today, with what it is called now."""
    current = _present_names(library)
    found = {name: term.term for term in library.terms for name in term.formerly}
    found |= {words: term.became for term in library.terms if term.became for words in (term.short, term.term) if words}
    return {name: now for name, now in found.items() if name not in current}


def _present_names(library: Library) -> set[str]:
    return {words for term in library.terms if not term.became for words in (term.short, term.term) if words}


def check_law_in_text_is_current(context: Context) -> Iterator[Diagnostic]:
    """A text names no instrument of which nothing in the register is still in force."""
    ended = {
        document.model.title: document
        for document in context.library.instruments.values()
        if all(provision.force.on(context.as_of) is LegalStatus.ENDED for provision in document.model.provisions)
    }
    day = f"{context.as_of.day} {context.as_of:%B %Y}"
    for document, value, text in _texts(context):
        for title in ended:
            if title in text:
                yield faults.ended_law_in_text(document.find(title, *value.path), title, day)
