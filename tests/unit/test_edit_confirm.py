"""Recording a check of the law: the day and the address, and nothing else; what cannot be true is refused."""

from pathlib import Path

import pytest

from generator.rules.load import load
from generator.site.build import build
from tests.conftest import AS_OF
from tests.support.edits import difference, run, texts

SOURCE = "https://law.example/acts/2001/1/section/1"


def confirm(project: Path, name: str, on: str = "2026-11-21", source: str = SOURCE) -> tuple[int, str, list[str]]:
    before = texts(project)
    result = run(project, "confirm-law", name, "--on", on, "--source", source)
    return result.exit_code, result.output, difference(before, texts(project))


def test_check_of_a_provision_records_its_day_and_address_and_nothing_else(project: Path) -> None:
    assert confirm(project, "sharing-act-2001/s1") == (
        0,
        "recorded the check of 2026-11-21 in protocols/law/sharing-act-2001.yaml: s1\n",
        [
            "law/sharing-act-2001.yaml: -    evidence: {confirmed: The Act, checked: 2026-11-20}",
            f'law/sharing-act-2001.yaml: +    evidence: {{confirmed: "The Act [law.example]({SOURCE})", checked: 2026-11-21}}',
        ],
    )
    assert load(project, AS_OF).diagnostics == ()
    page = next(page for page in build(project, AS_OF).pages if page.page_uri == "law/sharing-act-2001.md")
    assert f"The Act [law.example]({SOURCE}) (checked 21 November 2026)" in page.markdown


def test_next_check_takes_the_place_of_the_last(project: Path) -> None:
    confirm(project, "sharing-act-2001/s1")
    _, _, changed = confirm(project, "sharing-act-2001/s1", "2026-11-22", "https://law.example/a_(b)?c=d#e")
    assert changed[1] == (
        "law/sharing-act-2001.yaml: +    evidence: "
        '{confirmed: "The Act [law.example](https://law.example/a_%28b%29?c=d#e)", checked: 2026-11-22}'
    )


def test_check_of_an_instrument_leaves_what_is_unconfirmed(project: Path) -> None:
    code, output, changed = confirm(project, "sharing-act-2001")
    assert code == 0
    assert output.splitlines() == [
        "recorded the check of 2026-11-21 in protocols/law/sharing-act-2001.yaml: s1, s3, s4",
        "still unconfirmed: s2; confirm each by its own name once it was seen",
    ]
    assert len(changed) == 6
    assert not any("unconfirmed" in line for line in changed)


def test_unconfirmed_provision_is_confirmed_by_its_own_name(project: Path) -> None:
    _, _, changed = confirm(project, "sharing-act-2001/s2")
    assert changed == [
        "law/sharing-act-2001.yaml: -    evidence: {unconfirmed: The date was not seen., checked: 2026-11-20}",
        f'law/sharing-act-2001.yaml: +    evidence: {{confirmed: "[law.example]({SOURCE})", checked: 2026-11-21}}',
    ]
    assert load(project, AS_OF).diagnostics == ()


def test_comments_blocks_and_line_ends_stay(project: Path) -> None:
    path = project / "protocols" / "law" / "privacy-act-2002.yaml"
    text = path.read_bytes().decode()
    old = "    evidence: {confirmed: The Act, checked: 2026-11-20}\n"
    new = "    evidence: # seen by the team\n      confirmed: >-\n        The Act, as it\n        was made.\n      # next year\n      checked: 2026-11-20 # late\n"
    assert old in text
    path.write_bytes(text.replace(old, new).replace("\n", "\r\n").encode())
    assert confirm(project, "privacy-act-2002/article-1")[0] == 0
    written = path.read_bytes().decode()
    assert written.count("\r\n") == written.count("\n")
    assert "    evidence: # seen by the team\r\n" in written
    assert "      # next year\r\n      checked: 2026-11-21 # late\r\n" in written
    assert load(project, AS_OF).diagnostics == ()


@pytest.mark.parametrize(
    ("name", "on", "source", "words"),
    [
        ("sharing-act-2001/s1", "2026-11-23", SOURCE, "has not come yet"),
        ("sharing-act-2001/s1", "2026-11-19", SOURCE, "was checked on 2026-11-20, after 2026-11-19"),
        ("sharing-act-2001", "2026-11-19", SOURCE, "was checked on 2026-11-20, after 2026-11-19"),
        ("sharing-act-2001/s1", "2026-11-21", "http://law.example/", "beginning with `https://`"),
        ("sharing-act-2001/s1", "2026-11-21", "javascript:alert(1)", "beginning with `https://`"),
        ("sharing-act-2001/s1", "2026-11-21", "https://law.example/a b", "beginning with `https://`"),
        ("sharing-act-2001/s1", "2026-11-21", "https://", "beginning with `https://`"),
        ("sharing-act-2001/s11", "2026-11-21", SOURCE, "did you mean `sharing-act-2001/s1`"),
        ("sharing-act-2002", "2026-11-21", SOURCE, "did you mean `sharing-act-2001`"),
        ("example", "2026-11-21", SOURCE, "there is nothing called `example`"),
    ],
)
def test_what_cannot_be_true_is_refused_and_changes_nothing(
    project: Path, name: str, on: str, source: str, words: str
) -> None:
    code, output, changed = confirm(project, name, on, source)
    assert (code, changed) == (2, [])
    assert words in output


def test_check_that_was_recorded_is_no_longer_asked_for(project: Path) -> None:
    path = project / "protocols" / "law" / "sharing-act-2001.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-20", "2026-05-01"), encoding="utf-8")
    asked = load(project, AS_OF).diagnostics
    assert [found.code for found in asked] == ["law-long-unchecked"]
    assert "3 of 4 provisions" in asked[0].message
    for name in ("sharing-act-2001", "sharing-act-2001/s2"):
        assert confirm(project, name)[0] == 0
    assert load(project, AS_OF).diagnostics == ()
