"""What the rules about verdicts and answers let pass: each is one step away from a fault."""

from pathlib import Path

import pytest

from generator.rules.load import load
from tests.conftest import AS_OF

PROTOCOL, LAW = "tier-3/example.yaml", "law/sharing-act-2001.yaml"
MAY = "    gateway: sharing-act-2001/s1\n    verdict: may\n"
POWER = "    effect: power\n    says: Anybody may tell a listed body.\n"
ASKED = '{ask: "Can I tell the hub?", answer: "Yes, if a child is at risk.", rests_on: at-a-glance}'
CHILD = "kinds: [child]"


def codes_with(project: Path, *changes: tuple[str, str, str]) -> list[str]:
    """Return the codes of the faults that the project has with these changes."""
    for file, old, new in changes:
        path = project / "protocols" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [found.code for found in load(project, AS_OF).diagnostics]


def asks(question: str, answer: str, rests_on: str = "at-a-glance") -> tuple[str, str, str]:
    return PROTOCOL, ASKED, f'{{ask: "{question}", answer: "{answer}", rests_on: {rests_on}}}'


def flow(verdict: str) -> tuple[str, str, str]:
    return PROTOCOL, MAY, f"    gateway: sharing-act-2001/s1\n    verdict: {verdict}\n"


def duty(binds: str) -> tuple[str, str, str]:
    return (
        LAW,
        POWER,
        f"    effect: duty\n    compels_disclosure: yes\n{binds}    says: The police must tell a listed body.\n",
    )


@pytest.mark.parametrize(
    "condition",
    [
        "the parent agrees",
        "it is necessary to save a life",
        "sharing is lawful because the court has ordered it",
        "it is safe to ring her",
        "the guardian thinks it proportionate",
    ],
)
def test_condition_that_says_who_or_what_passes(project: Path, condition: str) -> None:
    assert codes_with(project, flow(f"only-if\n    only_if: {condition}")) == []


@pytest.mark.parametrize("condition", ["it is lawful", "necessary and proportionate.", "sharing would be appropriate"])
def test_condition_that_fits_everything_is_hollow(project: Path, condition: str) -> None:
    assert codes_with(project, flow(f"only-if\n    only_if: {condition}")) == ["hollow-condition"]


@pytest.mark.parametrize("binds", ["", "    binds: [police, school]\n"])
def test_must_passes_under_a_duty_that_binds_every_giver(project: Path, binds: str) -> None:
    assert codes_with(project, duty(binds), flow("must\n    unless: the child is abroad")) == []


def test_duty_to_co_operate_is_no_duty_to_disclose(project: Path) -> None:
    weak = (LAW, POWER, "    effect: duty\n    says: Bodies must work together.\n")
    assert codes_with(project, weak, flow("must")) == ["must-without-duty"]


def test_duty_that_compels_is_not_pressed_on_a_flow(project: Path) -> None:
    assert codes_with(project, duty("    binds: [police]\n")) == []


def test_must_under_a_restriction_is_told_once(project: Path) -> None:
    restriction = "    gateway: privacy-act-2002/article-1\n    verdict: must\n"
    found = codes_with(project, (PROTOCOL, MAY, restriction))
    assert "not-a-gateway" in found
    assert "must-without-duty" not in found


def test_exception_does_not_go_with_a_power(project: Path) -> None:
    assert codes_with(project, flow("may\n    unless: the child is abroad")) == ["condition-without-verdict"]


def test_one_named_person_beside_the_figures_may_be_personal(project: Path) -> None:
    assert codes_with(project, (PROTOCOL, CHILD, "kinds: [unnamed, child]")) == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Whom do I ring?", "The duty desk, at any hour."),
        ("Can I tell the hub?", "**Only if** her mother agrees."),
        ("She is 15. Can I tell the hub?", "You must not."),
        ("Can I tell the hub, and how?", "Not unless she agrees."),
        ("Can I tell the hub?", "Yes. Ring the desk. Then write."),
        ("Can I tell the hub?", "Yes, at 01632 960002 ext. 4, before 5 p.m. today."),
    ],
)
def test_answer_that_begins_with_its_verdict_passes(project: Path, question: str, answer: str) -> None:
    assert codes_with(project, asks(question, answer)) == []


@pytest.mark.parametrize("question", ["Can I tell the hub?", "She is 15. Must I tell the hub?"])
def test_question_whether_wants_its_verdict_first(project: Path, question: str) -> None:
    assert codes_with(project, asks(question, "The hub decides.")) == ["answer-without-verdict"]


def test_answer_rests_on_a_section_that_there_is(project: Path) -> None:
    assert codes_with(project, asks("Can I tell the hub?", "Yes.", "fast-lane")) == ["unknown-reference"]


def test_answer_rests_on_a_clause_that_there_is(project: Path) -> None:
    assert codes_with(project, asks("Can I tell the hub?", "Yes.", "core/safety-first")) == []


def test_you_must_not_is_no_you_must(project: Path) -> None:
    assert codes_with(project, asks("Can I tell the hub?", "You must not.", "flows")) == []


def test_you_must_passes_beside_one_flow_that_is_must(project: Path) -> None:
    assert codes_with(project, duty(""), flow("must"), asks("Can I tell the hub?", "You must.", "flows")) == []


def test_answer_may_say_what_its_own_protocol_says(project: Path) -> None:
    long = "Yes, whenever a child whom you see at work may come to harm at home before the council can visit."
    glance = (PROTOCOL, "  may_i_share: Yes, to keep the child safe.", f"  may_i_share: {long}")
    assert codes_with(project, glance, asks("Can I tell the hub?", long)) == []
