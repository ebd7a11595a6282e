"""What an agency processes as a controller: what it gives and receives of personal data, by protocol and set of data protection rules.

The sources do not say under which rules a flow runs where a party works under both: it stands under each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.county.county import County
from generator.model.protocol import Protocol
from generator.model.tail import Category, Flow
from generator.model.top import ControllerRole, DataProtectionBasis

PERSONAL = (Category.PERSONAL, Category.SPECIAL, Category.CRIMINAL)
"""The kinds of data that identify somebody who lives, and so are personal data."""

REGIMES = ("uk-gdpr", "part-3")


@dataclass(frozen=True)
class Processing:
    """What one agency does in one protocol under one set of rules."""

    protocol: Protocol
    regime: str
    names: frozenset[str]
    """The agency, and the groups through which it can be a party."""
    gives: tuple[Flow, ...]
    receives: tuple[Flow, ...]
    bases: tuple[DataProtectionBasis, ...]
    """What the protocol gives it as its basis under these rules."""

    @property
    def flows(self) -> tuple[Flow, ...]:
        """What it gives, and what it receives."""
        return (*self.gives, *self.receives)


def processing_of(county: County, agency: str) -> Iterator[Processing]:
    """Yield what an agency processes as a controller, in order of protocol; nothing for a group, whose members are the controllers."""
    if len(county.members(agency)) > 1:
        return
    names = frozenset(county.groups_of(agency))
    for protocol, party in county.bindings_of(agency):
        flows = [flow for flow in protocol.flows if flow.category in PERSONAL]
        gives = tuple(flow for flow in flows if not names.isdisjoint(flow.sources))
        receives = tuple(flow for flow in flows if not names.isdisjoint(flow.recipients))
        if party.role is ControllerRole.PROCESSOR or not (gives or receives):
            continue
        for regime in REGIMES:
            bases = tuple(
                basis
                for basis in protocol.data_protection
                if basis.regime == regime and not names.isdisjoint(basis.parties)
            )
            if bases:
                yield Processing(protocol, regime, names, gives, receives, bases)
