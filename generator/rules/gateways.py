"""Rules about gateways: each is a power or a duty, explained, and one that these parties can use for this."""

from collections.abc import Iterator

from generator.county.library import Document
from generator.model.agency import AgencyKind
from generator.model.law import Area, Provision
from generator.model.protocol import Protocol
from generator.model.tail import Category
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, fault, one_of
from generator.sources.nodes import Path
from generator.sources.source import Span


@fault("not-a-gateway")
def not_a_gateway(span: Span, provision: str, effect: str) -> Diagnostic:
    """A flow relies on a provision that neither allows nor requires anybody to disclose.

    Only a power or a duty is a gateway. A restriction limits what may be shared; a framework, such as the UK GDPR, says how.
    Name the power or duty, and put the restriction under `restrictions`.
    """
    return Diagnostic(
        f"`{provision}` is a {effect}, so nothing can be shared under it",
        span,
        help="name the power or duty that allows the flow; a restriction belongs under `restrictions`",
    )


@fault("gateway-not-listed")
def gateway_not_listed(span: Span, provision: str, listed: tuple[str, ...]) -> Diagnostic:
    """A flow relies on a provision that the protocol's `gateways` do not explain.

    Every gateway has an entry under `gateways` that says what it is used for here and what must hold first.
    """
    return Diagnostic(
        f"`{provision}` has no entry under `gateways`",
        span,
        help=f"add one, or use {one_of(listed)}" if listed else "add one",
    )


@fault("gateway-missing")
def gateway_missing(span: Span, provision: str, count: int, first: Span) -> Diagnostic:
    """Several flows rely on a provision that the protocol's `gateways` do not explain.

    Every gateway has an entry under `gateways` that says what it is used for here and what must hold first.
    """
    return Diagnostic(
        f"{count} flows rely on `{provision}`, which has no entry under `gateways`",
        span,
        help="add the entry, with `used_for` and `conditions_here`",
        others=(Label(first, "the first such flow"),),
    )


@rule
def check_gateways(context: Context) -> Iterator[Diagnostic]:
    """A flow's gateway is a power or a duty, explained under `gateways`."""
    for document in context.library.protocols.values():
        listed = tuple(gateway.provision for gateway in document.model.gateways)
        unlisted: dict[str, list[Path]] = {}
        for path, name in gateways_named(document.model):
            found = context.library.provisions.get(name)
            if found and not found[1].can_be_gateway:
                yield not_a_gateway(document.span(*path), name, found[1].effect.value)
            elif found and path[0] == "flows" and name not in listed:
                unlisted.setdefault(name, []).append(path)
        for name, paths in unlisted.items():
            first = document.span(*paths[0])
            if len(paths) > 1:  # Two flows are seldom wrong in the same way: it is the entry that is missing.
                yield gateway_missing(document.key_span("gateways"), name, len(paths), first)
            else:
                yield gateway_not_listed(first, name, listed)


def gateways_named(protocol: Protocol) -> Iterator[tuple[Path, str]]:
    """Yield each provision that a protocol explains or relies on as a gateway, with its place."""
    for index, gateway in enumerate(protocol.gateways):
        yield ("gateways", index, "provision"), gateway.provision
    for index, flow in enumerate(protocol.flows):
        yield ("flows", index, "gateway"), flow.gateway


@fault("gateway-not-for-personal-data")
def gateway_not_for_personal_data(span: Span, provision: str, category: str) -> Diagnostic:
    """A flow of information about identifiable people relies on a provision that covers only depersonalised information.

    Take out what identifies people and write `category: depersonalised`, or name a power or duty that covers personal data.
    """
    return Diagnostic(
        f"`{provision}` covers only depersonalised information, and this flow is `{category}`",
        span,
        help="depersonalise the item, or name another power or duty",
    )


@fault("gateway-excludes-giver")
def gateway_excludes_giver(span: Span, provision: str, agency: str, kind: str, who: str) -> Diagnostic:
    """A flow relies on a provision that this giver cannot use.

    The law register says for each provision which kinds of agency may disclose under it, and which it shuts out: section 16 of
    the Police, Crime, Sentencing and Courts Act 2022, for one, never covers patient information. Split the flow, and name the
    power or duty that this giver has.
    """
    return Diagnostic(
        f"`{agency}` ({kind}) cannot disclose under `{provision}`",
        span,
        help=f"who may: {who}" if who else "name a provision that this agency can use",
    )


@fault("gateway-excludes-receiver")
def gateway_excludes_receiver(span: Span, provision: str, agency: str, kind: str, whom: str) -> Diagnostic:
    """A flow relies on a provision that does not reach this receiver.

    The law register says for each provision which kinds of agency may be told under it: section 115 of the Crime and Disorder
    Act 1998, for one, covers no charity and no general practice. Split the flow, and name the power or duty that reaches this
    receiver.
    """
    return Diagnostic(
        f"`{agency}` ({kind}) cannot be told under `{provision}`",
        span,
        help=f"who may be told: {whom}" if whom else "name a provision that reaches this agency",
    )


@rule
def check_gateways_fit(context: Context) -> Iterator[Diagnostic]:
    """A flow's gateway can be used by each of its givers, for each of its receivers and for its kind of data."""
    for document in context.library.protocols.values():
        for index, flow in enumerate(document.model.flows):
            found = context.library.provisions.get(flow.gateway)
            if found is None or not found[1].can_be_gateway:
                continue
            provision = found[1]
            if provision.depersonalised_only and flow.category is not Category.DEPERSONALISED:
                span = document.span("flows", index, "gateway")
                yield gateway_not_for_personal_data(span, flow.gateway, flow.category.value)
            yield from _misfits(context, document, index, provision)


def _misfits(context: Context, document: Document[Protocol], index: int, provision: Provision) -> Iterator[Diagnostic]:
    """Yield each giver that cannot use the provision, and each receiver that it does not reach."""
    flow = document.model.flows[index]
    for place, name in enumerate(flow.sources):
        agency = context.library.agencies.get(name)
        kind = agency.model.kind if agency else None
        if kind and (kind in provision.excluded_givers or (provision.givers and kind not in provision.givers)):
            span, who = document.span("flows", index, "from", place), provision.who_discloses or ""
            yield gateway_excludes_giver(span, flow.gateway, name, _words(kind), who)
    for place, name in enumerate(flow.recipients):
        agency = context.library.agencies.get(name)
        kind = agency.model.kind if agency else None
        if kind and provision.receivers and kind not in provision.receivers:
            span, whom = document.span("flows", index, "to", place), provision.to_whom or ""
            yield gateway_excludes_receiver(span, flow.gateway, name, _words(kind), whom)


def _words(kind: AgencyKind) -> str:
    return kind.value.replace("-", " ")


@fault("gateway-outside-area")
def gateway_outside_area(span: Span, provision: str, areas: tuple[str, ...], under: Span) -> Diagnostic:
    """A protocol relies on a provision of a field of work that it has nothing to do with.

    The law register says for each provision which fields of work it belongs to, and each Tier 2 theme which it covers. An
    arrangement that reaches beyond its theme says so under `areas`: `areas: [housing]`.
    """
    return Diagnostic(
        f"`{provision}` is about {one_of(areas)}, which this protocol's theme does not cover",
        span,
        help=f"name a provision that fits, or write `areas: [{areas[0]}]` if this arrangement does work in that field",
        others=(Label(under, "the theme"),),
    )


@rule
def check_gateways_serve_the_area(context: Context) -> Iterator[Diagnostic]:
    """A gateway belongs to a field of work of the protocol's theme, or to one that the protocol names."""
    for document in context.library.protocols.values():
        theme = context.library.themes.get(document.model.under)
        if theme is None:
            continue
        served = {Area.ALL, *theme.model.areas, *document.model.areas}
        for path, name in gateways_named(document.model):
            found = context.library.provisions.get(name)
            if found and found[1].can_be_gateway and not served.intersection(found[1].areas):
                areas = tuple(area.value for area in found[1].areas)
                yield gateway_outside_area(document.span(*path), name, areas, document.span("under"))
