"""Links to what was printed stand where the page says, and nothing else of the page changes."""

import pytest

from generator.printing import Printed
from generator.publishers.downloads import Download, Downloads
from generator.site.build import Page, Site, build
from tests.conftest import AS_OF, copy_small

MARKDOWN = """# Page

<div class="downloads" data-of="core">
</div>

<div class="part" data-part="top" markdown>

## Part { #part }

| A | B |
| --- | --- |
| one <span class="downloads" data-of="card/example"></span> | \\<span class="downloads"\\> two <span class="downloads" data-of="card/none"></span> |

-   an item
    <span class="downloads" data-of="copy/example--police"></span> of two lines

</div>
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build(copy_small(tmp_path_factory.mktemp("downloads") / "project"), AS_OF)


def made(element: str, downloads: tuple[Download, ...]) -> str:
    return f"[{element}: {' '.join(found.href for found in downloads)}]"


def filled(site: Site, markdown: str) -> str:
    printed = {name: Printed(name, 1, 1000) for name in ("core", "card-example", "example--police")}
    return Downloads(site.library, printed).fill(Page("x.md", "X", "", "", markdown), made)


def test_every_place_is_filled_and_nothing_else_changes(small: Site) -> None:
    places = {
        '<div class="downloads" data-of="core">\n</div>': "[div: pdf/core.pdf]",
        '<span class="downloads" data-of="card/example"></span>': "[span: pdf/card-example.pdf]",
        '<span class="downloads" data-of="card/none"></span>': "[span: ]",
        '<span class="downloads" data-of="copy/example--police"></span>': "[span: pdf/example--police.pdf]",
    }
    expected = MARKDOWN
    for place, links in places.items():
        assert place in expected
        expected = expected.replace(place, links)
    assert filled(small, MARKDOWN) == expected


def test_a_page_without_a_place_stays_as_it_is(small: Site) -> None:
    for page in small.pages:
        if "data-of" not in page.markdown:
            assert filled(small, page.markdown) == page.markdown
