"""A build that is killed at any moment leaves the last good site, or the next one, whole; the build after it is right and clears up.

`KILLS` says how many builds are killed, `KILLS_SEED` repeats a run; `make kills` kills many. Half of them die while they print, just
before the two sites are exchanged or just after; of some the processes that print are left alone, and have to end by themselves.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import pytest

from generator.site.policy import POLICY
from generator.site.swap import PREFIX
from tests.conftest import copy_small
from tests.support.commands import dated

KILLS = int(os.environ.get("KILLS", "2"))
MANY = 10
"""Where more builds are killed than these, most documents change from one to the next, and printing takes longer; else one does."""

IN_A_ROW = 4
"""So many builds are killed at the most before one is let be."""

PROC = Path("/proc")
MARK = "KILLED_BUILD"
"""The variable by which every process of these builds is known."""

Moment = tuple[str, Callable[["Project"], bool], float]
"""What it is called, what begins it, and within how many seconds from then the build is killed."""


@dataclass(frozen=True)
class Project:
    """A small project in either of two states."""

    root: Path
    temporary: Path
    source: Path
    words: tuple[str, str]
    """What the source says in either state."""

    def turn_to(self, state: int) -> None:
        text = self.source.read_text(encoding="utf-8")
        self.source.write_text(text.replace(self.words[1 - state], self.words[state], 1), encoding="utf-8")

    def start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "generator", *dated("build")]
        environment = {**os.environ, MARK: str(self.root), "TMPDIR": str(self.temporary)}
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=self.root, env=environment, text=True, start_new_session=True, **streams)

    def build(self) -> None:
        with self.start() as build:
            _, said = build.communicate(timeout=120)
        assert (build.returncode, said) == (0, "")

    def site(self) -> Mapping[str, str]:
        site = self.root / "site"
        files = sorted(path for path in site.rglob("*") if path.is_file())
        return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def published(self) -> int:
        return (self.root / "site").stat().st_ino

    def left_over(self) -> list[str]:
        cache, site = self.root / "build" / "pdf-cache", self.root / "site"
        printed = {path.stem for path in (site / "pdf").iterdir()} | {path.name for path in (site / "word").glob("*")}
        there = {
            "": (self.root, {"build", "docs", "mkdocs.yml", "protocols", "site", "templates"}),
            "build/": (self.root / "build", {"last-build", "lock", "page-cache", "pdf-cache"}),
            "cache/": (cache, {"fonts", *(f"{name}.entry" for name in printed)}),
            "temporary/": (self.temporary, set[str]()),
        }
        found = [
            f"{place}{path.name}"
            for place, (folder, expected) in there.items()
            for path in folder.iterdir()
            if path.name not in expected
        ]
        return found + [f"process {number}" for number in self.processes()]

    def processes(self) -> Iterator[int]:
        mark = f"{MARK}={self.root}".encode()
        for folder in PROC.glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)
            except OSError:
                continue


@pytest.fixture
def small(tmp_path: Path) -> Project:
    root, temporary = copy_small(tmp_path / "project"), tmp_path / "temporary"
    temporary.mkdir()
    if KILLS > MANY:
        return Project(
            root, temporary, root / "protocols" / "tier-3" / "example.yaml", ("title: Ex", "title: Another ex")
        )
    return Project(root, temporary, root / "protocols" / "agencies" / "school.yaml", ("960001", "960002"))


def moments(small: Project, seconds: float) -> Iterator[Moment]:
    """Yield when builds are to be killed, of which each takes so many seconds."""
    setting = small.root / "build" / "pdf-cache" / "setting"

    def prints(_small: Project) -> bool:
        return setting.is_dir() and any(setting.iterdir())

    def is_made(_small: Project) -> bool:
        return any(small.root.glob(f"{PREFIX}*/{POLICY}"))

    def changes(before: int) -> Callable[[Project], bool]:
        return lambda small: small.published() != before

    for which in cycle(range(6)):
        if which == 0:
            yield "printing", prints, seconds / 2
        elif which == 1:
            yield "before the exchange", is_made, seconds / 20
        elif which == 2:
            yield "after the exchange", changes(small.published()), seconds / 50
        else:
            yield "anywhere", lambda _small: True, seconds


def kill(small: Project, moment: Moment, chance: random.Random) -> bool:
    """Start a build and kill it. Return whether it was still at work."""
    _, begins, spread = moment
    with small.start() as build:
        while build.poll() is None and not begins(small):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, spread))
        if chance.random() < 0.5:
            build.kill()
        elif build.poll() is None:
            os.killpg(build.pid, signal.SIGKILL)
        assert build.stderr is not None
        build.stderr.close()
        return build.wait(60) == -signal.SIGKILL


def wait_for_the_end(small: Project) -> None:
    end = time.monotonic() + 30
    while list(small.processes()):
        assert time.monotonic() < end, "processes go on without the build that started them"
        time.sleep(0.05)


@pytest.mark.skipif(not PROC.is_dir(), reason="only Linux lists its processes in files")
def test_killed_builds_leave_a_whole_site_and_the_next_build_is_right(small: Project) -> None:
    seed = int(os.environ.get("KILLS_SEED", random.randrange(10**9)))
    chance, killed, ended = random.Random(seed), dict[str, int](), 0
    states = []
    for state in (0, 1):
        small.turn_to(state)
        started = time.monotonic()
        small.build()
        seconds = time.monotonic() - started
        states.append(small.site())
    assert states[0] != states[1]
    now = 1
    plan = moments(small, seconds)
    while sum(killed.values()) < KILLS:
        for moment in islice(plan, chance.randint(1, IN_A_ROW)):
            where = f"kill {sum(killed.values()) + 1}, {moment[0]}, KILLS_SEED={seed}"
            now = 1 - now
            small.turn_to(now)
            if kill(small, moment, chance):
                killed[moment[0]] = killed.get(moment[0], 0) + 1
            else:
                ended += 1
            assert small.site() in states, where
            wait_for_the_end(small)
        small.build()
        assert small.site() == states[now], where
        assert small.left_over() == [], where
        sys.stdout.write(f"KILLS_SEED={seed}; killed {sum(killed.values())}: {killed}; ended before: {ended}\n")
        sys.stdout.flush()  # Whoever stops a long run knows how far it came.
