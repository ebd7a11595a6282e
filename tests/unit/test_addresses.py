"""Every address of a first build is there in a second, or leads to where its thing is now, whatever was renamed or retired between."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.rules.load import load
from tests.conftest import AS_OF, copy_small
from tests.support.edits import difference, run, texts

RETIRED = "retired: {on: 2026-11-20, why: Nobody uses it.}\n"

RENAMED = {
    "agency/police": "constabulary",
    "example": "child-at-risk",
    "core/fast-track": "haste",
    "sharing-act-2001": "sharing-information-act-2001",
    "safe-places": "safe-homes",
    "term/mash": "hub",
}

MAY_GO = {
    r"can-i-share/index.html#second(-\d+)?": "nobody asks for what is retired; its own page stays",
    r"agencies/[^/]+/with/index.html#.*": "a partner that shares nothing any more, or has another name in this list",
    r"can-i-share/[^/]+/index.html#.*": "whom nobody tells anything any more, or who has another name in this list",
    r"assets/records/.*": "what fills in a record of sharing under a protocol: under a retired one nobody shares",
    r"data/(article-30|protocols)/.*": "a data file cannot lead on; the agency's page and protocols.jsonld lead to the one under the new id",
    r"assets/edit/.*": "what a form is made of: what has another id now has its form under that",
    r"matrices/.*#second": "what is retired shares nothing",
    r"agencies/fire/index.html#(posts|protocols)": "a retired agency has no post to ring and is bound by nothing",
    r"agencies/index.html#fire-and-rescue": "no agency of this kind is left",
    r"check/index.html#[0-9a-z]{4}-[0-9a-z]{4}": "an old pack: its protocols have rows of their own",
    r"reviews/index.html#2027-11": "nothing is left to review in this month",
    r"protocols/second/index.html#ring": "under a retired protocol there is nobody to ring",
    r"protocols/second/letters/index.html#reply(-\d+)?": "under a retired protocol nothing is to be sent",
}
"""Places on lists that end with what was listed, and why; the page stays."""

REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')


@dataclass(frozen=True)
class Two:
    """The same project built twice, with everything that can happen to a name between."""

    root: Path
    first: Path
    second: Path


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / "protocols" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def ok(project: Path, *arguments: str) -> str:
    result = run(project, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    root = copy_small(tmp_path_factory.mktemp("addresses") / "project")
    given = ("--title", "A second protocol", "--under", "safe-places", "--owner", "council", "--party", "school")
    ok(root, "new", "tier-3", "second", *given)
    ok(root, "new", "agency", "fire", "--name", "Fire service", "--kind", "fire-and-rescue")
    ok(root, "build")
    first = shutil.copytree(root / "site", root.parent / "first")
    for old, new in RENAMED.items():
        ok(root, "rename", old, new)
    ok(root, "rename", "child-at-risk", "children-at-risk")
    edit(root, "tier-3/second.yaml", "status: draft", "status: retired")
    for name in ("tier-3/second.yaml", "agencies/fire.yaml"):
        path = root / "protocols" / name
        path.write_text(path.read_text(encoding="utf-8") + RETIRED, encoding="utf-8")
    ok(root, "build")
    return Two(root, first, root / "site")


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def anchors(path: Path) -> set[str]:
    return {node.attributes["id"] or "" for node in LexborHTMLParser(path.read_bytes()).css("[id]")}


def arrival(folder: Path, name: str) -> str:
    """Return the file at which a reader of a page arrives."""
    found = REFRESH.search((folder / name).read_text(encoding="utf-8"))
    return normpath(join(dirname(name), found[1])) if found else name


def gone(two: Two) -> Iterator[str]:
    known = files_of(two.second)
    for name in sorted(files_of(two.first)):
        if name not in known:
            yield name
        elif name.endswith(".html"):
            there = arrival(two.second, name)
            yield from (f"{name}#{each}" for each in anchors(two.first / name) - anchors(two.second / there))


def test_every_address_is_there_or_leads_there(two: Two) -> None:
    assert {name for name in gone(two) if not re.fullmatch("|".join(MAY_GO), name)} == set()


def test_old_pages_lead_on_in_one_step(two: Two) -> None:
    led = {name: arrival(two.second, name) for name in files_of(two.first) if name.endswith(".html")}
    moved = {name: there for name, there in led.items() if there != name}
    assert {str(PurePosixPath(name).parent): str(PurePosixPath(there).parent) for name, there in moved.items()} == {
        "agencies/police": "agencies/constabulary",
        "agencies/police/with": "agencies/constabulary/with",
        "can-i-share/police": "can-i-share/constabulary",
        "protocols/example": "protocols/children-at-risk",
        "protocols/example/letters": "protocols/children-at-risk/letters",
        "core/fast-track": "core/haste",
        "law/sharing-act-2001": "law/sharing-information-act-2001",
        "tier-2/safe-places": "tier-2/safe-homes",
        "matrices/flows-safe-places": "matrices/flows-safe-homes",
        "matrices/gateways-safe-places": "matrices/gateways-safe-homes",
    }
    assert all(arrival(two.second, there) == there for there in moved.values())


def test_old_printed_copies_are_what_is_printed_now(two: Two) -> None:
    for old, new in {
        "example": "children-at-risk",
        "card-example": "card-children-at-risk",
        "letters-example": "letters-children-at-risk",
        "example--police": "children-at-risk--constabulary",
        "child-at-risk--police": "children-at-risk--constabulary",
        "example--school": "children-at-risk--school",
        "working-child-at-risk--police": "working-children-at-risk--constabulary",
        "pack-police": "pack-constabulary",
    }.items():
        assert (two.second / "pdf" / f"{old}.pdf").read_bytes() == (two.second / "pdf" / f"{new}.pdf").read_bytes()


def test_old_page_says_so_and_is_not_found_by_search(two: Two) -> None:
    page = (two.second / "agencies" / "police" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://small.example/agencies/constabulary/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<a href="../constabulary/index.html">' in page
    for name in ("assets/search/index.js", "sitemap.xml"):
        text = (two.second / name).read_text(encoding="utf-8")
        assert "agencies/constabulary/" in text
        assert "agencies/police/" not in text


def test_what_is_retired_keeps_its_own_page(two: Two) -> None:
    assert arrival(two.second, "protocols/second/index.html") == "protocols/second/index.html"
    assert arrival(two.second, "agencies/fire/index.html") == "agencies/fire/index.html"


def test_ways_are_written_to_their_end(two: Two) -> None:
    ledger = texts(two.root)["addresses.yaml"]
    assert f"  - {{from: example, to: children-at-risk, on: {AS_OF}}}\n" in ledger
    assert f"  - {{from: child-at-risk, to: children-at-risk, on: {AS_OF}}}\n" in ledger
    published = [line for line in ledger.splitlines() if line.startswith("  - ") and "{" not in line]
    assert published == sorted(published)
    assert {"  - example", "  - child-at-risk", "  - children-at-risk"} <= set(published)
    assert load(two.root, AS_OF).county.former_names["sharing-act-2001/s1"] == "sharing-information-act-2001/s1"


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("tier-3/second.yaml", "second"),
        ("agencies/fire.yaml", "agency/fire"),
        ("core/haste.yaml", "core/haste"),
        ("law/sharing-information-act-2001.yaml", "sharing-information-act-2001"),
    ],
)
def test_deleting_by_hand_is_an_error(two: Two, tmp_path: Path, name: str, lost: str) -> None:
    root = tmp_path / "project"
    shutil.copytree(two.root, root, symlinks=True, ignore=shutil.ignore_patterns("site", "build"))
    (root / "protocols" / name).unlink()
    found = [fault for fault in load(root, AS_OF).diagnostics if fault.code == "address-lost"]
    assert [fault.message for fault in found] == [f"`{lost}` was published, and is in no source any more"]
    assert found[0].span.path == "protocols/addresses.yaml"
    assert "retired:" in found[0].help


def test_id_that_was_used_is_never_given_again(two: Two) -> None:
    before = texts(two.root)
    for arguments in (
        ("rename", "agency/school", "police"),
        ("new", "agency", "police", "--name", "Other police", "--kind", "police"),
    ):
        result = run(two.root, *arguments)
        assert result.exit_code == 2
        assert "`agency/police` was the name of `agency/constabulary`" in result.output
    assert texts(two.root) == before


def test_name_given_back_leads_nowhere(project: Path) -> None:
    ok(project, "rename", "police", "bobbies")
    ok(project, "rename", "bobbies", "police")
    ledger = texts(project)["addresses.yaml"]
    assert f"moved:\n  - {{from: agency/bobbies, to: agency/police, on: {AS_OF}}}\n" in ledger
    assert "from: agency/police" not in ledger
    assert load(project, AS_OF).diagnostics == ()


def test_fmt_records_what_was_written_by_hand(project: Path) -> None:
    (project / "protocols" / "addresses.yaml").unlink()
    assert "holds every address that was ever published" in run(project, "check").output
    before = texts(project)
    assert run(project, "fmt", "--check").exit_code == 1
    ok(project, "fmt", "protocols/site.yaml")
    ok(project, "fmt")
    assert [line for line in difference(before, texts(project)) if "agency/police" in line] == [
        "addresses.yaml: +  - agency/police"
    ]
    assert load(project, AS_OF).diagnostics == ()
