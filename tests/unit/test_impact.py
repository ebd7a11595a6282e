"""What a change does is told through its words: where they change, for whom, and whose signature no longer covers them."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.changes.comparison import compare
from generator.changes.shown import as_markdown, as_text
from generator.composed.passages import fingerprint, passages
from generator.composed.redline import redline
from generator.site.build import build
from tests.conftest import AS_OF, ROOT, copy_small
from tests.support.commands import dated

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def before(tmp_path: Path):
    return build(copy_small(tmp_path / "before"), AS_OF)


def page_of(site, name="example"):
    return next(page.tree for page in site.pages if page.page_uri == f"protocols/{name}.md")


def test_reflow_changes_no_wording_and_no_fingerprint(before, edit: Edit) -> None:
    edit(
        "core/safety-first.yaml",
        "  Share what prevents harm. The law lets you.",
        "  Share what\n  prevents harm. The\n  law lets you.",
    )
    edit("tier-3/example.yaml", "purpose: So that a child at risk", "purpose: >-\n  So that a child\n  at risk")
    project = edit(
        "tier-3/example.yaml",
        "risks:\n  - {risk: The wrong parent hears.,",
        "risks:\n  - {risk: 'The wrong parent hears.',",
    )
    after = build(project, AS_OF)
    found = compare(before, after)
    assert not found.has_new_wording
    assert not found.changes
    assert not found.copies
    assert as_text(found) == "No wording changes. No signature is re-opened."
    assert fingerprint(page_of(after)) == fingerprint(page_of(before))


def test_one_word_of_the_core_reaches_every_protocol_and_every_copy(before, edit: Edit) -> None:
    found = compare(before, build(edit("core/safety-first.yaml", "The law lets you", "The law allows you"), AS_OF))
    assert found.protocols == ("example",)
    assert found.copies == (("example", "police"), ("example", "council"), ("example", "school"))
    (change,) = found.changes
    assert (change.section, change.part, change.source) == (
        "safety-first",
        "core",
        "protocols/core/safety-first.yaml",
    )
    assert "The law [-lets-]{+allows+} you" in as_text(found)


def test_one_word_of_an_agencys_tail_reaches_only_its_copies_and_the_full_text(before, edit: Edit) -> None:
    found = compare(before, build(edit("tier-3/example.yaml", "Close the contact", "Close this contact"), AS_OF))
    assert found.protocols == ("example",)
    assert found.copies == (("example", "council"),)
    assert found.changes[0].agency == "council"


def test_standing_requirement_is_found_in_the_agencys_own_file(before, edit: Edit) -> None:
    found = compare(
        before, build(edit("agencies/police.yaml", "Put the incident number", "Write the incident number"), AS_OF)
    )
    assert found.copies == (("example", "police"),)
    assert found.changes[0].source == "protocols/agencies/police.yaml"


def test_signature_counts_only_for_the_words_that_were_signed(project: Path, edit: Edit) -> None:
    mark = fingerprint(page_of(build(project, AS_OF)))
    edit(
        "tier-3/example.yaml",
        "under: safe-places",
        f"signatures:\n  - {{agency: police, post: Chief, on: 2026-11-01, version: '0.1', fingerprint: '{mark}', evidence: {{kind: letter, reference: L 12, held_by: police}}}}\nunder: safe-places",
    )
    signed = build(project, AS_OF)
    assert compare(signed, signed).signatures == ()
    changed = build(edit("tier-3/example.yaml", "Wait for the call back.", "Wait for their call back."), AS_OF)
    assert compare(signed, changed).signatures == (("example", "police"),)


def test_new_and_mended_faults_are_listed(before, edit: Edit) -> None:
    after = build(
        edit("tier-3/example.yaml", "    - Say who is at risk.", "    - Say who is at risk as soon as possible."), AS_OF
    )
    assert [found.code for found in compare(before, after).new_faults] == ["vague-words"]
    assert [found.code for found in compare(after, before).mended_faults] == ["vague-words"]


def test_words_in_a_comment_are_never_markup(before, edit: Edit) -> None:
    after = build(
        edit("tier-3/example.yaml", "Wait for the call back.", "Wait @everyone for #1 [call](https://a.example)."),
        AS_OF,
    )
    assert r"\@everyone" in as_markdown(compare(before, after))


def test_passages_know_their_place(before) -> None:
    found = {passage.text: passage for passage in passages(page_of(before))}
    assert found["Put the incident number on the record."].agency == "police"
    assert found["Put the incident number on the record."].section == "closing-requirements"
    assert found["Share what prevents harm. The law lets you."].anchor == "b1-safety-first"
    assert not any("Status" in text for text in found)


def test_redline_gives_back_both_texts() -> None:
    runs = list(redline("Ring the night desk now.", "Ring the duty desk at once."))
    assert "".join(words for kind, words in runs if kind != "new") == "Ring the night desk now."
    assert "".join(words for kind, words in runs if kind != "gone") == "Ring the duty desk at once."


def test_command_compares_with_the_merge_base(project: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments],
            cwd=project,
            check=True,
            capture_output=True,
        )

    def change(name: str, old: str, new: str) -> None:
        path = project / "protocols" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        git("commit", "-qam", "change")

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "start")
    git("checkout", "-qb", "work")
    change("tier-3/example.yaml", "Close the contact", "Close this contact")
    git("checkout", "-q", "main")
    change("core/safety-first.yaml", "The law lets you", "The law allows you")
    command = [sys.executable, "-m", "generator", *dated("impact", "main", "work")]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "Close [-the-]{+this+} contact" in result.stdout
    assert "allows" not in result.stdout


def test_unknown_revision_is_a_clear_message(project: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    result = subprocess.run(
        [sys.executable, "-m", "generator", *dated("impact", "nope")],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_a_word_of_the_core_reaches_every_protocol_of_the_county(county, tmp_path: Path) -> None:
    copy = copy_small(tmp_path / "county")
    subprocess.run(["rm", "-rf", str(copy / "protocols")], check=True)
    subprocess.run(["cp", "-r", str(ROOT / "protocols"), str(copy / "protocols")], check=True)
    path = copy / "protocols" / "core" / "fast-track.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("If somebody is in immediate danger", "If anybody is in immediate danger", 1), encoding="utf-8"
    )
    found = compare(county, build(copy, AS_OF))
    assert set(found.protocols) == set(county.county.library.protocols)
    library = county.county.library
    copies = {
        (name, agency)
        for name, document in library.protocols.items()
        for party in document.model.parties
        for agency in library.members(party.agency)
    }
    assert set(found.copies) == copies
    assert len(found.changes) == 1


def county_with(tmp_path: Path, change: Callable[[Path], None]):
    """Return the county's site after a change to its sources."""
    copy = copy_small(tmp_path / "county")
    shutil.rmtree(copy / "protocols")
    shutil.copytree(ROOT / "protocols", copy / "protocols")
    change(copy / "protocols")
    return build(copy, AS_OF)


def change_a_word(path: Path, after: str) -> None:
    """Put a word before the first full stop that ends a line after the words `after`."""
    text = path.read_text(encoding="utf-8")
    start = text.index(after)
    end = text.index(".\n", start)
    path.write_text(f"{text[:end]} indeed{text[end:]}", encoding="utf-8")


def test_a_word_of_one_agencys_tail_reaches_its_own_copies_and_the_full_text(county, tmp_path: Path) -> None:
    name = "domestic-abuse-marac"
    tail = "agency_requirements:\n  - agency: kent-police"
    found = compare(
        county, county_with(tmp_path, lambda sources: change_a_word(sources / "tier-3" / f"{name}.yaml", tail))
    )
    assert found.protocols == (name,)
    assert found.copies == ((name, "kent-police"),)
    assert {change.agency for change in found.changes} == {"kent-police"}


def test_a_word_of_an_agencys_standing_tail_reaches_its_copies_of_every_protocol(county, tmp_path: Path) -> None:
    agency = "kent-police"
    found = compare(
        county,
        county_with(tmp_path, lambda sources: change_a_word(sources / "agencies" / f"{agency}.yaml", "  tail: |")),
    )
    party_to = {
        name
        for name, document in county.county.library.protocols.items()
        if agency in {party.agency for party in document.model.parties}
    }
    assert set(found.protocols) == party_to
    assert set(found.copies) == {(name, agency) for name in party_to}


def test_reflowing_every_source_of_the_county_changes_nothing(county, tmp_path: Path) -> None:
    def reflow(sources: Path) -> None:
        for path in sources.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            joined = re.sub(r"(?m)^( *(?:- )?\w+: >-\n( +)\S.*)\n\2(?=\S)", r"\1 ", text)
            path.write_text(f"# Laid out anew.\n{joined}", encoding="utf-8")

    found = compare(county, county_with(tmp_path, reflow))
    assert not found.has_new_wording
    assert not found.changes
    assert not found.copies
    assert not found.signatures
