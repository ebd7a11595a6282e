"""A new protocol as a conversation: ids by number or by their start, asked again until they fit, and a list of open points."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.support.commands import dated
from tests.support.edits import run, texts

ANSWERS = "Lost child\n\n1\npol\nsch 1\n\n"


def test_draft_is_the_one_that_options_give_and_ends_with_its_open_points(project: Path) -> None:
    done = run(project, "new", "protocol", "--ask", given=ANSWERS)
    assert done.exit_code == 0, done.output
    asked = texts(project)["tier-3/lost-child.yaml"]
    points = done.stdout.partition("open points (")[2].splitlines()
    assert int(points[0].split(")")[0]) == len(points) - 2
    assert " 1. write `summary`: what it is for" in points[1]
    assert any("choose `marking`" in line for line in points)
    assert [line.split("fill in ")[1] for line in points if "fill in" in line] == [
        "`gateways`",
        "`restrictions`",
        "`data_protection`",
        "`flows`",
    ]
    assert points[-1].startswith("No law was chosen for you")
    assert run(project, "check").exit_code == 0
    (project / "protocols" / "tier-3" / "lost-child.yaml").unlink()
    (project / "protocols" / "addresses.yaml").write_text(
        (Path(__file__).parents[1] / "support" / "small" / "protocols" / "addresses.yaml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    options = ("--title", "Lost child", "--under", "safe-places", "--owner", "police", "--party", "school")
    assert run(project, "new", "tier-3", "lost-child", *options, "--party", "council").exit_code == 0
    assert texts(project)["tier-3/lost-child.yaml"] == asked


def test_what_cannot_be_used_is_said_and_asked_again(project: Path) -> None:
    answers = "Lost child\nLost Child!\nexample\nlost-child\n9\n1 1\npolise\npolice\npo\n2 council\nTo find her.\n"
    done = run(project, "new", "protocol", "--ask", given=answers)
    assert done.exit_code == 0, done.output
    assert "`example` is taken" in done.stdout
    assert "`9` is none of these" in done.stdout
    assert "`polise` is none of these; did you mean police?" in done.stdout
    assert "`po` is none of these" in done.stdout, "the owner is not offered again"
    text = texts(project)["tier-3/lost-child.yaml"]
    assert "\nsummary: To find her.\n" in text
    assert "write `summary`" not in done.stdout


def test_what_is_retired_is_not_offered(project: Path) -> None:
    school = project / "protocols" / "agencies" / "school.yaml"
    school.write_text(
        school.read_text(encoding="utf-8") + "retired: {on: 2026-10-01, replaced_by: council, why: It closed.}\n",
        encoding="utf-8",
    )
    done = run(project, "new", "protocol", "--ask", given="Lost child\n\n1\nschool\npolice\nschool\ncouncil\n\n")
    assert done.stdout.count("`school` is none of these") == 2


def test_answers_that_end_too_early_write_nothing(project: Path) -> None:
    before = texts(project)
    done = run(project, "new", "protocol", "--ask", given="Lost child\n\n1\n")
    assert done.exit_code == 1
    assert texts(project) == before


def test_nobody_is_asked_where_nobody_sits(project: Path) -> None:
    done = run(project, "new", "protocol")
    assert done.exit_code == 2
    assert "protocols new tier-3" in done.stderr


def test_somebody_at_a_terminal_is_asked(project: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *dated("new", "protocol")],
        cwd=project,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    os.close(theirs)
    os.write(ours, ANSWERS.encode())
    said, _ = process.communicate(timeout=120)
    os.close(ours)
    assert process.returncode == 0, said
    assert "wrote protocols/tier-3/lost-child.yaml" in said
