"""The county's site as its readers meet it, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import comes_to, context_in, follow, hits
from tests.browser.fitness import WCAG, unfit

PAGES = {
    "home": "",
    "register": "protocols/",
    "protocol": "protocols/domestic-abuse-marac/",
    "core": "core/",
    "clause": "core/fast-track/",
    "tier 1": "tier-1/",
    "tier 2": "tier-2/",
    "theme": "tier-2/safer-communities/",
    "law": "law/",
    "instrument": "law/crime-and-disorder-act-1998/",
    "agencies": "agencies/",
    "agency": "agencies/kent-police/",
    "glossary": "glossary/",
    "questions": "can-i-share/",
    "check": "check/",
    "wrong address": "404.html",
    "about": "about/",
    "authors": "authors/",
    "fault": "authors/errors/not-a-gateway/",
}


def test_home_opens_without_errors_or_outside_requests(tab: Page, address: str) -> None:
    errors: list[str] = []
    requests: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(address)
    tab.wait_for_load_state("networkidle")
    assert not errors
    assert requests
    assert [url for url in requests if not url.startswith((address, "data:", "blob:"))] == []


def search(tab: Page, address: str, words: str) -> list[str]:
    """Return the pages that a search finds, each once, the best first."""
    return [places[0].split("#")[0] for places in hits(tab, address, words)]


def test_phrase_of_a_core_clause_finds_its_own_page_and_not_the_clause_in_every_protocol(
    tab: Page, address: str
) -> None:
    found = [
        place for places in hits(tab, address, "an email or a voicemail is not the fast track") for place in places
    ]
    assert "core/fast-track/" in {place.split("#")[0] for place in found}
    assert not [place for place in found if re.search(r"protocols/.*#(b\d|part-b)", place)]


@pytest.mark.parametrize(
    ("words", "page"),
    [
        pytest.param("MARAC", "protocols/domestic-abuse-marac/", id="abbreviation"),
        pytest.param("section 115", "law/crime-and-disorder-act-1998/", id="law"),
        pytest.param("MASH", "protocols/children-mash/", id="hub"),
    ],
)
def test_staffs_words_find_the_page(tab: Page, address: str, words: str, page: str) -> None:
    assert page in search(tab, address, words)[:4]


def test_link_from_a_protocol_lands_on_the_provision(tab: Page, address: str) -> None:
    tab.goto(address + "protocols/domestic-abuse-marac/#a8-gateways")
    follow(tab.locator("[data-layer='a8-gateways'] .gateways a[href$='crime-and-disorder-act-1998/#s115']").first)
    expect(tab).to_have_url(address + "law/crime-and-disorder-act-1998/#s115")
    expect(tab.locator("#s115")).to_be_visible()
    expect(tab.locator("#s115")).to_contain_text("Section 115")


def test_numbers_are_one_click_from_home_and_the_steps_open_below_them(tab: Page, address: str) -> None:
    tab.goto(address)
    follow(tab.locator(".tonight a[href='urgent/']"))
    entry = tab.locator("[data-entry='domestic-abuse-marac']")
    expect(entry.locator(".numbers a").first).to_be_visible()
    entry.locator("summary").click()
    follow(entry.locator("a[href$='protocols/domestic-abuse-marac/#a2-fast-track']"))
    expect(tab.locator("#a2-fast-track")).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_accessibility_violation_and_fits(browser: Browser, address: str, name: str) -> None:
    assert unfit(browser, address + PAGES[name], options=WCAG, widths=(390,)) == []


def test_site_opens_from_a_folder(tab: Page, county_folder: Path) -> None:
    tab.goto((county_folder / "index.html").as_uri())
    follow(tab.locator(".situations a[href*='domestic-abuse-marac/index.html']"))
    expect(tab.locator("h1")).to_contain_text("Multi-agency risk assessment conference")


def unseen(tab: Page) -> str:
    """Return what has the focus, where it is out of sight."""
    script = """() => {
      const focused = document.activeElement;
      const shown = focused.matches(".md-option") ? focused.nextElementSibling : focused;
      const box = shown.getBoundingClientRect();
      return box.width < 1 || box.right <= 0 || box.left >= innerWidth ? focused.outerHTML.slice(0, 200) : "";
    }"""
    return str(tab.evaluate(script))


@pytest.mark.parametrize("width", [320, 1280])
def test_keyboard_goes_to_nothing_unseen_and_to_the_text_before_its_contents(
    browser: Browser, address: str, width: int
) -> None:
    """What has the focus is in sight, or the label that stands for it; the list of contents comes after the article."""
    context = context_in(browser, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(address + "protocols/")
    tab.wait_for_load_state("networkidle")
    for _ in range(30):
        tab.keyboard.press("Tab")
        comes_to(tab, unseen, "")
    after = tab.evaluate(
        "document.querySelector('article').compareDocumentPosition(document.querySelector('.md-sidebar--secondary')) & 4"
    )
    context.close()
    assert after
