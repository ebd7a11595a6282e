"""What protocols say as linked data (JSON-LD 1.1): one file for each, with its processes in DPV and its rules in ODRL, and a list of all.

Each file brings its own context and needs no other, so that it is read from a folder too. Every node stands on a line of its own.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial

from generator import urls
from generator.county.county import County
from generator.exports.graph import LINKS, NAMED, Node, Scope, agency_name, agency_node
from generator.exports.policies import policy_nodes
from generator.exports.processes import process_nodes
from generator.exports.vocabulary import PREFIXES
from generator.model.protocol import Protocol
from generator.pages.files import SiteFile
from generator.words.catalogue import Catalogue

MEDIA_TYPE = "application/ld+json"

_CODES = ("own:marking", "own:status", "own:verdict", "own:version", "dct:identifier", "dcat:mediaType")
"""The terms whose values are codes, which are in no language."""


def linked_data_files(county: County, words: Catalogue) -> Iterator[SiteFile]:
    """Yield the file of every protocol, and the list. A retired one says what was shared, and holds no rules."""
    for protocol in county.protocols.values():
        uri = urls.linked_data_uri(protocol.id)
        yield SiteFile(uri, partial(_of_protocol, county, uri, Scope(county, words, protocol)))
    yield SiteFile(urls.LINKED_DATA, partial(_list, county))


def _of_protocol(county: County, uri: str, scope: Scope) -> bytes:
    rules = () if scope.protocol.retired else policy_nodes(scope)
    return _document(county, uri, (*process_nodes(scope), *rules))


def _list(county: County) -> bytes:
    return _document(county, urls.LINKED_DATA, _catalogue(county))


def _document(county: County, uri: str, nodes: Iterable[Node]) -> bytes:
    lines = ",\n".join(json.dumps(node, ensure_ascii=False, separators=(",", ":")) for node in nodes)
    context = ",\n".join(f"{json.dumps(name)}: {json.dumps(term)}" for name, term in _context(county, uri).items())
    return f'{{"@context": {{\n{context}\n}},\n"@graph": [\n{lines}\n]}}\n'.encode()


def _context(county: County, uri: str) -> Node:
    address = county.site.address
    own = {
        "own": f"{address}{urls.web_path(urls.PROCESSING_GUIDE)}#",
        "agency": f"{address}{urls.web_path(urls.AGENCIES)}",
        "law": f"{address}{urls.web_path(urls.LAW)}",
        "data": f"{address}{urls.DATA}",
        "here": f"{address}{uri}#",
    }
    codes = {name: {"@id": name, "@language": None} for name in _CODES}
    links = {name: {"@id": name, "@type": "@id"} for name in LINKS}
    named = {NAMED: {"@id": "odrl:rightOperand", "@type": "@id"}}
    return {"@version": 1.1, "@language": county.site.language.value, **PREFIXES, **own, **codes, **links, **named}


def _catalogue(county: County) -> Iterator[Node]:
    """Yield the list of the files, and every agency with the groups that it is in."""
    yield {
        "@id": "here:catalogue",
        "@type": "dcat:Catalog",
        "dct:title": county.site.name,
        "dct:description": county.site.notice,
        "dcat:dataset": [_file(protocol) for protocol in county.protocols.values()],
    }
    for protocol in county.protocols.values():
        yield {
            "@id": _file(protocol),
            "@type": "dcat:Dataset",
            "dct:title": protocol.title,
            "dct:subject": f"{_file(protocol)}#protocol",
            "dcat:distribution": {"dcat:downloadURL": _file(protocol), "dcat:mediaType": MEDIA_TYPE},
            "own:status": protocol.status.value,
            "own:marking": county.marking_of(protocol).value,
        }
    for agency in county.current_agencies:
        groups = [agency_name(group) for group in county.groups_of(agency.id)[1:]]
        yield agency_node(county, agency.id) | ({"odrl:partOf": groups} if groups else {})


def _file(protocol: Protocol) -> str:
    return f"data:{urls.linked_data_uri(protocol.id).removeprefix(urls.DATA)}"
