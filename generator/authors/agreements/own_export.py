"""The tables of a protocol that was exported for Word, where one cell holds what several fields say: whom from and to, the law by its label.

Nothing is guessed: names are those of the registers, whole, and a cell that could be read in two ways is not read. What becomes of a row is
left to `rows`.
"""

import re
from dataclasses import dataclass

from generator.authors.agreements.matching import Registers
from generator.model.base import Marking

_MARKED = f" {Marking.OFFICIAL_SENSITIVE.upper()}"
"""What stands behind an item, or at the end of how it travels, where that is marked."""

_ITEM = re.compile(r"\d{1,3}\. (?P<item>.+) \((?P<category>[a-z ]+); about: (?P<about>.+)\)")
_VERDICTS = {"You must": "must", "You may": "may"}
_CONDITIONS = {"You must, unless ": ("must", "unless"), "You may, only if ": ("only-if", "only_if")}


@dataclass(frozen=True, slots=True)
class OwnFlow:
    """What a row says, field by field."""

    item: str
    category: str
    about: str
    """The names of the people, which are no ids yet."""
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    gateway: str
    verdict: str
    condition: tuple[str, str] | None
    """The field of what must be true first, or of what lifts the duty, and what it says."""
    route: str
    when: str
    is_marked: bool
    is_route_marked: bool


def read_flow(registers: Registers, item: str, between: str, may: str, law: str, how: str) -> OwnFlow | None:
    """Return what the cells of a row say; nothing where any of them says it in another way."""
    what, ends, says = _ITEM.fullmatch(item), read_ends(registers, between), _verdict(may)
    gateway = registers.provision_labelled(law)
    route, _, when = how.removesuffix(_MARKED).partition("; ")
    if not (what and ends and says and gateway and when):
        return None
    category = what["category"].replace(" ", "-")
    marked = what["item"].endswith(_MARKED), how.endswith(_MARKED)
    return OwnFlow(
        what["item"].removesuffix(_MARKED), category, what["about"], *ends, gateway, *says, route, when, *marked
    )


def read_ends(registers: Registers, between: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the agencies before and after the one `to` that parts them; nothing where none does, or more than one."""
    found = [
        (givers, receivers)
        for at in re.finditer(" to ", between)
        if (givers := registers.listed(between[: at.start()])) and (receivers := registers.listed(between[at.end() :]))
    ]
    return found[0] if len(found) == 1 else None


def _verdict(may: str) -> tuple[str, tuple[str, str] | None] | None:
    if may in _VERDICTS:
        return _VERDICTS[may], None
    return next(
        (
            (verdict, (name, may.removeprefix(opening)))
            for opening, (verdict, name) in _CONDITIONS.items()
            if may.startswith(opening)
        ),
        None,
    )
