"""The pages of the law register: the list, and each instrument with its provisions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from operator import itemgetter
from typing import ClassVar

from generator import urls
from generator.county.ahead import Ahead, law_ahead, unchecked_for
from generator.county.county import County
from generator.model.governance import Report
from generator.model.law import Instrument, LegalStatus, Provision, Turn
from generator.model.tail import Flow
from generator.pages.base import Head, PageView, Planned, UsedIn, fixed_head, used_in
from generator.words.catalogue import fixed


@dataclass(frozen=True)
class Reliance:
    """One protocol that shares under a provision, and what it shares under it."""

    name: str
    title: str
    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class ProvisionView:
    """A provision with its status on the day and everything that relies on it."""

    name: str
    provision: Provision
    status: LegalStatus
    is_unchecked: bool
    """Whether it was last checked against its source so long ago that a reader has to look too."""
    relied_on_by: tuple[Reliance, ...]
    cited_by: tuple[UsedIn, ...]


@dataclass(frozen=True)
class LawToCome:
    """One provision that starts, changes or ends, with everything that relies on it."""

    name: str
    title: str
    """How it is cited: `CDA, section 115`."""
    page_uri: str
    turn: Turn
    on: date
    words: str
    """What will be different, where it changes."""
    replaced_by: str | None
    count: int
    relied_on_by: tuple[tuple[str, int], ...]
    """Each document that relies on it, by its name in full, with the number of places, the most first."""


@dataclass(frozen=True)
class LawWaiting:
    """One provision of which nobody has confirmed that it has started, with everything that names it."""

    name: str
    status: LegalStatus
    note: str
    """What is known of its start."""
    cited_by: tuple[UsedIn, ...]


def law_waiting(county: County) -> tuple[LawWaiting, ...]:
    """Return what is not known to be in force on the day and has no fixed day to start, in order of name."""
    found = ((name, each, each.force.on(county.as_of)) for name, (_, each) in county.provisions.items())
    return tuple(
        LawWaiting(name, status, provision.force.note or "", used_in(county, name))
        for name, provision, status in sorted(found, key=itemgetter(0))
        if status is LegalStatus.UNCONFIRMED or (status is LegalStatus.NOT_YET and provision.force.since is None)
    )


def law_to_come(county: County) -> tuple[LawToCome, ...]:
    """Return what happens to law in the next months, the earliest first."""
    return tuple(_to_come(county, ahead) for ahead in law_ahead(county.library, county.as_of))


def _to_come(county: County, ahead: Ahead) -> LawToCome:
    target = county.targets[ahead.name]
    return LawToCome(
        ahead.name,
        target.title,
        target.page_uri,
        ahead.turn,
        ahead.on,
        ahead.words,
        ahead.provision.replaced_by,
        len(ahead.places),
        tuple((county.library.name_of(document), count) for document, count in ahead.by_document),
    )


@dataclass(frozen=True, kw_only=True)
class LawPage(PageView):
    """The register of law."""

    template: ClassVar[str] = "law.md.j2"
    head: Head = fixed_head(
        "law",
        "Every power, duty and restriction that the protocols rely on, with its status and its source.",
        "protocols/law",
    )
    instruments: tuple[tuple[Instrument, tuple[ProvisionView, ...]], ...]
    regulator: str
    regulator_note: str
    reports: tuple[tuple[Report, tuple[tuple[str, str], ...]], ...]
    """Each report that names any law, with the instruments that it names and what is said of each."""
    provision_count: int
    as_of: date


@dataclass(frozen=True, kw_only=True)
class InstrumentPage(PageView):
    """One instrument with its provisions."""

    template: ClassVar[str] = "instrument.md.j2"
    instrument: Instrument
    provisions: tuple[ProvisionView, ...]
    as_of: date
    cited_by: tuple[UsedIn, ...]
    reported: tuple[tuple[Report, str], ...]
    """The reports that name it, and what is said of that."""


Provisions = Callable[[str], tuple[ProvisionView, ...]]
"""Gives the provisions of an instrument by its id, which two pages show: made once."""


def law_pages(county: County) -> Iterator[Planned[PageView]]:
    """Yield the register of law, and one page for each instrument."""

    @cache
    def provisions(name: str) -> tuple[ProvisionView, ...]:
        return tuple(_provisions(county, county.instruments[name]))

    instruments = sorted(county.instruments.values(), key=lambda instrument: instrument.title)
    yield Planned(LawPage.head, partial(_law_page, county, instruments, provisions))
    for instrument in instruments:
        head = _head(county, instrument)
        yield Planned(head, partial(_instrument_page, county, head, instrument, provisions))


def _law_page(county: County, instruments: Sequence[Instrument], provisions: Provisions) -> LawPage:
    return LawPage(
        instruments=tuple((instrument, provisions(instrument.id)) for instrument in instruments),
        regulator=county.site.regulator,
        regulator_note=county.site.regulator_note,
        reports=tuple((report, named) for report in county.reports if (named := tuple(_named(report, instruments)))),
        provision_count=len(county.provisions),
        as_of=county.as_of,
    )


def _head(county: County, instrument: Instrument) -> Head:
    title = instrument.title
    description = fixed(
        "What %(title)s allows, requires and forbids about sharing information, and who relies on it.", title=title
    )
    uri, path = urls.instrument_uri(instrument.id), county.path_of(instrument)
    return Head(uri, title, description, path, instrument.also_called)


def _instrument_page(county: County, head: Head, instrument: Instrument, provisions: Provisions) -> InstrumentPage:
    return InstrumentPage(
        head=head,
        instrument=instrument,
        provisions=provisions(instrument.id),
        as_of=county.as_of,
        cited_by=used_in(county, instrument.id),
        reported=tuple(_reported(county, instrument)),
    )


def _named(report: Report, instruments: Iterable[Instrument]) -> Iterator[tuple[str, str]]:
    for instrument in instruments:
        yield from ((instrument.id, found.says) for found in instrument.reported if found.report == report.id)


def _reported(county: County, instrument: Instrument) -> Iterator[tuple[Report, str]]:
    for report in county.reports:
        yield from ((report, found.says) for found in instrument.reported if found.report == report.id)


def _provisions(county: County, instrument: Instrument) -> Iterator[ProvisionView]:
    for provision in instrument.provisions:
        name = f"{instrument.id}/{provision.id}"
        relied_on = tuple(_reliance(county, name))
        users = {reliance.name for reliance in relied_on}
        cited = tuple(use for use in used_in(county, name) if use.name not in users)
        status, unchecked = provision.force.on(county.as_of), unchecked_for(provision, county.as_of) is not None
        yield ProvisionView(name, provision, status, unchecked, relied_on, cited)


def _reliance(county: County, name: str) -> Iterator[Reliance]:
    for protocol in sorted(county.current_protocols, key=lambda protocol: protocol.id):
        flows = tuple(flow for flow in protocol.flows if flow.gateway == name)
        if flows:
            yield Reliance(protocol.id, protocol.title, flows)
