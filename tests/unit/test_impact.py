"""What a change does, beyond its events: signatures, issued texts, copies, faults on one side, and what a comment can hold."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.changes.comparison import Impact, compare
from generator.changes.events import Event, Redline
from generator.changes.shown import MOST_CHARACTERS, as_markdown, as_text
from generator.changes.side import read_side
from generator.changes.texts import SignAgain
from generator.composed.passages import fingerprint, passages
from generator.composed.redline import redline
from generator.site.agreements import Texts
from tests.conftest import AS_OF, ROOT, copy_small
from tests.support.edits import run
from tests.support.repository import change, decided, git, impact, repository, told

Edit = Callable[[str, str, str], Path]
EXAMPLE, CORE = "protocols/tier-3/example.yaml", "protocols/core/safety-first.yaml"
NOTHING = "No wording changes. No signature is re-opened."


def signed(project: Path, name: str = "tier-3/example") -> Path:
    """Sign a document for the police as it is, and commit."""
    side = read_side(project, AS_OF)
    assert side.county is not None
    texts = Texts(project, side.county)
    document = next(each for each in side.library.parsed if each.source.path == f"protocols/{name}.yaml")
    mark = fingerprint(texts.present(document.model).tree)
    with (project / "protocols" / f"{name}.yaml").open("a", encoding="utf-8") as source:
        source.write(SIGNATURE.format(mark))
    return repository(project)


SIGNATURE = """signatures:
  - agency: police
    post: Chief officer
    on: 2026-11-20
    version: "0.1"
    evidence: {{kind: letter, reference: L1, held_by: police}}
    fingerprint: "{}"
"""


def test_signature_on_tier_1_is_reopened(project: Path) -> None:
    signed(project, "tier-1/overarching")
    assert impact(project).stdout.strip() == NOTHING
    change(project, "protocols/tier-1/overarching.yaml", "summary: ", "summary: Indeed, ")
    assert impact(project).stdout.splitlines()[:2] == ["To be signed again:", "- Tier 1: Police (its text)"]


def test_signature_counts_only_for_the_words_that_were_signed(project: Path) -> None:
    signed(project)
    assert impact(project).stdout.strip() == NOTHING
    change(project, EXAMPLE, "    - Wait for the call back.", "    - Wait for their call back.")
    change(project, CORE, "The law lets you", "The law allows you")
    lines = impact(project).stdout.splitlines()
    assert lines[0] == "To be signed again:"
    assert lines[1] == "- Example protocol: Police (A2 Fast track, B1 Safety first)"
    (found,) = told(project)["sign_again"]
    assert (found["protocol"], found["agencies"]) == ("example", ["Police"])


def test_what_stands_before_part_a_is_signed_too(project: Path) -> None:
    signed(project)
    change(project, EXAMPLE, "marking: official", "marking: official-sensitive")
    lines = impact(project).stdout.splitlines()
    assert lines[:2] == ["To be signed again:", "- Example protocol: Police (title, summary, owner or marking)"]


def test_contact_reopens_no_signature(project: Path) -> None:
    signed(project)
    change(project, EXAMPLE, "phone: 01632 960002", "phone: 01632 960004")
    lines = impact(project).stdout.splitlines()
    assert lines[0] == "No signature is re-opened."
    assert decided("\n".join(lines))[0].startswith(
        "Contact changed: Hub desk (Council): phone 01632 960002 → 01632 960004"
    )


def test_signature_that_did_not_fit_before_is_told_apart(project: Path) -> None:
    signed(project)
    change(project, EXAMPLE, "Wait for the call back.", "Wait for their call back.")
    git(project, "commit", "-qam", "unsigned words")
    assert impact(project).stdout.startswith(NOTHING)
    lines = impact(project).stdout.splitlines()
    assert "Signatures that did not fit before this change either:" in lines
    assert "- Example protocol: Police" in lines
    assert "To be signed again:" not in lines


def test_issued_text_is_for_ever(project: Path) -> None:
    folder = project / "protocols" / "issued" / "example"
    folder.mkdir(parents=True)
    (folder / "1.0.md").write_text("# Example\n", encoding="utf-8")
    repository(project)
    (folder / "1.0.md").write_text("# Example!\n", encoding="utf-8")
    (folder / "1.1.md").write_text("# Example\n", encoding="utf-8")
    found = decided(impact(project).stdout)
    assert found[0].startswith("Issued text altered: example/1.0. What was issued never changes")
    assert found[1].startswith("Text issued for signing: example/1.1")
    (folder / "1.0.md").unlink()
    assert decided(impact(project).stdout)[0].startswith("Issued text removed: example/1.0")


@pytest.mark.parametrize("broken", ["new", "old"])
def test_what_is_sound_is_compared_beside_an_error(project: Path, broken: str) -> None:
    wrong = ("marking: official", "marking: secret")
    if broken == "old":
        change(project, EXAMPLE, *wrong)
    repository(project)
    change(project, EXAMPLE, *(wrong if broken == "new" else reversed(wrong)))
    change(project, CORE, "The law lets you", "The law allows you")
    result = impact(project)
    assert result.exit_code == 1
    assert "No wording changes" not in result.stdout
    assert "No signature is re-opened" not in result.stdout
    assert f"- {EXAMPLE} cannot be read in the {broken} version, so what changed in it is not told." in result.stdout
    assert f"- The text of the {broken} version cannot be composed: its sources have 1 error." in result.stdout
    (only,) = decided(result.stdout)
    assert only.startswith("Core text reworded, in B1 Safety first")
    faults = told(project)["new_faults" if broken == "new" else "mended_faults"]
    assert [(found["code"], found["severity"]) for found in faults] == [("wrong-choice", "error")]


def test_file_that_is_no_yaml_is_not_told_as_removed(project: Path) -> None:
    repository(project)
    (project / EXAMPLE).write_text("id: [example\n", encoding="utf-8")
    result = impact(project)
    assert "removed" not in result.stdout
    assert f"{EXAMPLE} cannot be read in the new version" in result.stdout
    assert "No wording changes" not in result.stdout
    assert "In all that could be compared, nothing changes." in result.stdout


def test_error_of_a_rule_hides_no_event(project: Path) -> None:
    repository(project)
    change(project, EXAMPLE, "gateway: sharing-act-2001/s2", "gateway: sharing-act-2001/s3")
    result = impact(project)
    assert decided(result.stdout)[0].startswith("Flow changed: Who may collect the child")
    assert "error[provision-not-in-force]" in result.stdout


def test_template_that_fails_on_one_side_leaves_the_events(project: Path) -> None:
    repository(project)
    change(project, "templates/pages/protocol.md.j2", "{{", "{{ nobody_knows_this }}{{")
    change(project, CORE, "The law lets you", "The law allows you")
    result = impact(project)
    assert result.exit_code == 1
    assert "The text of the new version cannot be composed" in result.stdout
    assert decided(result.stdout)[0].startswith("Core text reworded, in B1 Safety first")


def test_new_and_mended_faults_are_listed(project: Path, edit: Edit) -> None:
    before = read_side(copy_small(project.parent / "before"), AS_OF)
    after = read_side(
        edit("tier-3/example.yaml", "    - Say who is at risk.", "    - Say who is at risk as soon as possible."), AS_OF
    )
    assert [found.code for found in compare(before, after).new_faults] == ["vague-words"]
    assert [found.code for found in compare(after, before).mended_faults] == ["vague-words"]


HOSTILE = "Wait @everyone for #1 [call](https://a.example) <b>x</b> `y` ![p](q) </details> www.a.example $z$ *w* | v"


def test_words_in_a_comment_are_never_markup(project: Path) -> None:
    repository(project)
    change(project, EXAMPLE, "Wait for the call back.", f"'{HOSTILE}'")
    change(project, EXAMPLE, "title: Example protocol", f"title: '{HOSTILE}'")
    change(project, EXAMPLE, "record_within: 24 hours", f"record_within: '{HOSTILE[:60]}'")
    text = impact(project, "--format", "markdown").stdout
    plain = re.sub(r"</?(?:ins|del|details|summary)>|\*\*|\\.", "", text)
    for mark in ("@everyone", "](", "<b>", "`", "![", "$", "#1"):
        assert mark not in plain, mark
    assert "https://" not in plain
    assert "www.a" not in plain
    assert text.count("<details>") == text.count("</details>")


def test_copies_are_folded_in_a_comment(project: Path) -> None:
    repository(project)
    change(project, CORE, "The law lets you", "The law allows you")
    text = impact(project, "--format", "markdown").stdout
    folded = "1 passage in 1 protocol; printed anew: 3 agency copies, 3 packs"
    assert f"<details><summary>How far it reaches: {folded}.</summary>" in text
    assert text.index("What is decided") < text.index("<del>lets</del><ins>**allows**</ins>") < text.index("<details>")


def test_passages_know_their_place(project: Path) -> None:
    side = read_side(project, AS_OF)
    assert side.composed is not None
    found = {passage.text: passage for passage in passages(side.composed.tree("example"))}
    assert found["Put the incident number on the record."].agency == "police"
    assert found["Put the incident number on the record."].section == "closing-requirements"
    assert found["Share what prevents harm. The law lets you."].anchor == "b1-safety-first"
    assert not any("Status" in text for text in found)


def test_redline_gives_back_both_texts() -> None:
    runs = list(redline("Ring the night desk now.", "Ring the duty desk at once."))
    assert "".join(words for kind, words in runs if kind != "new") == "Ring the night desk now."
    assert "".join(words for kind, words in runs if kind != "gone") == "Ring the duty desk at once."


def test_long_unchanged_stretches_are_left_out(project: Path) -> None:
    long = "word " * 400
    change(project, EXAMPLE, "purpose: So that a child at risk is seen in time.", f"purpose: {long} one {long}")
    repository(project)
    change(project, EXAMPLE, "word  one", "word  two")
    text = impact(project).stdout
    assert "[-one-]{+two+}" in text
    assert len(text) < 1000


def many(count: int, text: str) -> Impact:
    events = tuple(
        Event(
            "flow-changed",
            f"Flow changed: Item {number}, police to landlords: route telephone → letter",
            (f"Protocol {number % 700}",),
            f"protocols/tier-3/p-{number % 700}.yaml:{number}",
            redlines=(Redline(f"protocols/tier-3/p-{number % 700}.yaml:{number}", "flow", text, f"New {text}"),),
        )
        for number in range(count)
    )
    again = tuple(
        SignAgain(f"p-{number}", f"Protocol {number}", ("Police", "Council"), ("A2",)) for number in range(count // 4)
    )
    return Impact(
        again,
        (),
        (*events, Event("marking-changed", "Marking changed: a → b", ("Last",), "protocols/x.yaml:1")),
        None,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("count", "text"), [(10, "x" * 20_000), (300, "word " * 60), (1500, "old words"), (12_000, "old words")]
)
def test_comment_is_never_too_long_and_drops_no_decision(count: int, text: str) -> None:
    impact_of_many = many(count, text)
    shown = as_markdown(impact_of_many, "protocols impact main")
    assert len(shown) <= MOST_CHARACTERS
    assert count == 10 or "run `protocols impact main` to see all" in shown
    assert "Marking changed: a → b" in shown
    assert "### To be signed again" in shown
    counted = sum(int(number) for number in re.findall(r"Flow changed: (\d+) times", shown))
    assert counted + len(re.findall(r"Flow changed: Item \d+, police", shown)) == count
    assert f"Item {count - 1}, police" in as_text(impact_of_many)


def test_ten_thousand_changed_lines_of_sources_fit_a_comment(project: Path) -> None:
    text = (project / EXAMPLE).read_text(encoding="utf-8")
    for number in range(60):
        other = text.replace("id: example", f"id: example-{number}").replace(
            "Example protocol", f"Example {number} @all"
        )
        (project / "protocols" / "tier-3" / f"example-{number}.yaml").write_text(other, encoding="utf-8")
    repository(project)
    for path in (project / "protocols" / "tier-3").glob("*.yaml"):
        words = re.sub(r"(?m)\b(the|at|in|is|to|The) ", r"\1 very ", path.read_text(encoding="utf-8"))
        path.write_text(words.replace("at very_", "at_"), encoding="utf-8")
    shown = impact(project, "--format", "markdown").stdout
    assert len(shown) <= MOST_CHARACTERS + 1
    assert "What is decided" in shown


def test_json_has_the_order_of_the_sheet(project: Path) -> None:
    repository(project)
    change(project, CORE, "The law lets you", "The law allows you")
    data = json.loads(impact(project, "--format", "json").stdout)
    assert list(data)[:6] == ["sign_again", "issued", "events", "texts", "new_faults", "mended_faults"]
    assert data["nothing_changes"] is False


def test_command_compares_with_the_merge_base(project: Path) -> None:
    repository(project)
    git(project, "checkout", "-qb", "work")
    change(project, EXAMPLE, "Close the contact", "Close this contact")
    git(project, "commit", "-qam", "change")
    git(project, "checkout", "-q", "main")
    change(project, CORE, "The law lets you", "The law allows you")
    git(project, "commit", "-qam", "change")
    result = run(project, "impact", "main", "work")
    assert result.exit_code == 0, result.stderr
    assert "Close [-the-]{+this+} contact" in result.stdout
    assert "allows" not in result.stdout


def test_unknown_revision_is_a_clear_message(project: Path) -> None:
    git(project, "init", "-q")
    result = run(project, "impact", "nope")
    assert result.exit_code == 1
    assert "there is no revision `nope` here" in result.stderr


@pytest.fixture(scope="module")
def county_side():
    return read_side(ROOT, AS_OF)


def county_with(tmp_path: Path, edit_sources: Callable[[Path], None]):
    """Return the county's sources after a change."""
    copy = copy_small(tmp_path / "county")
    shutil.rmtree(copy / "protocols")
    shutil.copytree(ROOT / "protocols", copy / "protocols")
    edit_sources(copy / "protocols")
    return read_side(copy, AS_OF)


def change_a_word(path: Path, after: str) -> None:
    """Put a word before the first full stop that ends a line after the words `after`."""
    text = path.read_text(encoding="utf-8")
    start = text.index(after)
    end = text.index(".\n", start)
    path.write_text(f"{text[:end]} indeed{text[end:]}", encoding="utf-8")


def test_a_word_of_the_core_reaches_every_protocol_of_the_county(county_side, tmp_path: Path) -> None:
    found = compare(
        county_side,
        county_with(tmp_path, lambda sources: change_a_word(sources / "core" / "fast-track.yaml", "text: |")),
    )
    library = county_side.library
    copies = {
        (name, agency)
        for name, document in library.protocols.items()
        for party in document.model.parties
        for agency in library.members(party.agency)
    }
    assert found.texts is not None
    assert set(found.texts.protocols) == set(library.protocols)
    assert set(found.texts.copies) == copies
    assert len(found.events) == 1


def test_a_word_of_one_agencys_tail_reaches_its_own_copies_and_the_full_text(county_side, tmp_path: Path) -> None:
    name = "domestic-abuse-marac"
    tail = "agency_requirements:\n  - agency: kent-police"
    after = county_with(tmp_path, lambda sources: change_a_word(sources / "tier-3" / f"{name}.yaml", tail))
    found = compare(county_side, after)
    assert found.texts is not None
    assert found.texts.protocols == (name,)
    assert found.texts.copies == ((name, "kent-police"),)


def test_a_word_of_an_agencys_standing_tail_reaches_its_copies_of_every_protocol(county_side, tmp_path: Path) -> None:
    agency = "kent-police"
    after = county_with(tmp_path, lambda sources: change_a_word(sources / "agencies" / f"{agency}.yaml", "  tail: |"))
    found = compare(county_side, after)
    party_to = {
        name
        for name, document in county_side.library.protocols.items()
        if agency in {party.agency for party in document.model.parties}
    }
    assert found.texts is not None
    assert set(found.texts.protocols) == party_to
    assert set(found.texts.copies) == {(name, agency) for name in party_to}


def test_reflowing_every_source_of_the_county_changes_nothing(county_side, tmp_path: Path) -> None:
    def reflow(sources: Path) -> None:
        for path in sources.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            joined = re.sub(r"(?m)^( *(?:- )?\w+: >-\n( +)\S.*)\n\2(?=\S)", r"\1 ", text)
            path.write_text(f"# Laid out anew.\n{joined}", encoding="utf-8")

    assert as_text(compare(county_side, county_with(tmp_path, reflow))) == NOTHING
