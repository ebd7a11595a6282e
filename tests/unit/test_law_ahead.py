"""Law that is to change is told well ahead, once for each provision, to authors, readers and calendars; and not a day too early."""

import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator import urls
from generator.rules.load import load
from generator.site.build import Site, build
from generator.sources.diagnostic import Diagnostic
from tests.conftest import AS_OF, ROOT

Edit = Callable[[str, str, str], Path]

LAW = "law/sharing-act-2001.yaml"
S1 = "    areas: [all]\n    evidence"
"""Where section 1, on which the small project relies, can be given its dates."""


def found(project: Path, as_of: date = AS_OF) -> list[Diagnostic]:
    return [each for each in load(project, as_of).diagnostics if each.code in ("law-to-change", "law-ending-soon")]


def codes(project: Path, as_of: date = AS_OF) -> list[str]:
    return [each.code for each in found(project, as_of)]


def page(site: Site, uri: str) -> str:
    return next(page.markdown for page in site.pages if page.page_uri == uri)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2028-05-22", ["law-to-change"]),
        ("2028-05-23", []),
        ("2027-05-22", ["law-ending-soon"]),
        ("2027-05-23", ["law-to-change"]),
        ("2026-11-23", ["law-ending-soon"]),
        ("2026-11-22", []),
    ],
)
def test_end_is_announced_for_eighteen_months_and_is_a_warning_for_six(
    edit: Edit, until: str, expected: list[str]
) -> None:
    project = edit(LAW, S1, f"    areas: [all]\n    force: {{until: {until}}}\n    evidence")
    assert codes(project) == expected


def test_end_of_what_nothing_relies_on_is_no_warning(edit: Edit) -> None:
    project = edit(
        LAW, "    depersonalised_only: yes\n", "    force: {until: 2027-01-01}\n    depersonalised_only: yes\n"
    )
    (advice,) = found(project)
    assert (advice.code, advice.others) == ("law-to-change", ())
    assert advice.message == "`sharing-act-2001/s4` ends on 1 January 2027, in 40 days; nothing relies on it"


def test_start_and_end_of_one_provision_are_one_piece_of_advice(edit: Edit) -> None:
    project = edit(
        LAW,
        "    depersonalised_only: yes\n",
        "    force: {since: 2027-01-01, until: 2028-01-01}\n    depersonalised_only: yes\n",
    )
    (advice,) = found(project)
    assert "starts on 1 January 2027 and ends on 1 January 2028, in 40 days" in advice.message


def test_what_is_retired_relies_on_nothing(edit: Edit) -> None:
    project = edit(LAW, S1, "    areas: [all]\n    force: {until: 2027-04-01}\n    evidence")
    assert "4 places rely on it in 3 files" in found(project)[0].message
    edit("tier-3/example.yaml", "status: draft", "status: retired\nretired: {on: 2026-11-01, why: It was replaced.}")
    assert "2 places rely on it in 2 files" in found(project)[0].message


def test_places_are_the_errors_of_the_day_on_which_it_ends(edit: Edit) -> None:
    project = edit(LAW, S1, "    areas: [all]\n    force: {until: 2027-04-01}\n    evidence")
    on_the_day = load(project, date(2027, 4, 1)).diagnostics
    errors = [each for each in on_the_day if each.code == "provision-not-in-force"]
    assert (
        f"{len(errors)} places rely on it in {len({each.span.path for each in errors})} files"
        in found(project)[0].message
    )
    assert [each.code for each in on_the_day if each.code.startswith("law-")] == ["law-unchecked"] * 2


def test_replacement_is_named_in_what_to_do(edit: Edit) -> None:
    project = edit(
        LAW, S1, "    areas: [all]\n    force: {until: 2027-04-01}\n    replaced_by: sharing-act-2001/s2\n    evidence"
    )
    assert "run `protocols replace-provision sharing-act-2001/s1 sharing-act-2001/s2`" in found(project)[0].help


def test_county_is_told_once_of_law_that_ends_and_not_at_every_place(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "protocols", tmp_path / "protocols")
    path = tmp_path / "protocols" / "law" / "crime-and-disorder-act-1998.yaml"
    head, entry = path.read_text(encoding="utf-8").split("- id: s115\n")
    path.write_text(f"{head}- id: s115\n    force: {{until: 2027-04-01}}\n{entry}", encoding="utf-8")
    loaded = load(tmp_path, AS_OF)
    (warning,) = (each for each in loaded.diagnostics if each.code == "law-ending-soon")
    assert not loaded.has_errors
    count = re.search(r"; (\d+) places rely on it in (\d+) files", warning.message)
    errors = [each for each in load(tmp_path, date(2027, 4, 1)).diagnostics if each.code == "provision-not-in-force"]
    assert count is not None
    assert (int(count[1]), int(count[2])) == (len(errors), len({each.span.path for each in errors}))
    assert len(errors) > 100


def test_reviews_and_calendar_tell_of_law_to_come(edit: Edit) -> None:
    quiet = build(edit(LAW, "Anybody may tell", "Anyone may tell"), AS_OF)
    assert "As far as the register knows, no provision starts, changes or ends within 18 months." in page(
        quiet, urls.REVIEWS
    )
    project = edit(
        LAW, S1, "    areas: [all]\n    force: {until: 2027-04-01}\n    replaced_by: sharing-act-2001/s2\n    evidence"
    )
    site = build(project, AS_OF)
    (row,) = (line for line in page(site, urls.REVIEWS).splitlines() if line.startswith("| [") and "Ends" in line)
    assert '<time datetime="2027-04-01">1 April 2027</time>' in row
    assert "Replaced by [Sharing Act 2001, section 2](../law/sharing-act-2001.md#s2)" in row
    assert "](../protocols/example.md) (2 places); [B2 Fast track]" in row
    calendar = next(file.content for file in site.files if file.uri == "data/reviews.ics").decode().replace("\r\n ", "")
    events = [event for event in calendar.split("BEGIN:VEVENT") if "Law ends" in event]
    assert len(events) == 1
    assert "DTSTART;VALUE=DATE:20270401\r\n" in events[0]
    assert "UID:law-sharing-act-2001-s1-ends-20270401@" in events[0]
    assert "TRIGGER:-P182D" in events[0]


@pytest.mark.parametrize(
    ("days", "expected"), [(89, []), (90, ["law-unchecked"]), (179, ["law-unchecked"]), (180, ["law-long-unchecked"])]
)
def test_law_is_checked_every_ninety_days_and_readers_are_told(edit: Edit, days: int, expected: list[str]) -> None:
    checked = (AS_OF - timedelta(days=days)).isoformat()
    project = edit("law/privacy-act-2002.yaml", "checked: 2026-11-20", f"checked: {checked}")
    assert [each.code for each in load(project, AS_OF).diagnostics] == expected
    told = "Check it before you rely on it." in page(build(project, AS_OF), "law/privacy-act-2002.md")
    assert told == bool(expected)


def test_law_that_has_ended_needs_no_check(edit: Edit) -> None:
    project = edit(
        LAW,
        "sharing-act-2001/s1\n    evidence: {confirmed: The Act, checked: 2026-11-20}",
        "sharing-act-2001/s1\n    evidence: {confirmed: The Act, checked: 2019-11-20}",
    )
    assert load(project, AS_OF).diagnostics == ()


@pytest.mark.parametrize(
    ("force", "expected"),
    [
        ("{commenced: unconfirmed, note: A board says so.}", "(start unconfirmed) | A board says so. |"),
        ("{commenced: unconfirmed, since: 2026-09-30}", "(start unconfirmed) |  |"),
        ("{commenced: no}", "(not yet in force) |  |"),
        ("{since: 2027-04-01}", None),
        ("{since: 2026-11-22}", None),
        ("{until: 2026-11-22, commenced: unconfirmed}", None),
    ],
)
def test_law_that_waits_for_a_day_is_listed_with_what_is_known_of_it(
    edit: Edit, force: str, expected: str | None
) -> None:
    project = edit(LAW, "    depersonalised_only: yes\n", f"    force: {force}\n    depersonalised_only: yes\n")
    reviews = page(build(project, AS_OF), "reviews/index.md")
    if expected is None:
        assert "law-waiting" not in reviews
    else:
        (row,) = (line for line in reviews.split('<div class="law-waiting"')[1].splitlines() if "law/" in line)
        assert "(../law/sharing-act-2001.md#s4)" in row
        assert expected in row
