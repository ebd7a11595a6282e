"""The law and the flows as CSV."""

from generator import urls
from generator.county.wording import plain
from generator.exports.csv_table import table
from generator.exports.register import site_address
from generator.pages.base import Scene

LAW_COLUMNS = (
    "id", "instrument", "cite", "title", "effect", "status", "as_of", "in_force_from", "in_force_until", "areas", "givers",
    "receivers", "excluded_givers", "depersonalised_only", "who_discloses", "to_whom", "confirmed", "checked",
    "replaced_by", "flows", "address",
)  # fmt: skip
"""The columns of `data/law.csv`."""

FLOW_COLUMNS = (
    "protocol", "theme", "number", "item", "about", "category", "from", "to", "gateway", "gateway_effect", "necessary_because",
    "route", "when",
)  # fmt: skip
"""The columns of `data/flows.csv`."""


def law_csv(scene: Scene) -> bytes:
    """Return one row for each provision of the register."""
    library = scene.library
    used: dict[str, int] = {}
    for protocol in library.protocols.values():
        for flow in protocol.model.flows:
            used[flow.gateway] = used.get(flow.gateway, 0) + 1
    rows = []
    for name, (document, found) in library.provisions.items():
        rows.append(
            (
                name,
                document.model.title,
                found.cite,
                found.title,
                found.effect.value,
                found.force.on(scene.as_of).value,
                scene.as_of,
                found.force.since or "",
                found.force.until or "",
                "; ".join(area.value for area in found.areas),
                "; ".join(kind.value for kind in found.givers),
                "; ".join(kind.value for kind in found.receivers),
                "; ".join(kind.value for kind in found.excluded_givers),
                found.depersonalised_only,
                plain(library, found.who_discloses or ""),
                plain(library, found.to_whom or ""),
                found.evidence.confirmed is not None,
                found.evidence.checked,
                found.replaced_by or "",
                used.get(name, 0),
                f"{site_address(library)}{urls.web_path(urls.instrument_uri(document.id))}#{found.id}",
            )
        )
    return table(LAW_COLUMNS, rows)


def flows_csv(scene: Scene) -> bytes:
    """Return one row for each flow of each protocol, in their order."""
    library = scene.library
    rows = []
    for identifier, protocol in library.protocols.items():
        for number, flow in enumerate(protocol.model.flows, start=1):
            rows.append(
                (
                    identifier,
                    protocol.model.under,
                    number,
                    flow.item,
                    "; ".join(flow.about),
                    flow.category.value,
                    "; ".join(flow.sources),
                    "; ".join(flow.recipients),
                    flow.gateway,
                    library.provisions[flow.gateway][1].effect.value,
                    plain(library, flow.necessary_because),
                    flow.route,
                    flow.when,
                )
            )
    return table(FLOW_COLUMNS, rows)
