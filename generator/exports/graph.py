"""The nodes of linked data: their names, and what the parts of a protocol have in common there."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.county.county import County
from generator.county.wording import plain
from generator.model.protocol import Protocol
from generator.model.tail import Flow
from generator.words.catalogue import Catalogue

Node = dict[str, Any]
"""A node in JSON-LD, with compact names."""

NAMED = "rightOperandNamed"
"""What `odrl:rightOperand` is called here where its values are nodes, not words."""

LINKS = (
    *(f"dpv:has{name}" for name in (
        "ActivityStatus", "ApplicableLaw", "Data", "DataController", "DataProcessor", "DataSubject", "Entity", "HumanSubject",
        "JointDataControllers", "Jurisdiction", "LegalBasis", "PersonalData", "Process", "Processing", "Recipient", "StorageCondition",
        "TechnicalOrganisationalMeasure",
    )),
    *(f"odrl:{name}" for name in (
        "action", "assignee", "conflict", "leftOperand", "obligation", "operator", "partOf", "permission", "profile", "prohibition",
        "target", "uid",
    )),
    "dcat:dataset", "dcat:downloadURL", "dct:hasPart", "dct:source", "dct:subject", "skos:closeMatch",
)  # fmt: skip
"""The terms whose values are the names of nodes."""

EVERYTHING = "here:everything"
"""All that is shared under a protocol."""


@dataclass(frozen=True)
class Scope:
    """One protocol, in its county and in the words of its site."""

    county: County
    words: Catalogue
    protocol: Protocol

    def said(self, text: str) -> str:
        """Return words of a source as plain words."""
        return plain(self.county.library, text, self.words)

    @cached_property
    def flows(self) -> tuple[tuple[str, Flow], ...]:
        """The flows in their order, each with what tells it from all others."""
        return tuple((_key(flow), flow) for flow in self.protocol.flows)

    @cached_property
    def standing(self) -> Node:
        """Return what every part that may be read by itself says of itself: that it is a draft, and how it is marked."""
        return {
            "own:status": self.protocol.status.value,
            "own:version": self.protocol.version,
            "own:marking": self.county.marking_of(self.protocol).value,
            "own:notice": self.county.site.notice,
        }


def agency_name(agency: str) -> str:
    """Return the name of the node of an agency: its page."""
    return f"agency:{agency}/"


def agency_node(county: County, agency: str) -> Node:
    """Return an agency, which can be a group of agencies."""
    kind = "odrl:PartyCollection" if len(county.members(agency)) > 1 else "odrl:Party"
    return {
        "@id": agency_name(agency),
        "@type": ["dpv:Organisation", kind],
        "dpv:hasName": county.agencies[agency].name,
    }


def provision_name(provision: str) -> str:
    """Return the name of the node of a provision: its place on the page of its instrument."""
    instrument, _, place = provision.partition("/")
    return f"law:{instrument}/#{place}"


def _key(flow: Flow) -> str:
    """Return what tells a flow from all others, wherever it stands: a fingerprint of all that it says."""
    said = flow.model_dump(mode="json", exclude={"marking"})
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]
