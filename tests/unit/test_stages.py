"""What somebody who waits is told, and somebody who asks where the time went."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.commands.stages import Stages
from generator.errors import GeneratorError
from generator.publishers.mkdocs_build import write_with_mkdocs
from generator.site.agreements import load_agreed
from generator.site.build import build_from
from tests.conftest import AS_OF
from tests.support.commands import dated

ROW = re.compile(r"^(?P<name>[a-z ]+?) +(?P<seconds>\d+\.\d\d) +(?P<processors>\d+\.\d\d)$", re.MULTILINE)


def profiled(project: Path, *options: str) -> dict[str, float]:
    command = [sys.executable, "-m", "generator", *dated("build", "--profile", *options)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    return {found["name"]: float(found["processors"]) for found in ROW.finditer(done.stderr)}


def test_each_stage_says_how_far_it_is_and_takes_its_words_back() -> None:
    told: list[str] = []
    stages = Stages(told.append)
    with stages.stage("reading") as progress:
        progress("3 of 9 files")
    with stages.stage("printing"):
        pass
    assert told == ["reading", "reading: 3 of 9 files", "", "printing", ""]
    assert [found["name"] for found in ROW.finditer(stages.profile)] == ["reading", "printing", "all stages"]


def test_a_stage_that_fails_takes_its_words_back_too() -> None:
    told: list[str] = []
    stages = Stages(told.append)
    with pytest.raises(GeneratorError), stages.stage("reading"):
        raise GeneratorError
    assert told == ["reading", ""]


def test_a_profile_names_every_stage_and_its_time_is_that_of_all(project: Path) -> None:
    found = profiled(project, "--pdf")
    made = ["reading and checking sources", "composing pages", "printing", "writing pages", "verifying the site"]
    assert list(found) == ["looking for changes", *made, "all stages"]
    assert found.pop("all stages") >= 0.99 * sum(found.values()) > 0
    assert all(found[name] > 0 for name in made)
    assert list(profiled(project, "--pdf")) == ["looking for changes", "all stages"]


def test_every_text_and_every_page_is_told_of(project: Path, tmp_path: Path) -> None:
    told: list[str] = []
    site = build_from(project, load_agreed(project, AS_OF).county, progress=told.append)
    assert told == [f"{number} of {len(site.pages)} pages" for number in range(1, len(site.pages) + 1)]
    told.clear()
    write_with_mkdocs(project, site, tmp_path / "site", progress=told.append)
    count = len(told) // 2
    assert count > len(site.pages)  # The hand-written pages too.
    assert told == [f"{what} {number} of {count}" for what in ("text", "page") for number in range(1, count + 1)]
