"""Issued texts and comparisons as their readers meet them, in a real browser."""

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import QuietHandler, comes_to, context_in, follow
from tests.browser.fitness import WCAG, unfit
from tests.conftest import copy_small
from tests.support.edits import run
from tests.support.issued import change, raised, twice_issued

PAGES = {
    "superseded": "protocols/example/0.1/",
    "for signing": "protocols/example/0.2/",
    "comparison": "protocols/example/compare/0.1--0.2/",
    "comparison with today": "protocols/example/compare/0.1--today/",
    "core then and now": "core/compare/1.0--today/",
    "protocol": "protocols/example/",
    "changes": "changes/",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a small site with two issued texts and later changes is served, on this machine alone."""
    project = copy_small(tmp_path_factory.mktemp("issued") / "project")
    twice_issued(project)
    raised(
        project,
        "0.3",
        "2026-11-22",
        ("does: Assesses.", "does: Assesses the child."),
        ("    - Say who is at risk.\n", ""),
        ("    - Wait for the call back.\n", "    - Wait for the call back.\n    - Write down whom you rang.\n"),
    )
    change(
        project, "core/safety-first.yaml", ("Ask what would happen if nobody knew.", "Ask yourself what would happen.")
    )
    result = run(project, "build", "--no-pdf")
    assert result.exit_code == 0, result.stderr
    handler = functools.partial(QuietHandler, directory=str(project / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_accessibility_violation_and_fits(browser: Browser, place: str, name: str) -> None:
    def open_all(tab: Page) -> None:
        tab.eval_on_selector_all("details", "found => found.forEach(each => each.open = true)")

    assert unfit(browser, place + PAGES[name], options=WCAG, widths=(390,), prepare=open_all) == []


def is_strip_above_risks(tab: Page) -> bool:
    """Tell whether the strip that says that a text is past is in sight, and covers nothing of the heading that was asked for."""
    strip, heading = (tab.locator(each).bounding_box() for each in (".past-strip", "#c6-risks"))
    return strip is not None and heading is not None and 0 <= strip["y"] + strip["height"] <= heading["y"]


def test_superseded_text_says_so_first_and_leads_to_what_holds(tab: Page, place: str) -> None:
    tab.goto(place + PAGES["superseded"])
    bar, strip = tab.locator(".issued"), tab.locator(".past-strip")
    expect(strip).to_contain_text("Do not act on this text")
    expect(strip).not_to_have_css("border-left-width", "0px")
    expect(tab.locator(".jump")).to_have_count(0)
    tab.goto(place + PAGES["superseded"] + "#c6-risks")
    expect(tab.locator("#c6-risks")).to_be_in_viewport()
    comes_to(tab, is_strip_above_risks, wanted=True)
    follow(bar.get_by_role("link", name="Today’s text of this protocol"))
    expect(tab).to_have_url(place + "protocols/example/")


def test_comparison_is_told_in_words_as_well_as_by_marks(tab: Page, place: str) -> None:
    tab.goto(place + PAGES["comparison with today"])
    text = tab.locator("article").inner_text()
    for words in ("Changed:", "Removed:", "Added:"):
        assert words in text
    spoken = tab.locator("article").evaluate("node => node.textContent")
    assert "[added: " in spoken
    assert tab.locator(".unseen").first.bounding_box()["width"] <= 1
    tab.emulate_media(media="print")
    for element, line in (("del", "line-through"), ("ins", "underline")):
        expect(tab.locator(f".redline {element}").first).to_have_css("text-decoration-line", line)


def test_what_is_unchanged_opens_by_keyboard_without_scripts(browser: Browser, place: str) -> None:
    context = context_in(browser, viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(place + PAGES["comparison"])
    summary = page.locator("details.unchanged > summary").first
    inside = page.locator("details.unchanged > ul").first
    expect(summary).to_be_visible()
    expect(inside).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    context.close()


def test_comparison_leads_from_each_line_of_its_list_to_the_section(tab: Page, place: str) -> None:
    tab.goto(place + PAGES["comparison with today"])
    follow(tab.locator(".changes a", has_text="A2 Fast track"))
    expect(tab).to_have_url(place + PAGES["comparison with today"] + "#a2-fast-track")
    expect(tab.locator("h2#a2-fast-track")).to_be_in_viewport()


def test_protocol_leads_to_its_versions(tab: Page, place: str) -> None:
    tab.goto(place + PAGES["protocol"] + "#c12-history")
    follow(tab.locator(".issued-versions a[href$='/0.1/']").first)
    expect(tab.locator("h1")).to_contain_text("version 0.1")
