"""The first page in a real browser: the question, the numbers, the agency that is remembered, the four entrances."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.pages.base import find_reach
from generator.site.build import Site
from tests.browser.conftest import context_in, follow
from tests.browser.fitness import unfit

PHONE = {"width": 390, "height": 844}
AGENCY = {"id": "kent-police", "name": "Kent Police"}
ENTRANCES = ["Act now", "Find", "Learn", "Run the system"]
NUMBERS_BESIDE = """all => Object.fromEntries(all.map(entry => [
    entry.dataset.entry,
    [...entry.querySelectorAll("a[href^='tel:']")].filter(each => each.checkVisibility()).map(each => each.textContent.trim()),
]))"""
"""The numbers in sight in each entry, by the protocol that it is about."""


def choose_kent_police(tab: Page) -> None:
    tab.get_by_label("I work for").select_option(AGENCY["id"])


def test_words_typed_in_the_large_box_are_searched(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.get_by_label("What do you want to know?").press_sequentially("MARAC")
    expect(tab.locator(".md-search__input")).to_have_value("MARAC")
    expect(tab.locator(".md-search-result__item a").first).to_contain_text("MARAC")
    tab.keyboard.press("Escape")
    expect(tab.locator(".md-search__output")).not_to_be_visible()


def test_question_and_urgent_entry_are_on_a_phones_first_screen(browser: Browser, address: str) -> None:
    context = context_in(browser, viewport=PHONE)
    tab = context.new_page()
    tab.goto(address)
    choose_kent_police(tab)
    tab.goto(address)
    expect(tab.locator(".my-agency-line")).to_be_visible()
    for place in ("#home-question", ".tonight a[href='tel:999']", ".tonight a[href*='urgent/']"):
        box = tab.locator(place).bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"], place
    context.close()


def test_number_to_ring_in_every_protocol_is_one_tap_from_home(tab: Page, address: str, county: Site) -> None:
    """One tap on the urgent entry; both numbers of each protocol then stand beside its name, to be rung with a second."""
    tab.goto(address)
    follow(tab.locator(".tonight a[href*='urgent/']"))
    whole = county.county
    beside = tab.locator("[data-entry]").evaluate_all(NUMBERS_BESIDE)
    lost = []
    for protocol in whole.current_protocols:
        fast = protocol.fast_track
        numbers = {
            find_reach(whole, protocol, post).phone for post in (fast.contact_in_hours, fast.contact_out_of_hours)
        }
        if not numbers <= set(beside.get(protocol.id, ())):
            lost.append((protocol.id, numbers))
    assert lost == []


def test_one_search_finds_every_protocol_with_its_fast_track(tab: Page, address: str, county: Site) -> None:
    """Its title in the large box: it is the first result but for one in twelve, and always among the first three."""
    first, three = [], []
    tab.goto(address)
    tab.keyboard.press("/")
    expect(tab.locator("[data-search=whole]")).to_be_attached()
    for protocol in county.county.current_protocols:
        tab.locator(".md-search__input").fill("")
        expect(tab.locator("#found a")).to_have_count(0)
        tab.keyboard.press("Escape")
        tab.get_by_label("What do you want to know?").fill(protocol.title)
        expect(tab.locator(".md-search__input")).to_have_value(protocol.title)
        expect(tab.locator("#found a").first).to_be_visible()
        found = tab.locator("#found > li > a").evaluate_all("all => all.map(each => each.href)")[:3]
        pages = [str(link).removeprefix(address).split("#")[0] for link in found]
        page = f"protocols/{protocol.id}/"
        first += [] if pages[:1] == [page] else [protocol.id]
        three += [] if page in pages else [(protocol.id, pages)]
    assert three == []
    assert len(first) <= len(county.county.current_protocols) // 12, first


def test_agency_is_remembered_shown_everywhere_and_forgotten(tab: Page, address: str) -> None:
    tab.goto(address)
    line = tab.get_by_role("region", name="My agency")
    expect(line).to_be_hidden()
    choose_kent_police(tab)
    for page in ("", "protocols/mappa/", "glossary/", "about/"):
        tab.goto(address + page)
        expect(line).to_contain_text("I work for Kent Police")
    assert tab.request.get(str(line.get_by_role("link", name="Kent Police").evaluate("link => link.href"))).ok
    assert tab.request.get(str(line.get_by_role("link", name="What we may share").evaluate("link => link.href"))).ok
    follow(line.get_by_role("link", name="Change"))
    expect(tab.get_by_label("I work for")).to_be_focused()
    expect(tab.get_by_label("I work for")).to_have_value("kent-police")
    line.get_by_role("button", name="Forget").click()
    expect(line).to_be_hidden()
    expect(tab.get_by_label("I work for")).to_have_value("")
    assert tab.evaluate("localStorage.getItem('protocols.agency')") is None


@pytest.mark.parametrize(
    "kept", ["not json", '{"id": "../evil", "name": "x"}', '{"id": "a", "name": {"b": 1}}', "[]", '"police"']
)
def test_what_a_device_kept_wrongly_is_as_if_nothing_was_kept(tab: Page, address: str, kept: str) -> None:
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(address)
    tab.evaluate("kept => localStorage.setItem('protocols.agency', kept)", kept)
    for page in ("", "protocols/mappa/", "can-i-share/"):
        tab.goto(address + page)
        expect(tab.locator(".my-agency-line")).to_be_hidden()
    assert errors == []


def test_every_situation_leads_to_an_answer(tab: Page, address: str, county: Site) -> None:
    tab.goto(address)
    links = tab.locator(".situations a").evaluate_all("all => all.map(each => each.href)")
    assert len(links) == len(county.county.site.situations) == 6
    for link, situation in zip(links, county.county.site.situations, strict=True):
        tab.goto(str(link))
        if situation.protocol:
            expect(tab.locator(tab.evaluate("location.hash"))).to_be_visible()
        else:
            expect(tab.locator("#ask-to")).to_have_value(situation.receiver or "")
            expect(tab.locator("#ask-about")).to_have_value(situation.about or "")
            expect(tab.locator("[data-answer]:visible").first).to_be_visible()


def test_header_has_four_entrances_and_nothing_for_authors(tab: Page, address: str) -> None:
    tab.goto(address + "protocols/mappa/")
    assert tab.locator(".md-tabs__link").all_inner_texts() == ENTRANCES
    pencil = tab.locator("a[rel='edit']")
    sources = tab.locator(".md-header__source a")
    expect(pencil).to_be_hidden()
    expect(sources).to_be_hidden()
    tab.goto(address + "authors/")
    expect(sources).to_be_visible()
    tab.get_by_label("Show the pencil").check()
    tab.goto(address + "protocols/mappa/")
    expect(pencil).to_be_visible()
    expect(sources).to_be_visible()
    tab.goto(address + "authors/")
    tab.get_by_label("Show the pencil").uncheck()
    tab.goto(address + "protocols/mappa/")
    expect(pencil).to_be_hidden()


def test_without_scripts_everything_is_reached(browser: Browser, address: str) -> None:
    context = context_in(browser, java_script_enabled=False, viewport=PHONE)
    tab = context.new_page()
    tab.goto(address)
    expect(tab.locator(".home-ask a[href*='can-i-share/']")).to_be_visible()
    tab.get_by_text("What may my agency share?").click()
    follow(tab.locator("[data-works-for='kent-police'] a"))
    expect(tab).to_have_url(address + "can-i-share/kent-police/")
    tab.goto(address + "authors/first-edit/")
    context.close()


def test_from_a_folder_the_box_searches_and_links_lead_to_pages(tab: Page, county_folder: Path) -> None:
    tab.goto((county_folder / "index.html").as_uri())
    tab.get_by_label("What do you want to know?").press_sequentially("MARAC")
    expect(tab.locator(".md-search-result__item a").first).to_be_visible()
    tab.keyboard.press("Escape")
    tab.evaluate("agency => myAgency.set(agency)", AGENCY)
    follow(tab.locator(".my-agency-line a").first)
    assert tab.url.endswith("agencies/kent-police/index.html")
    tab.goto((county_folder / "index.html").as_uri())
    follow(tab.locator(".situations a[href*='gp-practices']"))
    assert "gp-practices/index.html?to=kent-police" in tab.url
    expect(tab.locator("[data-answer]:visible").first).to_be_visible()


def test_home_is_fit_for_everybody(browser: Browser, address: str) -> None:
    assert unfit(browser, address, dark_width=390) == []


def test_home_of_an_agency_is_fit_for_everybody(browser: Browser, address: str) -> None:
    widths = (1920, 1280, 768, 390, 320)
    assert unfit(browser, address, dark_width=390, widths=widths, prepare=choose_kent_police) == []
