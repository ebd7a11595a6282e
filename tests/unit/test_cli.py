"""What somebody at a terminal sees: colour, progress, and words instead of tracebacks. Terminals here are real ones."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.commands.program import HOMES
from generator.commands.program import main as program
from generator.commands.surroundings import progress_on
from tests.conftest import ROOT
from tests.support.commands import dated
from tests.support.edits import run

Edit = Callable[[str, str, str], Path]


def on_a_terminal(project: Path, *arguments: str) -> str:
    """Return what a command writes to the terminal that it runs at."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *dated(*arguments)], cwd=project, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    with process:
        return read_all(ours)


def read_all(terminal: int) -> str:
    pieces: list[bytes] = []
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so where the other end is closed.
            piece = b""
        if not piece:
            os.close(terminal)
            return b"".join(pieces).decode()
        pieces.append(piece)


def test_report_has_colour_on_a_terminal_and_none_in_a_pipe(edit: Edit) -> None:
    project = edit("tier-3/example.yaml", "status: draft", "status: drat")
    seen = on_a_terminal(project, "check")
    assert "\x1b[31m\x1b[1merror[wrong-choice]\x1b[0m" in seen
    assert "\x1b[34m" in seen
    piped = subprocess.run(
        [sys.executable, "-m", "generator", *dated("check")], cwd=project, capture_output=True, text=True, check=False
    )
    assert "error[wrong-choice]" in piped.stdout
    assert "\x1b" not in piped.stdout + piped.stderr


def test_progress_is_told_at_a_terminal_and_gone_when_the_work_is_done() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream, progress_on(stream, patience=0) as progress:
        progress("read 7 files")
        progress("checked 3 of 9 rules")
    assert read_all(ours) == "\r\x1b[Kread 7 files\r\x1b[Kchecked 3 of 9 rules\r\x1b[K"


def test_progress_that_was_taken_back_is_not_taken_back_again() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream, progress_on(stream, patience=0) as progress:
        for words in ("", "read 7 files", "", ""):
            progress(words)
    assert read_all(ours) == "\r\x1b[Kread 7 files\r\x1b[K"


def test_progress_is_not_told_of_short_work_nor_where_nobody_sits(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream, progress_on(stream, patience=60) as progress:
        progress("read 7 files")
    assert read_all(ours) == ""
    with (tmp_path / "log").open("w") as stream, progress_on(stream, patience=0) as progress:
        progress("read 7 files")
    assert (tmp_path / "log").read_text() == ""


@pytest.mark.parametrize("name", [name for names in HOMES.values() for name in names])
def test_every_command_explains_itself(name: str) -> None:
    done = run(ROOT, name, "--help")
    assert done.exit_code == 0, done.stderr
    assert "Usage:" in done.stdout


def test_check_imports_nothing_that_only_publishing_needs() -> None:
    code = "import sys, generator.commands.program as cli, generator.commands.check; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    unneeded = {"mkdocs", "typst", "jinja2", "lxml", "generator.publishers.plugin", "generator.pages"}
    assert not unneeded & set(done.stdout.split())
    assert program.get_command(None, "nonsense") is None  # type: ignore[arg-type]


def test_what_a_check_makes_is_not_looked_through_when_it_ends() -> None:
    code = "import gc, atexit, generator.commands.program as cli; atexit.register(lambda: print(gc.get_freeze_count())); cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *dated("check")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert int(done.stdout.split()[-1]) > 100_000, done.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14", "2106-01-01", "9999-12-31"])
def test_day_that_no_file_can_carry_is_refused_in_words(project: Path, day: str) -> None:
    command = [sys.executable, "-m", "generator", *dated("check", "--as-of", day)]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert f"{day} is not a day to work for; give one from 1970-01-01 to 2105-12-31" in result.stderr


@pytest.mark.parametrize("day", ["1970-01-01", "2105-12-31"])
def test_site_is_built_for_the_first_and_the_last_day(project: Path, day: str) -> None:
    command = [sys.executable, "-m", "generator", *dated("build", "--as-of", day)]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_date_in_a_source_that_nobody_can_mean_is_a_fault(edit: Edit, day: str) -> None:
    project = edit("tier-3/example.yaml", "next: 2027-06-01", f"next: {day}")
    command = [sys.executable, "-m", "generator", *dated("build", "--no-pdf")]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert f"`{day}` in `next` is not a date between the years 1000 and 2199" in result.stderr
