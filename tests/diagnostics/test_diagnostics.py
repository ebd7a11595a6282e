"""Every kind of fault, seeded into the small project, gives exactly its expected text: no more faults and no fewer.

A case is a folder named for the fault's code. `case.toml` says what is changed; `expected.txt` is what an author then sees.
"""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.authors.edit.ledger import LEDGER, ledger_text
from generator.county.gathering import gather
from generator.rules import FAULTS
from generator.rules.formats import show
from generator.rules.load import load
from generator.site.agreements import load_agreed
from tests.conftest import AS_OF, copy_small

CASES = Path(__file__).parent
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.toml"))


def seed(root: Path, case: dict[str, Any]) -> None:
    """Change the project as the case says."""
    sources = root / "protocols"
    for change in case.get("edit", ()):
        path = sources / change["file"]
        text = path.read_text(encoding="utf-8")
        assert change["old"] in text, f"{change['file']} does not hold {change['old']!r}"
        path.write_text(text.replace(change["old"], change["new"], 1), encoding="utf-8")
    for change in case.get("write", ()):
        path = sources / change["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(change["hex"]) if "hex" in change else change["text"].encode())
    for name in case.get("remove", ()):
        (sources / name).unlink()
    for name in case.get("folder", ()):
        (sources / name).mkdir()
    for change in case.get("link", ()):
        (sources / change["file"]).symlink_to(change["to"])
    for change in case.get("repeat", ()):
        (sources / change["file"]).write_text(change["text"] * change["times"], encoding="utf-8")
    if "addresses.yaml" not in {change["file"] for change in case.get("edit", ())}:
        record(root)


def record(root: Path) -> None:
    """Give the ledger of addresses a line for every source that the case writes, as `protocols fmt` does."""
    (root / LEDGER).write_text(ledger_text(gather(root).library), encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_fault_gives_exactly_its_text(name: str, tmp_path: Path, *, update: bool) -> None:
    root = copy_small(tmp_path / "project")
    seed(root, tomllib.loads((CASES / name / "case.toml").read_text(encoding="utf-8")))
    loaded = load_agreed(root, AS_OF)
    text = show(loaded.diagnostics, loaded.sources, "full") + "\n"
    expected = CASES / name / "expected.txt"
    if update:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert name in {found.code for found in loaded.diagnostics}


def test_every_fault_has_a_case() -> None:
    assert set(FAULTS) - set(NAMES) - {"unreadable-file"} == set()
    assert set(NAMES) - set(FAULTS) == set()


def test_file_that_may_not_be_read_is_a_fault(project: Path) -> None:
    path = project / "protocols" / "agencies" / "ring.yaml"
    path.symlink_to(path)
    codes = [found.code for found in load(project, AS_OF).diagnostics]
    assert codes == ["unreadable-file"]


def test_two_faults_in_two_files_are_both_reported(project: Path) -> None:
    for name in ("agencies/police.yaml", "law/privacy-act-2002.yaml"):
        path = project / "protocols" / name
        path.write_text(path.read_text(encoding="utf-8") + "nonsense: yes\n", encoding="utf-8")
    found = load(project, AS_OF).diagnostics
    places = [(fault.code, fault.span.path, fault.span.line) for fault in found]
    lines = {
        name: len((project / "protocols" / name).read_text(encoding="utf-8").splitlines())
        for name in ("agencies/police.yaml", "law/privacy-act-2002.yaml")
    }
    assert places == [
        ("unknown-field", "protocols/agencies/police.yaml", lines["agencies/police.yaml"]),
        ("unknown-field", "protocols/law/privacy-act-2002.yaml", lines["law/privacy-act-2002.yaml"]),
    ]


def test_fault_in_one_field_hides_no_fault_in_another(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    text = (
        path.read_text(encoding="utf-8")
        .replace("status: draft", "status: drat")
        .replace("[[sharing-act-2001/s1]]", "[[nowhere]]")
    )
    path.write_text(text.replace("telling_people: The", "telling_people: <br>The"), encoding="utf-8")
    codes = sorted(found.code for found in load(project, AS_OF).diagnostics)
    assert codes == ["raw-html", "unknown-reference", "wrong-choice"]


def test_reference_to_a_broken_source_is_no_second_fault(project: Path) -> None:
    path = project / "protocols" / "law" / "sharing-act-2001.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: act", "kind: atc"), encoding="utf-8")
    assert [found.code for found in load(project, AS_OF).diagnostics] == ["wrong-choice"]


def test_removed_folder_gives_faults_and_no_traceback(project: Path) -> None:
    shutil.rmtree(project / "protocols" / "agencies")
    codes = {found.code for found in load(project, AS_OF).diagnostics}
    assert codes == {"unknown-reference", "address-lost"}
