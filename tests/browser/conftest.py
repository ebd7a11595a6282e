"""A headless Chromium and a server of the county's site on this machine alone."""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.conftest import AS_OF, ROOT
from tests.support.commands import dated
from tests.support.once import once_a_run

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SECONDS = 60
"""How long a page may take to become what a test expects of it, on a machine that is slow and busy."""

expect.set_options(timeout=SECONDS * 1000)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def county_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's site, built by the program into a folder of its own, without PDFs, which take minutes."""

    def make(root: Path) -> None:
        shutil.copytree(ROOT / "protocols", root / "protocols")
        for name in ("templates", "docs"):
            (root / name).symlink_to(ROOT / name)
        shutil.copy(ROOT / "mkdocs.yml", root)
        command = [sys.executable, "-m", "generator", *dated("build", "--no-pdf")]
        result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr

    return once_a_run(tmp_path_factory, "county", make) / "site"


@pytest.fixture(scope="session")
def address(county_folder: Path) -> Iterator[str]:
    """Where the county's site is served, on this machine alone."""
    handler = functools.partial(QuietHandler, directory=str(county_folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    assert path, "no Chromium: `make test` installs it, or set CHROMIUM"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def context_in(browser: Browser, at: str = f"{AS_OF}T12:00:00", **settings: Any) -> BrowserContext:
    """Return what holds pages for which it is the day `AS_OF`, because a page marks the reviews that have passed since."""
    context = browser.new_context(**settings)
    context.set_default_timeout(SECONDS * 1000)
    context.clock.install(time=at)  # It goes on from there: search counts on it.
    return context


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = context_in(browser, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def follow(link: Locator) -> None:
    """Click a link, and wait until the page that it leads to is loaded, or the place on the same page is reached.

    No other address will do: a page that is left may change its own entry in the history on the way out.
    """
    target = link.evaluate("link => link.href")
    with link.page.expect_navigation(url=lambda reached: reached == target):
        link.click()


def comes_to(tab: Page, read: Callable[[Page], object], wanted: object) -> None:
    """See that what is read of a page is what is wanted, now or soon, for what `expect` has no words for."""
    until = monotonic() + SECONDS
    while read(tab) != wanted and monotonic() < until:
        tab.wait_for_timeout(50)
    assert read(tab) == wanted


def resize(tab: Page, width: int, height: int) -> None:
    """Give a page another size, and wait until it has it."""
    tab.set_viewport_size({"width": width, "height": height})
    tab.wait_for_function("size => innerWidth === size[0] && innerHeight === size[1]", arg=[width, height])


def hits(tab: Page, address: str, words: str) -> list[list[str]]:
    """Return what a search finds: for each page its places, the best first.

    Search listens to keys, so the words are filled in and a key is pressed that changes nothing.
    """
    tab.goto(address)
    tab.keyboard.press("/")
    tab.wait_for_selector("[data-search=whole]", state="attached")
    tab.fill(".md-search__input", words)
    tab.press(".md-search__input", "End")
    tab.wait_for_selector(".md-search-result__item")
    found = tab.eval_on_selector_all(
        ".md-search-result__item",
        "items => items.map(item => [...item.querySelectorAll('.md-search-result__link')].map(link => link.href))",
    )
    return [[re.sub(r"\?h=[^#]*", "", str(link)).removeprefix(address) for link in links] for links in found]


@pytest.fixture
def requests(tab: Page) -> Iterator[list[str]]:
    """Every request that the page makes, and a page without a fault at the end."""
    seen: list[str] = []
    errors: list[str] = []
    tab.on("request", lambda request: seen.append(f"{request.method} {request.url} {request.post_data or ''}"))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield seen
    assert errors == []
