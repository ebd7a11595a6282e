"""Where a page's pencil leads: to its source, in the repository that holds it."""

from pathlib import Path

from generator.model.site import SiteSettings
from generator.sources.disk import SOURCES

CORE = f"{SOURCES}/core"
"""Where the core lies in a project."""


def edit_address(site: SiteSettings, root: Path, src_path: str) -> str | None:
    """Return the address at which somebody edits a source, or nothing where the settings name no repository.

    The core may lie in a repository of its own: as a submodule, or as a link into one.
    """
    if site.core_repository and src_path.startswith(f"{CORE}/"):
        return f"{site.core_repository}/edit/main/{_in_its_repository(root, src_path)}"
    return f"{site.repository}/edit/main/{src_path}" if site.repository else None


def _in_its_repository(root: Path, src_path: str) -> str:
    """Return the path of a clause from the top of the repository that holds it; of the core's folder where none is found."""
    path = (root / src_path).resolve()
    within = [folder for folder in path.parents if folder != root.resolve() and folder.is_relative_to(root.resolve())]
    top = next((folder for folder in within if (folder / ".git").exists()), path.parent)
    return path.relative_to(top).as_posix()
