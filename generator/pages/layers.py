"""What a closed section of a protocol says of itself: whose words it holds, and in one line what is in it.

Every line is counted or named from the sources and never their first words. Which sections there are, the outline says; what a
closed section looks like is for whoever writes the page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from generator import urls
from generator.composed.outline import CORE, SECTIONS, Layer, Section
from generator.county.agreements import State
from generator.county.county import County
from generator.county.wording import plain
from generator.model.protocol import Protocol
from generator.pages.base import KINDS, label_of, with_marking
from generator.words.catalogue import fixed, fixed_many
from generator.words.days import Interval, fixed_day, read_interval

SHOWN = 4
"""How many names a line gives before it counts the others."""

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Told:
    """What the lines tell of."""

    county: County
    protocol: Protocol
    opening: tuple[str, ...]
    """The agencies that say something before the core, as staff call them."""
    closing: tuple[str, ...]
    """Those that say something after it."""


def layers_of(told: Told) -> Mapping[str, Layer]:
    """Return the sections of a protocol, and the clauses of the core in it, by the ids of their headings."""
    own = {section.anchor: _layer(section, told) for section in SECTIONS.values()}
    clauses = {
        urls.clause_anchor(clause.number, clause.id): Layer(CORE, plain(told.county.library, clause.summary))
        for clause in told.county.current_clauses
    }
    return own | clauses


def _layer(section: Section, told: Told) -> Layer:
    line = _LINES.get(section.id)
    return Layer(section.whose, line(told) if line else "")


def _listed(names: Iterable[str]) -> str:
    """Return names as a sentence has them: `one, two and three`; the first few of many, and how many others there are."""
    every = list(dict.fromkeys(names))
    if len(every) > SHOWN + 1:
        shown = every[:SHOWN]
        return fixed_many(
            "%(names)s and %(num)s other",
            "%(names)s and %(num)s others",
            len(every) - SHOWN,
            names=reduce(_and_then, shown),
        )
    if len(every) < 2:
        return every[0] if every else ""
    return fixed("%(names)s and %(last)s", names=reduce(_and_then, every[:-1]), last=every[-1])


def _and_then(names: str, name: str) -> str:
    return fixed("%(names)s, %(name)s", names=names, name=name)


def _and_next(names: str, name: str) -> str:
    return fixed("%(names)s; %(name)s", names=names, name=name)


def _fast_track(told: Told) -> str:
    fast = told.protocol.fast_track
    steps = fixed_many("%(num)s step", "%(num)s steps", len(fast.steps))
    return fixed(
        "%(steps)s: who decides by day and by night, what to share, what to hold back; record it within %(time)s",
        steps=steps,
        time=fast.record_within,
    )


def _purpose(told: Told) -> str:
    return fixed(
        "What it is for, and the good that it does: %(whom)s",
        whom=_listed(label_of(benefit.to) for benefit in told.protocol.benefits),
    )


def _scope(told: Told) -> str:
    scope = told.protocol.scope
    return fixed(
        "%(uses)s; %(others)s; %(questions)s",
        uses=fixed_many("%(num)s case to use it for", "%(num)s cases to use it for", len(scope.use_it_for)),
        others=fixed_many("%(num)s for something else", "%(num)s for something else", len(scope.do_not_use_it_for)),
        questions=fixed_many("%(num)s question answered", "%(num)s questions answered", len(told.protocol.asked_as)),
    )


def _people(told: Told) -> str:
    return "; ".join(person.name for person in told.protocol.people)


def _parties(told: Told) -> str:
    names = [told.county.agencies[party.agency].short_name for party in told.protocol.parties]
    return fixed_many("%(num)s party: %(names)s", "%(num)s parties: %(names)s", len(names), names=_listed(names))


def _process(told: Told) -> str:
    first, last = (
        with_marking(step.step, step.marking) for step in (told.protocol.process[0], told.protocol.process[-1])
    )
    steps = fixed_many(
        "%(num)s step, “%(first)s”",
        "%(num)s steps, from “%(first)s” to “%(last)s”",
        len(told.protocol.process),
        first=first,
        last=last,
    )
    if not told.protocol.meetings:
        return steps
    meetings = fixed_many("%(num)s meeting", "%(num)s meetings", len(told.protocol.meetings))
    return fixed("%(steps)s; %(meetings)s", steps=steps, meetings=meetings)


def _gateways(told: Told) -> str:
    instruments = (told.county.provisions[gateway.provision][0] for gateway in told.protocol.gateways)
    return fixed(
        "%(gateways)s: %(names)s; %(limits)s",
        gateways=fixed_many("%(num)s power or duty", "%(num)s powers and duties", len(told.protocol.gateways)),
        names=_listed(found.title for found in instruments),
        limits=fixed_many("%(num)s limit", "%(num)s limits", len(told.protocol.restrictions)),
    )


def _data_protection(told: Told) -> str:
    consent = {
        "no": fixed("Consent is not relied on"),
        "sometimes": fixed("Consent is sometimes relied on"),
        "yes": fixed("Consent is relied on"),
    }[told.protocol.consent.relied_on]
    bases = fixed_many(
        "the conditions for %(num)s set of parties",
        "the conditions for %(num)s sets of parties",
        len(told.protocol.data_protection),
    )
    return fixed("%(consent)s; what people are told; %(bases)s", consent=consent, bases=bases)


def _opening(told: Told) -> str:
    return _spoken(told.opening)


def _closing(told: Told) -> str:
    return _spoken(told.closing)


def _spoken(names: tuple[str, ...]) -> str:
    if not names:
        return fixed("No agency adds anything")
    return fixed_many(
        "For the staff of %(num)s agency: %(names)s",
        "For the staff of %(num)s agencies: %(names)s",
        len(names),
        names=_listed(names),
    )


def _flows(told: Told) -> str:
    people = {person.id: KINDS[person.kinds[0]] for person in told.protocol.people}
    agencies = {agency for flow in told.protocol.flows for agency in (*flow.sources, *flow.recipients)}
    return fixed(
        "%(flows)s between %(agencies)s, about %(people)s",
        flows=fixed_many("%(num)s data item", "%(num)s data items", len(told.protocol.flows)),
        agencies=fixed_many("%(num)s agency", "%(num)s agencies", len(agencies)),
        people=_listed(people[person] for flow in told.protocol.flows for person in flow.about),
    )


def _routes(told: Told) -> str:
    names = [with_marking(route.name, route.marking) for route in told.protocol.routes]
    return fixed_many("%(num)s way: %(names)s", "%(num)s ways: %(names)s", len(names), names=_listed(names))


def _retention(told: Told) -> str:
    records = fixed_many("%(num)s kind of record", "%(num)s kinds of record", len(told.protocol.retention))
    periods = sorted(filter(None, (read_interval(kept.keep_for) for kept in told.protocol.retention)), key=_length)
    if not periods:
        return fixed("%(records)s, each kept until something ends", records=records)
    if len(periods) < len(told.protocol.retention):
        return fixed(
            "%(records)s; one may be kept %(long)s, another until something ends",
            records=records,
            long=periods[-1].words,
        )
    if periods[0] == periods[-1]:
        return fixed("%(records)s, kept %(long)s", records=records, long=periods[-1].words)
    return fixed(
        "%(records)s, kept from %(short)s to %(long)s",
        records=records,
        short=periods[0].words,
        long=periods[-1].words,
    )


def _length(period: Interval) -> int:
    """Return about how many days a period has."""
    return period.count * _DAYS[period.unit]


def _contacts(told: Told) -> str:
    names = [told.county.agencies[contact.agency].short_name for contact in told.protocol.contacts]
    return fixed(
        "%(posts)s at %(names)s",
        posts=fixed_many("%(num)s post to reach", "%(num)s posts to reach", len(names)),
        names=_listed(names),
    )


def _risks(told: Told) -> str:
    return fixed_many(
        "%(num)s risk, what is done about it and who owns it",
        "%(num)s risks, what is done about each and who owns it",
        len(told.protocol.risks),
    )


def _dpia(told: Told) -> str:
    return fixed(
        "The assessment is %(state)s; what it covers and what reopens it", state=label_of(told.protocol.dpia.state)
    )


def _training(told: Told) -> str:
    return reduce(_and_next, (with_marking(role.role, role.marking) for role in told.protocol.training))


def _requirements(told: Told) -> str:
    unmet = sum(bool(met.unmet) for met in told.protocol.requirements_met)
    every = fixed_many("%(num)s requirement", "%(num)s requirements", len(told.protocol.requirements_met))
    if not unmet:
        return fixed("%(every)s, all met", every=every)
    return fixed(
        "%(every)s, %(unmet)s", every=every, unmet=fixed_many("%(num)s not met yet", "%(num)s not met yet", unmet)
    )


def _review(told: Told) -> str:
    review = told.protocol.review
    return fixed("Next on %(day)s, then every %(interval)s", day=fixed_day(review.next), interval=review.every)


def _signatures(told: Told) -> str:
    standings = told.county.standings_of(told.protocol)
    fitting = sum(standing.state is State.FITS for standing in standings)
    if not fitting:
        return fixed_many("Not signed by the %(num)s party", "Signed by none of the %(num)s parties", len(standings))
    return fixed_many(
        "Signed by %(fitting)s of %(num)s party",
        "Signed by %(fitting)s of %(num)s parties",
        len(standings),
        fitting=str(fitting),
    )


def _history(told: Told) -> str:
    return fixed_many(
        "Version %(version)s; %(num)s change so far",
        "Version %(version)s; %(num)s changes so far",
        len(told.protocol.history),
        version=told.protocol.version,
    )


_LINES: Mapping[str, Callable[[Told], str]] = {
    "fast-track": _fast_track,
    "purpose": _purpose,
    "scope": _scope,
    "people": _people,
    "parties": _parties,
    "process": _process,
    "gateways": _gateways,
    "data-protection": _data_protection,
    "opening-requirements": _opening,
    "flows": _flows,
    "routes": _routes,
    "retention": _retention,
    "contacts": _contacts,
    "closing-requirements": _closing,
    "risks": _risks,
    "dpia": _dpia,
    "training": _training,
    "requirements": _requirements,
    "review": _review,
    "signatures": _signatures,
    "history": _history,
}
"""What makes the line of each section. At a glance has none, because who must decide now reads it first, so it stands open."""
