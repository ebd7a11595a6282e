"""Whether a page is fit for everybody: no barrier in either scheme of colours, and no wider than the screen that shows it.

A page is loaded once a scheme and looked at in every width, because loading takes longer than looking.
"""

from collections.abc import Callable, Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import context_in, resize

WIDTHS = (1920, 1280, 390, 320)
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
"""Asks axe for what the law asks for; without it, axe says whatever it knows to be good too."""

SCHEMES = {"light": "default", "dark": "slate"}
"""The schemes of colours that a reader may prefer, with what the theme calls them."""


def unfit(
    browser: Browser,
    page: str,
    *,
    dark_width: int = 1280,
    widths: tuple[int, ...] = WIDTHS,
    options: dict[str, Any] | None = None,
    prepare: Callable[[Page], object] = lambda _tab: None,
) -> list[str]:
    """Return what keeps somebody from using a page, after `prepare` did what a reader does there.

    Axe looks at a screen 1,280 wide in the light scheme, and at one `dark_width` wide in the dark one.
    """
    found: list[str] = []
    for scheme, name in SCHEMES.items():
        width = 1280 if scheme == "light" else dark_width
        context = context_in(
            browser, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        tab = context.new_page()
        tab.goto(page)
        tab.wait_for_load_state("networkidle")
        prepare(tab)
        expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", name)
        found += [f"{scheme}: {barrier}" for barrier in _barriers(tab, options)]
        if scheme == "light":
            found += [f"wider than {each}" for each in too_wide(tab, widths)]
        context.close()
    return found


def too_wide(tab: Page, widths: tuple[int, ...] = WIDTHS) -> Iterator[int]:
    """Yield each of these widths of a screen in which the page has to be moved sideways."""
    for width in widths:
        resize(tab, width, 800)
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            yield width


def _barriers(tab: Page, options: dict[str, Any] | None) -> Iterator[str]:
    for violation in Axe().run(tab, options=options).response["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']}: {node['html'][:160]}"
