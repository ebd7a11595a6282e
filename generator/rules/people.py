"""The rule about names of people: where a post belongs stands a post, never whoever holds it today."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Library, Parsed
from generator.model.training import Training
from generator.rules.context import Context, rule
from generator.rules.personal import birth_date, dated
from generator.rules.phrases import READ_IN_A_HURRY
from generator.rules.whole import fields, prose, whole
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span

OF_POSTS = frozenset(
    {"by", "owner", "post", "title", "chair", "who", "role", "decides_in_hours", "decides_out_of_hours"}
)
"""The fields in which a post is named."""

_TITLED = re.compile(r"(?:Mrs?|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Revd?|Cllr)\.? (?:[A-Z]\.? ){0,2}[A-Z][\w’'-]+")
"""A form of address with the surname after it."""

_RANKED = re.compile(
    r"(?<![\w'’-])(?:Miss|Councillor|PC|PCSO|DC|DS|DI|DCI|Det|Insp|Sgt|PS|Supt|Nurse|Judge|Lord|Lady) (?P<name>[A-Z][\w’'-]+)"
)
"""A rank or an office with a word after it that may be a surname."""

_PAIR = re.compile(
    r"(?<![\w'’&-])(?P<first>[^\W\d_][\w’'-]*) (?:[A-Z]\.? )?(?:(?:van|von|de|da|al|ap|ab|ferch|bin|bint|Mc|Mac|St) ){0,2}"
    r"(?P<last>[^\W\d_][\w’'-]*)"
)
"""Two words, with what may stand between a forename and a surname."""

_NAME_BEFORE = re.compile(
    r"(?<![\w’'&-])(?P<first>[A-ZÀ-Ž][\w’'-]{1,30}) (?P<last>[A-ZÀ-Ž][\w’'-]{1,30})[ ,(:–-]{1,4}\Z"
)
"""Two words with capitals, directly before a date."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")

FORENAMES = frozenset(
    """
    Aaron Abdul Abigail Adam Adrian Agnieszka Ahmed Aisha Alan Alastair Alex Alexander Alexandra Alfie Ali Alice Alison Alun
    Amanda Amelia Amina Amir Amy Andrea Andrew Andrzej Angela Angharad Anita Ann Anna Anne Anthony Antonia Aneurin Arthur
    Ayesha Barbara Barry Becky Ben Benjamin Bethan Beverley Brian Bronwen Bryn Callum Carl Carol Caroline Carys Catherine Ceri
    Charles Charlotte Chloe Chris Christine Christopher Claire Clare Clive Colin Craig Cerys Dafydd Daisy Daniel Darren David
    Dawn Debbie Deborah Deepak Denise Derek Diane Diana Dilys Dominic Donna Doreen Dylan Edward Eileen Eleanor Elizabeth Ella
    Ellen Ellie Elwyn Emily Emma Emyr Eric Ewa Fatima Fiona Frances Francis Gareth Gary Gavin Geoffrey George Geraint Gemma
    Gillian Glenn Glenys Graham Gregory Gwen Gwyn Hannah Harriet Harry Hassan Heather Helen Henry Huw Hywel Ian Ibrahim Ieuan
    Imran Iwan Jack Jacqueline Jake James Jamie Jan Jane Janet Janice Jason Jayne Jean Jeffrey Jennifer Jeremy Jessica Joan
    Joanna Joanne John Jonathan Joseph Joshua Joyce Judith Julia Julian Julie Karen Karolina Kate Katherine Kathleen Katie
    Keith Kelly Kenneth Kevin Kieran Kim Krzysztof Laura Lauren Lee Leanne Lesley Lewis Liam Linda Lisa Llinos Louise Lucy
    Lukasz Łukasz Luke Lynn Lynne Magdalena Malcolm Małgorzata Mandy Marcin Marek Margaret Maria Marie Marilyn Martin Mary
    Mateusz Matthew Maureen Megan Mehmet Mei Melanie Michael Michelle Mihai Mike Mohamed Mohammad Mohammed Muhammad Nadia
    Naomi Natalie Nathan Neil Nerys Nia Nicholas Nicola Nigel Olivia Oliver Olwen Owain Pamela Patricia Patrick Paul Paula
    Pauline Pawel Paweł Peter Philip Piotr Priya Rachel Rajesh Raymond Rebecca Rhian Rhiannon Rhys Richard Robert Robin Roger
    Ronald Rosie Ruth Ryan Sally Samantha Samuel Sandra Sara Sarah Sean Shabana Shannon Sharon Sheila Shirley Sian Siân Simon
    Sioned Sophie Stacey Stephanie Stephen Steven Stuart Susan Suzanne Tanya Tariq Teresa Terry Thomas Tim Timothy Tina Tom
    Tomasz Tony Tracey Tracy Trevor Valerie Vanessa Victoria Vincent Wayne Wendy Wiktor William Wojciech Yasmin Yusuf Yvonne
    Zbigniew Zoe Zofia
    """.split()  # noqa: SIM905
)
"""Forenames that are common in the United Kingdom and are no other word that begins the name of a post."""

_OF_PLACES = frozenset(
    [
        "Street",
        "Road",
        "Lane",
        "Avenue",
        "House",
        "Hospital",
        "School",
        "College",
        "Centre",
        "Court",
        "Square",
        "Close",
        "Park",
        "Church",
    ]
)
"""What follows a name that is a place's: `John Street`."""


_RANKS = frozenset(
    """
    acting central east greater liaison lower mid north south upper west adviser advisor analyst assistant associate board business caldicott case chair chief clerk clinical commander
    commissioner community constable consultant coordinator council counsel county customer deputy desk detective digital
    director district duty executive governance governor group guardian head health information inspector integration
    joint lead legal lieutenant line manager mayor monitoring nursing officer operations panel partnership policy practice
    principal privacy programme project protection public records regional registrar resources section security senior sergeant
    service services social solicitor specialist staff strategic superintendent supervisor support team trainee treasurer
    vulnerable
    """.split()  # noqa: SIM905
)
"""Words of the titles of posts, which a county that writes none of them in small letters still needs."""


@fault("name-of-person", Severity.WARNING)
def name_of_person(span: Span, written: str) -> Diagnostic:
    """A person is named where a post belongs.

    People move on, and the protocol would then send somebody to a stranger. It is also published, and the person did not ask for
    that. Write the post: "Detective inspector, Protecting Vulnerable People". A post's title may be as long as it needs to be.
    """
    return Diagnostic(
        f"`{written}` looks like the name of a person, and a post belongs here",
        span,
        help="write the post and its team, such as `Duty inspector, County Police`",
    )


@rule
def check_posts_are_no_people(context: Context) -> Iterator[Diagnostic]:
    """A post is named and never a person: no form of address with a surname, no forename with a surname."""
    explained = _same(county_words(context.library))
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from _named_in(document, explained)


@lru_cache(maxsize=1)
def _same(words: frozenset[str]) -> frozenset[str]:
    """Return the very words that were given the last time, where they are equal: what is kept for them is then found at once."""
    return words


@lru_cache(maxsize=MOST_KEPT)
def _named_in(document: Parsed, explained: frozenset[str]) -> tuple[Diagnostic, ...]:
    return tuple(_named(document, explained))


def _named(document: Parsed, explained: frozenset[str]) -> Iterator[Diagnostic]:
    for value in fields(document, OF_POSTS):
        if written := named_person(value.scalar.text, explained):
            yield name_of_person(document.find(written, *value.path), written)
    yield from _born(document, explained)
    if document.entry is not Training:  # Its scenarios tell of people who were made up.
        yield from _addressed(document)


def _addressed(document: Parsed) -> Iterator[Diagnostic]:
    for value, match in prose(document).finds(_TITLED):
        if value.name not in OF_POSTS and _begins_word(match):
            yield name_of_person(document.find(match[0], *value.path), match[0])


def _born(document: Parsed, explained: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield the fault of a whole date that stands directly behind the name of a person."""
    for value, before, date in dated(document):
        name = _NAME_BEFORE.search(before)
        if name and _is_name(name["first"], name["last"], explained):
            written = " ".join(f"{name[0]}{date}".split())
            yield birth_date(document.find(written, *value.path), written)


def named_person(text: str, explained: frozenset[str]) -> str | None:
    """Return the name of a person in a text that should name a post, or nothing.

    `explained` are the words of the county's own names, which are in no surname for that.
    """
    if titled := next(filter(_begins_word, _TITLED.finditer(text)), None):
        return titled[0]
    for ranked in _RANKED.finditer(text):
        if ranked["name"] not in explained and ranked["name"].lower() not in explained:
            return ranked[0]
    at = 0
    while pair := _PAIR.search(text, at):
        if _is_name(pair["first"], pair["last"], explained) and not _continues_as_place(text, pair.end()):
            return pair[0]
        at = pair.end("first")
    return None


def addressed_person(text: str, explained: frozenset[str]) -> str | None:
    """Return the name of a person in any text, or nothing: one with a form of address or a rank, or one with a known forename."""
    if titled := next(filter(_begins_word, _TITLED.finditer(text)), None):
        return titled[0]
    for ranked in _RANKED.finditer(text):
        if not {ranked["name"], ranked["name"].lower()} & explained:
            return ranked[0]
    at = 0
    while pair := _PAIR.search(text, at):
        if pair["first"] in FORENAMES and _is_name(pair["first"], pair["last"], explained):
            return pair[0]
        at = pair.end("first")
    return None


def _begins_word(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 1) : match.start()]
    return not (before.isalnum() or (before in "-’'" and before))


def _is_name(first: str, last: str, explained: frozenset[str]) -> bool:
    if not last[0].isupper() or last.isupper() or last in _OF_PLACES:
        return False
    if first in FORENAMES:
        return last.lower() not in explained
    unknown = (
        word[0].isupper() and not word.isupper() and not {word, word.lower()} & explained for word in (first, last)
    )
    return all(unknown)


def _continues_as_place(text: str, end: int) -> bool:
    following = _WORD.match(text, end + 1)
    return bool(following and following[0] in _OF_PLACES)


@lru_cache(maxsize=MOST_KEPT)
def _small_words(document: Parsed) -> frozenset[str]:
    """Return the words that a source writes in small letters."""
    return frozenset(word for word in {*whole(document).text.split()} if word.isalpha() and word.islower())


def county_words(library: Library) -> frozenset[str]:
    """Return the words that are no surname: those of the county's names and terms, and those that it writes in small letters."""
    named = [agency.model.name for agency in library.agencies.values()]
    named += [agency.model.short_name for agency in library.agencies.values()]
    named += [
        each for agency in library.agencies.values() for each in (*agency.model.also_called, agency.model.part_of or "")
    ]
    named += [each for term in library.terms for each in (term.term, term.short or "", *term.formerly)]
    named += [theme.model.title for theme in library.themes.values()]
    named += [team.name for team in library.teams.model.teams] if library.teams else []
    words = {word for name in named for word in _WORD.findall(name)}
    for document in library.parsed:
        words |= _small_words(document)
    return frozenset(words | {word.lower() for word in words if word not in FORENAMES} | _RANKS)
