"""An issued text is what was issued, for ever: whatever somebody does to it afterwards is found, at its own place."""

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.rules.load import load
from generator.site.agreements import load_agreed
from tests.conftest import AS_OF
from tests.support.edits import run
from tests.support.issued import change, issued, raised, twice_issued

TEXT, MANIFEST = "protocols/issued/example/0.1.md", "protocols/issued/example/0.1.yaml"


def found(project: Path) -> list[tuple[str, str]]:
    """Return the code and the file of every error."""
    return [(each.code, each.span.path) for each in load(project, AS_OF).diagnostics if each.severity == "error"]


def replaced(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def resealed(project: Path) -> None:
    """Do what somebody would who knows how the manifest is made: write its digest and its seal anew."""
    text, manifest = project / TEXT, project / MANIFEST
    digest = hashlib.sha256(text.read_bytes()).hexdigest().encode()
    lines = re.sub(rb"(?m)^text: .*$", b"text: sha256:" + digest, manifest.read_bytes()).splitlines(keepends=True)[:-1]
    seal = hashlib.sha256(b"".join(lines)).hexdigest().encode()
    manifest.write_bytes(b"".join((*lines, b"seal: sha256:" + seal + b"\n")))


def changed_sentence(project: Path) -> None:
    replaced(project / TEXT, b"1.  Ring the desk.", b"1.  Ring the desks.")


def byte_at_the_end(project: Path) -> None:
    (project / TEXT).write_bytes((project / TEXT).read_bytes() + b"\n")


def byte_order_mark(project: Path) -> None:
    (project / TEXT).write_bytes(b"\xef\xbb\xbf" + (project / TEXT).read_bytes())


def other_line_ends(project: Path) -> None:
    (project / TEXT).write_bytes((project / TEXT).read_bytes().replace(b"\n", b"\r\n"))


def space_at_a_line_end(project: Path) -> None:
    replaced(project / TEXT, b"3.  Wait for the call back.", b"3.  Wait for the call back. ")


def day_in_the_manifest(project: Path) -> None:
    replaced(project / MANIFEST, b"on: 2026-11-20", b"on: 2026-11-19")


def other_line_ends_in_the_manifest(project: Path) -> None:
    (project / MANIFEST).write_bytes((project / MANIFEST).read_bytes().replace(b"\n", b"\r\n"))


def line_after_the_seal(project: Path) -> None:
    (project / MANIFEST).write_bytes((project / MANIFEST).read_bytes() + b"# kept\n")


def sentence_with_a_new_seal(project: Path) -> None:
    changed_sentence(project)
    resealed(project)


def broken_text_with_a_new_seal(project: Path) -> None:
    replaced(project / TEXT, b"1.  Ring the desk.", b"<script>alert(1)</script>")
    resealed(project)


def text_away(project: Path) -> None:
    (project / TEXT).unlink()


def manifest_away(project: Path) -> None:
    (project / MANIFEST).unlink()


def another_file(project: Path) -> None:
    (project / "protocols/issued/example/notes.txt").write_text("Kept here.", encoding="utf-8")


def link_in_its_place(project: Path) -> None:
    kept = project / "kept.md"
    (project / TEXT).rename(kept)
    (project / TEXT).symlink_to(kept)


def not_text(project: Path) -> None:
    (project / TEXT).write_bytes(b"\xff\xfe" + (project / TEXT).read_bytes())


def far_too_large(project: Path) -> None:
    (project / TEXT).write_bytes(b"x" * 1_000_001)


def other_version_on_disk(project: Path) -> None:
    for path in (project / TEXT, project / MANIFEST):
        path.rename(path.with_name(path.name.replace("0.1", "0.4")))


def other_document_on_disk(project: Path) -> None:
    shutil.move(project / "protocols/issued/example", project / "protocols/issued/examples")


def protocol_away(project: Path) -> None:
    (project / "protocols/tier-3/example.yaml").unlink()


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (changed_sentence, [("issued-text-changed", TEXT)]),
        (byte_at_the_end, [("issued-text-changed", TEXT)]),
        (byte_order_mark, [("issued-text-changed", TEXT)]),
        (other_line_ends, [("issued-text-changed", TEXT)]),
        (space_at_a_line_end, [("issued-text-changed", TEXT)]),
        (day_in_the_manifest, [("issued-seal-broken", MANIFEST)]),
        (other_line_ends_in_the_manifest, [("issued-seal-broken", MANIFEST)]),
        (line_after_the_seal, [("issued-seal-broken", MANIFEST)]),
        (sentence_with_a_new_seal, [("issued-fingerprint-wrong", MANIFEST)] * 2),
        (broken_text_with_a_new_seal, [("issued-fingerprint-wrong", MANIFEST)]),
        (text_away, [("issued-incomplete", MANIFEST)]),
        (manifest_away, [("issued-incomplete", TEXT)]),
        (another_file, [("issued-name", "protocols/issued/example/notes.txt")]),
        (link_in_its_place, [("outside-project", TEXT)]),
        (not_text, [("not-utf-8", TEXT)]),
        (far_too_large, [("file-too-large", TEXT)]),
        (other_version_on_disk, [("issued-misplaced", "protocols/issued/example/0.4.yaml")]),
        (
            other_document_on_disk,
            [
                ("issued-of-nothing", "protocols/issued/examples/0.1.yaml"),
                ("issued-misplaced", "protocols/issued/examples/0.1.yaml"),
            ],
        ),
    ],
)
def test_tampering_is_found_at_its_place(
    project: Path, tamper: Callable[[Path], None], expected: list[tuple[str, str]]
) -> None:
    issued(project)
    assert found(project) == []
    tamper(project)
    assert found(project) == expected


def test_help_for_other_line_ends_says_so(project: Path) -> None:
    issued(project)
    other_line_ends(project)
    assert "its lines end as they do on Windows" in load(project, AS_OF).diagnostics[0].message


def test_protocol_with_issued_texts_cannot_be_deleted(project: Path) -> None:
    twice_issued(project)
    protocol_away(project)
    faults = [each for each in load(project, AS_OF).diagnostics if each.code == "issued-of-nothing"]
    assert [fault.span.path for fault in faults] == [MANIFEST]
    assert "retire it" in faults[0].help


def test_protocol_whose_file_is_at_fault_is_no_second_fault(project: Path) -> None:
    issued(project)
    change(project, "tier-3/example.yaml", ("status: draft", "status: drat"))
    assert [code for code, _ in found(project)] == ["wrong-choice"]


def test_two_texts_of_one_version_are_found(project: Path) -> None:
    issued(project)
    for path in (project / TEXT, project / MANIFEST):
        shutil.copy(path, path.with_name(path.name.replace("0.1", "0.01")))
    assert ("issued-twice", MANIFEST) in found(project)


def test_what_becomes_of_the_law_and_of_agencies_is_no_fault_of_an_issued_text(project: Path) -> None:
    issued(project)
    before = load(project, AS_OF).diagnostics
    change(project, "core/safety-first.yaml", ("Ring first.", "Ring first, always."))
    assert load(project, AS_OF).diagnostics == before


def test_broken_issued_text_stops_publishing_and_no_command_fails_with_a_traceback(project: Path) -> None:
    issued(project)
    sentence_with_a_new_seal(project)
    for arguments in (("check",), ("build", "--no-pdf"), ("issue", "example"), ("fmt", "--check"), ("schema",)):
        run(project, *arguments)
    assert run(project, "check").exit_code == 1
    assert not (project / "site").exists()


def test_layout_never_touches_an_issued_text(project: Path) -> None:
    folder = issued(project)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(project, "fmt").exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def judged(project: Path) -> list[tuple[str, str, int]]:
    """Return each fault that only the composed text can show, with its file and line."""
    return [
        (each.code, each.span.path, each.span.line)
        for each in load_agreed(project, AS_OF).diagnostics
        if each.code.endswith("words-changed")
    ]


VERSION_LINE = ("protocols/tier-3/example.yaml", 5)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        pytest.param("tier-3/example.yaml", "Ring the desk.", "Ring the desks.", True, id="a step"),
        pytest.param("tier-3/example.yaml", "marking: official", "marking: official-sensitive", True, id="the marking"),
        pytest.param("core/safety-first.yaml", "Ring first.", "Ring at once.", True, id="the core"),
        pytest.param("agencies/police.yaml", "Put the incident", "Keep the incident", True, id="an agency's words"),
        pytest.param(
            "tier-3/example.yaml", "reach_for: New concerns.", "reach_for: All concerns.", False, id="a contact"
        ),
        pytest.param("tier-3/example.yaml", "purpose: So that", "# Why.\npurpose: So that", False, id="a comment"),
    ],
)
def test_words_of_an_issued_version_change_only_with_a_new_version(
    project: Path, name: str, old: str, new: str, *, expected: bool
) -> None:
    issued(project)
    assert judged(project) == []
    change(project, name, (old, new))
    assert judged(project) == [("issued-words-changed", *VERSION_LINE)] * expected
    raised(project, "0.2", "2026-11-21")
    assert judged(project) == []


def test_words_of_an_agreed_version_never_change(project: Path) -> None:
    issued(project)
    for agency in ("police", "council", "school"):
        evidence = ("--evidence", "letter", "--reference", "L 1", "--held-by", "council")
        signing = ("--agency", agency, "--post", "Head", "--on", "2026-11-21", *evidence)
        result = run(project, "sign", "example", *signing)
        assert result.exit_code == 0, result.stderr
    change(project, "tier-3/example.yaml", ("status: draft", "status: agreed"))
    assert not load_agreed(project, AS_OF).has_errors
    change(project, "tier-3/example.yaml", ("Ring the desk.", "Ring the desks."))
    assert judged(project) == [("agreed-words-changed", *VERSION_LINE)]
    assert run(project, "build", "--no-pdf").exit_code == 1
