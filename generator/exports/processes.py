"""What a protocol processes, in the terms of the Data Privacy Vocabulary: one process for the protocol, and one in it for each flow."""

from collections.abc import Iterator

from generator.county.processing import PERSONAL
from generator.exports.graph import EVERYTHING, Node, Scope, agency_name, agency_node, provision_name
from generator.exports.vocabulary import DATA_TYPES, LAWS, close_match, is_data_subject, people_types
from generator.model.base import Status
from generator.model.tail import Flow
from generator.model.top import ControllerRole


def process_nodes(scope: Scope) -> Iterator[Node]:
    """Yield the protocol, its parties, people, bases, law, routes and retention, and every flow with its data."""
    yield _protocol(scope)
    yield from _parties(scope)
    yield from _people(scope)
    yield from _bases(scope)
    yield from _law(scope)
    yield from _routes(scope)
    yield from _retention(scope)
    for number, (key, flow) in enumerate(scope.flows, start=1):
        yield {"@id": f"here:flow-{key}", "@type": "dpv:Process", "own:number": number, **_flow(scope, key, flow)}
        yield _data(key, flow)


def _protocol(scope: Scope) -> Node:
    protocol = scope.protocol
    regimes = dict.fromkeys(basis.regime for basis in protocol.data_protection)
    found: Node = {
        "@id": "here:protocol",
        "@type": "dpv:Process",
        "dct:identifier": protocol.id,
        "dct:title": protocol.title,
        **scope.standing,
        "dpv:hasJurisdiction": "loc:GB",
        "dpv:hasApplicableLaw": [LAWS[regime] for regime in regimes],
        "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:description": scope.said(protocol.purpose)},
        **_controllers(scope, tuple(party.agency for party in protocol.parties)),
        "dpv:hasProcess": [f"here:flow-{key}" for key, _ in scope.flows],
        "dpv:hasStorageCondition": [f"here:kept-{number}" for number, _ in enumerate(protocol.retention, 1)],
    }
    joint = [f"here:joint-{regime}" for regime, names in protocol.joint_controllers.items() if len(names) > 1]
    found |= {"dpv:hasJointDataControllers": joint} if joint else {}
    return found | ({"dpv:hasActivityStatus": "dpv:ActivityProposed"} if protocol.status is Status.DRAFT else {})


def _controllers(scope: Scope, names: tuple[str, ...]) -> Node:
    """Return parties by what they are for what they handle here: controllers or processors."""
    roles = {party.agency: party.role for party in scope.protocol.parties}
    processors = [name for name in names if roles[name] is ControllerRole.PROCESSOR]
    found = {
        "dpv:hasDataController": [name for name in names if name not in processors],
        "dpv:hasDataProcessor": processors,
    }
    return {term: [*map(agency_name, parties)] for term, parties in found.items() if parties}


def _parties(scope: Scope) -> Iterator[Node]:
    """Yield the parties, and the joint controllers under each set of rules."""
    for party in scope.protocol.parties:
        yield agency_node(scope.county, party.agency)
    for regime, names in scope.protocol.joint_controllers.items():
        if len(names) > 1:
            yield {
                "@id": f"here:joint-{regime}",
                "@type": "dpv:JointDataControllers",
                "dpv:hasDataController": [*map(agency_name, names)],
            }


def _people(scope: Scope) -> Iterator[Node]:
    for person in scope.protocol.people:
        yield {"@id": f"here:people-{person.id}", "@type": people_types(person), "dct:title": person.name}


def _bases(scope: Scope) -> Iterator[Node]:
    """Yield what the protocol gives each set of parties as its basis, and each condition with the EU's nearest term."""
    conditions: dict[str, None] = {}
    for number, basis in enumerate(scope.protocol.data_protection, start=1):
        conditions |= dict.fromkeys(basis.provisions)
        yield {
            "@id": f"here:basis-{number}",
            "@type": "dpv:LegalBasis",
            "dpv:hasApplicableLaw": LAWS[basis.regime],
            "dpv:hasEntity": [*map(agency_name, basis.parties)],
            "dct:hasPart": [*map(provision_name, basis.provisions)],
            "dct:description": scope.said(basis.because),
        }
    for name in conditions:
        match = close_match(name)
        found: Node = {"@id": provision_name(name), "@type": "dpv:LegalBasis", "dct:title": scope.county.cited(name)}
        yield found | ({"skos:closeMatch": match} if match else {})


def _law(scope: Scope) -> Iterator[Node]:
    named = (
        *(flow.gateway for flow in scope.protocol.flows),
        *(each.provision for each in scope.protocol.restrictions),
    )
    for name in dict.fromkeys(named):
        yield {"@id": provision_name(name), "@type": "dpv:Law", "dct:title": scope.county.cited(name)}


def _routes(scope: Scope) -> Iterator[Node]:
    for number, route in enumerate(scope.protocol.routes, start=1):
        yield {
            "@id": f"here:route-{number}",
            "@type": "dpv:TechnicalOrganisationalMeasure",
            "dct:title": route.name,
            "dct:description": scope.said(route.how),
        }


def _retention(scope: Scope) -> Iterator[Node]:
    for number, kept in enumerate(scope.protocol.retention, start=1):
        yield {
            "@id": f"here:kept-{number}",
            "@type": "dpv:StorageDuration",
            "dct:title": kept.record,
            "dct:description": kept.period,
            "dpv:hasEntity": [*map(agency_name, kept.held_by)],
        }


def _flow(scope: Scope, key: str, flow: Flow) -> Node:
    """Return what a flow says of itself, without what it has nothing of."""
    protocol = scope.protocol
    people = {person.id: person for person in protocol.people}
    subjects = [name for name in flow.about if is_data_subject(people[name])]
    bases = [at for at, basis in enumerate(protocol.data_protection, 1) if set(basis.parties) & set(flow.sources)]
    routes = [at for at, route in enumerate(protocol.routes, 1) if route.name == flow.route]
    found: Node = {
        "own:verdict": flow.verdict.value,
        "dpv:hasProcessing": "dpv:Disclose",
        "dpv:hasPersonalData" if flow.category in PERSONAL else "dpv:hasData": f"here:data-{key}",
        "dpv:hasDataSubject": [f"here:people-{name}" for name in subjects],
        "dpv:hasHumanSubject": [f"here:people-{name}" for name in flow.about if name not in subjects],
        **_controllers(scope, flow.sources),
        "dpv:hasRecipient": [*map(agency_name, flow.recipients)],
        "dpv:hasLegalBasis": [f"here:basis-{at}" for at in bases],
        "dpv:hasApplicableLaw": provision_name(flow.gateway),
        "dpv:hasJustification": {
            "@type": "dpv:Justification",
            "dct:description": scope.said(flow.necessary_because),
        },
        "dpv:hasTechnicalOrganisationalMeasure": [f"here:route-{at}" for at in routes],
        "own:when": flow.when,
    }
    return {term: value for term, value in found.items() if value != []}


def _data(key: str, flow: Flow) -> Node:
    return {
        "@id": f"here:data-{key}",
        "@type": [*DATA_TYPES[flow.category], "odrl:Asset"],
        "dct:title": flow.item,
        "odrl:partOf": EVERYTHING,
    }
