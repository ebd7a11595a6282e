"""Issued texts as they are published: at their own addresses for ever, under a bar that says what became of them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.composed.passages import fingerprint
from generator.composed.tree import parse
from generator.pages.issued import Kept
from generator.site.build import Page, build
from tests.conftest import AS_OF
from tests.support.edits import run
from tests.support.issued import PROTOCOL, change, forged, issued, raised, twice_issued

OLD, NEW = "protocols/example/0.1.md", "protocols/example/0.2.md"
PARTIES = ("police", "council", "school")


def pages(project: Path) -> dict[str, Page]:
    return {page.page_uri: page for page in build(project, AS_OF).pages}


def bar(page: Page) -> str:
    """Return the bar above an issued text."""
    return page.markdown.partition("\n\n")[2].partition('<div class="lead')[0]


def signed(project: Path, version: str, day: str, agencies: tuple[str, ...] = PARTIES, *, wrong: bool = False) -> None:
    """Record signatures on an issued version, with the fingerprint of its text or with another."""
    text = (project / "protocols/issued/example" / f"{version}.md").read_text(encoding="utf-8")
    made = fingerprint(parse(text, version))
    made = made[:-64] + "0" * 64 if wrong else made
    lines = "".join(
        f'  - {{agency: {agency}, post: Head, on: {day}, version: "{version}", fingerprint: "{made}", '
        f"evidence: {{kind: minute, reference: M 4, held_by: council}}}}\n"
        for agency in agencies
    )
    path = project / "protocols" / PROTOCOL
    before = path.read_text(encoding="utf-8")
    if "signatures:\n" in before:
        path.write_text(before.replace("signatures:\n", f"signatures:\n{lines}", 1), encoding="utf-8")
    else:
        path.write_text(before.replace("history:\n", f"signatures:\n{lines}history:\n", 1), encoding="utf-8")


def test_issued_text_stands_at_its_own_address_as_it_was(project: Path) -> None:
    twice_issued(project)
    found = pages(project)
    assert "Ring the desk." in found[OLD].markdown
    assert "Ring the night desk at once." in found[NEW].markdown
    for uri in (OLD, NEW):
        frozen = (project / "protocols/issued" / uri.removeprefix("protocols/")).read_text(encoding="utf-8")
        body = found[uri].markdown.partition('<div class="lead"')[2]
        assert [line for line in frozen.splitlines() if line.startswith("#")][1:] == [
            line for line in body.splitlines() if line.startswith("#")
        ]


def test_text_that_nobody_has_signed_is_for_signing(project: Path) -> None:
    issued(project)
    said = bar(pages(project)[OLD])
    assert "issued for signing and is not in force yet" in said
    assert "issued on 20 November 2026, with version 1\\.0 of the core" in said
    assert "**Not signed by:** Small Police, Small Council, Small School" in said


def test_text_that_all_have_signed_is_in_force_even_while_the_next_is_signed(project: Path) -> None:
    twice_issued(project)
    signed(project, "0.1", "2026-11-21")
    found = pages(project)
    assert "This is the version in force, signed by everybody since 21 November 2026." in bar(found[OLD])
    assert "was issued on 21 November 2026 and is being signed" in bar(found[OLD])
    assert "not in force yet" in bar(found[NEW])


def test_text_is_superseded_once_all_have_signed_the_next(project: Path) -> None:
    twice_issued(project)
    signed(project, "0.1", "2026-11-21")
    signed(project, "0.2", "2026-11-22")
    found = pages(project)
    assert "Superseded on 22 November 2026 by [version 0.2](0.2.md). Do not act on this text." in bar(found[OLD])
    assert "(compare/0.1--0.2.md)" in bar(found[OLD])
    assert "(../example.md)" in bar(found[OLD])
    assert "in force" in bar(found[NEW])


def test_signature_that_does_not_fit_is_never_shown_as_one(project: Path) -> None:
    issued(project)
    signed(project, "0.1", "2026-11-21", ("police", "council"))
    signed(project, "0.1", "2026-11-21", ("school",), wrong=True)
    said = bar(pages(project)[OLD])
    assert "**Signed by:** Small Council" in said or "**Signed by:** Small Police" in said
    assert "**Not signed by:** Small School" in said
    assert "**Recorded, but not on this text:** Small School" in said
    assert "in force" in said.replace("not in force yet", "in force")
    assert "This is the version in force" not in said


def test_text_of_a_retired_protocol_says_so(project: Path) -> None:
    issued(project)
    change(project, PROTOCOL, ("status: draft", "status: retired\nretired: {on: 2026-11-21, why: It ended.}"))
    assert "The protocol was retired on 21 November 2026. This text does not hold any more." in bar(pages(project)[OLD])


def test_protocol_lists_its_versions_where_no_signature_covers_it(project: Path) -> None:
    before = fingerprint(pages(project)["protocols/example.md"].tree)
    issued(project)
    page = pages(project)["protocols/example.md"]
    history = page.markdown.partition("### C12")[2]
    assert "[0\\.1](../protocols/example/0.1.md)" in history
    assert "(../protocols/example/compare/0.1--today.md)" in history
    assert fingerprint(page.tree) == before


def test_changes_and_core_lead_to_what_was_issued(project: Path) -> None:
    twice_issued(project)
    found = pages(project)
    for uri in (OLD, NEW, "protocols/example/compare/0.1--0.2.md", "core/compare/1.0--today.md"):
        assert f"](../{uri})" in found["changes/index.md"].markdown
    assert "](../core/compare/1.0--today.md)" in found["core/index.md"].markdown


def test_comparison_says_what_changed_section_by_section(project: Path) -> None:
    twice_issued(project)
    text = pages(project)["protocols/example/compare/0.1--0.2.md"].markdown
    assert "| [A2 Fast track](#a2-fast-track) | 1 paragraph changed |" in text
    assert "<ins>night</ins>" in text
    assert "<summary>" in text
    assert "[A3 Purpose and benefits](../0.2.md#a3-purpose)" in text
    assert "C11" not in text


def test_comparison_of_what_is_the_same_says_so(project: Path) -> None:
    issued(project)
    text = pages(project)["protocols/example/compare/0.1--today.md"].markdown
    assert "Nothing is different. Every word is the same." in text


def test_core_is_compared_once_with_the_protocols_that_were_issued_with_it(project: Path) -> None:
    issued(project)
    change(project, "core/safety-first.yaml", ("Record after.", "Record at once after."))
    text = pages(project)["core/compare/1.0--today.md"].markdown
    assert "<ins>at once</ins>" in text
    assert "| [B1 Safety first](#b1-safety-first) | 1 paragraph changed |" in text
    assert "[Example protocol](../../protocols/example.md), [version 0.1](../../protocols/example/0.1.md)" in text
    assert "A2" not in text


def published(project: Path) -> Path:
    result = run(project, "build", "--no-pdf")
    assert result.exit_code == 0, result.stderr
    return project / "site"


def rename_an_agency(project: Path) -> None:
    change(project, "agencies/police.yaml", ("name: Small Police", "name: Larger Police"))


def retire_the_protocol(project: Path) -> None:
    change(project, PROTOCOL, ("status: draft", "status: retired\nretired: {on: 2026-11-21, why: It ended.}"))


def rename_the_protocol(project: Path) -> None:
    assert run(project, "rename", "example", "renamed").exit_code == 0


def rename_a_clause_and_an_agency(project: Path) -> None:
    assert run(project, "rename", "core/fast-track", "fastest-track").exit_code == 0
    assert run(project, "rename", "agency/school", "academy").exit_code == 0


def rename_a_term(project: Path) -> None:
    assert run(project, "rename", "term/mash", "hub").exit_code == 0


@pytest.mark.parametrize(
    "later",
    [
        rename_an_agency,
        rename_the_protocol,
        rename_a_clause_and_an_agency,
        retire_the_protocol,
        rename_a_term,
    ],
)
def test_address_stays_and_no_link_breaks_whatever_comes_later(project: Path, later: Callable[[Path], None]) -> None:
    twice_issued(project)
    before = {path.relative_to(project / "site") for path in published(project).rglob("index.html")}
    later(project)
    after = {path.relative_to(project / "site") for path in published(project).rglob("index.html")}
    assert before <= after
    page = (project / "site/protocols/example/0.1/index.html").read_text(encoding="utf-8")
    assert "Small Police" in page
    assert "Ring the desk." in page


def test_issued_texts_are_found_by_nobody_who_does_not_look_for_them(project: Path) -> None:
    twice_issued(project)
    site = published(project)
    script = (site / "assets" / "search" / "index.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("globalThis.searchIndex = ").removesuffix(";\n"))
    places = {entry["address"].split("#")[0] for entry in index["entries"]}
    assert "protocols/example/" in places
    assert not [place for place in places if re.search(r"/\d|compare", place)]
    assert not re.search(r"example/\d|compare", (site / "sitemap.xml").read_text(encoding="utf-8"))
    assert "protocols/example/" in (site / "sitemap.xml").read_text(encoding="utf-8")
    for address in ("protocols/example/0.1", "protocols/example/compare/0.1--today", "core/compare/1.0--today"):
        assert '<meta name="robots" content="noindex">' in (site / address / "index.html").read_text(encoding="utf-8")
    for address in ("", "protocols", "protocols/example"):
        assert "noindex" not in (site / address / "index.html").read_text(encoding="utf-8")
    assert "example/0.1" not in (site / "protocols/index.html").read_text(encoding="utf-8")


def test_versions_with_points_and_hyphens_have_stable_addresses(project: Path) -> None:
    raised(project, "1.0", "2026-11-18")
    issued(project, "2026-11-18")
    raised(project, "1.10.2-a", "2026-11-19")
    issued(project, "2026-11-19")
    site = published(project)
    for place in ("1.0", "1.10.2-a", "compare/1.0--1.10.2-a", "compare/1.10.2-a--today"):
        assert (site / "protocols/example" / place / "index.html").is_file()


HOSTILE = (
    '<span onmouseover="window.ran=1" style="x" class="y">Ring</span> [the](javascript:window.ran=1) [desk](//evil.example/) '
    "[now](data:text/html,x) {{ 7 * 7 }} {% raw %} &lt;script&gt;window.ran=1&lt;/script&gt; `<b>x</b>`"
)


def test_forged_text_cannot_run_anything(project: Path) -> None:
    issued(project)
    forged(
        project,
        "0.1",
        ("1.  Ring the desk.", f"1.  {HOSTILE}"),
        ('<div class="glance" markdown>', '<div class="glance" onclick="window.ran=1" data-members="x" markdown>'),
        ("So that a child", "![x](https://evil.example/x.png) So that a child"),
    )
    page = (published(project) / "protocols/example/0.1/index.html").read_text(encoding="utf-8")
    body = page.partition("<article")[2].partition("</article>")[0]
    for code in (
        "onmouseover=",
        "onclick=",
        "javascript:",
        "evil.example",
        "data:text",
        "data-members",
        "<img",
        "style=",
    ):
        assert code not in body, code
    assert "{{ 7 * 7 }}" in body


def test_link_that_leads_nowhere_any_more_keeps_its_words_and_the_page_says_so() -> None:
    known = {"law/act.md": ("law/act.md", ("s1",)), "law/old.md": ("law/act.md", ("s1",))}
    text = "[a](../law/act.md#s1) [b](../law/act.md#s2) [c](../law/gone.md) [d](#x) [e](https://a.example) [f](../../../x.md)\n"
    kept = Kept(parse(text, "x.md").sections, known.get, "protocols/example.md", "protocols/example/1.0.md")
    assert kept.address("../law/act.md#s1") == "../../law/act.md#s1"
    assert kept.address("../law/act.md#s2") == "../../law/act.md"
    assert kept.address("../law/gone.md") == ""
    assert kept.address("../law/old.md#s1") == "../../law/act.md#s1"
    assert kept.address("#x") == ""
    assert kept.address("https://a.example") == "https://a.example"
    assert kept.address("JavaScript:alert(1)") == ""
    assert kept.address("//evil.example/x") == ""
    assert kept.lost == 3
