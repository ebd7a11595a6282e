"""A county in another language: every fixed word of its pages, pictures, data and documents comes from one catalogue.

The language is made up: each text of the catalogue in ⟦ ⟧. So whatever stands outside them, and in no source, was never given
to the catalogue.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.authors.words import CATALOGUE, catalogue
from generator.composed.nodes import Code, Text, walk
from generator.composed.tree import Tree
from generator.county.gathering import gather
from generator.errors import WordsFault
from generator.model.site import Language
from generator.model.tail import Category
from generator.printing.compose import Composer
from generator.rendering.renderer import Renderer
from generator.site.build import Page, Site, build
from generator.sources.nodes import Mapping, Node, Scalar, Sequence
from generator.words.catalogue import ENGLISH, Catalogue, catalogue_of, fixed, said_in
from generator.words.days import written_day, written_month
from tests.conftest import AS_OF, ROOT, copy_small
from tests.support.other_language import copy_in_other_language, outside

_REFERENCE = re.compile(r"\[\[[^\]|]*\|([^\]]*)\]\]|\[\[[^\]]*\]\]")
_BETWEEN = re.compile(r"[\w@-]+(?:\.[\w-]+)+|[,;:.()?!]+|\b[0-9A-Z]{4}-[0-9A-Z]{4}\b|(?<!\w)(?:[A-C]\d+|\d+\.)(?!\w)")
"""What stands between the words of one source and of another: marks, numbers of sections, codes of copies, and addresses, which are no words."""

_WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_in_other_language(tmp_path_factory.mktemp("words") / "project")


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    return build(root, AS_OF)


@pytest.fixture(scope="module")
def sources(root: Path) -> str:
    """All words of the sources, without marks and references."""
    texts = (text for found in gather(root).library.parsed for text in scalars(found.node))
    return " \n ".join(" ".join(_REFERENCE.sub(r"\1", text).replace("*", "").split()) for text in texts).casefold()


def scalars(node: Node) -> Iterator[str]:
    match node:
        case Scalar(text):
            yield text
        case Sequence(items):
            for item in items:
                yield from scalars(item)
        case Mapping(pairs):
            for pair in pairs:
                yield from scalars(pair.value)


def words_of(tree: Tree) -> str:
    """Return all words of a page, with a line between those that a mark parts."""
    nodes = (node for section in tree.sections for node in walk(section.nodes))
    return "\n".join(node.words for node in nodes if isinstance(node, Text | Code))


def left_in_english(page: Page, sources: str) -> list[str]:
    """Return what a page says that neither the catalogue nor a source does."""
    lines = (line for text in outside(words_of(page.tree)) for line in text.split("\n"))
    pieces = (piece.strip(" –[]") for line in lines for piece in _BETWEEN.split(line))
    return [
        piece
        for piece in pieces
        if _WORD.search(piece) and not re.search(rf"(?<!\w){re.escape(piece.casefold())}(?!\w)", sources)
    ]


def page(site: Site, uri: str) -> Page:
    return next(found for found in site.pages if found.page_uri == uri)


def test_committed_catalogue_is_fresh(*, update: bool) -> None:
    path = ROOT / CATALOGUE
    if update:
        path.write_text(catalogue(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == catalogue(), "run `make words`, or this test with --update"


def test_the_catalogue_is_the_same_everywhere() -> None:
    assert catalogue() == catalogue()
    assert str(ROOT) not in catalogue()
    assert not re.search(r"(?m)^[\"#].*\d{4}-\d\d-\d\d", catalogue()), "a header or a comment says when it was made"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The law", id="title of a page"),
        pytest.param("How information travels", id="section"),
        pytest.param("Session plans that any trainer of any agency can run.", id="description"),
        pytest.param("joint controller", id="value of the model"),
        pytest.param("February", id="month"),
        pytest.param("Uncontrolled when printed.", id="print template"),
        pytest.param("Choose, to see yours first", id="script"),
        pytest.param("On paper", id="theme"),
        pytest.param("Review due: %(title)s", id="calendar"),
    ],
)
def test_the_catalogue_holds_texts_of_every_kind(text: str) -> None:
    assert f'\nmsgid "{text}"\n' in catalogue()


def test_every_fixed_word_of_a_page_is_in_the_catalogue(site: Site, sources: str) -> None:
    left = {found.page_uri: left_in_english(found, sources) for found in site.pages}
    assert {uri: words for uri, words in left.items() if words} == {}


@pytest.mark.parametrize(
    ("uri", "title"),
    [
        ("urgent/index.md", "⟦Every fast track⟧"),
        ("protocols/index.md", "⟦Protocols⟧"),
        ("matrices/flows-safe-places.md", "⟦Who gives what to whom: Safe Places⟧"),
        ("protocols/example.md", "Example protocol"),
    ],
)
def test_fixed_titles_are_said_and_those_of_sources_are_not(site: Site, uri: str, title: str) -> None:
    found = page(site, uri)
    assert found.title == title
    assert found.tree.sections[0].heading is not None
    assert found.tree.sections[0].heading.words == title
    assert found.description.startswith("⟦") == title.startswith("⟦")


def test_sections_are_said(site: Site) -> None:
    headings = [section.heading for section in page(site, "protocols/example.md").tree.sections if section.outlined]
    assert [heading.words for heading in headings if heading][:2] == ["A1 ⟦At a glance⟧", "A2 ⟦Fast track⟧"]
    assert all(heading and "⟦" in heading.words for heading in headings)


def test_a_link_to_a_page_is_said(site: Site, root: Path) -> None:
    renderer = Renderer(root / "templates", site.county)
    with renderer._on("index.md"):
        assert renderer._current.line("See [[page/audit]].") == "See [⟦Audit⟧](audit/index.md)."
        assert renderer._current.unlinked("See [[page/audit]].") == "See ⟦Audit⟧."


def test_days_are_said(site: Site) -> None:
    assert written_day(date(2026, 11, 22), site.words) == "⟦22 ⟦November⟧ 2026⟧"
    assert written_day(date(2026, 11, 22)) == "22 November 2026"
    assert written_month(date(2026, 11, 22), site.words) == "⟦⟦November⟧ 2026⟧"
    assert written_month(date(2026, 11, 22)) == "November 2026"


def test_many_has_as_many_forms_as_the_language(site: Site) -> None:
    said = [site.words.say_many("%(num)s protocol", "%(num)s protocols", count) for count in (1, 2, 3, 8)]
    assert said == ["⟦1 protocols⟧1", "⟦2 protocols⟧2", "⟦3 protocols⟧3", "⟦8 protocols⟧0"]
    english = [ENGLISH.say_many("%(num)s protocol", "%(num)s protocols", count) for count in (1, 2)]
    assert english == ["1 protocol", "2 protocols"]


def test_fixed_words_are_english_until_a_catalogue_says_them(site: Site) -> None:
    kind = fixed("Training")
    said = fixed("Review due: %(title)s", title=kind)
    assert said == "Review due: Training"
    assert site.words.tell(said) == "⟦Review due: ⟦Training⟧⟧"
    assert site.words.tell("Training") == "Training"


def test_pictures_and_data_files_are_said(site: Site) -> None:
    files = {found.uri: found.content.decode() for found in site.files if not found.uri.endswith(".woff2")}
    labels = re.findall(r"<text[^>]*>([^<]*[^\W\d_]{2}[^<]*)</text>", files["assets/figures/life-of-a-review.svg"])
    assert labels
    assert all(label.startswith("⟦") for label in labels)
    assert "⟦One overarching protocol that every agency signs⟧" in files["assets/figures/tiers.svg"]
    assert "SUMMARY:⟦Review due: Example protocol⟧" in files["data/reviews.ics"]
    assert "<title>⟦What changed: Small protocols⟧</title>" in files["feed.xml"]
    assert files["data/register.csv"].isascii()


@pytest.fixture(scope="module")
def composer(site: Site, root: Path) -> Composer:
    return Composer(site, Renderer(root / "templates", site.county))


def test_a_protocol_on_paper_is_said(composer: Composer) -> None:
    protocol = composer.county.protocols["example"]
    data = composer.protocol(protocol, "council")
    cover = data["cover"]
    assert data["language"] == "cy"
    assert data["title"] == "⟦Example protocol: copy for Small Council⟧"
    assert re.fullmatch("⟦\\d+ ⟦\\w+⟧ \\d+⟧", data["valid-until"])
    said = (cover["kicker"], cover["copy"], cover["parties-label"], data["status"], *data["keywords"][:1])
    assert all(words.startswith("⟦") for words in (*said, *(fact["label"] for fact in cover["facts"][-2:])))


def test_a_card_and_a_pack_are_said(composer: Composer) -> None:
    protocol = composer.county.protocols["example"]
    assert composer.card(protocol)["title"] == "⟦Example protocol: fast-track card⟧"
    pack = composer.pack("council", (protocol,))
    assert pack["cover"]["copy"] == "⟦The core, and a working copy of each of 1 protocols⟧1"
    assert pack["own"]["title"] == "⟦Small Council in every protocol⟧"
    assert "⟦What a decision record holds is in " in str(pack["copies"])
    assert composer.working(protocol, "council")["title"] == "⟦Example protocol: working copy for Small Council⟧"


def test_print_templates_get_what_they_say_and_nothing_else(composer: Composer) -> None:
    words = composer.decision_record()["words"]
    assert words["Later notes"] == "⟦Later notes⟧"
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "print").glob("*.typ")]
    assert words.keys() == {text for each in code for text in said_in(each)}


def fixed_texts(code: str) -> list[str]:
    """Return the texts of a print template that stand in it as they are: in brackets, or as a string with two words."""
    without = re.sub(r"//.*", "", code)
    return [text for text in re.findall(r'"([^"\n]*)"', without) if re.search(r"[a-z] [a-z]", text)]


@pytest.mark.parametrize("path", sorted((ROOT / "templates" / "print").glob("*.typ")), ids=lambda path: path.name)
def test_no_text_of_a_print_template_is_left_outside(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert [text for text in fixed_texts(code) if text not in set(said_in(code))] == []
    assert re.findall(r"\[[^\[\]#\"]*[A-Za-z]{3,} [^\[\]\"]*\]", re.sub(r"//.*", "", code)) == []


def test_english_needs_no_words_and_hands_none_over(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "project")
    site = build(root, AS_OF)
    assert site.words is ENGLISH
    assert Composer(site, Renderer(root / "templates", site.county)).decision_record()["words"] == {}


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.IRISH_ENGLISH, Language.BRITISH_ENGLISH])
def test_all_english_is_the_engines_own(language: Language) -> None:
    assert catalogue_of(language, ROOT / "templates") is ENGLISH


def test_a_language_without_its_words_is_a_fault(root: Path, tmp_path: Path) -> None:
    lacking = copy_small(tmp_path / "project")
    (lacking / "protocols" / "site.yaml").write_bytes((root / "protocols" / "site.yaml").read_bytes())
    with pytest.raises(WordsFault, match=r"site\.yaml: `language: cy` needs .* templates/words/cy\.po"):
        build(lacking, AS_OF)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('msgid "%(num)s days"\nmsgstr "%(number)s"\n', r"cy\.po:1: `%\(number\)s` does not fit its English: 'number'"),
        ('msgid "All"\nmsgstr "100%"\n', r"cy\.po:1: `100%` does not fit its English"),
        ("Archwiliad\n", r"cy\.po cannot be read"),
    ],
)
def test_a_translation_that_would_fail_later_is_a_fault_at_once(tmp_path: Path, entry: str, problem: str) -> None:
    path = tmp_path / "cy.po"
    path.write_text(entry, encoding="utf-8")
    with pytest.raises(WordsFault, match=problem):
        Catalogue.read(path)


def test_what_is_not_translated_stays_english(tmp_path: Path) -> None:
    path = tmp_path / "cy.po"
    path.write_text('msgid "Audit"\nmsgstr "Archwiliad"\n\nmsgid "Law"\nmsgstr ""\n', encoding="utf-8")
    words = Catalogue.read(path)
    assert [words.say("Audit"), words.say("Law"), words.say("Training")] == ["Archwiliad", "Law", "Training"]


def test_labels_of_values_are_said(site: Site, root: Path) -> None:
    found: Any = Renderer(root / "templates", site.county)
    assert found._label(Category.CRIMINAL) == "⟦criminal offence⟧"
