"""What each protocol fills into a decision record, as a script: a page that was opened from a folder may load nothing else.

A script holds one value, in JSON of plain ASCII. It is loaded by the page of the decision record only, and only when asked for.
"""

import json
from collections.abc import Iterator
from functools import partial

from generator import urls
from generator.county.county import County
from generator.county.wording import plain
from generator.model.protocol import Protocol
from generator.model.tail import Flow
from generator.pages.base import with_marking
from generator.pages.files import SiteFile
from generator.words.catalogue import Catalogue

VARIABLE = "protocolOfRecord"
"""The name under which a script leaves its value to the page."""


def record_files(county: County, words: Catalogue) -> Iterator[SiteFile]:
    """Yield the script of every current protocol."""
    for protocol in county.current_protocols:
        yield SiteFile(urls.record_uri(protocol.id), partial(_script, county, words, protocol))


def _script(county: County, words: Catalogue, protocol: Protocol) -> bytes:
    value = json.dumps(_of_protocol(county, words, protocol), separators=(",", ":"))
    return f"globalThis.{VARIABLE}={value};\n".encode("ascii")


def _of_protocol(county: County, words: Catalogue, protocol: Protocol) -> dict[str, object]:
    fast = protocol.fast_track
    named = {name for party in protocol.parties for name in county.members(party.agency)}

    def written(text: str) -> str:
        return plain(county.library, text, words)

    return {
        "id": protocol.id,
        "title": protocol.title,
        "version": protocol.version,
        "agencies": {name: county.agencies[name].name for name in sorted(named)},
        "groups": {party.agency: county.members(party.agency)[1:] for party in protocol.parties},
        "decides": written(fast.decides_in_hours),
        "holdBack": written(fast.hold_back),
        "within": fast.record_within,
        "flows": [_of_flow(county, words, protocol, flow) for flow in protocol.flows],
    }


def _of_flow(county: County, words: Catalogue, protocol: Protocol, flow: Flow) -> dict[str, object]:
    route = words.tell(with_marking(flow.route, protocol.marking_of_route(flow.route)))
    return {
        "item": words.tell(with_marking(flow.item, flow.marking)),
        "from": flow.sources,
        "to": flow.recipients,
        "law": county.cited(flow.gateway),
        "route": f"{route}; {flow.when}",
        "verdict": flow.verdict.value,
        "condition": plain(county.library, flow.only_if or flow.unless or "", words),
    }
