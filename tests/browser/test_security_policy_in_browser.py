"""Every kind of page under the site's own content security policy, and the other headers: nothing is refused, and everything works."""

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.site.hosts import headers_of
from generator.site.policy import POLICY
from tests.browser.conftest import QuietHandler, comes_to, context_in

KINDS = (
    "",
    "404.html",
    "about/data/",
    "agencies/kent-police/",
    "agencies/kent-police/with/?with=gp-practices",
    "audit/overlaps/",
    "authors/",
    "authors/errors/anchor-or-alias/",
    "can-i-share/",
    "can-i-share/kent-police/?to=gp-practices",
    "check/#aaaa-aaaa",
    "core/",
    "core/fast-track/",
    "easy-read/",
    "glossary/#marac",
    "law/uk-gdpr/",
    "letters/",
    "letters/refusal/",
    "matrices/?agency=kent-police",
    "matrices/flows-safer-communities/",
    "protocols/?theme=adult-services",
    "protocols/domestic-abuse-marac/",
    "protocols/domestic-abuse-marac/letters/",
    "record/?protocol=domestic-abuse-marac",
    "training/self-check/",
    "urgent/?words=knife",
)


@pytest.fixture(scope="module")
def guarded(county_folder: Path) -> Iterator[str]:
    """Where the site is served with the headers that hosts are told to send."""
    headers = headers_of(county_folder, "http:")
    assert f"{headers['Content-Security-Policy']}\n" == (county_folder / POLICY).read_text(encoding="utf-8")

    class Guarded(QuietHandler):
        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    handler = functools.partial(Guarded, directory=str(county_folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A tab, and what its pages were refused or said was wrong."""
    context = context_in(browser)
    faults: list[str] = []
    context.expose_function("refused", lambda what: faults.append(f"refused: {what}"))
    context.add_init_script(
        "addEventListener('securitypolicyviolation', e => refused(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
    )
    tab = context.new_page()
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    yield tab, faults
    context.close()


def test_policy_allows_nothing_inline_but_by_hash(county_folder: Path) -> None:
    policy = (county_folder / POLICY).read_text(encoding="utf-8")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_refused(watched: tuple[Page, list[str]], guarded: str, kind: str) -> None:
    tab, faults = watched
    tab.goto(guarded + kind)
    tab.wait_for_load_state("networkidle")
    assert tab.evaluate("document.documentElement.classList.contains('js')")
    assert faults == []


def test_search_form_theme_and_record_work(watched: tuple[Page, list[str]], guarded: str) -> None:
    tab, faults = watched
    tab.goto(guarded)
    tab.keyboard.press("/")
    tab.fill(".md-search__input", "marac")
    tab.press(".md-search__input", "End")
    expect(tab.locator(".md-search-result__item").first).to_contain_text("MARAC")
    tab.keyboard.press("Escape")
    tab.locator("label[for^=__palette]:visible").click()
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.select_option("#works-for-agency", "kent-police")
    expect(tab.locator(".my-agency-line")).to_contain_text("Kent Police")
    tab.goto(guarded + "protocols/")
    tab.select_option("#filter-theme", "adult-services")
    expect(tab.locator(".found [role=status]")).to_have_text(re.compile(r"^Shown: 1\d of \d+$"))
    tab.goto(guarded + "can-i-share/kent-police/")
    tab.select_option("#ask-to", "gp-practices")
    expect(tab.locator("[data-answer]:visible").first).to_be_visible()
    tab.goto(guarded + "record/?protocol=domestic-abuse-marac")
    expect(tab.locator('[data-record="form"] form, [data-record="form"] input').first).to_be_attached()
    assert faults == []


def test_what_somebody_slips_in_is_refused(watched: tuple[Page, list[str]], guarded: str) -> None:
    tab, faults = watched
    tab.goto(guarded)
    slipped = (
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.slipped = 1'}))"
    )
    tab.evaluate(slipped)
    comes_to(tab, lambda _tab: any("script-src" in fault for fault in faults), wanted=True)
    assert tab.evaluate("window.slipped") is None
