"""Staff's own words, abbreviations and old names find what they mean, in the real search; and a fast track fits a sheet."""

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.site.build import Site
from tests.browser.conftest import context_in, follow, hits

NAMES = {
    "MARAC": "protocols/domestic-abuse-marac/",
    "MASH": "protocols/children-mash/",
    "MAPPA": "protocols/mappa/",
    "IOM": "protocols/integrated-offender-management/",
    "cuckooing": "protocols/county-lines/",
    "Clare's Law": "protocols/domestic-violence-disclosure-scheme/",
    "community trigger": "protocols/anti-social-behaviour-case-review/",
    "youth offending service": "protocols/youth-justice-casework/",
    "central referral unit": "protocols/children-mash/",
    "section 115": "law/crime-and-disorder-act-1998/",
}
"""Abbreviations and names, old and new, with the page that one of the first three results must be."""


def test_whole_questions_find_their_protocol(tab: Page, address: str, county: Site) -> None:
    """The first question of each protocol, typed word for word: nine in ten find it among the first three results."""
    lost = []
    for name, document in county.county.protocols.items():
        first = hits(tab, address, document.asked_as[0].ask)[:3]
        if f"protocols/{name}/" not in [places[0].split("#")[0] for places in first]:
            lost.append((name, first))
    assert len(lost) <= len(county.county.protocols) // 10, lost


@pytest.mark.parametrize("words", NAMES)
def test_name_finds_its_page(tab: Page, address: str, words: str) -> None:
    first = hits(tab, address, words)[:3]
    assert NAMES[words] in [places[0].split("#")[0] for places in first]


def test_question_leads_to_the_answer(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/#domestic-abuse-marac-1")
    follow(tab.locator("#domestic-abuse-marac-1 + p a"))
    expect(tab).to_have_url(address + "protocols/domestic-abuse-marac/#a7-process")


def test_at_a_glance_and_fast_track_fit_one_printed_page(browser: Browser, address: str, county: Site) -> None:
    """An A4 page within the margins of the style sheet, 14 mm: 182 by 269 mm, at 96 dots to the inch 688 by 1,016."""
    context = context_in(browser, viewport={"width": 688, "height": 1016})
    page = context.new_page()
    page.emulate_media(media="print")
    long = []
    for name in county.county.protocols:
        page.goto(address + f"protocols/{name}/")
        top, end = (page.locator(place).bounding_box() for place in ("#a1-at-a-glance", "#a3-purpose"))
        assert top
        assert end
        if end["y"] - top["y"] > 1016:
            long.append((name, round(end["y"] - top["y"])))
    context.close()
    assert long == []
