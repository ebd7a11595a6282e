"""Addresses are made in one place and are the same for every page of a folder."""

import pytest

from generator import urls


@pytest.mark.parametrize(
    ("start", "end", "anchor", "link"),
    [
        pytest.param("protocols/a.md", "core/b.md", "", "../core/b.md", id="folder to folder"),
        pytest.param("core/a.md", "core/b.md", "", "../core/b.md", id="same folder climbs too"),
        pytest.param("index.md", "core/b.md", "x", "core/b.md#x", id="from home"),
        pytest.param("core/b.md", "index.md", "", "../index.md", id="to home"),
        pytest.param("core/b.md", "core/b.md", "x", "#x", id="same page"),
        pytest.param("core/b.md", "core/b.md", "", "../core/b.md", id="the page itself"),
    ],
)
def test_links_between_pages(start: str, end: str, anchor: str, link: str) -> None:
    assert urls.relative_link(start, end, anchor) == link


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("index.md", ""),
        ("core/index.md", "core/"),
        ("protocols/a.md", "protocols/a/"),
        ("core/my-index.md", "core/my-index/"),
    ],
)
def test_web_path(uri: str, path: str) -> None:
    assert urls.web_path(uri) == path
