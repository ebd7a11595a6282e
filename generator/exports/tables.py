"""The law and the flows as CSV."""

from collections import Counter

from generator import urls
from generator.county.county import County
from generator.county.wording import plain
from generator.exports.csv_table import table
from generator.words.catalogue import Catalogue

LAW_COLUMNS = (
    "id", "instrument", "cite", "title", "effect", "status", "as_of", "in_force_from", "in_force_until", "areas", "givers",
    "receivers", "excluded_givers", "compels_disclosure", "binds", "depersonalised_only", "needs_policy_document", "who_discloses",
    "to_whom", "confirmed", "checked", "replaced_by", "flows", "address",
)  # fmt: skip
"""The columns of `data/law.csv`."""

FLOW_COLUMNS = (
    "protocol", "theme", "number", "item", "about", "kinds", "category", "from", "to", "gateway", "gateway_effect", "verdict", "only_if",
    "unless", "necessary_because", "route", "when", "status",
)  # fmt: skip
"""The columns of `data/flows.csv`."""


def law_csv(county: County, words: Catalogue) -> bytes:
    """Return one row for each provision of the register, with how many flows of current protocols rely on it."""
    library = county.library
    used = Counter(flow.gateway for protocol in county.current_protocols for flow in protocol.flows)
    rows = []
    for name, (instrument, found) in county.provisions.items():
        rows.append(
            (
                name,
                instrument.title,
                found.cite,
                found.title,
                found.effect.value,
                found.force.on(county.as_of).value,
                county.as_of,
                found.force.since or "",
                found.force.until or "",
                "; ".join(area.value for area in found.areas),
                "; ".join(kind.value for kind in found.givers),
                "; ".join(kind.value for kind in found.receivers),
                "; ".join(kind.value for kind in found.excluded_givers),
                found.compels_disclosure,
                "; ".join(kind.value for kind in found.binds),
                found.depersonalised_only,
                found.needs_policy_document,
                plain(library, found.who_discloses or "", words),
                plain(library, found.to_whom or "", words),
                found.evidence.confirmed is not None,
                found.evidence.checked,
                found.replaced_by or "",
                used[name],
                f"{county.site.address}{urls.web_path(urls.instrument_uri(instrument.id))}#{found.id}",
            )
        )
    return table(LAW_COLUMNS, rows)


def flows_csv(county: County, words: Catalogue) -> bytes:
    """Return one row for each flow of each protocol, in their order; a retired protocol's flows say so in `status`."""
    rows = []
    for identifier, protocol in county.protocols.items():
        kinds = {person.id: person.kinds for person in protocol.people}
        for number, flow in enumerate(protocol.flows, start=1):
            about = dict.fromkeys(kind.value for person in flow.about for kind in kinds[person])
            rows.append(
                (
                    identifier,
                    protocol.under,
                    number,
                    flow.item,
                    "; ".join(flow.about),
                    "; ".join(about),
                    flow.category.value,
                    "; ".join(flow.sources),
                    "; ".join(flow.recipients),
                    flow.gateway,
                    county.provisions[flow.gateway][1].effect.value,
                    flow.verdict.value,
                    plain(county.library, flow.only_if or "", words),
                    plain(county.library, flow.unless or "", words),
                    plain(county.library, flow.necessary_because, words),
                    flow.route,
                    flow.when,
                    "retired" if protocol.retired else protocol.status.value,
                )
            )
    return table(FLOW_COLUMNS, rows)
