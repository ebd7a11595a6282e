"""The pages about the whole set in a real browser: fit for everybody, on a phone, years after they were built."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import context_in
from tests.browser.fitness import WCAG, unfit

PAGES = [
    "urgent/",
    "audit/",
    "audit/conformance/",
    "audit/overlaps/",
    "audit/reading/",
    "reviews/",
    "programme/",
    "training/",
    "training/trace/",
    "training/sessions/",
    "training/scenarios/",
    "training/self-check/",
    "teams/",
    "teams/front-door/",
    "changes/",
    "matrices/",
    "matrices/flows-safer-communities/",
    "matrices/gateways-safer-communities/",
    "law/gateways/",
    "about/data/",
    "about/report-2010/",
    "letters/",
    "letters/telling-the-person/",
    "letters/dpia-screening/",
    "protocols/domestic-abuse-marac/letters/",
    "easy-read/",
]


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_accessibility_violation_and_fits(browser: Browser, address: str, name: str) -> None:
    assert unfit(browser, address + name, dark_width=390, options=WCAG, widths=(1280, 390)) == []


def test_review_that_passed_after_the_build_is_marked(tab: Page, address: str) -> None:
    tab.clock.set_fixed_time("2028-01-01T12:00:00")
    tab.goto(address + "reviews/")
    assert tab.locator(".review-overdue").count() == tab.locator("[data-review-by]").count() > 36
    tab.goto(address + "protocols/domestic-abuse-marac/")
    expect(tab.locator(".review-overdue")).to_contain_text("Review overdue")


def test_no_review_is_marked_before_its_day(tab: Page, address: str) -> None:
    tab.clock.set_fixed_time("2026-11-22T12:00:00")
    tab.goto(address + "reviews/")
    assert tab.locator(".review-overdue").count() == 0


def test_self_check_marks_the_answer_that_is_chosen(tab: Page, address: str) -> None:
    tab.goto(address + "training/self-check/")
    check = tab.locator(".self-check").first
    right = "abcd".index(check.get_attribute("data-answer") or "")
    check.locator("button").nth((right + 1) % 2 if right < 2 else 0).click()
    expect(check.locator(".verdict")).to_contain_text("not the best answer")
    check.locator("button").nth(right).focus()
    tab.keyboard.press("Enter")
    expect(check.locator(".verdict")).to_contain_text("is right")
    expect(check.locator("details")).to_have_attribute("open", "")


def test_self_check_works_without_scripts_and_on_paper(browser: Browser, address: str) -> None:
    context = context_in(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "training/self-check/")
    assert page.locator(".self-check details").count() == 30
    assert page.locator(".answer-key li").count() == 30
    context.close()
