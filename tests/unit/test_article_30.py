"""The rows for an agency's record of processing say what the sources say, in the law's words, and leave empty what they do not know."""

import codecs
import csv
import io
from pathlib import Path

import pytest

from generator import urls
from generator.county.processing import PERSONAL, processing_of
from generator.edition import Edition
from generator.exports.article_30 import COLUMNS, TO_FILL
from generator.site.build import Site, build
from tests.conftest import AS_OF, ROOT
from tests.support.canaries import SENSITIVE
from tests.support.edits import run
from tests.support.issued import change

HEADS = tuple(head for head, _ in COLUMNS)
ASKED = (
    *("30(1)(a)", "30(1)(b)", "30(1)(c)", "30(1)(d)", "30(1)(e)", "30(1)(f)", "30(1)(g)"),
    *(
        "61(2)(a)",
        "61(2)(b)",
        "61(2)(c)",
        "61(2)(d)",
        "61(2)(e)",
        "61(2)(f)(i)",
        "61(2)(f)(ii)",
        "61(2)(g)",
        "61(2)(h)",
    ),
    *("61(2)(i)", "61(2)(j)", "61(2)(k)", "paragraph 41(a)", "paragraph 41(b)", "paragraph 41(c)"),
)
"""Every paragraph that says what a record holds."""


def column(start: str) -> str:
    (found,) = (head for head in HEADS if head.startswith(start))
    return found


def content(site: Site, agency: str) -> bytes | None:
    return next((file.content for file in site.files if file.uri == urls.processing_record_uri(agency)), None)


def rows(site: Site, agency: str) -> list[dict[str, str]]:
    data = content(site, agency)
    assert data is not None
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_heads_name_every_paragraph_that_says_what_a_record_holds() -> None:
    assert [paragraph for paragraph in ASKED if not any(paragraph in head for head in HEADS)] == []
    assert len(set(HEADS)) == len(HEADS)


def test_every_column_is_explained() -> None:
    said = (ROOT / "docs" / "about" / "records-of-processing.md").read_text(encoding="utf-8")
    for paragraph in ASKED:
        assert paragraph.removeprefix("paragraph ") in said, paragraph


def test_excel_is_told_that_it_is_utf_8_and_a_reader_of_csv_sees_no_mark(county: Site) -> None:
    data = content(county, "kent-police")
    assert data is not None
    assert data.startswith(codecs.BOM_UTF8)
    assert not data.removeprefix(codecs.BOM_UTF8).startswith(codecs.BOM_UTF8)
    assert tuple(rows(county, "kent-police")[0]) == HEADS


def test_every_item_that_an_agency_gives_or_receives_is_in_its_rows_and_no_other(county: Site) -> None:
    for agency in county.county.current_agencies:
        names = set(county.county.groups_of(agency.id))
        if content(county, agency.id) is None:
            assert agency.members or not list(processing_of(county.county, agency.id))
            continue
        titles = {protocol.title: protocol for protocol, _ in county.county.bindings_of(agency.id)}
        found = rows(county, agency.id)
        for row in found:
            flows = [flow for flow in titles[row["Protocol"]].flows if flow.category in PERSONAL]
            for head, side in (("given", "sources"), ("received", "recipients")):
                cell = row[column(f"Categories of personal data: {head}")]
                mine = {flow.item for flow in flows if names & set(getattr(flow, side))}
                others = {flow.item for flow in flows} - mine
                assert all(item in cell for item in mine)
                assert not any(f": {item};" in f"{cell};" or f"; {item};" in f"{cell};" for item in others)
        shared = {
            title
            for title, protocol in titles.items()
            if any(flow.category in PERSONAL and names & {*flow.sources, *flow.recipients} for flow in protocol.flows)
        }
        assert {row["Protocol"] for row in found} == shared


def test_police_have_a_row_under_each_set_of_rules(county: Site) -> None:
    found = [row for row in rows(county, "kent-police") if "(MARAC)" in row["Protocol"]]
    assert [row["Record under"] for row in found] == [
        "UK GDPR, Article 30(1)",
        "Data Protection Act 2018, section 61(2)",
    ]
    lawful = [row[column("Legal basis: how")] for row in found]
    assert "Article 6(1)(e)" in lawful[0]
    assert "Schedule 8" in lawful[1]
    assert "Article 6" not in lawful[1]


def test_what_the_sources_do_not_know_is_left_empty_and_the_head_says_who_fills_it_in(county: Site) -> None:
    empty = [head for head in HEADS if head.endswith(TO_FILL)]
    assert len(empty) == 4
    for row in rows(county, "kent-police"):
        assert [row[head] for head in empty] == [""] * 4
        assert row["Status"].startswith("draft. Illustrative draft")
        assert row["Marking"] in ("official", "official-sensitive")
        assert row[column("Name and contact details of the data")].startswith("Data protection officer, 01632 960001")


def test_joint_controllers_are_the_others_and_only_of_who_is_one(county: Site) -> None:
    head = column("Name and contact details of the joint")
    seen: set[bool] = set()
    for agency in county.county.current_agencies:
        found = rows(county, agency.id) if content(county, agency.id) else []
        for row, processing in zip(found, processing_of(county.county, agency.id), strict=True):
            joint = processing.protocol.joint_controllers[processing.regime]
            others = {county.county.agencies[name].name for name in joint if name not in processing.names}
            is_joint = bool(processing.names & set(joint))
            seen.add(is_joint)
            assert bool(row[head]) == (is_joint and bool(others))
            assert not is_joint or all(name in row[head] for name in others)
    assert seen == {True, False}


def test_nobody_is_its_own_recipient_but_who_stands_for_many(county: Site) -> None:
    for name, protocol, is_recipient in (
        ("medway-council-adults", "adult-safeguarding-enquiries", False),
        ("schools-and-academies", "school-safeguarding-records", True),
    ):
        title, own = county.county.protocols[protocol].title, county.county.agencies[name].name
        assert any({name} <= {*flow.sources} & {*flow.recipients} for flow in county.county.protocols[protocol].flows)
        (cell, *_others) = [
            row["Categories of recipients [Article 30(1)(d); section 61(2)(e)]"]
            for row in rows(county, name)
            if row["Protocol"] == title
        ]
        assert (own in cell.split("; ")) == is_recipient


def test_controller_is_the_body_in_law(county: Site) -> None:
    row = rows(county, "kent-county-council-adults")[0]
    assert row[column("Name and contact details of the controller")].startswith(
        "Kent County Council (Kent County Council adult social care): "
    )


def test_group_has_no_table_and_each_of_its_members_has(county: Site) -> None:
    assert content(county, "district-councils") is None
    assert all(content(county, name) for name in county.county.members("district-councils")[1:])


def test_page_of_each_agency_leads_to_its_table_and_no_other_page_to_none(county: Site) -> None:
    made = {file.uri for file in county.files}
    for agency in county.county.agencies.values():
        page = next(page for page in county.pages if page.page_uri == urls.agency_uri(agency.id))
        link = f"(../{urls.processing_record_uri(agency.id)})"
        assert (link in page.markdown) == (urls.processing_record_uri(agency.id) in made)


def test_cell_that_would_be_a_formula_is_none(project: Path) -> None:
    change(project, "tier-3/example.yaml", ("title: Example protocol", "title: '=cmd|A1'"))
    assert rows(build(project, AS_OF), "police")[0]["Protocol"] == "'=cmd|A1"


@pytest.mark.parametrize("role", ["processor", "controller"])
def test_processor_has_no_row(project: Path, role: str) -> None:
    change(project, "tier-3/example.yaml", ("receives: yes, role: controller", f"receives: yes, role: {role}"))
    assert (content(build(project, AS_OF), "school") is not None) == (role == "controller")


def test_what_is_depersonalised_is_no_personal_data(project: Path) -> None:
    change(project, "tier-3/example.yaml", ("category: personal", "category: about-the-dead"))
    site = build(project, AS_OF)
    assert content(site, "council") is None
    (row,) = rows(site, "school")
    assert row[column("Categories of personal data: given")] == ""
    assert row[column("Categories of personal data: received")] == "personal: Who may collect the child"


def test_renamed_agency_has_its_table_under_its_new_name(project: Path) -> None:
    assert run(project, "rename", "agency/police", "constabulary").exit_code == 0
    site = build(project, AS_OF)
    assert content(site, "police") is None
    assert len(rows(site, "constabulary")) == 1


def test_public_edition_lists_nothing_that_is_marked(project: Path) -> None:
    change(project, "tier-3/example.yaml", ("  - item: Who may", f"  - marking: {SENSITIVE}\n    item: Who may"))
    assert b"Who may collect" in (content(build(project, AS_OF), "police") or b"")
    assert b"Who may collect" not in (content(build(project, AS_OF, Edition.PUBLIC), "police") or b"")
