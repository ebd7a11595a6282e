"""The values that screen and paper share: readable on their grounds, written once, and a county's own before the engine's."""

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.site.build import Site, build
from generator.tokens import STYLES_URI, TOKENS, read_tokens, tokens_css
from tests.conftest import AS_OF, ROOT

COLOURS = read_tokens(ROOT / "templates")["colours"]
GROUNDS = {"urgent": "urgent-ground", "core": "core-ground", "agency": "agency-ground", "notice": "notice-ground"}
OF_THE_FRAME = ("--md-primary", "--md-accent", "--md-default-fg-color--lighter")


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["urgent", "core", "agency", "soon", "notice", "ink", "quiet"])
def test_words_can_be_read_on_every_ground_they_stand_on(name: str, scheme: str) -> None:
    for ground in ("paper", "soft", GROUNDS.get(name, "paper")):
        assert contrast(COLOURS[name][scheme], COLOURS[ground][scheme]) >= 4.5, ground


def test_no_style_sheet_or_print_template_writes_a_colour_of_its_own() -> None:
    for path in (*ROOT.glob("docs/assets/stylesheets/*.css"), *ROOT.glob("templates/print/*.typ")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            written = re.search(r"#[0-9a-fA-F]{6,8}\b|#fff\b", line)
            assert not written or line.strip().startswith(OF_THE_FRAME), f"{path.name}:{number}: {line.strip()}"


MEASURED = ("6.5pt", "118pt", "inherit")
"""A matrix that is printed from the screen, a watermark, and what has the size of what it stands in."""


def test_no_style_sheet_or_print_template_writes_a_size_of_its_own() -> None:
    """But for the card and the cover, whose sizes are found by what fits."""
    for path in (*ROOT.glob("docs/assets/stylesheets/*.css"), *ROOT.glob("templates/print/*.typ")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for written in re.findall(r"font-size: ([^;]+);|\bsize: ([0-9.]+pt)", line):
                value = "".join(written)
                assert value in MEASURED or value.startswith("var(--size-"), f"{path.name}:{number}: {line.strip()}"


LENGTH = r"[0-9](?:rem|em|px|mm|pt)\b"
KEPT = re.compile(
    r"margin: 14mm;|: (?:0 0 )?-1px;|margin-top: [0-9]+\.[68]8rem;|padding-bottom: 2\.6rem;|calc\(-?[0-9.]+rem [+-] var\(--space-"
)
"""The edge of a sheet, frames that lie on each other, the place of a form or a bar that is still to come, and a column of names."""
OF_LINES = re.compile(r"margin: \(.*|margins = \(.*|radius: \([^()]*\)|[a-z]+: [0-9.]+pt \+ [a-z-]+")
"""The edges of a sheet, and how thick a line is."""
SPACE_IN_PRINT = re.compile(
    r"(?:\b(?:above|below|spacing|inset|(?:column-|row-)?gutter|x|y|left|right|top|bottom): |\b[vh]\()(?!0pt)[0-9.]+(?:mm|pt|cm)\b"
)


def test_no_style_sheet_writes_a_space_of_its_own() -> None:
    for path in ROOT.glob("docs/assets/stylesheets/*.css"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.match(r"\s*(?:margin|padding|gap|row-gap|column-gap)[a-z-]*:", line) and re.search(LENGTH, line):
                assert KEPT.search(line), f"{path.name}:{number}: {line.strip()}"


def test_no_print_template_writes_a_space_of_its_own() -> None:
    """But for the edges of sheets, and what is measured in letters, whose size is found by what fits."""
    for path in ROOT.glob("templates/print/*.typ"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            assert not SPACE_IN_PRINT.search(OF_LINES.sub("", line)), f"{path.name}:{number}: {line.strip()}"


def test_every_space_has_its_meaning_and_its_use() -> None:
    spaces = read_tokens(ROOT / "templates")["spaces"]
    assert 5 <= len(spaces) <= 7
    for medium in ("screen", "paper"):
        found = [space[medium] for space in spaces.values()]
        assert found == sorted(set(found)), "each is larger than the one before"
    assert all(space["means"] for space in spaces.values())
    css, print_ = (
        "".join(path.read_text(encoding="utf-8") for path in ROOT.glob(found))
        for found in ("docs/assets/stylesheets/*.css", "templates/print/*.typ")
    )
    assert all(f"var(--space-{name})" in css for name in spaces)
    assert set(re.findall(r"var\(--space-([a-z]+)\)", css)) == set(spaces)
    assert set(re.findall(r"\bspaces\.([a-z]+)", print_)) <= set(spaces)


def test_every_size_has_its_meaning_and_none_is_too_small_to_read() -> None:
    sizes = read_tokens(ROOT / "templates")["sizes"]
    for medium, least in (("screen", 0.6), ("paper", 8)):
        found = [size[medium] for size in sizes.values()]
        assert found == sorted(set(found)), "each is larger than the one before"
        assert found[0] >= least
    assert all(size["means"] for size in sizes.values())
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in (*ROOT.glob("docs/assets/stylesheets/*.css"), *ROOT.glob("templates/print/*.typ"))
    )
    assert all(f"var(--size-{name})" in used or f"sizes.{name}" in used for name in sizes)


def test_styles_are_published_with_the_site(county: Site) -> None:
    published = {file.uri: file.content for file in county.files}[STYLES_URI].decode()
    assert f"--urgent: {COLOURS['urgent']['light']};" in published
    assert f"--urgent: {COLOURS['urgent']['dark']};" in published
    assert "--size-body: 0.8rem;" in published
    assert "--size-body: 10.38pt;" in published, "11 points at the typeface's own size"
    assert "--space-between: 0.8rem;" in published
    assert "--space-between: 12pt;" in published
    assert STYLES_URI in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_county_has_colours_of_its_own(project: Path) -> None:
    own = json.loads((ROOT / "templates" / TOKENS).read_text(encoding="utf-8"))
    own["colours"]["core"]["light"] = "#550055"
    (project / "templates" / TOKENS).write_text(json.dumps(own), encoding="utf-8")
    assert b"--core: #550055;" in next(file.content for file in build(project, AS_OF).files if file.uri == STYLES_URI)


def test_county_without_templates_has_the_engine_s(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates" / "theme", tmp_path / "templates" / "theme")
    assert tokens_css(tmp_path / "templates") == tokens_css(ROOT / "templates")
