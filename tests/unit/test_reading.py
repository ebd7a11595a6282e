"""Length and reading level are those of the words that a reader meets."""

import pytest

from generator import urls
from generator.composed.passages import Passage, passages
from generator.composed.readability import read, syllables, words_of
from generator.site.build import Site


def passage(text: str, part: str = "top") -> Passage:
    return Passage(part, "purpose", "a3-purpose", "A3 Purpose and benefits", "", text)


def measured(*texts: str):
    found = tuple(passage(text) for text in texts)
    return read(found)


@pytest.mark.parametrize(
    ("word", "spoken"),
    [("police", 2), ("information", 4), ("Medway", 2), ("agency’s", 3), ("the", 1), ("NHS", 3), ("offence", 2)],
)
def test_syllables_are_those_that_are_spoken(word: str, spoken: int) -> None:
    assert syllables(word) == spoken


def test_only_whole_sentences_count_for_the_mean_and_every_word_for_the_length() -> None:
    found = measured(
        "Ring the desk. Say who you are.", "| Kent Police | 24 hours | Share what is needed. |", "Retention"
    )
    assert found.words == 15
    assert found.sentences == 3
    assert found.in_sentences == 11
    assert found.longest is not None
    assert (found.longest.text, found.longest.words) == ("Say who you are.", 4)


def test_abbreviation_figure_and_decimal_end_no_sentence() -> None:
    assert measured("Ring 01632 960004 by 2 a.m. on the night, at 1.5 times the rate.").sentences == 1


def test_formulas_are_those_of_flesch_and_kincaid() -> None:
    found = measured("The cat sat on the mat.")
    assert found.ease == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert found.grade == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_text_without_a_sentence_is_measured_too() -> None:
    assert measured("Kent Police").sentence_length == 0
    assert measured().longest is None


def test_page_reports_every_protocol_by_its_composed_words(county: Site) -> None:
    pages = {page.page_uri: page for page in county.pages}
    page = pages[urls.READING].markdown
    for name in county.county.protocols:
        found = passages(pages[urls.protocol_uri(name)].tree)
        own = [each for each in found if each.part != "core" and each.section != "signatures"]
        row = next(line for line in page.splitlines() if f"(../{urls.protocol_uri(name)})" in line)
        assert f"| {sum(len(words_of(each.text)) for each in own):,} |" in row
