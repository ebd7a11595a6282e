"""Renaming and putting one provision in another's place: every reference, and no byte more."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.edits import difference, run
from tests.support.edits import texts as all_texts

Edit = Callable[[str, str, str], Path]

RENAMED = {
    "police": "agency",
    "example": "protocol",
    "core/fast-track": "clause",
    "sharing-act-2001": "instrument",
    "safe-places": "theme",
    "letter/reply": "letter",
    "term/mash": "term",
}


def texts(project: Path) -> dict[str, str]:
    """Return every source but the ledger of addresses, which remembers every renaming."""
    return {name: text for name, text in all_texts(project).items() if name != "addresses.yaml"}


@pytest.mark.parametrize("old", RENAMED)
def test_rename_there_and_back_gives_the_same_bytes(project: Path, old: str) -> None:
    before = texts(project)
    assert run(project, "rename", old, "another-name").exit_code == 0
    assert texts(project) != before
    assert run(project, "check").exit_code == 0
    prefix = old.rpartition("/")[0]
    back = run(project, "rename", f"{prefix}/another-name" if prefix else "another-name", old)
    assert back.exit_code == 0, back.output
    assert texts(project) == before


def test_rename_changes_fields_text_posts_and_file(project: Path, edit: Edit) -> None:
    edit("core/safety-first.yaml", "The law lets you.", "The law lets you. Ask [[agency/police|the  force]].")
    before = texts(project)
    result = run(project, "rename", "police", "small-police")
    after = texts(project)
    assert "agencies/police.yaml" not in after
    assert after["agencies/small-police.yaml"] == before["agencies/police.yaml"].replace(
        "id: police", "id: small-police"
    )
    assert "kind: police\n" in after["agencies/small-police.yaml"]
    assert "[[agency/small-police|the  force]]" in after["core/safety-first.yaml"]
    assert "contact_out_of_hours: small-police/out-of-hours" in after["tier-3/example.yaml"]
    assert "{agency: small-police, gives: yes" in after["tier-3/example.yaml"]
    assert after["law/sharing-act-2001.yaml"] == before["law/sharing-act-2001.yaml"]
    changed = [line for line in difference(before, after) if not line.startswith("agencies/")]
    assert len(changed) % 2 == 0
    assert all("police" in line for line in changed)
    assert "protocols/tier-3/example.yaml:6:8 (owner): owner: police" in result.output


@pytest.mark.parametrize(
    "written",
    ['"[[agency/police]] decides."', "'[[agency/police]] decides.'", ">-\n    [[ agency/police ]]\n    decides."],
)
def test_rename_keeps_quotes_and_folds(project: Path, edit: Edit, written: str) -> None:
    edit("tier-3/example.yaml", "when: Harm is likely tonight.", f"when: {written}  # agency/police stays in a comment")
    before = texts(project)
    if ">-" in written:
        edit("tier-3/example.yaml", "  # agency/police stays in a comment", "")
        before = texts(project)
    assert run(project, "rename", "police", "bobbies").exit_code == 0
    assert written.replace("agency/police", "agency/bobbies") in texts(project)["tier-3/example.yaml"]
    assert run(project, "rename", "bobbies", "police").exit_code == 0
    assert texts(project) == before


def test_windows_line_ends_and_byte_order_mark_stay(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = texts(project)
    assert run(project, "rename", "police", "bobbies").exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert b"owner: bobbies\r\n" in path.read_bytes()
    assert run(project, "rename", "bobbies", "police").exit_code == 0
    assert texts(project) == before


def test_replacing_a_provision_lists_what_to_look_at(project: Path, edit: Edit) -> None:
    edit("law/sharing-act-2001.yaml", "says: No longer.", "says: No longer. See [[sharing-act-2001/s2]].")
    before = texts(project)
    result = run(project, "replace-provision", "sharing-act-2001/s2", "sharing-act-2001/s1")
    assert result.exit_code == 0
    changed = difference(before, texts(project))
    assert changed == [
        "tier-3/example.yaml: -  - {provision: sharing-act-2001/s2, used_for: Telling the school., conditions_here: The child is a pupil there.}",
        "tier-3/example.yaml: +  - {provision: sharing-act-2001/s1, used_for: Telling the school., conditions_here: The child is a pupil there.}",
        "tier-3/example.yaml: -    gateway: sharing-act-2001/s2",
        "tier-3/example.yaml: +    gateway: sharing-act-2001/s1",
    ]
    assert "2 places in 1 file" in result.output
    assert "left as they are:\n  protocols/law/sharing-act-2001.yaml" in result.output
    assert "  in tier-3: example\n" in result.output
    assert "(gateways.1.provision)" in result.output
    assert "[listed twice now]" in result.output
    assert "error[gateway-excludes-receiver]" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rename", "polise", "x"), "there is nothing called `polise`; did you mean `police`?"),
        (("rename", "police", "council"), "`agency/council` is taken"),
        (("rename", "police", "Big Police"), "`Big Police` cannot be an id"),
        (("rename", "police", "../x"), "`../x` cannot be an id"),
        (("rename", "example", "sharing-act-2001"), "`sharing-act-2001` is taken"),
        (
            ("replace-provision", "sharing-act-2001/s9", "sharing-act-2001/s1"),
            "`sharing-act-2001/s9` is not a provision in the law register; did you mean",
        ),
        (("replace-provision", "sharing-act-2001/s1", "sharing-act-2001/s1"), "give two provisions"),
        (("replace-provision", "sharing-act-2001/s4", "sharing-act-2001/s1"), "nothing outside the law register cites"),
    ],
)
def test_refusal_is_one_line_and_changes_nothing(project: Path, arguments: tuple[str, ...], message: str) -> None:
    before = texts(project)
    result = run(project, *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert texts(project) == before


def test_unreadable_file_stops_an_edit_of_many(project: Path) -> None:
    (project / "protocols" / "agencies" / "broken.yaml").write_text("a: [", encoding="utf-8")
    before = texts(project)
    result = run(project, "rename", "police", "bobbies")
    assert result.exit_code == 2
    assert "protocols/agencies/broken.yaml cannot be read as YAML" in result.output
    assert texts(project) == before


def test_reference_written_with_escapes_is_refused_not_missed(project: Path, edit: Edit) -> None:
    edit("tier-3/example.yaml", "when: Harm is likely tonight.", r'when: "[[agency\/police]] decides."')
    before = texts(project)
    result = run(project, "rename", "police", "bobbies")
    assert result.exit_code == 2
    assert "without escapes" in result.output
    assert texts(project) == before


def test_all_or_none_when_a_file_cannot_be_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.authors.edit import workspace

    before, real, calls = texts(project), workspace.os.replace, []

    def replace(made: Path, place: Path) -> None:
        calls.append(place)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(place))
        real(made, place)

    monkeypatch.setattr(workspace.os, "replace", replace)
    result = run(project, "rename", "police", "bobbies")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
    assert texts(project) == before
    assert not list(project.rglob(".edit-*"))
