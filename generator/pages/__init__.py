"""Prepared views: every fact that a page shows, worked out before any template runs."""

from collections.abc import Iterator

from generator.county.county import County
from generator.pages.agencies import agency_pages
from generator.pages.answers import answer_pages
from generator.pages.audit import audit_pages
from generator.pages.base import PageView
from generator.pages.core import core_pages
from generator.pages.gateways import gateways_page
from generator.pages.governance import governance_pages
from generator.pages.law import law_pages
from generator.pages.matrices import matrix_pages
from generator.pages.overview import overview_pages
from generator.pages.protocol import protocol_page
from generator.pages.questions import questions_page
from generator.pages.record import record_page
from generator.pages.register import register_page
from generator.pages.together import together_pages
from generator.pages.training import training_pages
from generator.pages.urgent import urgent_page


def all_pages(county: County) -> Iterator[PageView]:
    """Yield every page of the site, in a fixed order."""
    yield from overview_pages(county)
    yield register_page(county)
    yield urgent_page(county)
    yield questions_page(county)
    yield from answer_pages(county)
    yield record_page(county)
    yield from core_pages(county)
    for protocol in county.protocols.values():
        yield protocol_page(county, protocol)
    yield from agency_pages(county)
    yield from together_pages(county)
    yield from law_pages(county)
    yield gateways_page(county)
    yield from training_pages(county)
    yield from audit_pages(county)
    yield from matrix_pages(county)
    yield from governance_pages(county)
