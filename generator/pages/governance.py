"""The pages by which the set is governed: work programme, teams, reviews, changes, and the reports that it answers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator import urls
from generator.county.library import Document
from generator.model.agency import Agency, Regime
from generator.model.base import Change, Review
from generator.model.governance import Programme, TaskState, Team
from generator.model.protocol import Protocol
from generator.pages.base import PageView, Reach, Scene, find_reach, nothing_yet

_MONTHS_SHOWN = 12


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
    category: str
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    gateway: str


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


def governance_pages(scene: Scene) -> Iterator[PageView]:
    """Yield the work programme, the teams, the reviews, the changes and the reports."""
    yield _programme(scene)
    yield from _teams(scene)
    yield _reviews(scene)
    yield _changes(scene)
    yield from _reports(scene)


def _programme(scene: Scene) -> PageView:
    source = "protocols/governance/programme.yaml"
    if scene.library.programme is None:
        return nothing_yet("programme", source)
    programme = scene.library.programme.model
    facts: dict[str, object] = {
        "programme": programme,
        "agencies": {name: found.model for name, found in scene.library.agencies.items()},
        "counts": tuple((state, _count(programme, state)) for state in TaskState if _count(programme, state)),
        "as_of": scene.as_of,
    }
    return PageView("programme.md.j2", urls.PROGRAMME, programme.title, programme.summary, source, facts)


def _count(programme: Programme, state: TaskState) -> int:
    return sum(activity.state is state for activity in programme.activities)


def _teams(scene: Scene) -> Iterator[PageView]:
    source = "protocols/governance/teams.yaml"
    if scene.library.teams is None:
        yield nothing_yet("teams", source)
        return
    found = scene.library.teams.model
    facts: dict[str, object] = {
        "found": found,
        "agencies": {name: agency.model for name, agency in scene.library.agencies.items()},
    }
    yield PageView("teams.md.j2", urls.TEAMS, found.title, found.summary, source, facts)
    for team in found.teams:
        yield _team(scene, team, source)


def _team(scene: Scene, team: Team, source: str) -> PageView:
    agencies = tuple(scene.library.agencies[name].model for name in team.agencies)
    facts: dict[str, object] = {
        "team": team,
        "members": tuple(Member(agency, Regime.PART_3 in agency.regimes) for agency in agencies),
        "protocols": tuple(_team_protocol(scene, team, scene.library.protocols[name]) for name in team.protocols),
    }
    uri = urls.team_uri(team.id)
    return PageView("team.md.j2", uri, team.name, team.summary, source, facts, keywords=team.also_called)


def _team_protocol(scene: Scene, team: Team, document: Document[Protocol]) -> TeamProtocol:
    library, protocol = scene.library, document.model
    names = {name: library.agencies[name].model.short_name for name in library.agencies}
    everybody = {name for member in team.agencies for name in (*library.members(member), *library.groups_of(member))}
    flows = tuple(
        Between(
            flow.item,
            flow.category.value.replace("-", " "),
            tuple(names[agency] for agency in flow.sources if agency in everybody),
            tuple(names[agency] for agency in flow.recipients if agency in everybody),
            flow.gateway,
        )
        for flow in protocol.flows
        if everybody & set(flow.sources) and everybody & set(flow.recipients)
    )
    parties = {name for party in protocol.parties for name in (*library.members(party.agency), party.agency)}
    absent = tuple(
        library.agencies[name].model for name in team.agencies if not parties & {name, *library.groups_of(name)}
    )
    reach = find_reach(library, protocol, protocol.fast_track.contact_out_of_hours)
    return TeamProtocol(protocol, flows, len(protocol.flows) - len(flows), absent, reach)


def reviewed(scene: Scene) -> tuple[Dated, ...]:
    """Return every document that has a review date and still stands, the earliest first."""
    return tuple(sorted(_dated(scene), key=lambda found: (found.review.next, found.title)))


def _dated(scene: Scene) -> Iterator[Dated]:
    library = scene.library
    agencies = library.agencies
    for identifier, protocol in library.protocols.items():
        if protocol.model.retired is None:
            model, uri = protocol.model, urls.protocol_uri(identifier)
            yield Dated(identifier, "Tier 3", model.title, uri, model.review, agencies[model.owner].model)
    for identifier, theme in library.themes.items():
        uri, name = urls.theme_uri(identifier), f"tier-2/{identifier}"
        yield Dated(name, "Tier 2", theme.model.title, uri, theme.model.review, agencies[theme.model.owner].model)
    if library.overarching:
        tier = library.overarching.model
        yield Dated("tier-1/overarching", "Tier 1", tier.title, urls.TIER_1, tier.review, agencies[tier.owner].model)
    if library.core:
        core = library.core.model
        yield Dated("core", "Core", core.title, urls.CORE, core.review, agencies[core.owner].model)
    if library.training:
        training = library.training.model
        owner = agencies[training.owner].model
        yield Dated("page/training", "Training", training.title, urls.TRAINING, training.review, owner)


def _reviews(scene: Scene) -> PageView:
    found = reviewed(scene)
    days = scene.library.site.model.review_warning_days if scene.library.site else 60
    soon, year = scene.as_of + timedelta(days=days), scene.as_of + timedelta(days=365)
    months: dict[date, list[Dated]] = defaultdict(list)
    for document in found:
        if scene.as_of <= document.review.next <= year:
            months[document.review.next.replace(day=1)].append(document)
    owners: dict[str, list[Dated]] = defaultdict(list)
    for document in found:
        owners[document.owner.id].append(document)
    facts: dict[str, object] = {
        "overdue": tuple(document for document in found if document.review.next < scene.as_of),
        "due": tuple(document for document in found if scene.as_of <= document.review.next <= soon),
        "months": dict(months),
        "later": tuple(document for document in found if document.review.next > year),
        "owners": tuple(
            sorted(((found[0].owner, tuple(found)) for found in owners.values()), key=lambda pair: pair[0].name)
        ),
        "days": days,
        "count": len(found),
        "as_of": scene.as_of,
    }
    description = "Which documents are due for review, which are overdue, and who has to see to it."
    return PageView("reviews.md.j2", urls.REVIEWS, urls.PAGES["reviews"][0], description, "protocols/tier-3", facts)


def changes(scene: Scene) -> tuple[Changed, ...]:
    """Return every change that any document's history tells of, the newest first."""
    return tuple(sorted(_changed(scene), key=lambda found: (-found.change.on.toordinal(), found.title, found.name)))


def _changed(scene: Scene) -> Iterator[Changed]:
    library = scene.library
    documents = (
        *library.protocols.values(),
        *library.themes.values(),
        library.overarching,
        library.core,
        library.training,
        library.audit,
        library.programme,
        library.teams,
    )
    for document in documents:
        if document is not None:
            name = library.name_of(document)
            uri = library.targets[name].page_uri
            yield from (Changed(name, document.model.title, uri, change) for change in document.model.history)


def _changes(scene: Scene) -> PageView:
    days: dict[date, list[Changed]] = defaultdict(list)
    for found in changes(scene):
        days[found.change.on].append(found)
    description = "What has changed in the protocols, the core, the tiers and the training, and why."
    facts: dict[str, object] = {"days": dict(days)}
    return PageView("changes.md.j2", urls.CHANGES, urls.PAGES["changes"][0], description, "protocols", facts)


def _reports(scene: Scene) -> Iterator[PageView]:
    for identifier, document in scene.library.reports.items():
        report, uri = document.model, urls.report_uri(identifier)
        yield PageView("report.md.j2", uri, report.title, report.summary, document.source.path, {"report": report})
