"""The pipelines for other forges hold no secret, name only what exists, and run the same scripts; their annotations are well formed."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from generator.commands.program import main
from tests.conftest import ROOT
from tests.support.edits import run

Edit = Callable[[str, str, str], Path]

GITLAB = ROOT / ".ci" / "gitlab" / ".gitlab-ci.yml"
AZURE = ROOT / ".ci" / "azure" / "azure-pipelines.yml"
EACH = pytest.mark.parametrize("path", [GITLAB, AZURE], ids=["gitlab", "azure"])

NO_JOBS = {"workflow", "default", "variables", "stages"}


def pipeline(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def gitlab_jobs() -> dict[str, dict[str, Any]]:
    return {name: job for name, job in pipeline(GITLAB).items() if name not in NO_JOBS}


def azure_steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for stage in pipeline(AZURE)["stages"]:
        for job in stage["jobs"]:
            yield from ((stage["stage"], step) for step in job["steps"])


def scripts(path: Path) -> list[str]:
    if path == GITLAB:
        return [line for job in gitlab_jobs().values() for line in job["script"]]
    return [line for _stage, step in azure_steps() for line in step.get("script", "").splitlines()]


@EACH
def test_every_script_target_and_command_exists(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    seen = 0
    for line in scripts(path):
        subprocess.run(["bash", "-n"], input=line, text=True, check=True)
        for script in re.findall(r"\.github/scripts/\S+", line):
            assert (ROOT / script).is_file(), script
            seen += 1
        for target in re.findall(r"\bmake (\S+)", line):
            assert re.search(rf"^{re.escape(target.replace('.venv', '$(VENV)'))}:", makefile, re.MULTILINE), target
            seen += 1
        for words in re.findall(r"\.venv/bin/protocols (.+)", line):
            name, *options = words.split()
            command = main.get_command(click.Context(main), name)
            assert command is not None, name
            known = {word for found in command.params for word in (*found.opts, *found.secondary_opts)}
            assert {word for word in options if word.startswith("--")} <= known
            seen += 1
    assert seen >= 6


@EACH
def test_a_pull_request_finds_no_secret_and_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    code = "\n".join(line.partition(" #")[0] for line in text.splitlines() if not line.lstrip().startswith("#"))
    assert not re.search(
        r"secret|token|password|://|index.url|variable_?group|- group:|serviceConnection", code, re.IGNORECASE
    )
    assert not re.search(r"\bcurl\b|\bwget\b|\bpip\b", code)


def test_gitlab_checks_previews_and_publishes_main_alone() -> None:
    jobs = gitlab_jobs()
    stages = pipeline(GITLAB)["stages"]
    assert [job["stage"] for job in jobs.values()] == ["check", "preview", "publish", "check"]
    assert {job["stage"] for job in jobs.values()} == set(stages)
    assert jobs["sources"]["artifacts"]["reports"]["codequality"] == "out/quality.json"
    assert jobs["sources"]["artifacts"]["expose_as"]
    assert jobs["sources"]["artifacts"]["when"] == "always", "faults are shown when there are some"
    assert jobs["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert jobs["pages"]["resource_group"]
    assert jobs["reviews"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]


def test_azure_checks_previews_and_publishes_main_alone() -> None:
    found = pipeline(AZURE)
    check, publish = found["stages"]
    assert (check["stage"], publish["stage"], publish["dependsOn"]) == ("Check", "Publish", "Check")
    assert "ne(variables['Build.Reason'], 'PullRequest')" in publish["condition"]
    assert "eq(variables['Build.SourceBranch'], 'refs/heads/main')" in publish["condition"]
    assert found["schedules"][0]["always"] is True
    assert found["variables"]["ANNOTATIONS"] == "azure"
    for _stage, step in azure_steps():
        assert "$(" not in step.get("script", ""), "what a stranger names never stands in a command line"
        if step.get("checkout"):
            assert step["persistCredentials"] is False
    assert [step["artifact"] for stage, step in azure_steps() if "publish" in step] == ["site-preview", "site"]


def test_gitlab_reads_each_fault_at_its_line(edit: Edit) -> None:
    project = edit("tier-3/example.yaml", "owner: police", "owner: nobody")
    done = run(project, "check", "--format", "gitlab")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert {"path": "protocols/tier-3/example.yaml", "lines": {"begin": 6}} in [each["location"] for each in found]
    assert {each["severity"] for each in found} <= {"critical", "minor", "info"}
    assert len({each["fingerprint"] for each in found}) == len(found)
    assert all(set(each) == {"description", "check_name", "fingerprint", "severity", "location"} for each in found)
    edit("tier-3/example.yaml", "owner: nobody", "owner: police")
    assert json.loads(run(project, "check", "--format", "gitlab").stdout) == []


def test_azure_reads_each_fault_at_its_line_and_no_command_in_it(edit: Edit) -> None:
    project = edit("tier-3/example.yaml", "owner: police", 'owner: "a;]##vso[task.setvariable variable=x]y%"')
    done = run(project, "check", "--format", "azure")
    lines = done.stdout.splitlines()
    assert any(
        line.startswith("##vso[task.logissue type=error;sourcepath=protocols/tier-3/example.yaml;linenumber=6;")
        for line in lines
    )
    for line in lines:
        assert line.startswith("##vso[task.logissue ")
        assert line.count("]") == 1, line
    assert "%AZP25" in done.stdout


def test_the_guide_names_the_files_that_are_shipped() -> None:
    guide = (ROOT / "docs" / "authors" / "any-forge.md").read_text(encoding="utf-8")
    for path in (GITLAB, AZURE):
        assert f"`{path.relative_to(ROOT)}`" in guide
