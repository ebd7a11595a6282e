"""An agreed protocol, and those who tamper with it: no signature that does not fit is ever taken for one that does."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.composed.passages import fingerprint
from generator.county.agreements import State
from generator.printing.compose import Composer
from generator.rendering.renderer import Renderer
from generator.rules.formats import show
from generator.site.agreements import load_agreed
from generator.site.build import Site, build
from tests.conftest import AS_OF, ROOT, copy_small
from tests.printing.reader import Read
from tests.support.edits import run, texts
from tests.support.issued import change, forged, raised

PROTOCOL = "tier-3/example.yaml"
PARTIES = {"police": "Chief constable", "council": "Director", "school": "Head teacher"}
EVIDENCE = ("--evidence", "letter", "--reference", "L 12", "--held-by", "council")
ZEROS = f"words-2:{'0' * 64}"


def sign(project: Path, agency: str, *more: str, document: str = "example", on: str = "2026-11-21") -> str:
    """Record a signature, and return what was said."""
    arguments = ("--agency", agency, "--post", PARTIES[agency], "--on", on, *EVIDENCE, *more)
    result = run(project, "sign", document, *arguments)
    assert result.exit_code == 0, result.output + result.stderr
    return result.output


def signed_by_all(root: Path) -> Path:
    """Return a small project whose protocol is issued, signed by all its parties, and agreed."""
    project = copy_small(root)
    assert run(project, "issue", "example", "--on", "2026-11-20").exit_code == 0
    for agency in PARTIES:
        sign(project, agency)
    change(project, PROTOCOL, ("status: draft", "status: agreed"))
    return project


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_by_all(tmp_path_factory.mktemp("agreed") / "project")


@pytest.fixture
def agreed(untouched: Path, tmp_path: Path) -> Path:
    """An agreed project of its own, which a test may change."""
    return Path(shutil.copytree(untouched, tmp_path / "project", symlinks=True))


def line_of(project: Path, path: str, words: str, nth: int = 0) -> int:
    """Return the number of the line of a source that holds words."""
    lines = (project / "protocols" / path).read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, start=1) if words in line][nth]


def checked(project: Path) -> tuple[int, list[dict[str, str | int]]]:
    """Return the exit code of `check` and what it found."""
    result = run(project, "check", "--format", "json")
    return result.exit_code, json.loads(result.stdout)


def states(site: Site) -> dict[str, State]:
    protocol = site.county.protocols["example"]
    return {found.agency: found.state for found in site.county.standings_of(protocol)}


def test_what_is_agreed_and_signed_passes(agreed: Path) -> None:
    assert checked(agreed) == (0, [])
    site = build(agreed, AS_OF)
    assert states(site) == dict.fromkeys(PARTIES, State.FITS)
    page = next(page for page in site.pages if page.page_uri == "protocols/example.md")
    assert page.markdown.count("Fits this text") == len(PARTIES)
    assert "Not signed by" not in page.markdown


@dataclass(frozen=True)
class Tampering:
    """One thing done to an agreed protocol, and where `check` says so."""

    path: str
    old: str
    new: str
    code: str = "signature-unfit"
    at: str = "fingerprint:"
    """What stands on the line that is named, in the protocol unless `where` names another source."""
    says: str = ""
    where: str = PROTOCOL


TAMPERINGS = {
    "a sentence": Tampering(
        PROTOCOL, "record_within: 24 hours", "record_within: 12 hours", says="this has changed: A2"
    ),
    "the title": Tampering(PROTOCOL, "title: Example protocol", "title: Example agreement", says="what opens the page"),
    "the summary": Tampering(PROTOCOL, "know about a child at risk.", "know.", says="what opens the page"),
    "the marking": Tampering(PROTOCOL, "marking: official", "marking: official-sensitive", says="what opens the page"),
    "the owner": Tampering(PROTOCOL, "owner: police", "owner: council", says="what opens the page"),
    "another name": Tampering(PROTOCOL, "also_called: [EP]", "also_called: [EPS]", says="what opens the page"),
    "what a party does": Tampering(PROTOCOL, "does: Assesses.", "does: Listens.", says="this has changed: A6"),
    "where a reference leads": Tampering(
        PROTOCOL,
        "telling_people: The hub",
        "telling_people: The [[core/safety-first|hub]]",
        says="this has changed: A9",
    ),
    "a fingerprint": Tampering(PROTOCOL, "words-2:", "words-1:", says="not the fingerprint of version `0.1` as it was"),
    "a core clause": Tampering(
        "core/fast-track.yaml", "Ring, call back", "Ring, never call back", says="this has changed: B2"
    ),
    "the title of a core clause": Tampering("core/safety-first.yaml", "title: ", "title: No ", says="this has changed"),
    "an agency's standing tail": Tampering("agencies/police.yaml", "Put the incident", "Keep the incident", says="C5"),
    "an agency's own tail": Tampering(PROTOCOL, "tail: Close the", "tail: Leave the", says="this has changed: C5"),
    "an agency's own top": Tampering(PROTOCOL, "top: Read the", "top: Leave the", says="this has changed: A10"),
    "a version that nobody made": Tampering(
        PROTOCOL, '    version: "0.1"', '    version: "0.0"', "signature-on-no-version", '    version: "0.0"'
    ),
    "no evidence": Tampering(
        PROTOCOL,
        "    evidence:\n      kind: letter\n      reference: L 12\n      held_by: council\n",
        "",
        "missing-field",
        "- agency: police",
    ),
    "no one who keeps the evidence": Tampering(
        PROTOCOL, "      held_by: council", "      held_by: fire", "unknown-reference", "held_by: fire"
    ),
    "the agency of a signature": Tampering(
        PROTOCOL,
        "  - agency: police\n    post",
        "  - agency: school\n    post",
        "signature-repeated",
        "- agency: school",
    ),
    "a day before it was issued": Tampering(
        PROTOCOL, "on: 2026-11-21", "on: 2026-11-19", "signed-before-its-version", "on: 2026-11-19"
    ),
}
"""Each is done alone."""


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_with_what_is_agreed_is_an_error_at_its_place(name: str, agreed: Path) -> None:
    done = TAMPERINGS[name]
    change(agreed, done.path, (done.old, done.new))
    code, found = checked(agreed)
    assert code == 1
    first = [fault for fault in found if fault["code"] == done.code]
    assert first, found
    places = {(fault["path"], fault["line"]) for fault in first}
    nth = -1 if done.code == "signature-repeated" else 0
    assert (f"protocols/{done.where}", line_of(agreed, done.where, done.at, nth)) in places
    assert any(done.says in str(fault["message"]) for fault in first)
    assert run(agreed, "render", "--to", "out").exit_code == 1
    assert not (agreed / "out").exists()


@pytest.mark.parametrize("name", [name for name, done in TAMPERINGS.items() if done.code == "signature-unfit"])
def test_in_a_draft_no_page_and_no_file_takes_it_for_good(name: str, agreed: Path) -> None:
    done = TAMPERINGS[name]
    change(agreed, PROTOCOL, ("status: agreed", "status: draft"))
    change(agreed, done.path, (done.old, done.new))
    code, found = checked(agreed)
    assert code == 0
    also = set() if name == "a fingerprint" else {"issued-words-changed"}
    assert {fault["code"] for fault in found} == {"signature-outdated", *also}
    assert_not_good(build(agreed, AS_OF), *(("police",) if name == "a fingerprint" else PARTIES))


def assert_not_good(site: Site, *agencies: str) -> None:
    """Nothing that is published says that these agencies' signatures fit."""
    found = states(site)
    assert {found[agency] for agency in agencies} <= {State.CHANGED, State.EARLIER, State.NOT_SIGNED}
    pages = {page.page_uri: page.markdown for page in site.pages}
    good = len(PARTIES) - len(agencies)
    assert pages["protocols/example.md"].count("Fits this text") == good
    assert pages["protocols/example.md"].count("words-2:") + pages["protocols/example.md"].count("words-1:") == good
    for agency in agencies:
        assert "Fits this text" not in pages[f"agencies/{agency}.md"]
    assert f"{good} of 3" in pages["audit/conformance.md"]
    assert printed(site).count("Fits this text") == good
    register = json.loads(next(file.content for file in site.files if file.uri == "data/register.json"))
    protocol = next(found for found in register["protocols"] if found["id"] == "example")
    assert not {*agencies} & {*protocol["signed_by"]}
    assert {each["agency"] for each in protocol["signatures"] if each["state"] == "fits"} == {*PARTIES} - {*agencies}


def printed(site: Site) -> str:
    """Return all that the printed copy of the protocol is made from."""
    composer = Composer(site, Renderer(ROOT / "templates", site.county))
    return json.dumps(composer.protocol(site.county.protocols["example"]), default=str)


def test_paper_says_what_became_of_each_signature(agreed: Path) -> None:
    change(
        agreed, PROTOCOL, ("status: agreed", "status: draft"), ("record_within: 24 hours", "record_within: 12 hours")
    )
    result = run(agreed, "pdf", "example", "--to", "out")
    assert result.exit_code == 0, result.output + result.stderr
    words = Read(agreed / "out" / "example.pdf").root.text
    assert words.count("The text changed since") == len(PARTIES)
    assert "Fits this text" not in words
    assert "words-2" not in words


def test_a_fingerprint_of_zeros_is_no_signature(agreed: Path) -> None:
    made = re.findall(r"words-2:[0-9a-f]{64}", texts(agreed)[PROTOCOL])[0]
    change(agreed, PROTOCOL, (made, ZEROS))
    code, found = checked(agreed)
    assert (code, [fault["line"] for fault in found]) == (1, [line_of(agreed, PROTOCOL, ZEROS)])


def test_nor_without_any_issued_text(project: Path) -> None:
    lines = "".join(
        f"  - agency: {agency}\n    post: Head\n    on: 2026-11-21\n    version: '0.1'\n    fingerprint: {ZEROS}\n"
        "    evidence: {kind: letter, reference: L 12, held_by: council}\n"
        for agency in PARTIES
    )
    change(project, PROTOCOL, ("history:\n", f"signatures:\n{lines}history:\n"))
    assert [fault["code"] for fault in checked(project)[1]] == ["signature-outdated"] * 3
    assert_not_good(build(project, AS_OF), *PARTIES)


def test_another_texts_fingerprint_is_no_signature(agreed: Path) -> None:
    site = build(agreed, AS_OF)
    other = fingerprint(next(page for page in site.pages if page.page_uri == "tier-1/index.md").tree)
    made = re.findall(r"words-2:[0-9a-f]{64}", texts(agreed)[PROTOCOL])[0]
    change(agreed, PROTOCOL, (made, other))
    assert [fault["code"] for fault in checked(agreed)[1]] == ["signature-unfit"]


def test_a_forged_issued_text_carries_no_signature(agreed: Path) -> None:
    change(agreed, PROTOCOL, ("Ring the desk.", "Ring nobody."))
    forged(agreed, "0.1", ("1.  Ring the desk", "1.  Ring nobody"))
    code, found = checked(agreed)
    assert code == 1
    assert [fault["code"] for fault in found] == ["signature-unfit"] * 3


def test_a_new_version_waits_for_new_signatures(agreed: Path) -> None:
    raised(agreed, "0.2", "2026-11-22", ("Ring the desk.", "Ring the night desk."))
    code, found = checked(agreed)
    assert code == 1
    assert [(fault["code"], fault["line"]) for fault in found] == [
        ("agreed-without-signatures", line_of(agreed, PROTOCOL, "status: agreed"))
    ]
    change(agreed, PROTOCOL, ("status: agreed", "status: draft"))
    assert checked(agreed) == (0, [])
    site = build(agreed, AS_OF)
    assert_not_good(site, *PARTIES)
    page = next(page for page in site.pages if page.page_uri == "protocols/example.md")
    assert (
        page.markdown.count(
            "**Signed an earlier version**: A2 ([what changed](../protocols/example/compare/0.1--today.md))"
        )
        == 3
    )


def test_a_party_that_has_not_signed(agreed: Path) -> None:
    text = texts(agreed)[PROTOCOL]
    start = text.index("  - agency: school\n    post")
    end = text.index("history:") if text.index("history:") > start else text.index("under: safe-places")
    change(agreed, PROTOCOL, (text[start:end], ""))
    code, found = checked(agreed)
    assert code == 1
    assert [(fault["code"], fault["line"]) for fault in found] == [
        ("agreed-without-signatures", line_of(agreed, PROTOCOL, "status: agreed"))
    ]


HARMLESS: dict[str, Callable[[Path], object]] = {
    "reflow": lambda project: change(
        project, PROTOCOL, ("purpose: So that a child", "purpose: >-\n  So that\n  a child")
    ),
    "a comment": lambda project: change(project, PROTOCOL, ("purpose: So", "# Why.\npurpose: So")),
    "the order of keys": lambda project: change(
        project,
        PROTOCOL,
        (
            "  share: Name, place and threat.\n  hold_back: Everything else.",
            "  hold_back: Everything else.\n  share: Name, place and threat.",
        ),
    ),
    "contacts": lambda project: change(project, PROTOCOL, ("phone: 01632 960002", "phone: 01632 960003")),
    "the number of a post": lambda project: change(
        project, "agencies/police.yaml", ("phone: 01632 960001", "phone: 01632 960009")
    ),
    "the day of review": lambda project: change(project, PROTOCOL, ("next: 2027-06-01", "next: 2027-07-01")),
    "a contact, with a version and a line of history": lambda project: raised(
        project, "0.2", "2026-11-22", ("phone: 01632 960002", "phone: 01632 960003")
    ),
    "laying out": lambda project: run(project, "fmt"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_may_change_without_being_signed_again_alarms_nobody(name: str, agreed: Path) -> None:
    HARMLESS[name](agreed)
    assert checked(agreed) == (0, [])
    assert set(states(build(agreed, AS_OF)).values()) == {State.FITS}


def test_signatures_fit_on_another_day(agreed: Path) -> None:
    loaded = load_agreed(agreed, AS_OF.replace(year=2027, month=3))
    assert not loaded.has_errors, show(loaded.diagnostics, loaded.sources, "concise")
    assert set(states(build(agreed, AS_OF.replace(year=2027, month=3))).values()) == {State.FITS}


@pytest.mark.parametrize(
    ("document", "path"),
    [("overarching", "tier-1/overarching.yaml"), ("tier-2/safe-places", "tier-2/safe-places.yaml")],
)
def test_the_other_tiers_are_signed_as_they_are(project: Path, document: str, path: str) -> None:
    signatories = ("council", "police") if document == "overarching" else ("council",)
    for agency in signatories:
        sign(project, agency, document=document)
    change(project, path, ("status: draft", "status: agreed"))
    assert checked(project) == (0, [])
    uri = "tier-1/index.md" if document == "overarching" else "tier-2/safe-places.md"
    page = next(page for page in build(project, AS_OF).pages if page.page_uri == uri)
    assert page.markdown.count("Fits this text") == len(signatories)
    change(project, path, ("purpose: To", "purpose: Not to"))
    code, found = checked(project)
    assert code == 1
    assert {fault["code"] for fault in found} == {"signature-unfit"}
    change(project, path, ("status: agreed", "status: draft"))
    page = next(page for page in build(project, AS_OF).pages if page.page_uri == uri)
    assert "Fits this text" not in page.markdown
    assert page.markdown.count("The text changed since") == len(signatories)


RENAMES = {"an agency": ("police", "county-police"), "an instrument": ("sharing-act-2001", "sharing-act-of-2001")}


@pytest.mark.parametrize("name", RENAMES)
def test_what_is_only_renamed_is_signed_as_it_was(name: str, agreed: Path) -> None:
    old, new = RENAMES[name]
    result = run(agreed, "rename", old, new)
    assert result.exit_code == 0, result.output + result.stderr
    assert checked(agreed) == (0, [])
    site = build(agreed, AS_OF)
    assert set(states(site).values()) == {State.FITS}
    page = next(page for page in site.pages if page.page_uri == "protocols/example.md")
    assert page.markdown.count("Fits this text") == len(PARTIES)


def test_a_link_that_leads_to_another_target_is_not_a_renaming(project: Path) -> None:
    change(project, PROTOCOL, ("telling_people: The hub", "telling_people: The [[agency/council|hub]]"))
    assert run(project, "issue", "example", "--on", "2026-11-20").exit_code == 0
    for agency in PARTIES:
        sign(project, agency)
    change(project, PROTOCOL, ("status: draft", "status: agreed"))
    result = run(project, "rename", "council", "county-council")
    assert result.exit_code == 0, result.output + result.stderr
    assert checked(project) == (0, [])
    change(project, PROTOCOL, ("[[agency/county-council|hub]]", "[[agency/school|hub]]"))
    code, found = checked(project)
    assert code == 1
    unfit = [fault for fault in found if fault["code"] == "signature-unfit"]
    assert len(unfit) == len(PARTIES)
    assert all("this has changed: A9" in str(fault["message"]) for fault in unfit)
