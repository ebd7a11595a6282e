"""Once the requirements are installed, a build with all it prints asks nothing of any network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import dated

REFUSES = """\
import sys


def refuse(event: str, _arguments: object) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise RuntimeError(f"the network was asked: {event}")


sys.addaudithook(refuse)
"""
"""What every Python program of the build begins with, those too that it starts to print."""


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """The environment of a program that has no network."""
    folder = tmp_path / "offline"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(REFUSES, encoding="utf-8")
    paths = (str(folder), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def run(command: list[str], root: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=240)


def test_build_asks_no_network(project: Path, offline: dict[str, str]) -> None:
    done = run([sys.executable, "-m", "generator", *dated("build")], project, offline)
    assert (done.returncode, done.stderr) == (0, "")
    assert "20 made and 0 reused" in done.stdout


def test_program_that_asks_is_found_out(tmp_path: Path, offline: dict[str, str]) -> None:
    asks = "from urllib.request import urlopen; urlopen('http://192.0.2.1/')"
    done = run([sys.executable, "-c", asks], tmp_path, offline)
    assert done.returncode == 1
    assert "the network was asked" in done.stderr
