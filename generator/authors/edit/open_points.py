"""What a new draft leaves for its author to write and to decide, as a list in the order of the source."""

from collections.abc import Iterator

from generator.county.library import Parsed
from generator.rules.unwritten import NEEDED_LISTS, OPENING
from generator.sources.nodes import Mapping, Sequence, scalars


def open_points(document: Parsed) -> Iterator[str]:
    """Yield each point: texts to write, then choices to make, then the lists that hold law or rest on it."""
    node = document.node
    if not isinstance(node, Mapping):
        return
    for pair in node.pairs:
        texts = [scalar.text for _, scalar in scalars(pair.value) if scalar.text.startswith(OPENING)]
        if texts:
            first = texts[0].removeprefix(f"{OPENING}: ").rstrip(".")
            more = f", and {len(texts) - 1} more" if len(texts) > 1 else ""
            yield f"write `{pair.key.text}`: {first}{more}"
    undecided = node.get("undecided")
    for _, scalar in scalars(undecided.value) if undecided else ():
        yield f"choose `{scalar.text}`"
    for key in NEEDED_LISTS:
        pair_of = node.get(key)
        if pair_of and isinstance(pair_of.value, Sequence) and not pair_of.value.items:
            yield f"fill in `{key}`"
