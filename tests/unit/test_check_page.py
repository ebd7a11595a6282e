"""What the code on a printed copy says: current, superseded, retired, or not known; whatever happened to the text since."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.composed.codes import code_of, code_of_text, printed
from generator.pages.check import CheckPage, Row, Verdict, check_page
from generator.printing.compose import Composer
from generator.printing.imprint import qr_code
from generator.rendering.renderer import Renderer
from generator.rules.load import load
from generator.site.build import Site, build
from generator.urls import CHECK, protocol_uri
from generator.words.catalogue import Catalogue
from tests.conftest import AS_OF
from tests.support.edits import run

Edit = Callable[[str, str, str], Path]


def site_of(project: Path, day: date = AS_OF) -> Site:
    return build(project, day)


def page_of(site: Site) -> CheckPage:
    pages = {page.page_uri: page for page in site.pages}
    return check_page(site.county, lambda uri: pages[uri].tree)


def code_today(site: Site, protocol: str = "example") -> str:
    return code_of_text(next(page.tree for page in site.pages if page.page_uri == protocol_uri(protocol)))


def row(site: Site, code: str) -> Row | None:
    page = page_of(site)
    return next((row for row in (*page.protocols, *page.core, *page.packs, *page.past) if row.code == code), None)


def issue(project: Path, day: str = "2026-11-20") -> None:
    result = run(project, "issue", "example", "--on", day)
    assert result.exit_code == 0, result.output


def revise(edit: Edit) -> None:
    edit("tier-3/example.yaml", "when: Harm is likely tonight.", "when: Harm is likely this evening.")
    edit("tier-3/example.yaml", 'version: "0.1"', 'version: "0.2"')
    edit(
        "tier-3/example.yaml",
        "history:\n",
        'history:\n  - {version: "0.2", on: 2026-11-21, by: The clerk, change: Evening., why: To be plain.}\n',
    )


def test_code_is_eight_figures_that_nobody_confuses() -> None:
    assert code_of("words-1:" + "0" * 64) == "0000-0000"
    assert code_of("words-2:" + "f" * 64) == "zzzz-zzzz"
    assert code_of("words-2:0123456789" + "a" * 54) == "04hm-asw9"
    assert printed("04hm-asw9") == "04HM-ASW9"


def test_codes_of_texts_that_differ_in_a_word_differ(project: Path, edit: Edit) -> None:
    before = code_today(site_of(project))
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}", before)
    edit("tier-3/example.yaml", "when: Harm is likely tonight.", "when: Harm is likely today.")
    assert code_today(site_of(project)) != before


def test_draft_that_changed_unissued_has_no_row(project: Path, edit: Edit) -> None:
    before = code_today(site_of(project))
    found = row(site_of(project), before)
    assert found is not None
    assert (found.verdict, found.version) == (Verdict.DRAFT, "0.1")
    revise(edit)
    after = site_of(project)
    assert row(after, before) is None
    assert row(after, code_today(after)) is not None


def test_issued_text_keeps_its_row_and_says_what_changed(project: Path, edit: Edit) -> None:
    before = code_today(site_of(project))
    issue(project)
    found = row(site_of(project), before)
    assert found is not None
    assert (found.verdict, found.changed_uri, found.of_issue) == (Verdict.FOR_SIGNATURE, "", True)
    revise(edit)
    issue(project, "2026-11-21")
    after = site_of(project)
    found = row(after, before)
    assert found is not None
    assert (found.verdict, found.ended) == (Verdict.SUPERSEDED, date(2026, 11, 21))
    assert found.changed_uri == "protocols/example/compare/0.1--today.md"
    assert found in page_of(after).past
    assert found.changed_uri in {page.page_uri for page in after.pages}
    now = row(after, code_today(after))
    assert now is not None
    assert now.verdict is Verdict.FOR_SIGNATURE


def test_issued_text_keeps_its_row_under_another_name(project: Path) -> None:
    before = code_today(site_of(project))
    issue(project)
    assert run(project, "rename", "example", "child-at-risk").exit_code == 0
    after = site_of(project)
    assert {"protocols/example/0.1.md", "protocols/child-at-risk.md"} <= {page.page_uri for page in after.pages}
    found = row(after, before)
    assert found is not None
    assert found.page_uri == "protocols/child-at-risk.md"


def test_retired_text_is_not_to_be_used(project: Path, edit: Edit) -> None:
    before = code_today(site_of(project))
    edit("tier-3/example.yaml", "status: draft", "status: retired")
    path = project / "protocols" / "tier-3" / "example.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "retired: {on: 2026-11-20, why: Over.}\n", encoding="utf-8")
    found = row(site_of(project), before)
    assert found is not None
    assert (found.verdict, found.ended, found.fast_track) == (Verdict.RETIRED, date(2026, 11, 20), "")


def test_day_of_the_build_changes_no_code_and_no_row(project: Path) -> None:
    def markdown(day: date) -> str:
        return next(page.markdown for page in site_of(project, day).pages if page.page_uri == CHECK)

    assert markdown(AS_OF) == markdown(date(2026, 11, 28))


@pytest.mark.parametrize("with_pages", [True, False])
def test_every_printed_copy_carries_a_code_that_has_a_row(project: Path, *, with_pages: bool) -> None:
    site = site_of(project)
    composer = Composer(site if with_pages else Site((), site.county), Renderer(project / "templates", site.county))
    protocol = site.county.protocols["example"]
    parties = [party.agency for party in protocol.parties]
    whole = composer.protocol(protocol)
    copies = [composer.protocol(protocol, agency) for agency in parties]
    copies += [composer.working(protocol, agency) for agency in parties]
    copies.append(composer.card(protocol))
    documents = [whole, *copies, composer.core_booklet(), composer.decision_record()]
    documents += [composer.self_check(), *(composer.pack(agency, held) for agency, held in site.county.packs.items())]
    pages = {page.page_uri: page.tree.sections for page in site.pages}
    anchors = {box.get("id") for box in next(p for p in site.pages if p.page_uri == CHECK).tree.tags()}
    assert pages
    for document in documents:
        code = document["check"]["code"]
        assert code.lower() in anchors
        assert document["check"]["address"] == f"https://small.example/check/#{code.lower()}"
        assert document["check"]["qr"] == qr_code(document["check"]["address"])
    codes = {document["check"]["code"] for document in copies}
    codes |= {document["chapter"]["code"] for document in (whole, *copies) if "chapter" in document}
    assert codes == {whole["check"]["code"]}
    pack = composer.pack(parties[0], (protocol,))
    assert [chapter["code"] for chapter in pack["copies"]] == [whole["check"]["code"]]
    for core in (pack["core"]["code"], copies[-2]["core"]["check"]["code"]):
        assert core == composer.core_booklet()["check"]["code"]


def test_page_says_whom_to_ring(project: Path) -> None:
    page = next(page for page in site_of(project).pages if page.page_uri == CHECK)
    reach = page_of(site_of(project)).reach
    assert reach.title in page.markdown
    assert reach.phone in page.markdown
    assert load(project, AS_OF).county.core.owner in reach.agency
    assert Catalogue().say("A code that is not here") in page.markdown


def test_a_protocol_s_wording_is_as_young_as_the_core_that_it_holds(project: Path, edit: Edit) -> None:
    before = row(site_of(project), code_today(site_of(project)))
    assert before is not None
    assert before.worded == date(2026, 10, 5)
    edit(
        "core/core.yaml",
        "history:\n",
        "history:\n  - {version: '1.1', on: 2026-11-20, by: The clerk, change: A word., why: A.}\n",
    )
    edit("core/core.yaml", 'version: "1.0"\n', 'version: "1.1"\n')
    edit("core/safety-first.yaml", "The law lets you", "The law allows you to")
    after = row(site_of(project), code_today(site_of(project)))
    assert after is not None
    assert after.worded == date(2026, 11, 20)
