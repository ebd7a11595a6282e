"""Whatever happens to a build, `site/` holds the last good one, whole."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from generator.errors import PublishingFault
from generator.site.swap import PREFIX, publish


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
