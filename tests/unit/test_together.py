"""Both of us: what two agencies share is counted in both directions, by protocol and verdict, and leads to the answers."""

from collections import Counter

from generator import urls
from generator.pages.answers import answer_pages
from generator.pages.together import together_pages
from generator.site.build import Site


def test_each_direction_counts_what_the_question_page_answers(county: Site) -> None:
    answers: Counter[tuple[str, str, str, str]] = Counter()
    for view in (planned.view() for planned in answer_pages(county.county)):
        flows = {
            (receiver, answer.protocol.id, verdict.value, id(item.flow))
            for found in view.receivers
            for answer in found.answers
            for verdict, items in answer.verdicts
            for item in items
            for receiver in found.ids
            if receiver != view.giver.id
        }
        if view.giver.agency and not view.giver.agency.retired:
            answers.update((view.giver.id, receiver, name, verdict) for receiver, name, verdict, _ in flows)
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for page in (planned.view() for planned in together_pages(county.county)):
        for partner in page.partners:
            for row in partner.shared:
                for verdict, count in row.given:
                    counted[page.agency.id, partner.agency.id, row.protocol.id, verdict.value] += count
    assert counted == answers
    assert counted.total() > 5000


def test_what_one_gives_the_other_receives(county: Site) -> None:
    views = [planned.view() for planned in together_pages(county.county)]
    pages = {view.agency.id: {each.agency.id: each for each in view.partners} for view in views}
    for one, partners in pages.items():
        for other, partner in partners.items():
            mirror = pages[other][one]
            assert (partner.given, partner.received) == (mirror.received, mirror.given)
            assert [(row.given, row.received) for row in partner.shared] == [
                (row.received, row.given) for row in mirror.shared
            ]


def test_page_leads_to_both_question_pages(county: Site) -> None:
    text = next(each.markdown for each in county.pages if each.page_uri == urls.together_uri("kent-police"))
    assert "(../../can-i-share/kent-police.md?to=gp-practices#gp-practices)" in text
    assert "(../../can-i-share/gp-practices.md?to=kent-police#kent-police)" in text
