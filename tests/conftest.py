"""What every test may use: a small whole project to change, and the county's own sources."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from generator.site.build import Site, build

ROOT = Path(__file__).resolve().parents[1]
"""The repository."""

SMALL = ROOT / "tests" / "support" / "small"
"""A whole project in a few short files, without a fault."""

AS_OF = date(2026, 11, 22)
"""The day for which tests build, so that no test depends on the clock."""

WRITTEN = date(2026, 11, 27)
"""The last day on which the county's own sources, and the law that a new county begins with, say that anything was done."""


TOGETHER = (
    "tests/printing/",
    "tests/counties/",
    "tests/unit/test_packaging.py",
    "tests/unit/test_retired.py",
    "tests/unit/test_catalogue.py",
    "tests/unit/test_init.py",
    "tests/unit/test_agreements.py",
)
"""Tests that share what takes long to make, and so run one after another in one process. So does each file of `BROWSER`."""

BROWSER = "tests/browser/"
"""Tests whose files share a site on disk."""


class Scheduling(LoadScopeScheduling):
    """Gives each process what belongs together, and every other test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(BROWSER):
            return nodeid.partition("::")[0]
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write expected outputs anew instead of comparing")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of its own, which a test may change."""
    return copy_small(tmp_path / "project")


def copy_small(root: Path) -> Path:
    """Return a copy of the small project, with the real templates and settings."""
    shutil.copytree(SMALL, root)
    shutil.copytree(ROOT / "templates", root / "templates")
    (root / "docs").symlink_to(ROOT / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


@pytest.fixture
def edit(project: Path) -> Callable[[str, str, str], Path]:
    """Changes words in a source of the small project: `edit("tier-3/example.yaml", "old", "new")`."""

    def change(name: str, old: str, new: str) -> Path:
        path = project / "protocols" / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return project

    return change


@pytest.fixture(scope="session")
def county() -> Site:
    """The county's own site, in memory."""
    return build(ROOT, AS_OF)
