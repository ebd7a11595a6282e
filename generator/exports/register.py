"""The register as JSON and as CSV: every protocol, agency and older document, and who is party to what."""

import json
from typing import Any

from generator import urls
from generator.composed.passages import HEAD
from generator.county.agreements import Standing, State
from generator.county.county import County, Timeliness
from generator.county.wording import plain
from generator.exports.csv_table import table
from generator.model.agency import Agency
from generator.model.governance import ExistingDocument
from generator.model.protocol import Protocol
from generator.model.top import Party
from generator.words.catalogue import Catalogue

SCHEMA_URI = "data/register.schema.json"
"""Where the schema of the register is published."""

_COLUMNS = (
    "id",
    "title",
    "theme",
    "status",
    "version",
    "core_version",
    "owner",
    "marking",
    "summary",
    "also_called",
    "parties",
    "review_by",
    "review_owner",
    "overdue",
    "signed_by",
    "address",
)


def register_json(county: County, words: Catalogue) -> bytes:
    """Return the whole register, as `register_schema` describes it. What is retired is in it, marked as such."""
    settings = county.site
    data = {
        "$schema": settings.address + SCHEMA_URI,
        "name": settings.name,
        "edition": words.tell(county.edition_name),
        "notice": settings.notice,
        "as_of": county.as_of.isoformat(),
        "core_version": county.core.version,
        "protocols": [_protocol(county, found, words) for found in county.protocols.values()],
        "agencies": [_agency(found) for found in county.agencies.values()],
        "older_documents": [_older(county, found) for found in county.audit.documents],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _protocol(county: County, protocol: Protocol, words: Catalogue) -> dict[str, Any]:
    settings = county.site
    standings = county.standings_of(protocol)
    return {
        "id": protocol.id,
        "title": protocol.title,
        "theme": protocol.under,
        "status": protocol.status.value,
        "version": protocol.version,
        "owner": protocol.owner,
        "marking": protocol.marking.value,
        "summary": plain(county.library, protocol.summary, words),
        "also_called": list(protocol.also_called),
        "review_by": protocol.review.next.isoformat(),
        "review_owner": protocol.review.owner,
        "overdue": protocol.retired is None and county.timeliness(protocol.review) is Timeliness.OVERDUE,
        "parties": [_party(party) for party in protocol.parties],
        "gateways": sorted({flow.gateway for flow in protocol.flows}),
        "requirements_not_met": [met.requirement for met in protocol.requirements_met if met.unmet],
        "signed_by": [found.agency for found in standings if found.state is State.FITS],
        "signatures": [_signature(found) for found in standings],
        "retired_on": protocol.retired.on.isoformat() if protocol.retired else None,
        "address": settings.address + urls.web_path(urls.protocol_uri(protocol.id)),
    }


def _signature(standing: Standing) -> dict[str, Any]:
    signature = standing.signature
    return {
        "agency": standing.agency,
        "state": standing.state.value,
        "version": signature.version if signature else None,
        "on": signature.on.isoformat() if signature else None,
        "changed": [part.name or HEAD for part in standing.changed],
    }


def _party(party: Party) -> dict[str, Any]:
    return {"agency": party.agency, "role": party.role.value, "gives": party.gives, "receives": party.receives}


def _agency(agency: Agency) -> dict[str, Any]:
    return {
        "id": agency.id,
        "name": agency.name,
        "short_name": agency.short_name,
        "kind": agency.kind.value,
        "members": list(agency.members),
        "retired_on": agency.retired.on.isoformat() if agency.retired else None,
    }


def _older(county: County, document: ExistingDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "illustrative": county.audit.illustrative,
        "theme": document.theme,
        "parties": list(document.parties),
        "state": document.state.value,
        "relevance": document.relevance.value,
        "recommendation": document.recommendation.value,
        "into": list(document.into),
        "due": document.due.isoformat(),
    }


def register_csv(county: County, words: Catalogue) -> bytes:
    """Return one row for each protocol; lists are joined by semicolons."""
    rows = [_protocol(county, found, words) for found in county.protocols.values()]
    core = county.core.version
    return table(
        _COLUMNS,
        (
            tuple(
                core
                if column == "core_version"
                else "; ".join(party["agency"] for party in row["parties"])
                if column == "parties"
                else "; ".join(row[column])
                if isinstance(row[column], list)
                else row[column]
                for column in _COLUMNS
            )
            for row in rows
        ),
    )


def register_schema(county: County) -> bytes:
    """Return the JSON Schema (draft 2020-12) of the register."""
    text, date = {"type": "string"}, {"type": "string", "format": "date"}
    day_or_none = {"type": ["string", "null"], "format": "date"}
    names, truth = {"type": "array", "items": text}, {"type": "boolean"}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": county.site.address + SCHEMA_URI,
        "title": "Register of information sharing protocols",
        **_object(
            {
                "$schema": text,
                "name": text,
                "edition": text,
                "notice": text,
                "as_of": date,
                "core_version": text,
                "protocols": _list(
                    {
                        **dict.fromkeys(("id", "title", "theme", "version", "owner", "summary", "review_owner"), text),
                        "status": {"enum": ["draft", "agreed", "retired"]},
                        "marking": {"enum": ["official", "official-sensitive"]},
                        **dict.fromkeys(("also_called", "gateways", "requirements_not_met", "signed_by"), names),
                        "review_by": date,
                        "overdue": truth,
                        "parties": _list({"agency": text, "role": text, "gives": truth, "receives": truth}),
                        "signatures": _list(
                            {
                                "agency": text,
                                "state": {"enum": [state.value for state in State]},
                                "version": {"type": ["string", "null"]},
                                "on": day_or_none,
                                "changed": names,
                            }
                        ),
                        "retired_on": day_or_none,
                        "address": text,
                    }
                ),
                "agencies": _list(
                    {
                        **dict.fromkeys(("id", "name", "short_name", "kind"), text),
                        "members": names,
                        "retired_on": day_or_none,
                    }
                ),
                "older_documents": _list(
                    {
                        **dict.fromkeys(("id", "title", "theme", "relevance"), text),
                        "illustrative": truth,
                        "parties": names,
                        "state": {"enum": ["in-use", "used-in-part", "lapsed", "never-signed"]},
                        "recommendation": {"enum": ["keep", "merge-into", "retire"]},
                        "into": names,
                        "due": date,
                    }
                ),
            }
        ),
    }
    return (json.dumps(schema, indent=1) + "\n").encode()


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}
