"""Each kind of edit is one event, told in words, first of all and at its own line; what changes nothing is no event."""

from pathlib import Path

import pytest

from tests.support.edits import run
from tests.support.repository import change, decided, git, impact, repository, told

EXAMPLE, POLICE, CORE = "tier-3/example.yaml", "agencies/police.yaml", "core/safety-first.yaml"
LAW = "law/sharing-act-2001.yaml"
NIGHT_FLOW = """  - item: Who may collect the child
    about: [child]
    category: personal
    from: [police]
    to: [school]
    gateway: sharing-act-2001/s2
    verdict: may
    necessary_because: The school hands her over each day.
    route: telephone
    when: the same day
"""
POLICE_PARTY = "  - {agency: police, gives: yes, receives: no, role: joint controller, does: Protects.}\n"
COUNCIL_PARTY = "  - {agency: council, gives: no, receives: yes, role: joint controller, does: Assesses.}\n"
SIGNED = """signatures:
  - agency: police
    post: Chief
    on: 2026-11-01
    version: '0.1'
    evidence: {{kind: letter, reference: L1, held_by: police}}
    fingerprint: 'words-1:{}'
"""

EDITS: dict[str, tuple[str, str, str, str, str]] = {
    "flow-removed": (EXAMPLE, NIGHT_FLOW, "", "Flow removed: Who may collect the child, Police to ", ":93"),
    "flow-added": (
        EXAMPLE,
        "routes:\n",
        NIGHT_FLOW.replace("Who may", "Where to") + "routes:\n",
        "Flow added: Where to collect the child, Police to ",
        ":103",
    ),
    "party-moved": (
        EXAMPLE,
        f"{POLICE_PARTY}{COUNCIL_PARTY}",
        f"{COUNCIL_PARTY}{POLICE_PARTY}",
        "Party moved: Police",
        ":56",
    ),
    "gateway-of-a-flow": (
        EXAMPLE,
        "to: [school]\n    gateway: sharing-act-2001/s2",
        "to: [school]\n    gateway: sharing-act-2001/s1",
        "Flow changed: Who may collect the child, Police to School: gateway section 2 of Sharing Act 2001 → section 1 of",
        ":98",
    ),
    "receiver-added": (EXAMPLE, "to: [school]", "to: [school, council]", "Flow changed: Who may collect", ":97"),
    "party-added": (
        EXAMPLE,
        "process:\n",
        "  - {agency: hospital, gives: no, receives: yes, role: controller, does: Treats.}\nprocess:\n",
        "Party added: hospital",
        ":58",
    ),
    "party-removed": (
        EXAMPLE,
        "  - {agency: school, gives: yes, receives: yes, role: controller, does: Sees the child daily.}\n",
        "",
        "Party removed: ",
        ":57",
    ),
    "summary": (EXAMPLE, "Police and council pool", "Everybody pools", "Summary reworded", ":8"),
    "title": (
        EXAMPLE,
        "title: Example protocol",
        "title: Another protocol",
        "Title changed: Example protocol → Another protocol",
        ":3",
    ),
    "owner": (EXAMPLE, "owner: police", "owner: council", "Owner changed: Police → ", ":6"),
    "marking": (
        EXAMPLE,
        "marking: official",
        "marking: official-sensitive",
        "Marking changed: official → official-sensitive",
        ":7",
    ),
    "status": (EXAMPLE, "status: draft", "status: agreed", "Status changed: draft → agreed", ":4"),
    "version": (EXAMPLE, 'version: "0.1"\nowner', 'version: "0.2"\nowner', "Version changed: 0.1 → 0.2", ":5"),
    "review-date": (
        EXAMPLE,
        "next: 2027-06-01",
        "next: 2027-09-01",
        "Next review changed: 1 June 2027 → 1 September 2027",
        ":10",
    ),
    "retention": (
        EXAMPLE,
        "keep_for: 6 years",
        "keep_for: 9 years",
        "Retention period changed: Contact record: kept for 6 years → 9 years",
        ":106",
    ),
    "record-within": (
        EXAMPLE,
        "record_within: 24 hours",
        "record_within: 12 hours",
        "Fast track, record within changed: 24 hours → 12 hours",
        ":42",
    ),
    "step-moved": (
        EXAMPLE,
        "    - Ring the desk.\n    - Say who is at risk.\n",
        "    - Say who is at risk.\n    - Ring the desk.\n",
        "Fast track, step moved: Ring the desk.",
        ":38",
    ),
    "contact": (
        POLICE,
        "01632 960001",
        "01632 960003",
        "Contact changed: Night desk (Police): phone 01632 960001 → ",
        ":8",
    ),
    "standing-words": (
        POLICE,
        "Put the incident",
        "Write the incident",
        "Standing words after the core reworded",
        ":11",
    ),
    "agency-name": (
        POLICE,
        "name: Small Police",
        "name: Little Police",
        "Name changed: Small Police → Little Police",
        ":2",
    ),
    "core-word": (
        CORE,
        "The law lets",
        "The law allows",
        "Core text reworded, in B1 Safety first: every protocol (1)",
        ":7",
    ),
    "core-paragraph-moved": (
        CORE,
        "  - Ring first.\n  - Record after.\n",
        "  - Record after.\n  - Ring first.\n",
        "Paragraph moved: core text, “Ring first.”, in B1",
        ":10",
    ),
    "practice": (CORE, "Ask what would", "Ask yourself what would", "Practice guidance reworded, in B1", ":11"),
    "clause-retired": (
        CORE,
        "number: 1\n",
        "number: 1\nretired: {on: 2026-11-01, why: Said elsewhere.}\n",
        "Clause retired: B1 Safety first on 1 November 2026; nothing replaces it",
        ":3",
    ),
    "law-ends": (
        LAW,
        "    effect: power\n    says: Anybody may",
        "    effect: power\n    force: {until: 2027-04-01}\n    says: Anybody may",
        "Section 1 of Sharing Act 2001 ends on 1 April 2027: 6 places in 4 files",
        ":12",
    ),
    "law-effect": (
        LAW,
        "effect: power\n    says: The police",
        "effect: duty\n    says: The police",
        "Provision changed: section 2 (Power to tell schools): effect power → duty, in Sharing Act 2001: 2 places in 1 file",
        ":21",
    ),
    "term-added": (
        "glossary.yaml",
        "terms:\n",
        "terms:\n  - {id: hub, term: The hub, meaning: Where calls go.}\n",
        "Glossary term added: The hub, in the glossary",
        ":3",
    ),
    "silence": (
        EXAMPLE,
        "under: safe",
        "silenced:\n  - {rule: long-sentence, at: fast_track.when, because: It is fine.}\nunder: safe",
        "Silenced rule added: long-sentence at fast_track.when",
        ":17",
    ),
    "signature-added": (
        EXAMPLE,
        "under: safe",
        SIGNED.format("a" * 64) + "under: safe",
        "Signature added: Police, version 0.1",
        ":17",
    ),
    "setting": (
        "site.yaml",
        "illustrative: yes",
        "illustrative: no",
        "Illustrative changed: yes → no, in the settings",
        "",
    ),
    "training": ("training/specification.yaml", "title: ", "title: New ", "", ""),
}
"""By name: the file, the words before and after, how the first event begins, and how its place ends."""


@pytest.mark.parametrize("name", EDITS)
def test_edit_is_told_first_and_at_its_own_line(project: Path, name: str) -> None:
    file, old, new, says, line = EDITS[name]
    repository(project)
    change(project, f"protocols/{file}", old, new)
    result = impact(project)
    assert "No wording changes" not in result.stdout
    found = decided(result.stdout)
    assert len(found) == 1, found
    assert found[0].startswith(says), found
    assert f"protocols/{file}{line}" in found[0]


def test_altered_signature_is_an_event(project: Path) -> None:
    change(project, f"protocols/{EXAMPLE}", "under: safe", SIGNED.format("a" * 64) + "under: safe")
    repository(project)
    change(project, f"protocols/{EXAMPLE}", "a" * 64, "0" * 64)
    assert decided(impact(project).stdout)[0].startswith("Signature changed: Police, version 0.1: fingerprint")


SAME = {
    "reflow of a line": (EXAMPLE, "purpose: So that a child at risk", "purpose: >-\n  So that a child\n  at risk"),
    "reflow of prose": (CORE, "  Share what prevents harm. The law", "  Share what\n  prevents harm. The\n  law"),
    "a comment": (POLICE, "id: police\n", "# Fictional.\nid: police # the force\n"),
    "quotes": (EXAMPLE, "{risk: The wrong parent hears.,", "{risk: 'The wrong parent hears.',"),
    "the order of keys": (EXAMPLE, 'status: draft\nversion: "0.1"\n', 'version: "0.1"\nstatus: draft\n'),
    "the order of keys in an item": (
        EXAMPLE,
        "    route: telephone\n    when: at once\n",
        "    when: at once\n    route: telephone\n",
    ),
    "block style": (EXAMPLE, "    from: [school, police]\n", "    from:\n      - school\n      - police\n"),
    "a default that is written": (LAW, "    areas: [all]\n", "    areas: [all]\n    depersonalised_only: no\n"),
}


@pytest.mark.parametrize("name", SAME)
def test_what_changes_nothing_is_no_event(project: Path, name: str) -> None:
    repository(project)
    change(project, f"protocols/{SAME[name][0]}", *SAME[name][1:])
    assert impact(project).stdout.strip() == "No wording changes. No signature is re-opened."


def test_layout_by_the_program_is_no_event(project: Path) -> None:
    repository(project)
    run(project, "fmt")
    assert impact(project).stdout.strip() == "No wording changes. No signature is re-opened."


@pytest.mark.parametrize(
    "name", ["agency/police", "example", "core/safety-first", "tier-2/safe-places", "sharing-act-2001"]
)
def test_renaming_is_one_event(project: Path, name: str) -> None:
    repository(project)
    renamed = run(project, "rename", name, "altogether-new")
    assert renamed.exit_code == 0, renamed.output
    result = impact(project)
    (only,) = decided(result.stdout)
    assert f"renamed: {name.rpartition('/')[2]} is now altogether-new" in only
    assert not told(project)["texts"]["protocols"]


def test_renaming_inside_a_document_is_one_event(project: Path) -> None:
    repository(project)
    path = project / "protocols" / EXAMPLE
    text = path.read_text(encoding="utf-8").replace("telephone", "voice call")
    path.write_text(text.replace("hub-desk", "council-hub"), encoding="utf-8")
    found = decided(impact(project).stdout)
    assert [line.partition(",")[0] for line in found] == [
        "Contact changed: Hub desk (Council): id hub-desk → council-hub",
        "Route changed: voice call: name telephone → voice call",
    ]


def test_a_post_and_its_agency_renamed_together_are_two_events(project: Path) -> None:
    repository(project)
    run(project, "rename", "agency/police", "constabulary")
    for path in (project / "protocols").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("out-of-hours,", "night-desk,", 1)
            if "id: constabulary" in text
            else text.replace("/out-of-hours", "/night-desk"),
            encoding="utf-8",
        )
    found = decided(impact(project).stdout)
    assert len(found) == 2, found


def test_one_core_word_is_one_event_and_one_redline(project: Path) -> None:
    repository(project)
    change(project, f"protocols/{CORE}", "The law lets you", "The law allows you")
    found = told(project)
    (event,) = found["events"]
    (redline,) = event["redlines"]
    assert redline["place"] == "protocols/core/safety-first.yaml:7"
    assert redline["before"] == "Share what prevents harm. The law lets you."
    assert redline["after"] == "Share what prevents harm. The law allows you."
    assert found["texts"]["copies"] == [["example", "police"], ["example", "council"], ["example", "school"]]
    assert impact(project).stdout.count("[-lets-]{+allows+}") == 1


def test_document_added_removed_and_retired(project: Path) -> None:
    repository(project)
    source = project / "protocols" / EXAMPLE
    text = source.read_text(encoding="utf-8")
    second = text.replace("id: example", "id: second").replace("title: Example protocol", "title: Second protocol")
    (source.parent / "second.yaml").write_text(second, encoding="utf-8")
    (added,) = decided(impact(project).stdout)
    assert added == "Protocol added: Second protocol (protocols/tier-3/second.yaml:1)"
    git(project, "add", "-A")
    git(project, "commit", "-qm", "second")
    (source.parent / "second.yaml").unlink()
    (removed,) = decided(impact(project).stdout)
    assert removed == "Protocol removed: Second protocol (was at protocols/tier-3/second.yaml:1)"
    retired = second.replace(
        "status: draft", "status: retired\nretired: {on: 2026-11-01, why: Merged., replaced_by: example}"
    )
    (source.parent / "second.yaml").write_text(retired, encoding="utf-8")
    found = decided(impact(project).stdout)
    assert (
        "Protocol retired: Second protocol on 1 November 2026; example replaces it (protocols/tier-3/second.yaml:5)"
        in found
    )


def test_same_change_in_several_documents_is_one_event(project: Path) -> None:
    repository(project)
    for name in ("council", "police", "school"):
        path = project / "protocols" / "agencies" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "part_of: The Crown\n", encoding="utf-8")
    (only,) = decided(impact(project).stdout)
    assert only.startswith("Part of added: The Crown, in ")


def test_flow_is_matched_by_what_it_is_and_not_by_its_number(project: Path) -> None:
    """The first of two flows goes: the second is still itself, though it has a new number."""
    repository(project)
    text = (project / "protocols" / EXAMPLE).read_text(encoding="utf-8")
    start, end = text.index("  - item: Name and address"), text.index("  - item: Who may collect")
    change(project, f"protocols/{EXAMPLE}", text[start:end], "")
    (only,) = decided(impact(project).stdout)
    assert only.startswith("Flow removed: Name and address of the child, ")


def test_frame_is_an_event_where_only_a_template_changed(project: Path) -> None:
    repository(project)
    change(project, "templates/pages/protocol.md.j2", "Also called", "Also known as")
    found = impact(project)
    (only,) = decided(found.stdout)
    assert only.startswith("Wording of the frame changed: templates/pages/protocol.md.j2: 1 protocol")
    assert "[-called-]{+known as+}" in found.stdout


def test_frame_and_source_are_told_apart(project: Path) -> None:
    repository(project)
    change(project, "templates/pages/protocol.md.j2", "Also called", "Also known as")
    change(project, f"protocols/{CORE}", "The law lets you", "The law allows you")
    found = told(project)
    assert [event["code"] for event in found["events"]] == ["core-text-changed", "frame-wording-changed"]
    words = [
        line["after"]
        for event in found["events"]
        if event["code"] == "frame-wording-changed"
        for line in event["redlines"]
    ]
    assert all("allows" not in text for text in words)
