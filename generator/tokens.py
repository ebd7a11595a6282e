"""The values of the visual system that screen and paper share: `templates/tokens.json`, which a county may replace by its own.

Style sheets take them from the custom properties written here, printed copies and pictures from the same file. What each colour
means stands beside it, and nothing else may use it.
"""

import json
from pathlib import Path
from typing import Any

from generator.engine import layers

TOKENS = "tokens.json"
"""The file, in a folder of templates."""

STYLES_URI = "assets/stylesheets/tokens.css"
"""Where the custom properties are published."""


def tokens_path(templates: Path) -> Path:
    """Return the file that holds: a project's own, or the engine's."""
    return next(path for folder in layers(templates) if (path := folder / TOKENS).is_file())


def read_tokens(templates: Path) -> dict[str, Any]:
    """Return the tokens: `colours`, each with what it `means` and its value in `light` and `dark`, and the type's `family`."""
    found: dict[str, Any] = json.loads(tokens_path(templates).read_text(encoding="utf-8"))
    return found


def tokens_css(templates: Path) -> bytes:
    """Return the colours as custom properties: `--urgent`. On paper those of the light scheme hold, whatever the screen shows."""
    colours = read_tokens(templates)["colours"]
    light, dark = (
        "".join(f"{indent}--{name}: {colour[scheme]};\n" for name, colour in colours.items())
        for scheme, indent in (("light", "  "), ("dark", "    "))
    )
    css = f':root {{\n{light}}}\n\n@media screen {{\n  [data-md-color-scheme="slate"] {{\n{dark}  }}\n}}\n'
    return css.encode()
