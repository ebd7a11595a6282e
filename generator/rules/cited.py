"""Rules about law that is cited by hand in prose: the register has the provision, and the Act.

That what is cited is in force is left to `law`, and references in brackets to `references`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Library, Parsed
from generator.rules.context import Context, rule
from generator.rules.phrases import READ_IN_A_HURRY, any_of
from generator.sources.diagnostic import Diagnostic, Severity, fault, one_of
from generator.sources.source import Span
from generator.words.references import REFERENCE

KINDS = {
    "section": "s",
    "s": "s",
    "ss": "s",
    "article": "a",
    "art": "a",
    "schedule": "h",
    "sch": "h",
    "regulation": "r",
}
"""How each kind of provision is written, and one letter that stands for the kind."""

_NUMBER = r"\d{1,3}[A-Z]{0,3}(?:\(\w{1,4}\)){0,4}"
_CITED = re.compile(
    rf"(?<![\w.-])(?P<kind>[Ss]ections?|[Ss]s?\.?|[Aa]rticles?|[Aa]rt\.?|[Ss]chedules?|[Ss]ch\.?|[Rr]egulations?)[ \n]?"
    rf"(?P<numbers>{_NUMBER}(?:(?:, | and | or | to |, and ){_NUMBER}){{0,5}})(?![\w-])"
)
"""A provision cited by its number, or several."""

_ONE = re.compile(r"\d{1,3}[A-Z]{0,3}")
_JOIN = re.compile(r",?\s(?:of|to|in|under)\s(?:the\s)?|,?\s\(?(?:the\s)?")
_CITE = re.compile(r"(?P<kind>[A-Za-z]+) (?P<number>\d{1,3}[A-Z]{0,3})")

_TITLE = re.compile(r"(?<=[a-z)] )(?:Act|Regulations|Order|Measure) (?:18|19|20)\d\d(?!\d)")
"""How the title of an instrument ends."""

_SMALL = frozenset("and of the for in to on etc by with from at or".split())  # noqa: SIM905

OTHER_LAW = frozenset({"authority", "triggers"})
"""The fields in which law stands that says nothing of sharing: what sets a period of keeping, what is to come."""


@fault("unregistered-provision", Severity.WARNING)
def unregistered_provision(span: Span, cited: str, title: str, nearest: tuple[str, ...]) -> Diagnostic:
    """A text cites a provision that the law register does not have, of an instrument that it has.

    Either the number is mistyped, or nobody has looked the provision up. What is cited by hand goes stale unseen: write a
    reference, which can be checked, and add the provision to the register first where it is meant.
    """
    return Diagnostic(
        f"the law register has no {cited} of the {title}",
        span,
        help=f"the nearest that it has is {one_of(nearest)}; write it as a reference, or add the provision to the register",
    )


@fault("unregistered-section", Severity.WARNING)
def unregistered_section(span: Span, cited: str) -> Diagnostic:
    """A text names a section by its number alone, and no Act in the law register has a section of that number.

    Either the number is mistyped, or the reader cannot know which Act is meant. Write a reference to the provision.
    """
    return Diagnostic(
        f"no Act in the law register has a {cited}", span, help="write a `[[reference]]` to the provision that is meant"
    )


@fault("unregistered-instrument", Severity.WARNING)
def unregistered_instrument(span: Span, title: str) -> Diagnostic:
    """A text names an Act, an order or regulations that the law register does not have.

    Staff may rely on it, and nobody has looked at whether it is in force or what it allows. Add it with `protocols new law`, or
    name the law that is meant. Law that only sets how long a record is kept may stand in `authority`.
    """
    return Diagnostic(
        f"the law register does not have `{title}`",
        span,
        help="add it with `protocols new law`, or name the law that is meant by a `[[reference]]`",
    )


@dataclass(frozen=True, eq=False)
class _Register:
    """What the law register has, by the names that texts use."""

    names: re.Pattern[str]
    instruments: Mapping[str, str]
    """The id of each instrument by its title, its short title and its other names."""
    provisions: Mapping[str, Mapping[tuple[str, str], str]]
    """Of each instrument, the name of a provision by its kind and number."""
    all: frozenset[tuple[str, str]]
    """The kind and number of every provision."""


@rule
def check_cited_law_is_registered(context: Context) -> Iterator[Diagnostic]:
    """Law that a text cites by hand is in the register, each provision and each instrument."""
    register = _register(context.library)
    if register is None:
        return
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from _unregistered_provisions(document, register, context.library)
            yield from _unregistered_instruments(document, register)


def _unregistered_provisions(document: Parsed, register: _Register, library: Library) -> Iterator[Diagnostic]:
    for value, text, match in _citations(document):
        identifier = _instrument_beside(text, match, register)
        kind = KINDS[match["kind"].lower().rstrip(".").removesuffix("s") or "s"]
        if identifier is None:
            yield from _nowhere(document, value, text, match, kind, register)
            continue
        known = register.provisions.get(identifier, {})
        if not any(each == kind for each, _ in known):
            continue
        for number in _ONE.findall(re.sub(r"\(\w+\)", "", match["numbers"])):
            if (kind, number) not in known:
                title = library.instruments[identifier].model.title
                words = f"{_WORDS[kind]} {number}"
                span = document.find(match[0], *value.path)
                yield unregistered_provision(span, words, title, _nearest(kind, number, known))


def _nowhere(
    document: Parsed, value: Value, text: str, match: re.Match[str], kind: str, register: _Register
) -> Iterator[Diagnostic]:
    """Yield the fault of a section named without its Act, where no Act in the register has a section of that number."""
    number = _ONE.match(match["numbers"])
    if (
        kind != "s"
        or number is None
        or _OF_SOMETHING_ELSE.match(text, match.end())
        or (kind, number[0]) in register.all
    ):
        return
    yield unregistered_section(document.find(match[0], *value.path), f"section {number[0]}")


_OF_SOMETHING_ELSE = re.compile(r" (?:of|to|in|on|officer|151)\b|’s|'s")
"""What follows a section of a form, or of law that is named and that the register does not have; and the post of a council."""

_WORDS = {"s": "section", "a": "Article", "h": "Schedule", "r": "regulation"}


def _instrument_beside(text: str, match: re.Match[str], register: _Register) -> str | None:
    """Return the instrument that is named directly after a citation, or directly before it."""
    join = _JOIN.match(text, match.end())
    after = register.names.match(text, join.end()) if join else None
    if after:
        return register.instruments[" ".join(after[0].split())]
    before = text[max(0, match.start() - 120) : match.start()].rstrip(" ,(\n")
    named = next((each for each in reversed([*register.names.finditer(before)]) if each.end() == len(before)), None)
    return register.instruments[" ".join(named[0].split())] if named else None


def provisions_cited(library: Library, text: str) -> tuple[tuple[str, str | None], ...]:
    """Return each provision that a text cites by hand, as written, with its name in the register where that is the very provision.

    The instrument has to be named beside it, and the number has to be the whole number: a subsection is another provision.
    """
    register = _register(library)
    if register is None:
        return ()
    found: list[tuple[str, str | None]] = []
    for match in _CITED.finditer(text):
        kind = KINDS[match["kind"].lower().rstrip(".").removesuffix("s") or "s"]
        known = register.provisions.get(_instrument_beside(text, match, register) or "", {})
        for number in re.findall(_NUMBER, match["numbers"]):
            name = known.get((kind, number.partition("(")[0]))
            is_same = name is not None and re.search(
                rf"(?<!\w){re.escape(number)}(?![\w(])", library.provisions[name][1].cite
            )
            found.append((f"{_WORDS[kind]} {number}", name if is_same else None))
    return tuple(found)


def _nearest(kind: str, number: str, known: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    figures = int(re.sub(r"\D", "", number))
    digits = sorted(str(figures))
    alike = sorted(
        (sorted(re.sub(r"\D", "", each)) != digits, abs(int(re.sub(r"\D", "", each)) - figures), each)
        for of, each in known
        if of == kind
    )
    return tuple(known[kind, each] for _, _, each in alike[:2])


def _unregistered_instruments(document: Parsed, register: _Register) -> Iterator[Diagnostic]:
    for value, text in _read(document):
        if value.name in OTHER_LAW:
            continue
        for match in _TITLE.finditer(text):
            title = _whole_title(text[max(0, match.start() - 160) : match.start()], match[0])
            known = any(title.endswith(name) for name in register.instruments)
            if title != match[0] and not known:
                yield unregistered_instrument(document.find(match[0], *value.path), title)


def _whole_title(before: str, ending: str) -> str:
    """Return a title from its first word: words with capitals, with small words and brackets between them."""
    words = before.split()
    first = len(words)
    for index in range(len(words) - 1, max(-1, len(words) - 16), -1):
        word = words[index].strip("(),")
        if word[:1].isupper():
            first = index
        elif word not in _SMALL or words[index].endswith((".", ";", ":")):
            break
    while first < len(words) and words[first].lower() in _SMALL:
        first += 1
    return " ".join([*words[first:], ending])


def _citations(document: Parsed) -> Iterator[tuple[Value, str, re.Match[str]]]:
    for value, text in _read(document):
        for match in _CITED.finditer(text):
            yield value, text, match


@lru_cache(maxsize=MOST_KEPT)
def _read(document: Parsed) -> tuple[tuple[Value, str], ...]:
    """Return the texts that may cite law, as a reader sees them."""
    return tuple(
        (value, REFERENCE.sub(lambda match: match[2] or "X", value.scalar.text))
        for value in document.values
        if value.shape.markup and _FIGURE.search(value.scalar.text) and _MAY_CITE.search(value.scalar.text)
    )


_FIGURE = re.compile(r"\d")
_MAY_CITE = re.compile(
    r"[Ss]ections?[ \n]?\d|\b[Ss]{1,2}\.? ?\d|[Aa]rt(?:icles?|\.)?[ \n]?\d|[Ss]ch(?:edules?|\.)? ?\d|egulations? ?\d|(?:Act|Regulations|Order|Measure)\s\d{4}"
)


def _register(library: Library) -> _Register | None:
    named: dict[str, str] = {}
    for identifier, document in library.instruments.items():
        model = document.model
        for name in (model.title, model.short_title or "", *model.also_called):
            if len(name) > 2 and not name[:1].isdigit():
                named.setdefault(" ".join(name.split()), identifier)
    if not named:
        return None
    found: dict[str, dict[tuple[str, str], str]] = {}
    for name, (document, provision) in library.provisions.items():
        for cite in _CITE.finditer(provision.cite):
            kind = KINDS.get(cite["kind"].lower().removesuffix("s"))
            if kind:
                found.setdefault(document.id, {}).setdefault((kind, cite["number"]), name)
    names = re.compile(rf"{any_of(named)}(?![\w-])")
    return _Register(names, named, found, frozenset(each for known in found.values() for each in known))
