"""Nobody reads the clock but the one function by which a command learns the day, so that tests pass on any day.

`make test-days` runs the tests, the check and the builds on other days; here the code itself is read.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import AS_OF, ROOT
from tests.support.commands import dated

READS_THE_CLOCK = "generator.clock.today"
"""The one function that does."""

OPENS_PAGES = "tests.browser.conftest.context_in"
"""The one function that opens a browser's pages: it gives them the day."""

METHODS = {"now", "today", "utcnow"}
"""How dates and times are asked for the clock, whatever name they go by."""

FUNCTIONS = {
    f"time.{name}{unit}" for name in ("time", "clock_gettime") for unit in ("", "_ns")
} | {f"time.{name}" for name in ("localtime", "gmtime", "ctime", "asctime", "strftime")}  # fmt: skip
"""Functions of the standard library that read the clock. `monotonic` and the like only measure."""

PROGRAMS = [path for folder in ("generator", "tests", ".github") for path in sorted((ROOT / folder).rglob("*.py"))]


def readings(path: Path, text: str) -> Iterator[str]:
    """Yield each place that reads the clock, or may: a mention is enough, because what is passed on is called later."""
    tree = ast.parse(text)
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    allowed = {
        id(inside)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef) and f"{module}.{outer.name}" in (READS_THE_CLOCK, OPENS_PAGES)
        for inside in ast.walk(outer)
    }
    names = imported(tree)
    for node in ast.walk(tree):
        if id(node) not in allowed and (reads(node, names, module) or undated(node)):
            yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)}"


def imported(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name stands for, in full."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.asname or each.name: each.name for each in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return names


def reads(node: ast.AST, names: dict[str, str], module: str) -> bool:
    """Whether this mentions what reads the clock. Commands and the plugin may ask for the day; import rules say who they are."""
    if isinstance(node, ast.Attribute):
        full = f"{names.get(ast.unparse(node.value), '')}.{node.attr}"
        return node.attr in METHODS or full in FUNCTIONS
    if isinstance(node, ast.Name):
        full = names.get(node.id, "")
        return full in FUNCTIONS or (full == READS_THE_CLOCK and module.startswith("tests."))
    return False


def undated(node: ast.AST) -> bool:
    """Whether this runs the program or a browser without a day: tests use `*dated(...)` and `context_in(...)`."""
    match node:
        case ast.List(items) | ast.Tuple(items):
            words = [item.value if isinstance(item, ast.Constant) else "" for item in items]
            if words[1:3] != ["-m", "generator"]:
                return False
            return len(items) < 4 or not ast.unparse(items[3]).startswith("*dated(")
        case ast.Call(ast.Attribute(ast.Name("browser"), "new_context")):
            return True
        case ast.Call(ast.Attribute(attr="invoke"), arguments):
            return len(arguments) < 2 or not ast.unparse(arguments[1]).startswith("dated(")
    return False


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_clock_is_read_in_one_place(path: Path) -> None:
    assert list(readings(path, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import date as day\nday.today()",
        "import datetime as dt\nfield(default_factory=dt.date.today)",
        "import time\ntime.time()",
        "import time as t\nt.time_ns()",
        "from time import localtime as now\nnow()",
        "from time import strftime\nstrftime('%F')",
        "from generator.clock import today\ntoday()",
        'run([sys.executable, "-m", "generator", "check"])',
        "CliRunner().invoke(main, arguments)",
        "browser.new_context()",
    ],
)
def test_reading_the_clock_would_be_found(line: str) -> None:
    found = list(readings(ROOT / "tests" / "unit" / "test_other.py", line))
    assert len(found) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from time import monotonic\nmonotonic()",
        "from datetime import date, time\ntime()\ndate(2026, 1, 2)",
        'run([sys.executable, "-m", "generator", *dated("check")])',
    ],
)
def test_what_reads_no_clock_is_left_alone(line: str) -> None:
    assert list(readings(ROOT / "tests" / "unit" / "test_other.py", line)) == []


def test_one_place_reads_it() -> None:
    module, _dot, name = READS_THE_CLOCK.rpartition(".")
    path = ROOT / f"{module.replace('.', '/')}.py"
    text = path.read_text(encoding="utf-8").replace(f"def {name}(", "def another(")
    assert len(list(readings(path, text))) == 1


@pytest.mark.parametrize(
    ("arguments", "takes_a_day"),
    [
        (("check",), True),
        (("new", "tier-3", "x"), True),
        (("sign", "x", "--on", "2026-11-02"), True),
        (("fmt", "--check"), False),
        (("check", "--as-of", "2027-04-01"), False),
        (("no-such-command",), False),
    ],
)
def test_day_is_given_where_a_command_takes_it(arguments: tuple[str, ...], *, takes_a_day: bool) -> None:
    added = ("--as-of", AS_OF.isoformat()) if takes_a_day else ()
    assert dated(*arguments) == (*arguments, *added)
