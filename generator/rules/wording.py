"""Rules about words: plain English, names that are still right, abbreviations that are explained."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Library, Parsed
from generator.model.agency import Agency
from generator.model.core import Clause, Core
from generator.model.governance import Teams
from generator.model.law import LegalStatus
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.rules.context import Context
from generator.rules.faults import wording as faults
from generator.sources.diagnostic import Diagnostic
from generator.sources.nodes import text_at
from generator.sources.source import Span
from generator.words.nearest import nearest
from generator.words.references import REFERENCE

MOST_WORDS = 32
"""A sentence with more words than this is too long."""

READ_IN_A_HURRY = (Protocol, Clause, Core, Theme, Overarching, Agency, Training, Teams)
"""The sources whose words staff act on. Law, glossary and audit quote old names and long titles by their nature."""

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
    "asap": "give a time: `within 1 hour`, `by 5pm the same day`",
    "at the earliest opportunity": "give a time",
    "in a reasonable time": "give a time",
    "within a reasonable time": "give a time",
    "in due course": "give a time",
    "where necessary": "say when, and who decides",
    "as needed": "say when, and who decides",
    "if appropriate": "say when, and who decides",
    "when appropriate": "say when, and who decides",
    "where possible": "say when it is done, and what is done otherwise",
    "if possible": "say when it is done, and what is done otherwise",
    "as long as necessary": "give a period, or name the schedule that sets it",
    "forever": "give a period, or name the schedule that sets it",
    "indefinitely": "give a period, or name the schedule that sets it",
}
"""Words that leave open who acts or by when, and what to write instead."""

QUOTES = frozenset("\"'‘’“”")
"""A name between quotation marks is spoken of, not used."""


def _any_of(phrases: Collection[str]) -> str:
    """Return a pattern for any of the phrases, the longest that fits, with any space between its words.

    Phrases that open alike stand together, so that a text that holds none of them is passed over quickly.
    """
    openings: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda each: (-len(each), each)):
        openings.setdefault(phrase[:2], []).append(re.escape(phrase[2:]).replace("\\ ", r"\s+"))
    return "(?:" + "|".join(f"{re.escape(opening)}(?:{'|'.join(rest)})" for opening, rest in openings.items()) + ")"


_VAGUE = re.compile(rf"\b{_any_of(VAGUE)}\b")
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|FIXME|TBC|tbc|TBD|tbd|XXX+)\b|\b[Tt]o be (?:written|confirmed|decided|completed|agreed)\b|\b[Ll]orem ipsum\b"
)
"""Words that only keep a place."""
_WORDLESS = re.compile(r"[\W\d_]*\Z")
"""A text that has no letter at all."""
_SENTENCE = re.compile(r"(?<=[.!?:;])[*)\]\"'’”]*\s+|\n\s*\n|\n\s*(?:[-|]|\d+\.)\s*|\s\|\s")
_ABBREVIATION = re.compile(r"(?<![\w/.@'-])(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Za-z]{1,6}s?(?![\w/@-])")
_WORD = re.compile(r"[\w'’-]+")
COMMON = frozenset("UK EU NHS GPs GP OK TV PDF ID IDs AM PM A4 A5 USB CCTV PIN HR IT MP SMS VAT BBC USA PE".split())  # noqa: SIM905
"""Abbreviations that every reader knows."""


def _texts(context: Context) -> Iterator[tuple[Parsed, Value, str]]:
    """Yield every text that staff act on, with references turned into the words that a reader sees."""
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from _texts_of(document)


@lru_cache(maxsize=MOST_KEPT)
def _texts_of(document: Parsed) -> tuple[tuple[Parsed, Value, str], ...]:
    return tuple(
        (document, value, REFERENCE.sub(lambda match: match[2] or "X", value.scalar.text))
        for value in document.values
        if value.shape.markup
    )


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
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from _vague_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _vague_in(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(
        faults.vague_words(_find_in(document, value, match), match[0], VAGUE[" ".join(match[0].split())])
        for value in document.values
        if value.shape.refers is None and value.name not in ("asked_as", "also_called")
        for match in _VAGUE.finditer(value.scalar.text.lower())
    )


def _find_in(document: Parsed, value: Value, match: re.Match[str]) -> Span:
    """Return the place of what was found in a value's text in small letters."""
    text = value.scalar.text
    words = text[match.start() : match.end()] if len(text) == len(text.lower()) else match[0]
    return document.find(words, *value.path)


def check_deadlines_are_times(context: Context) -> Iterator[Diagnostic]:
    """The time within which a fast track is recorded, and that between reviews, is a number of something."""
    for document in context.library.parsed:
        for path in (("fast_track", "record_within"), ("review", "every")):
            written = text_at(document.node, *path)
            if written and not any(character.isdigit() for character in written):
                yield faults.time_without_figure(document.span(*path), path[-1], written)


def check_nothing_is_left_to_write(context: Context) -> Iterator[Diagnostic]:
    """No text is still a placeholder."""
    for document in context.library.parsed:
        yield from _unwritten_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _unwritten_in(document: Parsed) -> tuple[Diagnostic, ...]:
    return tuple(
        faults.unwritten(document.find(match[0], *value.path), value.name)
        for value in document.values
        for match in (_placeholder(value),)
        if match
    )


def _placeholder(value: Value) -> re.Match[str] | None:
    if value.shape.refers:
        return None
    return _PLACEHOLDER.search(value.scalar.text) or (
        _WORDLESS.match(value.scalar.text) if value.shape.markup else None
    )


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
    pattern = re.compile(rf"(?<![\w-]){_any_of({*former, *_present_names(context.library)})}(?![\w-])")
    for document, value, text in _texts(context):
        for match in pattern.finditer(text):
            name = " ".join(match[0].split())
            quoted = (
                text[max(0, match.start() - 1) : match.start()] in QUOTES
                and text[match.end() : match.end() + 1] in QUOTES
            )
            if name in former and not quoted:
                yield faults.former_name(document.find(match[0], *value.path), name, former[name])


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
