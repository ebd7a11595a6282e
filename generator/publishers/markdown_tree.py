"""The site as a plain Markdown tree: what any publisher of Markdown can take, with no code of ours.

Holds the front matter of a page, and the writing of the whole tree with a plain `mkdocs.yml`.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from generator.engine import DOCS, shared_docs
from generator.publishers.escaping import as_html
from generator.publishers.last import write_file
from generator.publishers.settings import settings_of, theme_language, with_reports
from generator.site.build import Page, Site
from generator.words.days import written_day


def front_matter(page: Page) -> dict[str, Any]:
    """Return what a theme is told of a page: its title, its description and its search words.

    Themes print title and description into HTML as they are, attributes included, so these two are HTML already.
    """
    said: dict[str, Any] = {
        "title": as_html(page.title),
        "description": as_html(page.description),
        "hide": ["navigation"],
        "keywords": [*page.keywords],
        "search": {"boost": page.boost} if page.boost != 1.0 else {},
    }
    if not page.is_listed:
        said |= {"search": {"exclude": True}, "robots": "noindex"}
    return {name: value for name, value in said.items() if value not in ([], {})}


def with_front_matter(page: Page) -> str:
    """Return a page's Markdown with its front matter in YAML. JSON is valid YAML, so no text can break out of its place."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front_matter(page).items()]
    return "\n".join(["---", *lines, "---", "", page.markdown])


def write_tree(site: Site, root: Path, folder: Path) -> int:
    """Write every page and file, the hand-written ones too, and a `mkdocs.yml` that needs no plugin of ours; return how many pages.

    Raises `FileExistsError` where `folder` already holds something, so that nothing of anybody's is overwritten.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    shutil.copytree(root / DOCS, folder / DOCS, dirs_exist_ok=True)
    for uri, path in shared_docs(root):
        (folder / DOCS / uri).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / DOCS / uri)
    for page in site.pages:
        path = folder / DOCS / page.page_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(with_front_matter(page), encoding="utf-8")
    for file in site.files:
        write_file(file, folder / DOCS)
    _write_settings(site, root, folder)
    return len(site.pages)


def _write_settings(site: Site, root: Path, folder: Path) -> None:
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["plugins"] = ["search"]
    settings["theme"].pop("custom_dir", None)
    county = site.county
    settings |= {name: str(value) for name, value in settings_of(county.site).items() if value is not None}
    settings["theme"]["language"] = theme_language(county.site)
    if county.site.repository is None:
        settings.pop("edit_uri", None)
    settings["nav"] = with_reports(settings["nav"], county.reports)
    settings["copyright"] = _said_below(site)
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")


def _said_below(site: Site) -> str:
    """Return what stands below every page: what its text is worth, for whom it is and of which day. Themes print it as it is."""
    county, words = site.county, site.words
    built = words.say("Built for %(day)s.", day=written_day(county.as_of, words))
    return as_html(f"{county.site.notice}. {words.tell(county.edition_name)}. {built}")
