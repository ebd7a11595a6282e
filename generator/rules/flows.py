"""Rules about flows: each leads from one party to another, and whatever a protocol explains is used by one."""

from collections.abc import Iterator

from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span


@fault("flow-to-itself")
def flow_to_itself(span: Span, agency: str) -> Diagnostic:
    """A flow goes from a party to the same party.

    What stays inside one agency is no disclosure and needs no protocol. Usually the wrong party was named. A party that stands
    for many organisations, such as the schools, can give to itself.
    """
    return Diagnostic(f"`{agency}` gives this to itself", span, help="name the party that receives it")


@rule
def check_flows_lead_somewhere(context: Context) -> Iterator[Diagnostic]:
    """A flow goes from one party to another; only a party that stands for many, such as the schools, gives to itself."""
    for document in context.library.protocols.values():
        for index, flow in enumerate(document.model.flows):
            alone = {*flow.sources, *flow.recipients} if 1 in (len(flow.sources), len(flow.recipients)) else set()
            for name in sorted({*flow.sources} & {*flow.recipients} & alone):
                agency = context.library.agencies.get(name)
                if agency and not agency.model.stands_for_many:
                    place = flow.recipients.index(name)
                    yield flow_to_itself(document.span("flows", index, "to", place), name)


@fault("unused-gateway", Severity.WARNING)
def unused_gateway(span: Span, provision: str) -> Diagnostic:
    """A gateway is explained but no flow relies on it.

    Either a flow is missing, or one was changed and the gateway left behind.
    """
    return Diagnostic(
        f"no flow relies on `{provision}`", span, help="take the gateway out, or name it in the flow that needs it"
    )


@fault("unused-route", Severity.ADVICE)
def unused_route(span: Span, route: str) -> Diagnostic:
    """A route is explained but no flow travels by it."""
    return Diagnostic(f"no flow travels by `{route}`", span, help="take the route out, or name it in a flow")


@fault("unused-person", Severity.ADVICE)
def unused_person(span: Span, person: str) -> Diagnostic:
    """A group of people is described but no flow is about it.

    Either a flow is missing, or nothing is shared about these people and readers need not hear of them here.
    """
    return Diagnostic(
        f"no flow is about `{person}`",
        span,
        help="take the group out, or name it in `about` of the flow that it belongs to",
    )


@rule
def check_nothing_is_left_behind(context: Context) -> Iterator[Diagnostic]:
    """Every gateway, every route and every group of people that a protocol explains is used by a flow."""
    for document in context.library.protocols.values():
        if not document.model.flows:  # A draft that has none yet is told so once.
            continue
        gateways = {flow.gateway for flow in document.model.flows}
        routes = {flow.route for flow in document.model.flows}
        for index, gateway in enumerate(document.model.gateways):
            if gateway.provision not in gateways:
                yield unused_gateway(document.span("gateways", index, "provision"), gateway.provision)
        for index, route in enumerate(document.model.routes):
            if route.name not in routes:
                yield unused_route(document.span("routes", index, "name"), route.name)
        about = {person for flow in document.model.flows for person in flow.about}
        for index, person in enumerate(document.model.people):
            if person.id not in about:
                yield unused_person(document.span("people", index, "id"), person.id)
