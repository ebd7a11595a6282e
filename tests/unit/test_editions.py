"""The public edition holds nothing of what is marked higher, and the partners' edition holds all of it."""

import shutil
from pathlib import Path

import pytest

from generator.authors.edit.ledger import LEDGER, ledger_text
from generator.county.gathering import gather
from generator.edition import Edition
from generator.rules.load import load
from generator.site.build import Site, build
from tests.conftest import AS_OF, copy_small
from tests.support.canaries import HIDDEN, SENSITIVE, Planted, found_in
from tests.support.edits import run
from tests.support.issued import change, issued

NEVER_PUBLISHED = {"comment"}
"""What no edition shows."""

NAMES = (HIDDEN, "zqidcontact", "zqidpost", "zqidbypost", "zqidscene", "01632960987", "01632960986")


def recorded(project: Path) -> None:
    (project / LEDGER).write_text(ledger_text(gather(project).library), encoding="utf-8")


def built(project: Path, *options: str) -> str:
    result = run(project, "build", *options)
    assert result.exit_code == 0, result.output + result.stderr
    return result.output


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    planted = Planted(copy_small(tmp_path_factory.mktemp("planted") / "project"))
    planted.plant()
    recorded(planted.project)
    run(planted.project, "issue", "example", "--on", "2026-11-20")
    run(planted.project, "issue", HIDDEN, "--on", "2026-11-20")
    return planted


def test_what_is_planted_is_without_a_fault(planted: Planted) -> None:
    errors = [found for found in load(planted.project, AS_OF).diagnostics if found.severity.name == "ERROR"]
    assert errors == []


def test_public_edition_holds_nothing_of_what_is_marked_whatever_was_built_before(planted: Planted) -> None:
    site = planted.project / "site"
    built(planted.project)
    all_of_it = found_in(site, (*planted.canaries, *NAMES))
    missing = {planted.canaries.get(word, word) for word, files in all_of_it.items() if not files}
    assert missing == NEVER_PUBLISHED
    assert "public edition" in built(planted.project, "--edition", "public")
    leaked = {
        planted.canaries.get(word, word): files for word, files in found_in(site, tuple(all_of_it)).items() if files
    }
    assert leaked == {}
    says = (site / "protocols" / "example" / "index.html").read_text(encoding="utf-8")
    assert says.count("Something is left out here.") >= 9
    first = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    built(planted.project, "--no-pdf")
    shown = {word for word, files in all_of_it.items() if any(not name.startswith(("pdf/", "word/")) for name in files)}
    assert {word for word, files in found_in(site, tuple(all_of_it)).items() if files} == shown
    shutil.rmtree(planted.project / "build")
    built(planted.project, "--edition", "public")
    again = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert first == again


def public(project: Path) -> Site:
    recorded(project)
    return build(project, AS_OF, Edition.PUBLIC)


def everything(site: Site) -> str:
    pages = [f"{page.page_uri}\n{page.title}\n{page.description}\n{page.markdown}" for page in site.pages]
    return "\n".join((*pages, *(f"{file.uri}\n{file.content.decode(errors='ignore')}" for file in site.files)))


def page(site: Site, uri: str) -> str:
    return next(page.markdown for page in site.pages if page.page_uri == uri)


def test_no_form_is_offered_for_a_source_of_which_a_part_is_left_out(planted: Planted) -> None:
    cut = {"assets/edit/tier-3/example.js", "assets/edit/agencies/police.js", f"assets/edit/tier-3/{HIDDEN}.js"}
    whole = {file.uri for file in build(planted.project, AS_OF, Edition.PARTNER).files}
    some = {file.uri for file in build(planted.project, AS_OF, Edition.PUBLIC).files}
    assert cut <= whole
    assert not cut & some
    assert "assets/edit/agencies/council.js" in some


def test_names_that_forms_offer_are_none_of_what_is_left_out(planted: Planted) -> None:
    offered = {
        edition: next(
            file.content.decode()
            for file in build(planted.project, AS_OF, edition).files
            if file.uri == "assets/edit/names.js"
        )
        for edition in Edition
    }
    for name in (HIDDEN, "police/zqidpost"):
        assert name in offered[Edition.PARTNER]
        assert name not in offered[Edition.PUBLIC]


def hidden(project: Path, **changed: object) -> Planted:
    planted = Planted(project)
    data = planted.read("tier-3/example.yaml")
    planted.write(f"tier-3/{HIDDEN}.yaml", {**data, "id": HIDDEN, "title": "Hidden", "marking": SENSITIVE, **changed})
    return planted


def test_public_edition_of_a_county_without_marks_differs_only_where_it_says_which_it_is(project: Path) -> None:
    issued(project)
    partner, open_to_all = build(project, AS_OF), public(project)
    said = "Test edition, public edition"
    assert everything(open_to_all).count(said) == 2
    assert everything(open_to_all).replace(said, "Test edition") == everything(partner)
    assert [page.page_uri for page in open_to_all.pages] == [page.page_uri for page in partner.pages]


def test_retired_protocol_that_is_marked_and_what_it_replaced_tell_nothing(project: Path) -> None:
    planted = hidden(project)
    data = planted.read("tier-3/example.yaml")
    retired = {"on": "2026-11-01", "why": "Another one is better.", "replaced_by": HIDDEN}
    planted.write("tier-3/old.yaml", {**data, "id": "old", "title": "Old", "status": "retired", "retired": retired})
    site = public(project)
    assert HIDDEN not in everything(site)
    assert "Another one is better." in page(site, "protocols/old.md")
    shown = hidden(project, status="retired", retired={"on": "2026-11-01", "why": "Its end."})
    shown.write("tier-3/old.yaml", {**data, "id": "old", "title": "Old"})
    assert "Its end." in everything(build(project, AS_OF))
    assert "Its end." not in everything(public(project))


def test_protocol_that_is_marked_after_it_was_renamed_is_at_neither_address(project: Path) -> None:
    hidden(project)
    recorded(project)
    assert run(project, "rename", HIDDEN, "zqidnewname").exit_code == 0
    assert "zqidnewname" in everything(build(project, AS_OF))
    text = everything(public(project))
    assert HIDDEN not in text
    assert "zqidnewname" not in text


def test_question_whose_only_answer_is_a_marked_flow_says_nothing_of_it(project: Path) -> None:
    change(project, "tier-3/example.yaml", ("  - item: Who may", f"  - marking: {SENSITIVE}\n    item: Who may"))
    assert "Who may collect" in page(build(project, AS_OF), "can-i-share/police.md")
    site = public(project)
    assert "Who may collect" not in everything(site)
    section = page(site, "protocols/example.md").partition("c1-flows")[2].partition("### C2")[0]
    assert "Something is left out here." in section
    assert "Night desk" in section


DESK = "{id: desk, kind: single-point-of-contact, title: Day desk, phone: 01632 960003, email: day@police.example, hours: Always}"


def test_post_of_an_agency_that_is_marked_goes_with_all_that_names_it_where_nothing_else_is_marked(
    project: Path,
) -> None:
    marked = f"- {DESK}\n  - {{marking: {SENSITIVE}, id: out-of-hours,"
    change(project, "agencies/police.yaml", ("- {id: out-of-hours,", marked))
    (fault,) = (each for each in load(project, AS_OF).diagnostics if each.code == "marked-but-needed")
    assert fault.span.path == "protocols/tier-3/example.yaml"
    assert "`contact_out_of_hours` cannot be without it" in fault.message
    example = ("contact_out_of_hours: police/out-of-hours", "contact_out_of_hours: hub-desk")
    change(project, "tier-3/example.yaml", example)
    assert "Nights." in page(build(project, AS_OF), "protocols/example.md")
    assert "Nights." not in everything(public(project))


def test_issued_text_is_left_out_once_its_protocol_is_not_whole_and_its_fingerprint_is_not_shown(project: Path) -> None:
    issued(project)
    run(
        project,
        *("sign", "example", "--agency", "council", "--post", "Director", "--on", "2026-11-21", "--version", "0.1"),
        *("--evidence", "letter", "--reference", "L 1", "--held-by", "council"),
    )
    whole = build(project, AS_OF)
    (signature,) = whole.county.protocols["example"].signatures
    assert signature.fingerprint in page(whole, "protocols/example.md")
    assert any(page.page_uri == "protocols/example/0.1.md" for page in public(project).pages)
    change(project, "agencies/police.yaml", ("standing:\n", f"standing:\n  marking: {SENSITIVE}\n"))
    site = public(project)
    assert not any(page.page_uri.startswith("protocols/example/0.1") for page in site.pages)
    assert signature.fingerprint not in everything(site)
    assert "Fits the whole text" in page(site, "protocols/example.md")


def test_manifest_says_the_highest_marking_of_what_was_issued(project: Path) -> None:
    change(project, "tier-3/example.yaml", ("  - item: Who may", f"  - marking: {SENSITIVE}\n    item: Who may"))
    folder = issued(project)
    assert f"marking: {SENSITIVE}" in (folder / "0.1.yaml").read_text(encoding="utf-8")
    change(project, "tier-3/example.yaml", (f"  - marking: {SENSITIVE}\n    item: Who may", "  - item: Who may"))

    assert not any(page.page_uri == "protocols/example/0.1.md" for page in public(project).pages)
