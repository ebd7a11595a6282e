"""Whoever knows a question, or any name of a thing, is led to what answers it."""

from pathlib import Path

from generator import urls
from generator.pages.base import section_place
from generator.site.build import Site, build
from generator.words.prose import escape
from tests.conftest import AS_OF, copy_small


def text_of(site: Site, uri: str) -> str:
    return next(page.markdown for page in site.pages if page.page_uri == uri)


def test_every_question_is_a_heading_that_leads_to_its_protocol(county: Site) -> None:
    text = text_of(county, urls.QUESTIONS)
    for name, document in county.county.protocols.items():
        for number, question in enumerate(document.asked_as, start=1):
            heading = f"#### {escape(question.ask)} {{ #{name}-{number} }}"
            assert heading in text
            answer = text.split(heading)[1].split("####")[0]
            assert f"(../protocols/{name}.md#{_place(county, question.rests_on)})" in answer


def _place(site: Site, rests_on: str | None) -> str:
    return section_place(site.county, rests_on or "at-a-glance")[1]


def test_answer_stands_below_its_question_and_in_its_protocol_with_its_place(tmp_path: Path) -> None:
    small = build(copy_small(tmp_path / "project"), AS_OF)
    asked = text_of(small, urls.QUESTIONS).split("#### Must I ask her mother? ")[1].split("####")[0]
    assert "No, if asking would add danger." in asked
    clause = small.county.clauses["fast-track"]
    assert f"(../protocols/example.md#b{clause.number}-fast-track)" in asked
    own = text_of(small, urls.protocol_uri("example")).split("{ #a4-scope }")[1].split("{ #a5-people }")[0]
    place = f"([B{clause.number}](#b{clause.number}-fast-track))"
    assert f"-   **Must I ask her mother?** No, if asking would add danger. {place}" in own


def test_every_other_name_is_a_heading_or_a_term_of_its_own(county: Site) -> None:
    text = text_of(county, urls.GLOSSARY).casefold()
    names = [name for term in county.county.terms for name in term.formerly]
    names += [name for term in county.county.terms for name in term.also_called]
    names += [name for found in county.county.protocols.values() for name in found.also_called]
    terms = {name.casefold() for term in county.county.terms for name in (term.short, term.term) if name}
    for name in names:
        assert name.casefold() in terms or f"### {escape(name)} {{ #name-".casefold() in text
