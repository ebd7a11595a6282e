"""The Nu HTML checker finds nothing wrong with any page, but what the theme writes and nothing but a copy of it would mend."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

CHECKER = ROOT / "tests" / "html" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

OF_THE_THEME = (
    ("Attribute “autocomplete” is only allowed when", 'class="md-toggle'),
    # Its two boxes that remember whether the drawer and the search are open. Without the attribute Firefox would open them again
    # when a page is loaded anew. They stand in the theme's frame, between its parts.
    ("Bad value “” for attribute “tabindex” on element “label”", 'class="md-nav__link'),
    # The titles of parts of the navigation, which are open on a wide screen. Browsers take the empty value for no value.
)
"""The beginning of a message, and what the code that it is about holds."""


def is_of_the_theme(message: dict[str, Any]) -> bool:
    return any(message["message"].startswith(words) and code in message["extract"] for words, code in OF_THE_THEME)


def messages(folder: Path) -> list[dict[str, Any]]:
    java = shutil.which("java")
    assert java, "no Java: `make test` installs it"
    assert CHECKER.is_file(), "no checker of HTML: `make test` installs it"
    quick = (
        "-Xss2m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
    )  # It runs once: compiling its own code well costs more.
    command = [java, *quick, "-jar", str(CHECKER), "--skip-non-html", "--errors-only", "--format", "json", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(result.stderr)["messages"]
    return found


def test_every_page_is_valid(county_folder: Path) -> None:
    found = [
        f"{each['url'].removeprefix(county_folder.as_uri())}:{each.get('lastLine')}: {each['message']} {each['extract']}"
        for each in messages(county_folder)
        if not is_of_the_theme(each)
    ]
    assert found == []


def test_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    page = '<!doctype html><html lang="en"><title>A</title><p id="a"><p id="a"><b></i>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert {"Duplicate ID “a”.", "Stray end tag “i”."} <= {each["message"] for each in messages(tmp_path)}
