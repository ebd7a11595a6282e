"""Puts into the wheel what lies beside the package: templates, shared pages and styles, and the core with the law.

An editable installation needs none of it: there the engine finds them in the repository (`generator/engine.py`).
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = (
    "docs/about/data.md",
    "docs/about/records-of-processing.md",
    "docs/assets",
    "docs/authors",
    "mkdocs.yml",
    "protocols/law",
    "templates",
)
"""What every county needs, by its place in this repository. The clauses of the core come to it; who looks after them does not."""


class ShipTheEngine(BuildHookInterface):
    """The one hook of the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what is shipped to a wheel that is installed elsewhere."""
        if version == "standard":
            core = Path(self.root, "protocols", "core")
            clauses = (f"protocols/core/{path.name}" for path in core.glob("*.yaml") if path.name != "core.yaml")
            build_data["force_include"] |= {name: f"generator/shipped/{name}" for name in (*SHIPPED, *clauses)}
