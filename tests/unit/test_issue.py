"""`protocols issue` freezes a version, or says in words why it may not."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.composed.passages import fingerprint
from generator.composed.tree import parse
from generator.county.issued import digest, seal_of
from generator.rules.load import load
from generator.site.build import build
from generator.urls import protocol_uri
from tests.conftest import AS_OF, ROOT
from tests.support.edits import run
from tests.support.issued import PROTOCOL, change, issued, raised, twice_issued


def test_issued_text_has_the_fingerprint_of_the_page(project: Path) -> None:
    folder = issued(project)
    page = next(page for page in build(project, AS_OF).pages if page.page_uri == protocol_uri("example"))
    frozen = parse((folder / "0.1.md").read_text(encoding="utf-8"), "0.1.md")
    assert fingerprint(frozen) == fingerprint(page.tree)
    assert f"fingerprint: {fingerprint(page.tree)}\n" in (folder / "0.1.yaml").read_text(encoding="utf-8")


def test_issued_text_has_nothing_that_goes_on_changing(project: Path) -> None:
    text = (twice_issued(project) / "0.2.md").read_text(encoding="utf-8")
    assert "downloads" not in text
    assert "data-review-by" not in text
    assert "Not signed by" not in text
    assert "Issued for signing" not in text
    assert "Ring the night desk at once." in text


def test_manifest_says_what_was_issued(project: Path) -> None:
    folder = issued(project)
    text, manifest = (folder / "0.1.md").read_bytes(), (folder / "0.1.yaml").read_bytes()
    for line in (
        "document: example",
        'version: "0.1"',
        'core_version: "1.0"',
        "title: Example protocol",
        "on: 2026-11-20",
        "  - sharing-act-2001/s1",
        "  - school",
        f"text: {digest(text)}",
        f"seal: {seal_of(manifest)}",
    ):
        assert f"\n{line}\n" in manifest.decode(), line
    assert b"\r" not in text + manifest


def test_what_was_issued_passes_every_check(project: Path) -> None:
    before = load(project, AS_OF).diagnostics
    twice_issued(project)
    assert load(project, AS_OF).diagnostics == before


def test_issuing_leaves_earlier_versions_as_they_are(project: Path) -> None:
    folder = issued(project)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    raised(project, "0.2", "2026-11-21", ("Ring the desk.", "Ring the night desk at once."))
    issued(project, "2026-11-21")
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert sorted(path.name for path in folder.iterdir()) == ["0.1.md", "0.1.yaml", "0.2.md", "0.2.yaml"]


def test_same_sources_give_the_same_files_on_any_day_of_work(project: Path) -> None:
    folder = issued(project)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert run(project, "issue", "example", "--on", "2026-11-20", "--as-of", "2026-12-24").exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


RETIRED = ("status: draft", "status: retired\nretired: {on: 2026-11-01, why: It was replaced.}")


@pytest.mark.parametrize(
    ("changes", "arguments", "code", "words"),
    [
        pytest.param([("status: draft", "status: drat")], [], 1, "mend them first", id="faults in the sources"),
        pytest.param([("Ring the desk.", "To be written.")], [], 2, "still to be written", id="unwritten text"),
        pytest.param([RETIRED], [], 2, "was retired on 1 November 2026", id="a retired document"),
        pytest.param([], ["--on", "2026-11-23"], 2, "has not come yet", id="a day to come"),
        pytest.param(
            [], ["--on", "2026-10-04"], 2, "was made on 5 October 2026", id="a day before the version was made"
        ),
        pytest.param([('"0.1"', '"0.1 beta"'), ('"0.1"', '"0.1 beta"')], [], 2, "part of an address", id="no address"),
        pytest.param([('"0.1"', '"../x"'), ('"0.1"', '"../x"')], [], 2, "part of an address", id="a way out"),
    ],
)
def test_what_may_not_be_issued_is_refused_in_words(
    project: Path, changes: list[tuple[str, str]], arguments: list[str], code: int, words: str
) -> None:
    change(project, PROTOCOL, *changes)
    result = run(project, "issue", "example", *arguments)
    assert result.exit_code == code
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (project / "protocols" / "issued").exists()


def test_unwritten_words_of_an_agency_or_of_the_core_stop_it_too(project: Path) -> None:
    change(project, "core/safety-first.yaml", ("Ask what would happen if nobody knew.", "To be written."))
    result = run(project, "issue", "example")
    assert "protocols/core/safety-first.yaml:" in result.stderr
    assert "still to be written" in result.stderr


def test_unknown_protocol_is_refused_with_the_nearest_name(project: Path) -> None:
    result = run(project, "issue", "exampel")
    assert (result.exit_code, "example" in result.stderr) == (2, True)


def test_version_is_issued_once(project: Path) -> None:
    issued(project)
    result = run(project, "issue", "example")
    assert (result.exit_code, "was issued on 20 November 2026 already" in result.stderr) == (2, True)


@pytest.mark.parametrize(("first", "then"), [("1.10", "1.9"), ("2.0", "1.5"), ("1.0a", "1.0A"), ("1.0", "1.00")])
def test_version_must_be_later_than_every_one_that_was_issued(project: Path, first: str, then: str) -> None:
    raised(project, first, "2026-11-19")
    issued(project)
    raised(project, then, "2026-11-21")
    result = run(project, "issue", "example")
    assert result.exit_code == 2
    assert re.search(r"is not later|issued on 20 November 2026 already", result.stderr), result.stderr


def test_day_of_issue_is_not_before_that_of_an_earlier_version(project: Path) -> None:
    issued(project, "2026-11-20")
    raised(project, "0.2", "2026-11-15")
    result = run(project, "issue", "example", "--on", "2026-11-18")
    assert (result.exit_code, "which is after 18 November 2026" in result.stderr) == (2, True)


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from generator.authors.edit import issue
from generator.site.build import build

root, at = Path(sys.argv[1]), sys.argv[2]
edition = issue.prepare(build(root, date(2026, 11, 22)), "example", date(2026, 11, 22))
seen = []

def stop_at(event, arguments):
    name = {"os.mkdir": "folder", "open": "file", "ctypes.dlsym": "exchange", "shutil.rmtree": "tidying"}.get(event)
    if name and any(".issuing-" in str(each) for each in arguments) or event == "ctypes.dlsym":
        seen.append(name)
        if f"{name} {seen.count(name)}" == at:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(stop_at)
issue.issue(root, edition)
"""
"""Issues the present version, and kills itself at one of its own acts."""


@pytest.mark.parametrize("at", ["file 1", "file 3", "file 4", "exchange 1"])
def test_kill_leaves_what_was_there_and_the_next_issue_succeeds(project: Path, at: str) -> None:
    folder = issued(project)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    raised(project, "0.2", "2026-11-21", ("Ring the desk.", "Ring the night desk at once."))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(project), at], check=False, capture_output=True, cwd=ROOT
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not [found for found in load(project, AS_OF).diagnostics if found.code.startswith("issued")]
    issued(project, "2026-11-22")
    assert sorted(path.name for path in folder.iterdir()) == ["0.1.md", "0.1.yaml", "0.2.md", "0.2.yaml"]
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["example"]
