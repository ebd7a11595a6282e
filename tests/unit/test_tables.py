"""Sources as tables for a spreadsheet, and back: nothing changes that nobody changed, and nothing is written that is wrong."""

import csv
import io
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from generator.authors.tables.columns import SHEETS, Sheet, sheet_named
from generator.authors.tables.csv_files import csv_bytes, read_csv
from generator.authors.tables.rows import Table
from generator.authors.tables.workbook import read_workbook, workbook_bytes
from tests.conftest import ROOT
from tests.support.edits import difference, run, texts

Rows = list[list[str]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "tables"


def export(project: Path, out: Path, form: str, *ids: str) -> Path:
    result = run(project, "export", "--to", str(out), "--as", form, *ids)
    assert result.exit_code == 0, result.output
    return out


def read(path: Path) -> Rows:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def save(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8-sig", end: str = "\r\n") -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def cell(rows: Rows, row: int, name: str) -> str:
    return rows[row][rows[0].index(name)]


def put(rows: Rows, row: int, name: str, words: str) -> None:
    rows[row][rows[0].index(name)] = words


def bring(project: Path, file: Path, *options: str) -> tuple[Result, list[str]]:
    """Import a file; return what was said and which lines of sources differ."""
    before = texts(project)
    result = run(project, "import", str(file), *options)
    return result, difference(before, texts(project))


def edited(
    project: Path, out: Path, name: str, change: Callable[[Rows], None], *options: str
) -> tuple[Result, list[str]]:
    """Export, change one table, and import it."""
    path = export(project, out, "csv") / f"{name}.csv"
    rows = read(path)
    change(rows)
    save(path, rows)
    return bring(project, path, *options)


@pytest.fixture(scope="module")
def county_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's own sources, which a test may change as long as it puts them back."""
    root = tmp_path_factory.mktemp("county")
    shutil.copytree(ROOT / "protocols", root / "protocols")
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def test_county_goes_out_and_comes_back_unchanged(county_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for form in ("csv", "xlsx"):
        export(county_copy, out, form)
    assert {path.name for path in out.iterdir()} == {*(f"{sheet.name}.csv" for sheet in SHEETS), "tables.xlsx"}
    flows = sum(text.count("\n  - item: ") for name, text in texts(county_copy).items() if name.startswith("tier-3/"))
    assert len(read(out / "flows.csv")) == flows + 1 > 800
    for path in out.iterdir():
        result, changed = bring(county_copy, path)
        assert (result.exit_code, changed) == (0, []), result.output
        assert "nothing was written" in result.output


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_one_cell_of_the_county_is_one_line(county_copy: Path, tmp_path: Path, form: str) -> None:
    out = export(county_copy, tmp_path / "out", form, "domestic-abuse-marac")
    if form == "csv":
        path = out / "flows.csv"
        rows = read(path)
        put(rows, 2, "when", "within 5 working hours of the referral")
        save(path, rows)
    else:
        path = out / "tables.xlsx"
        book = load_workbook(path)
        sheet = book["flows"]
        column = next(found.column for found in sheet[1] if found.value == "when")
        sheet.cell(3, column).value = "within 5 working hours of the referral"
        book.save(path)
    was = "within 4 working hours of the referral; at once on the fast track, at night to the refuge manager on call"
    before = {found: found.read_bytes() for found in (county_copy / "protocols").rglob("*.yaml")}
    try:
        result, changed = bring(county_copy, path)
    finally:
        for found, content in before.items():
            found.write_bytes(content)
    assert result.exit_code == 0, result.output
    assert changed == [
        f"tier-3/domestic-abuse-marac.yaml: -    when: {was}",
        "tier-3/domestic-abuse-marac.yaml: +    when: within 5 working hours of the referral",
    ]


def test_changed_fields_and_nothing_else(project: Path, out: Path) -> None:
    def change(rows: Rows) -> None:
        put(rows, 1, "item", "Name: and address")
        put(rows, 1, "from", "police\nschool; council")
        put(rows, 1, "to", "council")

    result, changed = edited(project, out, "flows", change)
    assert result.exit_code == 1  # The council cannot tell itself.
    assert changed == []
    out.rename(out.with_name("first"))

    def other(rows: Rows) -> None:
        put(rows, 1, "item", "Name: and address")
        put(rows, 1, "from", "school")

    result, changed = edited(project, out, "flows", other)
    assert result.exit_code == 0, result.output
    assert changed == [
        "tier-3/example.yaml: -  - item: Name and address of the child",
        'tier-3/example.yaml: +  - item: "Name: and address"',
        "tier-3/example.yaml: -    from: [school, police]",
        "tier-3/example.yaml: +    from: [school]",
    ]


def test_comments_and_neighbours_stay(project: Path, out: Path, edit: Callable[[str, str, str], Path]) -> None:
    edit("tier-3/example.yaml", "    when: at once\n", "    # asked by the board\n    when: at once # really\n")
    edit(
        "agencies/police.yaml",
        "short_name: Police\n",
        "short_name: Police\nalso_called:\n  # old\n  - the force\n  - bobbies\n",
    )
    result, changed = edited(project, out, "flows", lambda rows: put(rows, 1, "when", "now"))
    assert result.exit_code == 0, result.output
    assert changed == [
        "tier-3/example.yaml: -    when: at once # really",
        "tier-3/example.yaml: +    when: now # really",
    ]
    shutil.rmtree(out)
    change = lambda rows: put(rows, 2, "also_called", "the force\nthe constabulary\nthe yard")  # noqa: E731
    result, changed = edited(project, out, "agencies", change)
    assert result.exit_code == 0, result.output
    assert changed == [
        "agencies/police.yaml: -  - bobbies",
        "agencies/police.yaml: +  - the constabulary",
        "agencies/police.yaml: +  - the yard",
    ]


def test_fields_come_and_go(project: Path, out: Path) -> None:
    def change(rows: Rows) -> None:
        put(rows, 1, "verdict", "only-if")
        put(rows, 1, "only_if", "the child is in danger")

    result, changed = edited(project, out, "flows", change)
    assert result.exit_code == 0, result.output
    assert changed == [
        "tier-3/example.yaml: -    verdict: may",
        "tier-3/example.yaml: +    verdict: only-if",
        "tier-3/example.yaml: +    only_if: the child is in danger",
    ]
    shutil.rmtree(out)

    def back(rows: Rows) -> None:
        put(rows, 1, "verdict", "may")
        put(rows, 1, "only_if", "")

    result, changed = edited(project, out, "flows", back)
    assert changed == [
        "tier-3/example.yaml: -    verdict: only-if",
        "tier-3/example.yaml: +    verdict: may",
        "tier-3/example.yaml: -    only_if: the child is in danger",
    ]


def test_prose_inside_a_field_that_is_not_there_yet(project: Path, out: Path) -> None:
    before = texts(project)
    words = "Ring first.\n\n- then write\n- then wait"
    result, changed = edited(project, out, "agencies", lambda rows: put(rows, 2, "standing.top", words))
    assert result.exit_code == 0, result.output
    assert changed == [
        "agencies/police.yaml: +  top: |",
        "agencies/police.yaml: +    Ring first.",
        "agencies/police.yaml: +",
        "agencies/police.yaml: +    - then write",
        "agencies/police.yaml: +    - then wait",
    ]
    shutil.rmtree(out)
    edited(project, out, "agencies", lambda rows: put(rows, 2, "standing.top", ""))
    assert texts(project) == before


def test_new_row_adds_an_item_and_is_not_added_twice(project: Path, out: Path) -> None:
    def change(rows: Rows) -> None:
        new = dict(zip(rows[0], rows[2], strict=True)) | {"row": "", "item": "Her teacher", "when": "each day"}
        new |= {"necessary_because": "The hub cannot ring the classroom without a name to ask for."}
        rows.insert(1, [new[name] for name in rows[0]])

    result, changed = edited(project, out, "flows", change)
    assert result.exit_code == 0, result.output
    assert changed == [
        "tier-3/example.yaml: +  - item: Her teacher",
        "tier-3/example.yaml: +    about: [child]",
        "tier-3/example.yaml: +    category: personal",
        "tier-3/example.yaml: +    from: [police]",
        "tier-3/example.yaml: +    to: [school]",
        "tier-3/example.yaml: +    gateway: sharing-act-2001/s2",
        "tier-3/example.yaml: +    verdict: may",
        "tier-3/example.yaml: +    necessary_because: The hub cannot ring the classroom without a name to ask for.",
        "tier-3/example.yaml: +    route: telephone",
        "tier-3/example.yaml: +    when: each day",
    ]
    again, changed = bring(project, out / "flows.csv")
    assert (again.exit_code, changed) == (0, []), again.output


def test_row_taken_out_is_listed_and_taken_out_only_when_asked(
    project: Path, out: Path, edit: Callable[[str, str, str], Path]
) -> None:
    flow = """  - item: Who may ring
    about: [child]
    category: personal
    from: [school, police]
    to: [council]
    gateway: sharing-act-2001/s1
    verdict: may
    # The board asked for this.
    necessary_because: Somebody must be told first.
    route: telephone
    when: at once
"""
    edit("tier-3/example.yaml", "flows:\n", f"flows:\n  # The first.\n{flow}")
    result, changed = edited(project, out, "flows", lambda rows: rows.pop(1))
    assert (result.exit_code, changed) == (0, [])
    assert "--remove-missing" in result.output
    assert "protocols/tier-3/example.yaml (flows.1): Who may ring" in result.output
    result, changed = bring(project, out / "flows.csv", "--remove-missing")
    assert result.exit_code == 0, result.output
    assert changed == [f"tier-3/example.yaml: -{line}" for line in flow.splitlines()]


def test_removal_that_leaves_the_protocol_wrong_is_refused(project: Path, out: Path) -> None:
    result, changed = edited(project, out, "flows", lambda rows: rows.pop(1), "--remove-missing")
    assert (result.exit_code, changed) == (1, [])
    assert (
        "error: `council` has `receives: yes`, but no flow goes to it\n --> protocols/tier-3/example.yaml:"
        in result.output
    )


def test_change_and_removal_together(project: Path, out: Path) -> None:
    def change(rows: Rows) -> None:
        put(rows, 2, "when", "at noon")
        put(rows, 2, "to", "schol")
        rows.pop(1)

    result, changed = edited(project, out, "flows", change, "--remove-missing")
    assert changed == []
    assert "flows.csv, cell H2 (to)" in result.output
    assert "did you mean `school`?" in result.output


def test_agency_is_never_taken_out_nor_added(project: Path, out: Path) -> None:
    result, changed = edited(project, out, "agencies", lambda rows: rows.pop(1), "--remove-missing")
    assert (result.exit_code, changed) == (0, [])  # Each agency is a table of one row: others say nothing about it.
    shutil.rmtree(out)
    result, changed = edited(project, out, "agencies", lambda rows: rows.append(["", "fire", *rows[1][2:]]))
    assert (result.exit_code, changed) == (1, [])
    assert "protocols new agency" in result.output


@pytest.mark.parametrize(
    ("name", "row", "column", "words", "said"),
    [
        ("flows", 1, "from", "polise", ("did you mean `police`?", "(from)")),
        ("flows", 1, "gateway", "sharing-act-2001/s11", ("(gateway)", "`sharing-act-2001/s1`")),
        ("flows", 2, "verdict", "perhaps", ("(verdict)", "cell J3")),
        ("flows", 2, "item", "", ("cell D3 (item)", "has no `item`")),
        ("flows", 2, "protocol", "exampel", ("belongs to `example`",)),
        ("posts", 1, "phone", "01632 123456", ("(phone)",)),
        ("agencies", 1, "kind", "polise", ("(kind)",)),
        ("flows", 2, "row", "???", ("does not say which item", "cell A3")),
    ],
)
def test_fault_is_found_at_its_cell_and_nothing_is_written(
    project: Path, out: Path, name: str, row: int, column: str, words: str, said: tuple[str, ...]
) -> None:
    result, changed = edited(project, out, name, lambda rows: put(rows, row, column, words))
    assert (result.exit_code, changed) == (1, []), result.output
    for each in (*said, f"{name}.csv", "nothing was written"):
        assert each in result.output


def test_two_faults_are_both_said_and_the_good_cell_is_not_written(project: Path, out: Path) -> None:
    def change(rows: Rows) -> None:
        put(rows, 1, "when", "soon")
        put(rows, 1, "route", "pigeon")
        put(rows, 2, "category", "secret")

    result, changed = edited(project, out, "flows", change)
    assert (result.exit_code, changed) == (1, [])
    assert "(route)" in result.output
    assert "(category)" in result.output


def test_sources_that_moved_on_are_not_overwritten(
    project: Path, out: Path, edit: Callable[[str, str, str], Path]
) -> None:
    path = export(project, out, "csv") / "flows.csv"
    rows = read(path)
    put(rows, 1, "when", "soon")
    save(path, rows)
    edit("tier-3/example.yaml", "Nobody can visit without an address.", "Nobody can visit without it.")
    result, changed = bring(project, path)
    assert (result.exit_code, changed) == (1, [])
    assert "the sources say something else by now" in result.output


def test_row_finds_its_item_wherever_it_is_by_now(project: Path, out: Path) -> None:
    path = export(project, out, "csv") / "flows.csv"
    source = project / "protocols" / "tier-3" / "example.yaml"
    text = source.read_text(encoding="utf-8")
    first, second = text.index("  - item: Name and"), text.index("  - item: Who may")
    end = text.index("routes:\n")
    source.write_text(text[:first] + text[second:end] + text[first:second] + text[end:], encoding="utf-8")
    rows = read(path)
    put(rows, 1, "when", "soon")
    save(path, rows)
    result, changed = bring(project, path)
    assert result.exit_code == 0, result.output
    assert changed == ["tier-3/example.yaml: -    when: at once", "tier-3/example.yaml: +    when: soon"]


def test_renamed_protocol_and_copied_rows_are_refused(project: Path, out: Path) -> None:
    path = export(project, out, "csv") / "flows.csv"
    rows = read(path)
    save(path, [*rows, rows[1]])
    result, changed = bring(project, path)
    assert (result.exit_code, changed) == (1, [])
    assert "clear the column `row`" in result.output
    save(path, rows)
    assert run(project, "rename", "example", "other-name").exit_code == 0
    result, changed = bring(project, path)
    assert (result.exit_code, changed) == (1, [])
    assert "there is no source `tier-3/example.yaml`" in result.output


def test_habits_of_spreadsheets_in_csv(project: Path, out: Path) -> None:
    path = export(project, out, "csv") / "flows.csv"
    rows = read(path)
    order = list(reversed(range(len(rows[0]))))
    moved = [[row[at] for at in order] + ["", ""] for row in [rows[0], rows[2], rows[1]]]
    empty = [[""] * len(moved[0])] * 3
    for options in (
        {"delimiter": ";", "encoding": "windows-1252"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"delimiter": ",", "encoding": "utf-8", "end": "\n"},
    ):
        save(path, [*moved, *empty], **options)
        result, changed = bring(project, path)
        assert (result.exit_code, changed) == (0, []), result.output
    path.write_bytes(b"sep=;\r\n" + path.read_bytes().replace(b",", b";"))
    assert bring(project, path)[0].exit_code in (0, 1)
    put(moved, 2, "when", "after café")
    save(path, moved, delimiter=";", encoding="windows-1252")
    result, changed = bring(project, path)
    assert changed == ["tier-3/example.yaml: -    when: at once", "tier-3/example.yaml: +    when: after café"]


def test_table_with_some_columns_changes_only_these(project: Path, out: Path) -> None:
    path = export(project, out, "csv") / "flows.csv"
    rows = read(path)
    kept = [rows[0].index(name) for name in ("row", "protocol", "when")]
    some = [[row[at] for at in kept] for row in rows]
    some[1][2] = "soon"
    save(path, some)
    result, changed = bring(project, path)
    assert result.exit_code == 0, result.output
    assert changed == ["tier-3/example.yaml: -    when: at once", "tier-3/example.yaml: +    when: soon"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing was written"),
        (b"a,b\r\n1,2\r\n", "this is none of the tables"),
        (b"row,protocol,item,wen\r\n", "did you mean `when`?"),
        (b"row,protocol,item,when,when\r\n", "two columns are headed `when`"),
        (b"protocol,item,when,gateway\r\n", "the column `row` is missing"),
        (b"\x00\x01\x02", "this file is no text"),
        (b'row,protocol,item,when\r\n"x', "cannot be read as CSV"),
    ],
)
def test_odd_files_are_refused_in_words(project: Path, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    result, changed = bring(project, path)
    assert changed == []
    assert said in result.output


def workbook(project: Path, out: Path, change: Callable[[Workbook], None]) -> tuple[Result, list[str]]:
    path = export(project, out, "xlsx") / "tables.xlsx"
    book = load_workbook(path)
    change(book)
    book.save(path)
    return bring(project, path)


def test_workbook_has_frozen_heads_widths_and_choices(project: Path, out: Path) -> None:
    book = load_workbook(export(project, out, "xlsx") / "tables.xlsx")
    assert book.sheetnames == ["flows", "contacts", "posts", "agencies", "about", "lists"]
    assert book["lists"].sheet_state == "hidden"
    flows = book["flows"]
    assert flows.freeze_panes == "C2"
    assert [found.value for found in flows[1]] == list(SHEETS[0].header)
    assert all(12 <= dimension.width <= 60 for dimension in flows.column_dimensions.values())
    choices = {str(found.sqref)[0]: found.formula1 for found in flows.data_validations.dataValidation}
    at = {found.value: found.column_letter for found in flows[1]}
    lists = book["lists"]
    offered = {
        name: [found[0].value for found in lists[choices[at[name]].partition("!")[2]]]
        for name in ("verdict", "gateway")
    }
    assert offered["verdict"] == ["must", "may", "only-if"]
    assert "sharing-act-2001/s1" in offered["gateway"]
    assert at["from"] not in choices


def test_workbook_is_the_same_bytes_each_time(project: Path, tmp_path: Path) -> None:
    first, second = (export(project, tmp_path / name, "xlsx") / "tables.xlsx" for name in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_habits_of_spreadsheets_in_a_workbook(project: Path, out: Path) -> None:
    def change(book: Workbook) -> None:
        flows = book["flows"]
        flows.move_range("A3:Z3", rows=4)
        flows.column_dimensions["A"].hidden = True
        flows.row_dimensions[7].hidden = True
        flows.cell(40, 3).value = "   "
        del book["posts"]
        del book["about"]
        when = next(found.column for found in flows[1] if found.value == "when")
        flows.cell(2, when).value = 24.0

    result, changed = workbook(project, out, change)
    assert result.exit_code == 0, result.output
    assert changed == ["tier-3/example.yaml: -    when: at once", "tier-3/example.yaml: +    when: 24"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 3, 1), "made a date or a time of this cell"),  # noqa: DTZ001  As a spreadsheet keeps it.
        ("=1+1", "this is a formula"),
        ("#N/A", "is a fault of the spreadsheet"),
    ],
)
def test_what_a_spreadsheet_made_of_a_cell_is_refused(project: Path, out: Path, value: object, said: str) -> None:
    def change(book: Workbook) -> None:
        when = next(found.column for found in book["flows"][1] if found.value == "when")
        cell = book["flows"].cell(2, when)
        cell.value = value
        if value == "#N/A":
            cell.data_type = "e"

    result, changed = workbook(project, out, change)
    assert (result.exit_code, changed) == (1, [])
    assert said in result.output
    assert "tables.xlsx, sheet flows, cell O2 (when)" in result.output


def test_no_workbook_is_refused_in_words(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    for content in (b"", b"PK\x03\x04", b"no workbook"):
        path.write_bytes(content)
        result, changed = bring(project, path)
        assert (result.exit_code, changed) == (1, [])
        assert "this file is no workbook" in result.output
    path = path.with_suffix(".ods")
    path.write_bytes(b"")
    assert run(project, "import", str(path)).exit_code == 2


def test_export_overwrites_nothing_and_knows_names(project: Path, out: Path) -> None:
    export(project, out, "csv", "example")
    assert {path.name for path in out.iterdir()} == {"flows.csv", "contacts.csv"}
    again = run(project, "export", "--to", str(out), "--as", "csv")
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert "did you mean `example`?" in run(project, "export", "--to", str(out), "--as", "csv", "exampel").output


def test_protocol_goes_out_for_word_and_is_not_written_over(project: Path, out: Path) -> None:
    path = export(project, out, "docx", "example") / "example.docx"
    content = path.read_bytes()
    assert content.startswith(b"PK")
    again = run(project, "export", "--to", str(out), "--as", "docx")
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert path.read_bytes() == content
    assert run(project, "export", "--to", str(out), "--as", "docx", "police").exit_code == 2


@pytest.mark.parametrize("words", ["=1+1", "+44", "-5 days", "@home", "'=x", "''-x", "'quoted'"])
def test_formula_stays_words(project: Path, out: Path, words: str) -> None:
    source = project / "protocols" / "tier-3" / "example.yaml"
    text = source.read_text(encoding="utf-8").replace("when: at once", f'when: "{words}"')
    source.write_text(text, encoding="utf-8")
    for form in ("csv", "xlsx"):
        export(project, out, form)
    written = cell(read(out / "flows.csv"), 1, "when")
    assert written[0] not in "=+-@"
    flows = load_workbook(out / "tables.xlsx")["flows"]
    found = next(each for each in flows[2] if each.value == words)
    assert found.data_type == "s"
    for name in ("flows.csv", "tables.xlsx"):
        result, changed = bring(project, out / name)
        assert (result.exit_code, changed) == (0, []), result.output


POSTS = sheet_named("posts")
assert POSTS is not None
ODD = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(row=["_x0041_", "=1", "'=1", 'a;b,c\n"d"', "\t", "\x00"])
@given(row=st.lists(ODD, min_size=1, max_size=6))
def test_any_words_come_back_as_they_went(row: list[str]) -> None:
    table = Table(_sheet(), (tuple(word.replace("\0", "") for word in row) + ("",) * (len(POSTS.header) - len(row)),))
    expected = [_lines(word) for word in table.rows[0]]
    grids, faults = read_csv("t.csv", csv_bytes(table))
    assert not faults
    assert [_lines(found.text) for found in grids[0].rows[1]] == expected
    grids, faults = read_workbook("t.xlsx", workbook_bytes((table,), (), ()))
    assert not faults
    rows = grids[0].rows[1:] or ((),)
    assert [_lines(found.text) for found in rows[0]] == expected or not any(word.strip() for word in expected)


def _sheet() -> Sheet:
    assert POSTS is not None
    return POSTS


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
