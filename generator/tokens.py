"""The values of the visual system that screen and paper share: `templates/tokens.json`, which a county may replace by its own.

Style sheets take them from the custom properties written here, printed copies and pictures from the same file. What each colour
means stands beside it, and nothing else may use it.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.engine import layers
from generator.typeface import LARGER, typeface_css

TOKENS = "tokens.json"
"""The file, in a folder of templates."""

STYLES_URI = "assets/stylesheets/tokens.css"
"""Where the custom properties are published."""


def tokens_path(templates: Path) -> Path:
    """Return the file that holds: a project's own, or the engine's."""
    return next(path for folder in layers(templates) if (path := folder / TOKENS).is_file())


def read_tokens(templates: Path) -> dict[str, Any]:
    """Return the tokens: `colours`, each with what it `means` and its value in `light` and `dark`; the type's `family` and its
    `sizes`, and `spaces`, each with what it `means`, and how large it is on `screen`, in rem, and on `paper`, in points.
    """
    found: dict[str, Any] = json.loads(tokens_path(templates).read_text(encoding="utf-8"))
    return found


def tokens_css(templates: Path) -> bytes:
    """Return the typeface, and colours, sizes and spaces as custom properties: `--urgent`, `--size-small`, `--space-near`.

    On paper the colours of the light scheme hold, whatever the screen shows, and the sizes of paper, which are the typeface's own.
    """
    tokens = read_tokens(templates)
    colours, sizes, spaces = (tokens[kind].items() for kind in ("colours", "sizes", "spaces"))
    light, dark = (_properties((name, colour[scheme]) for name, colour in colours) for scheme in ("light", "dark"))
    screen = _properties((f"size-{name}", f"{size['screen']}rem") for name, size in sizes)
    screen += _properties((f"space-{name}", f"{space['screen']}rem") for name, space in spaces)
    paper = _properties((f"size-{name}", f"{size['paper'] / LARGER:.2f}pt") for name, size in sizes)
    paper += _properties((f"space-{name}", f"{space['paper']}pt") for name, space in spaces)
    css = (
        f"{typeface_css(STYLES_URI)}:root {{\n{light}{screen}}}\n\n"
        f'@media screen {{\n[data-md-color-scheme="slate"] {{\n{dark}}}\n}}\n\n'
        f"@media print {{\n:root {{\n{paper}}}\n}}\n"
    )
    return css.encode()


def _properties(found: Iterable[tuple[str, str]]) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in found)
