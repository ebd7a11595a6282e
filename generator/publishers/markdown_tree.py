"""The site as a plain Markdown tree: what any publisher of Markdown can take, with no code of ours.

Holds the front matter of a page, and the writing of the whole tree with a plain `mkdocs.yml`.
"""

import json
import shutil
from pathlib import Path

import yaml

from generator.engine import DOCS, shared_docs
from generator.publishers.escaping import as_html
from generator.publishers.settings import settings_of, theme_language, with_reports
from generator.site.build import Page, Site


def with_front_matter(page: Page) -> str:
    """Return a page's Markdown with its title, description and search words in YAML front matter.

    JSON strings are valid YAML, so no text can break out of its place. Themes print title and description into HTML as they
    are, attributes included, so these two are HTML already.
    """
    lines = [
        f"title: {_quoted(as_html(page.title))}",
        f"description: {_quoted(as_html(page.description))}",
        "hide: [navigation]",
    ]
    if page.keywords:
        lines.append(f"keywords: [{', '.join(_quoted(word) for word in page.keywords)}]")
    if page.boost != 1.0:
        lines.append(f"search: {{boost: {page.boost}}}")
    if not page.is_listed:
        lines += ["search: {exclude: true}", "robots: noindex"]
    return "\n".join(["---", *lines, "---", "", page.markdown])


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


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
        path = folder / DOCS / file.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
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
    text = yaml.safe_dump(settings, sort_keys=False, allow_unicode=True)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
