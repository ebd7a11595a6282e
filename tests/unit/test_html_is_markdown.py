"""The HTML of every page is what the publisher's own reader of Markdown makes of it, with the settings of the site.

Proved for the county and for a project with issued texts. Seven differences are meant, and no others:
a link to a page of the same folder goes by the folder above it (`../x/` for `./`); an attribute without a value does not repeat its
name; a table without rows has none, where the other writes one row of empty cells; a corner without words heads nothing;
the list of contents leaves out what a disclosure hides until it is opened; what only readers of the Markdown need, such as what is
signed, is not in the page; and closed sections with what they say of themselves,
which Markdown has not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.pages import Page as MkDocsPage
from selectolax.lexbor import LexborHTMLParser

from generator.publishers.made import MadePage
from generator.publishers.plugin import ProtocolsPlugin
from generator.site.build import Site, build
from tests.conftest import AS_OF, ROOT, copy_small
from tests.support.dom import events
from tests.support.issued import twice_issued

_NOT_FOR_PAGES = re.compile(r' data-(?:search-exclude|signed)(?:="[^"]*")?')
_EMPTY_ROW = re.compile(r"<tbody>\s*<tr>\s*(?:<td></td>\s*)+</tr>\s*</tbody>\s*")


def both(root: Path, site: Site) -> Iterator[tuple[MadePage, MkDocsPage]]:
    """Each page, written from its tree and made of its Markdown, as MkDocs has them after reading."""
    config = load_config(str(root / "mkdocs.yml"))
    plugin = config.plugins["protocols"]
    assert isinstance(plugin, ProtocolsPlugin)
    plugin.publish(site)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = config.plugins.on_files(get_files(config), config=config)
    pages = [file.page for file in files if isinstance(file.page, MadePage)]
    assert len(pages) == len(site.pages)
    config.plugins._current_plugin = "test"
    for page in pages:
        page.read_source(config)
        page.render(config, files)
        yield page, of_markdown(page, config, files)


def of_markdown(page: MadePage, config: MkDocsConfig, files: Files) -> MkDocsPage:
    other = MkDocsPage(None, File.generated(config, page.file.src_uri, content=""), config)
    other.markdown = page.markdown
    other.render(config, files)
    return other


def differences(ours: MadePage, theirs: MkDocsPage) -> Iterator[str]:
    address = f"https://site.example/{ours.url}"
    found = events(ours.content or "", address)
    expected = events(_NOT_FOR_PAGES.sub("", _EMPTY_ROW.sub("", theirs.content or "")), address)
    at = next((at for at, (one, other) in enumerate(zip(found, expected, strict=False)) if one != other), None)
    if at is not None or len(found) != len(expected):
        at = at if at is not None else min(len(found), len(expected))
        yield f"{ours.file.src_uri}: {found[at : at + 4]} instead of {expected[at : at + 4]}"
    if str(ours.toc) != in_the_open(theirs):
        yield f"{ours.file.src_uri}: another list of contents"
    if ours.present_anchor_ids != theirs.present_anchor_ids:
        yield f"{ours.file.src_uri}: other places"
    if links(ours) != links(theirs):
        yield f"{ours.file.src_uri}: other links to places"


def in_the_open(page: MkDocsPage) -> str:
    """The list of contents without the headings that stand in a disclosure."""
    hidden = {
        node.attributes["id"]
        for node in LexborHTMLParser(page.content or "").css("details :is(h1, h2, h3, h4, h5, h6)[id]")
    }
    lines = str(page.toc).splitlines(keepends=True)
    return "".join(line for line in lines if line.rstrip("\n").rpartition(" - #")[2] not in hidden)


def links(page: MkDocsPage) -> dict[str, set[str]]:
    return {file.src_uri: set(anchors) for file, anchors in (page.links_to_anchors or {}).items()}


def test_every_page_of_the_county_is_what_its_markdown_says(county: Site) -> None:
    assert [found for pair in both(ROOT, county) for found in differences(*pair)] == []


def test_every_page_of_a_project_with_issued_texts_is_what_its_markdown_says(tmp_path: Path) -> None:
    project = copy_small(tmp_path / "project")
    twice_issued(project)
    assert [found for pair in both(project, build(project, AS_OF)) for found in differences(*pair)] == []


@pytest.mark.parametrize(
    ("changed", "into"),
    [
        ("<p>", "<div>"),
        ("Small Police", "Small police"),
        ('href="../../core/', 'href="../core/'),
        (' data-part="core"', ""),
    ],
)
def test_the_comparison_sees_a_difference(tmp_path: Path, changed: str, into: str) -> None:
    project = copy_small(tmp_path / "project")
    site = build(project, AS_OF)
    page, other = next(pair for pair in both(project, site) if pair[0].file.src_uri == "protocols/example.md")
    assert changed in (page.content or "")
    page.content = (page.content or "").replace(changed, into, 1)
    assert list(differences(page, other))
