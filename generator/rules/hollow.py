"""Rules against words that say nothing where they stand: they point to a policy or a place that nobody names."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Parsed
from generator.rules.context import Context, rule
from generator.rules.phrases import READ_IN_A_HURRY, any_of
from generator.rules.whole import whole
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span

_WHOSE = (
    "",
    "the ",
    "our ",
    "your ",
    "their ",
    "its ",
    "local ",
    "agreed ",
    "internal ",
    "existing ",
    "usual ",
    "normal ",
)
_WHAT = ("policy", "policies", "procedure", "procedures", "protocol", "guidance", "practice", "process")
_POLICY = (
    *(f"{how} {whose}{what}" for how in ("as per", "as in") for whose in _WHOSE for what in _WHAT),
    *(
        f"{how} {whose}{what}"
        for how in ("in line with", "in accordance with", "according to", "subject to")
        for whose in _WHOSE
        for what in _WHAT
        if what != "practice"
    ),
)

_PLACE = (
    *(f"{how} {where}" for how in ("see", "as", "refer to") for where in ("above", "below")),
    *(
        f"as {how} {where}"
        for how in ("stated", "described", "mentioned", "set out", "given", "listed", "detailed")
        for where in ("above", "below")
    ),
    *(
        "same as above",
        "same as below",
        "the usual way",
        "the usual channels",
        "the normal channels",
        "usual procedure",
    ),
)

HOLLOW = {
    **dict.fromkeys(_POLICY, "name the policy by its title and say what it asks for here"),
    **dict.fromkeys(_PLACE, "say it here, or point to the place with a `[[reference]]` or by its section's name"),
}
"""Words that point to something without naming it, and what to write instead."""

_HOLLOW = re.compile(rf"\b{any_of(HOLLOW)}\b(?!\s(?:(?:of|on|for|in|under|about|to) |\d))")
"""A policy that is named after these words is named, and no fault."""

_POINTS = re.compile(r"[\s(]*(?:\[\[|\*|[\"“'‘]|[A-Z])")
"""What follows such words where they do name something: a reference, or a title in italics, quotes or capitals."""


@fault("hollow-phrase", Severity.WARNING)
def hollow_phrase(span: Span, words: str, instead: str) -> Diagnostic:
    """A text points to something that it does not name: "as per policy", "see above".

    An officer from another agency does not have the policy, and on a card or in another order nothing stands above. Name the
    document by its title, or say what it asks for.
    """
    return Diagnostic(f"`{words}` points to something without naming it", span, help=instead)


@rule
def check_words_name_what_they_point_to(context: Context) -> Iterator[Diagnostic]:
    """A text that points to a policy or to another place names it."""
    for document in context.library.parsed:
        if document.entry in READ_IN_A_HURRY:
            yield from _hollow_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _hollow_in(document: Parsed) -> tuple[Diagnostic, ...]:
    words = whole(document)
    lowered = words.text.lower()
    if len(lowered) != len(words.text):
        lowered = words.text
    return tuple(
        hollow_phrase(
            document.find(written, *value.path), " ".join(written.split()), HOLLOW[" ".join(match[0].split())]
        )
        for match in _HOLLOW.finditer(lowered)
        if not _POINTS.match(words.text, match.end())
        for value, written in ((words.value_at(match.start()), words.text[match.start() : match.end()]),)
        if value.name not in ("ask", "also_called")
    )
