"""The typeface of screen and paper: one family, carried by a package, whole for printing and as a light subset for pages.

A page never waits for it: a browser shows the reader's own typeface at once, and this one where it is there in time, so that nothing
moves. The subset holds the letters of the languages of Europe that are written in Latin letters; all else comes from the reader's own.
"""

import importlib.util
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from posixpath import dirname, relpath

from generator.urls import FONTS_LICENCE, font_uri

FONT_PACKAGE = "font_source_sans_pro"

FAMILY = "Site"
"""What style sheets call the subset. Its licence keeps the name of the whole typeface for the whole typeface."""

_WEIGHTS = {"regular": ("SourceSansPro-Regular.ttf", 400), "bold": ("SourceSansPro-Bold.ttf", 700)}

_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x20AC, 0x20AC),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)
"""Latin letters with their marks, punctuation, the euro, arrows and the minus sign."""

LARGER = 1.06
"""How many times its own size it is shown, so that its small letters are as high as those of the typefaces that it stands in for."""


def font_folder() -> Path | None:
    """Return the folder with the files of the typeface and its licence, or nothing where the package is not installed."""
    spec = importlib.util.find_spec(FONT_PACKAGE)
    return Path(spec.origin).parent / "files" if spec and spec.origin else None


@cache
def web_fonts() -> Mapping[str, bytes]:
    """Return what pages need of the typeface, by address: a subset of each weight as WOFF2, and the licence; nothing without the package."""
    folder = font_folder()
    if folder is None:
        return {}
    fonts = {font_uri(name): _subset(folder / file) for name, (file, _) in _WEIGHTS.items()}
    return {**fonts, FONTS_LICENCE: (folder / "LICENSE.txt").read_bytes()}


def typeface_css(style_sheet: str) -> str:
    """Return the rules that name the subset, for the style sheet at an address of the site."""
    letters = ", ".join(_written(first, last) for first, last in _RANGES)
    return "".join(
        f'@font-face {{\n  font-display: optional;\n  font-family: "{FAMILY}";\n  font-weight: {weight};\n'
        f"  size-adjust: {LARGER:.0%};\n"
        f'  src: url("{relpath(font_uri(name), dirname(style_sheet))}") format("woff2");\n  unicode-range: {letters};\n}}\n\n'
        for name, (_, weight) in _WEIGHTS.items()
    )


def _written(first: int, last: int) -> str:
    return f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}"


def _letters() -> Iterable[int]:
    return (letter for first, last in _RANGES for letter in range(first, last + 1))


def _subset(path: Path) -> bytes:
    """Return a font with the letters of the subset alone, under no name of its own: the same bytes for the same font."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415  A build that remembers the subset needs no maker of it.
    from fontTools.ttLib import TTFont  # noqa: PLC0415  As above.

    options = Options(
        flavor="woff2",
        hinting=False,
        layout_features=["ccmp", "kern", "liga", "locl", "mark", "mkmk"],
        obfuscate_names=True,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_letters())
    with TTFont(path, recalcTimestamp=False) as font:
        subsetter.subset(font)
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written)
    return written.getvalue()
