"""Of what is wrong in a source each thing is said, once and at its place; and what rules remember is never out of date."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from generator import county, rules
from generator.pages.base import find_reach
from generator.rules.load import load
from generator.rules.repetition import LIKE_EACH_OTHER, _alike, _said
from tests.conftest import AS_OF

Edit = Callable[[str, str, str], Path]

STEP = "    - Wait for the call back.\n"
EXAMPLE = "tier-3/example.yaml"
MODULES = [
    import_module(module.name)
    for package in (rules, county)
    for module in iter_modules(package.__path__, f"{package.__name__}.")
]


def found(project: Path, code: str) -> list[int]:
    """Return the lines of the faults of a kind."""
    return [each.span.line for each in load(project, AS_OF).diagnostics if each.code == code]


def test_abbreviation_that_a_protocol_uses_twice_is_said_once(project: Path, edit: Edit) -> None:
    edit(EXAMPLE, STEP, "    - Ring the XQZ.\n    - Tell the XQZ again.\n")
    assert len(found(project, "undefined-abbreviation")) == 1


def test_two_texts_that_name_nothing_are_said_at_their_places(project: Path, edit: Edit) -> None:
    edit(EXAMPLE, STEP, "    - Ring [[nobody]].\n    - Tell [[nowhere]], then [[nobody|them]].\n")
    lines = found(project, "unknown-reference")
    assert [line - lines[0] for line in lines] == [0, 1, 1]


def test_of_three_paragraphs_that_are_alike_every_pair_is_found() -> None:
    opening, middle, end = (" ".join(f"{word}{number}" for number in range(30)) for word in ("one", "two", "three"))
    said = [_said(f"{opening} {middle} {each}") for each in ("", end[:20], end[:40])]
    pairs = [(said.index(later), said.index(earlier)) for later, earlier, _ in _alike(said, said, LIKE_EACH_OTHER)]
    assert pairs == [(1, 0), (2, 0), (2, 1)]


def test_paragraphs_that_share_only_what_a_third_holds_too_are_found() -> None:
    shared = " ".join(f"shared{number}" for number in range(60))
    apart = " ".join(f"apart{number}" for number in range(400))
    said = [_said(f"{shared} {apart}"), _said(f"{shared} here"), _said(f"{shared} there")]
    assert [(said.index(one), said.index(two)) for one, two, _ in _alike(said, said, 90)] == [(2, 1)]


def test_history_may_name_what_is_retired(project: Path, edit: Edit) -> None:
    school = (project / "protocols" / "agencies" / "school.yaml").read_text(encoding="utf-8")
    old = school.replace("id: school", "id: old-school").replace("Small School", "Old School")
    retired = "retired: {on: 2026-10-01, replaced_by: school, why: It closed.}\n"
    (project / "protocols" / "agencies" / "old-school.yaml").write_text(old + retired, encoding="utf-8")
    edit(EXAMPLE, "what: ", "what: Without [[agency/old-school]]. ")
    assert found(project, "retired-reference") == []


def test_title_on_two_lines_is_a_fault(project: Path, edit: Edit) -> None:
    edit(EXAMPLE, "title: Ex", "title: |-\n  One line\n\n  Ex")
    assert len(found(project, "several-paragraphs")) == 1


def test_contact_that_is_marked_is_so_whatever_the_post_is_that_it_leads_to(project: Path, edit: Edit) -> None:
    edit(EXAMPLE, "{id: night,", "{marking: official-sensitive, id: night,")
    whole = load(project, AS_OF).county
    assert find_reach(whole, whole.protocols["example"], "night").marking is not None
    assert find_reach(whole, whole.protocols["example"], "police/out-of-hours").marking is None


EDITS = (
    (EXAMPLE, STEP, "    - The council rings the nursery by 9am. Ring the XQZ on 01632 960009.\n"),
    ("agencies/school.yaml", "short_name: School", "short_name: Nursery"),
    ("agencies/police.yaml", "{id: out-of-hours,", "{marking: official-sensitive, id: out-of-hours,"),
    ("agencies/police.yaml", "phone: 01632 960001", "phone: 01632 960009"),
    ("glossary.yaml", "terms:\n", "terms:\n  - {id: xqz, short: XQZ, term: Extra quick zone, meaning: A place.}\n"),
    ("agencies/police.yaml", "marking: official-sensitive, ", ""),
    ("agencies/school.yaml", "short_name: Nursery", "short_name: School"),
)
"""Edits one after another, each of which changes what is said of sources that stay as they are."""


def forget() -> None:
    for module in MODULES:
        for each in vars(module).values():
            if hasattr(each, "cache_clear"):
                each.cache_clear()


def said(project: Path) -> Iterator[tuple[str, str, str, int]]:
    for each in load(project, AS_OF).diagnostics:
        yield each.code, each.message, each.span.path, each.span.line


def test_after_each_edit_the_faults_are_those_of_a_process_that_remembers_nothing(project: Path, edit: Edit) -> None:
    before = [*said(project)]
    for name, old, new in EDITS:
        edit(name, old, new)
        now = [*said(project)]
        assert now != before, f"{name} changes nothing"
        forget()
        assert [*said(project)] == now, name
        before = now
