"""Two texts compared as a reader would compare them."""

from generator.composed.compared import Became, Compared, compare
from generator.composed.tree import parse

TOP = '<div class="part" data-part="top" markdown>\n\n{}\n\n</div>\n'
PURPOSE = "### A1 Purpose { #a1-purpose }\n\nSo that a child is seen in time.\n\nEvery agency tells what it knows."
SCOPE = "### A2 Scope { #a2-scope }\n\n-   A child at risk in any home.\n-   A pupil who is missing from school."


def compared(old: str, new: str) -> dict[str, Compared]:
    trees = [parse(TOP.format(text), "x.md") for text in (old, new)]
    return {section.id: section for section in compare(*trees)}


def became(section: Compared) -> list[tuple[str, str]]:
    return [
        (line.became.value, " | ".join("".join(words for _, words in runs) for _, runs in line.cells))
        for line in section.lines
    ]


def test_same_texts_have_nothing_changed() -> None:
    found = compared(f"{PURPOSE}\n\n{SCOPE}", f"{PURPOSE}\n\n{SCOPE}")
    assert all(section.is_same for section in found.values())
    assert set(found) == {"purpose", "scope"}


def test_changed_words_are_told_from_those_around_them() -> None:
    found = compared(PURPOSE, PURPOSE.replace("a child is seen", "every child is seen"))["purpose"]
    changed, same = found.lines
    assert changed.became is Became.CHANGED
    assert changed.cells == (
        ("", (("same", "So that "), ("gone", "a"), ("new", "every"), ("same", " child is seen in time."))),
    )
    assert same.became is Became.SAME
    assert found.counts == {Became.CHANGED: 1, Became.SAME: 1}


def test_phrase_is_told_as_one_change_and_not_word_by_word() -> None:
    found = compared(
        "### A1 X { #a1-x }\n\nRing the night desk now.", "### A1 X { #a1-x }\n\nRing some other person now."
    )
    assert found["x"].lines[0].cells[0][1] == (
        ("same", "Ring "),
        ("gone", "the night desk"),
        ("new", "some other person"),
        ("same", " now."),
    )


def test_number_with_a_point_is_one_word() -> None:
    found = compared(
        "### A1 X { #a1-x }\n\nIt is version 1.10 of it.", "### A1 X { #a1-x }\n\nIt is version 1.11 of it."
    )
    assert ("gone", "1.10") in found["x"].lines[0].cells[0][1]


def test_paragraph_that_went_elsewhere_is_said_to_have_moved() -> None:
    moved = "Every agency tells what it knows."
    found = compared(f"{PURPOSE}\n\n{SCOPE}", f"{PURPOSE.replace(moved, '')}\n\n{SCOPE}\n\n{moved}")
    away, here = found["purpose"].lines[-1], found["scope"].lines[-1]
    assert (away.became, away.other) == (Became.MOVED_AWAY, "A2 Scope")
    assert (here.became, here.other) == (Became.MOVED_HERE, "A1 Purpose")
    assert not [
        line for section in found.values() for line in section.lines if line.became in (Became.GONE, Became.NEW)
    ]


def test_paragraph_that_moved_within_its_section_names_no_other() -> None:
    one, other = "So that a child is seen in time.", "Every agency tells what it knows."
    found = compared(PURPOSE, f"### A1 Purpose {{ #a1-purpose }}\n\n{other}\n\n{one}")["purpose"]
    assert {(line.became, line.other) for line in found.lines} == {
        (Became.MOVED_AWAY, ""),
        (Became.MOVED_HERE, ""),
        (Became.SAME, ""),
    }


def test_new_and_gone_sections_stand_in_their_places() -> None:
    new = "### A2 People { #a2-people }\n\nChildren under eighteen."
    found = list(compared(f"{PURPOSE}\n\n{SCOPE}", f"{PURPOSE}\n\n{new}").values())
    assert [(section.id, section.is_new, section.is_gone) for section in found] == [
        ("purpose", False, False),
        ("scope", False, True),
        ("people", True, False),
    ]


def test_section_that_only_changed_its_number_is_the_same_section_under_another_heading() -> None:
    found = compared(SCOPE, SCOPE.replace("A2 Scope { #a2-scope", "A3 Scope { #a3-scope"))["scope"]
    assert (found.heading, found.was_called) == ("A3 Scope", "A2 Scope")
    assert not found.is_same


def test_cells_of_a_row_are_compared_one_by_one_under_their_headings() -> None:
    table = "### A1 X {{ #a1-x }}\n\n| Party | Gives |\n| --- | --- |\n| Police | {} |\n| Council | Yes |\n"
    found = compared(table.format("Yes"), table.format("No"))["x"]
    assert became(found) == [("changed", "Police | YesNo"), ("same", "Council | Yes")]
    assert found.lines[0].cells[1] == ("Gives", (("gone", "Yes"), ("new", "No")))


def test_link_that_leads_elsewhere_is_a_change_though_no_word_is() -> None:
    text = '### A1 X {{ #a1-x }}\n\nUnder [the Act](../law/{}.md#s1) and [MASH](../glossary/index.md "A hub.").'
    found = compared(text.format("old"), text.format("new"))["x"]
    assert found.lines[0].became is Became.CHANGED
    assert found.lines[0].links == (("the Act", "../law/old.md#s1", "../law/new.md#s1"),)


def test_word_that_is_explained_elsewhere_is_no_change() -> None:
    text = "### A1 X {{ #a1-x }}\n\nThe {} meets."
    found = compared(text.format('[MASH](../glossary/index.md "A hub.")'), text.format("MASH"))["x"]
    assert found.is_same


def test_words_of_one_agency_are_never_taken_for_anothers() -> None:
    text = '### A1 X {{ #a1-x }}\n\n<div data-agency="{}" markdown>\n\nRead the file before you ring.\n\n</div>'
    found = compared(text.format("police"), text.format("council"))["x"]
    assert [(line.became, line.agency) for line in found.lines] == [
        (Became.NEW, "council"),
        (Became.GONE, "police"),
    ] or [(line.became, line.agency) for line in found.lines] == [
        (Became.MOVED_HERE, "council"),
        (Became.MOVED_AWAY, "police"),
    ]


def test_rows_that_only_moved_up_are_the_same() -> None:
    table = "### C1 Flows {{ #c1-flows }}\n\n| Item | To |\n| --- | --- |\n{}"
    old = table.format("| **1. Name** | Police |\n| **2. Address** | Council |\n| **3. School** | Police |\n")
    new = table.format("| **1. Address** | Council |\n| **2. School** | Police |\n")
    found = compared(old, new)["flows"]
    assert became(found) == [("gone", "Name | Police"), ("same", "Address | Council"), ("same", "School | Police")]
