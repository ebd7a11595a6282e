"""Sources loaded, checked, and their signatures compared with the texts that they are on.

The one way in for whatever publishes, prints or reports: a signature covers a composed text, so rules alone cannot check it. Only
documents that have signatures, or whose version was issued, are composed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.composed.tree import parse
from generator.county.agreements import Present, Standing, standings
from generator.county.county import County
from generator.county.issued import IssuedText
from generator.engine import TEMPLATES
from generator.model.base import Document as ProtocolDocument
from generator.model.protocol import Protocol
from generator.model.tiers import Theme
from generator.progress import Progress, unheard
from generator.rules.context import Context, tiered
from generator.rules.issued import changed_since_issued
from generator.rules.load import Loaded, load
from generator.rules.signatures import signatories, unfit_signatures
from generator.sources.diagnostic import Diagnostic, in_order

if TYPE_CHECKING:
    from generator.pages.base import PageView
    from generator.rendering.renderer import Renderer


def load_agreed(root: Path, as_of: date, progress: Progress = unheard) -> Loaded:
    """Return everything under `root/protocols`, checked for the day `as_of`, with what each signature comes to.

    Sources with errors have no text to compare with. Raises `TemplateFault` and `UnknownMarkdown` if a template fails.
    """
    loaded = load(root, as_of, progress)
    if loaded.has_errors:
        return loaded
    agreements, found = _compared(root, loaded.county)
    return replace(loaded, diagnostics=in_order((*loaded.diagnostics, *found)), agreements=agreements)


def _compared(root: Path, county: County) -> tuple[Mapping[str, tuple[Standing, ...]], tuple[Diagnostic, ...]]:
    """Return what each signature comes to, by the path of the document, and the faults of those that do not fit."""
    agreements: dict[str, tuple[Standing, ...]] = {}
    found: list[Diagnostic] = []
    texts = Texts(root, county)
    for document in tiered(Context(county.library, county.as_of)):
        model = document.model
        issued = texts.issued_of(model)
        frozen = issued.get(model.version)
        present = texts.present(model) if model.signatures or frozen else None
        agreements[document.source.path] = standings(model, signatories(model), present, issued)
        found += unfit_signatures(document, agreements[document.source.path], issued)
        if frozen and present:
            found += changed_since_issued(document, frozen, present)
    return agreements, tuple(found)


class Texts:
    """Composes texts with templates that are compiled once, and only if any text is asked for."""

    def __init__(self, root: Path, county: County) -> None:
        self._root, self._county = root, county
        self._renderer: Renderer | None = None

    def issued_of(self, model: ProtocolDocument) -> Mapping[str, IssuedText]:
        """Return the texts that were issued of a document, by version."""
        texts = self._county.issued.get(model.id, ()) if isinstance(model, Protocol) else ()
        return {text.manifest.version: text for text in texts}

    def present(self, model: ProtocolDocument) -> Present:
        """Return the present text of a document."""
        from generator.rendering.renderer import Renderer  # noqa: PLC0415  A check without signatures needs no templates.

        self._renderer = self._renderer or Renderer(self._root / TEMPLATES, self._county)
        view = _view(self._county, model)
        uri = view.head.page_uri
        return Present(parse(self._renderer.render(view), uri), uri, self._county.library)


def _view(county: County, model: ProtocolDocument) -> "PageView":
    from generator.pages.overview import overarching_page, theme_page  # noqa: PLC0415  Nor does it need pages.
    from generator.pages.protocol import protocol_page  # noqa: PLC0415

    match model:
        case Protocol():
            return protocol_page(county, model)
        case Theme():
            return theme_page(county, model)
        case _:
            return overarching_page(county)
