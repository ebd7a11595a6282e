"""Whatever happens to a build, `site/` holds the last good one, whole."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import PublishingFault
from generator.site.swap import PREFIX, one_at_a_time, place_of, publish
from tests.support.commands import dated


def write(words: str):
    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "index.html").write_text(words, encoding="utf-8")

    return make


def nothing_wrong(_folder: Path) -> tuple[str, ...]:
    return ()


def words_of(site: Path) -> str:
    return (site / "index.html").read_text(encoding="utf-8")


def test_first_and_second_build_are_published(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, write("one"), nothing_wrong)
    assert words_of(site) == "one"
    publish(site, write("two"), nothing_wrong)
    assert words_of(site) == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_site_that_is_not_fit_is_not_published(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, write("good"), nothing_wrong)
    with pytest.raises(PublishingFault, match="a broken link"):
        publish(site, write("bad"), lambda _folder: ("a broken link",))
    assert words_of(site) == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_build_that_fails_half_way_leaves_the_last_good_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, write("good"), nothing_wrong)

    def fail(folder: Path) -> None:
        write("half")(folder)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        publish(site, fail, nothing_wrong)
    assert words_of(site) == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_killed_build_leaves_the_last_good_site_and_the_next_one_clears_up(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, write("good"), nothing_wrong)
    program = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from generator.site.swap import publish

        def make(folder):
            folder.mkdir()
            (folder / "index.html").write_text("half")
            print("started", flush=True)
            time.sleep(60)

        publish(Path(sys.argv[1]), make, lambda folder: ())
        """
    )
    with subprocess.Popen([sys.executable, "-c", program, str(site)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    assert words_of(site) == "good"
    assert list(tmp_path.glob(f"{PREFIX}*"))
    publish(site, write("next"), nothing_wrong)
    assert words_of(site) == "next"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_of_the_same_number_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / f"{PREFIX}{os.getpid()}"
    left.mkdir()
    (left / "stale.html").touch()
    publish(tmp_path / "site", write("good"), nothing_wrong)
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "index.html"]


def test_site_that_stepped_aside_for_one_that_never_came_is_put_back(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(20)
    aside = tmp_path / f"{PREFIX}{ended.pid}-for-site"
    write("good")(aside)
    with pytest.raises(PublishingFault):
        publish(tmp_path / "site", write("bad"), lambda _folder: ("a broken link",))
    assert words_of(tmp_path / "site") == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_readers_never_find_the_site_missing_or_half(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, write("0"), nothing_wrong)
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        seen = 0
        while not Path(sys.argv[2]).exists():
            Path(sys.argv[1], "index.html").read_text()
            seen += 1
        print(seen)
        """
    )
    stop = tmp_path / "stop"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(site), str(stop)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as reader:
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            publish(site, write("again"), nothing_wrong)
        stop.touch()
        output, errors = reader.communicate(timeout=20)
    assert not errors
    assert int(output) > 0


def test_link_is_followed_and_its_target_replaced(tmp_path: Path) -> None:
    site, real = tmp_path / "project" / "site", tmp_path / "served" / "county"
    real.mkdir(parents=True)
    site.parent.mkdir()
    site.symlink_to(real)
    publish(site, write("one"), nothing_wrong)
    publish(site, write("two"), nothing_wrong)
    assert site.is_symlink()
    assert words_of(real) == "two"
    assert [path.name for path in real.parent.iterdir()] == ["county"]


def dangling(site: Path) -> None:
    site.symlink_to(site.parent / "gone")


def plain_file(site: Path) -> None:
    site.write_text("kept", encoding="utf-8")


@pytest.mark.parametrize(
    ("put", "says"), [(dangling, "leads to nothing"), (plain_file, "is a file, not a folder")], ids=["dangling", "file"]
)
def test_what_cannot_be_exchanged_is_refused_before_anything_is_made(
    tmp_path: Path, put: Callable[[Path], None], says: str
) -> None:
    site = tmp_path / "site"
    put(site)

    def make(_folder: Path) -> None:
        pytest.fail("something was made")

    with pytest.raises(PublishingFault, match=says):
        publish(site, make, nothing_wrong)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_place_where_a_disk_is_mounted_is_refused() -> None:
    with pytest.raises(PublishingFault, match="where a disk is mounted"):
        place_of(Path("/proc"))


def test_second_build_waits_for_the_first(tmp_path: Path) -> None:
    lock, waited = tmp_path / "lock", []
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from generator.site.swap import one_at_a_time

        with one_at_a_time(Path(sys.argv[1]), lambda: None):
            print("held", flush=True)
            sys.stdin.read()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"

        def wait() -> None:
            waited.append(first.poll())
            first.kill()  # The system lets go of the lock, however a process ends.

        with one_at_a_time(lock, wait):
            assert waited == [None]
    with one_at_a_time(lock, lambda: pytest.fail("nobody holds it any more")):
        pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_build_that_is_stopped_says_so_and_leaves_nothing_over(project: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "generator", *dated("build")]
    subprocess.run([*command, "--no-pdf"], cwd=project, check=True, capture_output=True)
    before = (project / "site").stat().st_ino
    with subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True, start_new_session=True) as build:
        while not (project / "build" / "printing").exists():
            assert build.poll() is None
            time.sleep(0.01)
        os.killpg(build.pid, number)
        _, said = build.communicate(timeout=60)
    assert build.returncode == 128 + number
    assert said.splitlines()[-2:] == [
        "nothing was published; the last good site is as it was",
        f"stopped by {number.name}",
    ]
    assert "Traceback" not in said
    assert (project / "site").stat().st_ino == before
    assert not (project / "build" / "printing").exists()


def test_system_s_no_is_said_in_words(project: Path) -> None:
    (project / "build").write_text("in the way", encoding="utf-8")
    command = [sys.executable, "-m", "generator", *dated("build", "--no-pdf")]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "build: File exists" in result.stderr
    assert "nothing was published" in result.stderr
