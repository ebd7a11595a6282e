"""The register, every fast track and both of us in a real browser: the filters, the address, Back, a folder, no scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.site.build import Site
from tests.browser.conftest import comes_to, context_in, follow
from tests.browser.fitness import unfit
from tests.conftest import ROOT

ALL = len(list((ROOT / "protocols" / "tier-3").glob("*.yaml")))
"""How many protocols the county has."""

STATES = {
    "register": "protocols/",
    "register filtered": "protocols/?agency=gp-practices&about=child&state=draft",
    "register of nothing": "protocols/?agency=gp-practices&law=prison-act-1952&theme=adult-services&about=public",
    "urgent": "urgent/",
    "urgent filtered": "urgent/?theme=safer-communities",
    "urgent by words": "urgent/?words=knife",
    "urgent of nothing": "urgent/?words=zzzz",
    "both of us": "agencies/kent-police/with/",
    "both of us chosen": "agencies/kent-police/with/?with=gp-practices",
    "parties": "matrices/",
    "parties filtered": "matrices/?agency=gp-practices&theme=adult-services",
}


def shown(tab: Page) -> list[str]:
    """Return the entries in sight, in order."""
    return list(tab.locator("[data-entry]:visible").evaluate_all("all => all.map(each => each.dataset.entry)"))


def shown_of_any_order(tab: Page) -> set[str]:
    return set(shown(tab))


def bottom_of_numbers(tab: Page) -> float:
    """Return where the last number in sight ends, in pixels from the top of the page."""
    script = "Math.max(...[...document.querySelectorAll('.numbers a')].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().bottom))"
    return float(tab.evaluate(script))


@pytest.mark.parametrize("page", ["protocols/", "matrices/"])
@pytest.mark.parametrize("agency", ["kent-police", "gp-practices", "dover-council"])
def test_register_and_parties_by_agency_show_what_binds_it_and_only_that(
    tab: Page, address: str, county: Site, agency: str, page: str
) -> None:
    tab.goto(f"{address}{page}?agency={agency}")
    expected = {protocol.id for protocol, _ in county.county.bindings_of(agency)}
    comes_to(tab, shown_of_any_order, expected)
    expect(tab.locator(".found [role=status]")).to_have_text(f"Shown: {len(expected)} of {ALL}")


def test_tables_of_parties_are_closed_until_something_is_chosen(tab: Page, address: str, county: Site) -> None:
    adults = {each.id for each in county.county.protocols_of("adult-services")}
    tab.goto(address + "matrices/")
    expect(tab.locator("#filter-theme")).to_be_visible()
    assert shown(tab) == []
    for theme in county.county.themes:
        fold = tab.locator(f".entries:has(#{theme}) > .fold")
        expect(fold.locator("> summary")).to_contain_text(f"{len(county.county.protocols_of(theme))} protocols, ")
    tab.select_option("#filter-theme", "adult-services")
    comes_to(tab, shown_of_any_order, adults)
    tab.go_back()
    comes_to(tab, shown, [])
    tab.locator(".entries:has(#adult-services) > .fold > summary").click()
    comes_to(tab, shown_of_any_order, adults)


def test_every_filter_of_the_register_narrows_and_back_undoes_it(tab: Page, address: str, county: Site) -> None:
    tab.goto(address + "protocols/")
    everything = shown(tab)
    tab.select_option("#filter-theme", "safer-communities")
    tab.wait_for_url("**/protocols/?theme=safer-communities")
    comes_to(tab, shown_of_any_order, {each.id for each in county.county.protocols_of("safer-communities")})
    by_theme = shown(tab)
    tab.select_option("#filter-law", "care-act-2014")
    relying = {
        each.id
        for each in county.county.protocols_of("safer-communities")
        if any(flow.gateway.startswith("care-act-2014/") for flow in each.flows)
        or any(gateway.provision.startswith("care-act-2014/") for gateway in each.gateways)
    }
    comes_to(tab, shown_of_any_order, relying)
    assert relying < set(by_theme)
    assert relying
    tab.go_back()
    comes_to(tab, shown, by_theme)
    expect(tab.locator("#filter-law")).to_have_value("")
    tab.go_back()
    comes_to(tab, shown, everything)
    tab.go_forward()
    comes_to(tab, shown, by_theme)
    tab.get_by_role("button", name="Show all").click()
    comes_to(tab, shown, everything)
    expect(tab).to_have_url(address + "protocols/")


def test_nothing_that_fits_is_said(tab: Page, address: str) -> None:
    tab.goto(address + STATES["urgent of nothing"])
    expect(tab.locator(".found [role=status]")).to_have_text("Nothing here fits all of this. Choose less, or show all.")
    expect(tab.locator(".urgent-note")).to_be_visible()
    assert shown(tab) == []
    expect(tab.locator(".entries h2:visible")).to_have_count(0)


def test_unknown_names_in_the_address_choose_nothing_and_are_no_fault(tab: Page, address: str) -> None:
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(address + "protocols/?agency=%22%5D%3Cimg%3E&law=nothing&other=x")
    expect(tab.locator("#filter-agency")).to_have_value("")
    comes_to(tab, lambda tab: len(shown(tab)), ALL)
    assert not errors


def test_my_agency_is_offered_first_and_chooses_nothing(tab: Page, address: str) -> None:
    tab.goto(address + "protocols/")
    tab.evaluate("localStorage.setItem('protocols.agency', JSON.stringify({id: 'gp-practices', name: 'x'}))")
    tab.reload()
    expect(tab.locator("#filter-agency optgroup").first).to_have_attribute("label", "Your agency")
    expect(tab.locator("#filter-agency option").nth(1)).to_have_attribute("value", "gp-practices")
    expect(tab.locator('#filter-agency option[value="gp-practices"]')).to_have_count(1)
    expect(tab.locator("#filter-agency")).to_have_value("")
    comes_to(tab, lambda tab: len(shown(tab)), ALL)


def test_what_binds_my_agency_comes_first_among_the_fast_tracks(tab: Page, address: str, county: Site) -> None:
    tab.goto(address + "urgent/")
    tab.evaluate("localStorage.setItem('protocols.agency', JSON.stringify({id: 'gp-practices', name: 'x'}))")
    tab.reload()
    mine = {protocol.id for protocol, _ in county.county.bindings_of("gp-practices")}
    expect(tab.locator(".entries.own")).to_be_visible()
    found = shown(tab)
    assert set(found[: len(mine)]) == mine
    assert len(found) == ALL


@pytest.mark.parametrize("theme", ["adult-services", "children-and-young-people", "safer-communities"])
def test_phone_reaches_every_number_of_a_theme_within_few_screens(browser: Browser, address: str, theme: str) -> None:
    context = context_in(browser, viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto(f"{address}urgent/?theme={theme}")
    expect(tab.locator(".found [role=status]")).to_contain_text("Shown: ")
    assert bottom_of_numbers(tab) < 2.2 * 844, "16 protocols"
    context.close()


def test_words_find_a_fast_track_by_title_trigger_and_other_names(tab: Page, address: str) -> None:
    for words, wanted in {"MARAC": "domestic-abuse-marac", "cuckoo": "county-lines"}.items():
        tab.goto(address + "urgent/")
        tab.locator("#filter-words").press_sequentially(words)
        expect(tab).to_have_url(f"{address}urgent/?words={words}")
        comes_to(tab, lambda tab: len(shown(tab)) < 6, wanted=True)
        assert wanted in shown(tab)
        tab.go_back()
        comes_to(tab, lambda tab: len(shown(tab)), ALL)


def test_number_for_now_is_marked_and_both_stay_in_sight(browser: Browser, address: str) -> None:
    for time, hours in {
        "2026-11-23T12:00:00": "in",
        "2026-11-23T02:00:00": "out",
        "2026-11-22T12:00:00": "out",
    }.items():
        context = context_in(browser, at=time)
        tab = context.new_page()
        tab.goto(address + "urgent/")
        marked = {each.get_attribute("data-hours") for each in tab.locator("[data-hours].now").all()}
        assert marked <= {hours, "both"}
        assert hours in marked
        expect(tab.locator("[data-hours]:not(.now)").first).to_be_visible()
        context.close()


def test_both_of_us_leads_to_the_question_page_of_each_direction(tab: Page, address: str) -> None:
    tab.goto(address + STATES["both of us chosen"])
    comes_to(tab, shown, ["gp-practices"])
    follow(tab.get_by_role("link", name="From GP practices to Kent Police"))
    tab.wait_for_url("**/can-i-share/gp-practices/?to=kent-police*")
    expect(tab.locator("#ask-to")).to_have_value("kent-police")
    expect(tab.locator("[data-answer]:visible").first).to_be_visible()


def test_from_a_folder(tab: Page, county_folder: Path) -> None:
    tab.goto((county_folder / "protocols" / "index.html").as_uri() + "?theme=adult-services")
    comes_to(tab, lambda tab: 0 < len(shown(tab)) < ALL, wanted=True)
    tab.goto((county_folder / "agencies" / "kent-police" / "with" / "index.html").as_uri() + "?with=gp-practices")
    follow(tab.get_by_role("link", name="From Kent Police to GP practices"))
    tab.wait_for_url("**/can-i-share/kent-police/index.html?to=gp-practices*")
    expect(tab.locator("[data-answer]:visible").first).to_be_visible()


@pytest.mark.parametrize("page", ["protocols/", "urgent/", "agencies/kent-police/with/"])
def test_without_scripts_everything_stands_in_the_page(browser: Browser, address: str, page: str) -> None:
    context = context_in(browser, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}{page}?agency=gp-practices&with=gp-practices")
    assert len(shown(tab)) >= ALL
    assert tab.locator(".filtering").count() == 0
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_fit_for_everybody(browser: Browser, address: str, state: str) -> None:
    assert unfit(browser, address + STATES[state]) == []
