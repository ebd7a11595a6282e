"""Who tells whom in a text is set against the flows: what is plainly said is read, and nothing else."""

from pathlib import Path

import pytest

from generator.rules.load import load
from tests.conftest import AS_OF

STEP = "    - Wait for the call back.\n"


def told(project: Path) -> list[str]:
    """Return what has no flow, as the fault names it."""
    found = load(project, AS_OF).diagnostics
    return [each.message.partition(",")[0] for each in found if each.code == "telling-without-flow"]


def say(project: Path, sentence: str) -> Path:
    path = project / "protocols" / "tier-3" / "example.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(STEP, f"    - {sentence}\n"), encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council rings the school by 9am.", ["here `council` tells `school`"]),
        ("The council must then ring every school.", ["here `council` tells `school`"]),
        ("The council reads the file and tells the police what it says.", ["here `council` tells `police`"]),
        ("The council sends the sheet on paper to the new school.", ["here `council` tells `school`"]),
        ("The council gives the school the sheet.", ["here `council` tells `school`"]),
        ("The council rings the child's school.", ["here `council` tells `school`"]),
        ("The police tell the council, and the school tells the council too.", []),
        ("The council tells the parents.", []),
        ("The council tells the school nurse.", []),
        ("The council never tells the school.", []),
        ("The council tells the school nothing.", []),
        ("The officer from the council rings the school.", []),
        ("Ask the council to ring the school.", []),
        ("Small Council rings the council.", []),
        ("Nobody at the council, school or police tells.", []),
        ("Small Council rings Small School.", ["here `small council` tells `small school`"]),
    ],
)
def test_only_what_is_plainly_said_of_two_parties_needs_a_flow(
    project: Path, sentence: str, expected: list[str]
) -> None:
    assert told(say(project, sentence)) == expected


def test_flow_of_a_protocol_that_is_named_is_flow_enough(project: Path) -> None:
    say(project, "The council rings the school by 9am, as in [[another]].")
    first = project / "protocols" / "tier-3" / "example.yaml"
    other = (
        first.read_text(encoding="utf-8").replace("id: example", "id: another").replace("[[another]]", "[[example]]")
    )
    second = first.with_name("another.yaml")
    second.write_text(other, encoding="utf-8")
    assert len(told(project)) == 2
    flow = "    from: [school, police]\n    to: [council]\n"
    assert flow in other
    second.write_text(other.replace(flow, "    from: [council]\n    to: [school]\n"), encoding="utf-8")
    assert told(project) == []
