"""Every package that is locked may be used: its licence, as the installed package states it, is listed and is one of a few.

`requirements/licences.txt` is the list; `make golden` writes it anew when the requirements change. A licence that is not allowed yet is
for a person to read.
"""

import re
from importlib.metadata import metadata, version

import pytest

from tests.conftest import ROOT

LIST = ROOT / "requirements" / "licences.txt"

ALLOWED = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "MIT",
    "MIT-CMU",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "W3C-20150513",
}
"""None asks anything of what the program makes, or of the program itself. OFL-1.1 lets documents embed the fonts."""

NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL OFL 1.1": "OFL-1.1",
}
"""Licences as older packages call them, by which they are now known."""

SAID_IN_A_FILE = {"axe-playwright-python": "MIT", "pyromark": "MIT"}
"""Packages that state their licence nowhere but in its text."""


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\\n]+)", text, re.MULTILINE))


def licence(package: str) -> str:
    """Return the licence that a package states: as an expression, as older packages did, or in one of its classifiers."""
    stated = metadata(package)
    classifiers = [found.rpartition(" :: ")[2] for found in stated.get_all("Classifier", []) if "License ::" in found]
    found = stated.get("License-Expression") or stated.get("License") or ""
    if not found or "\n" in found or found == "UNKNOWN":
        found = SAID_IN_A_FILE.get(package) or " OR ".join(classifiers)
    return NAMES.get(found, found)


def is_allowed(stated: str) -> bool:
    """Return whether a person may use what is under this expression, which may name several that all hold, or of which one does."""
    return any(set(choice.split(" AND ")) <= ALLOWED for choice in stated.strip("()").split(" OR "))


@pytest.fixture(scope="module")
def packages() -> dict[str, str]:
    return locked("site") | locked("test")


def test_what_is_installed_is_what_is_locked(packages: dict[str, str]) -> None:
    assert {package: version(package) for package in packages} == packages


def test_licences_are_listed(packages: dict[str, str], *, update: bool) -> None:
    found = "".join(f"{package}: {licence(package)}\n" for package in sorted(packages))
    if update:
        LIST.write_text(found, encoding="utf-8")
    assert LIST.read_text(encoding="utf-8") == found


def test_licences_are_allowed(packages: dict[str, str]) -> None:
    assert {package: licence(package) for package in packages if not is_allowed(licence(package))} == {}


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-2.0-or-later",
        "AGPL-3.0-only OR LicenseRef-Commercial",
        "Proprietary",
        "UNKNOWN",
    ],
)
def test_licence_that_asks_more_is_refused(stated: str) -> None:
    assert not is_allowed(stated)
