"""The rule about who tells whom: what a text says that one party tells another, a flow does too.

Reads only what is plainly put, a party, a verb of telling, a party; what is put otherwise it leaves alone. So it finds some of what
has no flow, and says nothing of what has one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Document, Library
from generator.model.agency import Agency, AgencyKind
from generator.model.protocol import Protocol
from generator.model.tail import Contact
from generator.rules.context import Context, rule
from generator.rules.phrases import texts_of
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span

_COUNCIL = ("council", "councils", "social worker", "social workers", "emergency duty team")
_DISTRICT = ("council", "councils", "district", "districts", "housing officer", "housing officers")

CALLED: Mapping[AgencyKind, tuple[str, ...]] = {
    AgencyKind.POLICE: ("police", "inspector", "sergeant", "detective", "detectives", "constable", "police officer"),
    AgencyKind.COUNTY_COUNCIL: _COUNCIL,
    AgencyKind.UNITARY_COUNCIL: _COUNCIL + _DISTRICT,
    AgencyKind.DISTRICT_COUNCIL: _DISTRICT,
    AgencyKind.YOUTH_JUSTICE: ("youth justice team", "youth justice service", "youth justice worker"),
    AgencyKind.INTEGRATED_CARE_BOARD: ("integrated care board",),
    AgencyKind.NHS_TRUST: (
        "trust",
        "trusts",
        "hospital",
        "hospitals",
        "ward",
        "nurse",
        "midwife",
        "health visitor",
        "crisis team",
    ),
    AgencyKind.AMBULANCE: ("ambulance service", "ambulance control", "ambulance crew", "paramedic"),
    AgencyKind.GENERAL_PRACTICE: ("practice", "practices", "surgery", "surgeries", "gp", "gps"),
    AgencyKind.FIRE: ("fire service", "fire and rescue", "fire control", "fire officer", "fire crew"),
    AgencyKind.PROBATION: ("probation", "probation officer", "probation practitioner"),
    AgencyKind.PRISON: ("prison", "prisons"),
    AgencyKind.SCHOOL: ("school", "schools", "head teacher", "head teachers"),
    AgencyKind.EARLY_YEARS: ("nursery", "nurseries", "childminder", "childminders"),
    AgencyKind.HOUSING_PROVIDER: ("landlord", "landlords"),
    AgencyKind.VOLUNTARY: ("charity", "charities", "refuge", "refuges"),
}
"""What texts call a body of each kind, beside its own names."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ANYBODYS = frozenset(
    (word,) for word in _words("manager officer officers lead leads team call service services board worker")
)
"""Ends of titles that say nothing of whose post it is."""

_LOOKED_AT = _words("at_a_glance fast_track process telling_people meetings agency_requirements asked_as risks")
"""The parts of a protocol that say who tells whom. A question in `asked_as` says nothing; its answer does."""

_TELLS = _words("tell tells ring rings warn warns phone phones inform informs notify notifies")
"""Verbs after which the one who is told stands at once."""

_GIVES = _words("send sends give gives pass passes hand hands")
"""Verbs after which the one who is told stands after "to"."""

_PRONOUNS = _words("this his its theirs ours yours as unless sometimes always")
"""Words that end like the verb of a step, and are none."""

_BEFORE = _words(
    "the a an its their each that your every both another our this new old next local home duty placing right any"
)
"""Words that may stand between the verb and who is told."""

_BETWEEN = _words("then also always alone itself themselves first still only usually at once must may will can should")
"""Words that may stand between who tells and the verb."""

_NOT_SUBJECT = _words("to by with from of for at in on into as through than tell tells ring rings ask asks told")
"""Words after which a name is not who tells."""

_AFTER = _words(
    "what that when if who which about at by in on within and or only first the how why whether of before after as for with to"
    " then same so unless until once it her him them their his under today tonight from where too next into without via"
)
"""Words that may follow who is told. Any other makes it part of a longer name: `the school nurse`."""

_CLAUSE = re.compile(r"[^.!?;:,()\n|]+")
_SENTENCE = re.compile(r"[^.!?;\n|]+")
_TOKEN = re.compile(r"[\w'’&-]+")
_LONGEST = 6
"""The most words of a name that are looked at."""

Names: TypeAlias = Mapping[tuple[str, ...], frozenset[str]]
"""The parties that each name can stand for, by its words in small letters."""

_Told: TypeAlias = tuple[str, str, frozenset[str], frozenset[str]]
"""Who tells and who is told, in the text's words, and which parties each can be."""


@fault("telling-without-flow", Severity.WARNING)
def telling_without_flow(span: Span, giver: str, receiver: str) -> Diagnostic:
    """A text says that one party tells another, and no flow does.

    Staff act on the first page and the steps; the law, the verdict and the route stand in the flows. What has no flow has no law
    behind it. Add the flow with its gateway, name the protocol that has it, or mend the sentence.
    """
    return Diagnostic(
        f"here `{giver}` tells `{receiver}`, and no flow goes that way, in this protocol or in one that it names",
        span,
        help="add the flow with its gateway, name the protocol that has it, or mend the sentence",
    )


@rule
def check_what_is_told_has_a_flow(context: Context) -> Iterator[Diagnostic]:
    """Where a text says plainly that one party tells another, a flow of the protocol, or of one that it names, goes that way."""
    library = context.library
    agencies = _alone(tuple(library.agencies.values()))
    for document in library.protocols.values():
        if document.model.retired is None and not library.broken:
            named = {name for name, _ in document.named} & library.protocols.keys()
            yield from _untold(agencies, document, tuple(library.protocols[name] for name in sorted(named)))


@lru_cache(maxsize=1)
def _alone(agencies: tuple[Document[Agency], ...]) -> Library:
    """Return a library of agencies alone, the very one of the last time where none has changed: what is kept for it is then found."""
    return Library(agencies)


@lru_cache(maxsize=MOST_KEPT)
def _untold(
    library: Library, document: Document[Protocol], named: tuple[Document[Protocol], ...]
) -> tuple[Diagnostic, ...]:
    return tuple(_untold_in(library, document, named))


def _untold_in(
    library: Library, document: Document[Protocol], named: tuple[Document[Protocol], ...]
) -> Iterator[Diagnostic]:
    names = _names(library, document.model)
    ways: list[tuple[frozenset[str], frozenset[str]]] = []
    said: set[tuple[str, str]] = set()
    for _, value, text in texts_of(document):
        if value.path[0] not in _LOOKED_AT or value.path[-1] == "ask":
            continue
        for giver, receiver, givers, receivers in _told(names, document.model, value, text):
            ways = ways or list(_ways(library, (document, *named)))
            known = any(givers & sources and receivers & recipients for sources, recipients in ways)
            if not known and (giver, receiver) not in said:
                said.add((giver, receiver))
                yield telling_without_flow(document.span(*value.path), giver, receiver)


def _names(library: Library, protocol: Protocol) -> Names:
    """Return what the parties are called: by their own names, by their kind, by their posts, and by the protocol's contacts."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for party in protocol.parties:
        for name in library.agencies.keys() & set(library.members(party.agency)):
            agency = library.agencies[name].model
            for words in (agency.name, agency.short_name, *agency.also_called, *CALLED.get(agency.kind, ())):
                found[_words_of(words)].add(name)
            for post in agency.posts:
                found[_words_of(post.title.partition(",")[0])].add(name)
    for contact in protocol.contacts:
        for ending in _endings(_title(library, contact)):
            found[ending].add(contact.agency)
    return {words: frozenset(names) for words, names in found.items() if words}


def _endings(title: str) -> Iterator[tuple[str, ...]]:
    """Yield what a text may call a post for short: "duty desk sergeant", "desk sergeant", "sergeant"."""
    words = _words_of(title.partition(",")[0])
    endings = (words[start:] for start in range(len(words)))
    yield from (ending for ending in endings if ending not in _ANYBODYS and ending[0] not in _NOT_SUBJECT)


def _title(library: Library, contact: Contact) -> str:
    """Return the title of a contact, its own or that of the post that it is."""
    agency, _, identifier = (contact.post or "").partition("/")
    posts = library.agencies[agency].model.posts if agency in library.agencies else ()
    return contact.title or next((post.title for post in posts if post.id == identifier), "")


def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text.lower()))


def _ways(library: Library, protocols: Iterable[Document[Protocol]]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield from whom to whom something goes: in the protocol, and in those that it names."""
    for protocol in protocols:
        for flow in protocol.model.flows:
            yield _everybody(library, flow.sources), _everybody(library, flow.recipients)


def _everybody(library: Library, agencies: Sequence[str]) -> frozenset[str]:
    """Return the agencies, with the members of each and the groups it belongs to."""
    return frozenset(each for name in agencies for each in (*library.members(name), *library.groups_of(name)))


def _told(names: Names, protocol: Protocol, value: Value, text: str) -> Iterator[_Told]:
    """Yield each who tells and who is told that a text plainly says."""
    doer = _doer(names, protocol.process[int(value.path[1])].who) if value.path[0] == "process" else None
    for sentence in _SENTENCE.findall(text):
        is_step = doer is not None and value.path[-1] == "what" and _opens_with_verb(names, sentence)
        for clause in _CLAUSE.findall(sentence):
            words = _TOKEN.findall(clause.lower())
            for place, verb in enumerate(words):
                if verb in _TELLS or verb in _GIVES:
                    giver = _before(names, words, place)
                    if giver is None and is_step and set(words[:place]) <= {"and", "then", "or"}:
                        giver = doer
                    receiver = _after(names, words, place)
                    if giver and receiver and not names[giver] & names[receiver]:
                        yield " ".join(giver), " ".join(receiver), names[giver], names[receiver]


def _opens_with_verb(names: Names, sentence: str) -> bool:
    """Tell whether a step's sentence leaves out who acts: "Rings the desk, and tells the school"."""
    opening = _TOKEN.search(sentence)
    word = opening[0].lower() if opening else ""
    return word.endswith("s") and word not in _PRONOUNS and (word,) not in names


def _doer(names: Names, who: str) -> tuple[str, ...] | None:
    """Return the party whose post takes a step, where the post's title ends with a name of it."""
    words = _TOKEN.findall(who.lower())
    return next((name for start in range(len(words)) if (name := tuple(words[start:])) in names), None)


def _before(names: Names, words: Sequence[str], place: int) -> tuple[str, ...] | None:
    """Return who tells: the name before the verb, or the one that opens the clause, as in "the school looks and rings the hub"."""
    while place and words[place - 1] in _BETWEEN:
        place -= 1
    for start in range(max(0, place - _LONGEST), place):
        name = tuple(words[start:place])
        if name in names:
            leading = next((word for word in reversed(words[:start]) if word not in _BEFORE), "")
            return None if leading in _NOT_SUBJECT else name
    return _at(names, words, 0, place) if place and words[place - 1] == "and" else None


def _after(names: Names, words: Sequence[str], place: int) -> tuple[str, ...] | None:
    """Return who is told: the name at once after the verb, or after the "to" of a verb of giving."""
    found = _at(names, words, place + 1, len(words))
    rest = words[place + 1 : place + 1 + 2 * _LONGEST] if words[place] in _GIVES and found is None else ()
    if "to" in rest:
        found = _at(names, words, place + rest.index("to") + 2, len(words))
    return found


def _at(names: Names, words: Sequence[str], start: int, stop: int) -> tuple[str, ...] | None:
    """Return the longest name that begins at a place, after an article or the like, and is no part of a longer one."""
    while start < stop and (words[start] in _BEFORE or words[start].endswith(("'s", "’s"))):
        start += 1
    for end in range(min(stop, start + _LONGEST), start, -1):
        if tuple(words[start:end]) in names:
            is_whole = end == len(words) or words[end] in _AFTER or stop < len(words)
            return tuple(words[start:end]) if is_whole else None
    return None
