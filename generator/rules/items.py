"""The rule about items of information: each is told by its own words, because answers and working copies show it by itself."""

import re
from collections.abc import Iterator

from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span

_LEANING = re.compile(
    r"(?:(?:the |all the )?same\b(?!-)|(?:as|see) (?:above|below|before|item \d+)\b|ditto\b|likewise\b)", re.IGNORECASE
)
"""Words at the beginning of an item that say nothing without the item before it."""


@fault("item-leans-on-another", Severity.WARNING)
def item_leans_on_another(span: Span, words: str) -> Diagnostic:
    """An item of information says only that it is the same as another.

    Whoever asks "Can I share?" sees the item without its neighbours, and so does whoever reads a working copy: "The same, from a
    trust" tells them nothing. Say again what is told; the answer then stands by itself.
    """
    return Diagnostic(f"`{words}` says nothing where the item stands by itself", span, help="say what is told")


@rule
def check_items_stand_by_themselves(context: Context) -> Iterator[Diagnostic]:
    """The words of each flow's item say what is told, without the flow before it."""
    for document in context.library.protocols.values():
        for index, flow in enumerate(document.model.flows):
            if found := _LEANING.match(flow.item):
                yield item_leans_on_another(document.find(found[0], "flows", index, "item"), found[0])
