"""New sources pass every check, explain each field, and never pass for finished ones."""

from datetime import date
from pathlib import Path

import pytest

from generator.authors.edit.layout import laid_out
from generator.county.gathering import FOLDERS
from generator.rules.load import load
from generator.rules.unwritten import is_unwritten
from generator.site.build import build
from generator.sources.source import Source
from tests.conftest import AS_OF
from tests.support.edits import difference, run, texts

TIER_3 = (
    "new",
    "tier-3",
    "second",
    "--title",
    "Second: a test",
    "--under",
    "safe-places",
    "--owner",
    "council",
    "--party",
    "police",
)
NEW = {
    "tier-3/second.yaml": TIER_3,
    "agencies/fire.yaml": ("new", "agency", "fire", "--name", "Fire service", "--kind", "fire-and-rescue"),
    "letters/apology.yaml": ("new", "letter", "apology", "--title", "Apology: a test", "--clause", "fast-track"),
    "law/new-act-2026.yaml": ("new", "law", "new-act-2026", "--title", "New Act 2026", "--kind", "act"),
}


@pytest.mark.parametrize("name", NEW)
def test_draft_passes_every_check_and_can_be_published(project: Path, name: str) -> None:
    before = texts(project)
    result = run(project, *NEW[name])
    assert result.exit_code == 0, result.output
    assert {line.partition(":")[0] for line in difference(before, texts(project))} == {name, "addresses.yaml"}
    assert {found.code for found in load(project, AS_OF).diagnostics} == {"unwritten"}
    assert build(project, AS_OF).pages
    text = texts(project)[name]
    assert "To be written" in text
    assert text.count("\n  #") + text.count("\n#") > 10 or name.startswith("law")
    assert laid_out(Source(name, text), FOLDERS[name.partition("/")[0]]) == text


def test_draft_chooses_nothing_for_its_author(project: Path) -> None:
    run(project, *TIER_3)
    draft = load(project, AS_OF).library.protocols["second"]
    assert not any((draft.model.flows, draft.model.gateways, draft.model.restrictions, draft.model.data_protection))
    given = {"id", "title", "version", "under", "owner", "agency", "requirement", "undecided", "change", "status"}
    left = {
        ".".join(str(step) for step in value.path): value.scalar.text
        for value in draft.values
        if not is_unwritten(value.scalar.text) and value.name not in given
    }
    undecided = tuple(
        ".".join(str(int(step) - 1) if step.isdecimal() else step for step in path.split("."))
        for path in draft.model.undecided
    )
    structure = {"benefits.0.to", "benefits.1.to", "people.0.id", "history.0.on", "dpia.state", "retention.0.held_by.0"}
    assert {path for path in left if not path.startswith(undecided)} - structure == set()


def test_draft_asks_each_party_what_it_requires(project: Path) -> None:
    run(project, *TIER_3)
    requirements = load(project, AS_OF).library.protocols["second"].model.agency_requirements
    assert [each.agency for each in requirements] == ["council", "police"]


def test_draft_that_is_called_agreed_is_an_error_at_everything_left(project: Path) -> None:
    run(project, *TIER_3)
    path = project / "protocols" / "tier-3" / "second.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", "status: agreed"), encoding="utf-8")
    left = [found for found in load(project, AS_OF).diagnostics if found.code == "unwritten-but-agreed"]
    assert len(left) > 60
    assert all(found.span.path.endswith("second.yaml") for found in left)


def test_draft_stops_nobody_else(project: Path) -> None:
    run(project, *TIER_3)
    assert not load(project, AS_OF).has_errors
    assert run(project, "check").exit_code == 0


def test_draft_is_dated_by_the_day_that_is_given(project: Path) -> None:
    assert run(project, *TIER_3, "--as-of", "2026-12-01").exit_code == 0
    (change,) = load(project, date(2026, 12, 1)).library.protocols["second"].model.history
    assert change.on == date(2026, 12, 1)
    assert "date-to-come" in {found.code for found in load(project, AS_OF).diagnostics}


def test_draft_protocol_says_that_its_requirements_are_unmet(project: Path) -> None:
    run(project, *TIER_3)
    met = load(project, AS_OF).library.protocols["second"].model.requirements_met
    assert [each.requirement for each in met] == ["named-decider"]
    assert all(each.unmet and not each.how for each in met)


def test_two_drafts_do_not_repeat_each_other(project: Path) -> None:
    run(project, *TIER_3)
    assert (
        run(project, *(argument.replace("second", "third").replace("Second", "Third") for argument in TIER_3)).exit_code
        == 0
    )
    assert {found.code for found in load(project, AS_OF).diagnostics} == {"unwritten"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("new", "tier-3", "example", *TIER_3[3:]), "`example` is taken"),
        (("new", "tier-3", "sharing-act-2001", *TIER_3[3:]), "`sharing-act-2001` is taken"),
        (("new", "tier-3", "Not An Id", *TIER_3[3:]), "for example `not-an-id`"),
        ((*TIER_3, "--party", "polise"), "there is nothing called `polise`; did you mean `police`?"),
        ((*TIER_3[:6], "safe-place", *TIER_3[7:]), "did you mean `safe-places`?"),
        ((*TIER_3[:8], "police", *TIER_3[9:]), "at least two parties"),
        (("new", "agency", "fire", "--name", "Fire", "--kind", "fire"), "is not a kind"),
    ],
)
def test_refusal_is_one_line_and_writes_nothing(project: Path, arguments: tuple[str, ...], message: str) -> None:
    before = texts(project)
    result = run(project, *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert texts(project) == before


def test_answer_that_is_missing_is_asked_for_by_its_flag(project: Path) -> None:
    result = run(project, "new", "tier-3", "second", "--title", "Second")
    assert result.exit_code == 2
    assert "--under is needed" in result.output
