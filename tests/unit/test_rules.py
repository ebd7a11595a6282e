"""A new rule is one new module: it runs, it is explained, and a fault without an example is noticed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.rules import RULES
from generator.tokens import TOKENS
from tests.conftest import AS_OF, ROOT

FAMILY = '''
"""The rule about greetings."""

from collections.abc import Iterator

from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Severity, fault
from generator.sources.source import Span


@fault("no-greeting", Severity.ADVICE)
def no_greeting(span: Span) -> Diagnostic:
    """A protocol does not say hello."""
    return Diagnostic("this protocol does not say hello", span, help="say hello")


@rule
def check_protocols_greet(context: Context) -> Iterator[Diagnostic]:
    """Every protocol says hello."""
    for document in context.library.protocols.values():
        yield no_greeting(document.span("id"))
'''


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program and of what tests its faults, with one module more."""
    folder = tmp_path / "program"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator", folder / "generator", ignore=ignore)
    shutil.copytree(ROOT / "tests" / "diagnostics", folder / "tests" / "diagnostics", ignore=ignore)
    for name in ("pyproject.toml", "tests/__init__.py", "tests/conftest.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "templates").mkdir()
    shutil.copy(ROOT / "templates" / TOKENS, folder / "templates")
    (folder / "generator" / "rules" / "greetings.py").write_text(FAMILY.lstrip(), encoding="utf-8")
    return folder


def run_copy(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in `folder` with the copied program in place of the installed one."""
    env = {**os.environ, "PYTHONPATH": str(program)}
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def test_module_beside_the_others_is_part_of_every_check(program: Path, project: Path) -> None:
    done = run_copy(program, project, "generator", "check", "--format", "concise", "--as-of", AS_OF.isoformat())
    assert done.stdout.splitlines() == [
        "protocols/tier-3/example.yaml:2:5: advice[no-greeting] this protocol does not say hello",
        "1 piece of advice in 1 of 21 files",
    ]
    explained = run_copy(program, project, "generator", "explain", "no-greeting")
    assert explained.stdout == "no-greeting (advice)\n\nA protocol does not say hello.\n"


def test_fault_without_an_example_is_noticed(program: Path) -> None:
    case = "tests/diagnostics/test_diagnostics.py::test_every_fault_has_a_case"
    missed = run_copy(program, program, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", case)
    assert missed.returncode == 1, missed.stdout
    assert "{'no-greeting'} == set()" in missed.stdout
    example = program / "tests" / "diagnostics" / "no-greeting"
    example.mkdir()
    (example / "case.toml").touch()
    passed = run_copy(program, program, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", case)
    assert passed.returncode == 0, passed.stdout


def test_rules_stand_in_the_order_of_their_modules_and_in_them_as_they_are_written() -> None:
    places = [(rule.__module__, rule.__code__.co_firstlineno) for rule in RULES]
    assert places == sorted(places)
    assert len(RULES) == len(set(RULES))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_says_what_it_asks(rule: object) -> None:
    assert rule.__doc__ is not None
    assert rule.__doc__.strip().endswith(".")
