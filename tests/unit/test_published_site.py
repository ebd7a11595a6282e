"""The finished site, as a browser gets it: built by the program itself, from the small project and from hostile sources."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.site.build import build
from generator.site.verify import verify
from generator.words.catalogue import said_in
from tests.conftest import AS_OF
from tests.support.commands import dated
from tests.support.other_language import copy_in_other_language
from tests.support.stems import stems_in

Edit = Callable[[str, str, str], Path]


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *dated(*arguments)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def build_site(project: Path, pdf: str = "--no-pdf") -> subprocess.CompletedProcess[str]:
    return run(project, "build", pdf)


def search_index(project: Path, name: str = "index") -> Any:
    script = (project / "site" / "assets" / "search" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(script.partition(" = ")[2].removesuffix(";\n"))


def searched_sections(project: Path) -> dict[str, dict[str, str]]:
    entries = search_index(project)["entries"]
    places = search_index(project, "sections")["places"]
    return {entry["address"]: dict(found) for entry, found in zip(entries, places, strict=True)}


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_build_publishes_and_two_builds_are_the_same_bytes(project: Path) -> None:
    assert build_site(project, "--pdf").returncode == 0
    first = fingerprints(project / "site")
    shutil.rmtree(project / "build")
    assert build_site(project, "--pdf").returncode == 0
    assert fingerprints(project / "site") == first
    assert {"protocols/example/index.html", "pdf/example.pdf", "pdf/example--police.pdf", "pdf/pack-police.pdf"} <= set(
        first
    )


def test_the_frame_of_a_page_is_in_the_language_of_the_county(tmp_path: Path) -> None:
    project = copy_in_other_language(tmp_path / "project")
    assert build_site(project, "--pdf").returncode == 0
    page, lost = ((project / "site" / name).read_text(encoding="utf-8") for name in ("urgent/index.html", "404.html"))
    tree = html.fromstring(page.encode())
    assert tree.get("lang") == "cy"
    words = json.loads(tree.xpath("string(//meta[@name='words']/@content)"))
    scripts = project / "docs" / "assets" / "javascripts"
    script = "\n".join(path.read_text(encoding="utf-8") for path in sorted(scripts.glob("*.js")))
    assert words == {text: f"⟦{text}⟧" for text in said_in(script)}
    assert len(words) >= 7
    assert "⟦Every fast track⟧" in tree.xpath("string(//title)")
    assert "⟦Built for ⟦22 ⟦November⟧ 2026⟧.⟧ ⟦Printed copies are uncontrolled:⟧" in page
    assert '<h1 id="not-found">⟦This page does not exist⟧</h1>' in lost
    protocol = (project / "site" / "protocols" / "example" / "index.html").read_text(encoding="utf-8")
    assert "⟦Fast-track card, to pin up⟧" in protocol
    assert "<strong>⟦On paper⟧</strong>" in protocol
    assert re.search(r"⟦PDF, 1 pages, \d+ kB⟧1", protocol)


def test_an_english_page_carries_no_words_for_the_script(project: Path) -> None:
    assert build_site(project).returncode == 0
    assert b'name="words"' not in (project / "site" / "index.html").read_bytes()


def downloads(project: Path, page: str) -> dict[str, str]:
    """What a page offers to print: each file, with the words that say how long and how large it is."""
    tree = html.fromstring((project / "site" / page / "index.html").read_bytes())
    links = tree.xpath("//a[@type='application/pdf']")
    return {link.get("href").rpartition("/")[2]: link.getnext().text_content() for link in links}


def test_pages_link_to_what_was_printed_with_size_and_pages(project: Path) -> None:
    assert build_site(project, "--pdf").returncode == 0
    found = downloads(project, "protocols/example")
    copies = {f"{kind}example--{agency}.pdf" for agency in ("council", "police", "school") for kind in ("working-", "")}
    assert found.keys() == {"card-example.pdf", "example.pdf", *copies}
    assert re.fullmatch(r"PDF, [1-8] pages?, \d+ kB", found["working-example--council.pdf"])
    assert re.fullmatch(r"PDF, 1 page, \d+ kB", found["card-example.pdf"])
    assert re.fullmatch(r"PDF, \d\d pages, \d+ kB", found["example.pdf"])
    assert downloads(project, "agencies/police").keys() == {
        "pack-police.pdf",
        "working-example--police.pdf",
        "example--police.pdf",
    }
    assert downloads(project, "urgent").keys() == {"card-example.pdf"}
    assert downloads(project, "core").keys() == {"core.pdf"}
    assert downloads(project, "training/self-check").keys() == {"self-check.pdf"}
    for name in found:
        assert (project / "site" / "pdf" / name).read_bytes().startswith(b"%PDF-1.7")
    build_site(project)
    assert downloads(project, "protocols/example") == {}
    assert not (project / "site" / "pdf").exists()


def test_search_finds_no_words_about_files(project: Path) -> None:
    assert build_site(project, "--pdf").returncode == 0
    index = search_index(project)
    assert not {"pdf", "kb"} & set(stems_in(index))
    assert "share" in stems_in(index)


def test_document_that_cannot_be_printed_stops_publishing(project: Path, edit: Edit) -> None:
    build_site(project)
    before = fingerprints(project / "site")
    edit("core/safety-first.yaml", "title: Safety first", "title: Safety \U0001f9ff first")
    result = build_site(project, "--pdf")
    assert result.returncode == 1
    assert "core, section" in result.stderr
    assert "nothing was published; the last good site is as it was" in result.stderr
    assert "Traceback" not in result.stderr
    assert fingerprints(project / "site") == before


def test_fault_in_a_source_leaves_the_last_good_site(project: Path, edit: Edit) -> None:
    build_site(project)
    before = fingerprints(project / "site")
    edit("tier-3/example.yaml", "owner: police", "owner: polise")
    result = build_site(project)
    assert result.returncode == 1
    assert "error[unknown-reference]: `polise` is not the name of any agency" in result.stderr
    assert "Traceback" not in result.stderr
    assert fingerprints(project / "site") == before


HOSTILE = {
    "template mark": b"id: fire\nname: '{{ 7*7 }}'\n",
    "raw block": b"id: fire\nname: '{% raw %}'\n",
    "not UTF-8": b"id: fire\nname: \xff\xfe\n",
    "empty": b"",
    "five megabytes": b"# x\n" * 1_300_000,
    "bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "python object": b"!!python/object/apply:os.system ['touch /tmp/owned']\n",
    "deep": b"[" * 20_000,
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_a_clear_fault_and_the_last_good_site_stays(project: Path, name: str) -> None:
    build_site(project)
    before = fingerprints(project / "site")
    (project / "protocols" / "agencies" / "fire.yaml").write_bytes(HOSTILE[name])
    result = build_site(project)
    assert result.returncode == 1
    assert "protocols/agencies/fire.yaml" in result.stderr
    assert "Traceback" not in result.stderr
    assert fingerprints(project / "site") == before


@pytest.mark.parametrize("kind", ["folder", "link out", "link in a circle"])
def test_name_that_is_no_file_is_a_clear_fault(project: Path, kind: str) -> None:
    path = project / "protocols" / "agencies" / "fire.yaml"
    match kind:
        case "folder":
            path.mkdir()
        case "link out":
            path.symlink_to("/etc/passwd")
        case _:
            path.symlink_to(path)
    result = build_site(project)
    assert result.returncode == 1
    assert "protocols/agencies/fire.yaml" in result.stderr
    assert "Traceback" not in result.stderr
    assert "root:" not in result.stderr


def test_marks_of_other_languages_in_a_source_are_words(project: Path, edit: Edit) -> None:
    edit("tier-3/example.yaml", "purpose: So that", "purpose: '${8} #eval(1) %x% $x$ So that")
    edit("tier-3/example.yaml", "is seen in time.\n", "is seen in time.'\n")
    result = build_site(project, "--pdf")
    assert result.returncode == 0, result.stderr
    text = html.parse(project / "site" / "protocols" / "example" / "index.html").getroot().text_content()
    assert "${8} #eval(1) %x% $x$ So that" in text


def test_template_marks_in_a_source_stop_publishing(project: Path, edit: Edit) -> None:
    edit("tier-3/example.yaml", "purpose: So that", "purpose: '{{ 7*7 }} {% raw %} {# x #} So that")
    edit("tier-3/example.yaml", "is seen in time.\n", "is seen in time.'\n")
    result = build_site(project)
    assert result.returncode == 1
    assert "error[template-code]" in result.stderr
    assert not (project / "site").exists()


def test_changing_one_word_of_the_core_in_one_protocol_stops_publishing(project: Path) -> None:
    add_second_protocol(project)
    build_site(project)
    site = build(project, AS_OF)
    assert verify(site, project / "site") == ()
    page = project / "site" / "protocols" / "second" / "index.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("The law lets you.", "The law makes you."), encoding="utf-8"
    )
    problems = verify(site, project / "site")
    assert problems == (
        "protocols/second/index.html: the words of `b1-safety-first` differ from those in the other protocols",
    )


def test_clause_that_is_published_under_another_id_stops_publishing(project: Path) -> None:
    build_site(project)
    page = project / "site" / "protocols" / "example" / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace('id="b2-fast-track"', 'id="b9-fast-track"'), encoding="utf-8")
    problems = verify(build(project, AS_OF), project / "site")
    assert "protocols/example/index.html: holds 1 of 2 core clauses" in problems


def test_template_that_changes_one_word_in_one_protocol_stops_publishing(project: Path) -> None:
    add_second_protocol(project)
    build_site(project)
    before = fingerprints(project / "site")
    path = project / "templates" / "pages" / "protocol.md.j2"
    core = '{{ once("parts/core.md.j2", clauses=clauses) }}'
    text = path.read_text(encoding="utf-8")
    assert core in text
    changed = core + '{% if protocol.id == "second" %}\n\nOne word more.\n{% endif %}'
    path.write_text(text.replace(core, changed), encoding="utf-8")
    result = build_site(project)
    assert result.returncode == 1
    assert "the words of `b2-fast-track` differ" in result.stderr
    assert fingerprints(project / "site") == before


def add_second_protocol(project: Path) -> None:
    folder = project / "protocols" / "tier-3"
    text = (folder / "example.yaml").read_text(encoding="utf-8")
    second = text.replace("id: example", "id: second").replace("title: Example protocol", "title: Second protocol")
    (folder / "second.yaml").write_text(second, encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param('href="../../core/fast-track/"', 'href="../../core/slow-track/"', "leads to no file", id="page"),
        pytest.param('href="#c1-flows"', 'href="#c99-flows"', "does not have", id="anchor"),
        pytest.param('href="../../core/fast-track/"', 'href="../../../../x/"', "climbs out of the site", id="outside"),
    ],
)
def test_broken_link_is_found(project: Path, old: str, new: str, problem: str) -> None:
    build_site(project)
    page = project / "site" / "protocols" / "example" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    problems = verify(build(project, AS_OF), project / "site")
    assert len(problems) == 1
    assert problem in problems[0]


def break_links(project: Path) -> None:
    """Let the template of a protocol link to a page, to a place elsewhere and to a place of its own that are not there."""
    path = project / "templates" / "pages" / "protocol.md.j2"
    broken = "[a](../core/slow-track.md) [b](../core/fast-track.md#nowhere) [c](#nowhere)"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{broken}\n", encoding="utf-8")


def test_verification_finds_every_broken_link_that_a_template_writes(project: Path) -> None:
    break_links(project)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("strict: true", "strict: false"), encoding="utf-8")
    result = build_site(project)
    assert result.returncode == 1
    page = "protocols/example/index.html: the link"
    assert f"{page} `../core/slow-track.md` leads to no file" in result.stderr
    assert f"{page} `../../core/fast-track/#nowhere` names a place that its page does not have" in result.stderr
    assert f"{page} `#nowhere` names a place that its page does not have" in result.stderr
    assert not (project / "site").exists()


def test_mkdocs_finds_every_broken_link_that_a_template_writes(project: Path) -> None:
    break_links(project)
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", "plain"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert (
        "'protocols/example.md' has a link '../core/slow-track.md' that leads to no page and no file" in result.stderr
    )
    assert "'core/fast-track.md' does not contain an anchor '#nowhere'" in result.stderr
    assert "a link '#nowhere', but there is no such anchor on this page" in result.stderr


def test_core_is_searched_once(project: Path) -> None:
    build_site(project)
    found = searched_sections(project)
    assert "core/safety-first/" in found
    assert not [where for where, sections in found.items() if "b1-safety-first" in sections]
    assert not (project / "site" / "search").exists()


def test_hand_written_page_is_found_by_its_title_and_its_headings(project: Path) -> None:
    build_site(project)
    found = {entry["address"]: entry for entry in search_index(project)["entries"]}
    first_edit = found["authors/first-edit/"]
    assert first_edit["title"] == "Your first edit"
    assert searched_sections(project)["authors/first-edit/"]


def test_edit_link_opens_the_source(project: Path) -> None:
    build_site(project)
    page = (project / "site" / "protocols" / "example" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'href="[^"]*/edit/main/protocols/tier-3/example\.yaml"', page)


def test_plain_tree_never_overwrites(project: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("keep", encoding="utf-8")
    result = run(project, "render", "--to", str(tmp_path))
    assert result.returncode == 2
    assert "is not empty" in result.stderr


def test_check_prints_json_alone(project: Path, edit: Edit) -> None:
    edit("tier-3/example.yaml", "owner: police", "owner: polise")
    edit("agencies/council.yaml", "kind: county-council", "kind: county")
    result = run(project, "check", "--format", "json")
    assert result.returncode == 1
    found = json.loads(result.stdout)
    assert [(fault["path"], fault["line"], fault["column"], fault["code"], fault["severity"]) for fault in found] == [
        ("protocols/agencies/council.yaml", 4, 7, "wrong-choice", "error"),
        ("protocols/tier-3/example.yaml", 6, 8, "unknown-reference", "error"),
    ]
    assert {"message", "help"} <= set(found[0])


def test_exit_codes(project: Path, tmp_path: Path) -> None:
    assert run(project, "check").returncode == 0
    assert run(project, "check", "--format", "nonsense").returncode == 2
    assert run(project, "build", "--as-of", "tomorrow").returncode == 2
    (tmp_path / "elsewhere").mkdir()
    assert run(tmp_path / "elsewhere", "check").returncode == 2


def test_mkdocs_itself_builds_the_same_pages(project: Path) -> None:
    build_site(project)
    text = (
        (project / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("  - protocols\n", f"  - protocols:\n      as_of: '{AS_OF}'\n")
    )
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
    plain = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "plain"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    ours = (project / "site" / "protocols" / "example" / "index.html").read_bytes()
    assert (project / "plain" / "protocols" / "example" / "index.html").read_bytes() == ours
