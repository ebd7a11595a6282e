"""Measures how long the program takes with few and with many protocols, side by side with plain MkDocs, and prints a table.

    make bench

For each size a project is made of this one. Then, one after another: `check` and `build --no-pdf` from nothing; the same build again with
nothing changed, after an edit of one protocol and after one of a core clause; plain MkDocs, which reads Markdown alone, on the tree that
`render` writes; and `serve`, from a saved edit of a protocol, and of a core clause, to the page that shows it. Seconds depend on the
machine and on what else it does; the ratios hardly do. `--large` adds 1,000 protocols.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from sources import project_of

ROOT = Path(__file__).resolve().parents[2]
SIZES = (36, 100)
LARGE = 1000
EDITS = 3
"""How many edits of each kind are made; the middle one counts."""

PATIENCE = 120
"""After how many seconds an edit that is not seen is a failure."""

PROTOCOL, CLAUSE = "tier-3/domestic-abuse-marac.yaml", "core/fast-track.yaml"
PAGES = {PROTOCOL: "protocols/domestic-abuse-marac/", CLAUSE: "core/fast-track/"}


COLUMNS = (
    "protocols",
    "check",
    "plain MkDocs",
    "build",
    "nothing changed",
    "one protocol edited",
    "a core clause edited",
    "memory, MB",
    "preview: a protocol",
    "preview: a core clause",
)


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help=f"measure {LARGE} protocols too; takes half an hour")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--as-of", default="2026-11-27")
    arguments = parser.parse_args()
    print(
        "Seconds of the processors; in the last two columns seconds on the clock, from a saved edit to its page in the preview."
    )
    print("In brackets: how many times as long plain MkDocs takes.")
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    for size in (*arguments.sizes, *([LARGE] if arguments.large else [])):
        with tempfile.TemporaryDirectory() as folder:
            project = project_of(ROOT, size, Path(folder, "project"))
            print(_row(size, project, Path(folder, "tree"), arguments.as_of), flush=True)


def _row(size: int, project: Path, tree: Path, day: str) -> str:
    whole = ("generator", "build", "--no-pdf", "--as-of", day)
    check, _ = _measured(project, "generator", "check", "--format", "concise", "--as-of", day)
    build, memory = _measured(project, *whole)
    again, _ = _measured(project, *whole)
    after = []
    for name in (PROTOCOL, CLAUSE):
        _write(project / "protocols" / name, 0)
        after.append(_measured(project, *whole)[0])
    _measured(project, "generator", "render", "--to", str(tree), "--as-of", day)
    plain, _ = _measured(tree, "mkdocs", "build", "--quiet")
    edits = _edited(project, day)
    ratios = [f"{seconds:.1f} ({plain / seconds:.1f})" for seconds in (build, again, *after)]
    seen = [f"{edits[name]:.2f}" for name in (PROTOCOL, CLAUSE)]
    return f"| {' | '.join((str(size), f'{check:.1f}', f'{plain:.1f}', *ratios, f'{memory:.0f}', *seen))} |"


def _measured(folder: Path, module: str, *arguments: str) -> tuple[float, float]:
    """Run a program in a folder; return its processor seconds and its peak of memory in megabytes. Raises `RuntimeError` if it fails."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed in {folder}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}


def _edited(project: Path, day: str) -> dict[str, float]:
    """Return the seconds from saving an edit to the page that shows it, for each kind of edit."""
    found: dict[str, list[float]] = {name: [] for name in PAGES}
    with _served(project, day) as address:
        for number in range(1, EDITS + 1):
            for name, page in PAGES.items():
                sleep(3)
                found[name].append(_until(address + page, _write(project / "protocols" / name, number)))
    return {name: median(seconds) for name, seconds in found.items()}


def _write(path: Path, number: int) -> str:
    """Put a new word into a source, and return it."""
    word = f"Changed{number}"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^summary: (?:Changed\d+ )?", f"summary: {word} ", text, count=1), encoding="utf-8")
    return word


def _until(address: str, word: str) -> float:
    started = monotonic()
    while word not in _read(address):
        if monotonic() - started > PATIENCE:
            raise RuntimeError(f"{address} never showed {word}")
        sleep(0.02)
    return monotonic() - started


def _read(address: str) -> str:
    with urllib.request.urlopen(address) as response:
        return str(response.read().decode())


@contextmanager
def _served(project: Path, day: str) -> Iterator[str]:
    command = [sys.executable, "-m", "generator", "serve", "--address", "127.0.0.1:0", "--as-of", day]
    process = subprocess.Popen(
        command, cwd=project, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        address = re.findall(r"http://\S+?/(?=;|\s)", line)[0]
        for page in PAGES.values():
            _read(address + page)
        yield address
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
