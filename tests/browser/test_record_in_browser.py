"""The decision record in a real browser: filled from the address, saved, printed, kept only if asked, cleared; with no scripts too."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import comes_to, context_in, follow
from tests.browser.fitness import unfit

FILLED = "record/?protocol=domestic-abuse-marac&from=kent-police&to=kent-county-council-adults&items=3,5&decision=part&kind=repeat"
STATES = {"blank": "record/", "filled": FILLED, "refused once": "record/?decision=refuse&kind=one-off"}
SECRET = "Jane Example of nowhere"


def saved(tab: Page, button: str) -> tuple[str, str]:
    """Return name and text of what a button saves, past the warning of what is missing."""
    tab.get_by_role("button", name=button).click()
    expect(tab.locator(".record-faults")).to_be_focused()
    with tab.expect_download() as found:
        tab.get_by_role("button", name=button).click()
    return found.value.suggested_filename, Path(found.value.path()).read_text(encoding="utf-8-sig")


def stored(tab: Page) -> list[str]:
    return list(tab.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]"))


def test_address_fills_it_in_from_the_protocol(tab: Page, address: str, requests: list[str]) -> None:
    tab.goto(address + FILLED)
    expect(tab.get_by_label("Power or duty", exact=True)).to_have_value("Crime and Disorder Act 1998, section 115")
    place = tab.locator(".record")
    expect(place.get_by_label("Protocol")).to_have_value(re.compile("MARAC.*version"))
    expect(place.get_by_label("Who gives")).to_have_value("Kent Police")
    expect(place.get_by_label("Who receives")).to_have_value("Kent County Council adult social care")
    expect(place.get_by_label("Items")).to_have_value(re.compile(r"^3\. .+\n5\. .+$"))
    expect(place.get_by_label("Conditions, and")).to_have_value(re.compile("Hold back: Medical history"))
    expect(place.get_by_label("Record it within")).to_have_value("24 hours")
    expect(place.get_by_label("share in part")).to_be_checked()
    expect(place.get_by_label("repeat: again")).to_be_checked()
    expect(place.get_by_label("Review date")).to_be_visible()
    assert all(seen.startswith(f"GET {address}") for seen in requests)


def test_choice_of_items_fills_in_their_law_and_route(tab: Page, address: str, requests: list[str]) -> None:
    tab.goto(address + "record/")
    tab.get_by_label("Fill in from a protocol").select_option("domestic-abuse-marac")
    tab.locator("#record-fill-from").select_option("kent-police")
    tab.locator("#record-item-3").check()
    expect(tab.locator("#record-items")).to_have_value(re.compile(r"^3\. "))
    tab.locator("#record-item-3").uncheck()
    expect(tab.locator("#record-items")).to_have_value("")
    expect(tab.locator("#record-from")).to_have_value("Kent Police")
    assert requests


def test_unknown_names_fill_in_nothing_and_inject_nothing(tab: Page, address: str, requests: list[str]) -> None:
    bad = "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"
    tab.goto(address + f"record/?protocol={bad}&from={bad}&to=__proto__&items={bad}&decision={bad}&kind={bad}")
    tab.goto(address + f"record/?protocol=../javascripts/check&from={bad}")
    tab.goto(
        address + f"record/?protocol=domestic-abuse-marac&from={bad}&to=constructor&items=0,999,-1,{bad}&decision={bad}"
    )
    expect(tab.locator("#record-record-by")).to_have_value("24 hours")
    for name in ("from", "to", "items", "law", "route"):
        expect(tab.locator(f"#record-{name}")).to_have_value("")
    expect(tab.locator("input[type=radio]:checked")).to_have_count(0)
    expect(tab.locator("article img")).to_have_count(0)
    assert not [seen for seen in requests if "/records/" in seen and "domestic-abuse-marac.js" not in seen]


def test_what_does_not_belong_to_the_decision_is_out_of_sight(tab: Page, address: str) -> None:
    tab.goto(address + "record/?decision=share&kind=one-off")
    expect(tab.locator("#record-review")).to_be_hidden()
    expect(tab.locator("#record-field-9")).to_be_hidden()
    tab.get_by_label("do not share").check()
    tab.get_by_label("repeat: again").check()
    expect(tab.locator("#record-review")).to_be_visible()
    expect(tab.locator("#record-field-9")).to_be_visible()


def test_text_file_says_all_that_is_written_and_nothing_leaves(tab: Page, address: str, requests: list[str]) -> None:
    tab.goto(address + FILLED)
    expect(tab.locator("#record-record-by")).to_have_value("24 hours")
    tab.fill("#record-review", "2027-01-31")
    tab.fill("#record-field-6", f"{SECRET}\nmay be hurt <b>tonight</b>")
    before = len(requests)
    name, text = saved(tab, "Save as text")
    assert name == "decision-record-2026-11-22.txt"
    assert f"{SECRET}\nmay be hurt <b>tonight</b>" in text
    for line in ("Decision: share in part", "Who gives: Kent Police", "Review date: 2027-01-31"):
        assert line in text.splitlines()
    assert not [seen for seen in requests[before:] if not seen.startswith("GET blob:")]
    assert not [seen for seen in requests if "Jane" in seen]


def test_file_for_word_holds_words_and_no_code(tab: Page, address: str) -> None:
    tab.goto(address + "record/?decision=share&kind=one-off")
    tab.fill("#record-field-6", "<script>document.title=1337</script>\nSecond & last")
    name, text = saved(tab, "Save for Word")
    assert name == "decision-record-2026-11-22.html"
    assert "<script" not in text
    assert "<p>&lt;script&gt;document.title=1337&lt;/script&gt;</p><p>Second &amp; last</p>" in text
    assert "charset=utf-8" in text
    assert "If you share nothing" not in text


def test_what_is_missing_is_said_in_words(tab: Page, address: str) -> None:
    tab.goto(address + "record/?kind=repeat")
    tab.get_by_role("button", name="Print").click()
    report = tab.locator(".record-faults")
    expect(report).to_be_focused()
    for words in (
        "Say what you decided.",
        "Sharing that is repeated needs a review date.",
        "Nothing is written under 1, 2, 3",
    ):
        expect(report).to_contain_text(words)
    tab.fill("#record-review", "2020-01-01")
    tab.get_by_role("button", name="Print").click()
    report.get_by_role("link", name="The review date has passed").press("Enter")
    expect(tab.locator("#record-review")).to_be_focused()
    expect(tab.locator("#record-review")).to_have_attribute("aria-invalid", "true")


def test_nothing_is_kept_unless_asked_and_clear_deletes_it(tab: Page, address: str) -> None:
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(address + "record/")
    tab.fill("#record-case", SECRET)
    assert not [name for name in stored(tab) if "record" in name]
    tab.reload()
    expect(tab.locator("#record-case")).to_have_value("")
    tab.fill("#record-case", SECRET)
    tab.get_by_label("Keep on this device").check()
    tab.fill("#record-field-1", "Noon")
    expect(tab.get_by_role("status").filter(has_text="Kept on this device.")).to_be_visible()
    tab.reload()
    expect(tab.locator("#record-case")).to_have_value(SECRET)
    expect(tab.locator("#record-field-1")).to_have_value("Noon")
    tab.goto(address + FILLED)
    expect(tab.locator("#record-case")).to_have_value("")
    tab.get_by_role("button", name="Open the record that is kept").click()
    expect(tab.locator("#record-case")).to_have_value(SECRET)
    tab.locator(".record-actions").get_by_role("button", name="Clear").click()
    expect(tab.get_by_role("status").filter(has_text="Nothing is kept on this device.")).to_be_visible()
    expect(tab.locator("#record-law")).to_have_value("")
    comes_to(tab, lambda tab: [name for name in stored(tab) if "record" in name], [])
    tab.reload()
    expect(tab.locator("#record-case")).to_have_value("")
    expect(tab).to_have_url(address + "record/")


def test_print_shows_what_is_written_and_no_controls(tab: Page, address: str) -> None:
    tab.goto(address + FILLED)
    long = "\n".join(f"Line {number}" for number in range(40))
    tab.fill("#record-field-6", long)
    expect(tab.locator("#record-field-6")).to_have_value(long)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    shown = tab.locator('[data-field="field-6"] .on-paper')
    expect(shown).to_be_visible()
    comes_to(tab, lambda _tab: shown.inner_text(), long)
    expect(tab.locator('[data-field="signed"]')).to_be_visible()
    for hidden in ("#record-field-6", ".record-actions", ".record-filling", ".record-protocols"):
        expect(tab.locator(hidden)).to_be_hidden()


def test_answers_and_protocols_lead_to_it(tab: Page, address: str) -> None:
    tab.goto(address + "can-i-share/kent-police/?to=schools-and-academies")
    answer = tab.locator('[data-answer="operation-encompass"]:visible')
    if answer.get_attribute("open") is None:
        answer.locator("summary").click()
    follow(answer.get_by_role("link", name="Decision record"))
    expect(tab.locator("#record-protocol")).to_have_value(re.compile("Operation Encompass"))
    expect(tab.locator("#record-from")).to_have_value("Kent Police")
    expect(tab.locator("#record-items")).not_to_have_value("")
    expect(tab.locator(".record").get_by_label("share", exact=True)).to_be_checked()
    tab.goto(address + "protocols/domestic-abuse-marac/")
    follow(tab.locator(".act-now").get_by_role("link", name="Decision record"))
    expect(tab.locator("#record-protocol")).to_have_value(re.compile("MARAC"))


def test_from_a_folder(tab: Page, county_folder: Path) -> None:
    tab.goto((county_folder / "protocols" / "domestic-abuse-marac" / "index.html").as_uri())
    follow(tab.locator(".act-now").get_by_role("link", name="Decision record"))
    expect(tab.locator("#record-protocol")).to_have_value(re.compile("MARAC"))


def test_without_scripts_it_is_a_blank_form(browser: Browser, address: str) -> None:
    context = context_in(browser, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + "record/")
    assert tab.locator(".record-field").count() == 29
    for field in tab.locator(".record-field").all():
        expect(field).to_be_visible()
    expect(tab.locator(".record")).to_contain_text("do not share")
    assert tab.locator(".record input").count() == 0
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_fit_for_everybody(browser: Browser, address: str, state: str) -> None:
    assert unfit(browser, address + STATES[state]) == []


def test_what_is_missing_is_said_without_a_barrier(browser: Browser, address: str) -> None:
    def ask(tab: Page) -> None:
        tab.get_by_role("button", name="Print").click()
        expect(tab.locator(".record-faults")).to_be_focused()

    assert unfit(browser, address + "record/?kind=repeat", prepare=ask) == []
