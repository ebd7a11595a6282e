"""The pages by which the set is governed: work programme, teams, reviews, changes, and the reports that it answers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from typing import Protocol as Structure

from generator import urls
from generator.county.ahead import HORIZON
from generator.county.county import County, Timeliness
from generator.model.agency import Agency, Regime
from generator.model.base import Change, Marking, Review
from generator.model.governance import Programme, Report, TaskState, Team, Teams
from generator.model.protocol import Protocol
from generator.model.tail import Category
from generator.pages.base import Head, PageView, Reach, find_reach, fixed_head
from generator.pages.issued import Version, core_versions, versions_of
from generator.pages.law import LawToCome, LawWaiting, law_to_come, law_waiting
from generator.words.catalogue import fixed

_TEAMS = "protocols/governance/teams.yaml"


@dataclass(frozen=True)
class Dated:
    """A document with its review and the agency that owns it."""

    name: str
    """The name in full, for a link."""
    kind: str
    title: str
    page_uri: str
    review: Review
    owner: Agency


@dataclass(frozen=True)
class Changed:
    """One change of one document."""

    name: str
    title: str
    page_uri: str
    change: Change


@dataclass(frozen=True)
class Member:
    """An agency in a team, with the rules it works under."""

    agency: Agency
    under_part_3: bool


@dataclass(frozen=True)
class Between:
    """One flow between members of a team."""

    item: str
    category: Category
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    gateway: str
    marking: Marking | None


@dataclass(frozen=True)
class TeamProtocol:
    """A protocol that a team works under, with the flows between its members."""

    protocol: Protocol
    flows: tuple[Between, ...]
    others: int
    """How many of its flows go to or come from somebody outside the team."""
    absent: tuple[Agency, ...]
    """Members of the team that are no party to it, and so may not use it."""
    out_of_hours: Reach


@dataclass(frozen=True, kw_only=True)
class ProgrammePage(PageView):
    """The work programme, and how far it has come."""

    template: ClassVar[str] = "programme.md.j2"
    programme: Programme
    agencies: Mapping[str, Agency]
    counts: tuple[tuple[TaskState, int], ...]
    as_of: date


@dataclass(frozen=True, kw_only=True)
class TeamsPage(PageView):
    """The teams made of several agencies."""

    template: ClassVar[str] = "teams.md.j2"
    found: Teams
    agencies: Mapping[str, Agency]


@dataclass(frozen=True, kw_only=True)
class TeamPage(PageView):
    """One team: who sits in it, and what they may share with each other."""

    template: ClassVar[str] = "team.md.j2"
    team: Team
    members: tuple[Member, ...]
    protocols: tuple[TeamProtocol, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewsPage(PageView):
    """Which documents are due, which are overdue, and which law is to change."""

    template: ClassVar[str] = "reviews.md.j2"
    head: Head = fixed_head(
        "reviews",
        "Which documents are due for review, which are overdue, who has to see to it, and which law is to change.",
        "protocols/tier-3",
    )
    overdue: tuple[Dated, ...]
    due: tuple[Dated, ...]
    months: Mapping[date, tuple[Dated, ...]]
    later: tuple[Dated, ...]
    owners: tuple[tuple[Agency, tuple[Dated, ...]], ...]
    law: tuple[LawToCome, ...]
    waiting: tuple[LawWaiting, ...]
    """Law whose start is not confirmed, and law without a day to start."""
    horizon: int
    """For how many months law is looked ahead."""
    days: int
    count: int
    as_of: date


@dataclass(frozen=True, kw_only=True)
class ChangesPage(PageView):
    """What changed, by day."""

    template: ClassVar[str] = "changes.md.j2"
    head: Head = fixed_head(
        "changes", "What has changed in the protocols, the core, the tiers and the training, and why.", "protocols"
    )
    days: Mapping[date, tuple[Changed, ...]]
    few: int = 8
    """How many changes of one day need no list that opens."""
    issued: tuple[tuple[Protocol, tuple[Version, ...]], ...]
    """The protocols of which texts were issued, with these."""
    core_versions: Mapping[str, tuple[tuple[Protocol, Version], ...]]
    """The versions of the core that protocols were last issued with."""


@dataclass(frozen=True, kw_only=True)
class ReportPage(PageView):
    """A report that the set answers, paragraph by paragraph."""

    template: ClassVar[str] = "report.md.j2"
    report: Report


def governance_pages(county: County) -> Iterator[PageView]:
    """Yield the work programme, the teams, the reviews, the changes and the reports."""
    yield _programme(county)
    yield from _teams(county)
    yield _reviews(county)
    yield _changes(county)
    for report in county.reports:
        yield ReportPage(
            head=Head(urls.report_uri(report.id), report.title, report.summary, county.path_of(report)), report=report
        )


def _programme(county: County) -> ProgrammePage:
    programme = county.programme
    counts = {state: sum(each.state is state for each in programme.activities) for state in TaskState}
    return ProgrammePage(
        head=Head(urls.PROGRAMME, programme.title, programme.summary, county.path_of(programme)),
        programme=programme,
        agencies=county.agencies,
        counts=tuple((state, count) for state, count in counts.items() if count),
        as_of=county.as_of,
    )


def _teams(county: County) -> Iterator[PageView]:
    found = county.teams
    yield TeamsPage(head=Head(urls.TEAMS, found.title, found.summary, _TEAMS), found=found, agencies=county.agencies)
    for team in found.teams:
        yield _team(county, team)


def _team(county: County, team: Team) -> TeamPage:
    agencies = tuple(county.agencies[name] for name in team.agencies)
    protocols = (county.protocols[name] for name in team.protocols)
    return TeamPage(
        head=Head(urls.team_uri(team.id), team.name, team.summary, _TEAMS, team.also_called),
        team=team,
        members=tuple(Member(agency, Regime.PART_3 in agency.regimes) for agency in agencies),
        protocols=tuple(_team_protocol(county, team, found) for found in protocols if found.retired is None),
    )


def _team_protocol(county: County, team: Team, protocol: Protocol) -> TeamProtocol:
    names = {name: agency.short_name for name, agency in county.agencies.items()}
    everybody = {name for member in team.agencies for name in (*county.members(member), *county.groups_of(member))}
    flows = tuple(
        Between(
            flow.item,
            flow.category,
            tuple(names[agency] for agency in flow.sources if agency in everybody),
            tuple(names[agency] for agency in flow.recipients if agency in everybody),
            flow.gateway,
            flow.marking,
        )
        for flow in protocol.flows
        if everybody & set(flow.sources) and everybody & set(flow.recipients)
    )
    parties = {name for party in protocol.parties for name in (*county.members(party.agency), party.agency)}
    absent = tuple(county.agencies[name] for name in team.agencies if not parties & {name, *county.groups_of(name)})
    reach = find_reach(county, protocol, protocol.fast_track.contact_out_of_hours)
    return TeamProtocol(protocol, flows, len(protocol.flows) - len(flows), absent, reach)


class _Reviewed(Structure):
    """What every document has that is reviewed."""

    @property
    def title(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def review(self) -> Review: ...


def reviewed(county: County) -> tuple[Dated, ...]:
    """Return every document that has a review date and still stands, the earliest first."""
    return tuple(sorted(_dated(county), key=lambda found: (found.review.next, found.title)))


def _dated(county: County) -> Iterator[Dated]:
    def dated(name: str, kind: str, found: _Reviewed, page_uri: str) -> Dated:
        return Dated(name, kind, found.title, page_uri, found.review, county.agencies[found.owner])

    for protocol in county.current_protocols:
        yield dated(protocol.id, fixed("Tier 3"), protocol, urls.protocol_uri(protocol.id))
    for theme in county.themes.values():
        yield dated(f"tier-2/{theme.id}", fixed("Tier 2"), theme, urls.theme_uri(theme.id))
    yield dated("tier-1/overarching", fixed("Tier 1"), county.overarching, urls.TIER_1)
    yield dated("core", fixed("Core"), county.core, urls.CORE)
    yield dated("page/training", fixed("Training"), county.training, urls.TRAINING)


def _reviews(county: County) -> ReviewsPage:
    found = reviewed(county)
    year = county.as_of + timedelta(days=365)
    months: dict[date, list[Dated]] = defaultdict(list)
    owners: dict[str, list[Dated]] = defaultdict(list)
    for document in found:
        owners[document.owner.id].append(document)
        if county.as_of <= document.review.next <= year:
            months[document.review.next.replace(day=1)].append(document)

    def of(timeliness: Timeliness) -> tuple[Dated, ...]:
        return tuple(document for document in found if county.timeliness(document.review) is timeliness)

    return ReviewsPage(
        overdue=of(Timeliness.OVERDUE),
        due=of(Timeliness.DUE),
        months={month: tuple(documents) for month, documents in months.items()},
        later=tuple(document for document in found if document.review.next > year),
        owners=tuple(sorted(((each[0].owner, tuple(each)) for each in owners.values()), key=lambda pair: pair[0].name)),
        law=law_to_come(county),
        waiting=law_waiting(county),
        horizon=HORIZON.count,
        days=county.site.review_warning_days,
        count=len(found),
        as_of=county.as_of,
    )


class _Changing(Structure):
    """What every document has that tells its history."""

    @property
    def title(self) -> str: ...

    @property
    def history(self) -> tuple[Change, ...]: ...


def changes(county: County) -> tuple[Changed, ...]:
    """Return every change that any document's history tells of, retired protocols' too, the newest first."""
    return tuple(sorted(_changed(county), key=lambda found: (-found.change.on.toordinal(), found.title, found.name)))


def _changed(county: County) -> Iterator[Changed]:
    documents: tuple[tuple[str, _Changing], ...] = (
        *county.protocols.items(),
        *((f"tier-2/{name}", theme) for name, theme in county.themes.items()),
        ("tier-1/overarching", county.overarching),
        ("core", county.core),
        ("page/training", county.training),
        ("page/audit", county.audit),
        ("page/programme", county.programme),
        ("page/teams", county.teams),
    )
    for name, document in documents:
        uri = county.targets[name].page_uri
        yield from (Changed(name, document.title, uri, change) for change in document.history)


def _changes(county: County) -> ChangesPage:
    days: dict[date, list[Changed]] = defaultdict(list)
    for found in changes(county):
        days[found.change.on].append(found)
    protocols = sorted((county.protocols[name] for name in county.issued), key=lambda protocol: protocol.title)
    return ChangesPage(
        days={day: tuple(changed) for day, changed in days.items()},
        issued=tuple((protocol, versions_of(county, protocol)) for protocol in protocols),
        core_versions=core_versions(county),
    )
