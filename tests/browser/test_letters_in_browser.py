"""Letters, forms and the page for the public in a real browser: fit for everybody, found, complete without scripts, and printed as they are."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import context_in, follow, hits


def test_letters_are_one_step_from_the_protocol_and_whole_without_scripts(browser: Browser, address: str) -> None:
    context = context_in(browser, viewport={"width": 320, "height": 844}, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + "protocols/domestic-abuse-marac/")
    follow(tab.locator(".act-now").get_by_role("link", name="Letters and forms"))
    expect(tab).to_have_url(address + "protocols/domestic-abuse-marac/letters/")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    letters = tab.locator(".letter")
    expect(letters).to_have_count(8)
    for number in range(letters.count()):
        expect(letters.nth(number).locator(".before-use")).to_be_visible()
    request = tab.locator("[data-letter=request-for-information]")
    expect(request.locator("a[href$='law/crime-and-disorder-act-1998/#s115']").first).to_be_visible()
    expect(request.locator("a[href^='tel:']").first).to_be_visible()
    expect(request.locator(".blank").first).to_have_text("[date]")
    context.close()


def test_warning_is_not_part_of_what_is_printed_and_sent(tab: Page, address: str) -> None:
    tab.goto(address + "letters/telling-the-person/")
    expect(tab.locator(".before-use")).to_be_visible()
    tab.emulate_media(media="print")
    expect(tab.locator(".before-use")).to_be_hidden()
    expect(tab.get_by_text("This letter says what, with whom and why.")).to_be_visible()


def test_page_for_the_public_is_large_and_reached_from_the_first_page(tab: Page, address: str) -> None:
    tab.goto(address)
    follow(tab.get_by_role("link", name="What we share about you, and why"))
    expect(tab).to_have_url(address + "easy-read/")
    size = tab.locator(".easy-read p").first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 20
    headings = tab.locator(".easy-read h2").all_inner_texts()
    assert len(headings) > 8
    assert all(heading.rstrip("¶ \n").endswith("?") for heading in headings)


@pytest.mark.parametrize(
    ("words", "page"),
    [
        pytest.param("subject access response", "letters/answering-a-request/", id="answering a person"),
        pytest.param("DPIA screening", "letters/dpia-screening/", id="assessment"),
        pytest.param("request form", "letters/request-for-information/", id="asking"),
        pytest.param("easy read", "easy-read/", id="public"),
    ],
)
def test_staffs_words_find_letters(tab: Page, address: str, words: str, page: str) -> None:
    assert page in [places[0].split("#")[0] for places in hits(tab, address, words)][:4]
