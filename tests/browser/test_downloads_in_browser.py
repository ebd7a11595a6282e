"""What was printed, offered on the page: the agency that a reader chose once gets its own copy and its own words first."""

import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import QuietHandler, comes_to, context_in
from tests.browser.fitness import WCAG, unfit
from tests.conftest import copy_small
from tests.support.commands import dated


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the small project is served, with everything printed."""
    root = copy_small(tmp_path_factory.mktemp("small") / "project")
    path = root / "protocols" / "tier-3" / "example.yaml"
    text = path.read_text(encoding="utf-8")
    police = "  - agency: police\n    top: Say which unit you are.\n"
    path.write_text(text.replace("flows:\n", police + "flows:\n", 1), encoding="utf-8")
    command = [sys.executable, "-m", "generator", *dated("build")]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    handler = functools.partial(QuietHandler, directory=str(root / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


GENERAL = ["Fast-track card, to pin up", "The whole protocol, to sign and to file"]


def offered(tab: Page) -> list[str]:
    """What the page offers of paper, before any list is opened."""
    tab.eval_on_selector("details.about-document", "box => (box.open = true)")
    return [text.partition(" PDF")[0] for text in tab.locator(".downloads > ul > li").all_inner_texts()]


def own_words(tab: Page) -> list[str]:
    """The agencies whose opening requirements the page shows, in order."""
    return [
        str(found)
        for found in tab.eval_on_selector_all(
            '[data-part="top"] .agency', "all => all.map(each => each.dataset.agency)"
        )
    ]


def test_agency_chosen_once_comes_first_and_is_remembered(tab: Page, small: str) -> None:
    tab.goto(small + "protocols/example/")
    comes_to(tab, offered, GENERAL)
    comes_to(tab, own_words, ["police", "council"])
    tab.get_by_label("Your agency").select_option("Small Council")
    comes_to(tab, offered, ["Your agency, Small Council: Working copy", *GENERAL])
    comes_to(tab, own_words, ["council", "police"])
    tab.goto(small)
    tab.goto(small + "protocols/example/")
    expect(tab.get_by_label("Your agency")).to_have_value("council")
    comes_to(tab, offered, ["Your agency, Small Council: Working copy", *GENERAL])
    with tab.expect_response("**/working-example--council.pdf") as response:
        tab.evaluate("fetch(document.querySelector('.downloads .own a').href)")
    assert response.value.ok
    tab.get_by_label("Your agency").select_option("")
    comes_to(tab, offered, GENERAL)


def test_every_copy_is_reached_without_scripts(browser: Browser, small: str) -> None:
    context = context_in(browser, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(small + "protocols/example/")
    tab.get_by_text("About this document").click()
    tab.get_by_text("For each agency: a working copy").click()
    expect(tab.locator(".copies a").first).to_be_visible()
    assert tab.locator(".copies li > span").all_inner_texts() == ["Small Police:", "Small Council:", "Small School:"]
    assert tab.locator(".copies a").all_inner_texts() == ["Working copy", "Whole copy to file"] * 3
    context.close()


@pytest.mark.parametrize("name", ["protocols/example/", "agencies/police/", "urgent/"])
def test_downloads_are_fit_for_everybody(browser: Browser, small: str, name: str) -> None:
    def count(tab: Page) -> None:
        expect(tab.locator('a[type="application/pdf"]')).not_to_have_count(0)

    assert unfit(browser, small + name, dark_width=390, options=WCAG, widths=(1280, 390), prepare=count) == []


def test_letters_are_offered_to_fill_in_and_to_print(tab: Page, small: str) -> None:
    tab.goto(small + "protocols/example/letters/")
    links = tab.locator(".downloads a")
    assert links.all_inner_texts() == ["All letters and forms", "All letters and forms"]
    assert "Word, to fill in" in tab.locator(".downloads li").first.inner_text()
    for link, start in zip(links.all(), (b"PK", b"%PDF"), strict=True):
        found = tab.request.get(small + "protocols/example/letters/" + (link.get_attribute("href") or ""))
        assert found.ok
        assert found.body().startswith(start)
    tab.goto(small + "letters/reply/")
    assert tab.locator(".downloads a").all_inner_texts() == ["This letter or form", "This letter or form"]
