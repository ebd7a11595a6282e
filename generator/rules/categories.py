"""The rule about categories: an item whose own words name health, faith or another special category is not called personal."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.county.library import MOST_KEPT, Document
from generator.model.protocol import Protocol
from generator.model.tail import Category
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, Severity, fault
from generator.sources.source import Span

_SPECIAL = re.compile(
    r"(?P<before>\b(?:without|no|never|not|except|leaving out)\b[^.;]{0,40})?"
    r"\b(?P<words>(?:protected |targeted )?characteristics?|ethnic (?:origin|group|background)s?|ethnicity|racial origin"
    r"|religion|religious beliefs?|faith(?! leader| group| communit)|sexual orientation|sexuality|transgender (?:history|status)"
    r"|gender reassignment|trade union membership|political opinions?|biometrics?|genetic data|DNA"
    r"|health (?:conditions?|needs?|facts?|records?|information|history|problems?|data|details|summary)"
    r"|mental health(?! (?:team|service|trust|nurse|worker|act|professional|crisis|practitioner|unit|ward|liaison))"
    r"|medical (?:history|conditions?|records?|needs?|facts?|information|notes?|details)|medicines? (?:taken|prescribed)"
    r"|medication|diagnos[ei]s|disabilit(?:y|ies)(?! hate)|pregnancy|self-harm|suicidal (?:thoughts|intent|ideation)"
    r"|(?:physical|mental) illness|dementia|autism)\b",
    re.IGNORECASE,
)
"""Words that name a special category of data; what stands before them may say that it is left out."""


@fault("category-too-low", Severity.WARNING)
def category_too_low(span: Span, words: str, item: Span) -> Diagnostic:
    """An item is called personal, and its own words name a special category of data.

    Data about health, ethnic origin, faith, opinions, trade union membership, sex life or orientation, genetics and biometrics
    needs a condition of Article 9 too (UK GDPR, Article 9(1)). A characteristic for which somebody was attacked is nearly always
    one of these. Where the words do not say so here, silence the rule at the item and say why.
    """
    return Diagnostic(
        f"the item speaks of {words}, which is special category data, and is marked `personal`",
        span,
        help="write `category: special-category`, or say in the item that it is left out",
        others=(Label(item, "the item"),),
    )


@rule
def check_categories_fit_their_items(context: Context) -> Iterator[Diagnostic]:
    """A flow whose item names health, faith, ethnicity or another special category is not marked as merely personal."""
    for document in context.library.protocols.values():
        yield from _too_low_in(document)


@lru_cache(maxsize=MOST_KEPT)
def _too_low_in(document: Document[Protocol]) -> tuple[Diagnostic, ...]:
    low: list[Diagnostic] = []
    for index, flow in enumerate(document.model.flows):
        found = next((each for each in _SPECIAL.finditer(flow.item) if not each["before"]), None)
        if flow.category is Category.PERSONAL and found:
            item = document.find(found["words"], "flows", index, "item")
            low.append(category_too_low(document.span("flows", index, "category"), found["words"].lower(), item))
    return tuple(low)
