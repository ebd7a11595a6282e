"""No page but a protocol's own text is long when it is opened: lists open, with counts; and what an address leads to is opened."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import comes_to, context_in, resize

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 844}
SCREENS, WEIGHT = 15.5, 400_000
TEXTS = ("protocols", "record")
"""Folders of texts that are agreed or filled in, which have tests of their own."""


def lists(folder: Path) -> list[str]:
    """Return the addresses of every page but the texts; of the pages of faults, all made alike, only their list."""
    found = [path.relative_to(folder) for path in sorted(folder.rglob("*.html"))]
    kept = [path for path in found if path.parts[0] not in TEXTS or len(path.parts) < 3]
    return [str(path) for path in kept if path.parts[:2] != ("authors", "errors") or len(path.parts) < 4]


def test_no_list_is_long_heavy_or_wide(browser: Browser, address: str, county_folder: Path) -> None:
    context = context_in(browser, viewport=PHONE)
    tab = context.new_page()
    faults = []
    for name in lists(county_folder):
        tab.goto(address + name, wait_until="domcontentloaded")
        screens = tab.evaluate("document.documentElement.scrollHeight") / PHONE["height"]
        weight = (county_folder / name).stat().st_size
        resize(tab, NARROW["width"], NARROW["height"])
        width = tab.evaluate("document.documentElement.scrollWidth")
        resize(tab, PHONE["width"], PHONE["height"])
        if screens > SCREENS or weight > WEIGHT or width > NARROW["width"]:
            faults.append(f"{name}: {screens:.1f} screens, {weight} bytes, {width} pixels wide")
    context.close()
    assert faults == []


@pytest.mark.parametrize(
    "place", ["glossary/#marac", "law/uk-gdpr/#article-5-1-b", "can-i-share/kent-police/#about-domestic-abuse-marac"]
)
def test_what_an_address_leads_to_is_opened(tab: Page, address: str, place: str) -> None:
    tab.goto(address + place.partition("#")[0])
    target = tab.locator("#" + place.partition("#")[2])
    assert target.count() == 1, "the test names a place that is gone"
    tab.evaluate("where => { location.hash = where }", place.partition("#")[2])
    expect(target).to_be_in_viewport()
    closed = (
        "target => [...document.querySelectorAll('details')].filter(box => box.contains(target) && !box.open).length"
    )
    comes_to(tab, lambda _tab: target.evaluate(closed), 0)


def test_lists_are_whole_without_scripts(browser: Browser, address: str) -> None:
    context = context_in(browser, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + "glossary/")
    fold = tab.locator("details.fold:has(#marac)")
    expect(fold.locator("#marac")).to_be_hidden()
    fold.locator("> summary").click()
    expect(fold.locator("#marac")).to_be_visible()
    context.close()


@pytest.mark.parametrize("settings", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_nothing_is_closed_on_paper(browser: Browser, address: str, settings: dict[str, bool]) -> None:
    context = context_in(browser, **settings)
    tab = context.new_page()
    tab.goto(address + "glossary/")
    place = tab.locator("details.fold #marac")
    expect(place).to_be_hidden()
    tab.emulate_media(media="print")
    expect(place).to_be_visible()
    context.close()
