"""The forms in a real browser: somebody who has never seen YAML changes a contact, adds a flow and mends a step; nothing else happens."""

import difflib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from generator.authors.edit.apply import prepare_change
from generator.authors.edit.workspace import write
from tests.browser.conftest import comes_to, context_in, follow
from tests.browser.fitness import unfit
from tests.conftest import AS_OF, ROOT
from tests.support.preview import served as previewed
from tests.support.preview import without_guide

MARAC = "protocols/tier-3/domestic-abuse-marac.yaml"
FORM = f"edit/?file={MARAC}"
HOSTILE = (
    "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>[x](javascript:window.ran=1) **<b>bold</b>**"
)


def served(folder: Path, name: str) -> Any:
    """Return what a script of the forms holds."""
    text = (folder / "assets" / "edit" / f"{name}.js").read_text(encoding="ascii")
    return json.loads(text[text.index("]=") + 2 :].removesuffix(";\n"))


def open_section(tab: Page, name: str) -> Locator:
    """Open a section of the form and return it."""
    section = tab.locator(".edit-sections > div > details").filter(has=tab.locator("summary", has_text=name)).first
    if section.get_attribute("open") is None:
        section.locator("summary").first.click()
    return section


def open_item(section: Locator, name: str) -> Locator:
    """Open an item of a list by how its title begins, and return it."""
    item = (
        section.locator("details.edit-fold")
        .filter(has=section.page.locator("summary", has_text=re.compile(f"^{name} ")))
        .first
    )
    item.locator("summary").first.click()
    return item


def box(within: Page | Locator, name: str) -> Locator:
    return within.get_by_role("textbox", name=name, exact=True).or_(
        within.get_by_role("combobox", name=name, exact=True)
    )


def saved(tab: Page) -> tuple[str, dict[str, Any]]:
    with tab.expect_download() as found:
        tab.get_by_role("button", name="Save change file").click()
    return found.value.suggested_filename, json.loads(Path(found.value.path()).read_text(encoding="utf-8"))


def changed_since(project: Path) -> list[Path]:
    """Return every source that is not the county's own any more."""
    paths = sorted((project / "protocols").rglob("*.yaml"))
    return [path for path in paths if path.read_bytes() != (ROOT / path.relative_to(project)).read_bytes()]


def change_three_things(tab: Page, address: str) -> None:
    """Do what a person does who was told of a new mailbox, a flow that is missing and a step that is wrong."""
    tab.goto(f"{address}edit/")
    tab.get_by_label("What do you want to change?").fill("marac")
    follow(tab.get_by_role("link", name="Multi-agency risk assessment conference"))
    box(open_section(tab, "A2 Fast track"), "Steps 3").fill("Say who else is in the house.")
    box(open_item(open_section(tab, "C4 Contacts"), "Contacts 1"), "Reach for").fill("Referrals and the list.")
    flows = open_section(tab, "C1 Data items and flows")
    flows.get_by_role("button", name="Add: Flows").click()
    flow = flows.locator("ol.edit-items > li").filter(has=tab.locator("details")).last
    box(flow, "Item").fill("Whether she has a working telephone")
    for part, value in {"About": "victim", "From": "kent-police", "To": "domestic-abuse-services"}.items():
        flow.get_by_role("button", name=f"Add: {part}").click()
        box(flow, f"{part} 1").fill(value)
    flow.get_by_label("Category").select_option("personal")
    box(flow, "Gateway").fill("common-law-policing-powers/disclosure")
    flow.get_by_label("Verdict").select_option("may")
    box(flow, "Necessary because").fill("Nobody can ring her without it.")
    box(flow, "Route").fill("secure email")
    box(flow, "When").fill("with the referral")


FLOW = {
    "item": "Whether she has a working telephone",
    "about": ["victim"],
    "category": "personal",
    "from": ["kent-police"],
    "to": ["domestic-abuse-services"],
    "gateway": "common-law-policing-powers/disclosure",
    "verdict": "may",
    "necessary_because": "Nobody can ring her without it.",
    "route": "secure email",
    "when": "with the referral",
}


def test_somebody_who_never_saw_yaml_changes_three_things(
    tab: Page, address: str, county_folder: Path, requests: list[str]
) -> None:
    values = served(county_folder, "tier-3/domestic-abuse-marac")["values"]
    change_three_things(tab, address)
    expect(tab.locator(".edit-faults")).to_be_hidden()
    expect(tab.get_by_role("heading", name="What you changed (3)")).to_be_visible()
    tab.get_by_label("Why").fill("She asked.")
    before = len(requests)
    name, change = saved(tab)
    assert name == "change-domestic-abuse-marac.json"
    contact, step = values["contacts"][0], values["fast_track"]["steps"][2]
    assert change == {
        "change": 1,
        "file": MARAC,
        "why": "She asked.",
        "fields": [
            {"at": ["fast_track", "steps", 2], "was": step, "shall_be": "Say who else is in the house."},
            {"at": ["flows", "+"], "was": None, "shall_be": FLOW},
            {
                "at": ["contacts", 0, "reach_for"],
                "was": contact["reach_for"],
                "shall_be": "Referrals and the list.",
                "item": contact,
            },
        ],
    }
    assert not [seen for seen in requests[before:] if not seen.startswith("GET blob:")]
    assert all(seen.startswith(("GET blob:", f"GET {address}")) for seen in requests)


def test_what_the_form_saved_is_applied_and_nothing_else_changes(tab: Page, address: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "protocols", tmp_path / "protocols")
    source = tmp_path / MARAC
    before = source.read_text(encoding="utf-8").splitlines()
    change_three_things(tab, address)
    _, change = saved(tab)
    prepared = prepare_change(tmp_path, json.dumps(change).encode(), AS_OF)
    assert prepared.faults == ()
    write(tmp_path, prepared.applied.changes)
    after = source.read_text(encoding="utf-8").splitlines()
    gone = [line[2:] for line in difflib.ndiff(before, after) if line.startswith("- ")]
    new = [line[2:].strip() for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    assert len(gone) == 2
    assert len(new) == 2 + len(FLOW)
    assert {"- Say who else is in the house.", "reach_for: Referrals and the list.", f"- item: {FLOW['item']}"} <= set(
        new
    )
    assert [path.name for path in changed_since(tmp_path)] == [source.name]


def test_preview_writes_to_the_authors_own_files(tab: Page, project: Path, requests: list[str]) -> None:
    with previewed(without_guide(project)) as preview:
        tab.goto(f"{preview}/edit/?file=protocols/tier-3/example.yaml")
        purpose = box(open_section(tab, "A3 Purpose"), "Purpose")
        purpose.fill("To see [[nothing-here]] in time.")
        write_it = tab.get_by_role("button", name="Write it to my files")
        write_it.click()
        expect(tab.locator(".edit-faults")).to_be_focused()
        write_it.click()
        expect(tab.get_by_text("Nothing was written.")).to_be_visible()
        expect(tab.locator(".edit-output")).to_contain_text("nothing-here")
        purpose.fill("To see her in time.")
        write_it.click()
        expect(tab.get_by_text("Written to your files.")).to_be_visible()
        expect(tab.get_by_role("heading", name="You have changed nothing yet.")).to_be_visible()
    text = (project / "protocols" / "tier-3" / "example.yaml").read_text(encoding="utf-8")
    assert "\npurpose: To see her in time.\n" in text
    assert requests


def test_pencil_of_a_protocol_has_a_form_beside_it(tab: Page, address: str) -> None:
    tab.goto(address + "protocols/mappa/")
    expect(tab.locator(".to-form")).to_be_hidden()
    tab.goto(address + "authors/")
    tab.get_by_label("Show the pencil").check()
    tab.goto(address + "protocols/mappa/")
    follow(tab.get_by_title("Edit in a form"))
    expect(tab.locator("#edit-title")).to_have_text(re.compile("MAPPA"))
    tab.goto(address + "core/fast-track/")
    expect(tab.locator(".to-form")).to_have_count(0)


def test_faults_are_said_at_their_field_and_in_a_list(tab: Page, address: str, requests: list[str]) -> None:
    tab.goto(address + FORM)
    step = box(open_section(tab, "A2 Fast track"), "Steps 3")
    step.fill("<b>Run</b> to [[nowhere-at-all]].")
    expect(step).to_have_attribute("aria-invalid", "true")
    told = tab.locator(f"#{(step.get_attribute('aria-describedby') or '').split()[-1]}")
    expect(told).to_contain_text("not HTML")
    expect(told).to_contain_text("[[nowhere-at-all]] leads to nothing")
    contact = box(tab.locator(".edit-sections"), "Contact in hours")
    contact.fill("kent-police/nobody")
    expect(tab.locator(".edit-faults li")).to_have_count(2)
    tab.locator(".edit-faults a", has_text="Contact in hours").click()
    expect(contact).to_be_focused()
    contact.fill("kent-police/out-of-hours")
    step.fill("See [[core/fast-track]].")
    expect(tab.locator(".edit-faults")).to_be_hidden()
    expect(step).not_to_have_attribute("aria-invalid", "true")
    assert requests


def test_needed_fields_of_something_new_are_asked_for_before_it_is_saved(tab: Page, address: str) -> None:
    tab.goto(address + FORM)
    flows = open_section(tab, "C1 Data items and flows")
    flows.get_by_role("button", name="Add: Flows").click()
    box(flows, "Item").fill("Her shoe size")
    expect(tab.locator(".edit-faults")).to_be_hidden()
    tab.get_by_role("button", name="Save change file").click()
    expect(tab.locator(".edit-faults")).to_be_focused()
    expect(tab.locator(".edit-faults li").nth(5)).to_be_visible()
    _, change = saved(tab)
    assert change["fields"] == [{"at": ["flows", "+"], "was": None, "shall_be": {"item": "Her shoe size"}}]


def test_undo_takes_back_one_change_and_leaves_the_others(tab: Page, address: str) -> None:
    change_three_things(tab, address)
    tab.locator(".edit-changes > li").filter(has_text="Steps 3").get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("heading", name="What you changed (2)")).to_be_visible()
    _, change = saved(tab)
    assert [field["at"] for field in change["fields"]] == [["flows", "+"], ["contacts", 0, "reach_for"]]


def test_items_are_taken_out_moved_and_put_back(tab: Page, address: str, county_folder: Path) -> None:
    steps = served(county_folder, "tier-3/domestic-abuse-marac")["values"]["fast_track"]["steps"]
    tab.goto(address + FORM)
    section = open_section(tab, "A2 Fast track")
    section.get_by_role("button", name="Take out: Steps 2").click()
    _, change = saved(tab)
    assert change["fields"] == [{"at": ["fast_track", "steps", 1], "was": steps[1], "shall_be": None}]
    tab.locator(".edit-changes").get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("heading", name="You have changed nothing yet.")).to_be_visible()
    section = open_section(tab, "A2 Fast track")
    expect(box(section, "Steps 2")).to_have_value(steps[1])
    section.get_by_role("button", name="Move down: Steps 1").click()
    _, change = saved(tab)
    moved = [steps[1], steps[0], *steps[2:]]
    assert change["fields"] == [{"at": ["fast_track", "steps"], "was": steps, "shall_be": moved}]


def test_reference_is_inserted_by_choosing_and_shown_as_it_will_read(tab: Page, address: str) -> None:
    tab.goto(address + FORM)
    section = open_section(tab, "A2 Fast track")
    step = box(section, "Steps 5")
    step.fill("Ask under ")
    field = section.locator(".edit-field").filter(has=tab.locator(f"#{step.get_attribute('id')}"))
    field.locator(".edit-refer summary").click()
    field.get_by_label("What it leads to").fill("core/fast-track")
    field.get_by_role("button", name="Insert").click()
    expect(step).to_have_value("Ask under [[core/fast-track]]")
    section.locator("summary", has_text="How it will read").click()
    expect(section.locator(".edit-reading .edit-link", has_text="B12").first).to_be_visible()


OPENED_TO_THE_LAST = """() => {
    const boxes = [...document.querySelectorAll(".edit-place details")];
    const isMade = (box) => box.open && box.querySelector(".edit-inside").hasChildNodes();
    const isWhole = boxes.length > 0 && boxes.every(isMade);
    for (const box of boxes) box.open = true;
    return isWhole;
}"""
"""Opens whatever is closed in a form, where more is made then, until nothing is left to open."""


def test_source_full_of_code_is_shown_as_words(tab: Page, address: str, county_folder: Path) -> None:
    source = served(county_folder, "tier-3/domestic-abuse-marac")

    def hostile(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: hostile(each) for key, each in value.items()}
        return [hostile(each) for each in value] if isinstance(value, list) else f"{HOSTILE} {value}"

    source["values"] = hostile(source["values"])
    body = f'(globalThis.protocolsForms??={{}})["tier-3/domestic-abuse-marac"]={json.dumps(source)};'

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/javascript")

    tab.route("**/assets/edit/tier-3/domestic-abuse-marac.js", answer)
    tab.goto(address + FORM)
    tab.wait_for_selector("#edit-title")
    tab.wait_for_function(OPENED_TO_THE_LAST)
    expect(tab.locator(".edit-place").locator("script, img, b, a[href^=javascript]")).to_have_count(0)
    assert tab.evaluate("window.ran") is None
    expect(box(tab.locator(".edit-sections"), "Steps 3")).to_have_value(re.compile(re.escape(HOSTILE)))
    expect(tab.locator(".edit-reading").first).to_contain_text("<img src=x onerror=window.ran=1>")


def test_draft_is_kept_only_where_asked(tab: Page, address: str) -> None:
    keys = "Object.keys(localStorage).filter(name => name.includes('edit'))"
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(address + FORM)
    box(open_section(tab, "A2 Fast track"), "Steps 3").fill("Kept.")
    expect(tab.get_by_role("heading", name="What you changed (1)")).to_be_visible()
    assert tab.evaluate(keys) == []
    tab.reload()
    expect(tab.get_by_role("heading", name="You have changed nothing yet.")).to_be_visible()
    box(open_section(tab, "A2 Fast track"), "Steps 3").fill("Kept.")
    tab.get_by_label("Keep a draft on this device").check()
    comes_to(tab, lambda tab: len(tab.evaluate(keys)), 1)
    tab.reload()
    expect(tab.get_by_role("heading", name="What you changed (1)")).to_be_visible()
    expect(box(open_section(tab, "A2 Fast track"), "Steps 3")).to_have_value("Kept.")
    tab.get_by_label("Keep a draft on this device").uncheck()
    comes_to(tab, lambda tab: tab.evaluate(keys), [])


def test_site_that_is_no_preview_writes_to_no_files(tab: Page, address: str) -> None:
    tab.goto(address + FORM)
    box(open_section(tab, "A2 Fast track"), "Steps 3").fill("Short.")
    expect(tab.get_by_role("button", name="Save change file")).to_be_visible()
    expect(tab.get_by_role("button", name="Write it to my files")).to_be_hidden()


@pytest.mark.parametrize("asked", ["protocols/site.yaml", "../../x", '"><img src=x onerror=alert(1)>'])
def test_what_has_no_form_is_said(tab: Page, address: str, requests: list[str], asked: str) -> None:
    tab.goto(address + f"edit/?file={asked}")
    expect(tab.get_by_role("alert")).to_contain_text("There is no form for that file.")
    assert not [seen for seen in requests if "/assets/edit/" in seen]


def test_every_kind_has_a_form(tab: Page, address: str, requests: list[str]) -> None:
    for name in ("agencies/kent-police", "law/crime-and-disorder-act-1998"):
        tab.goto(f"{address}edit/?file=protocols/{name}.yaml")
        expect(tab.get_by_role("heading", name="You have changed nothing yet.")).to_be_visible()
        expect(tab.locator(".edit-faults")).to_be_hidden()
    assert requests


def test_from_a_folder(tab: Page, county_folder: Path, requests: list[str]) -> None:
    tab.goto((county_folder / "edit" / "index.html").as_uri())
    follow(tab.get_by_role("link", name="Multi-agency risk assessment conference"))
    box(open_section(tab, "A2 Fast track"), "Steps 3").fill("Short.")
    expect(tab.get_by_role("heading", name="What you changed (1)")).to_be_visible()
    assert requests


def test_without_scripts_it_says_how_else(browser: Browser, address: str) -> None:
    context = context_in(browser, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + "edit/")
    expect(tab.get_by_text("The forms need scripts, which are off here.")).to_be_visible()
    expect(tab.get_by_role("link", name="Your first edit").last).to_be_visible()
    context.close()


def test_list_and_form_are_fit_for_everybody(browser: Browser, address: str) -> None:
    def write(tab: Page) -> None:
        box(open_section(tab, "A2 Fast track"), "Steps 3").fill("<b>Wrong</b>")
        open_section(tab, "C1 Data items and flows").get_by_role("button", name="Add: Flows").click()
        tab.get_by_role("button", name="Save change file").click()
        expect(tab.locator(".edit-faults")).to_be_focused()

    assert unfit(browser, address + "edit/") == []
    assert unfit(browser, address + FORM, prepare=write, dark_width=390) == []
