"""Measures how soon search answers on a slow telephone, and how much is moved before it does.

    make bench-search

Four times slower than this machine, 1.6 Mbit/s, 150 ms there and back, everything compressed as servers do. Counted is all that
is moved from the opening of the page to the first result; timed is from the first key. What else a machine does makes it slower,
never faster, so the median and the best of some tries are told. Ends with 1 where the best is not good enough.
"""

import argparse
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from bench.search.run import chromium
from generator.publishers.mkdocs_build import write_with_mkdocs
from generator.site.build import build
from tests.support.compressed import served

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("", "can-i-share/", "protocols/domestic-abuse-marac/")
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SLOWER = 4
TRIES = 5
SOON, LITTLE = 2500, 300_000
"""Milliseconds from the first key, and bytes."""


class Answer(NamedTuple):
    """One try."""

    took: float
    moved: int


def main() -> None:
    """Print the figures of one run."""
    parser = argparse.ArgumentParser(description="Measures search on a slow telephone.")
    parser.add_argument("--as-of", default="2026-11-22", help="the day for which the site is built")
    as_of = date.fromisoformat(parser.parse_args().as_of)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name) / "site"
        write_with_mkdocs(ROOT, build(ROOT, as_of), folder)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        good = [_tell(page, [_answer(browser, folder, page) for _ in range(TRIES)]) for page in PAGES]
        browser.close()
    sys.exit(0 if all(good) else 1)


def _tell(page: str, answers: list[Answer]) -> bool:
    """Print the figures of one page, and return whether they are good enough."""
    took, moved = [answer.took for answer in answers], max(answer.moved for answer in answers)
    print(
        f"/{page:34} first result after {statistics.median(took):5.0f} ms (best {min(took):.0f}), {moved / 1000:.0f} kB"
    )
    return min(took) <= SOON and moved <= LITTLE


def _answer(browser: Browser, folder: Path, page: str) -> Answer:
    """Return what one try took, in a browser that holds nothing yet."""
    moved: list[int] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.route("**/assets/search/sections.js", lambda route: route.abort())  # They are asked for after the first result.
    with served(folder, moved) as address:
        tab.goto(address + page)
        tab.keyboard.press("/")
        begun = tab.evaluate("performance.now()")
        tab.keyboard.type("w")
        tab.wait_for_selector(".md-search-result__item")
        answer = Answer(tab.evaluate("performance.now()") - begun, sum(moved))
        context.close()
    return answer


if __name__ == "__main__":
    main()
