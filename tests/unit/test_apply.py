"""Change files: only the lines concerned change, what moved on is refused in words, and nobody who sends one is trusted."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.support.edits import difference, run, texts

EXAMPLE = "protocols/tier-3/example.yaml"


def field(at: list[str | int], was: Any, shall_be: Any, **more: Any) -> dict[str, Any]:
    return {"at": at, "was": was, "shall_be": shall_be, **more}


def change_file(*fields: dict[str, Any], file: str = EXAMPLE, **more: Any) -> str:
    return json.dumps({"change": 1, "file": file, "why": "It was wrong.", "fields": list(fields), **more})


def apply(project: Path, *fields: dict[str, Any], options: tuple[str, ...] = (), **more: Any) -> Any:
    return run(project, "apply", "-", *options, given=change_file(*fields, **more))


STEP = field(["fast_track", "steps", 1], "Say who is at risk.", "Say who is at risk, and where.")
MAILBOX = field(["contacts", 0, "email"], "hub@council.example", "desk@council.example")
FLOW = field(
    ["flows", "+"],
    None,
    {
        "item": "Where the child sleeps",
        "about": ["child"],
        "category": "personal",
        "from": ["school"],
        "to": ["council"],
        "gateway": "sharing-act-2001/s1",
        "verdict": "may",
        "necessary_because": "Nobody can look without a place.",
        "route": "telephone",
        "when": "at once",
    },
)


def test_contact_flow_and_step_change_their_lines_alone_and_the_check_stays_clean(project: Path) -> None:
    before = texts(project)
    done = apply(project, STEP, MAILBOX, FLOW)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "`fast_track.steps.2` is changed",
        "`contacts.1.email` is changed",
        "`flows.+` has another item",
        f"changed {EXAMPLE}",
    ]
    lines = [line.removeprefix("tier-3/example.yaml: ") for line in difference(before, texts(project))]
    assert lines[:2] == ["-    - Say who is at risk.", "+    - Say who is at risk, and where."]
    assert [line[2:] for line in lines[2:12]] == [
        " - item: Where the child sleeps",
        "   about: [child]",
        "   category: personal",
        "   from: [school]",
        "   to: [council]",
        "   gateway: sharing-act-2001/s1",
        "   verdict: may",
        "   necessary_because: Nobody can look without a place.",
        "   route: telephone",
        "   when: at once",
    ]
    assert [line[:18] for line in lines[12:]] == ["-  - {id: hub-desk", "+  - {id: hub-desk"]
    assert "email: desk@council.example" in lines[-1]
    assert run(project, "check").exit_code == 0


def test_the_second_time_everything_is_so_already(project: Path) -> None:
    night = {"id": "night", "agency": "police", "reach_for": "Nights.", "post": "police/out-of-hours"}
    gone = field(["contacts", 1], night, None)
    apply(project, STEP, MAILBOX, FLOW, gone)
    before = texts(project)
    done = apply(project, STEP, MAILBOX, FLOW, gone)
    assert done.exit_code == 0, done.output
    assert done.stdout.count("says so already") == 4
    assert done.stdout.endswith("nothing is left to change\n")
    assert texts(project) == before


def test_dry_run_shows_the_lines_and_writes_nothing(project: Path) -> None:
    before = texts(project)
    done = apply(project, STEP, options=("--dry-run",))
    assert done.exit_code == 0
    assert "\n-    - Say who is at risk.\n+    - Say who is at risk, and where.\n" in done.stdout
    assert f"would change {EXAMPLE}" in done.stdout
    assert texts(project) == before


def test_what_moved_on_is_refused_with_all_three_and_nothing_is_written(edit: Any) -> None:
    project = edit("tier-3/example.yaml", "Say who is at risk.", "Name the child.")
    before = texts(project)
    done = apply(project, MAILBOX, STEP)
    assert done.exit_code == 2
    assert done.stderr == (
        f"error: {EXAMPLE} was not changed; it is not what this change was made for\n"
        "`fast_track.steps.2` is not what it was\n"
        "  was:      Say who is at risk.\n"
        "  is:       Name the child.\n"
        "  shall be: Say who is at risk, and where.\n"
    )
    assert texts(project) == before


def test_an_item_that_moved_is_found_by_what_it_was(edit: Any) -> None:
    project = edit("tier-3/example.yaml", "    - Ring the desk.\n", "    - Be calm.\n    - Ring the desk.\n")
    done = apply(project, STEP)
    assert done.exit_code == 0
    assert "`fast_track.steps.3` is changed (it stood at `fast_track.steps.2`)" in done.stdout
    text = texts(project)["tier-3/example.yaml"]
    assert "    - Be calm.\n    - Ring the desk.\n    - Say who is at risk, and where.\n" in text


def test_an_item_that_moved_and_stands_there_twice_is_refused(edit: Any) -> None:
    twice = "    - Be calm.\n    - Ring the desk.\n    - Say who is at risk.\n    - Say who is at risk.\n"
    project = edit("tier-3/example.yaml", "    - Ring the desk.\n    - Say who is at risk.\n", twice)
    assert apply(project, field(["fast_track", "steps", 1], "Say who is at risk.", "Shout.")).exit_code == 2


COUNCIL = {"agency": "council", "gives": "no", "receives": "yes", "role": "joint controller", "does": "Assesses."}


@pytest.mark.parametrize(
    "item", [COUNCIL, {**COUNCIL, "does": "Assesses at once."}], ids=["as it was", "changed since"]
)
def test_a_value_that_many_items_have_goes_to_its_own_item(edit: Any, item: dict[str, str]) -> None:
    council = "  - {agency: council, gives: no, receives: yes, role: joint controller, does: Assesses.}\n"
    police = "  - {agency: police, gives: yes, receives: no, role: joint controller, does: Protects.}\n"
    project = edit("tier-3/example.yaml", police + council, council + police)
    done = apply(project, field(["parties", 1, "role"], "joint controller", "controller", item=item))
    assert done.exit_code == 0, done.output
    assert council.replace("joint controller", "controller") + police in texts(project)["tier-3/example.yaml"]


def test_an_item_that_is_gone_takes_its_fields_with_it(project: Path) -> None:
    done = apply(project, field(["parties", 1, "gives"], "no", "yes", item={"agency": "school-board", "gives": "no"}))
    assert done.exit_code == 2
    assert "stands in an item that is not there any more" in done.stderr


def test_an_item_that_changed_since_is_not_taken_out(project: Path) -> None:
    was = {"role": "Officers", "must_know": "How to ring.", "by_when": "Before the first shift"}
    done = apply(project, field(["training", 0], was, None))
    assert done.exit_code == 2
    assert "How to ring the hub." in done.stderr


def test_a_key_is_added_in_its_place_and_taken_out_again(project: Path) -> None:
    before = texts(project)
    assert apply(project, field(["areas"], None, ["health"])).exit_code == 0
    assert difference(before, texts(project)) == ["tier-3/example.yaml: +areas: [health]"]
    assert apply(project, field(["areas"], ["health"], None)).exit_code == 0
    assert texts(project) == before


def test_what_is_around_a_field_that_is_not_there_is_made_with_it(project: Path) -> None:
    fields = [field(["retired", "on"], None, "2026-11-01"), field(["retired", "because"], None, "It ended.")]
    assert apply(project, *fields, options=("--with-faults",)).exit_code == 0
    assert "retired:\n  on: 2026-11-01\n  because: It ended.\n" in texts(project)["tier-3/example.yaml"]


def test_new_faults_are_shown_with_their_places_and_refused(project: Path) -> None:
    before = texts(project)
    wrong = field(["flows", 0, "gateway"], "sharing-act-2001/s1", "sharing-act-2001/s9")
    done = apply(project, wrong)
    assert done.exit_code == 1
    assert f"{EXAMPLE}:" in done.stdout
    assert "sharing-act-2001/s9" in done.stdout
    assert texts(project) == before
    assert apply(project, wrong, options=("--with-faults",)).exit_code == 0
    assert "gateway: sharing-act-2001/s9" in texts(project)["tier-3/example.yaml"]


def test_a_field_that_the_model_does_not_know_is_a_fault(project: Path) -> None:
    done = apply(project, field(["review", "colour"], None, "red"))
    assert done.exit_code == 1
    assert "colour" in done.stdout


def test_comments_that_go_are_named_and_others_stay(edit: Any) -> None:
    project = edit(
        "tier-3/example.yaml",
        "    - Ring the desk.\n",
        "    # first of all\n    - Be calm. # by phone\n    - Ring the desk.\n",
    )
    done = apply(project, field(["fast_track", "steps", 0], "Be calm.", None))
    assert "a comment went with what was taken out or replaced: # by phone" in done.stdout
    assert "    # first of all\n    - Ring" in texts(project)["tier-3/example.yaml"]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("protocols/../mkdocs.yml", "is not a path inside `protocols/`"),
        ("/etc/passwd", "is not a path inside `protocols/`"),
        ("mkdocs.yml", "is not a path inside `protocols/`"),
        ("protocols\\tier-3\\example.yaml", "is not a path inside `protocols/`"),
        ("protocols/tier-3/exampel.yaml", "did you mean protocols/tier-3/example.yaml?"),
        ("protocols/tier-3/./example.yaml", "is not a source of this project"),
        ("protocols/addresses.yaml", "is written by the program alone"),
        ("protocols/tier-3/link.yaml", "cannot be read; mend it first"),
        ("protocols/tier-3/inner.yaml", "cannot be read; mend it first"),
        ("protocols/tier-3/\u001b[31m.yaml", "is not a source of this project"),
    ],
)
def test_only_a_source_of_the_project_is_changed(project: Path, tmp_path: Path, file: str, says: str) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text((project / EXAMPLE).read_text(encoding="utf-8"), encoding="utf-8")
    (project / "protocols" / "tier-3" / "link.yaml").symlink_to(outside)
    (project / "protocols" / "tier-3" / "inner.yaml").symlink_to("example.yaml")
    done = apply(project, STEP, file=file)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "\x1b" not in done.stderr
    assert outside.read_text(encoding="utf-8") == (project / EXAMPLE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (field(["id"], "example", "other"), "`protocols rename`"),
        (field(["signatures", "+"], None, {"agency": "police"}), "`protocols sign`"),
        (field([], "a", "b"), "a list of 1 to 12"),
        (field([0], "a", "b"), "no key and no place"),
        (field(["flows", -1], "a", "b"), "no key and no place"),
        (field(["flows", "a: b\n"], None, "b"), "no key and no place"),
        (field(["flows", "+", "item"], None, "b"), "no key and no place"),
        (field(["flows", "+"], "a", "b"), "`was` has to be null"),
        (field(["note"], None, None), "nothing shall become nothing"),
        (field(["title"], "a", 7), "values are text"),
        (field(["title"], "a", shall_be=True), "values are text"),
        (field(["title"], "a", [None]), "values are text"),
        (field(["title"], "a", {"b\n- c": "d"}), "which no source may have"),
        (field(["title"], "a", "x" * 40_000), "at most 30,000"),
        (field(["title"], "a", "turned \u202e round"), "U+202E"),
        (field(["title"], "a", "lost \ud800"), "U+D800"),
        (field(["title"], "a", "b", colour="red"), '"colour", which this program does not know'),
        ({"at": ["title"], "was": "a"}, "has no `shall_be`"),
        (field(["fast_track", "steps"], ["Ring the desk."], ["b"]), "is not what it was"),
    ],
)
def test_a_field_that_no_form_writes_is_refused_in_a_sentence(project: Path, wrong: dict[str, Any], says: str) -> None:
    before = texts(project)
    done = apply(project, wrong)
    assert done.exit_code == 2
    assert says in done.stderr
    assert texts(project) == before


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "is not JSON: line 1, column 1"),
        ("[]", "has to be a mapping"),
        ("[" * 100_000, "lists within lists without end"),
        ('{"change": 1' + "0" * 5000 + "}", "has no `file`"),
        ('{"change": 1, "change": 2}', '"change" twice'),
        ('{"change": NaN}', "holds the number"),
        ('{"change": 1.5}', "holds the number"),
        (change_file(STEP).replace('"change": 1', '"change": 2'), "this program reads 1"),
        (change_file(STEP).replace('"change": 1', '"change": "1"'), "this program reads 1"),
        (change_file(STEP, sent_by="me"), '"sent_by", which this program does not know'),
        (change_file(), "a list of 1 to 300 fields"),
        (change_file(*[STEP] * 301), "a list of 1 to 300 fields"),
        (change_file(STEP, field(["fast_track", "steps"], ["a"], ["b"])), "is not what it was"),
        (change_file(STEP, STEP), "which overlap"),
        (change_file(STEP) + " " * 400_000, "may have at most 400,000"),
    ],
)
def test_what_is_no_change_file_is_refused_in_a_sentence(project: Path, data: str, says: str) -> None:
    done = run(project, "apply", "-", given=data)
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr) < 800


def test_a_source_with_a_fault_in_its_yaml_is_mended_first(edit: Any) -> None:
    project = edit("tier-3/example.yaml", "title: Example protocol", 'title: "Example protocol')
    done = apply(project, STEP)
    assert done.exit_code == 2
    assert "cannot be read; mend it first" in done.stderr


def test_the_guide_shows_a_change_file_that_can_be_applied() -> None:
    guide = (ROOT / "docs" / "authors" / "change-files.md").read_text(encoding="utf-8")
    shown = guide.partition("```json\n")[2].partition("```")[0]
    done = run(ROOT, "apply", "-", "--dry-run", given=shown)
    assert done.exit_code == 0, done.output
    assert "would change protocols/tier-3/domestic-abuse-marac.yaml" in done.stdout
