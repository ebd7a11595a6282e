"""Data files are read by the standard readers, and say what the sources say."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import jsonschema
import pytest
from lxml import html

from generator import urls
from generator.composed.nodes import Box, plain_words
from generator.county.wording import plain
from generator.exports.csv_table import table
from generator.model.tail import Verdict
from generator.site.agreements import load_agreed
from generator.site.build import Site, build, plan_from
from tests.conftest import AS_OF, ROOT, copy_small


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build(copy_small(tmp_path_factory.mktemp("exports") / "project"), AS_OF)


def content(site: Site, uri: str) -> bytes:
    return next(file.content for file in site.files if file.uri == uri)


def rows(site: Site, uri: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(site, uri).decode(), newline="")))


def register(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content(site, "data/register.json"))
    return found


def check_register(site: Site) -> None:
    schema = json.loads(content(site, "data/register.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(register(site), schema, format_checker=jsonschema.FormatChecker())


def test_register_fits_its_schema(small: Site) -> None:
    check_register(small)
    assert [found["id"] for found in register(small)["protocols"]] == ["example"]


def test_register_of_the_county_fits_its_schema(county: Site) -> None:
    check_register(county)
    data = register(county)
    assert len(data["protocols"]) == len(county.county.protocols) == len(rows(county, "data/register.csv"))
    assert data["older_documents"]
    assert all(found["illustrative"] for found in data["older_documents"])


def test_schema_refuses_an_unknown_field(small: Site) -> None:
    schema = json.loads(content(small, "data/register.schema.json"))
    with pytest.raises(jsonschema.ValidationError, match="nonsense"):
        jsonschema.validate({**register(small), "nonsense": 1}, schema)


def test_flows_say_what_the_protocols_say(small: Site) -> None:
    found = rows(small, "data/flows.csv")
    assert [(row["number"], row["item"], row["gateway"]) for row in found] == [
        ("1", "Name and address of the child", "sharing-act-2001/s1"),
        ("2", "Who may collect the child", "sharing-act-2001/s2"),
    ]
    assert found[0]["from"] == "school; police"
    assert [found[0][name] for name in ("kinds", "verdict", "only_if", "unless")] == ["child", "may", "", ""]


def test_flows_say_their_verdict_and_its_condition(county: Site) -> None:
    found = {(row["protocol"], row["number"]): row for row in rows(county, "data/flows.csv")}
    for name, protocol in county.county.protocols.items():
        for number, flow in enumerate(protocol.flows, start=1):
            row = found[(name, str(number))]
            assert row["verdict"] == flow.verdict.value
            assert bool(row["only_if"]) == (flow.verdict is Verdict.ONLY_IF)
            assert bool(row["unless"]) <= (flow.verdict is Verdict.MUST)


def test_law_says_which_duties_oblige_to_disclose(county: Site) -> None:
    obliging = {row["id"] for row in rows(county, "data/law.csv") if row["compels_disclosure"] == "yes"}
    assert "children-act-1989/s46" in obliging
    assert "children-act-2004/s10" not in obliging


def test_every_gateway_in_the_flows_stands_in_the_law(county: Site) -> None:
    law = {row["id"]: row for row in rows(county, "data/law.csv")}
    flows = rows(county, "data/flows.csv")
    assert {row["gateway"] for row in flows} <= set(law)
    assert sum(int(row["flows"]) for row in law.values()) == len(flows)


def test_every_table_column_is_described() -> None:
    described = (ROOT / "docs" / "about" / "data.md").read_text(encoding="utf-8")
    from generator.exports.register import _COLUMNS
    from generator.exports.tables import FLOW_COLUMNS, LAW_COLUMNS

    assert [name for name in (*_COLUMNS, *LAW_COLUMNS, *FLOW_COLUMNS) if f"`{name}`" not in described] == []


def test_calendar_is_read_by_icalendar(county: Site) -> None:
    data = content(county, "data/reviews.ics")
    calendar = icalendar.Calendar.from_ical(data.decode())
    assert isinstance(calendar, icalendar.Calendar)
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]
    starts = {str(event["SUMMARY"]): event.decoded("DTSTART") for event in events}
    for protocol in county.county.protocols.values():
        assert starts[f"Review due: {protocol.title}"] == protocol.review.next
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert all(isinstance(start, date) for start in starts.values())
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_long_and_accented_lines_fold_without_harm(tmp_path: Path) -> None:
    project = copy_small(tmp_path / "project")
    path = project / "protocols" / "tier-3" / "example.yaml"
    title = "Té; a, \\ back — " + "ä" * 120
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: Example protocol", f"title: '{title}'"), encoding="utf-8"
    )
    data = content(build(project, AS_OF), "data/reviews.ics")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    calendar = icalendar.Calendar.from_ical(data.decode())
    assert isinstance(calendar, icalendar.Calendar)
    assert f"Review due: {title}" in {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")}


def test_feed_is_read_by_feedparser(county: Site) -> None:
    feed = feedparser.parse(content(county, "feed.xml"))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > len(county.county.protocols)
    newest = [entry.updated for entry in feed.entries]
    assert newest == sorted(newest, reverse=True)
    assert all(
        entry.link.startswith("https://sharing.kent-and-medway.example/") and entry.summary for entry in feed.entries
    )


def test_files_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    project = copy_small(tmp_path / "project")
    one, other = ([(file.uri, file.content) for file in build(project, AS_OF).files] for _ in range(2))
    assert one == other


def test_no_data_file_is_made_before_somebody_asks_for_it(project: Path) -> None:
    site = plan_from(project, load_agreed(project, AS_OF).county)
    data = [file for file in site.files if file.uri.startswith(urls.DATA)]
    assert len(data) > 10
    assert not [file.uri for file in data if "content" in vars(file)]
    assert all(file.content for file in data)


def test_no_cell_is_a_formula() -> None:
    text = table(("a",), [("=1+1",), ("@x",), ("-2",), ("+3",), ("\tx",), ("plain",), (True,), (None,)]).decode()
    assert text == "a\r\n'=1+1\r\n'@x\r\n'-2\r\n'+3\r\n'\tx\r\nplain\r\nyes\r\n\"\"\r\n"


def test_plain_words_lose_their_marks(small: Site) -> None:
    text = "Use **this** and *that*, `code`, [words](https://example.org) and [[core/fast-track|the fast track]], [[example]]."
    assert plain(small.county.library, text) == "Use this and that, code, words and the fast track, Example protocol."
    assert plain(small.county.library, "2 * 3 * 4") == "2 * 3 * 4"
    assert plain(small.county.library, r"A \*star\*, a_b_c, AT&T and `x*y` **") == "A *star*, a_b_c, AT&T and x*y **"


def test_plain_words_are_those_of_the_page(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    text = r"Police \*and\* council pool `what` they **know** about a_child_at risk."
    old = "summary: Police and council pool what they know about a child at risk."
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, f"summary: '{text}'"), encoding="utf-8")
    site = build(project, AS_OF)
    page = next(page for page in site.pages if page.page_uri == "protocols/example.md")
    lead = next(block for block in page.tree.outside if isinstance(block, Box) and "lead" in block.tag.classes)
    assert register(site)["protocols"][0]["summary"] == plain_words(lead.inside).strip()


def test_pictures_are_sound_and_say_what_they_show(county: Site) -> None:
    pictures = [file for file in county.files if file.uri.endswith(".svg")]
    assert len(pictures) == 2 + len(county.county.themes)
    for picture in pictures:
        root = html.fromstring(picture.content)
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert b"<script" not in picture.content
        assert b"http" not in picture.content.replace(b"http://www.w3.org/2000/svg", b"")
