"""The typeface of screen and paper: light, the same bytes each time, under no name of its own, with the letters that the county writes."""

import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from generator.site.build import Site
from generator.tokens import STYLES_URI
from generator.typeface import FAMILY, font_folder, typeface_css, web_fonts
from generator.urls import FONTS_LICENCE, font_uri
from tests.conftest import ROOT

NAMES = [font_uri("regular"), font_uri("bold")]


def letters_of(name: str) -> set[int]:
    with TTFont(BytesIO(web_fonts()[name])) as font:
        return set(font.getBestCmap())


def test_both_weights_together_are_light() -> None:
    assert sum(len(web_fonts()[name]) for name in NAMES) < 35_000


def test_the_same_bytes_are_made_again() -> None:
    before = dict(web_fonts())
    web_fonts.cache_clear()
    assert dict(web_fonts()) == before


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_every_letter_of_english_welsh_polish_and_what_the_county_writes(name: str) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "protocols").rglob("*.yaml")))
    wanted = {ord(letter) for letter in written + "ŵŷâêîôûŴŶąćęłńóśźżĄĆĘŁŃÓŚŹŻ“”‘’–—…€£·" if letter >= " "}
    assert wanted - letters_of(name) == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_say_exactly_which_letters_it_holds_apart_from_those_that_no_font_has(name: str) -> None:
    (ranges, *others) = set(re.findall(r"unicode-range: ([^;]+);", typeface_css(STYLES_URI)))
    assert not others
    said = set()
    for found in ranges.split(", "):
        first, _, last = found.removeprefix("U+").partition("-")
        said |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert letters_of(name) <= said
    assert len(said - letters_of(name)) < 20


@pytest.mark.parametrize("name", NAMES)
def test_a_part_of_the_typeface_does_not_bear_its_name(name: str) -> None:
    """SIL Open Font License 1.1, condition 3: the reserved name is for the original version."""
    with TTFont(BytesIO(web_fonts()[name])) as font:
        called = {font["name"].getDebugName(number) or "" for number in (1, 3, 4, 6, 16)}
    assert not [name for name in called if "source" in name.lower()]
    assert "source" not in FAMILY.lower()


def test_the_licence_goes_with_it(county: Site) -> None:
    published = {file.uri: file.content for file in county.files}
    folder = font_folder()
    assert folder
    assert published[FONTS_LICENCE] == (folder / "LICENSE.txt").read_bytes()
    assert all(published[name] == web_fonts()[name] for name in NAMES)
    assert all(f'url("../fonts/{name.rpartition("/")[2]}")'.encode() in published[STYLES_URI] for name in NAMES)
