"""What a protocol lets its parties do, in ODRL: one rule for each flow, by its verdict, and a prohibition for each restriction.

People wrote the verdicts and the conditions. A condition is text, so no program can decide whether it is met.
"""

from collections.abc import Iterator

from generator import urls
from generator.exports.graph import EVERYTHING, NAMED, Node, Scope, agency_name, provision_name
from generator.model.tail import Flow, Verdict
from generator.model.top import Restriction

CIRCUMSTANCE, RESTRICTED_BY = "own:circumstance", "own:restricted-by"

_OPERANDS = {
    CIRCUMSTANCE: "What is true of the case, in words: a person decides whether it is so.",
    RESTRICTED_BY: "A provision that forbids the disclosure as far as it reaches: a person decides how far.",
}
"""What ODRL has no word for, and what ours mean."""


def policy_nodes(scope: Scope) -> Iterator[Node]:
    """Yield the policy, its rules, and the terms of our own that they use."""
    protocol = scope.protocol
    musts = [f"here:rule-{key}" for key, flow in scope.flows if flow.verdict is Verdict.MUST]
    others = [f"here:rule-{key}" for key, flow in scope.flows if flow.verdict is not Verdict.MUST]
    stops = [f"here:stop-{number}" for number, _ in enumerate(protocol.restrictions, start=1)]
    found: Node = {
        "@id": "here:policy",
        "@type": ["odrl:Policy", "odrl:Set"],
        "odrl:uid": "here:policy",
        "dct:title": protocol.title,
        **scope.standing,
        "dct:source": "here:protocol",
        "odrl:profile": scope.county.site.address + urls.web_path(urls.PROCESSING_GUIDE),
        "odrl:conflict": "odrl:prohibit",
        "odrl:permission": others,
        "odrl:obligation": musts,
        "odrl:prohibition": stops,
    }
    yield {term: value for term, value in found.items() if value != []}
    yield {"@id": EVERYTHING, "@type": "odrl:AssetCollection", "dct:title": protocol.title}
    yield from (_rule(scope, key, flow) for key, flow in scope.flows)
    yield from (_prohibition(scope, *found) for found in zip(stops, protocol.restrictions, strict=True))
    for name, meaning in _OPERANDS.items():
        yield {
            "@id": name,
            "@type": "odrl:LeftOperand",
            "skos:definition": {"@value": meaning, "@language": "en"},
        }


def _rule(scope: Scope, key: str, flow: Flow) -> Node:
    """Return the rule of a flow: `must` obliges its givers, and the others permit; `only_if` has to be so, and `unless` may not."""
    receivers = [*map(agency_name, flow.recipients)]
    constraints = [_constraint("odrl:recipient", "odrl:isAnyOf", receivers, NAMED)]
    if flow.only_if:
        constraints.append(_constraint(CIRCUMSTANCE, "odrl:eq", scope.said(flow.only_if)))
    if flow.unless:
        constraints.append(_constraint(CIRCUMSTANCE, "odrl:neq", scope.said(flow.unless)))
    return {
        "@id": f"here:rule-{key}",
        "@type": "odrl:Duty" if flow.verdict is Verdict.MUST else "odrl:Permission",
        "dct:source": f"here:flow-{key}",
        "odrl:assignee": [*map(agency_name, flow.sources)],
        "odrl:action": "odrl:distribute",
        "odrl:target": f"here:data-{key}",
        "odrl:constraint": constraints,
    }


def _prohibition(scope: Scope, name: str, restriction: Restriction) -> Node:
    return {
        "@id": name,
        "@type": "odrl:Prohibition",
        "odrl:action": "odrl:distribute",
        "odrl:target": EVERYTHING,
        "odrl:constraint": _constraint(RESTRICTED_BY, "odrl:eq", provision_name(restriction.provision), NAMED),
        "dct:description": scope.said(restriction.means_here),
    }


def _constraint(operand: str, operator: str, value: object, term: str = "odrl:rightOperand") -> Node:
    return {"@type": "odrl:Constraint", "odrl:leftOperand": operand, "odrl:operator": operator, term: value}
