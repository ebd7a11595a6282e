"""What closed sections say of themselves: a line for every section, counted from the sources, in the county's language."""

import gettext
from pathlib import Path

from generator import urls
from generator.composed.outline import SECTIONS
from generator.site.build import Site, build
from generator.words.catalogue import Catalogue, fixed, fixed_many
from tests.conftest import AS_OF, copy_small
from tests.support.issued import change


def test_every_section_but_at_a_glance_is_closed_and_says_what_is_in_it(county: Site) -> None:
    clauses = {urls.clause_anchor(clause.number, clause.id) for clause in county.county.current_clauses}
    anchors = {section.anchor for section in SECTIONS.values()}
    pages = {page.page_uri: page for page in county.pages}
    for protocol in county.county.protocols.values():
        page = pages[urls.protocol_uri(protocol.id)]
        assert page.layers.keys() == anchors | clauses <= {*page.tree.anchors}
        assert {anchor for anchor, layer in page.layers.items() if not layer.says} == {"a1-at-a-glance"}
        for layer in page.layers.values():
            assert len(layer.says) <= 250
            assert not any(mark in layer.says for mark in ("[[", "**", "](", "%("))


def test_whose_words_they_are_is_said_of_each(county: Site) -> None:
    page = next(page for page in county.pages if page.page_uri == "protocols/mappa.md")
    assert {layer.whose for anchor, layer in page.layers.items() if anchor.startswith("b")} == {"Core"}
    own = {anchor: layer.whose for anchor, layer in page.layers.items() if not anchor.startswith("b")}
    assert {anchor for anchor, whose in own.items() if whose == "Each agency"} == {
        "a10-opening-requirements",
        "c5-closing-requirements",
    }
    assert set(own.values()) == {"This protocol", "Each agency"}


def test_a_line_is_counted_from_the_source(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "project")
    protocol = build(root, AS_OF).county.protocols["example"]

    def line(anchor: str) -> str:
        return (
            next(page for page in build(root, AS_OF).pages if page.page_uri == "protocols/example.md")
            .layers[anchor]
            .says
        )

    assert line("c1-flows").startswith(f"{len(protocol.flows)} data item")
    before = len(protocol.parties)
    assert line("a6-parties").startswith(f"{before} parties: Police, Council and School")
    assert line("c3-retention") == "1 kind of record, kept 6 years"
    change(root, "tier-3/example.yaml", ("keep_for: 6 years", "keep_for: 25 years"))
    assert line("c3-retention") == "1 kind of record, kept 25 years"


def test_lines_are_not_signed(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "project")
    page = next(page for page in build(root, AS_OF).pages if page.page_uri == "protocols/example.md")
    said = [page.layers[anchor].says for anchor in ("a2-fast-track", "a6-parties", "c1-flows", "c3-retention")]
    assert [words for words in said if words in page.markdown] == []


class _Welsh(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return {"%(steps)s by day": "%(steps)s gyda'r dydd"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "%(num)s cam"


def test_what_counts_something_is_said_in_the_countys_language() -> None:
    words = fixed("%(steps)s by day", steps=fixed_many("%(num)s step", "%(num)s steps", 3))
    assert str(words) == "3 steps by day"
    assert str(fixed_many("%(num)s step", "%(num)s steps", 1)) == "1 step"
    assert Catalogue(_Welsh()).tell(words) == "3 cam gyda'r dydd"
