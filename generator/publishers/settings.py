"""What a publisher's configuration takes from the county's sources, so that no name is written twice."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from generator.engine import DOCS, ENGINE
from generator.model.governance import Report
from generator.model.site import SiteSettings
from generator.publishers.escaping import as_html
from generator.urls import report_uri
from generator.words.catalogue import Catalogue, said_in

NAMED_IN_SOURCES = "named in protocols/site.yaml"
"""What `mkdocs.yml` says for the name of the site, because MkDocs insists on one."""

SCRIPTS = "assets/javascripts"
"""The folder, in a folder of `docs`, that holds the scripts of the site."""

FILTERED = ("protocols/index.md", "urgent/", "agencies/", "matrices/index.md")
"""How the `page_uri` of the lists begins that a form filters."""

PROTOCOL = r"protocols/(?!index|.*/letters\.md)"
"""How the `page_uri` of a protocol begins, and that of a text that was issued of it; not that of its letters."""

STYLES_OF = (
    (PROTOCOL, "assets/stylesheets/layers.css"),
    *((beginning, "assets/stylesheets/answers.css") for beginning in ("can-i-share/", *FILTERED)),
    ("record/", "assets/stylesheets/record.css"),
    ("edit/", "assets/stylesheets/edit.css"),
    *(
        (beginning, "assets/stylesheets/letters.css")
        for beginning in ("letters/", "easy-read/", r"protocols/.*/letters\.md")
    ),
    *((beginning, "assets/stylesheets/filters.css") for beginning in FILTERED),
)
SCRIPTS_OF = (
    (PROTOCOL, "assets/javascripts/layers.js"),
    (PROTOCOL, "assets/javascripts/mine.js"),
    ("can-i-share/", "assets/javascripts/answers.js"),
    ("check/", "assets/javascripts/check.js"),
    ("record/", "assets/javascripts/record.js"),
    *(("edit/", f"assets/javascripts/edit{part}.js") for part in ("-values", "-faults", "-reading", "-fields", "")),
    *((beginning, "assets/javascripts/filters.js") for beginning in FILTERED),
)
"""The styles and scripts that only some pages need, by a pattern of how the `page_uri` of those begins: every other page is lighter without."""

ABOUT = "About"
"""The part of the navigation that gives the county's reports their place, after its first page."""


def settings_of(site: SiteSettings) -> dict[str, Any]:
    """Return the settings of MkDocs that the sources hold, as HTML where the theme prints them as they are."""
    return {
        "site_name": Markup(as_html(site.name)),
        "site_url": site.address,
        "site_description": Markup(as_html(site.description)),
        "repo_url": site.repository,
        "repo_name": Markup(as_html(site.repository_name)) if site.repository else None,
    }


def written_twice(written: Mapping[str, Any], site: SiteSettings) -> Iterable[str]:
    """Yield each setting that a configuration of MkDocs gives itself, other than the sources do."""
    said = {**settings_of(site), "site_name": site.name, "site_description": site.description}
    for name, value in said.items():
        if written.get(name) not in (None, value, NAMED_IN_SOURCES):
            yield name


def theme_language(site: SiteSettings) -> str:
    """Return the language in the form in which themes name it: `en` for `en-GB`."""
    return site.language.value.split("-")[0]


def said_by_theme(root: Path, words: Catalogue) -> dict[str, Any]:
    """Return what the theme says its fixed words with, and those of the scripts, which ask for them by a `meta`."""
    scripts = {path.name: path for folder in (ENGINE, root) for path in sorted((folder / DOCS / SCRIPTS).glob("*.js"))}
    said = "\n".join(path.read_text(encoding="utf-8") for path in scripts.values())
    return {
        "say": words.say,
        "say_many": words.say_many,
        "styles_of": lambda page_uri: _of_page(STYLES_OF, page_uri),
        "scripts_of": lambda page_uri: _of_page(SCRIPTS_OF, page_uri),
        "script_words": words.translated(said_in(said)),
    }


def _of_page(assets: Iterable[tuple[str, str]], page_uri: str) -> tuple[str, ...]:
    return tuple(path for beginning, path in assets if re.match(beginning, page_uri))


def with_reports(navigation: list[Any], reports: Iterable[Report]) -> list[Any]:
    """Return a navigation with each report after the first page of its part `About`."""
    entries = [{_title(report): report_uri(report.id)} for report in reports]

    def within(part: Any) -> Any:
        if not isinstance(part, list):
            return part
        return [
            {name: filled(name, inner) for name, inner in each.items()} if isinstance(each, dict) else each
            for each in part
        ]

    def filled(name: str, inner: Any) -> Any:
        return [*inner[:1], *entries, *inner[1:]] if name == ABOUT else within(inner)

    return [*within(navigation)]


def name_in(navigation: list[Any], page_uri: str) -> str | None:
    """Return the name that a navigation gives a page, or nothing where it leaves that to the page."""
    for name, inner in (pair for each in navigation if isinstance(each, dict) for pair in each.items()):
        found = name_in(inner, page_uri) if isinstance(inner, list) else name if inner == page_uri else None
        if found is not None:
            return str(found)
    return None


def _title(report: Report) -> str:
    return as_html(report.short_title[:1].upper() + report.short_title[1:])
