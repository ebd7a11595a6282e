"""Prepared views: every fact that a page shows, worked out before any template runs."""

from collections.abc import Iterator

from generator.pages.agencies import agency_pages
from generator.pages.audit import audit_pages
from generator.pages.base import PageView, Scene
from generator.pages.core import core_pages
from generator.pages.gateways import gateways_page
from generator.pages.governance import governance_pages
from generator.pages.law import law_pages
from generator.pages.matrices import matrix_pages
from generator.pages.overview import overview_pages
from generator.pages.protocol import protocol_page
from generator.pages.questions import questions_page
from generator.pages.training import training_pages
from generator.pages.urgent import urgent_page


def all_pages(scene: Scene) -> Iterator[PageView]:
    """Yield every page of the site, in a fixed order."""
    yield from overview_pages(scene)
    yield urgent_page(scene)
    yield questions_page(scene)
    yield from core_pages(scene)
    for document in scene.library.protocols.values():
        yield protocol_page(scene, document)
    yield from agency_pages(scene)
    yield from law_pages(scene)
    yield gateways_page(scene)
    yield from training_pages(scene)
    yield from audit_pages(scene)
    yield from matrix_pages(scene)
    yield from governance_pages(scene)
