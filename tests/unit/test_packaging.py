"""The wheel says what it needs, holds what any county needs, and makes, checks and builds a county where nothing else is."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from generator.typeface import FONT_PACKAGE
from tests.conftest import ROOT, WRITTEN

NOT_IMPORTED = {
    "brotli": "compresses the typeface, which fonttools finds by name",
    "font-source-sans-pro": "found by name, to read its files",
    "mkdocs-material": "the theme, which MkDocs finds by name",
    "ruamel-yaml-clib": "makes ruamel.yaml read in C",
}
"""What is needed and never imported, and why."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {normal(re.split(r"[<>=!~ ]", line)[0]) for line in project["dependencies"]}


def imported() -> Iterator[str]:
    """Yield the full name of every module from elsewhere that the package imports."""
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module


def test_dependencies_are_exactly_what_is_imported() -> None:
    homes = packages_distributions()
    modules = {name.split(".")[0] for name in imported()} - set(sys.stdlib_module_names) - {"generator"}
    needed = {normal(home) for module in modules for home in homes[module]}
    assert needed - NOT_IMPORTED.keys() == declared() - NOT_IMPORTED.keys()
    assert NOT_IMPORTED.keys() <= declared()
    assert normal(homes[FONT_PACKAGE][0]) in NOT_IMPORTED


def test_locked_requirements_are_the_dependencies_and_what_builds_the_wheel() -> None:
    lines = (ROOT / "requirements" / "site.in").read_text(encoding="utf-8").splitlines()
    asked = {normal(re.split(r"[<>=!~ ]", line)[0]) for line in lines if line and not line.startswith("#")}
    assert asked == declared() | {"hatchling"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--wheel-dir", str(folder), str(ROOT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("protocols-*.whl"))


def test_wheel_holds_what_any_county_needs_and_nothing_of_one(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("templates/pages/protocol.md.j2", "templates/theme/main.html", "templates/print/booklet.typ"):
        assert f"generator/shipped/{name}" in names
    for name in ("docs/assets/stylesheets/protocols.css", "docs/authors/index.md", "mkdocs.yml"):
        assert f"generator/shipped/{name}" in names
    assert "generator/site/build.py" in names
    of_one = re.compile(r"shipped/protocols/(?!core/|law/)|core/core\.yaml")
    assert not [name for name in names if of_one.search(name) and "starter" not in name]


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel installed, which sees the libraries of this one and not this repository."""
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    python = home / "bin" / "python"
    places = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([str(python), "-c", places], capture_output=True, text=True, check=True).stdout.strip()
    # A folder named in a .pth file gives its packages; the .pth files in it, an editable installation's among them, do not count.
    libraries = [path for path in sys.path if Path(path).name == "site-packages"]
    Path(packages, "libraries.pth").write_text("\n".join(libraries) + "\n", encoding="utf-8")
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--ignore-installed",
        str(wheel),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return home


def in_it(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder, as somebody would who has nothing but the wheel."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(installed / "bin" / "protocols"), *words]
    return subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_installed_program_is_not_the_one_in_this_repository(installed: Path, tmp_path: Path) -> None:
    code = "import generator.engine as e; print(e.ENGINE)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(installed / "bin" / "python"), "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(installed)


def test_new_county_is_made_checked_built_and_printed_with_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    made = in_it(installed, tmp_path, "init", "county", "--county", "Loamshire", "--as-of", str(WRITTEN))
    assert made.returncode == 0, made.stderr
    project = tmp_path / "county"
    checked = in_it(installed, project, "check", "--as-of", str(WRITTEN))
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "error[" not in checked.stdout
    assert set(re.findall(r"^(\w+\[[\w-]+\])", checked.stdout, re.MULTILINE)) == {"advice[law-unchecked]"}
    built = in_it(installed, project, "build", "--as-of", str(WRITTEN))
    assert built.returncode == 0, built.stdout + built.stderr
    home = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert "<title>Loamshire information sharing protocols" in home
    assert (project / "site" / "assets" / "stylesheets" / "protocols.css").is_file()
    assert (project / "site" / "pdf" / "core.pdf").read_bytes().startswith(b"%PDF")
