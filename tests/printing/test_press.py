"""What many processes print at once is what one prints: the same faults, in the same order."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.printing.documents import Printable
from generator.printing.faults import PrintingFault
from generator.printing.press import Press

SLOW = "#let count = 0\n#for each in range(1000000) { count += 1 }\n"
QUICK = ""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("order", [("slow", "quick"), ("quick", "slow")])
def test_of_several_documents_that_fail_the_first_is_named_however_long_it_takes(
    tmp_path: Path, order: tuple[str, str], jobs: int
) -> None:
    templates = tmp_path / "project" / "templates" / "print"
    templates.mkdir(parents=True)
    for name, before in (("slow", SLOW), ("quick", QUICK)):
        (templates / f"{name}.typ").write_text(f'{before}#panic("this one fails")\n', encoding="utf-8")
    cache = tmp_path / "cache"
    cache.mkdir()
    press = Press(templates, tmp_path / "pdf", cache, jobs)
    printables = [Printable(name, f"{name}.typ", lambda: {"date": [2026, 10, 5], "parts": []}) for name in order]
    with pytest.raises(PrintingFault, match="this one fails") as stopped:
        press.print(printables, lambda _done: None)
    assert stopped.value.document == order[0]


def test_a_process_that_sets_documents_begins_without_what_makes_a_site() -> None:
    program = "import sys, generator.printing.worker; print(*sys.modules)"
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(made.stdout.split())
    assert "generator.printing.typeset" in loaded
    assert not loaded & {"generator.county", "generator.pages", "generator.rules", "jinja2", "mkdocs", "pydantic"}


KILLED = """
import os, signal, sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from generator.printing.worker import work_on_one_core

pool = ProcessPoolExecutor(1, get_context("spawn"), work_on_one_core, tuple(map(Path, sys.argv[1:])))
print(pool.submit(os.getpid).result(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
"""A program that starts a process which sets documents, says which, and is killed."""


def is_at_work(process: int) -> bool:
    try:
        return not re.search(r"^State:\s+Z", Path(f"/proc/{process}/status").read_text(encoding="utf-8"), re.MULTILINE)
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="only Linux lists its processes in files")
def test_a_process_that_sets_documents_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    folders = [tmp_path / "project" / "templates" / "print", tmp_path / "fonts", tmp_path / "scratch"]
    for folder in folders:
        folder.mkdir(parents=True)
    made = subprocess.run([sys.executable, "-c", KILLED, *folders], stdout=subprocess.PIPE, text=True, check=False)
    assert made.returncode == -signal.SIGKILL
    end = time.monotonic() + 20
    while is_at_work(int(made.stdout)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_at_work(int(made.stdout))
