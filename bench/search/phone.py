"""Measures how soon search answers on a slow telephone, and how much is moved before it does.

    make bench-search

Four times slower than this machine, 1.6 Mbit/s, 150 ms there and back, everything compressed as servers do. Counted is all that
is moved from the opening of the page to the first result; timed is from the first key. What else a machine does makes it slower,
never faster, so the median and the best of some tries are told. Ends with 1 where the best is not good enough.
"""

import argparse
import gzip
import http.server
import statistics
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from bench.search.run import chromium
from generator.publishers.mkdocs_build import write_with_mkdocs
from generator.site.build import build

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
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(folder, moved))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.route("**/assets/search/sections.js", lambda route: route.abort())  # They are asked for after the first result.
    tab.goto(f"http://127.0.0.1:{server.server_port}/{page}")
    tab.keyboard.press("/")
    begun = tab.evaluate("performance.now()")
    tab.keyboard.type("w")
    tab.wait_for_selector(".md-search-result__item")
    answer = Answer(tab.evaluate("performance.now()") - begun, sum(moved))
    context.close()
    server.shutdown()
    server.server_close()
    return answer


def _handler(folder: Path, moved: list[int]) -> type[http.server.SimpleHTTPRequestHandler]:
    """Return what answers requests for the files of a folder, compressed, and notes how many bytes each answer has."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = folder / self.path.split("?")[0].lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            body = gzip.compress(path.read_bytes(), 6)
            moved.append(len(body))
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    return Handler


if __name__ == "__main__":
    main()
