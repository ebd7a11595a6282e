"""The live preview as an author meets it: the page follows each edit, where it was, and shows what is at fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import comes_to
from tests.conftest import copy_small
from tests.support.preview import served, without_guide

SOURCE = "protocols/tier-3/example.yaml"


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A small project and where it is served."""
    project = without_guide(copy_small(tmp_path / "project"))
    with served(project) as address:
        yield project, address


def write(project: Path, old: str, new: str) -> None:
    path = project / SOURCE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_page_follows_an_edit_where_its_reader_was(edited: tuple[Path, str], tab: Page) -> None:
    project, address = edited
    tab.goto(f"{address}/protocols/example/")
    last = tab.locator("main details.layer").last
    last.evaluate("each => { each.open = true; each.querySelector('[id]').scrollIntoView(); }")
    place = "each => each.querySelector('[id]').getBoundingClientRect().top"
    before = last.evaluate(place)
    write(
        project,
        "purpose: So that a child at risk is seen in time.",
        "purpose: |\n  So that a child is seen.\n\n  And safe.\n\n  And well.",
    )
    expect(tab.locator("main")).to_contain_text("And well.", timeout=60_000)
    tab.wait_for_function("() => sessionStorage.getItem('preview-place') === null")
    expect(last).to_have_attribute("open", "")
    comes_to(tab, lambda _tab: abs(last.evaluate(place) - before) < 2, wanted=True)


def test_fault_is_shown_on_the_page_and_goes_when_it_is_mended(edited: tuple[Path, str], tab: Page) -> None:
    project, address = edited
    tab.goto(f"{address}/protocols/example/")
    write(project, "owner: police", "owner: polise")
    fault = tab.locator("#preview-fault")
    expect(fault).to_contain_text("did you mean `police`?", timeout=60_000)
    expect(tab.locator("main h1")).to_contain_text("Example protocol")
    tab.reload()
    expect(fault).to_contain_text(f"{SOURCE}:6:8")
    write(project, "owner: polise", "owner: police")
    expect(fault).to_have_count(0, timeout=60_000)


def test_page_that_did_not_change_is_not_loaded_again(edited: tuple[Path, str], tab: Page) -> None:
    project, address = edited
    tab.goto(f"{address}/training/")
    tab.evaluate("globalThis.isTheSame = true")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    with tab.expect_response(lambda response: response.url.endswith("/training/"), timeout=60_000):
        write(project, "Name, place and threat.", "Name and threat.")
    # The page has looked at the answer once it asks for changes again; one that is loaded again asks too.
    comes_to(tab, lambda _tab: "?seen=" in asked[-1], wanted=True)
    assert tab.evaluate("globalThis.isTheSame")
