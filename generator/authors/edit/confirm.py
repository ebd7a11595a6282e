"""Recording that law was checked against its source: the day, and the address at which it was read. Nothing else changes.

What the law says is left to whoever read it: where the register is wrong, they correct it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from generator.authors.edit.keys import replace_key, set_values
from generator.authors.edit.names import refuse_unknown
from generator.authors.edit.splice import Splice, data_of, spliced
from generator.authors.edit.workspace import Changes, Workspace
from generator.county.library import Document
from generator.errors import EditRefused
from generator.model.law import Evidence, Instrument
from generator.sources.nodes import Mapping, node_at, plain_data

_STAYS = ":/?#@!$&'*+,;=%~"
"""What stays as it is in an address that stands in brackets: all that may be in one but brackets."""

_LAST_READ = re.compile(r"\s*\[[\w.-]+\]\(https://[^()\s]+\)$")
"""What an earlier check put at the end."""


@dataclass(frozen=True)
class Confirmed:
    """An edit that records a check, the provisions that it is of, and those that it leaves unconfirmed."""

    changes: Changes
    names: tuple[str, ...]
    left: tuple[str, ...]


def confirm_law(workspace: Workspace, name: str, on: date, address: str) -> Confirmed:
    """Return the edit that records a check of a provision, or of every confirmed provision of an instrument.

    A provision that was unconfirmed is confirmed only when it is named itself: nobody saw what was missing by reading the rest.
    """
    source = _linked(address)
    document, indexes = _meant(workspace, name)
    _require_later(document, indexes, on)
    provisions = document.model.provisions
    is_whole = name == document.id
    checked = [index for index in indexes if provisions[index].evidence.confirmed or not is_whole]
    if not checked:
        raise EditRefused(f"every provision of `{name}` is unconfirmed; confirm each by its own name once it was seen")
    text = spliced(document.source.text, _splices(document, checked, on, source))
    _require(text, document, checked, on, source)
    return Confirmed(
        Changes({document.source.path: text}),
        tuple(provisions[index].id for index in checked),
        tuple(provisions[index].id for index in indexes if index not in checked),
    )


def _linked(address: str) -> str:
    """Return a web address as a link in the dialect of sources, named for its host. Raises `EditRefused`."""
    parts = urlsplit(address) if re.fullmatch(r"[!-~]+", address) else None
    if parts is None or parts.scheme != "https" or not re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.hostname or ""):
        raise EditRefused(f"`{address}` is no address of a source; write it in full, beginning with `https://`")
    return f"[{parts.hostname}]({quote(address, safe=_STAYS)})"


def _meant(workspace: Workspace, name: str) -> tuple[Document[Instrument], tuple[int, ...]]:
    """Return the instrument that a name means, or that holds the provision it means, and where each provision stands in it."""
    library = workspace.library
    document = library.instruments.get(name.partition("/")[0])
    if document is not None and name == document.id:
        return document, tuple(range(len(document.model.provisions)))
    if name not in library.provisions or document is None:
        refuse_unknown(library, name, {*library.provisions, *library.instruments})
    provision = name.partition("/")[2]
    return document, tuple(index for index, found in enumerate(document.model.provisions) if found.id == provision)


def _require_later(document: Document[Instrument], indexes: tuple[int, ...], on: date) -> None:
    for index in indexes:
        provision = document.model.provisions[index]
        if on < provision.evidence.checked:
            raise EditRefused(
                f"`{document.id}/{provision.id}` was checked on {provision.evidence.checked}, after {on}; nothing was changed"
            )


def _splices(document: Document[Instrument], indexes: list[int], on: date, source: str) -> Iterator[Splice]:
    for index in indexes:
        evidence = node_at(document.node, ("provisions", index, "evidence"))
        if not isinstance(evidence, Mapping):
            raise EditRefused(f"{document.source.path} has no `evidence` to change; run `protocols check` first")
        wanted = _wanted(document, index, on, source)
        unconfirmed = evidence.get("unconfirmed")
        if unconfirmed is not None:
            yield from replace_key(document.source, evidence, unconfirmed, "confirmed", wanted.pop("confirmed"))
        yield from set_values(document, evidence, Evidence, wanted)


def _wanted(document: Document[Instrument], index: int, on: date, source: str) -> dict[str, str]:
    """Return what the evidence of a provision says after the check: what was known of it stays, the last check's address not."""
    known = _LAST_READ.sub("", document.model.provisions[index].evidence.confirmed or "")
    return {"confirmed": f"{' '.join(known.split())} {source}".lstrip(), "checked": on.isoformat()}


def _require(text: str, document: Document[Instrument], indexes: list[int], on: date, source: str) -> None:
    """Refuse an edit whose result does not read exactly as meant."""
    expected: Any = plain_data(document.node)
    for index in indexes:
        evidence = expected["provisions"][index]["evidence"]
        evidence.pop("unconfirmed", None)
        evidence |= _wanted(document, index, on, source)
    if data_of(text, document.source.path) != expected:
        raise EditRefused(
            f"{document.source.path} is laid out in a way that this edit cannot keep; run `protocols fmt` first"
        )
