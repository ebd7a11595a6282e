"""Letters and forms: what they take from a protocol, what stays blank, and what a county without them has."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.composed.nodes import Box, plain_words, walk
from generator.composed.passages import Passage
from generator.composed.readability import read
from generator.county.county import County
from generator.model.letters import Composed, Need
from generator.pages.base import find_reach
from generator.pages.letters import is_needed
from generator.printing.compose import Composer
from generator.printing.documents import all_documents
from generator.rendering.renderer import Renderer
from generator.site.build import Page, Site, build
from tests.conftest import AS_OF, ROOT, copy_small
from tests.support.edits import run


@pytest.fixture(scope="module")
def county_site() -> Site:
    return build(ROOT, AS_OF)


@pytest.fixture(scope="module")
def county(county_site: Site) -> County:
    return county_site.county


def page(site: Site, uri: str) -> Page:
    return next(found for found in site.pages if found.page_uri == uri)


def words(found: Page) -> str:
    return " ".join(" ".join(section.words for section in found.tree.sections).split())


def composed(found: Page, kind: str) -> list[str]:
    """Return the words of every part of a page that is composed in one way."""
    blocks = [block for section in found.tree.sections for block in walk(section.blocks)]
    return [plain_words((each,)) for each in blocks if isinstance(each, Box) and f"composed-{kind}" in each.tag.classes]


def letters_of(site: Site, protocol: str) -> Page:
    return page(site, f"protocols/{protocol}/letters.md")


def test_every_protocol_has_its_letters_and_every_letter_its_page(county_site: Site, county: County) -> None:
    uris = {found.page_uri for found in county_site.pages}
    assert {f"protocols/{protocol}/letters.md" for protocol in county.protocols} <= uris
    assert {f"letters/{letter.id}.md" for letter in county.letters} | {"letters/index.md", "easy-read/index.md"} <= uris
    used = {part.show for letter in county.letters for part in letter.parts if part.show}
    assert used == set(Composed)


def test_names_law_items_and_numbers_are_those_of_the_protocol(county_site: Site, county: County) -> None:
    for protocol in county.current_protocols:
        found = letters_of(county_site, protocol.id)
        said = words(found)
        assert f"“{protocol.title}”" in said
        assert all(flow.item in " ".join(composed(found, "items")[0].split()) for flow in protocol.flows)
        assert all(county.agencies[party.agency].name in said for party in protocol.parties)
        for contact in protocol.contacts:
            assert find_reach(county, protocol, contact.id).phone in composed(found, "contacts")[0]
        names = [county.provisions[gateway.provision] for gateway in protocol.gateways]
        for law in composed(found, "law-names"):
            assert all(f"{instrument.title}, {provision.cite}" in law for instrument, provision in names)


def test_only_what_a_person_must_fill_in_is_left_between_brackets(county_site: Site, county: County) -> None:
    for protocol in county.current_protocols:
        said = words(letters_of(county_site, protocol.id))
        assert set(re.findall(r"\[([^\]]+)\]", said)) <= {
            blank.says for letter in county.letters for blank in letter.blanks
        }
        assert not re.search(r"\{[a-z-]+\}", said)


def test_a_letter_by_itself_says_where_a_protocol_holds_what_is_left_blank(county_site: Site) -> None:
    said = words(page(county_site, "letters/request-for-information.md"))
    assert "under the protocol [name of the protocol]" in said
    assert "[from section C1 of the protocol: Data items and flows]" in said
    assert "[from section A8 of the protocol: Legal gateways]" in said


def test_the_summary_of_joint_controllers_is_only_where_there_are_any(county_site: Site, county: County) -> None:
    summary = next(letter for letter in county.letters if letter.needs is Need.JOINT_CONTROLLERS)
    kinds = set()
    for protocol in county.current_protocols:
        said = words(letters_of(county_site, protocol.id))
        is_joint = len(protocol.joint_controllers["uk-gdpr"]) > 1
        kinds.add(is_joint)
        assert is_needed(summary, protocol) == is_joint
        assert ("Joint controllers under Article 26 of the UK GDPR:" in said) == is_joint
        assert ("no agencies are joint controllers" in said) != is_joint
    assert kinds == {True, False}


def test_what_must_be_known_before_a_letter_is_used_stands_before_its_words(county_site: Site, county: County) -> None:
    for letter in county.letters:
        markdown = page(county_site, f"letters/{letter.id}.md").markdown
        assert markdown.index('class="before-use"') < markdown.index("### ")
    telling = words(page(county_site, "letters/telling-the-person.md"))
    assert "Telling may put anybody at risk of serious harm" in telling


def test_clauses_and_protocols_lead_to_letters(county_site: Site, county: County) -> None:
    for letter in county.letters:
        assert f"../letters/{letter.id}.md" in page(county_site, f"core/{letter.clause}.md").markdown
    for protocol in county.current_protocols:
        assert f"{protocol.id}/letters.md" in page(county_site, f"protocols/{protocol.id}.md").markdown
    assert {letter.clause for letter in county.letters} >= {"asking", "telling-people", "peoples-rights", "new-uses"}
    home = page(county_site, "index.md").markdown
    assert "(letters/index.md)" in home
    assert "(easy-read/index.md)" in home


def test_question_pages_hold_nothing_of_letters(county_site: Site) -> None:
    answers = [found for found in county_site.pages if found.page_uri.startswith("can-i-share/")]
    assert answers
    assert not [found.page_uri for found in answers if "letters/" in found.markdown or "letters.md" in found.markdown]


def test_the_page_for_the_public_is_easy_to_read(county_site: Site, county: County) -> None:
    easy = county.easy_read
    assert easy is not None
    tree = page(county_site, "easy-read/index.md").tree
    texts = (plain_words((block,)) for section in tree.sections for block in section.blocks)
    reading = read(Passage("", "", "", "", "", text.strip()) for text in texts)
    assert reading.grade < 4, "a reading age of about 9"
    assert reading.longest is not None
    assert reading.longest.words <= 15
    assert all(question.ask.endswith("?") for question in easy.questions)


def test_a_county_without_letters_has_no_page_of_them(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "project")
    shutil.rmtree(root / "protocols" / "letters")
    (root / "protocols" / "easy-read.yaml").unlink()
    ledger = root / "protocols" / "addresses.yaml"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("  - letter/reply\n", ""), encoding="utf-8")
    site = build(root, AS_OF)
    assert not [found.page_uri for found in site.pages if "letters" in found.page_uri or "easy-read" in found.page_uri]
    assert not [found.page_uri for found in site.pages if re.search(r"letters/|letters\.md|easy-read/", found.markdown)]


def test_letters_of_a_retired_protocol_say_only_that_it_is_retired(
    project: Path, edit: Callable[[str, str, str], Path]
) -> None:
    edit("tier-3/example.yaml", "status: draft", "status: retired\nretired: {on: 2026-10-05, why: It was replaced.}")
    found = letters_of(build(project, AS_OF), "example")
    assert "Retired on 5 October 2026." in words(found)
    assert 'class="letter"' not in found.markdown
    assert "Police" not in found.markdown


def test_a_renamed_protocol_keeps_the_address_of_its_letters(project: Path) -> None:
    assert run(project, "rename", "example", "renamed").exit_code == 0
    site = build(project, AS_OF)
    assert letters_of(site, "renamed")
    assert "protocols/example/letters/index.html" in {file.uri for file in site.files}


def test_a_renamed_letter_keeps_its_address_on_every_page_and_on_paper(project: Path) -> None:
    assert run(project, "rename", "letter/reply", "answer").exit_code == 0
    site = build(project, AS_OF)
    assert "letters/reply/index.html" in {file.uri for file in site.files}
    assert 'id="reply"' in letters_of(site, "example").markdown
    documents = all_documents(Composer(site, Renderer(project / "templates", site.county)))
    former = {found.key: found.former for found in documents if found.letter}
    assert former == {"letter-answer": ("letter-reply",), "letter-answer.docx": ("letter-reply",)}
