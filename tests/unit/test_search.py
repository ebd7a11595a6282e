"""What search finds: its entries, made from the composed trees, and the index that is written of them."""

import csv
import gzip
import json
import math
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.model.glossary import Situation
from generator.rules.load import load
from generator.search.entries import Entry, Unit, Words, entries_of
from generator.search.index import alike, index_script, sections_script
from generator.search.language import ENGLISH, split, stems_of
from generator.search.postings import DIGITS, LEVELS, number_written, postings_of, written
from generator.search.told import pairs_told_of, told_of
from generator.site.build import Site
from generator.urls import CHECK, GLOSSARY, QUESTIONS, clause_uri, protocol_uri, web_path
from tests.conftest import AS_OF, ROOT, copy_small
from tests.support.stems import stems_in


@pytest.fixture(scope="module")
def entries(county: Site) -> dict[str, Entry]:
    return {entry.address: entry for entry in entries_of(county)}


@pytest.fixture(scope="module")
def index(county: Site) -> dict[str, Any]:
    return read(index_script(entries_of(county), county.county))


def read(script: str) -> dict[str, Any]:
    """Return what an index script hands over."""
    found: dict[str, Any] = json.loads(script.partition(" = ")[2].removesuffix(";\n"))
    return found


def text_of(entry: Entry) -> str:
    return " ".join(words.text for unit in entry.units for words in unit.words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Multi-agency (MARAC), A&E", ["multi", "agency", "marac", "a&e"]),
        ("Clare’s Law: don't", ["clare's", "law", "don't"]),
        ("s42, s. 115 and S 136", ["section", "42", "section", "115", "and", "section", "136"]),
        ("ring 01632 960004 at 3x5x2 <b>", ["ring", "at", "3x5x2", "b"]),
    ],
)
def test_text_is_split_into_words(text: str, expected: list[str]) -> None:
    assert list(split(text)) == expected


def test_words_that_say_nothing_are_left_out_and_the_others_become_stems() -> None:
    assert list(stems_of("Can I tell the neighbours about hoarding?", ENGLISH)) == ["neighbour", "hoard"]
    assert list(stems_of("Can I tell", "")) == ["can", "i", "tell"]


@pytest.mark.parametrize("number", [0, 31, 32, 1023, 1024, 123_456])
def test_numbers_can_be_read_again(number: int) -> None:
    digits = [DIGITS.index(letter) for letter in number_written(number)]
    assert sum(digit % 32 * 32**place for place, digit in enumerate(digits)) == number
    assert [digit >= 32 for digit in digits] == [True] * (len(digits) - 1) + [False]


def test_postings_hold_every_part_with_the_weight_of_the_word() -> None:
    def entry(*units: Unit) -> Entry:
        return Entry("a/", "A", "Page", "", units)

    first = entry(Unit("", "A", (Words("hoard", 8), Words("hoarding hoards", 1))), Unit("x", "X", (Words("fire", 1),)))
    second = entry(Unit("", "B", (Words("hoarder", 1), Words("the hoarding", 0.5))))
    found = postings_of((*first.units, *second.units), ENGLISH)
    assert list(found) == ["fire", "hoard", "hoarder"]
    assert [part for part, _ in found["hoard"]] == [0, 2]
    steps = [step for _, step in found["hoard"]]
    assert steps == [min(LEVELS - 1, round(math.log((9 + math.log(2)) / 0.5, 1.5))), 0]
    assert written([(0, 1), (5, 2)]) == number_written(1) + number_written(4 * LEVELS + 2)


def test_every_protocol_clause_agency_instrument_and_term_can_be_found(county: Site, entries: dict[str, Entry]) -> None:
    for page in county.pages:
        is_inner = page.page_uri.startswith(("protocols/", "core/", "agencies/")) and page.page_uri.count("/") > 1
        is_answer = page.page_uri.startswith("can-i-share/") and page.page_uri != "can-i-share/index.md"
        is_found = not is_inner and not is_answer and page.page_uri != CHECK
        assert (web_path(page.page_uri) in entries) == is_found, page.page_uri
    for term in county.county.terms:
        assert f"{web_path(GLOSSARY)}#{term.id}" in entries


def test_core_is_found_once_and_says_in_how_many_protocols(county: Site, entries: dict[str, Entry]) -> None:
    clause = county.county.current_clauses[0]
    count = len(county.county.current_protocols)
    assert entries[web_path(clause_uri(clause.id))].kind == f"Core clause, in {count} protocols"
    units = [unit for entry in entries.values() if entry.is_protocol for unit in entry.units if not unit.is_question]
    anchors = {unit.anchor for unit in units}
    assert "a2-fast-track" in anchors
    assert not [anchor for anchor in anchors if anchor.startswith(("b", "part-"))]


def test_protocol_says_whether_to_share_and_each_question_is_a_part(county: Site, entries: dict[str, Entry]) -> None:
    for protocol in county.county.current_protocols:
        entry = entries[web_path(protocol_uri(protocol.id))]
        assert entry.says
        assert "[[" not in entry.says
        questions = [unit for unit in entry.units if unit.is_question]
        assert [unit.title for unit in questions] == [question.ask for question in protocol.asked_as]


def test_case_for_which_another_protocol_says_to_use_it_finds_the_protocol(entries: dict[str, Entry]) -> None:
    assert "A feud over territory may end in a stabbing." in text_of(entries["protocols/serious-violence-duty/"])
    assert "A feud over territory" not in text_of(entries["protocols/county-lines/"])


def test_whoever_is_outside_the_agencies_is_found_with_the_answer(county: Site, entries: dict[str, Entry]) -> None:
    """What they are called leads to their answer, which is the same whoever asks, and stands on the question page."""
    (page,) = (page for page in county.pages if page.page_uri == QUESTIONS)
    for outsider in county.county.outsiders.outsiders:
        entry = entries[f"{web_path(QUESTIONS)}#{outsider.id}"]
        assert entry.names == outsider.also_called
        assert entry.says
        assert outsider.id in page.tree.anchors


def test_what_is_marked_as_not_to_be_searched_is_not(entries: dict[str, Entry]) -> None:
    clause = entries["core/fast-track/"]
    assert "examples" in {unit.anchor for unit in clause.units}
    assert "used-in" not in {unit.anchor for unit in clause.units}
    assert "Relied on by" not in text_of(entries["law/children-act-1989/"])


def test_glossary_says_what_is_alike(county: Site) -> None:
    found = alike(county.county, ENGLISH)
    assert found["marac"] == ["multi agenc risk assess confer"]
    assert "marac" in found["multi agenc risk assess confer"]
    assert "dbs" in found["crimin record bureau"]
    assert found["kid"] == ["child"]
    assert "homeless" in found["nowher to sleep"]
    assert not [said for said, meant in found.items() if said in meant]


def test_words_are_told_of_the_protocols_whose_situations_hold_them(county: Site, entries: dict[str, Entry]) -> None:
    told = told_of(entries.values(), county.county, ENGLISH)
    protocols = [address for address, entry in entries.items() if entry.is_protocol]
    steps = {protocols[number]: step for number, step in told["gangmast"]}
    assert max(steps, key=lambda address: steps[address]) == "protocols/modern-slavery-referral/"
    assert all(0 <= step < LEVELS for postings in told.values() for _, step in postings)
    common = [step for _, step in told["polic"]]
    assert max(common) < max(steps.values()), "what is told of all says little of any"


def test_protocol_of_which_much_is_told_does_not_draw_a_common_word(county: Site, entries: dict[str, Entry]) -> None:
    """One telling of many proves less than one of few."""
    glossary = county.county.library.glossary
    assert glossary is not None
    much = Situation(
        protocols=("mappa",), told=("the zebra", *(f"officer asks for number {number}" for number in range(3000)))
    )
    little = Situation(protocols=("hate-crime",), told=("the zebra",))
    model = glossary.model.model_copy(update={"situations": (*glossary.model.situations, much, little)})
    library = copy(county.county.library)
    library.glossary = replace(glossary, model=model)
    told = told_of(entries.values(), replace(county.county, library=library), ENGLISH)
    protocols = [address for address, entry in entries.items() if entry.is_protocol]
    steps = {protocols[number]: step for number, step in told["zebra"]}
    assert steps["protocols/mappa/"] < steps["protocols/hate-crime/"]


def test_two_words_are_told_together_where_they_are_told_more_than_once(
    county: Site, entries: dict[str, Entry]
) -> None:
    pairs = pairs_told_of(entries.values(), county.county, ENGLISH)
    assert all(len(pair.split(" ")) == 2 for pair in pairs)
    assert {"at home", "social worker"} <= set(pairs)
    protocols = [entry.title for entry in entries.values() if entry.is_protocol]
    assert "Looked-after children and care leavers" in [protocols[number] for number, _ in pairs["foster carer"]]


def test_unknown_protocol_of_a_situation_is_a_fault(tmp_path: Path) -> None:
    project = copy_small(tmp_path / "project")
    glossary = project / "protocols" / "glossary.yaml"
    situation = "situations:\n  - protocols: [no-such-thing]\n    told: [he fell and nobody came]\n"
    glossary.write_text(glossary.read_text(encoding="utf-8") + situation, encoding="utf-8")
    faults = [fault for fault in load(project, AS_OF).diagnostics if fault.span.path == "protocols/glossary.yaml"]
    assert [fault.code for fault in faults] == ["unknown-reference"]


def test_law_that_has_ended_is_past_and_each_provision_is_a_name(entries: dict[str, Entry]) -> None:
    assert entries["law/data-protection-act-1998/"].is_past
    assert not entries["law/data-protection-act-2018/"].is_past
    assert {"Data Protection Act", "section 8"} <= set(entries["law/data-protection-act-2018/"].names)


def test_index_is_small_and_the_same_each_time(county: Site) -> None:
    first, sections = (make(entries_of(county), county.county) for make in (index_script, sections_script))
    assert first == index_script(entries_of(county), county.county)
    assert sections == sections_script(entries_of(county), county.county)
    assert len(gzip.compress(first.encode(), 9)) < 120_000
    assert len(gzip.compress(first.encode(), 9)) + len(gzip.compress(sections.encode(), 9)) < 250_000
    assert (first + sections).isascii()


def test_index_holds_as_many_postings_as_stems_and_every_place(index: dict[str, Any], county: Site) -> None:
    sections = read(sections_script(entries_of(county), county.county))
    for found in (index, sections):
        assert len(stems_in(index)) == len(found["postings"].split(" "))
    assert len(stems_in(index)) == len(index["told"].split(" "))
    assert len(stems_in({"stems": sections["pairs"]})) == len(sections["told"].split(" "))
    assert {"hoard", "marac", "115"} <= set(stems_in(index))
    assert len(index["entries"]) == len(sections["places"])
    pages = {web_path(page.page_uri): page for page in county.pages}
    for entry, places in zip(index["entries"], sections["places"], strict=True):
        for anchor, _ in (*entry["questions"], *places):
            assert anchor in pages[entry["address"].partition("#")[0]].tree.anchors, (entry["address"], anchor)


def test_questions_of_the_bench_name_protocols_of_the_county(county: Site) -> None:
    with (ROOT / "bench" / "search" / "questions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    current = {protocol.id for protocol in county.county.current_protocols}
    assert [row for row in rows if not set(row["answers"].split()) <= current] == []
    asked = {
        question.casefold() for protocol in county.county.current_protocols for question in map(str, protocol.asked_as)
    }
    assert [row for row in rows if row["question"].casefold() in asked] == []
    assert {half: sum(row["half"] == half for row in rows) >= 75 for half in ("tune", "report")} == {
        "tune": True,
        "report": True,
    }
    assert {name for row in rows for name in row["answers"].split()} == current
