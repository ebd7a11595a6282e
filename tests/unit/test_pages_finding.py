"""Whoever knows a question, or any name of a thing, is led to what answers it."""

from generator import urls
from generator.site.build import Site
from generator.words.prose import escape


def text_of(site: Site, uri: str) -> str:
    return next(page.markdown for page in site.pages if page.page_uri == uri)


def test_every_question_is_a_heading_that_leads_to_its_protocol(county: Site) -> None:
    text = text_of(county, urls.QUESTIONS)
    for name, document in county.county.protocols.items():
        for number, question in enumerate(document.asked_as, start=1):
            heading = f"#### {escape(question)} {{ #{name}-{number} }}"
            assert heading in text
            assert f"(../protocols/{name}.md#a1-at-a-glance)" in text.split(heading)[1].split("####")[0]


def test_every_other_name_is_a_heading_or_a_term_of_its_own(county: Site) -> None:
    text = text_of(county, urls.GLOSSARY).casefold()
    names = [name for term in county.county.terms for name in term.formerly]
    names += [name for found in county.county.protocols.values() for name in found.also_called]
    terms = {name.casefold() for term in county.county.terms for name in (term.short, term.term) if name}
    for name in names:
        assert name.casefold() in terms or f"#### {escape(name)} {{ #name-".casefold() in text
