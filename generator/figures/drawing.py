"""The few marks that pictures are made of, as SVG text. Colours are the site's, so that a picture set into a page takes them.

A picture that stands in a page as an image cannot see the page's colours; then the second value of each `var()` holds, and
the style sheet turns the picture over in dark mode.
"""

from html import escape

from generator.engine import ENGINE, TEMPLATES
from generator.tokens import read_tokens

_TOKENS = read_tokens(ENGINE / TEMPLATES)


def _colour(name: str) -> str:
    return f"var(--{name}, {_TOKENS['colours'][name]['light']})"


INK, QUIET, LINE, SOFT, PAPER = map(_colour, ("ink", "quiet", "line", "soft", "paper"))
CORE, CORE_GROUND = map(_colour, ("core", "core-ground"))
URGENT, SOON, AGENCY = map(_colour, ("urgent", "soon", "agency"))


def text(x: float, y: float, words: str, **style: str | float) -> str:
    """Return words at a place. Style names are those of SVG with `_` for `-`."""
    return f'<text x="{x:g}" y="{y:g}"{_attributes(style)}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, **style: str | float) -> str:
    """Return a rectangle with slightly rounded corners."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4"{_attributes(style)}/>'


def dot(x: float, y: float, radius: float, **style: str | float) -> str:
    """Return a filled circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.2f}"{_attributes(style)}/>'


def line(x1: float, y1: float, x2: float, y2: float, **style: str | float) -> str:
    """Return a straight line."""
    style = {"stroke": LINE, "stroke_width": 1, **style}
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"{_attributes(style)}/>'


def path(steps: str, **style: str | float) -> str:
    """Return a curve or a shape, by the steps of its outline."""
    return f'<path d="{escape(steps)}"{_attributes(style)}/>'


def picture(width: float, height: float, label: str, marks: list[str]) -> bytes:
    """Return a whole picture; `label` says what it shows to those who cannot see it."""
    size = f'viewBox="-1 -1 {width + 2:g} {height + 2:g}" width="{width + 2:g}" height="{height + 2:g}"'
    style = f'font-family="Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif" font-size="13" fill="{INK}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(label)}" {style}>',
        f"<title>{escape(label)}</title>",
        *marks,
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _attributes(style: dict[str, str | float]) -> str:
    return "".join(f' {name.replace("_", "-")}="{escape(str(value))}"' for name, value in style.items())
