"""The live preview: after any edit it shows what a clean build would, and what is at fault, over the last good page."""

import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.publishers.preview.files import at_rest, standing
from generator.publishers.preview.live import Live
from tests.conftest import copy_small
from tests.support.commands import dated
from tests.support.edits import run
from tests.support.issued import twice_issued
from tests.support.preview import built, previewed, seen, served, without_guide
from tests.support.rounds import ROUND, appended, changed

PAGE = "protocols/example/index.html"


def test_preview_is_the_clean_build_after_every_edit(project: Path, tmp_path: Path) -> None:
    known: dict[str, str] = {}
    with previewed(without_guide(project)) as live:
        for name, edit in {"nothing": lambda _: None, **ROUND}.items():
            edit(project)
            clean = built(project, tmp_path / f"clean {name}")
            known |= clean
            assert seen(live, known) == clean, name
            assert not live.fault


def test_preview_is_the_clean_build_with_the_whole_guide(project: Path, tmp_path: Path) -> None:
    twice_issued(project)
    with previewed(project) as live:
        clean = built(project, tmp_path / "clean")
        assert seen(live, clean) == clean
        index = live.answer("assets/search/index.js")
        assert index is not None
        assert index.content == (tmp_path / "clean" / "assets" / "search" / "index.js").read_bytes()
        style = live.answer("assets/stylesheets/protocols.css")
        assert style is not None
        assert style.content == (tmp_path / "clean" / "assets" / "stylesheets" / "protocols.css").read_bytes()


WORDS = {
    "protocols/tier-3/example.yaml": ("A child is harmed.", "The hub tells the parents", "They act once."),
    "protocols/core/fast-track.yaml": ("summary: ",),
    "protocols/agencies/police.yaml": ("name: ",),
    "protocols/tier-2/safe-places.yaml": ("summary: ",),
    "templates/pages/urgent.md.j2": ("# ",),
    "protocols/site.yaml": ("county: ",),
}
"""Words before which something may be written."""
PLACES = [(name, words) for name, found in WORDS.items() for words in found]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Live]]:
    """A project that a test may change again and again, with its preview."""
    project = without_guide(copy_small(tmp_path_factory.mktemp("shared") / "project"))
    for name, words in PLACES:
        if words not in (project / name).read_text(encoding="utf-8"):
            pytest.fail(f"{name} does not hold {words!r}")
    with previewed(project) as live:
        yield project, live


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["", "Ab ", "Ba ", "Cde "])), min_size=1, max_size=4
    )
)
def test_preview_is_the_clean_build_after_any_edits(
    shared: tuple[Path, Live], tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[tuple[str, str], str]]
) -> None:
    project, live = shared
    for (name, words), before in edits:
        path = project / name
        text = path.read_text(encoding="utf-8")
        end = words if words.endswith(" ") else ""
        pattern = re.escape(words) + r"(?:Ab |Ba |Cde )?" if end else rf"(?:Ab |Ba |Cde )?{re.escape(words)}"
        path.write_text(
            re.sub(pattern, f"{words}{before}" if end else f"{before}{words}", text, count=1), encoding="utf-8"
        )
        answer = live.answer(PAGE)
        assert answer is not None
        assert answer.found
    clean = built(project, tmp_path_factory.mktemp("clean"))
    assert seen(live, clean) == clean


def test_fault_is_shown_over_the_last_good_page_until_it_is_mended(project: Path) -> None:
    with previewed(without_guide(project)) as live:
        good = live.answer(PAGE)
        changed("protocols/tier-3/example.yaml", "owner: police", "owner: polise")(project)
        bad, other = live.answer(PAGE), live.answer("urgent/index.html")
        changed("protocols/tier-3/example.yaml", "owner: polise", "owner: police")(project)
        mended = live.answer(PAGE)
    assert good
    assert bad
    assert other
    assert mended
    text = bad.content.decode()
    for said in (
        "Example protocol",
        "error[unknown-reference]",
        "protocols/tier-3/example.yaml:6:8",
        "owner: polise",
        "^^^^^^",
        "did you mean",
    ):
        assert said in text
    assert "error[unknown-reference]" in other.content.decode()
    assert mended.digest == good.digest
    assert "preview-fault" not in mended.content.decode()


def test_fault_of_a_template_names_its_line_on_the_page(project: Path) -> None:
    with previewed(without_guide(project)) as live:
        good = live.answer("urgent/index.html")
        appended("templates/pages/urgent.md.j2", "\n{{ nobody_knows_this }}\n")(project)
        bad, other = live.answer("urgent/index.html"), live.answer(PAGE)
    assert good
    assert bad
    assert other
    assert "pages/urgent.md.j2:" in bad.content.decode()
    assert "nobody_knows_this" in bad.content.decode()
    assert "preview-fault" not in other.content.decode()


def test_fault_on_a_page_that_nobody_looks_at_is_found_when_all_is_quiet(project: Path) -> None:
    (project / "docs").unlink()
    shutil.copytree(Path(__file__).parents[2] / "docs", project / "docs", ignore=shutil.ignore_patterns("errors"))
    said: list[str] = []
    with served(project, said) as top:
        appended("docs/about/index.md", "\n[Nowhere](data.md#nowhere)\n")(project)
        for _ in range(600):
            if any("#nowhere" in each for each in said):
                break
            threading.Event().wait(0.1)
        page = got(f"{top}/protocols/example/")[2]
    assert "does not contain an anchor" in page.partition("preview-fault")[2]
    assert "Example protocol" in page.partition("preview-fault")[0]


def test_link_that_a_strict_build_refuses_is_a_fault(project: Path) -> None:
    (project / "docs").unlink()
    shutil.copytree(Path(__file__).parents[2] / "docs", project / "docs", ignore=shutil.ignore_patterns("errors"))
    with previewed(project) as live:
        appended("docs/about/index.md", "\n[Nowhere](nowhere.md)\n")(project)
        answer = live.answer("about/index.html")
    assert answer
    assert "nowhere.md" in answer.content.decode().partition("preview-fault")[2]


def test_whatever_is_missing_at_the_start_is_shown_and_comes_with_its_mend(project: Path) -> None:
    text = (project / "protocols" / "site.yaml").read_text(encoding="utf-8")
    (project / "protocols" / "site.yaml").unlink()
    with previewed(without_guide(project)) as live:
        bad = live.answer("index.html")
        (project / "protocols" / "site.yaml").write_text(text, encoding="utf-8")
        good = live.answer("index.html")
    assert bad
    assert good
    assert "missing-file" in bad.content.decode()
    assert "preview-fault" not in good.content.decode()


def test_files_are_taken_when_a_burst_of_saves_is_over(project: Path) -> None:
    path = project / "protocols" / "tier-3" / "example.yaml"
    before, text = standing(project), path.read_text(encoding="utf-8")

    def save() -> None:
        for number in range(12):
            path.write_text(f"{text}# {number}\n", encoding="utf-8")
            threading.Event().wait(0.01)

    burst = threading.Thread(target=save)
    burst.start()
    found = at_rest(project, rest=1.0)
    burst.join()
    assert found == standing(project) != before
    with previewed(without_guide(project)) as live:
        moment = live.seen
        live.look()
        assert live.seen == moment


def got(address: str) -> tuple[int, str, str]:
    """Return status, final address and text of what is at an address."""
    try:
        response: HTTPResponse
        with urllib.request.urlopen(address, timeout=120) as response:
            return response.status, response.url, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.url, error.read().decode()


def test_link_to_nothing_hides_no_other_file(project: Path) -> None:
    (project / "protocols" / "tier-3" / ".#example.yaml").symlink_to("somebody@somewhere")
    before = standing(project)
    for path in sorted((project / "protocols" / "tier-3").glob("[a-z]*.yaml")):
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert standing(project) != before
        before = standing(project)


def test_server_answers_folders_files_and_what_is_not_there(project: Path) -> None:
    with served(without_guide(project)) as top:
        assert got(f"{top}/protocols/example")[:2] == (200, f"{top}/protocols/example/")
        assert got(f"{top}/assets/stylesheets/protocols.css")[0] == 200
        status, _, text = got(f"{top}/protocols/none/")
        assert (status, 'id="not-found"' in text, 'href="/urgent/"' in text) == (404, True, True)
        assert got(f"{top}/../mkdocs.yml")[0] == got(f"{top}/none.css")[0] == got(f"{top}/%2e%2e/mkdocs.yml")[0] == 404


def test_command_serves_until_it_is_told_to_stop(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "generator", *dated("serve", "--address", "127.0.0.1:0")]
    own = {**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=without_guide(project), stdout=subprocess.PIPE, text=True, env=own) as process:
        assert process.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        assert "Example protocol" in got(f"{found[0]}protocols/example/")[2]
        assert list(tmp_path.glob("protocols-preview-*"))
        process.terminate()
        assert process.wait(120) == 0
    assert not list(tmp_path.glob("protocols-preview-*"))


@pytest.mark.parametrize("address", ["8000", "127.0.0.1:", "127.0.0.1:http"])
def test_what_is_no_address_is_refused_in_words(project: Path, address: str) -> None:
    result = run(project, "serve", "--address", address)
    assert result.exit_code == 2
    assert f"`{address}` is no address" in result.output + result.stderr


def test_browser_hears_of_a_change_and_of_nothing_else(project: Path) -> None:
    said: list[str] = []
    with served(without_guide(project), said) as top:
        page = got(f"{top}/protocols/example/")[2]
        moment = re.search(r'data-changes="([^"]+)" data-seen="([^"]+)"', page)
        assert moment
        heard: list[str] = []
        waiting = threading.Thread(target=lambda: heard.append(got(f"{top}{moment[1]}?seen={moment[2]}")[2]))
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        changed("protocols/tier-3/example.yaml", "Ring the desk.", "Ring the night desk.")(project)
        waiting.join(120)
        assert heard
        assert heard[0] != moment[2]
        assert "Ring the night desk." in got(f"{top}/protocols/example/")[2]
    assert len(said) == 2
