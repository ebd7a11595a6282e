"""Runs a command in a project, and says what it changed, line by line."""

import difflib
import subprocess
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from generator.commands.program import main
from tests.conftest import AS_OF
from tests.support.commands import dated


def texts(project: Path) -> dict[str, str]:
    """Return every source, byte for byte as text."""
    top = project / "protocols"
    return {path.relative_to(top).as_posix(): path.read_bytes().decode() for path in sorted(top.rglob("*.yaml"))}


def run(project: Path, *arguments: str, given: str = "", as_of: date = AS_OF) -> Result:
    """Run a command in a project, as of this day if it names none; a traceback fails the test."""
    import os

    before = Path.cwd()
    os.chdir(project)
    try:
        result = CliRunner().invoke(main, dated(*arguments, as_of=as_of), input=given)
    finally:
        os.chdir(before)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def completed(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command like `run`, and return what a process of its own would give: importing it anew takes longer than most commands."""
    done = run(project, *arguments)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def difference(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the lines that differ, as `file: -old` and `file: +new`."""
    lines: list[str] = []
    for name in sorted({*before, *after}):
        changes = difflib.ndiff(
            before.get(name, "").splitlines(keepends=True), after.get(name, "").splitlines(keepends=True)
        )
        lines += [f"{name}: {change[0]}{change[2:]}".rstrip("\n") for change in changes if change[0] in "+-"]
    return lines
