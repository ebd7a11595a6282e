"""The pages about the whole set say what the sources say, in the county's own set and where nothing is written yet."""

import re
from pathlib import Path

import pytest

from generator import urls
from generator.model.governance import Recommendation
from generator.pages.audit import _loads
from generator.pages.governance import reviewed
from generator.pages.matrices import sharing
from generator.pages.urgent import urgent_page
from generator.rules.overlaps import THRESHOLD, overlaps
from generator.site.build import Page, Site, build
from tests.conftest import AS_OF, copy_small


def page(site: Site, uri: str) -> Page:
    return next(found for found in site.pages if found.page_uri == uri)


@pytest.mark.parametrize("name", sorted(set(urls.PAGES) - {"left-out"}))
def test_every_named_page_exists_and_is_not_empty(county: Site, name: str) -> None:
    found = page(county, urls.PAGES[name][1])
    assert len(found.markdown) > 400
    assert "Nothing has been written here yet" not in found.markdown


def test_every_named_page_exists(project: Path) -> None:
    site = build(project, AS_OF)
    only_of_a_cut_edition = {urls.LEFT_OUT}
    assert {uri for _, uri in urls.PAGES.values()} - {found.page_uri for found in site.pages} == only_of_a_cut_edition


REPORT_PARAGRAPHS = [
    "2.1",
    "2.2",
    "2.3",
    "3.1",
    "3.2(i)",
    "3.2(ii)",
    "3.2(iii)",
    "3.2(iv)",
    "3.2(v)",
    "3.2(vi)",
    "3.2(vii)",
    "3.2(viii)",
    "3.2(ix)",
    "4.1",
    "4.2(i)",
    "4.2(i)a",
    "4.2(i)b",
    "4.2(ii)",
    "4.3(i)",
    "4.3(ii)",
    "4.3(iii)",
    "4.3(iv)",
    "4.3(v)",
    "5.1",
    "5.2",
    "5.3",
    "5.4",
    "5.5",
    "6(i)",
    "6(ii)",
    "6(iii)",
]


def test_every_paragraph_of_the_report_is_answered_by_pages_that_hold_something(county: Site) -> None:
    paragraphs = county.county.reports[0].paragraphs
    assert [paragraph.number for paragraph in paragraphs] == REPORT_PARAGRAPHS
    pages = {found.page_uri: found for found in county.pages}
    for paragraph in paragraphs:
        for name in paragraph.answered_by:
            target = county.county.targets[name]
            assert len(pages[target.page_uri].markdown) > 400, f"{paragraph.number}: {name}"


def test_work_programme_answers_every_activity_and_request_of_the_report(county: Site) -> None:
    programme = county.county.programme
    assert {found.paragraph for found in programme.activities} == {
        number for number in REPORT_PARAGRAPHS if number.startswith(("4.2", "4.3"))
    }
    assert [found.paragraph for found in programme.requests] == ["1.2", "5.4", "5.5", "6(i)", "6(ii)", "6(iii)"]


def test_trace_table_has_no_gap(county: Site) -> None:
    text = page(county, urls.TRACE).markdown
    assert "**none**" not in text
    for clause in county.county.current_clauses:
        assert f"(../core/{clause.id}.md)" in text


def test_self_check_asks_about_every_clause_and_gives_each_answer_for_paper(county: Site) -> None:
    text = page(county, urls.SELF_CHECK).markdown
    for clause in county.county.current_clauses:
        answer = clause.self_check.answer
        assert f"{{ #b{clause.number} }}" in text
        assert f"-   {clause.number} {answer.upper()}\n" in text
    assert text.count("data-answer=") == len(county.county.current_clauses)


def test_every_fast_track_stands_on_the_urgent_page_with_both_numbers_and_the_same_one_once(county: Site) -> None:
    text = page(county, urls.URGENT).markdown
    for view in (row for _, rows in urgent_page(county.county).themes for row in rows):
        row = text.split(f'data-entry="{view.protocol.id}"')[1].split("data-entry=")[0]
        assert f"protocols/{view.protocol.id}.md#a2-fast-track" in row
        wanted = sorted({view.in_hours.phone, view.out_of_hours.phone})
        assert sorted(re.findall(r"01632 960\d{3}", row.split("<details")[0])) == wanted, view.protocol.id


def test_audit_has_every_protocol_and_every_older_document(county: Site) -> None:
    text = page(county, urls.AUDIT).markdown
    documents = county.county.audit.documents
    assert len(documents) == 15
    for identifier in county.county.protocols:
        assert f"(../protocols/{identifier}.md)" in text
    for document in documents:
        assert f"{{ #{document.id} }}" in text
    assert sum(document.is_bilateral for document in documents) >= 5


def test_no_agency_has_more_to_know_after_than_before(county: Site) -> None:
    loads = tuple(_loads(county.county, county.county.audit.documents))
    assert all(load.after <= load.before for load in loads)
    police = next(load for load in loads if load.agency.id == "kent-police")
    assert police.after < police.before
    assert not any(load.agency.members for load in loads)


def test_conformance_has_a_line_for_every_requirement_of_every_protocol(county: Site) -> None:
    boxes = [box.partition("</details>")[0] for box in page(county, urls.CONFORMANCE).markdown.split("<details")]
    for identifier, protocol in county.county.protocols.items():
        box = next(found for found in boxes if f"{identifier}.md#c9-requirements" in found)
        lines = [line for line in box.splitlines() if line.startswith("-   ")]
        assert len(lines) == len(county.county.themes[protocol.under].requirements), identifier
        assert all(line.rpartition(": ")[2].strip() for line in lines), identifier


def test_overlaps_show_what_the_audit_would_merge_with_reasons(county: Site) -> None:
    found = {(overlap.first.id, overlap.second.id): overlap for overlap in overlaps(county.county.library)}
    merged = [
        (target, document.id)
        for document in county.county.audit.documents
        if document.recommendation is Recommendation.MERGE
        for target in document.into
    ]
    assert set(merged) <= set(found)
    for pair, overlap in found.items():
        assert 0 <= overlap.score <= 100
        assert overlap.score >= THRESHOLD or pair in merged
        assert overlap.parties or overlap.people or overlap.items or overlap.words


def test_reviews_come_in_order_and_hold_every_dated_document(county: Site) -> None:
    found = reviewed(county.county)
    dates = [document.review.next for document in found]
    assert dates == sorted(dates)
    assert len(found) == len(county.county.protocols) + len(county.county.themes) + 3
    text = page(county, urls.REVIEWS).markdown
    assert all(f'data-review-by="{day}"' in text for day in dates)


def test_overdue_review_is_named_on_the_page(tmp_path: Path) -> None:
    project = copy_small(tmp_path / "project")
    path = project / "protocols" / "tier-3" / "example.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("next: 2027-06-01", "next: 2026-06-01"), encoding="utf-8")
    site = build(project, AS_OF)
    overdue = page(site, urls.REVIEWS).markdown.split("{ #overdue }")[1].split("{ #due }")[0]
    assert "Example protocol" in overdue
    assert [fault.code for fault in site.county.warnings] == ["review-overdue"]


def test_matrix_counts_every_giver_and_receiver(project: Path) -> None:
    site = build(project, AS_OF)
    counts = sharing(site.county, site.county.themes["safe-places"]).counts
    assert counts == {("school", "council"): 1, ("police", "council"): 1, ("police", "school"): 1}


def test_team_page_shows_only_flows_between_members(county: Site) -> None:
    for team in county.county.teams.teams:
        text = page(county, urls.team_uri(team.id)).markdown
        for protocol in team.protocols:
            assert f"(../protocols/{protocol}.md)" in text
        for agency in team.agencies:
            assert f"(../agencies/{agency}.md)" in text


def test_pages_about_the_whole_set_stay_light(county: Site) -> None:
    of_one = ("protocols/", "core/", "agencies/", "can-i-share/")
    about_all = [found for found in county.pages if not found.page_uri.startswith(of_one)]
    assert max(len(found.markdown.encode()) for found in about_all) < 200_000


def test_register_of_law_says_who_the_regulator_is_and_what_to_know_of_the_name(county: Site) -> None:
    says, site = page(county, urls.PAGES["law"][1]).markdown, county.county.site
    assert f"The data protection regulator is the {site.regulator}. On 30 September 2026 the " in says
    assert "law/data-use-and-access-act-2025.md#s118" in says.partition("##")[0]
