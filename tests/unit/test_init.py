"""`protocols init`: a project that passes every check, from a core that stays as it is, or nothing at all."""

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.authors.init import CORE, NewCounty, start_county
from generator.county.gathering import read_settings
from generator.errors import EditRefused
from generator.rules.load import load
from tests.conftest import ROOT, WRITTEN
from tests.support.edits import completed

WANTED = NewCounty("Loamshire", "Loamshire handbook", "https://handbook.loamshire.example/", "Sharing Panel")
SECOND = ROOT / "tests" / "counties" / "loamshire" / "protocols" / "core"


def init(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return completed(folder, "init", *words, "--as-of", WRITTEN.isoformat())


def test_project_has_no_fault_but_law_that_its_own_people_have_to_check(tmp_path: Path) -> None:
    start_county(tmp_path / "project", WANTED, WRITTEN)
    loaded = load(tmp_path / "project", WRITTEN)
    assert {found.code for found in loaded.diagnostics} <= {"law-unchecked"}
    assert len(loaded.county.current_clauses) == len(list(CORE.glob("*.yaml"))) - 1
    assert loaded.county.site.board == "Sharing Panel"


def test_clauses_are_the_engines_own_to_the_byte(tmp_path: Path) -> None:
    start_county(tmp_path / "project", WANTED, WRITTEN)
    for path in (tmp_path / "project" / "protocols" / "core").glob("*.yaml"):
        if path.name != "core.yaml":
            assert path.read_bytes() == (CORE / path.name).read_bytes()


def test_law_is_what_is_cited_and_says_nothing_of_where_it_comes_from(tmp_path: Path) -> None:
    start_county(tmp_path / "project", WANTED, WRITTEN)
    law = tmp_path / "project" / "protocols" / "law"
    names = {path.name for path in law.glob("*.yaml")}
    assert {"children-act-1989.yaml", "uk-gdpr.yaml"} <= names
    assert "housing-act-1996.yaml" not in names
    text = (law / "children-act-1989.yaml").read_text(encoding="utf-8")
    assert "here:" in (ROOT / "protocols" / "law" / "children-act-1989.yaml").read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if line.startswith(("here:", "reported:"))]
    assert "also_called:" in text


def test_core_of_another_county_can_be_given_with_the_law_beside_it(tmp_path: Path) -> None:
    start_county(tmp_path / "project", WANTED, WRITTEN, SECOND)
    loaded = load(tmp_path / "project", WRITTEN)
    assert {found.code for found in loaded.diagnostics} <= {"law-unchecked"}
    assert set(loaded.library.clauses) == {"protect", "tonight", "note-it", "look-again"}
    assert {"lantern-act-2011", "children-act-1989"} <= set(loaded.library.instruments)


def test_core_from_which_no_county_can_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    core = tmp_path / "core"
    core.mkdir()
    shutil.copytree(SECOND.parent / "law", tmp_path / "law")
    for path in SECOND.glob("*.yaml"):
        (core / path.name).write_text(
            path.read_text(encoding="utf-8").replace("Ask what", "See [[nowhere]]"), encoding="utf-8"
        )
    with pytest.raises(EditRefused, match="nowhere"):
        start_county(tmp_path / "project", WANTED, WRITTEN, core)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["core", "law"]


def test_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear council", encoding="utf-8")
    done = init(tmp_path, ".", "--county", "Loamshire")
    assert done.returncode == 2
    assert "nothing was written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("county", ["Loam: shire", "[[core]]", "Loam\nshire", "<b>Loam</b>", "- Loam", "x" * 200])
def test_answer_that_could_not_stand_in_a_source_is_refused(tmp_path: Path, county: str) -> None:
    done = init(tmp_path, "project", "--county", county)
    assert done.returncode == 2
    assert "may hold letters" in done.stderr
    assert not list(tmp_path.iterdir())


def test_county_is_needed_where_nobody_can_be_asked_and_the_rest_has_answers(tmp_path: Path) -> None:
    assert "--county is needed" in init(tmp_path, "project").stderr
    done = init(tmp_path, "project", "--county", "North Loamshire")
    assert done.returncode == 0, done.stderr
    settings = read_settings(tmp_path / "project")
    assert settings is not None
    assert settings.name == "North Loamshire information sharing protocols"
    assert settings.address == "https://sharing.north-loamshire.example/"
