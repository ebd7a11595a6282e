"""Personal data and half-written text are found, and what only looks like them is not."""

import time
from pathlib import Path

import pytest

from generator.rules.load import load
from generator.rules.pasted import uneven_rows
from generator.rules.people import named_person
from generator.rules.personal import is_nhs_number
from generator.rules.pointers import is_internal
from tests.conftest import AS_OF, ROOT

LOOKED_FOR = frozenset(
    """
    nhs-number national-insurance-number birth-date full-postcode name-of-person hollow-phrase pasted-bullet pasted-table
    uneven-table-row internal-link single-brackets number-of-nobody number-of-another unregistered-provision
    unregistered-section unregistered-instrument category-too-low unwritten unwritten-but-agreed same-answer
    """.split()  # noqa: SIM905
)
PURPOSE = "purpose: So that a child at risk is seen in time."


def change(project: Path, old: str, new: str, name: str = "tier-3/example.yaml") -> None:
    path = project / "protocols" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found_in(project: Path, old: str, new: str) -> set[str]:
    change(project, old, new)
    return {found.code for found in load(project, AS_OF).diagnostics} & LOOKED_FOR


def found_with(project: Path, words: str) -> set[str]:
    """Return what is found when the purpose says these words."""
    indented = words.replace("\n", "\n  ")
    return found_in(project, PURPOSE, f"purpose: |\n  {indented}")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Her number is 943 476 5919.", "nhs-number"),
        ("Her number is 9434765919.", "nhs-number"),
        ("Her number is 94 34 76 59 19.", "nhs-number"),
        ("Her number is 943-476-5919.", "nhs-number"),
        ("Her number is 943 476 5919 12 years on.", "nhs-number"),
        ("She gave QQ. Then AB123456C came.", "national-insurance-number"),
        ("She gave ab 12 34 56 c.", "national-insurance-number"),
        ("A girl (DOB: 12/03/2014) came.", "birth-date"),
        ("Date of birth 3rd of May 2011.", "birth-date"),
        ("The girl was born 2014-03-12.", "birth-date"),
        ("Agnieszka Wiśniewska, 12 March 2014, came.", "birth-date"),
        ("Carys Bevan (12.03.14) came.", "birth-date"),
        ("A home in SW1A 1AA.", "full-postcode"),
        ("A home in M1 1AE.", "full-postcode"),
        ("A home in ME141XX.", "full-postcode"),
        ("Ask Mrs Okonkwo first.", "name-of-person"),
        ("Ask Dr A. Patel first.", "name-of-person"),
        ("Close it as per\npolicy.", "hollow-phrase"),
        ("Close it in line with our procedures.", "hollow-phrase"),
        ("For the rest see above.", "hollow-phrase"),
        ("We do:\n• this\n• that", "pasted-bullet"),
        ("We do:\n· this\n· that", "pasted-bullet"),
        ("We do:\no this\no that", "pasted-bullet"),
        ("We do:\n– this\n– that", "pasted-bullet"),
        ("Who\tWhen", "pasted-table"),
        ("| A | B |\n| --- | --- |\n| one |", "uneven-table-row"),
        ("| A | B |\n| --- | --- |\n| one | two | three |", "uneven-table-row"),
        ("| A | B | C |\n| --- | --- |\n| one | two |", "uneven-table-row"),
        ("Look at http://intranet/forms first.", "internal-link"),
        ("Look at https://10.1.2.3/forms first.", "internal-link"),
        (r"Look in \\server\share\forms first.", "internal-link"),
        (r"Look in H:\Forms\new first.", "internal-link"),
        ("Look in council.sharepoint.com/sites/x first.", "internal-link"),
        ("Use [example] here.", "single-brackets"),
        ("Use [safe-places] here.", "single-brackets"),
        ("Ring 01632 960998.", "number-of-nobody"),
        ("Ring the night desk on 01632 960002.", "number-of-another"),
        ("It is section 115 of the Sharing Act 2001.", "unregistered-provision"),
        ("It is s115 Sharing Act 2001.", "unregistered-provision"),
        ("It is the Sharing Act 2001, section 115.", "unregistered-provision"),
        ("It is sections 1 and 115 of the Sharing Act 2001.", "unregistered-provision"),
        ("It is s151.", "unregistered-section"),
        ("It is the Caring (England) Act 2011.", "unregistered-instrument"),
        ("It is [insert agency name].", "unwritten"),
        ("It is TBC.", "unwritten"),
        ("It is tba.", "unwritten"),
        ("It is xxx.", "unwritten"),
        ("Lorem ipsum dolor.", "unwritten"),
        ("Click here to enter text.", "unwritten"),
        ("It is ____.", "unwritten"),
    ],
)
def test_what_may_not_stand_in_a_text_is_found(project: Path, words: str, code: str) -> None:
    assert found_with(project, words) == {code}


@pytest.mark.parametrize(
    "words",
    [
        "The case is 943 476 5918, with a wrong last figure.",
        "The book is ISBN 0-306-40615-2.",
        "The case is 1111111111.",
        "Version 1.2.3.4.5.6.7.8.9.10 of the form.",
        "Ring the night desk, 01632 960001.",
        "Ring the desk at night, 01632 960001, or the hub, 01632 960002.",
        "The form is BG 12 34 56 C, and the other QQ 12 34 56 C.",
        "Children born on or after 1 September 2014 are seen.",
        "Ask the date of birth. The form changed on 4 March 2014.",
        "Give names and dates of birth by 5pm.",
        "The Sharing Act 2001, 12 March 2014, let us.",
        "Form A1 2BC, room B12, the M25 and Annex C3.",
        "Give the first half of the postcode, ME14.",
        "Mr, Mrs or Ms: ask which. A PC comes. Dr is a title.",
        "Follow the policy on lone working, and see below 5 as few.",
        "In line with policy *Recording and storing*.",
        "Do this - or that – or · that.",
        "– A dash at the start is no list.",
        "We do:\n\n- this\n- that",
        "| A | B |\n| --- | --- |\n| [[safe-places|one]] | two |\n| a \\| b | c |",
        "Look at [the page](https://www.legislation.gov.uk/ukpga/2001/1).",
        "Wait [sic] here, and [[safe-places]].",
        "It is section 1 of the Sharing Act 2001, or s1, or sections 1 to 3 of the Sharing Act 2001.",
        "It is section 12 of the form.",
        "The section 151 officer pays.",
        "It is Article 77 of the treaty.",
        "Act 2 of the play. In Act 2011 people came.",
        "She is to be told, and the time is to follow.",
        "Insert the form [[safe-places|insert it here]].",
    ],
)
def test_what_only_looks_like_it_is_no_fault(project: Path, words: str) -> None:
    assert found_with(project, words) == set()


@pytest.mark.parametrize(
    "name",
    [
        "Sarah Okonkwo",
        "Detective Inspector John Baker",
        "DI Okonkwo",
        "Rhys ap Gwilym",
        "Małgorzata Wójcik",
        "Siân Llewellyn-Jones, Caldicott guardian",
        "Mx Taylor",
        "Cllr Begum",
        "Duty manager (Oyelaran Adeyemi)",
        "Peter Young",
    ],
)
def test_name_of_a_person_is_no_post(name: str, project: Path) -> None:
    assert "name-of-person" in found_in(project, "owner: Hub manager", f'owner: "{name}"')


@pytest.mark.parametrize(
    "post",
    [
        "Chief Constable",
        "Kent Police",
        "Small Police Duty Inspector",
        "Caldicott Guardian",
        "Head of Information Governance",
        "DI on call",
        "PC Liaison",
        "Detective Chief Inspector, Protecting Vulnerable People",
        "St John Street Hub Manager",
        "Director of Children's Services",
        "Senior Information Risk Owner (SIRO)",
        "The inspector for West Kent",
    ],
)
def test_post_is_no_name(post: str, project: Path) -> None:
    assert found_in(project, "owner: Hub manager", f'owner: "{post}"') == set()


def test_name_is_found_in_a_county_that_explains_nothing() -> None:
    assert named_person("Jadwiga Brzęczek", frozenset()) == "Jadwiga Brzęczek"


@pytest.mark.parametrize("number", ["943 476 5919", "4010232137", "999 000 0018"])
def test_check_figure_of_an_nhs_number(number: str) -> None:
    assert is_nhs_number(number)
    assert not is_nhs_number(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://localhost/x", True),
        ("https://192.168.0.4", True),
        ("https://files.county.local/x", True),
        ("file:///c/x", True),
        ("https://user@intranet/x", True),
        ("https://www.gov.uk/intranet", False),
        ("https://8.8.8.8/x", False),
        ("https://intranets.example/x", False),
    ],
)
def test_address_inside_a_network(address: str, *, expected: bool) -> None:
    assert is_internal(address) is expected


def test_row_without_a_table_is_prose() -> None:
    assert list(uneven_rows("One | two | three\nand a - b | c")) == []


@pytest.mark.parametrize(
    ("item", "category", "expected"),
    [
        ("Which characteristic was targeted", "personal", {"category-too-low"}),
        ("Her sexual orientation", "personal", {"category-too-low"}),
        ("Her mental health and medication", "personal", {"category-too-low"}),
        ("Which characteristic was targeted", "special-category", set()),
        ("What happened, without health facts", "personal", set()),
        ("Name of the mental health team", "personal", set()),
        ("Name of the health visitor and the GP", "personal", set()),
        ("Telephone of the faith leader", "personal", set()),
    ],
)
def test_category_fits_the_words_of_the_item(project: Path, item: str, category: str, expected: set[str]) -> None:
    change(project, "article_6: [privacy-act-2002/article-1]", "article_6: [privacy-act-2002/article-1]")
    old = "item: Who may collect the child\n    about: [child]\n    category: personal"
    assert (
        found_in(project, old, old.replace("Who may collect the child", item).replace("personal", category)) == expected
    )


def test_unwritten_text_is_one_warning_in_a_draft_and_an_error_each_once_agreed(project: Path) -> None:
    change(project, "share: Name, place and threat.", "share: TBC")
    change(project, "hold_back: Everything else.", "hold_back: To be written.")
    change(project, "tail: Put the", "tail: To be confirmed. Put the", "agencies/police.yaml")
    drafts = [found for found in load(project, AS_OF).diagnostics if found.code in LOOKED_FOR]
    assert [(found.code, found.severity.value) for found in drafts] == [("unwritten", "warning")] * 2
    assert "2 texts are still to be written: `fast_track.share`, `fast_track.hold_back`" in drafts[1].message
    change(project, "status: draft", "status: agreed")
    agreed = [found for found in load(project, AS_OF).diagnostics if found.code in LOOKED_FOR]
    assert [(found.code, found.span.path) for found in agreed] == [
        ("unwritten-but-agreed", "protocols/agencies/police.yaml"),
        ("unwritten-but-agreed", "protocols/tier-3/example.yaml"),
        ("unwritten-but-agreed", "protocols/tier-3/example.yaml"),
    ]


def test_agreed_protocol_has_its_law_and_its_flows(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("flows:\n"), text.index("routes:\n")
    path.write_text(text[:start] + "flows: []\n" + text[end:], encoding="utf-8")
    assert {found.code for found in load(project, AS_OF).diagnostics} & LOOKED_FOR == {"unwritten"}
    change(project, "status: draft", "status: agreed")
    assert {found.code for found in load(project, AS_OF).diagnostics} & LOOKED_FOR == {"unwritten-but-agreed"}


@pytest.mark.parametrize("county", [ROOT, ROOT / "tests" / "counties" / "loamshire"])
def test_no_false_alarm_in_a_county(county: Path) -> None:
    assert {found.code for found in load(county, AS_OF).diagnostics} & LOOKED_FOR == set()


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "12 ",
        "A1 ",
        "[",
        "[a-",
        "Aa ",
        "Mr ",
        "| ",
        "- ",
        "to be ",
        "as per ",
        "s1, ",
        "of the ",
        "\\\\a",
        "http://",
        "•",
        "Dr A. ",
    ],
)
def test_long_line_takes_time_by_its_length(project: Path, unit: str) -> None:
    change(project, PURPOSE, f"purpose: 'x {(unit * (200_000 // len(unit))).strip()} x'")
    started = time.process_time()
    load(project, AS_OF)
    first = time.process_time() - started
    assert first < 12, (
        "a second or four by themselves, on a machine that does other things more; by its square it would take minutes"
    )
