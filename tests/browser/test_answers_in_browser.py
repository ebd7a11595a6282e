"""The question page in a real browser: the form, the address, Back, a folder, no scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import comes_to, context_in, follow
from tests.browser.fitness import unfit

ASKED = "can-i-share/?from=kent-police&to=schools-and-academies&about=child&urgent=1"
STATES = {
    "nothing asked": "can-i-share/",
    "an agency": "can-i-share/gp-practices/",
    "asked": ASKED,
    "outside": "can-i-share/gp-practices/?to=press",
    "not covered": "can-i-share/police-and-crime-commissioner/?to=gp-practices",
}


ANSWERS = "[data-answer]:visible"
"""The answers in sight."""


def shown(tab: Page) -> list[str]:
    """Return the protocols of the answers in sight, in order."""
    return list(tab.locator(ANSWERS).evaluate_all("all => all.map(each => each.dataset.answer)"))


def test_address_asks(tab: Page, address: str) -> None:
    tab.goto(address + ASKED)
    tab.wait_for_url("**/can-i-share/kent-police/**")
    expect(tab.locator("#ask-to")).to_have_value("schools-and-academies")
    expect(tab.locator("#ask-urgent")).to_be_checked()
    expect(tab.locator(".receiver:visible")).to_have_count(2)  # The school, and what to do where nothing fits.
    found = shown(tab)
    assert "operation-encompass" in found
    first = tab.locator(f'[data-answer="{found[0]}"]:visible')
    expect(first.locator(".ring a").first).to_be_visible()
    expect(first).to_contain_text("Hold back:")
    expect(first).to_contain_text("Write down:")


def test_a_kind_with_one_agency_chooses_that_agency(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/kent-police/?to=general-practice")
    expect(tab.locator("#ask-to")).to_have_value("gp-practices")
    expect(tab.locator(ANSWERS).first).to_be_visible()


def test_first_is_what_is_about_that_kind_of_person_and_nothing_is_left_out(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/kent-police/?to=schools-and-academies")
    everything = shown(tab)
    tab.select_option("#ask-about", "suspect-or-offender")
    tab.wait_for_url("**&about=suspect-or-offender")
    ranked = shown(tab)
    assert sorted(ranked) == sorted(everything)
    kinds = [tab.locator(f'[data-answer="{name}"]:visible').get_attribute("data-kinds") or "" for name in ranked]
    about = ["suspect-or-offender" in found.split() for found in kinds]
    assert about == sorted(about, reverse=True)
    assert about[0]


def test_form_leads_to_the_answer_and_back_to_the_question(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/")
    tab.select_option("#ask-to", "kent-police")
    tab.select_option("#ask-from", "gp-practices")
    tab.wait_for_url("**/can-i-share/gp-practices/?to=kent-police")
    expect(tab.locator('[data-answer="mental-health-crisis"]:visible')).not_to_have_count(0)
    tab.select_option("#ask-to", "press")
    tab.wait_for_url("**to=press")
    expect(tab.locator('[data-to="press"]')).to_contain_text("No. Say nothing")
    expect(tab.locator('[data-to="press"]')).to_be_visible()
    comes_to(tab, shown, [])
    tab.go_back()
    tab.wait_for_url("**to=kent-police")
    expect(tab.locator("#ask-to")).to_have_value("kent-police")
    expect(tab.locator('[data-answer="mental-health-crisis"]:visible')).not_to_have_count(0)


def test_choice_of_agency_is_remembered(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/")
    tab.select_option("#ask-from", "gp-practices")
    tab.wait_for_url("**/gp-practices/")
    tab.goto(address + "can-i-share/")
    expect(tab.locator("#ask-from")).to_have_value("gp-practices")


def test_kind_may_be_asked_for(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/?from=nhs-trust&to=police")
    tab.wait_for_url("**/any-nhs-trust/**")
    expect(tab.locator(ANSWERS).first).to_be_visible()
    tab.goto(address + "can-i-share/?from=school&to=police")
    tab.wait_for_url("**/schools-and-academies/**")
    expect(tab.locator(ANSWERS).first).to_be_visible()


def test_member_of_a_group_is_answered_by_what_binds_the_group(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/?from=kent-police&to=dover-council")
    tab.wait_for_url("**/kent-police/**")
    expect(tab.locator(ANSWERS).first).to_be_visible()


def test_nothing_covers_it(tab: Page, address: str) -> None:
    tab.goto(address + STATES["not covered"])
    expect(tab.locator(".count")).to_have_text("No protocol says that you may. Read what to do.")
    expect(tab.locator(".uncovered")).to_be_visible()
    assert shown(tab) == []


def test_unknown_names_in_the_address_are_no_answer_and_no_fault(tab: Page, address: str) -> None:
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(address + "can-i-share/?from=%22%5D&to=<script>&about=x&urgent=1")
    expect(tab.locator("#ask-from")).to_be_visible()
    tab.goto(address + "can-i-share/kent-police/?to=%22%5D%3Cimg%3E&about=%22")
    expect(tab.locator(".uncovered")).to_be_visible()
    assert shown(tab) == []
    assert not errors


def test_from_a_folder(tab: Page, county_folder: Path) -> None:
    tab.goto((county_folder / "can-i-share" / "index.html").as_uri() + "?from=kent-police&to=schools-and-academies")
    tab.wait_for_url("**/kent-police/index.html?to=schools-and-academies")
    expect(tab.locator('[data-answer="operation-encompass"]:visible')).not_to_have_count(0)


def test_without_scripts_the_same_answers_stand_in_the_pages(browser: Browser, address: str) -> None:
    context = context_in(browser, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + "can-i-share/")
    tab.locator("summary", has_text="agencies and kinds").click()
    follow(tab.get_by_role("link", name="Kent Police", exact=True).first)
    expect(tab).to_have_url(address + "can-i-share/kent-police/")
    section = tab.locator('[data-to="schools-and-academies"]')
    section.locator("details.answers > summary").click()
    section.locator("summary", has_text="Operation Encompass").click()
    expect(section.locator('[data-answer="operation-encompass"]')).to_contain_text("You must tell them:")
    expect(tab.locator('[data-rules="operation-encompass"]')).to_contain_text("Write down:")
    context.close()


SHARED = ("any-county-council", "general-practice", "gp-practices", "allegations-against-staff")
"""A giver, the kind of a receiver, the receiver, and an answer that stands under an earlier one."""


def test_answer_that_stands_under_another_receiver_is_taken_in(tab: Page, address: str) -> None:
    giver, kind, receiver, protocol = SHARED
    tab.goto(address + f"can-i-share/{giver}/?to={kind}")
    card = tab.locator(f'[data-to="{receiver}"] [data-answer="{protocol}"]')
    card.locator("> summary").click()
    expect(card).to_contain_text("You may tell them, but only if:")
    expect(card.locator(".ring a").first).to_be_visible()
    expect(card.locator(".to-record a")).to_have_attribute("href", re.compile(f"to={receiver}&"))
    expect(tab.locator(".answers > p > a[href^='#to-']")).to_have_count(0)
    ids = "[...document.querySelectorAll('[id]')].map(each => each.id)"
    found = tab.evaluate(ids)
    assert len(found) == len(set(found))


def test_without_scripts_an_answer_leads_to_where_it_stands(browser: Browser, address: str) -> None:
    giver, _, receiver, protocol = SHARED
    context = context_in(browser, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + f"can-i-share/{giver}/")
    section = tab.locator(f'[data-to="{receiver}"]')
    section.locator("details.answers > summary").click()
    link = section.locator(f"p > a[href$='-{protocol}']")
    where = (link.get_attribute("href") or "").removeprefix("#")
    expect(link.locator("..")).to_contain_text("Only if (the same as for")
    follow(link)
    expect(tab.locator(f'.answer:has([id="{where}"]) > summary')).to_be_in_viewport()
    expect(tab.locator(f'[id="{where}"] li').first).to_be_visible()
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_fit_for_everybody(browser: Browser, address: str, state: str) -> None:
    assert unfit(browser, address + STATES[state]) == []


@pytest.mark.parametrize("width", [390, 412, 768, 1280])
def test_nothing_moves_when_the_form_is_made(browser: Browser, address: str, width: int) -> None:
    """By the measure of Core Web Vitals; up to 0.1 counts as good."""
    context = context_in(browser, viewport={"width": width, "height": 823})
    context.add_init_script(
        "window.moved = 0; new PerformanceObserver(found => { for (const each of found.getEntries()) window.moved += each.value; })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    tab = context.new_page()
    tab.goto(address + "can-i-share/")
    expect(tab.locator(".asking")).to_be_visible()
    tab.wait_for_timeout(300)
    moved = tab.evaluate("window.moved")
    context.close()
    assert moved < 0.02
