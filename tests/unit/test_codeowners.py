"""Who must agree to a change is written down from the owners in the sources, and is never out of date."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from generator.authors.codeowners import CODEOWNERS, codeowners
from generator.rules.load import load
from generator.site.build import Site
from tests.conftest import AS_OF, ROOT
from tests.support.edits import completed

Edit = Callable[[str, str, str], Path]


def lines_of(project: Path) -> dict[str, str]:
    text = codeowners(load(project, AS_OF).library)
    return dict(line.split() for line in text.splitlines() if not line.startswith("#"))


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return completed(project, "codeowners", *arguments)


def test_list_in_the_repository_is_what_the_sources_say(county: Site, *, update: bool) -> None:
    text = codeowners(county.county.library)
    path = ROOT / CODEOWNERS
    if update:
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "run `protocols codeowners`"


def test_owner_of_each_kind_of_source(project: Path) -> None:
    owners = lines_of(project)
    site = load(project, AS_OF).library.site
    assert site
    board = owners["*"]
    assert owners["/protocols/core/"] == owners["/protocols/law/"] == owners["/protocols/glossary.yaml"] == board
    county = board.removeprefix("@").split("/")[0]
    assert owners["/protocols/tier-2/safe-places.yaml"] == f"@{county}/council"
    assert owners["/protocols/agencies/police.yaml"] == f"@{county}/police"
    assert owners["/protocols/tier-3/example.yaml"] == f"@{county}/police"
    assert not [pattern for pattern in owners if pattern.startswith("/protocols/core/") and pattern.endswith(".yaml")]


def test_owner_follows_the_source(edit: Edit) -> None:
    project = edit("tier-3/example.yaml", "owner: police", "owner: council")
    assert lines_of(project)["/protocols/tier-3/example.yaml"].endswith("/council")


def test_every_team_is_an_agency_or_the_board(county: Site) -> None:
    text = codeowners(county.county.library)
    teams = {line.rsplit("/", 1)[-1] for line in text.splitlines() if not line.startswith("#")}
    assert len(teams - county.county.agencies.keys()) == 1


def test_command_says_what_differs_and_then_writes_it(project: Path) -> None:
    before = run(project, "--check")
    assert before.returncode == 1
    assert "+/protocols/tier-3/example.yaml @" in before.stdout
    assert not (project / CODEOWNERS).exists()
    assert run(project).returncode == 0
    after = run(project, "--check")
    assert (after.returncode, after.stdout) == (0, "")


def test_nothing_is_written_from_sources_with_faults(edit: Edit) -> None:
    project = edit("tier-3/example.yaml", "owner: police", "owner: nobody")
    done = run(project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (project / CODEOWNERS).exists()
