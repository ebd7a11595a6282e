"""Puts into the wheel what lies beside the package: templates, shared pages and styles, and the core with what it cites.

An editable installation needs none of it: there the engine finds them in the repository (`generator/engine.py`).
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = (
    "docs/about/data.md",
    "docs/assets",
    "docs/authors",
    "mkdocs.yml",
    "protocols/core",
    "protocols/glossary.yaml",
    "protocols/law",
    "protocols/training",
    "templates",
)
"""What every county needs, by its place in this repository."""


class ShipTheEngine(BuildHookInterface):
    """The one hook of the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what is shipped to a wheel that is installed elsewhere."""
        if version == "standard":
            build_data["force_include"] |= {name: f"generator/shipped/{name}" for name in SHIPPED}
