"""The question page: every flow is an answer for everybody whom it binds, with its own verdict, and nothing else is one."""

import re
from collections.abc import Iterator

import pytest

from generator.county.county import County
from generator.model.law import LegalStatus
from generator.model.tail import Flow, Verdict
from generator.pages.answers import Answer, AnswersPage, Receiver, answer_pages
from generator.site.build import Site
from generator.urls import QUESTIONS

HEADINGS = {
    Verdict.MUST: "You must tell them:",
    Verdict.MAY: "You may tell them:",
    Verdict.ONLY_IF: "You may tell them, but only if:",
}


MUST_TELL_POLICE = ("kent-police", Verdict.MUST)

ASKERS = {
    "volunteer": "employer",
    "journalist": "press",
    "London borough": "other-county",
    "parent of a 16 year old": "family",
    "lawyer": "solicitor",
    "insurance company": "solicitor",
    "councillor": "elected-member",
    "MP's office": "elected-member",
    "embassy": "abroad",
    "nursing home": "care-provider",
    "DWP": "government",
    "immigration": "immigration",
    "coroner's officer": "coroner",
    "private landlord": "public",
}
"""Those outside the agencies who ask, as staff call them, and whose answer is theirs."""


@pytest.fixture(scope="module")
def views(county: Site) -> dict[str, AnswersPage]:
    views = (planned.view() for planned in answer_pages(county.county))
    return {view.giver.id: view for view in views}


def everybody(county: County, names: tuple[str, ...]) -> set[str]:
    return {member for name in names for member in county.members(name)}


def answered(view: AnswersPage) -> Iterator[tuple[str, str, Verdict, Flow]]:
    """Yield receiver, protocol, verdict and flow of everything that a page answers, a group's members each for itself."""
    for receiver in view.receivers:
        for answer in receiver.answers:
            for verdict, items in answer.verdicts:
                for item in items:
                    for name in receiver.ids:
                        yield name, answer.protocol.id, verdict, item.flow


def said_in_full(view: AnswersPage) -> list[tuple[Receiver, Answer]]:
    """Return each answer of a page with the receiver under whom it stands in full."""
    answers = [(receiver, answer) for receiver in view.receivers for answer in receiver.answers]
    return [(receiver, answer) for receiver, answer in answers if answer.said_to == receiver.agency]


def test_every_flow_is_an_answer_for_each_giver_and_each_receiver(county: Site, views: dict[str, AnswersPage]) -> None:
    whole = county.county
    given = {
        giver: {(to, name, verdict, id(flow)) for to, name, verdict, flow in answered(view)}
        for giver, view in views.items()
    }
    count = 0
    for protocol in whole.current_protocols:
        for flow in protocol.flows:
            for giver in everybody(whole, flow.sources):
                for receiver in everybody(whole, flow.recipients):
                    assert (receiver, protocol.id, flow.verdict, id(flow)) in given[giver], (giver, receiver, flow.item)
                    count += 1
    assert count > 5000


def test_nothing_is_an_answer_that_no_flow_gives(county: Site, views: dict[str, AnswersPage]) -> None:
    whole = county.county
    for giver, view in views.items():
        agencies = (
            [giver]
            if view.giver.agency
            else [each.id for each in whole.current_agencies if each.kind is view.giver.kind]
        )
        for receiver, name, verdict, flow in answered(view):
            protocol = whole.protocols[name]
            assert protocol.retired is None
            assert any(flow is each for each in protocol.flows)
            assert set(agencies) & everybody(whole, flow.sources)
            assert receiver in everybody(whole, flow.recipients)
            assert verdict is flow.verdict


def test_law_that_obliges_one_agency_to_tell_another_is_an_answer(county: Site) -> None:
    """Otherwise the strongest answer is missing, and the page says "may" or nothing where the law says "must"."""
    whole = county.county
    obliging = {
        name
        for name, (_, provision) in whole.provisions.items()
        if provision.compels_disclosure
        and provision.receivers
        and provision.force.on(whole.as_of) is LegalStatus.IN_FORCE
    }
    relied_on = {flow.gateway for protocol in whole.current_protocols for flow in protocol.flows}
    says_what_section_17a_means = "crime-and-disorder-prescribed-information-regulations-2007/regulation-2"
    assert obliging - relied_on == {says_what_section_17a_means}


def test_health_professional_must_report_that_a_girl_was_cut(views: dict[str, AnswersPage]) -> None:
    for giver in ("gp-practices", "medway-hospital", "schools-and-academies"):
        found = {flow.gateway for to, _, verdict, flow in answered(views[giver]) if (to, verdict) == MUST_TELL_POLICE}
        assert "female-genital-mutilation-act-2003/s5b" in found, giver


def test_page_says_the_same_as_its_view(county: Site, views: dict[str, AnswersPage]) -> None:
    """Read back from the Markdown: the verdict under which each item stands, and its condition beside it."""
    pages = {page.page_uri: page.markdown for page in county.pages}
    for view in views.values():
        blocks = re.findall(r'(?ms)^<details (class="answer" .*?)^</details>', pages[view.giver.page_uri])
        answers = [answer for _, answer in said_in_full(view)]
        assert len(blocks) == len(answers)
        for block, answer in zip(blocks, answers, strict=True):
            assert f'data-answer="{answer.protocol.id}"' in block
            lists = re.split(r"(?m)^\*\*(You [^*]+:)\*\*$", block)
            assert lists[1::2] == [HEADINGS[verdict] for verdict, _ in answer.verdicts]
            for listed, (verdict, items) in zip(lists[2::2], answer.verdicts, strict=True):
                rows = re.findall(r"(?m)^-   \*\*.*$", listed)
                assert len(rows) == len(items)
                for row, item in zip(rows, items, strict=True):
                    assert ("**, only if " in row) == (verdict is Verdict.ONLY_IF)
                    assert ("**, unless " in row) == bool(item.flow.unless)


def test_answer_that_several_receivers_share_is_said_once_and_each_other_leads_to_it(
    county: Site, views: dict[str, AnswersPage]
) -> None:
    pages = {page.page_uri: page for page in county.pages}
    shared = 0
    for view in views.values():
        stands = {answer.anchor: answer for _, answer in said_in_full(view)}
        assert len({(answer.protocol.id, answer.numbers) for answer in stands.values()}) == len(stands)
        page = pages[view.giver.page_uri]
        for receiver in view.receivers:
            section = page.markdown.split(f"{{ #{receiver.agency.id} ")[1].split("</details>\n\n</div>")[0]
            for answer in receiver.answers:
                assert answer.verdicts == stands[answer.anchor].verdicts
                leads = f"[{answer.protocol.title}](#{answer.anchor}) <span" in section.replace("\\", "")
                assert leads == (answer.said_to != receiver.agency), (view.giver.id, receiver.agency.id, answer.anchor)
                shared += leads
    assert shared > 1000


def test_kind_asks_for_all_its_agencies_and_an_agency_alone_for_itself(views: dict[str, AnswersPage]) -> None:
    assert {"any-nhs-trust", "any-district-council", "kent-police", "dover-council"} <= views.keys()
    assert "any-police" not in views
    one = {row[:3] for row in answered(views["dover-council"])}
    assert one <= {row[:3] for row in answered(views["any-district-council"])}


def test_outsiders_and_what_nothing_covers_stand_on_every_page(county: Site, views: dict[str, AnswersPage]) -> None:
    pages = {page.page_uri: page.markdown for page in county.pages}
    for view in views.values():
        text = pages[view.giver.page_uri]
        assert 'class="receiver uncovered"' in text
        for outsider in county.county.outsiders.outsiders:
            assert f'data-to="{outsider.id}"' in text


def test_whoever_asks_from_outside_has_an_answer_that_begins_with_its_verdict(county: Site) -> None:
    outsiders = county.county.outsiders.outsiders
    for said, outsider_id in ASKERS.items():
        assert [each.id for each in outsiders if said in each.also_called] == [outsider_id], said
    assert [each.id for each in outsiders if not each.answer.startswith(("Yes", "No", "Only if"))] == []


def test_answers_to_those_outside_stand_on_the_question_page_too(county: Site) -> None:
    """They are the same whoever is asked, so that nobody has to choose an agency first."""
    (page,) = (page for page in county.pages if page.page_uri == QUESTIONS)
    outsiders = county.county.outsiders.outsiders
    assert {outsider.id for outsider in outsiders} <= set(page.tree.anchors)
    assert page.markdown.count("The core says why:") == sum(bool(outsider.clauses) for outsider in outsiders)


def test_numbers_to_ring_stand_once_a_protocol(county: Site, views: dict[str, AnswersPage]) -> None:
    pages = {page.page_uri: page.markdown for page in county.pages}
    view = views["kent-police"]
    text = pages[view.giver.page_uri]
    for rules in view.rules:
        assert text.count(f'data-rules="{rules.protocol.id}"') == 1
        block = text.split(f'data-rules="{rules.protocol.id}"')[1].split("</div>\n\n</div>")[0]
        assert rules.in_hours.phone in block
        assert rules.out_of_hours.phone in block
