"""Every help that a slip of the hand gets works when it is followed to the letter: one fault, at its line, and none after it.

`follow` reads the help as an author would and does what it says, and nothing else. Slips are made in the county's own files.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.county.gathering import parse
from generator.model.protocol import Protocol
from generator.rules.load import load
from generator.sources.diagnostic import Diagnostic
from generator.sources.source import Source
from tests.conftest import ROOT, WRITTEN

MARAC = "protocols/tier-3/domestic-abuse-marac.yaml"
ENCOMPASS = "protocols/tier-3/operation-encompass.yaml"
HATE = "protocols/tier-3/hate-crime.yaml"

Mend = Callable[[str, Diagnostic, re.Match[str]], str]


@dataclass(frozen=True)
class Slip:
    """A slip: what stood there, what was written, and what the fault must be and say."""

    name: str
    old: str
    new: str
    code: str
    found: str
    """Words at the line of the fault, which are on no other line."""
    help: str
    """Words of the help."""
    path: str = MARAC


KEEP = "    keep_for: 6 years"
FIRST = "    - The risk checklist changes, or what patients see of their GP record online."
SECOND = "    - A perpetrator learns of a referral or a safe address from any of us."
WHEN = "  when: >-\n    Serious harm is likely before"
SLIPPED = "  parts show how he might hurt her, and when."
BENEFIT = "    benefit: The first adult at school meets the child gently, and asks nothing."
ITEM = "  - item: Referral with names, dates of birth, relationship, checklist answers and reasons"
RETRY = "yaml-syntax"

SLIPS = (
    Slip("asterisk", KEEP, "    keep_for: * 10 years", RETRY, "keep_for: * 10", 'write `keep_for: "* 10 years"`'),
    Slip("emphasis", KEEP, "    keep_for: *Ten* years", RETRY, "keep_for: *Ten", 'write `keep_for: "*Ten* years"`'),
    Slip("alias-words", KEEP, "    keep_for: *Ten years", RETRY, "keep_for: *Ten", 'write `keep_for: "*Ten years"`'),
    Slip(
        "strong",
        KEEP,
        "    keep_for: **Ten** years",
        RETRY,
        "keep_for: **Ten",
        "in quotes" and 'write `keep_for: "**Ten',
    ),
    Slip("percent", KEEP, "    keep_for: %10 of it", RETRY, "keep_for: %10", 'write `keep_for: "%10 of it"`'),
    Slip("at", KEEP, "    keep_for: @home", RETRY, "keep_for: @home", 'write `keep_for: "@home"`'),
    Slip("ampersand", KEEP, "    keep_for: & so on", RETRY, "keep_for: & so", 'write `keep_for: "& so on"`'),
    Slip("backtick", KEEP, "    keep_for: `ten`", RETRY, "keep_for: `ten`", 'write `keep_for: "`ten`"`'),
    Slip("bracket", KEEP, "    keep_for: [ten] years", RETRY, "keep_for: [ten]", 'write `keep_for: "[ten] years"`'),
    Slip("item", FIRST, "    - @home or not", RETRY, "- @home", 'write `- "@home or not"`'),
    Slip("second-colon", KEEP, "    keep_for: Ten: years", RETRY, "keep_for: Ten:", 'write `keep_for: "Ten: years"`'),
    Slip(
        "text-after-block",
        WHEN,
        WHEN.replace(">-\n   ", ">-"),
        RETRY,
        "when: >- Serious",
        "move it to a line of its own below",
    ),
    Slip(
        "apostrophe",
        BENEFIT,
        "    benefit: 'The child's adult knows the child's day.'",
        RETRY,
        "benefit: 'The child's",
        "write `''`, two of them,",
        ENCOMPASS,
    ),
    Slip(
        "apostrophe-below",
        BENEFIT,
        "    benefit: 'The first adult at school meets\n      the child's friend.'",
        RETRY,
        "the child's friend",
        "write `''`",
        ENCOMPASS,
    ),
    Slip("quote-inside", KEEP, '    keep_for: "Say "ten" years"', RETRY, 'Say "ten"', 'write `\\"` for each'),
    Slip(
        "no-break-indent",
        SECOND,
        SECOND.replace("    -", "\xa0\xa0\xa0\xa0-"),
        RETRY,
        "A perpetrator learns",
        "type ordinary spaces",
    ),
    Slip("no-break-value", "marking: official", "marking:\xa0official", RETRY, "marking:", "type ordinary spaces"),
    Slip("no-break-dash", SECOND, SECOND.replace("- ", "-\xa0"), RETRY, "A perpetrator learns", "type ordinary spaces"),
    Slip("em-space", "marking: official", "marking:\u2003official", RETRY, "marking:", "type ordinary spaces"),
    Slip("empty-item", FIRST, "    -", "empty-item", "    -", "take the line with the dash out"),
    Slip("no-dash", SECOND, SECOND.replace("- ", ""), RETRY, "A perpetrator learns", "put `- ` before it"),
    Slip(
        "dash-without-space", SECOND, SECOND.replace("- ", "-"), RETRY, "A perpetrator learns", "write `- A perpetrator"
    ),
    Slip(
        "colon-without-space",
        "marking: official",
        "marking:official",
        RETRY,
        "marking:official",
        "write `marking: official`",
    ),
    Slip(
        "prose-slipped-out",
        "  parts show how he might hurt her, and when.",
        "parts show how he might hurt her, and when.",
        RETRY,
        "parts show how he might",
        "indent it with 2 spaces, like line",
    ),
    Slip(
        "curly-quotes", 'version: "0.2"\nowner', "version: “0.2”\nowner", "curly-quotes", "version: “", 'write `"0.2"`'
    ),
    Slip(
        "curly-id",
        "owner: kent-police\nm",
        "owner: ‘kent-police’\nm",
        "curly-quotes",
        "owner: ‘",
        'write `"kent-police"`',
    ),
    Slip("open-list", "high-risk panel]", "high-risk panel", RETRY, "also_called: [", "put `]` after its last item"),
    Slip(
        "open-quote",
        'version: "0.2"\nowner',
        'version: "0.2\nowner',
        RETRY,
        'version: "0.2',
        'put `"` at the end of the value',
    ),
    Slip("list-indent", SECOND, SECOND[1:], RETRY, "A perpetrator learns", "indent it with 4 spaces, like line"),
    Slip("key-indent", KEEP, KEEP[1:], RETRY, "keep_for: 6 years", "indent it with 4 spaces, like line"),
    Slip("key-without-colon", ITEM, ITEM.replace("item:", "item"), RETRY, "- item Referral", "write `- item: Referral"),
    Slip("key-deeper", KEEP, f" {KEEP}", RETRY, "keep_for: 6 years", "indent it with 4 spaces, like line"),
)


def line_of(text: str, fault: Diagnostic) -> str:
    return text.split("\n")[fault.span.line - 1]


def with_line(text: str, fault: Diagnostic, line: str | None) -> str:
    lines = text.split("\n")
    lines[fault.span.line - 1 : fault.span.line] = [] if line is None else [line]
    return "\n".join(lines)


def put(text: str, fault: Diagnostic, words: str, *, over: int = 0) -> str:
    """Put words at the place of a fault, over as many characters as are said."""
    line, column = line_of(text, fault), fault.span.column - 1
    return with_line(text, fault, line[:column] + words + line[column + over :])


def write(text: str, fault: Diagnostic, said: re.Match[str]) -> str:
    if fault.code == "curly-quotes":
        return put(text, fault, said[1], over=fault.span.end_column - fault.span.column)
    line = line_of(text, fault)
    return with_line(text, fault, line[: len(line) - len(line.lstrip())] + said[1])


def indent(text: str, fault: Diagnostic, said: re.Match[str]) -> str:
    return with_line(text, fault, " " * int(said[1]) + line_of(text, fault).lstrip())


def move(text: str, fault: Diagnostic, said: re.Match[str]) -> str:
    line, column = line_of(text, fault), fault.span.column - 1
    return with_line(text, fault, f"{line[:column].rstrip()}\n{' ' * int(said[1])}{line[column:]}")


def ordinary(text: str, fault: Diagnostic, _said: re.Match[str]) -> str:
    line = line_of(text, fault)
    return with_line(text, fault, re.sub(r"[\xa0\u2003]", " ", line))


MENDS: tuple[tuple[str, Mend], ...] = (
    (r"write `''`, two of them, for each apostrophe inside the text", lambda text, fault, _: put(text, fault, "'")),
    (r'write `\\"` for each quotation mark inside the text', lambda text, fault, _: put(text, fault, "\\")),
    (r"write `(.*)`", write),
    (r"indent it with (\d+) spaces, like line \d+.*", indent),
    (r"put `- ` before it", lambda text, fault, _: put(text, fault, "- ")),
    (r"move it to a line of its own below, indented with (\d+) spaces like the rest of the text", move),
    (r"delete it, and what looks like spaces beside it, and type ordinary spaces instead", ordinary),
    (
        r"write the item after its dash, or take the line with the dash out",
        lambda text, fault, _: with_line(text, fault, None),
    ),
    (
        r"put `(.)` (?:after its last item|at the end of the value).*",
        lambda text, fault, said: with_line(text, fault, line_of(text, fault) + said[1]),
    ),
)


def follow(text: str, fault: Diagnostic) -> str:
    """Return the text after an author did what the help says."""
    for pattern, mend in MENDS:
        if said := re.fullmatch(pattern, fault.help):
            return mend(text, fault, said)
    raise AssertionError(f"nobody can follow: {fault.help}")


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_help_for_a_slip_is_true_and_works_to_the_letter(slip: Slip) -> None:
    whole = (ROOT / slip.path).read_text(encoding="utf-8")
    assert whole.count(slip.old) == 1, slip.old
    text = whole.replace(slip.old, slip.new)
    (fault,) = parse(Source(slip.path, text), Protocol)[1]
    assert fault.code == slip.code
    assert slip.found in line_of(text, fault), f"{fault.span.line}: {line_of(text, fault)}"
    assert slip.help in fault.help
    for _ in range(6):  # A slip that was made in several places is told one place at a time.
        text = follow(text, fault)
        _, faults = parse(Source(slip.path, text), Protocol)
        if not faults:
            break
        fault = faults[0]
        assert slip.help.split(",")[0] in fault.help
    assert faults == ()


def test_odd_space_is_named() -> None:
    whole = (ROOT / MARAC).read_text(encoding="utf-8")
    (fault,) = parse(Source(MARAC, whole.replace("marking: official", "marking:\xa0official")), Protocol)[1]
    assert "U+00A0 (no-break space)" in fault.message
    assert fault.span.column == len("marking:") + 1


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the county's sources."""
    root = tmp_path_factory.mktemp("county")
    shutil.copytree(ROOT / "protocols", root / "protocols")
    return root


@pytest.fixture
def sources(original: Path, tmp_path: Path) -> Path:
    """A copy of the county's sources that a test may change."""
    shutil.copytree(original / "protocols", tmp_path / "protocols")
    return tmp_path


def faults_of(root: Path) -> list[Diagnostic]:
    """Return the faults of a project, but advice on law that was checked long ago, which the county has of its own."""
    return [found for found in load(root, WRITTEN).diagnostics if not found.code.startswith("law-")]


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        (HATE, "Copy of hate-crime.yaml"),
        (HATE, "hate-crime (1).yaml"),
        (HATE, "hate-crime-copy.yaml"),
        ("protocols/agencies/kent-police.yaml", "kent-police - Copy.yaml"),
        ("protocols/core/fast-track.yaml", "fast-track-2.yaml"),
        ("protocols/law/care-act-2014.yaml", "care-act-2014 copy.yaml"),
        ("protocols/tier-2/safer-communities.yaml", "safer-communities copy.yaml"),
    ],
)
def test_copied_file_is_one_fault_and_none_once_it_is_deleted(sources: Path, name: str, copy: str) -> None:
    made = (sources / name).with_name(copy)
    shutil.copy(sources / name, made)
    (fault,) = faults_of(sources)
    assert (fault.code, fault.span.path) == ("copied-file", f"protocols/{made.parent.name}/{copy}")
    assert fault.help.startswith("delete it; or ")
    made.unlink()
    assert faults_of(sources) == []


def test_copy_that_becomes_a_protocol_of_its_own_is_told_once_that_it_says_the_same(sources: Path) -> None:
    made = (sources / HATE).with_name("Copy of hate-crime.yaml")
    shutil.copy(sources / HATE, made)
    (fault,) = faults_of(sources)
    said = re.fullmatch(
        r"delete it; or rename the file to `(.*)`, write `(id: .*)`, and give it a title of its own", fault.help
    )
    assert said is not None
    text = re.sub(r"^id: .*$", said[2], made.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r"^title: .*$", "title: Hate crime in schools", text, flags=re.MULTILINE)
    made.rename(made.with_name(said[1])).write_text(text, encoding="utf-8")
    codes = {found.code for found in faults_of(sources)} - {"address-not-recorded"}  # Of a new page, whatever it says.
    assert codes == {"copied-protocol"}


def test_file_with_the_id_of_another_that_it_is_not_like_is_no_copy(sources: Path) -> None:
    path = sources / ENCOMPASS
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: operation-encompass", "id: hate-crime", 1), encoding="utf-8"
    )
    (fault,) = faults_of(sources)
    assert fault.code == "id-differs-from-file"


@pytest.mark.parametrize("ending", [".yml", ".yaml.txt", ".YAML", ".yml.txt", ".yaml.yaml"])
@pytest.mark.parametrize(
    "name",
    [
        "protocols/tier-3/example.yaml",
        "protocols/agencies/police.yaml",
        "protocols/core/fast-track.yaml",
        "protocols/site.yaml",
    ],
)
def test_file_whose_name_ends_wrongly_is_one_fault(project: Path, name: str, ending: str) -> None:
    path = project / name
    wrong = path.rename(path.with_name(path.stem + ending))
    (fault,) = faults_of(project)
    assert (fault.code, fault.span.path) == ("unexpected-file", wrong.relative_to(project).as_posix())
    said = re.fullmatch(r"rename it to `(.*)`", fault.help)
    assert said is not None
    wrong.rename(wrong.with_name(said[1]))
    assert faults_of(project) == []


def test_wrongly_named_file_beside_the_right_one_is_not_read(sources: Path) -> None:
    (sources / ENCOMPASS).with_suffix(".yml").write_text("id: [", encoding="utf-8")
    (fault,) = faults_of(sources)
    assert fault.code == "unexpected-file"


@pytest.mark.parametrize("written", ["kent-police/pvp", "the-desk"])
def test_post_that_does_not_exist_gets_those_that_do(sources: Path, written: str) -> None:
    path = sources / MARAC
    text = path.read_text(encoding="utf-8")
    wrong = text.replace("contact_in_hours: kent-police/protecting-vulnerable-people", f"contact_in_hours: {written}")
    path.write_text(wrong, encoding="utf-8")
    (fault,) = faults_of(sources)
    assert "contact_in_hours" in line_of(wrong, fault)
    offered = re.findall(r"`([^`]*)`", fault.help)
    assert ("kent-police/protecting-vulnerable-people" in offered) == written.startswith("kent-police/")
    assert "marac-coordinator" in offered
    path.write_text(wrong.replace(f"contact_in_hours: {written}", f"contact_in_hours: {offered[0]}"), encoding="utf-8")
    assert [found for found in faults_of(sources) if found.code == "unknown-reference"] == []


@pytest.mark.parametrize(
    "name",
    [
        ENCOMPASS,
        "protocols/agencies/kent-police.yaml",
        "protocols/law/crime-and-disorder-act-1998.yaml",
        "protocols/law/uk-gdpr.yaml",
    ],
)
def test_deleted_source_is_told_in_few_faults_how_to_retire_it(sources: Path, name: str) -> None:
    text = (sources / name).read_text(encoding="utf-8")
    (sources / name).unlink()
    faults = [fault for fault in faults_of(sources) if fault.code in ("unknown-reference", "source-missing")]
    assert 1 <= len(faults) <= 20
    assert all("if it was deleted, bring its file back and mark it `retired`" in fault.help for fault in faults)
    (sources / name).write_text(text, encoding="utf-8")
    assert faults_of(sources) == []


def test_version_that_has_no_line_in_its_history_is_mended_by_the_line_or_the_version(sources: Path) -> None:
    path = sources / MARAC
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('version: "0.2"\nowner', "version: 0.20\nowner"), encoding="utf-8")
    (fault,) = faults_of(sources)
    said = re.search(r"write `(version: .*)`$", fault.help)
    assert said is not None
    path.write_text(text.replace('version: "0.2"\nowner', f"{said[1]}\nowner"), encoding="utf-8")
    assert faults_of(sources) == []


def test_gateway_that_the_register_does_not_know_is_one_fault(sources: Path) -> None:
    path = sources / MARAC
    head, tail = path.read_text(encoding="utf-8").split("\nflows:\n")
    wrong = tail.replace("gateway: crime-and-disorder-act-1998/s115", "gateway: crime-and-disorder-act-1998/s116", 1)
    path.write_text(f"{head}\nflows:\n{wrong}", encoding="utf-8")
    assert [fault.code for fault in faults_of(sources)] == ["unknown-reference"]
