"""What a signature covers: the same fingerprint for the same words, for ever."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.composed.passages import fingerprint, fingerprint_of, fits, section_fingerprints
from generator.composed.tree import Tree, parse
from generator.site.build import build
from tests.conftest import AS_OF, ROOT

Edit = Callable[[str, str, str], Path]

SIGNED = {
    "as-it-is": (
        "words-1:39f235299db98b060036a73749284d97c50bbd38192086e0059669f8a53644a6",
        "words-2:e8e11c024e0acb3222a14c46660efb818b20d61fe0ef970d72c2be9920289cec",
    ),
    "every-kind-of-block": (
        "words-1:1383d2cdd2b0bc43194d1379861233ba8c9fb64042583fb517b3efcb809822c1",
        "words-2:20d7d5ecdd23383298db59667dafbeb061180adf97fd981ee786be8f22d3c670",
    ),
    "words-of-agencies": (
        "words-1:e3812309e7234d8581ee5f090f24d10957f4d22a549ba26b5131e41248c778ac",
        "words-2:cbdf0018b70b41e83c229c87374c864343c4086f8e98ead4322909356e6f7863",
    ),
}
"""Fingerprints of the texts in `tests/golden/signed/`, made by the first version of `words-1` and of `words-2`. They may be on paper:
none of them, and none of the texts, may ever change."""


def tree_of(project: Path, uri: str = "protocols/example.md") -> Tree:
    return next(page for page in build(project, AS_OF).pages if page.page_uri == uri).tree


@pytest.mark.parametrize("name", SIGNED)
def test_a_fingerprint_that_was_signed_stays(name: str) -> None:
    text = (ROOT / "tests" / "golden" / "signed" / f"{name}.md").read_text(encoding="utf-8")
    tree = parse(text, "protocols/example.md")
    first, second = SIGNED[name]
    assert fingerprint(tree) == second
    for signed, other in ((first, "words-2"), (second, "words-1")):
        assert fits(tree, signed)
        assert not fits(tree, signed[:-1] + ("0" if signed[-1] != "0" else "1"))
        assert not fits(tree, f"{other}:{signed.partition(':')[2]}")
    changed = parse(text.replace("Call back first", "Call back last"), "protocols/example.md")
    assert not any(fits(changed, signed) for signed in SIGNED[name])


PROTOCOL = "tier-3/example.yaml"

COVERED = {
    "a sentence": (PROTOCOL, "how: Call back first.", "how: Call back last.", "routes"),
    "a risk": (PROTOCOL, "mitigation: Ask who is there.", "mitigation: Ask who listens.", "risks"),
    "a summary": (PROTOCOL, "summary: Police and council", "summary: Council and police", "head"),
    "a title": (PROTOCOL, "title: Example protocol", "title: Example agreement", "head"),
    "another name": (PROTOCOL, "also_called: [EP]", "also_called: [EPS]", "head"),
    "the owner": (PROTOCOL, "owner: police", "owner: council", "head"),
    "the marking": (PROTOCOL, "marking: official", "marking: official-sensitive", "head"),
    "a party": (
        PROTOCOL,
        "gives: no, receives: yes, role: joint controller",
        "gives: no, receives: yes, role: controller",
        "parties",
    ),
    "a clause": ("core/safety-first.yaml", "The law lets you", "The law makes you", "core/safety-first"),
    "the title of a clause": ("core/safety-first.yaml", "title: ", "title: New ", "core/safety-first"),
    "an agency's standing words": (
        "agencies/police.yaml",
        "Put the incident",
        "Keep the incident",
        "closing-requirements",
    ),
    "an agency's words here": (PROTOCOL, "Close the contact", "Leave the contact", "closing-requirements"),
}
"""What a signature covers: each alone changes the fingerprint of one section."""


@pytest.mark.parametrize("name", COVERED)
def test_a_signature_covers(name: str, project: Path, edit: Edit) -> None:
    before = tree_of(project)
    path, old, new, section = COVERED[name]
    edit(path, old, new)
    after = tree_of(project)
    first, second = section_fingerprints(before), section_fingerprints(after)
    assert section in {key for key in first | second if first.get(key) != second.get(key)}
    assert not fits(after, fingerprint(before))


def test_a_signature_covers_where_links_lead(project: Path, edit: Edit) -> None:
    edit(PROTOCOL, "purpose: So", "purpose: As [said](https://a.example/x) and [[core/fast-track|agreed]], so")
    prints = [fingerprint(tree_of(project))]
    for old, new in (("a.example/x", "a.example/y"), ("core/fast-track|agreed", "core/safety-first|agreed")):
        edit(PROTOCOL, old, new)
        prints.append(fingerprint(tree_of(project)))
    assert len(set(prints)) == len(prints)


def test_a_new_version_of_the_same_words_has_the_same_fingerprint(project: Path, edit: Edit) -> None:
    before = tree_of(project)
    edit(PROTOCOL, 'version: "0.1"\nowner', 'version: "0.2"\nowner')
    edit(
        PROTOCOL,
        "history:\n",
        'history:\n  - {version: "0.2", on: 2026-10-06, by: The clerk, change: None., why: To try.}\n',
    )
    assert fits(tree_of(project), fingerprint(before))


def test_only_what_changed_has_another_fingerprint(project: Path, edit: Edit) -> None:
    first = section_fingerprints(tree_of(project))
    edit(PROTOCOL, "how: Call back first.", "how: Call back last.")
    second = section_fingerprints(tree_of(project))
    assert [key for key in first if first[key] != second[key]] == ["routes"]
    assert list(first) == list(second)
    assert list(first)[:4] == ["head", "at-a-glance", "fast-track", "purpose"]
    assert "core/fast-track" in first
    assert not {"contacts", "review", "signatures", "history", "part-a", "part-b", "part-c"} & first.keys()


LEFT_OUT = {
    "contacts": (PROTOCOL, "reach_for: New concerns.", "reach_for: Old concerns."),
    "a number of the fast track": (PROTOCOL, "phone: 01632 960002", "phone: 01632 960003"),
    "the title of a post": ("agencies/police.yaml", "title: Night desk", "title: Night room"),
    "what brings a review forward": (PROTOCOL, "triggers: [A child is harmed.]", "triggers: [A child is hurt.]"),
    "the day of the review": (PROTOCOL, "next: 2027-06-01", "next: 2027-07-01"),
    "the history": (PROTOCOL, "change: First draft.", "change: First words."),
    "emphasis": (PROTOCOL, "how: Call back first.", "how: Call *back* **first**."),
    "line breaks": (PROTOCOL, "purpose: So that a child", "purpose: >-\n  So that\n  a child"),
    "a comment": (PROTOCOL, "purpose: So", "# Why.\npurpose: So"),
    "the order of keys": (
        PROTOCOL,
        "  share: Name, place and threat.\n  hold_back: Everything else.",
        "  hold_back: Everything else.\n  share: Name, place and threat.",
    ),
    "an explanation": ("glossary.yaml", "meaning: ", "meaning: In short, "),
}
"""What may change without being signed again."""


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_signature_leaves_out(name: str, project: Path, edit: Edit) -> None:
    before = tree_of(project)
    edit(*LEFT_OUT[name])
    after = tree_of(project)
    assert section_fingerprints(before) == section_fingerprints(after)
    assert fits(after, fingerprint(before))


@pytest.mark.parametrize(
    ("uri", "source", "old", "new", "section"),
    [
        ("tier-1/index.md", "tier-1/overarching.yaml", "text: We share under", "text: We may share under", "lawful"),
        ("tier-1/index.md", "tier-1/overarching.yaml", "title: Lawful", "title: Legal", "lawful"),
        ("tier-1/index.md", "tier-1/overarching.yaml", "[council, police]", "[council, police, school]", "parties"),
        ("tier-1/index.md", "tier-1/overarching.yaml", "What every agency commits to.", "What some commit to.", "head"),
        ("tier-2/safe-places.md", "tier-2/safe-places.yaml", "why: Nights are", "why: Days are", "named-decider"),
        ("tier-2/safe-places.md", "tier-2/safe-places.yaml", "owner: council", "owner: police", "head"),
        ("tier-2/safe-places.md", "tier-2/safe-places.yaml", "Safe Places Board", "Safe Homes Board", "head"),
        ("tier-2/safe-places.md", "tier-2/safe-places.yaml", "next: 2027-06-01", "next: 2027-07-01", ""),
        ("tier-2/safe-places.md", PROTOCOL, "title: Example protocol", "title: Example agreement", ""),
        ("tier-1/index.md", "tier-1/overarching.yaml", "change: First draft.", "change: First words.", ""),
    ],
)
def test_the_other_tiers_are_signed_too(
    project: Path, edit: Edit, uri: str, source: str, old: str, new: str, section: str
) -> None:
    before = tree_of(project, uri)
    edit(source, old, new)
    after = tree_of(project, uri)
    first, second = section_fingerprints(before), section_fingerprints(after)
    assert [key for key in first if first[key] != second[key]] == [section] * bool(section)
    assert fits(after, fingerprint(before)) != bool(section)


def test_sections_prove_the_fingerprint_of_the_whole(project: Path) -> None:
    tree = tree_of(project)
    sections = section_fingerprints(tree)
    assert fingerprint_of(dict(reversed(sections.items()))) == fingerprint(tree)
    assert fingerprint_of({**sections, "routes": sections["risks"]}) != fingerprint(tree)
