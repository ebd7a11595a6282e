"""Beside every entry that is marked the partners' pages and paper say so in words; beside no other, and nowhere in the public edition."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from generator.composed.nodes import Block, Box, Heading, Inline, Listing, Paragraph, Span, Table, plain_words, walk
from generator.composed.passages import passages, section_fingerprints
from generator.composed.tree import Tree
from generator.edition import Edition
from generator.model.agency import Post
from generator.model.base import Entry, Markable, Marking
from generator.pages.audit import OverlapsPage, audit_pages
from generator.printing.compose import Composer
from generator.printing.texts import Texts
from generator.printing.word_text import protocol_for_word
from generator.rendering.renderer import Renderer
from generator.rules.load import load
from generator.rules.overlaps import Overlap, Subject
from generator.search.entries import entries_of
from generator.site.build import Site, build
from generator.urls import record_uri
from tests.conftest import AS_OF, copy_small
from tests.support.canaries import ENTRIES, HIDDEN, SENSITIVE, Planted

TAG = "OFFICIAL-SENSITIVE"
"""What a reader sees beside what is marked."""

SHOWN_ON = {
    "AgencyRequirement": {"protocols/example.md"},
    "Contact": {"protocols/example.md", "protocols/example/letters.md"},
    "Flow": {
        "agencies/council.md",
        "agencies/police.md",
        "audit/overlaps.md",
        "can-i-share/police.md",
        "law/sharing-act-2001.md",
        "matrices/flows-safe-places.md",
        "matrices/gateways-safe-places.md",
        "protocols/example.md",
        "protocols/example/letters.md",
        "teams/zqidteam.md",
    },
    "Meeting": {"protocols/example.md"},
    "Post": {
        "agencies/police.md",
        "can-i-share/police.md",
        "check/index.md",
        "index.md",
        "protocols/example.md",
        "protocols/zqidhidden.md",
        "protocols/example/letters.md",
        "teams/zqidteam.md",
        "urgent/index.md",
    },
    "Question": {"can-i-share/index.md", "protocols/example.md"},
    "Retention": {"agencies/council.md", "protocols/example.md", "protocols/example/letters.md"},
    "Risk": {"protocols/example.md"},
    "RoleTraining": {"protocols/example.md"},
    "Route": {"can-i-share/police.md", "protocols/example.md", "protocols/example/letters.md"},
    "Standing": {"agencies/police.md", "protocols/example.md", "teams/zqidteam.md"},
    "Step": {"protocols/example.md"},
}
"""Pages of which each shows something of what is marked, by its class: so that every way in which one is shown is tried."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    planted = Planted(copy_small(tmp_path_factory.mktemp("planted") / "project"))
    planted.plant()
    plant_where_few_stand(planted)
    return planted


def plant_where_few_stand(planted: Planted) -> None:
    """Put marked posts where a page shows one post alone, and a marked item where two protocols and a team share it."""
    for agency, kind in (
        ("police", "approver"),
        ("police", "data-protection-officer"),
        ("council", "single-point-of-contact"),
    ):
        data = planted.read(f"agencies/{agency}.yaml")
        post = {**planted.entry(Post), "id": f"zqid{kind}", "kind": kind}
        planted.write(f"agencies/{agency}.yaml", {**data, "posts": [post, *data["posts"]]})
    example, hidden = planted.read("tier-3/example.yaml"), planted.read(f"tier-3/{HIDDEN}.yaml")
    example["flows"].sort(key=lambda flow: "marking" not in flow)
    hidden["flows"].insert(0, example["flows"][0])
    hidden["routes"] = example["routes"]
    hidden["fast_track"] |= {"contact_in_hours": "police/zqidpost", "contact_out_of_hours": "police/zqidapprover"}
    planted.write("tier-3/example.yaml", example)
    planted.write(f"tier-3/{HIDDEN}.yaml", hidden)
    teams = planted.read("governance/teams.yaml")
    said = dict.fromkeys(("summary", "talking", "not_here", "record", "manager_checks"), "As the core says.")
    team = {
        "id": "zqidteam",
        "name": "Team",
        **said,
        "agencies": ["police", "council"],
        "protocols": ["example", HIDDEN],
    }
    planted.write("governance/teams.yaml", {**teams, "teams": [team]})


@pytest.fixture(scope="module")
def site(planted: Planted) -> Site:
    return build(planted.project, AS_OF, Edition.PARTNER)


def canaries(planted: Planted) -> Mapping[str, str]:
    """Return the canaries of what is marked, each with its class and field."""
    return {word: name for word, name in planted.canaries.items() if name.partition(".")[0] in ENTRIES}


def subclasses(kind: type[Entry]) -> Iterator[type[Entry]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def test_everything_that_can_be_marked_is_planted(planted: Planted) -> None:
    assert {kind.__name__ for kind in subclasses(Markable)} == set(ENTRIES)
    assert {name.partition(".")[0] for name in canaries(planted).values()} == set(ENTRIES)


def is_tagged(nodes: Iterable[Block | Inline]) -> bool:
    found = (node for node in walk(tuple(nodes)) if isinstance(node, Span) and "marking" in node.tag.classes)
    return any(plain_words(node.inside) == TAG for node in found)


def beside(blocks: Iterable[Block], word: str, *, tagged: bool = False) -> Iterator[bool]:
    """Yield, for each row, item or paragraph that holds a word, whether it is tagged: itself, its item, or the line above it."""
    above = tagged
    every = tuple(blocks)
    for block, following in zip(every, (*every[1:], None), strict=True):
        match block:
            case _ if word not in plain_words((block,)):
                pass
            case Box():
                yield from beside(block.inside, word)
            case Listing():
                for item in block.items:
                    yield from beside(item, word, tagged=above or is_tagged(item[:1]))
            case Table():
                for row in (block.head, *block.rows):
                    if any(word in plain_words(cell) for cell in row):
                        yield any(is_tagged(cell) for cell in row)
            case Heading():
                yield following is not None and is_tagged((following,))
            case _:
                yield above or is_tagged((block,))
        above = tagged or (isinstance(block, Paragraph) and is_tagged((block,)))


def untagged(tree: Tree, words: Mapping[str, str]) -> list[str]:
    """Return what stands in a text without its tag."""
    return [
        f"{name} under {section.anchor}"
        for section in tree.sections
        for word, name in words.items()
        if not all(beside(section.nodes, word))
    ]


def shown(tree: Tree, words: Mapping[str, str]) -> set[str]:
    """Return the classes of which something stands in a text."""
    said = "".join(plain_words(section.nodes) for section in tree.sections)
    return {name.partition(".")[0] for word, name in words.items() if word in said}


def test_every_page_of_the_partners_tags_what_is_marked_wherever_it_stands(planted: Planted, site: Site) -> None:
    words = canaries(planted)
    found = {page.page_uri: untagged(page.tree, words) for page in site.pages}
    assert {uri: names for uri, names in found.items() if names} == {}
    on: dict[str, set[str]] = {}
    for page in site.pages:
        for kind in shown(page.tree, words):
            on.setdefault(kind, set()).add(page.page_uri)
    missing = {kind: uris - on.get(kind, set()) for kind, uris in SHOWN_ON.items()}
    assert {kind: uris for kind, uris in missing.items() if uris} == {}


def test_a_tag_stands_behind_its_own_item_in_a_line_of_several(planted: Planted, site: Site) -> None:
    word = next(word for word, name in planted.canaries.items() if name == "Flow.item")
    for uri in ("agencies/police.md", "law/sharing-act-2001.md"):
        line = next(line for line in words_of(site, uri) if word in line)
        assert f"Item {word} {TAG}; " in line
        assert line.count(TAG) == 1


def words_of(site: Site, uri: str) -> list[str]:
    tree = next(page.tree for page in site.pages if page.page_uri == uri)
    nodes = walk([node for section in tree.sections for node in section.nodes])
    return [plain_words((node,)).strip() for node in nodes if isinstance(node, Paragraph)]


def test_where_only_words_can_stand_they_say_it(planted: Planted, site: Site) -> None:
    """In the line of a closed section, in what search finds, and in what fills in a decision record."""
    names = {name: word for word, name in planted.canaries.items()}
    (layers,) = (page.layers for page in site.pages if page.page_uri == "protocols/example.md")
    lines = "\n".join(layer.says for layer in layers.values())
    for field in ("RoleTraining.role", "Route.name", "Step.step"):
        assert f"{names[field]} ({TAG})" in lines, field
    titles = [unit.title for entry in entries_of(site) for unit in entry.units]
    assert f"May I {names['Question.ask']}? ({TAG})" in titles
    script = next(file.content.decode() for file in site.files if file.uri == record_uri("example"))
    assert f"Item {names['Flow.item']} ({TAG})" in [
        flow["item"] for flow in json.loads(script.partition("=")[2][:-2])["flows"]
    ]


def test_paper_and_word_tag_what_is_marked(planted: Planted, site: Site) -> None:
    words, renderer = canaries(planted), Renderer(planted.project / "templates", site.county)
    texts, example = Texts(site, renderer), site.county.protocols["example"]
    hidden = site.county.protocols[HIDDEN]
    printed = {
        "full": texts.protocol(example).tree,
        "copy": texts.protocol(example, "police").tree,
        "working": texts.working(example, "police").tree,
        "in a pack": texts.working(example, "police", in_pack=True).tree,
        "own words": texts.own_words("police").tree,
        "card": texts.card(hidden).tree,
        "letters": texts.letters(example),
    }
    assert {name: found for name, tree in printed.items() if (found := untagged(tree, words))} == {}
    assert shown(printed["full"], words) == set(ENTRIES)
    assert all(shown(tree, words) for tree in printed.values())
    document = docx.Document(io.BytesIO(protocol_for_word(Composer(site, renderer), example)))
    (name,) = (word for word, name in words.items() if name == "Risk.risk")
    (risk,) = (paragraph for paragraph in document.paragraphs if name in paragraph.text)
    assert risk.text.startswith(f"Risk: {TAG} Risk {name}.")
    assert [run.text for run in risk.runs if run.style is not None and run.style.name == "Marking"] == [TAG]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    (item,) = (word for word, name in words.items() if name == "Flow.item")
    assert any(f"Item {item} {TAG} (" in cell for cell in cells)


def tags_in(site: Site) -> list[str]:
    return [
        page.page_uri for page in site.pages if 'class="marked"' in page.markdown or 'class="marking"' in page.markdown
    ]


def test_no_tag_is_in_the_public_edition_nor_in_a_county_without_marks(planted: Planted, project: Path) -> None:
    assert tags_in(build(planted.project, AS_OF, Edition.PARTNER))
    assert tags_in(build(planted.project, AS_OF, Edition.PUBLIC)) == []
    assert tags_in(build(project, AS_OF, Edition.PARTNER)) == []


def test_what_is_marked_as_everybody_may_read_it_has_no_tag_in_either_edition(project: Path) -> None:
    planted = Planted(project)
    data = planted.read("tier-3/example.yaml")
    data["flows"][0]["marking"] = "official"
    planted.write("tier-3/example.yaml", data)
    for edition in Edition:
        assert tags_in(build(project, AS_OF, edition)) == []


def test_a_tag_changes_nothing_that_is_signed_whatever_the_way_of_the_fingerprint(
    planted: Planted, tmp_path: Path
) -> None:
    bare = Planted(copy_small(tmp_path / "bare"))
    for path in (planted.project / "protocols").rglob("*.yaml"):
        text = (
            path.read_text(encoding="utf-8")
            .replace(f"- marking: {SENSITIVE}\n", "-\n")
            .replace(f"\n  marking: {SENSITIVE}\n", "\n")
        )
        (bare.project / path.relative_to(planted.project)).write_text(text, encoding="utf-8")
    marked, unmarked = (
        next(page.tree for page in build(root, AS_OF).pages if page.page_uri == "protocols/example.md")
        for root in (planted.project, bare.project)
    )
    assert is_tagged([node for section in marked.sections for node in section.nodes])
    assert not is_tagged([node for section in unmarked.sections for node in section.nodes])
    assert section_fingerprints(marked) == section_fingerprints(unmarked)
    assert passages(marked) == passages(unmarked)


@pytest.mark.parametrize(("ours", "theirs"), [(True, False), (False, True), (True, True)])
def test_of_two_items_that_are_alike_each_has_a_tag_of_its_own(project: Path, *, ours: bool, theirs: bool) -> None:
    county = load(project, AS_OF).county
    planned = next(each for each in audit_pages(county) if each.head == OverlapsPage.head)
    names = tuple(county.agencies)[:2]
    first, second = (Subject(f"agency/{name}", name, "", None, frozenset(), "", (), ()) for name in names)
    pair = Overlap(first, second, 50, (), (), (("Ours", "Theirs"),), ())
    given = ((first.id, "Ours", ours), (second.id, "Theirs", theirs))
    markings = {(name, item): Marking.OFFICIAL_SENSITIVE for name, item, is_marked in given if is_marked}
    view = replace(planned.view(), overlaps=((pair, ""),), markings=markings)
    text = Renderer(project / "templates", county).render(view)
    line = next(line for line in text.splitlines() if "Theirs" in line)
    assert [TAG in part for part in line.split(" / ")] == [ours, theirs]
