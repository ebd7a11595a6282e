"""What is retired binds nobody anywhere; its own page, text and signatures stay, and say what took its place."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from generator.printing.compose import Composer
from generator.printing.documents import Selection, all_documents, select, why_nothing
from generator.rendering.renderer import Renderer
from generator.rules.load import Loaded, load
from generator.rules.overlaps import overlaps
from generator.search.entries import entries_of
from generator.site.build import Site, build_from
from tests.conftest import AS_OF, ROOT

PROTOCOL, SUCCESSOR = "adult-safeguarding-enquiries", "self-neglect-and-hoarding"
AGENCY, CLAUSE = "swale-council", "new-uses"

MAY_NAME_IT = {
    f"protocols/{PROTOCOL}.md": "its own page",
    "protocols/index.md": "under Retired",
    "audit/index.md": "under Retired, and in findings of the audit",
    "glossary/index.md": "people look for it by its old names",
    "changes/index.md": "its history",
    "check/index.md": "a copy of it is told there that it is retired",
}
"""Pages that may point at the retired protocol, and why."""


def retire(root: Path, name: str, successor: str) -> None:
    path = root / "protocols" / name
    text = path.read_text(encoding="utf-8").replace("status: draft", "status: retired", 1)
    path.write_text(
        f"{text.rstrip()}\nretired: {{on: 2026-11-01, replaced_by: {successor}, why: It was merged.}}\n",
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The county after a protocol, an agency and a clause were retired, and nothing else was changed."""
    root = tmp_path_factory.mktemp("retired")
    shutil.copytree(ROOT / "protocols", root / "protocols")
    clauses = sorted(path.stem for path in (root / "protocols" / "core").glob("*.yaml"))
    assert CLAUSE in clauses
    retire(root, f"tier-3/{PROTOCOL}.yaml", SUCCESSOR)
    retire(root, f"agencies/{AGENCY}.yaml", "maidstone-council")
    retire(root, f"core/{CLAUSE}.yaml", "recording")
    return load(root, AS_OF)


@pytest.fixture(scope="module")
def site(loaded: Loaded) -> Site:
    return build_from(ROOT, loaded.county)


def pages_that_say(site: Site, words: str) -> set[str]:
    return {page.page_uri for page in site.pages if words in page.markdown}


def cited_in_sources(loaded: Loaded, name: str) -> set[str]:
    """The pages of documents whose own text names it: there the author is warned."""
    library = loaded.library
    return {
        library.targets[library.name_of(citation.document)].page_uri
        for citation in library.citations.get(name, ())
        if library.name_of(citation.document) in library.targets
    }


def test_author_is_warned_at_every_text_that_still_names_it(loaded: Loaded) -> None:
    found = [fault for fault in loaded.diagnostics if fault.code == "retired-reference"]
    assert f"`{PROTOCOL}` is retired" in {fault.message for fault in found}
    assert f"name `{SUCCESSOR}`, which took its place" in {fault.help for fault in found}


def test_no_page_lists_a_retired_protocol_as_one_that_binds(loaded: Loaded, site: Site) -> None:
    link = f"{PROTOCOL}.md"
    written = cited_in_sources(loaded, PROTOCOL)
    assert pages_that_say(site, link) - written - MAY_NAME_IT.keys() == set()
    for name in ("index.md", "urgent/index.md", "can-i-share/index.md", "matrices/index.md", "audit/conformance.md"):
        assert link not in next(page.markdown for page in site.pages if page.page_uri == name)


def test_lists_of_what_binds_name_it_nowhere(site: Site) -> None:
    register = next(page.markdown for page in site.pages if page.page_uri == "protocols/index.md")
    current, _, retired = register.partition("## Retired")
    assert PROTOCOL not in current
    assert PROTOCOL in retired
    assert SUCCESSOR in retired


def test_its_own_page_says_when_why_and_what_took_its_place(site: Site) -> None:
    page = next(page for page in site.pages if page.page_uri == f"protocols/{PROTOCOL}.md")
    assert "**Retired on 1 November 2026.** It was merged. Use [" in page.markdown
    assert f"({SUCCESSOR}.md)" in page.markdown or f"../protocols/{SUCCESSOR}.md" in page.markdown
    assert page.keywords == ()


def test_data_files_say_so(site: Site) -> None:
    files = {file.uri: file.content for file in site.files}
    rows = list(csv.DictReader(io.StringIO(files["data/flows.csv"].decode())))
    assert {row["status"] for row in rows if row["protocol"] == PROTOCOL} == {"retired"}
    assert {row["status"] for row in rows if row["protocol"] != PROTOCOL} == {"draft"}
    register = json.loads(files["data/register.json"])
    assert next(found["retired_on"] for found in register["protocols"] if found["id"] == PROTOCOL) == "2026-11-01"
    assert next(found["retired_on"] for found in register["agencies"] if found["id"] == AGENCY) == "2026-11-01"
    assert PROTOCOL.encode() not in files["data/reviews.ics"]


def test_printed_text_copies_and_card_stay_and_no_pack_holds_it(site: Site) -> None:
    composer = Composer(site, Renderer(ROOT / "templates", site.county))
    names = {printable.name for printable in all_documents(composer)}
    assert PROTOCOL in names
    assert f"{PROTOCOL}--kent-police" in names
    asked = [printable.name for printable in select(composer, Selection(protocols=frozenset({PROTOCOL})))]
    assert asked[0] == PROTOCOL
    card = composer.card(site.county.protocols[PROTOCOL])
    assert card["stamp"] == "RETIRED"
    assert card["validity"] == "Retired on 1 November 2026: not to be used."
    assert card["below"] == []
    assert "It was merged." in str(card["above"])
    pack = next(printable for printable in all_documents(composer) if printable.name == "pack-kent-police")
    assert all(PROTOCOL not in chapter["label"] for chapter in pack.compose()["copies"])
    assert f"working-{PROTOCOL}--kent-police" in names
    working = composer.working(site.county.protocols[PROTOCOL], "kent-police")
    assert working["stamp"] == "RETIRED"
    assert working["chapter"]["parts"] == []
    assert "It was merged." in str(working["chapter"]["notes"])


def test_retired_agency_is_no_member_and_bound_by_nothing(site: Site) -> None:
    county = site.county
    assert county.bindings_of(AGENCY) == ()
    assert AGENCY not in county.members("district-councils")
    page = next(page.markdown for page in site.pages if page.page_uri == f"agencies/{AGENCY}.md")
    assert "**No longer exists since 1 November 2026.**" in page
    assert "What binds it" not in page
    listed = next(page.markdown for page in site.pages if page.page_uri == "agencies/index.md")
    assert AGENCY not in listed.partition("## No longer there")[0]
    assert AGENCY in listed.partition("## No longer there")[2]


def test_retired_clause_is_in_no_protocol_and_keeps_its_page_and_number(site: Site) -> None:
    clause = site.county.clauses[CLAUSE]
    protocol = next(page.markdown for page in site.pages if page.page_uri == f"protocols/{SUCCESSOR}.md")
    assert f"#b{clause.number}-{CLAUSE}" not in protocol
    page = next(page.markdown for page in site.pages if page.page_uri == f"core/{CLAUSE}.md")
    assert "**Retired on 1 November 2026.**" in page
    assert "In full, as B" not in page


@pytest.mark.parametrize(
    ("agency", "reason"),
    [
        (AGENCY, f"`{AGENCY}` is retired, and is a party to nothing; see `maidstone-council`"),
        (
            "ashford-council",
            "`ashford-council` is a party only as one of `district-councils`: ask for the copies of that",
        ),
        ("kent-police", ""),
    ],
)
def test_printing_for_an_agency_without_copies_says_why(site: Site, agency: str, reason: str) -> None:
    assert why_nothing(site.county, (), agency) == reason


def test_retired_protocol_overlaps_with_nothing(site: Site) -> None:
    found = {subject.id for overlap in overlaps(site.county.library) for subject in (overlap.first, overlap.second)}
    assert found
    assert PROTOCOL not in found


def test_search_finds_it_as_retired_and_as_no_answer(site: Site) -> None:
    found = {entry.address: entry for entry in entries_of(site)}
    for address in (f"protocols/{PROTOCOL}/", f"agencies/{AGENCY}/", f"core/{CLAUSE}/"):
        assert found[address].kind == "Retired"
        assert not found[address].is_protocol
        assert not [unit for unit in found[address].units if unit.is_question]
    assert found[f"protocols/{SUCCESSOR}/"].kind == "Protocol"
