"""What somebody holds who comes with an old copy or an old address: the check of a code, and pages that have moved."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import QuietHandler, comes_to, context_in
from tests.conftest import copy_small
from tests.support.edits import run

CODE = ".copy-code:not(.past)"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in which an instrument, a clause and a protocol have other names now."""
    root = copy_small(tmp_path_factory.mktemp("moved") / "project")
    for old, new in {"sharing-act-2001": "sharing-act-2002", "core/fast-track": "haste", "example": "sample"}.items():
        assert run(root, "rename", old, new).exit_code == 0
    assert run(root, "build", "--no-pdf").exit_code == 0
    return root / "site"


@pytest.fixture(scope="module")
def served(moved: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(moved))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def first_code(tab: Page) -> str:
    return str(tab.locator(CODE).first.get_attribute("id"))


def ground_of(row: Locator) -> str:
    return str(row.evaluate("node => getComputedStyle(node).backgroundColor"))


def test_square_on_a_copy_leads_to_a_marked_row(tab: Page, address: str) -> None:
    tab.goto(f"{address}check/")
    code = first_code(tab)
    tab.goto(f"{address}check/#{code}")
    expect(tab.locator(".copy-code:target")).to_have_attribute("id", code)
    expect(tab.locator(f"[id='{code}']")).to_be_visible()
    expect(tab.locator(".copy-check [role=status]")).to_contain_text(code.upper())


@pytest.mark.parametrize("written", [str.upper, str.lower, lambda code: f" {code.replace('-', ' ')} ".upper()])
def test_typed_code_is_found_however_it_is_written(tab: Page, address: str, written: Callable[[str], str]) -> None:
    tab.goto(f"{address}check/")
    code = first_code(tab)
    tab.get_by_label("Code on the copy").fill(written(code).replace("0", "O").replace("1", "l"))
    tab.get_by_role("button", name="Check", exact=True).click()
    expect(tab).to_have_url(f"{address}check/#{code}")
    expect(tab.locator(".copy-check [role=status]")).to_contain_text("Current draft.")


@pytest.mark.parametrize("way", ["typed", "followed", "hostile"])
def test_unknown_code_is_said_to_be_unknown(tab: Page, address: str, way: str) -> None:
    tab.goto(f"{address}check/{'#zzzz-zzzz' if way == 'followed' else ''}")
    if way != "followed":
        tab.get_by_label("Code on the copy").fill("zzzz zzzz" if way == "typed" else "<img src=x onerror=alert(1)>")
        tab.get_by_role("button", name="Check", exact=True).click()
    status = tab.locator(".copy-check [role=status]")
    expect(status).to_contain_text("This site does not know that code.")
    expect(status.locator("img")).to_have_count(0)
    expect(tab.locator(".copy-code:target")).to_have_count(0)


def test_without_scripts_and_from_a_folder_the_row_is_marked(browser: Browser, county_folder: Path) -> None:
    context = context_in(browser, java_script_enabled=False)
    page = context.new_page()
    place = (county_folder / "check" / "index.html").as_uri()
    page.goto(place)
    code = first_code(page)
    page.goto(f"{place}#{code}")
    marked = page.locator(".copy-code:target")
    expect(marked).to_have_attribute("id", code)
    expect(marked).not_to_have_css("background-color", ground_of(page.locator(CODE).nth(1)))
    expect(page.locator(".copy-check form")).to_have_count(0)
    context.close()


MOVES = {
    "law/sharing-act-2001/#s1": "law/sharing-act-2002/#s1",
    "core/fast-track/": "core/haste/",
    "protocols/example/#a2-fast-track": "protocols/sample/#a2-fast-track",
}


@pytest.mark.parametrize("old", MOVES)
def test_old_address_leads_to_the_place_that_was_asked_for(tab: Page, served: str, old: str) -> None:
    tab.goto(served + old)
    tab.wait_for_url(served + MOVES[old])
    anchor = old.partition("#")[2]
    expect(tab.locator(f"#{anchor}" if anchor else "h1")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("old", MOVES)
def test_old_address_leads_on_from_a_folder(browser: Browser, moved: Path, old: str, *, scripts: bool) -> None:
    context = context_in(browser, java_script_enabled=scripts)
    page = context.new_page()
    path, _, anchor = old.partition("#")
    page.goto(f"{(moved / path / 'index.html').as_uri()}{f'#{anchor}' if anchor else ''}")
    there, _, wanted = MOVES[old].partition("#")
    place = (moved / there / "index.html").as_uri()
    page.wait_for_url(f"{place}#{wanted}" if wanted and scripts else place)
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_old_place_within_a_page_is_still_there(tab: Page, served: str) -> None:
    tab.goto(f"{served}protocols/sample/")
    headings = tab.eval_on_selector_all("[id$='-haste']", "found => found.map(node => node.id)")
    assert headings
    number = headings[0].partition("-")[0]
    tab.goto(f"{served}protocols/sample/#{number}-fast-track")
    section = tab.locator(f"details[data-layer='{headings[0]}']")
    expect(section).to_have_attribute("open", "")
    comes_to(tab, lambda _tab: 0 < (section.bounding_box() or {"y": 0})["y"] < 200, wanted=True)
