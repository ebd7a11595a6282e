"""Prepared views: every fact that a page shows, worked out before any template runs."""

from collections.abc import Iterator
from functools import partial

from generator.county.county import County
from generator.pages.agencies import agency_pages
from generator.pages.answers import answer_pages
from generator.pages.audit import audit_pages
from generator.pages.base import PageView, Planned
from generator.pages.core import core_pages
from generator.pages.easy_read import easy_read_page
from generator.pages.edit import EditPage, edit_page
from generator.pages.gateways import GatewaysPage, gateways_page
from generator.pages.governance import governance_pages
from generator.pages.law import law_pages
from generator.pages.left_out import left_out_page
from generator.pages.letters import letter_pages
from generator.pages.matrices import matrix_pages
from generator.pages.overview import overview_pages
from generator.pages.protocol import protocol_pages
from generator.pages.questions import QuestionsPage, questions_page
from generator.pages.record import RecordPage, record_page
from generator.pages.register import RegisterPage, register_page
from generator.pages.together import together_pages
from generator.pages.training import training_pages
from generator.pages.urgent import UrgentPage, urgent_page


def all_pages(county: County) -> Iterator[Planned[PageView]]:
    """Yield every page of the site that is made from the county alone, in a fixed order."""
    yield from map(Planned.of, overview_pages(county))
    yield Planned(RegisterPage.head, partial(register_page, county))
    yield Planned(UrgentPage.head, partial(urgent_page, county))
    yield Planned(QuestionsPage.head, partial(questions_page, county))
    yield from answer_pages(county)
    yield Planned(RecordPage.head, partial(record_page, county))
    yield from letter_pages(county)
    yield Planned(EditPage.head, partial(edit_page, county))
    if county.easy_read:
        yield Planned.of(easy_read_page(county, county.easy_read))
    if county.leaves_out:
        yield Planned.of(left_out_page(county))
    yield from map(Planned.of, core_pages(county))
    yield from protocol_pages(county)
    yield from agency_pages(county)
    yield from together_pages(county)
    yield from law_pages(county)
    yield Planned(GatewaysPage.head, partial(gateways_page, county))
    yield from map(Planned.of, training_pages(county))
    yield from audit_pages(county)
    yield from matrix_pages(county)
    yield from map(Planned.of, governance_pages(county))
