"""A git repository around the small project, and what `protocols impact` says of an edit in it."""

import json
import subprocess
from pathlib import Path
from typing import Any

from click.testing import Result

from tests.support.edits import run


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody, in a folder."""
    options = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)


def repository(project: Path) -> Path:
    """Make a project a repository with one commit on `main`, and return it."""
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "start")
    return project


def change(project: Path, name: str, old: str, new: str) -> None:
    """Change words in one of the project's files, once."""
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def impact(project: Path, *arguments: str) -> Result:
    """Run `protocols impact` since the last commit."""
    return run(project, "impact", "HEAD", *arguments)


def told(project: Path) -> Any:
    """Return what `protocols impact` says as data."""
    return json.loads(impact(project, "--format", "json").stdout)


def decided(text: str) -> list[str]:
    """Return the lines that a sheet gives under what is decided."""
    lines = text.splitlines()
    starts = [place for place, line in enumerate(lines) if line.lstrip("# ").startswith("What is decided")]
    if not starts:
        return []
    after = [line for line in lines[starts[0] + 1 :] if line]
    end = next((place for place, line in enumerate(after) if not line.startswith("- ")), len(after))
    return [line.removeprefix("- ") for line in after[:end]]
