"""The full text of a protocol as a Word file, for agencies that must comment in Word: the data of the printed copy, laid out for
`word`, which writes it.
"""

from collections.abc import Iterable

from generator.model.protocol import Protocol
from generator.printing.compose import Composer
from generator.printing.nodes import Data
from generator.printing.typeset import as_json
from generator.printing.word import write_word


def protocol_for_word(composer: Composer, protocol: Protocol) -> bytes:
    """Return a protocol in full as a Word file: a title, what opens it, and each part with its sections under headings."""
    return write_word(protocol.id, "", as_json(_for_word(composer.protocol(protocol)))).content


def _for_word(data: Data) -> Data:
    """Return the data of a booklet as that of a document of sheets, one for each part."""
    cover = data["cover"]
    return {
        **data,
        "heading": data["title"],
        "notes": [*cover["lead"], *cover["notes"], _listed(cover["facts"])],
        "opening": [],
        "sheets": [_sheet(part["runs"]) for part in data["chapter"]["parts"]],
        "large": False,
    }


def _listed(facts: Iterable[Data]) -> Data:
    """Return facts as a list, each label before its words."""
    items = [
        [{"t": "par", "c": [{"t": "strong", "c": [{"t": "text", "s": fact["label"]}]}, _text(": "), *fact["words"]]}]
        for fact in facts
    ]
    return {"t": "list", "ordered": False, "start": 1, "items": items}


def _text(words: str) -> Data:
    return {"t": "text", "s": words}


def _sheet(runs: Iterable[Data]) -> Data:
    """Return a part: its heading is its title, and what stands under it are its blocks."""
    first, *blocks = (block for run in runs for block in run["blocks"])
    is_heading = first["t"] == "heading"
    title = "".join(node["s"] for node in first["c"] if "s" in node) if is_heading else ""
    return {"title": title, "before": [], "blocks": blocks if is_heading else [first, *blocks]}
