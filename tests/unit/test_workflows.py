"""The workflows ask for no more rights than they use and name only what exists; their scripts do what they say.

The service itself is not tested. The scripts run against a `gh` that keeps a pull request in a file and records what it is asked.
"""

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from generator.commands.program import main
from tests.conftest import AS_OF, ROOT

Edit = Callable[[str, str, str], Path]

SCRIPTS = ROOT / ".github" / "scripts"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

ACTIONS = {
    "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae",
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9",
    "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128",
    "github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
}
"""Every action that may be used, at the commit that was looked at: a tag can be moved, a commit cannot."""

WRITES = {
    ("change.yml", "propose"): {"contents", "issues", "pull-requests"},
    ("pull-request-comment.yml", "comment"): {"pull-requests"},
    ("pull-request-comment.yml", "faults"): {"security-events"},
    ("publish.yml", "deploy"): {"pages", "id-token"},
    ("nightly.yml", "publish"): {"pages", "id-token"},
}
"""Every right to write, by the job that has it."""

ATTACHMENTS = {r"https://github\.com", r"https://objects\.githubusercontent\.com"}
"""All that a script asks by address, as its patterns have it: where the service gives out what is attached to an issue, and keeps it."""

COMMIT = "c0ffee" * 6 + "c0ff"

FAKE_GH = """\
    import json, sys
    from pathlib import Path

    here = Path(__file__).parent
    state = json.loads((here / "state.json").read_text())
    arguments, sent = sys.argv[1:], sys.stdin.read()
    with (here / "asked.jsonl").open("a") as record:
        record.write(json.dumps({"arguments": arguments, "sent": sent}) + "\\n")
    if state.get("refuses"):
        sys.exit(state["refuses"])
    if arguments[:2] == ["run", "download"]:
        folder = Path(arguments[arguments.index("--dir") + 1])
        for name, text in state["artifact"].items():
            (folder / name).write_text(text)
        for name, target in state.get("links", {}).items():
            (folder / name).symlink_to(target)
        sys.exit()
    method = arguments[arguments.index("--method") + 1]
    fields = dict(part.split("=", 1) for flag, part in zip(arguments, arguments[1:]) if flag in ("-f", "-F"))
    path = arguments[3]
    if path.endswith("/artifacts"):
        print(json.dumps({"artifacts": [{"name": "impact"}] if state["artifact"] or state.get("links") else []}))
    elif method == "GET":
        items = state["pulls"] if path.endswith("/pulls") else state["comments"]
        start = (int(fields["page"]) - 1) * int(fields["per_page"])
        print(json.dumps(items[start : start + int(fields["per_page"])]))
    else:
        body = json.loads(sent)["body"]
        if method == "POST":
            state["comments"].append({"id": 1 + len(state["comments"]), "user": {"login": "github-actions[bot]"}, "body": body})
        for each in state["comments"]:
            if method == "PATCH" and each["id"] == int(path.rsplit("/", 1)[-1]):
                each["body"] = body
        (here / "state.json").write_text(json.dumps(state))
        print("{}")
"""


@dataclass(frozen=True)
class Service:
    """A folder that holds the fake `gh`, what it knows and what it was asked."""

    folder: Path

    @property
    def state(self) -> dict[str, Any]:
        return json.loads((self.folder / "state.json").read_text())

    def set(self, **changes: object) -> None:
        (self.folder / "state.json").write_text(json.dumps(self.state | changes))

    @property
    def comments(self) -> list[str]:
        return [each["body"] for each in self.state["comments"]]

    @property
    def writes(self) -> list[str]:
        """The method and path of everything that was written."""
        record = self.folder / "asked.jsonl"
        asked = [json.loads(line)["arguments"] for line in record.read_text().splitlines()] if record.exists() else []
        return [" ".join(each[2:4]) for each in asked if each[0] == "api" and each[2] != "GET"]

    def post(self, **changes: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "REPOSITORY": "kent-and-medway/protocols",
            "RUN_ID": "77",
            "HEAD_REPOSITORY": "somebody/protocols",
            "HEAD_BRANCH": "a-change",
            "HEAD_SHA": COMMIT,
            "SERVER": "https://code.example",
            "GITHUB_OUTPUT": str(self.folder / "output"),
        }
        command = [sys.executable, str(SCRIPTS / "comment.py")]
        return subprocess.run(
            command, env=environment | changes, capture_output=True, text=True, check=False, timeout=60
        )


@pytest.fixture
def service(tmp_path: Path) -> Service:
    folder = tmp_path / "service"
    folder.mkdir()
    (folder / "fake_gh.py").write_text(textwrap.dedent(FAKE_GH))
    gh = folder / "gh"
    gh.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder}/fake_gh.py" "$@"\n')
    gh.chmod(0o755)
    pulls = [{"number": 12, "head": {"sha": COMMIT, "repo": {"full_name": "somebody/protocols"}}}]
    state = {"pulls": pulls, "comments": [], "artifact": {"impact.md": "## What this change does\n\nOne word.\n"}}
    (folder / "state.json").write_text(json.dumps(state))
    return Service(folder)


def workflow(path: Path) -> dict[Any, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def triggers(path: Path) -> set[str]:
    return set(workflow(path)[True])  # In YAML 1.1, which PyYAML reads, the key `on` means yes.


def jobs() -> Iterator[tuple[Path, str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in workflow(path)["jobs"].items():
            yield path, name, job


def steps() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, _name, job in jobs():
        for step in job.get("steps", ()):
            yield path, step


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield each command line of each step, with the file it is in."""
    for path, step in steps():
        for line in step.get("run", "").splitlines():
            yield path.name, line.split()


def missing_option(words: list[str]) -> str | None:
    """Return what a `protocols` command line names that does not exist."""
    command = main.get_command(click.Context(main), words[0]) if words else None
    if command is None:
        return " ".join(words[:1]) or "no command"
    options = [found for found in command.params if isinstance(found, click.Option)]
    known = {name for found in options for name in (*found.opts, *found.secondary_opts, "--help")}
    return next((word for word in words if word.startswith("--") and word.split("=")[0] not in known), None)


def test_every_workflow_is_there() -> None:
    names = {path.stem for path in WORKFLOWS}
    assert names == {"change", "pull-request", "pull-request-comment", "publish", "nightly", "tests"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_starts_from_few_rights_and_in_a_line(path: Path) -> None:
    found = workflow(path)
    assert found["permissions"] in ({}, {"contents": "read"})
    assert found["concurrency"]["group"]
    for job in found["jobs"].values():
        assert "uses" in job or job["timeout-minutes"]


def test_rights_to_write_are_those_that_were_thought_about() -> None:
    found = {
        (path.name, name): {right for right, level in job.get("permissions", {}).items() if level == "write"}
        for path, name, job in jobs()
    }
    assert {key: rights for key, rights in found.items() if rights} == WRITES


def test_code_of_a_pull_request_never_runs_with_rights() -> None:
    for path in WORKFLOWS:
        assert "pull_request_target" not in triggers(path)
        if triggers(path) & {"pull_request"}:
            assert all("permissions" not in job for job in workflow(path)["jobs"].values())
    for path, step in steps():
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, path.name
            if "workflow_run" in triggers(path):
                assert step["with"]["ref"] == "${{ github.event.repository.default_branch }}"
                assert step["with"]["sparse-checkout"] == ".github/scripts"
        if "workflow_run" in triggers(path):
            assert not re.search(r"\bmake\b|\.venv", step.get("run", ""))


def test_what_strangers_choose_never_stands_in_a_command_line() -> None:
    for path, step in steps():
        assert "${{" not in step.get("run", ""), path.name


def test_only_known_actions_and_no_secrets_or_registries() -> None:
    used = {step["uses"] for _path, step in steps() if "uses" in step}
    assert used == ACTIONS
    for path in (*WORKFLOWS, *SCRIPTS.iterdir(), ROOT / ".pre-commit-config.yaml"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert "secrets." not in text, path.name
        hosts = set(re.findall(r"\w*://[^/]*", text))
        assert hosts == (ATTACHMENTS if path.name == "attached.py" else set()), path.name
        assert not re.search(r"--(extra-)?index", text), path.name


def test_every_command_line_names_what_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    seen = 0
    for name, words in commands():
        seen += 1
        match words:
            case ["make", target]:
                assert re.search(rf"^{re.escape(target.replace('.venv', '$(VENV)'))}:", makefile, re.MULTILINE), name
            case [".venv/bin/protocols", *rest]:
                assert missing_option(rest) is None, name
            case ["python3", script, *_rest]:
                assert (ROOT / script).is_file(), name
            case ["gh", "run", "download", *_rest]:
                pass
            case [script, *_rest]:
                assert os.access(ROOT / script, os.X_OK), f"{name}: {script}"
    assert seen > 8


def test_scripts_name_only_commands_that_exist() -> None:
    for path in SCRIPTS.glob("*.sh"):
        subprocess.run(["bash", "-n", path], check=True)
        for words in re.findall(r'"\$protocols" (.+?)(?: [|>2&]|$)', path.read_text(encoding="utf-8"), re.MULTILINE):
            assert missing_option(words.replace('"', "").split()) is None, path.name


def test_hooks_name_only_commands_that_exist() -> None:
    (repo,) = workflow(ROOT / ".pre-commit-config.yaml")["repos"]
    for hook in repo["hooks"]:
        program, *words = hook["entry"].split()
        assert program == ".venv/bin/protocols"
        assert missing_option(words) is None
        assert re.search(hook["files"], "protocols/tier-3/example.yaml")
        assert not re.search(hook["files"], "docs/index.md")


def test_workflows_that_belong_together_agree_on_names() -> None:
    comment = workflow(ROOT / ".github/workflows/pull-request-comment.yml")
    assert comment[True]["workflow_run"]["workflows"] == [workflow(ROOT / ".github/workflows/pull-request.yml")["name"]]
    kept = {
        step["with"]["name"]
        for _path, step in steps()
        if step.get("uses") == "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"
    }
    assert kept == {"impact", "check", "site-preview", "change"}
    assert (
        workflow(ROOT / ".github/workflows/nightly.yml")["jobs"]["publish"]["uses"] == "./.github/workflows/publish.yml"
    )


# The comment


def test_first_run_writes_one_comment_and_the_next_changes_it(service: Service) -> None:
    assert service.post().stdout == "wrote the comment\n"
    (first,) = service.comments
    assert first.startswith("<!-- protocols: what this change does -->\n## What this change does\n\nOne word.")
    assert "https://code.example/kent-and-medway/protocols/actions/runs/77" in first
    assert (service.folder / "output").read_text() == "number=12\n"
    assert service.post().stdout == "the comment is up to date\n"
    service.set(artifact={"impact.md": "Two words.\n"})
    assert service.post().stdout == "changed the comment\n"
    (second,) = service.comments
    assert "Two words." in second
    assert service.writes == [
        "POST repos/kent-and-medway/protocols/issues/12/comments",
        "PATCH repos/kent-and-medway/protocols/issues/comments/1",
    ]


def test_own_comment_is_found_on_a_later_page(service: Service) -> None:
    service.post()
    (own,) = service.state["comments"]
    others = [{"id": 1000 + index, "user": {"login": "somebody"}, "body": "Fine."} for index in range(250)]
    service.set(comments=[*others, own], artifact={"impact.md": "Later.\n"})
    assert service.post().stdout == "changed the comment\n"
    assert len(service.comments) == 251


def test_comment_of_somebody_who_copied_the_marker_is_left_alone(service: Service) -> None:
    copied = "<!-- protocols: what this change does -->\nNothing changes."
    service.set(comments=[{"id": 5, "user": {"login": "somebody"}, "body": copied}])
    service.post()
    assert service.comments[0] == copied
    assert len(service.comments) == 2


@pytest.mark.parametrize(
    "change",
    [{"HEAD_SHA": "0" * 40}, {"HEAD_REPOSITORY": "another/protocols"}],
    ids=["older commit", "another repository"],
)
def test_commit_that_no_open_pull_request_is_at_gets_no_comment(service: Service, change: dict[str, str]) -> None:
    done = service.post(**change)
    assert done.returncode == 0
    assert "no open pull request" in done.stdout
    assert not service.writes


def test_names_that_a_stranger_chose_reach_gh_as_one_argument(service: Service, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    service.post(HEAD_BRANCH=f"x;touch${{IFS}}{trap};$(touch {trap})")
    asked = [json.loads(line) for line in (service.folder / "asked.jsonl").read_text().splitlines()]
    assert f"head=somebody:x;touch${{IFS}}{trap};$(touch {trap})" in asked[0]["arguments"]
    assert not trap.exists()


def test_run_that_left_nothing_gets_no_comment(service: Service) -> None:
    service.set(artifact={})
    done = service.post()
    assert (done.returncode, done.stdout) == (0, "the run left nothing to post\n")
    assert not service.writes


def test_text_from_a_pull_request_is_made_harmless(service: Service) -> None:
    text = (
        "Hello @everyone <del>old</del><ins>**new**</ins> <img src=x onerror=y> <!-- protocols: hidden --> "
        "![](//x) \\<b> \\\\<script>\u202e\u0007end"
    )
    service.set(artifact={"impact.md": text})
    service.post()
    (body,) = service.comments
    posted = body.splitlines()[1]
    assert "<del>old</del><ins>**new**</ins>" in posted
    assert not re.search(r"@\w|<img|<script|<!--|!\[|\u202e|\u0007", posted)
    assert "\\<b>" in posted
    assert posted.endswith("end")


@pytest.mark.parametrize(
    ("text", "folds"),
    [
        ("<details><summary>Copies</summary>\n\n- one\n\n</details>", True),
        ("<details><summary>Copies</summary>\n\n- one", False),
        ("<details open><summary>Copies", False),
        ("<details><summary>Copies</summary>\n" + "- one\n" * 20_000 + "</details>", False),
    ],
)
def test_folded_list_never_hides_what_follows_it(service: Service, text: str, *, folds: bool) -> None:
    service.set(artifact={"impact.md": text})
    service.post()
    (body,) = service.comments
    assert ("<details>" in body) is folds
    assert body.count("<details>") == body.count("</details>")
    assert "the run](https://code.example" in body


@pytest.mark.parametrize("text", ["a line of words\n" * 20_000, "x" * 300_000, "<del>" + "w " * 200_000])
def test_long_text_is_cut_to_what_a_comment_can_hold(service: Service, text: str) -> None:
    service.set(artifact={"impact.md": text})
    service.post()
    (body,) = service.comments
    assert 60_000 < len(body) <= 65_000
    assert "There is more than a comment can hold" in body
    assert "the run](https://code.example" in body


def test_artifact_that_is_a_link_is_refused(service: Service) -> None:
    service.set(artifact={}, links={"impact.md": "/etc/hostname"})
    done = service.post()
    assert done.returncode == 1
    assert "no plain file" in done.stderr
    assert not service.writes


def test_artifact_that_is_far_too_large_is_refused(service: Service) -> None:
    service.set(artifact={"impact.md": "x" * 5_000_001})
    assert "more than 5000000 bytes" in service.post().stderr
    assert not service.writes


def test_refusal_of_the_service_is_shown_and_fails(service: Service) -> None:
    service.set(refuses="HTTP 403: forbidden")
    done = service.post()
    assert done.returncode == 1
    assert "HTTP 403: forbidden" in done.stderr
    assert "Traceback" not in done.stderr


# The other scripts


@dataclass(frozen=True)
class Ran:
    status: int
    stdout: str
    summary: str
    out: Path


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """Runs a script in a project as a step of a job would."""
    program = tmp_path / "protocols"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')
    program.chmod(0o755)

    def call(project: Path, script: str, *arguments: str) -> Ran:
        summary = tmp_path / "summary.md"
        environment = os.environ | {"PROTOCOLS": str(program), "GITHUB_STEP_SUMMARY": str(summary)}
        command = [str(SCRIPTS / script), *arguments]
        if script.endswith(".py"):
            command = [sys.executable, *command]
        done = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert "Traceback" not in done.stderr
        text = summary.read_text(encoding="utf-8") if summary.exists() else ""
        return Ran(done.returncode, done.stdout, text, tmp_path / "out")

    return call


def commit(project: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@kent.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)


@pytest.fixture
def repository(project: Path) -> Path:
    commit(project, "init", "--quiet", "--initial-branch", "main")
    commit(project, "add", "protocols", "templates", "mkdocs.yml")
    commit(project, "commit", "--quiet", "--message", "First")
    return project


def test_check_annotates_each_line_and_keeps_every_fault(edit: Edit, run: Callable[..., Ran], tmp_path: Path) -> None:
    project = edit("tier-3/example.yaml", "owner: police", "owner: nobody")
    done = run(project, "check.sh", str(tmp_path / "out"), AS_OF.isoformat())
    assert done.status == 1
    assert "::error file=protocols/tier-3/example.yaml,line=6," in done.stdout
    assert "protocols/tier-3/example.yaml:6:" in done.summary
    assert json.loads((done.out / "check.sarif").read_text())["runs"][0]["results"]


def test_check_of_clean_sources_ends_well(project: Path, run: Callable[..., Ran], tmp_path: Path) -> None:
    done = run(project, "check.sh", str(tmp_path / "out"), AS_OF.isoformat())
    assert (done.status, done.stdout) == (0, "")
    assert "no faults" in done.summary
    assert (done.out / "check.sarif").is_file()


def test_impact_says_what_changes(repository: Path, edit: Edit, run: Callable[..., Ran], tmp_path: Path) -> None:
    edit("core/safety-first.yaml", "The law lets you", "The law allows you")
    done = run(repository, "impact.sh", "main", str(tmp_path / "out"), AS_OF.isoformat())
    assert done.status == 0
    text = (done.out / "impact.md").read_text(encoding="utf-8")
    assert "allows" in text
    assert text.strip() == done.summary.strip()
    assert [path.name for path in done.out.iterdir()] == ["impact.md"]


def test_impact_beside_a_fault_says_what_could_not_be_compared(
    repository: Path, edit: Edit, run: Callable[..., Ran], tmp_path: Path
) -> None:
    edit("tier-3/example.yaml", "owner: police", "owner: nobody")
    done = run(repository, "impact.sh", "main", str(tmp_path / "out"), AS_OF.isoformat())
    assert done.status == 0
    text = (done.out / "impact.md").read_text(encoding="utf-8")
    assert text.startswith("## What this change decides\n\n### Not everything could be compared (1)")
    assert "Owner changed: Police → nobody" in text
    assert "::warning" in done.stdout


def test_impact_of_an_unknown_base_says_why_it_cannot_be_shown(
    repository: Path, run: Callable[..., Ran], tmp_path: Path
) -> None:
    done = run(repository, "impact.sh", "nowhere", str(tmp_path / "out"), AS_OF.isoformat())
    assert done.status == 0
    text = (done.out / "impact.md").read_text(encoding="utf-8")
    assert text.startswith("## What this change decides\n\nThat cannot be shown yet.")
    assert "there is no revision `nowhere` here" in text


def test_reviews_that_are_overdue_stand_first(edit: Edit, run: Callable[..., Ran]) -> None:
    project = edit("tier-3/example.yaml", "next: 2027-06-01", "next: 2020-06-01")
    done = run(project, "reviews.py", AS_OF.isoformat())
    assert done.status == 0
    assert "### Overdue: 1" in done.summary
    assert "| `protocols/tier-3/example.yaml:" in done.summary
    assert done.summary.index("Overdue") < done.summary.index("Due soon")


def test_pull_request_template_is_for_people_who_do_not_program() -> None:
    text = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    assert not re.search(r"\b(lint|CI|commit|YAML|rebase|merge|unit test)\b", text)
