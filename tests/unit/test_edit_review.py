"""Recording reviews and signatures: the lines that say so, and nothing else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.composed.passages import fingerprint
from generator.site.build import build
from tests.conftest import AS_OF
from tests.support.edits import difference, run, texts
from tests.support.issued import issued, twice_issued

Edit = Callable[[str, str, str], Path]

EVIDENCE = ("--evidence", "letter", "--reference", "L 12", "--held-by", "council")
POLICE = ("--agency", "police", "--post", "Chief constable", "--on", "2026-11-03", *EVIDENCE)


def test_review_adds_its_lines_and_nothing_else(project: Path) -> None:
    before = texts(project)
    result = run(project, "review", "example", "--on", "2026-11-02", "--outcome", "No change: the hub works.")
    assert result.exit_code == 0, result.output
    assert difference(before, texts(project)) == [
        "tier-3/example.yaml: +  last: 2026-11-02",
        "tier-3/example.yaml: -  next: 2027-06-01",
        "tier-3/example.yaml: +  next: 2027-11-02",
        'tier-3/example.yaml: +  outcome: "No change: the hub works."',
    ]
    assert run(project, "check").exit_code == 0


def test_second_review_replaces_the_first(project: Path) -> None:
    run(project, "review", "example", "--on", "2025-11-02", "--outcome", "word " * 40, "--next", "2026-06-01")
    before = texts(project)
    assert "  outcome: >-\n    word word" in before["tier-3/example.yaml"]
    assert run(project, "review", "example", "--on", "2026-11-02", "--outcome", "Kept.").exit_code == 0
    after = texts(project)["tier-3/example.yaml"]
    assert re.search(r"triggers: \[A child is harmed\.\]\n  outcome: Kept\.\nhistory:", after)


@pytest.mark.parametrize("name", ["core", "overarching", "tier-1/overarching", "safe-places", "tier-2/safe-places"])
def test_every_tier_can_be_reviewed(project: Path, name: str) -> None:
    assert run(project, "review", name, "--on", "2026-11-02", "--outcome", "Kept.").exit_code == 0


def test_review_in_brackets_stays_in_brackets(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    old = "review:\n  next: 2027-06-01\n  every: 12 months\n  owner: The inspector\n  triggers: [A child is harmed.]\n"
    new = "review: {next: 2027-06-01, every: 1 year, owner: The inspector, triggers: [A child is harmed.]} # short\n"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert run(project, "review", "example", "--on", "2026-11-02", "--outcome", "Kept, so far.").exit_code == 0
    line = 'review: {last: 2026-11-02, next: 2027-11-02, every: 1 year, owner: The inspector, triggers: [A child is harmed.], outcome: "Kept, so far."} # short\n'
    assert line in path.read_text(encoding="utf-8")


def test_signature_records_version_fingerprint_and_evidence(project: Path) -> None:
    issued(project, "2026-11-02")
    before = texts(project)
    page = next(page for page in build(project, AS_OF).pages if page.page_uri == "protocols/example.md")
    result = run(project, "sign", "example", *POLICE)
    assert result.exit_code == 0, result.output
    assert difference(before, texts(project)) == [
        "tier-3/example.yaml: +signatures:",
        "tier-3/example.yaml: +  - agency: police",
        "tier-3/example.yaml: +    post: Chief constable",
        "tier-3/example.yaml: +    on: 2026-11-03",
        'tier-3/example.yaml: +    version: "0.1"',
        f"tier-3/example.yaml: +    fingerprint: {fingerprint(page.tree)}",
        "tier-3/example.yaml: +    evidence:",
        "tier-3/example.yaml: +      kind: letter",
        "tier-3/example.yaml: +      reference: L 12",
        "tier-3/example.yaml: +      held_by: council",
    ]
    signed = next(page for page in build(project, AS_OF).pages if page.page_uri == "protocols/example.md")
    assert fingerprint(signed.tree) == fingerprint(page.tree)
    assert run(project, "check").output.startswith("no faults in ")


def test_second_signature_goes_below_the_first(project: Path) -> None:
    issued(project, "2026-11-02")
    run(project, "sign", "example", *POLICE)
    before = texts(project)
    second = ("--agency", "council", "--post", "Director", "--on", "2026-11-04", *EVIDENCE)
    assert run(project, "sign", "example", *second).exit_code == 0
    changed = difference(before, texts(project))
    assert len(changed) == 9
    assert "tier-3/example.yaml: +  - agency: council" in changed
    after = texts(project)["tier-3/example.yaml"]
    assert after.index("agency: police\n    post") < after.index("agency: council\n    post")
    assert run(project, "check").exit_code == 0


def test_an_earlier_issued_version_can_be_signed_and_says_what_differs_today(project: Path) -> None:
    twice_issued(project)
    result = run(project, "sign", "example", *POLICE, "--on", "2026-11-21", "--version", "0.1")
    assert result.exit_code == 0, result.output + result.stderr
    assert "on version 0.1" in result.output
    assert "today's text is not the one that was signed; it differs in: A2\n" in result.output


REFUSED = {
    "what was not issued": (("--version", "0.2"), "version 0.2 of example was not issued"),
    "a day before it was issued": (
        ("--on", "2026-11-01"),
        "was issued on 2 November 2026; nobody can have signed it on 1",
    ),
    "a day to come": (("--on", "2026-11-23"), "2026-11-23 has not come yet"),
    "a stranger": (("--agency", "fire"), "`fire` is not a party to example"),
    "a slip": (("--agency", "polise"), "did you mean `police`?"),
    "no post": (("--post", " "), "`--post` has no words"),
    "no reference": (("--reference", " "), "`--reference` has no words"),
    "a keeper that nobody knows": (("--held-by", "counsil"), "did you mean `council`?"),
    "a kind of evidence that nobody knows": (
        ("--evidence", "word"),
        "'word' is not one of 'letter', 'minute', 'e-signature'",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_signed_that_cannot_be_true(name: str, project: Path) -> None:
    issued(project, "2026-11-02")
    before = texts(project)
    more, message = REFUSED[name]
    result = run(project, "sign", "example", *POLICE, *more)
    assert result.exit_code == 2
    assert message in result.output
    assert texts(project) == before


def test_what_was_never_issued_is_not_signed(project: Path) -> None:
    result = run(project, "sign", "example", *POLICE)
    assert result.exit_code == 2
    assert "version 0.1 of example was not issued, and agencies sign what was issued" in result.output


def test_an_agency_that_has_ended_signs_nothing(edit: Edit) -> None:
    project = edit("agencies/police.yaml", "standing:", "retired: {on: 2026-11-03, why: It merged.}\nstanding:")
    issued(project, "2026-11-02")
    result = run(project, "sign", "example", *POLICE)
    assert result.exit_code == 2
    assert "`police` no longer existed on 3 November 2026" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("review", "exampel", "--on", "2026-11-02", "--outcome", "x"), "did you mean `example`?"),
        (("review", "example", "--on", "2026-11-23", "--outcome", "x"), "2026-11-23 has not come yet"),
        (
            ("review", "example", "--on", "2026-11-02", "--outcome", "x", "--as-of", "2026-11-01"),
            "2026-11-02 has not come yet",
        ),
        (("review", "example", "--on", "2026-11-02", "--outcome", " "), "`--outcome` has no words"),
        (("review", "example", "--on", "2026-11-02", "--outcome", "x", "--next", "2026-11-01"), "must come after"),
        (("sign", "exampel", *POLICE), "did you mean `example`?"),
    ],
)
def test_refusal_is_one_line_and_changes_nothing(project: Path, arguments: tuple[str, ...], message: str) -> None:
    before = texts(project)
    result = run(project, *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert texts(project) == before


def test_nobody_signs_twice(project: Path) -> None:
    issued(project, "2026-11-02")
    arguments = ("sign", "example", *POLICE)
    run(project, *arguments)
    result = run(project, *arguments)
    assert result.exit_code == 2
    assert "`police` signed version 0.1 of example on 2026-11-03 already" in result.output


def test_interval_is_the_one_that_the_rules_read(edit: Edit) -> None:
    project = edit("tier-3/example.yaml", "every: 12 months", "every: 12 months, or sooner")
    edit("tier-3/example.yaml", "next: 2027-06-01", "next: 2072-06-01")
    checked = run(project, "check", "--as-of", AS_OF.isoformat())
    assert "but with one every 12 months it is due by 5 October 2027" in checked.output
    assert run(project, "review", "example", "--on", "2026-11-02", "--outcome", "Kept.").exit_code == 0
    assert "  next: 2027-11-02\n" in texts(project)["tier-3/example.yaml"]
    assert run(project, "check", "--as-of", AS_OF.isoformat()).exit_code == 0


@pytest.mark.parametrize("every", ["after each case", "within 3 to 6 months"])
def test_text_without_an_interval_is_refused_in_the_words_of_the_check(edit: Edit, every: str) -> None:
    project = edit("tier-3/example.yaml", "every: 12 months", f"every: {every}")
    before = texts(project)
    refused = run(project, "review", "example", "--on", "2026-11-02", "--outcome", "x")
    assert refused.exit_code == 2
    assert len(refused.output.splitlines()) == 1
    assert "--next" in refused.output
    words = f"`every` is `{every}`, which is no time"
    assert words in refused.output
    assert f"warning[time-without-figure]: {words}\n" in run(project, "check", "--as-of", AS_OF.isoformat()).output
    assert texts(project) == before


def test_comments_stay_with_the_keys_that_they_are_about(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  next: 2027-06-01", "  # By when.\n  next: 2027-06-01", 1)
    text = text.replace(
        "  triggers: [A child is harmed.]\nhistory:", "  triggers:\n    - A child is harmed.\n# Newest first.\nhistory:"
    )
    path.write_text(text, encoding="utf-8")
    assert run(project, "review", "example", "--on", "2026-11-02", "--outcome", "Kept.").exit_code == 0
    after = path.read_text(encoding="utf-8")
    assert "review:\n  last: 2026-11-02\n  # By when.\n  next: 2027-11-02\n" in after
    assert "    - A child is harmed.\n  outcome: Kept.\n# Newest first.\nhistory:" in after
