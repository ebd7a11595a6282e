"""Links to what was printed stand where the page says, and nothing else of the page changes."""

import re
from collections.abc import Iterable

import pytest

from generator.composed.html import Writer
from generator.composed.nodes import Tag
from generator.composed.tree import parse
from generator.printing.press import Printed
from generator.publishers.downloads import PLACE, Downloads
from generator.site.build import Site, build
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


def written(downloads: Downloads | None) -> str:
    """The page in HTML, each place filled with the names of the files that it is for."""

    def fill(tag: Tag) -> str | None:
        if downloads is None or PLACE not in tag.classes:
            return None
        return f"[{tag.element}: {' '.join(found.href for found in downloads.at(tag.get('data-of')))}]"

    return Writer(lambda href: href, fill).write(parse(MARKDOWN, "x.md"), {}).html


def downloads(site: Site, names: Iterable[str]) -> Downloads:
    return Downloads(site.county, {name: Printed(name, 1, 1000) for name in names})


def test_every_place_is_filled_and_nothing_else_changes(small: Site) -> None:
    printed = downloads(small, ("core", "card-example", "example--police"))
    filled = ("[div: pdf/core.pdf]", "[span: pdf/card-example.pdf]", "[span: ]", "[span: pdf/example--police.pdf]")
    places = iter(filled)
    expected = re.sub(r'<(div|span) class="downloads"[^>]*>\s*</\1>', lambda _: next(places), written(None))
    assert written(printed) == expected
    assert next(places, None) is None


def test_words_that_only_look_like_a_place_stay_words(small: Site) -> None:
    assert '&lt;span class="downloads"&gt; two' in written(downloads(small, ()))


def test_a_page_asks_for_what_can_be_printed_and_for_nothing_else(small: Site) -> None:
    names = {"core", "card-example", "example", "decision-record", "self-check"}
    names |= {f"{name}{agency}" for name in ("example--", "pack-") for agency in small.county.agencies}
    names |= {"letter-reply", "letters-example", "easy-read"}
    found = downloads(small, names)
    asked = {tag.get("data-of") for page in small.pages for tag in page.tree.tags() if PLACE in tag.classes}
    assert {"core", "card/example", "protocol/example"} <= asked
    assert all(found.at(place) for place in asked)


def test_what_is_to_be_filled_in_is_offered_for_a_word_processor_first(small: Site) -> None:
    found = downloads(small, ("letters-example", "letters-example.docx", "core"))
    assert [(each.href, each.is_word) for each in found.at("letters/example")] == [
        ("word/letters-example.docx", True),
        ("pdf/letters-example.pdf", False),
    ]
    assert [each.is_word for each in found.at("core")] == [False]
    assert found.at("letter/reply") == ()
