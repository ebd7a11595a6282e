"""The plain Markdown tree is a whole site to programs that know nothing of this project: MkDocs, ProperDocs and Zensical.

The last two are in an environment of their own, `build/publishers`, with neither MkDocs nor its theme Material, so that a site is to be
had without them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from lxml import html

from tests.conftest import ROOT, copy_small
from tests.support.commands import dated
from tests.support.once import once_a_run

OTHERS = ROOT / "build" / "publishers" / "bin" / "python"

PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "mkdocs": (sys.executable, "-m", "mkdocs", "build", "--strict"),
    "properdocs": (str(OTHERS), "-I", "-m", "properdocs", "build", "--strict", "--theme", "mkdocs", "-f", "mkdocs.yml"),
    "zensical": (str(OTHERS), "-I", "-m", "zensical", "build", "--strict"),
}
CONTENT = "//article | //*[@role='main' and not(.//article)]"
"""Where each program's theme puts what a page says."""

ADDED = ".//script | .//style | .//*[contains(@class, 'headerlink')]"
"""What themes put among it."""

Parsed = Mapping[str, html.HtmlElement]
"""The pages of a site, by where they are in it."""

Sites = Callable[[str], Path]


def build(program: str, tree: Path) -> subprocess.CompletedProcess[str]:
    if not OTHERS.is_file():
        pytest.fail("`make build/publishers/stamp` installs the other programs, as `make test` does")
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "NO_COLOR": "1",
    }  # Material's advice is no fault of a page.
    return subprocess.run(PROGRAMS[program], cwd=tree, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small county's tree, which nobody changes."""

    def make(folder: Path) -> None:
        project = copy_small(folder / "project")
        command = [sys.executable, "-m", "generator", *dated("render", "--to", "../tree")]
        subprocess.run(command, cwd=project, check=True, capture_output=True)

    return once_a_run(tmp_path_factory, "plain-tree", make) / "tree"


@pytest.fixture(scope="module")
def built(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """The site that a program makes of the tree, without a word of complaint."""

    def by(program: str) -> Path:
        def make(folder: Path) -> None:
            done = build(program, shutil.copytree(tree, folder / "tree"))
            said = (done.stdout + done.stderr).lower()
            assert (done.returncode, "warning" in said, "error" in said) == (0, False, False), said

        return once_a_run(tmp_path_factory, f"plain-{program}", make) / "tree" / "site"

    return by


def parsed(site: Path) -> Parsed:
    return {str(path.relative_to(site)): html.parse(path).getroot() for path in sorted(site.rglob("*.html"))}


def expected(tree: Path) -> set[str]:
    """Return where the pages of a tree are to be in a site that is made of it, by its settings."""
    docs = tree / "docs"
    assert "/adr/" in yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))["exclude_docs"]
    uris = [path.relative_to(docs) for path in docs.rglob("*.md")]
    return {str((uri.parent if uri.stem == "index" else uri.with_suffix("")) / "index.html") for uri in uris} - {
        str(uri.with_suffix("") / "index.html") for uri in uris if uri.parts[0] == "adr"
    }


def lost(site: Path, pages: Parsed) -> Iterator[str]:
    """Yield each link of a site to itself that leads nowhere: to no file, or to no place on its page."""
    places = {uri: {*page.xpath("//@id"), *page.xpath("//a/@name")} for uri, page in pages.items()}
    for uri, page in pages.items():
        for link in page.xpath("//a/@href | //img/@src | //script/@src | //link/@href"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            found = led_to(site, uri, unquote(parts.path))
            if found is None or (parts.fragment and unquote(parts.fragment) not in places.get(found, {parts.fragment})):
                yield f"{uri}: {link}"


def led_to(site: Path, uri: str, path: str) -> str | None:
    """Return which file of a site a path on one of its pages leads to."""
    beside = site if path.startswith("/") else (site / uri).parent
    target = Path(os.path.normpath(beside / path.lstrip("/"))) if path else site / uri
    target = target / "index.html" if target.is_dir() else target
    return str(target.relative_to(site)) if target.is_file() else None


def words(page: html.HtmlElement) -> str:
    """Return what a page says, without what its theme adds."""
    (content,) = page.xpath(CONTENT)
    for added in content.xpath(ADDED):
        added.drop_tree()
    return " ".join(content.text_content().split())


def test_other_programs_are_without_mkdocs_and_its_theme() -> None:
    asks = "import importlib.util as u; print([name for name in ('mkdocs', 'material') if u.find_spec(name)])"
    done = subprocess.run([OTHERS, "-I", "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_page_is_built_and_every_link_lands(tree: Path, built: Sites, program: str) -> None:
    site = built(program)
    pages = parsed(site)
    assert {uri for uri in pages if uri != "404.html"} == expected(tree)
    assert list(lost(site, pages)) == []
    notice = "Illustrative draft, not adopted by any agency, not legal advice. "
    assert [uri for uri, page in pages.items() if notice not in page.text_content()] == []
    assert pages["protocols/example/index.html"].xpath('//*[@data-part="core"]//*[@id="b2-fast-track"]')


def test_every_program_says_the_same_words_under_the_same_heading(tree: Path, built: Sites) -> None:
    sites = {program: parsed(built(program)) for program in PROGRAMS}
    for uri in sorted(expected(tree)):
        headings = {tuple(each.text_content().strip() for each in pages[uri].xpath("//h1")) for pages in sites.values()}
        said = {words(pages[uri]) for pages in sites.values()}
        assert (len(headings), len(said)) == (1, 1), uri
        assert all(len(" ".join(heading)) > 1 for heading in headings), uri


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("link", ["nowhere.md", "#no-such-place"])
def test_link_that_leads_nowhere_is_refused(tree: Path, tmp_path: Path, program: str, link: str) -> None:
    settings = yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))
    del settings["nav"]
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "index.md"
    page.write_text(f"# One page\n\n[A link]({link})\n", encoding="utf-8")
    assert build(program, tmp_path).returncode == 1
    page.write_text("# One page\n\n[A link](#one-page)\n", encoding="utf-8")
    assert build(program, tmp_path).returncode == 0


def test_lost_link_is_found_out_in_what_is_built(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<h1 id="a">A</h1><a href="#a">.</a><a href="#b">.</a><a href="c/">.</a><img src="/d.png"><a href="https://e.example/">.</a>',
        encoding="utf-8",
    )
    assert list(lost(tmp_path, parsed(tmp_path))) == ["index.html: #b", "index.html: c/", "index.html: /d.png"]
