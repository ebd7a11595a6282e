"""What the authors' guide and the README show is there: links land, commands exist and run, files and worked examples are true."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from posixpath import dirname, normpath

import click
import pytest
import yaml

from generator.commands.program import main
from generator.rules.load import load
from generator.site.build import Site
from tests.conftest import AS_OF, ROOT, WRITTEN
from tests.support.edits import run

Edit = Callable[[str, str, str], Path]

DOCS = ROOT / "docs"
GUIDE = sorted((DOCS / "authors").glob("*.md"))
PAGES = sorted(path for path in DOCS.rglob("*.md") if "adr" not in path.parts)
SHOWS_COMMANDS = [*GUIDE, ROOT / "README.md", ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md"]

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^()\s]+)\)")
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_NOT_RUN = {"build", "serve", "render", "pdf", "impact", "apply"}
"""Commands that are tested elsewhere and take long, or need a repository with a history, or a file that somebody sent."""


def shown(path: Path) -> Iterator[str]:
    """Yield each command that a page shows, on lines of its own or among its words."""
    text = path.read_text(encoding="utf-8")
    blocks = re.sub(r"\\\n\s*", " ", text)
    lines = [line.strip() for line in blocks.splitlines() if line.startswith("    ")]
    for code in (*lines, *_CODE.findall(text)):
        command = re.sub(r"\s+# .*$", "", code).removeprefix(".venv/bin/")
        if re.match(r"(protocols|make) [a-z]", command):
            yield command


def fault_in(command: str) -> str | None:
    """Return what a command line names that does not exist."""
    program, *words = shlex.split(command)
    if program == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return next((word for word in words if word not in targets), None)
    found: click.Command = main
    while isinstance(found, click.Group) and words:
        name = words.pop(0)
        inner = found.get_command(click.Context(found), name)
        if inner is None:
            return name
        found = inner
    options = {name for each in found.params for name in (*each.opts, *each.secondary_opts) if name.startswith("-")}
    return next((word for word in words if word.startswith("-") and word.split("=")[0] not in options), None)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_link_lands(path: Path, county: Site) -> None:
    pages = {page.page_uri: page.markdown for page in county.pages}
    files = {found.uri for found in county.files}
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(DOCS).as_posix()
    for address in _LINK.findall(text):
        if re.match(r"https?:", address):
            continue
        target, _hash, anchor = address.partition("#")
        uri = normpath(f"{dirname(name)}/{target}") if target else name
        here = DOCS / uri
        assert uri in pages or uri in files or here.is_file(), f"{name}: {address}"
        if anchor:
            markdown = pages[uri] if uri in pages else here.read_text(encoding="utf-8")
            assert re.search(rf"[#\"]{re.escape(anchor)}\b", markdown), f"{name}: {address}"


@pytest.mark.parametrize("path", SHOWS_COMMANDS, ids=lambda path: path.name)
def test_every_command_exists_with_its_options(path: Path) -> None:
    for command in shown(path):
        assert fault_in(command) is None, command


def test_commands_that_do_not_exist_would_be_found() -> None:
    assert fault_in("protocols chek") == "chek"
    assert fault_in("protocols check --as-on 2027-01-01") == "--as-on"
    assert fault_in("protocols new tier-4 x") == "tier-4"
    assert fault_in("make sight") == "sight"


def test_every_page_of_the_guide_is_in_its_list_and_in_the_navigation() -> None:
    listed = (DOCS / "authors" / "index.md").read_text(encoding="utf-8")
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in GUIDE:
        assert f"authors/{path.name}" in navigation
        if path.stem != "index":
            assert f"({path.name})" in listed


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_every_source_that_is_named_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    made = "protocols/tier-3/rough-sleeping-outreach.yaml"
    for name in re.findall(r"`(protocols/[\w./-]+)`", text):
        assert (ROOT / name).exists() or name == made or name.startswith("protocols/issued/"), name


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_guide_has_no_reference_that_only_a_source_can_hold(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    outside_code = re.sub(r"`[^`\n]*`|^    .*$", "", text, flags=re.MULTILINE)
    assert "[[" not in outside_code


def test_vague_words_that_the_guide_lists_are_those_of_the_check() -> None:
    from generator.rules.wording import VAGUE

    text = (DOCS / "authors" / "writing-well.md").read_text(encoding="utf-8")
    table = text.split("## Instead of vague words")[1].split("## What no check")[0]
    listed = {
        words.strip() for row in re.findall(r"^\| ([a-z][^|]+) \|", table, re.MULTILINE) for words in row.split(",")
    }
    assert listed == VAGUE.keys()


def test_numbers_that_the_guide_gives_are_those_of_the_check() -> None:
    from generator.rules.repetition import LEAST_WORDS, LIKE_CORE, LIKE_EACH_OTHER
    from generator.rules.sentences import MOST_WORDS

    text = (DOCS / "authors" / "writing-well.md").read_text(encoding="utf-8")
    assert f"more than {MOST_WORDS} words" in text
    assert f"of {LEAST_WORDS} words or more that is at least {LIKE_CORE}%" in text
    assert f"at least {LIKE_EACH_OTHER}% like" in text


STAND_INS = {"county-police": "kent-police", "town-council": "maidstone-council"}
"""The agencies that the guide's examples name, for which every county has its own: who they are in this one."""


def copy_county(folder: Path) -> Path:
    """Return a copy of the county's project that a test may change."""
    for name in ("protocols", "templates", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_every_command_that_the_guide_shows_on_a_line_runs(path: Path, tmp_path: Path) -> None:
    blocks = re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8"))
    commands = [
        shlex.split(line, comments=True) for line in re.findall(r"^ +(protocols [a-z].*)$", blocks, re.MULTILINE)
    ]
    project = copy_county(tmp_path / "project") if commands else tmp_path
    for _program, *words in commands:
        if words[0] in _NOT_RUN:
            continue
        done = run(project, *(STAND_INS.get(word, word) for word in words), as_of=WRITTEN)
        nothing_to_do = words[0] == "replace-provision" and "nothing outside the law register cites" in done.stderr
        assert done.exit_code == 0 or nothing_to_do, f"{words}: {done.output}"


def example(page: str, begins: str) -> str:
    """Return the block of a page that begins with these words, without its indent."""
    text = (DOCS / "authors" / page).read_text(encoding="utf-8")
    found = re.search(rf"^( +){re.escape(begins)}(?:\n\1.*|\n(?= *\n? +))*", text, re.MULTILINE)
    assert found, begins
    return "\n".join(line.removeprefix(found[1]) for line in found[0].splitlines())


def test_silence_that_the_guide_shows_silences(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "- Say who is at risk.", "- Say who is at risk as soon as possible."
    )
    path.write_text(text, encoding="utf-8")
    assert [found.code for found in load(project, AS_OF).diagnostics] == ["vague-words"]
    path.write_text(text + example("silencing-a-rule.md", "silenced:") + "\n", encoding="utf-8")
    assert not load(project, AS_OF).diagnostics


def test_section_16la_can_start_as_the_guide_says(tmp_path: Path) -> None:
    project = copy_county(tmp_path / "project")
    law = project / "protocols" / "law" / "children-act-2004.yaml"
    before = law.read_text(encoding="utf-8")
    head, rest = before.split("  - id: s16la\n", 1)
    started = re.sub(
        r"    force:\n.*?(?=    evidence:)", "    force:\n      since: 2026-09-30\n", rest, count=1, flags=re.DOTALL
    )
    assert started != rest, "the register no longer has section 16LA as unconfirmed; the worked example is out of date"

    protocol = project / "protocols" / "tier-3" / "family-help.yaml"
    text = protocol.read_text(encoding="utf-8")
    item = "What each child says, eats, wears and misses, and who brings them"
    entry = yaml.safe_load(example("changing-the-law.md", "gateways:"))["gateways"][0]
    gateway = "".join(f"    {key}: {value}\n" for key, value in entry.items() if key != "provision")
    text = text.replace("\nrestrictions:\n", f"\n  - provision: {entry['provision']}\n{gateway}restrictions:\n", 1)
    before_flow, flow = text.split(f"  - item: {item}\n", 1)
    flow = flow.replace("gateway: children-act-2004/s10\n", "gateway: children-act-2004/s16la\n", 1)
    protocol.write_text(f"{before_flow}  - item: {item}\n{flow}", encoding="utf-8")

    def faults() -> set[tuple[str, str]]:
        return {(found.code, found.span.path) for found in load(project, AS_OF).diagnostics}

    county = {(found.code, found.span.path) for found in load(ROOT, AS_OF).diagnostics}
    assert faults() - county == {("provision-not-in-force", "protocols/tier-3/family-help.yaml")}
    law.write_text(f"{head}  - id: s16la\n{started}", encoding="utf-8")
    assert faults() == county
