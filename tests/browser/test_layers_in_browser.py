"""The page of a protocol in layers: what to do now on the first screen, closed sections that open for whoever needs them, one agency first."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.site.build import Site
from tests.browser.conftest import comes_to, context_in, follow, resize

PHONE = {"width": 390, "height": 844}
SCREENS = 12
"""How many screens of a phone a protocol has at most when it is opened first."""

MARAC = "protocols/domestic-abuse-marac/"
POLICE = {"id": "kent-police", "name": "Kent Police"}
DISTRICT = {"id": "dover-council", "name": "Dover District Council"}
OF_THE_CORE = "An email or a voicemail is not the fast track."
OPEN = "all => all.filter(each => each.open).map(each => each.dataset.layer)"


def opened(tab: Page) -> list[str]:
    """Return the sections that are open, by the ids of their headings."""
    return list(tab.eval_on_selector_all("details.layer", OPEN))


def open_all(tab: Page) -> None:
    """Open all sections, and see that they are."""
    tab.get_by_role("button", name="Open all sections").click()
    expect(tab.locator("details.layer:not([open])")).to_have_count(0)
    expect(tab.get_by_role("button", name="Close all sections")).to_be_visible()


def rows(tab: Page, section: str) -> list[str]:
    """Return the rows of a section's tables that are not closed away, each by its first words."""
    found = tab.locator(f"details[data-layer='{section}'] tbody tr:not(.others tr)").all_inner_texts()
    return [text.split("\n")[0].split("\t")[0][:40] for text in found]


def test_every_protocol_shows_its_number_first_and_is_short_as_opened(
    browser: Browser, address: str, county: Site
) -> None:
    context = context_in(browser, viewport=PHONE)
    tab = context.new_page()
    late, long, cut, lost = [], [], [], []
    for protocol in county.county.current_protocols:
        tab.goto(f"{address}protocols/{protocol.id}/", wait_until="domcontentloaded")
        ring, bar, height, clauses = tab.evaluate(
            """() => [
                document.querySelector(".act-now .now a").getBoundingClientRect().bottom,
                document.querySelector(".jump").getBoundingClientRect().top,
                document.documentElement.scrollHeight,
                document.querySelectorAll(".part.core details.layer:not([open])").length,
            ]"""
        )
        late += [(protocol.id, ring)] if ring > bar else []
        long += [(protocol.id, height)] if height > SCREENS * PHONE["height"] else []
        lost += [protocol.id] if clauses != len(county.county.current_clauses) else []
        resize(tab, 320, 844)
        cut += [protocol.id] if tab.evaluate("document.documentElement.scrollWidth") > 320 else []
        resize(tab, PHONE["width"], PHONE["height"])
    context.close()
    assert (late, long, cut, lost) == ([], [], [], [])


def test_the_number_of_the_hour_is_marked_and_both_are_shown(browser: Browser, address: str) -> None:
    for hour, wanted in (("12", "in"), ("03", "out")):
        context = context_in(browser, f"2026-11-23T{hour}:00:00", viewport=PHONE)
        tab = context.new_page()
        tab.goto(address + MARAC)
        numbers = tab.locator(".act-now [data-hours]")
        assert numbers.count() == 2
        assert [each.get_attribute("data-hours") for each in tab.locator(".act-now .now").all()] == [wanted]
        for number in numbers.all():
            expect(number).to_be_visible()
            assert str(number.locator("a").get_attribute("href")).startswith("tel:")
            assert (number.bounding_box() or {"height": 0})["height"] >= 44
        context.close()


def test_the_browsers_own_search_opens_what_it_finds(tab: Page, address: str) -> None:
    """A fragment of text takes the same way through closed sections as Ctrl+F, which no test can press."""
    tab.goto(address + MARAC + "#:~:text=" + OF_THE_CORE.replace(" ", "%20"))
    comes_to(tab, opened, ["b12-fast-track"])
    sentence = tab.get_by_text(OF_THE_CORE)
    expect(sentence).to_be_in_viewport()
    assert tab.evaluate("words => window.find(words)", OF_THE_CORE)


def test_links_and_addresses_open_what_they_lead_to(tab: Page, address: str) -> None:
    tab.goto(address + MARAC + "#b14-recording")
    comes_to(tab, opened, ["b14-recording"])
    follow(tab.locator(".act-now a[href='#a2-fast-track']"))
    expect(tab.locator("#a2-fast-track")).to_be_in_viewport()
    comes_to(tab, opened, ["a2-fast-track", "b14-recording"])
    tab.locator("details[data-layer='a2-fast-track'] > summary").click()
    comes_to(tab, opened, ["b14-recording"])
    follow(tab.locator(".act-now a[href='#a2-fast-track']"))
    comes_to(tab, opened, ["a2-fast-track", "b14-recording"])
    tab.goto(address + MARAC + "#flow-3")
    expect(tab.locator("#flow-3")).to_be_visible()


def test_what_was_open_is_open_after_back_and_closed_for_a_new_visit(tab: Page, address: str) -> None:
    tab.goto(address + MARAC)
    tab.locator("details[data-layer='a8-gateways'] > summary").click()
    follow(tab.locator("[data-layer='a8-gateways'] .gateways a[href*='/law/']").first)
    tab.go_back()
    comes_to(tab, opened, ["a8-gateways"])
    tab.goto(address)
    tab.goto(address + MARAC)
    expect(tab.get_by_role("button", name="Open all sections")).to_be_visible()
    assert opened(tab) == []


def test_all_sections_open_and_close_at_one_touch(tab: Page, address: str) -> None:
    tab.goto(address + MARAC)
    every = tab.locator("details.layer").count()
    tab.get_by_role("button", name="Open all sections").click()
    comes_to(tab, lambda tab: len(opened(tab)), every)
    tab.get_by_role("button", name="Close all sections").click()
    expect(tab.get_by_role("button", name="Open all sections")).to_be_visible()
    comes_to(tab, opened, [])


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_the_whole_text_once(browser: Browser, address: str, *, scripts: bool) -> None:
    context = context_in(browser, java_script_enabled=scripts)
    tab = context.new_page()
    tab.goto(address + MARAC)
    tab.emulate_media(media="print")
    for name in ("b12-fast-track", "c12-history", "a2-fast-track"):
        expect(tab.locator(f"details[data-layer='{name}'] > :not(summary)").first).to_be_visible()
        assert (tab.locator(f"details[data-layer='{name}']").bounding_box() or {"height": 0})["height"] > 60
    expect(tab.locator(".facts")).to_be_visible()
    for twice in (".act-now", ".jump", ".layer-says", ".mine"):
        expect(tab.locator(twice).first).to_be_hidden()
    context.close()


def test_without_scripts_sections_open_at_a_touch(browser: Browser, address: str) -> None:
    context = context_in(browser, java_script_enabled=False, viewport=PHONE)
    tab = context.new_page()
    tab.goto(address + MARAC)
    expect(tab.locator(".act-now a[href^='tel:']").first).to_be_in_viewport()
    tab.locator("details[data-layer='c4-contacts'] > summary").click()
    expect(tab.locator(".contacts a[href^='tel:']").first).to_be_visible()
    context.close()


def test_my_agency_comes_first_and_forgetting_it_puts_all_back(tab: Page, address: str) -> None:
    tab.goto(address + MARAC)
    open_all(tab)
    before = {name: rows(tab, name) for name in ("c1-flows", "c3-retention", "c4-contacts")}
    words = tab.locator(".agency[data-agency]").evaluate_all("all => all.map(each => each.dataset.agency)")
    tab.get_by_label("Your agency").select_option("Probation Service, Kent, Surrey and Sussex region")
    others = tab.locator("details[data-layer='c1-flows'] details.others")
    expect(others.locator("summary")).to_have_text(f"Show all {len(before['c1-flows'])}")
    ours = rows(tab, "c1-flows")
    assert 0 < len(ours) < len(before["c1-flows"])
    assert set(ours) < set(before["c1-flows"])
    expect(others.locator("tbody tr")).to_have_count(len(before["c1-flows"]) - len(ours))
    seen = tab.locator("[data-part='top'] .agency[data-agency]:visible").evaluate_all(
        "all => all.map(each => each.dataset.agency)"
    )
    assert seen == ["probation-service"]
    expect(tab.locator("[data-layer='c1-flows'] .layer-mine")).to_have_text(f"Yours: {len(ours)}")
    tab.get_by_role("button", name="Forget").click()
    expect(tab.locator(".others, .given, .layer-mine, .agency.own")).to_have_count(0)
    comes_to(tab, lambda tab: {name: rows(tab, name) for name in before}, before)
    assert tab.locator(".agency[data-agency]").evaluate_all("all => all.map(each => each.dataset.agency)") == words


def test_what_we_give_and_get_leads_to_the_flows(tab: Page, address: str, county: Site) -> None:
    flows = county.county.protocols["domestic-abuse-marac"].flows
    gives = [number for number, flow in enumerate(flows, start=1) if "kent-police" in flow.sources]
    tab.goto(address + MARAC)
    tab.evaluate("agency => myAgency.set(agency)", POLICE)
    box = tab.get_by_role("region", name="What we give, what we get")
    summary = box.locator("summary", has_text="We give")
    expect(summary).to_have_text(f"We give: {len(gives)}")
    links = summary.locator("xpath=..").locator("a")
    assert [str(link.get_attribute("href")) for link in links.all()] == [f"#flow-{number}" for number in gives]
    if not links.first.is_visible():
        summary.click()
    follow(links.first)
    expect(tab.locator(f"#flow-{gives[0]}")).to_be_in_viewport()


def test_a_member_of_a_group_sees_what_is_its_groups_and_its_own(tab: Page, address: str, county: Site) -> None:
    flows = county.county.protocols["domestic-abuse-marac"].flows
    of_group = [flow for flow in flows if "district-councils" in (*flow.sources, *flow.recipients)]
    tab.goto(address + MARAC)
    tab.evaluate("agency => myAgency.set(agency)", DISTRICT)
    expect(tab.locator(".given")).to_contain_text(DISTRICT["name"])
    open_all(tab)
    assert len(rows(tab, "c1-flows")) == len(of_group)
    seen = tab.locator("[data-part='tail'] .agency[data-agency]:visible").evaluate_all(
        "all => all.map(each => each.dataset.agency)"
    )
    assert set(seen) == {"district-councils", "dover-council"}


def test_who_is_no_party_is_told_so_and_nothing_is_hidden(tab: Page, address: str) -> None:
    tab.goto(address + MARAC)
    tab.evaluate("agency => myAgency.set(agency)", {"id": "kent-fire-and-rescue", "name": "Kent Fire and Rescue"})
    expect(tab.locator(".not-party")).to_have_text("Kent Fire and Rescue is not a party to this protocol.")
    expect(tab.locator(".others, .given")).to_have_count(0)


@pytest.mark.parametrize(
    ("scheme", "width", "is_open"),
    [("light", 320, False), ("dark", 1280, False), ("light", 1280, True), ("dark", 390, True)],
)
def test_no_layer_has_a_barrier_or_is_wider_than_the_screen(
    browser: Browser, address: str, scheme: str, width: int, *, is_open: bool
) -> None:
    context = context_in(
        browser, viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.goto(address + MARAC)
    tab.evaluate("agency => myAgency.set(agency)", DISTRICT)
    if is_open:
        open_all(tab)
        tab.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(tab).response["violations"]
    context.close()
    assert [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found] == []


def behind(tab: Page) -> str:
    """Return what has the focus, where something else stands before it."""
    script = """() => {
        const node = document.activeElement, box = node.getClientRects()[0];
        if (node.closest(".jump")) return "";
        const at = document.elementFromPoint(box.left + Math.min(box.width / 2, 60), box.top + Math.min(box.height / 2, 12));
        return at && (node.contains(at) || at.contains(node)) ? "" : node.outerHTML.slice(0, 90);
    }"""
    return str(tab.evaluate(script))


def test_focus_is_never_behind_the_bar_or_the_header(browser: Browser, address: str) -> None:
    context = context_in(browser, viewport=PHONE)
    tab = context.new_page()
    tab.goto(address + MARAC)
    tab.focus("#my-agency")
    for _ in range(60):
        tab.keyboard.press("Tab")
        comes_to(tab, behind, "")
    context.close()
