"""A second county with other names, another core and other partnerships: nothing that is made of it holds a word of the first."""

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import yaml

from generator.county.county import County
from generator.rules.load import load
from tests.conftest import AS_OF, ROOT
from tests.printing.reader import Read
from tests.support.commands import dated

LOAMSHIRE = Path(__file__).with_name("loamshire")

_TEXTS = frozenset({".html", ".xml", ".json", ".csv", ".ics", ".svg", ".css", ".js", ".md", ".yml", ".txt"})


@pytest.fixture(scope="module")
def loamshire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second county's project as its authors have it, with no template and no style of its own, built and printed."""
    project = tmp_path_factory.mktemp("counties") / "loamshire"
    shutil.copytree(LOAMSHIRE, project)
    shutil.copy(ROOT / "mkdocs.yml", project)
    for words in (("check",), ("build",), ("render", "--to", "tree")):
        done = subprocess.run(
            [sys.executable, "-m", "generator", *dated(*words)],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
    return project


@pytest.fixture(scope="module")
def first() -> County:
    return load(ROOT, AS_OF).county


@pytest.fixture(scope="module")
def strange(first: County) -> re.Pattern[str]:
    """Whatever names the first county: its own name, its places, its bodies, its mailboxes, its report."""
    words = set(re.findall(r"[A-Z]\w+", first.site.county))
    places = {name.removesuffix("-council") for name in first.agencies if name.endswith("-council")} - {
        "district",
        "county",
    }
    names = {agency.name for agency in first.agencies.values() if any(word in agency.name for word in words)}
    reports = {report.short_title for report in first.reports} | {report.id for report in first.reports}
    found = {
        first.site.name,
        "KCC",
        *words,
        *names,
        *reports,
        *(each.replace("-", " ") for each in places),
    }
    return re.compile(r"(?<![A-Za-z])(?:" + "|".join(map(re.escape, sorted(found))) + r")(?![A-Za-z])", re.IGNORECASE)


def test_pattern_finds_the_first_county_in_its_own_sources(strange: re.Pattern[str]) -> None:
    for name in ("site.yaml", "core/core.yaml", "agencies/swale-council.yaml", "reports/report-2010.yaml"):
        assert strange.search((ROOT / "protocols" / name).read_text(encoding="utf-8")), name


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the words of each text file under a folder, packed ones unpacked."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".gz":
            yield name, gzip.decompress(path.read_bytes()).decode()
        elif path.suffix in _TEXTS:
            yield name, path.read_text(encoding="utf-8")


def test_no_file_of_the_site_names_the_first_county(loamshire: Path, strange: re.Pattern[str]) -> None:
    found = {name: match[0] for name, text in texts(loamshire / "site") if (match := strange.search(text))}
    assert not found
    names = {name for name, _ in texts(loamshire / "site")}
    assert {
        "index.html",
        "feed.xml",
        "data/reviews.ics",
        "data/register.json",
        "sitemap.xml",
        "authors/index.html",
    } <= names


def test_no_file_of_the_plain_tree_names_the_first_county(loamshire: Path, strange: re.Pattern[str]) -> None:
    found = {name: match[0] for name, text in texts(loamshire / "tree") if (match := strange.search(text))}
    assert not found


def test_no_printed_copy_names_the_first_county(loamshire: Path, strange: re.Pattern[str]) -> None:
    paths = sorted((loamshire / "site" / "pdf").glob("*.pdf"))
    assert {"core", "child-left-alone", "card-flood-refuge", "decision-record", "pack-council"} <= {
        path.stem for path in paths
    }
    for path in paths:
        read = Read(path)
        words = read.root.text
        assert len(words) > 100, path.name
        links = " ".join(str(link) for link in addresses(read.pdf))
        everything = " ".join((words, links, str(read.pdf.docinfo), str(read.pdf.open_metadata())))
        assert "Loam" in everything, path.name
        assert not strange.search(everything), path.name


def addresses(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            if "/A" in note and "/URI" in note.A:
                yield str(note.A.URI)


def test_names_and_addresses_are_those_of_the_settings(loamshire: Path) -> None:
    site = loamshire / "site"
    pages = [path for path in site.rglob("*.html") if path.name == "index.html"]
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert re.search(r"<title>[^<]*Loamshire sharing handbook</title>", text), path
        where = path.parent.relative_to(site).as_posix()
        address = "https://handbook.loamshire.example/" + ("" if where == "." else f"{where}/")
        assert f'<link rel="canonical" href="{address}"' in text, path
    assert "<loc>https://handbook.loamshire.example/protocols/flood-refuge/</loc>" in (site / "sitemap.xml").read_text()
    assert "PRODID:-//Loamshire//" in (site / "data" / "reviews.ics").read_text()


def test_pencil_opens_the_countys_own_repository_and_the_engines_pages_have_none(loamshire: Path) -> None:
    pages = {name: text for name, text in texts(loamshire / "site") if name.endswith(".html")}
    code = "https://code.loamshire.example/handbook/edit/main"
    assert f'href="{code}/protocols/core/tonight.yaml"' in pages["core/tonight/index.html"]
    assert f'href="{code}/docs/about/index.md"' in pages["about/index.html"]
    assert "/edit/main/" not in pages["authors/index.html"]


def test_plain_tree_has_the_settings_and_needs_nothing_of_ours(loamshire: Path) -> None:
    settings = yaml.safe_load((loamshire / "tree" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["site_name"] == "Loamshire sharing handbook"
    assert settings["site_url"] == "https://handbook.loamshire.example/"
    assert settings["repo_url"] == "https://code.loamshire.example/handbook"
    assert settings["plugins"] == ["search"]
    assert "custom_dir" not in settings["theme"]
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "made"],
        cwd=loamshire / "tree",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_name_that_mkdocs_yml_says_otherwise_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "loamshire"
    shutil.copytree(LOAMSHIRE, project)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for line, name in (
        ("site_name: Another handbook\n", "site_name"),
        ("site_url: https://elsewhere.example/\n", "site_url"),
    ):
        kept = "" if name == "site_name" else "site_name: named in protocols/site.yaml\n"
        (project / "mkdocs.yml").write_text(
            re.sub(r"^site_name:.*\n", kept + line, text, flags=re.MULTILINE), encoding="utf-8"
        )
        done = subprocess.run(
            [sys.executable, "-m", "generator", *dated("build", "--no-pdf")],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert f"`{name}` in mkdocs.yml is not what protocols/site.yaml says" in done.stderr
        assert not (project / "site").exists()


def test_template_page_and_name_of_a_project_come_before_the_engines_and_are_words(tmp_path: Path) -> None:
    project = tmp_path / "loamshire"
    shutil.copytree(LOAMSHIRE, project)
    shutil.copy(ROOT / "mkdocs.yml", project)
    settings = project / "protocols" / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("Loamshire sharing handbook", "Loam & 'Vale' \"handbook\""), encoding="utf-8")
    own = project / "templates" / "pages" / "changes.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("# Words of the vale\n", encoding="utf-8")
    style = project / "docs" / "assets" / "stylesheets" / "pages.css"
    style.parent.mkdir(parents=True)
    style.write_text("p { color: teal }\n", encoding="utf-8")
    theme = project / "templates" / "theme" / "404.html"
    theme.parent.mkdir(parents=True)
    theme.write_text(
        '{% extends "main.html" %}{% block content %}<p>Lost in the vale</p>{% endblock %}', encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "generator", *dated("build", "--no-pdf")],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    site = project / "site"
    page = (site / "core" / "index.html").read_text(encoding="utf-8")
    assert "The core - Loam &amp; 'Vale' &quot;handbook&quot;</title>" in page
    assert "&amp;amp;" not in page
    assert "Words of the vale" in (site / "changes" / "index.html").read_text(encoding="utf-8")
    assert (site / "assets" / "stylesheets" / "pages.css").read_text(encoding="utf-8") == "p { color: teal }\n"
    assert "Lost in the vale" in (site / "404.html").read_text(encoding="utf-8")
    assert (site / "assets" / "stylesheets" / "protocols.css").is_file()
