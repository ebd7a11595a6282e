"""What pages work out about data protection: who is joined with whom, and for which conditions an agency needs a policy document."""

from collections.abc import Callable
from pathlib import Path

from generator.model.top import ControllerRole
from generator.site.build import Site, build
from tests.conftest import AS_OF

Edit = Callable[[str, str, str], Path]


def written(county: Site, uri: str) -> str:
    return next(page.markdown for page in county.pages if page.page_uri == uri)


def test_every_joint_controller_is_joined_with_another_under_the_same_rules(county: Site) -> None:
    """Article 26 of the UK GDPR and section 58 of the Data Protection Act 2018 join nobody across the two sets of rules."""
    alone = {
        (protocol.id, party.agency)
        for protocol in county.county.current_protocols
        for party in protocol.parties
        if party.role is ControllerRole.JOINT_CONTROLLER
        and not any(party.agency in names and len(names) > 1 for names in protocol.joint_controllers.values())
    }
    assert alone == set()


def test_police_and_councils_are_joined_under_article_26_and_competent_authorities_under_section_58(
    county: Site,
) -> None:
    joint = county.county.protocols["domestic-abuse-marac"].joint_controllers
    assert set(joint["part-3"]) == {"kent-police", "probation-service"}
    assert {"kent-police", "kent-county-council-adults"} <= set(joint["uk-gdpr"])
    page = written(county, "protocols/domestic-abuse-marac.md")
    assert "Joint controllers under section 58 of the Data Protection Act 2018" in page
    assert "Contact point for the people concerned" in page


def test_nobody_tells_of_a_childs_welfare_under_law_enforcement_rules_alone(county: Site) -> None:
    """Section 11 of the Children Act 2004 is about welfare, so whoever gives under it works under the UK GDPR."""
    wrong = {
        (protocol.id, giver)
        for protocol in county.county.current_protocols
        for flow in protocol.flows
        if flow.gateway in {"children-act-2004/s11", "domestic-abuse-act-2021/s49a"}
        for giver in flow.sources
        if not any(giver in basis.parties and basis.regime == "uk-gdpr" for basis in protocol.data_protection)
    }
    assert wrong == set()


def test_an_agencys_page_says_for_what_it_must_hold_a_policy_document(county: Site) -> None:
    police = written(county, "agencies/kent-police.md")
    section = police.split("{ #policy-document", 1)[1].split("\n## ", 1)[0]
    assert "Schedule 8" in section
    assert "Schedule 1, paragraph 18" in section
    assert "Schedule 1, paragraph 2:" not in section


def test_an_agency_says_who_answers_for_it_who_deputises_and_what_vetting_it_asks(edit: Edit) -> None:
    post = (
        "  - {id: out-of-hours, kind: approver, title: Night desk, phone: 01632 960001, email: night@police.example,"
        " hours: 24 hours, deputy: Day desk}\n"
    )
    plain = "  - {id: out-of-hours, kind: out-of-hours, title: Night desk, phone: 01632 960001, email: night@police.example, hours: 24 hours}\n"
    page = written(build(edit("agencies/police.yaml", plain, post), AS_OF), "agencies/police.md")
    assert "-   **Approver:** Night desk" in page
    assert "**Night desk**</span>; when away: Day desk |" in page
    assert "staff use its systems" not in page
    page = written(
        build(edit("agencies/police.yaml", "standing:\n", "vetting: Level 2, by the force.\nstanding:\n"), AS_OF),
        "agencies/police.md",
    )
    assert "staff use its systems:** Level 2, by the force." in page
    assert "Approver" in page
