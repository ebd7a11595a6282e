"""Prints a site: every document that was asked for, on all cores, unchanged ones taken from the cache.

A document is known by its data, the templates, the fonts and the version of Typst. Where two builds agree in these, they give
the same file.
"""

import gc
import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from typing import ParamSpec, TypeVar

from generator.printing.compose import Composer
from generator.printing.compress import page_count
from generator.printing.documents import Printable, Selection, select
from generator.printing.faults import DoesNotFit
from generator.printing.typeset import as_json, engine_key, install_fonts, set_document, start_setting
from generator.rendering.renderer import Renderer
from generator.site.build import Site

TEMPLATES = "templates/print"
"""The folder of the Typst templates."""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, order=True)
class Printed:
    """One PDF that was printed."""

    name: str
    """The file's name without `.pdf`."""
    pages: int
    size: int
    """In bytes."""
    reused: bool = field(default=False, compare=False)
    """Whether it was in the cache."""


@dataclass(frozen=True)
class Summary:
    """What was printed, in order of name."""

    printed: tuple[Printed, ...]

    @property
    def made(self) -> int:
        """How many were set anew."""
        return sum(not found.reused for found in self.printed)

    @property
    def reused(self) -> int:
        """How many came from the cache."""
        return len(self.printed) - self.made

    @property
    def pages(self) -> int:
        """How many pages they have together."""
        return sum(found.pages for found in self.printed)


Progress = Callable[[int, int], None]
"""Told how many documents are done, and how many there are."""


class Press:
    """Prints documents one after another: from the cache where it can, else by a compiler in this process or in others."""

    def __init__(self, templates: Path, folder: Path, cache: Path, jobs: int) -> None:
        self._folder, self._cache = folder, cache
        self._templates = templates
        self._fonts = install_fonts(cache / "fonts")
        self._engine = engine_key(templates, self._fonts)
        self._jobs = jobs

    def print(self, printables: Iterable[Printable], progress: Callable[[int], None]) -> dict[str, Printed]:
        """Print documents and return them by their keys in the cache. Raises `PrintingFault` at the first that fails.

        Composing stays in this process, which holds the site; only what has to be set goes to others, as JSON.
        """
        found: dict[str, Printed] = {}
        setting: dict[Future[bytes], tuple[Printable, str]] = {}
        with self._compiler() as compiler:
            for printable in printables:
                text = as_json(printable.compose())
                key = self._key(printable, text)
                if self._kept(key).exists():
                    found[key] = self._finish(printable, key, reused=True)
                else:
                    setting[compiler.submit(set_document, printable.name, printable.template, text)] = (
                        printable,
                        key,
                    )
                self._collect(setting, found, until=3 * self._jobs)
                progress(len(found))
            while setting:
                self._collect(setting, found, until=len(setting) - 1)
                progress(len(found))
        return found

    def _collect(
        self, setting: dict[Future[bytes], tuple[Printable, str]], found: dict[str, Printed], until: int
    ) -> None:
        """Take in what is set, waiting until no more than `until` documents are on their way."""
        while len(setting) > until:
            done, _ = wait(setting, return_when=FIRST_COMPLETED)
            for future in done:
                printable, key = setting.pop(future)
                _write(self._kept(key), future.result())
                found[key] = self._finish(printable, key, reused=False)

    def _finish(self, printable: Printable, key: str, *, reused: bool) -> Printed:
        kept = self._kept(key)
        pages, size = page_count(kept), kept.stat().st_size
        if printable.at_most and pages > printable.at_most:
            kept.unlink()
            raise DoesNotFit(printable.name, pages, printable.at_most)
        for name in (printable.name, *printable.former):
            _place(kept, self._folder / f"{name}.pdf")
        return Printed(printable.name, pages, size, reused)

    def _kept(self, key: str) -> Path:
        return self._cache / f"{key}.pdf"

    def _key(self, printable: Printable, text: str) -> str:
        """Return what a document is known by. Its name is part of it, so that every file of the cache is one document."""
        parts = (self._engine, printable.name, printable.template, text)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @contextmanager
    def _compiler(self) -> Iterator[Executor]:
        """Give what sets documents. Processes are started afresh, because a copy of one that runs threads can stand still."""
        arguments = (self._templates, self._fonts)
        if self._jobs <= 1:
            start_setting(*arguments)
            yield _Here()
            return
        afresh = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._jobs, afresh, _work_on_one_core, arguments)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


class _Here(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Return what is already done."""
        done: Future[R] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def _work_on_one_core(templates: Path, fonts: Path) -> None:
    """Begin in a process of its own, with one thread for Typst: the processes together already use every core.

    Somebody who stops the program at a terminal stops the process that waits for this one, which then ends it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["RAYON_NUM_THREADS"] = "1"
    start_setting(templates, fonts)


def print_all(  # noqa: PLR0913  What it prints, from where, to where, and how.
    site: Site,
    renderer: Renderer,
    root: Path,
    folder: Path,
    cache: Path,
    *,
    jobs: int = 1,
    only: Selection = Selection(),  # noqa: B008  It is frozen.
    progress: Progress = lambda _done, _all: None,
) -> Summary:
    """Print the documents of a site into `folder` and return what was printed.

    After everything was printed, the cache holds that and nothing else. Raises `PrintingFault` at the first document that
    cannot be printed; the cache then keeps what was done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    printables = tuple(select(Composer(site, renderer), only))
    press = Press(root / TEMPLATES, folder, cache, min(jobs, len(printables)))
    with _library_left_alone():
        found = press.print(printables, lambda done: progress(done, len(printables)))
    if only.everything:
        _forget_others(cache, found)
    return Summary(tuple(sorted(found.values())))


@contextmanager
def _library_left_alone() -> Iterator[None]:
    """Keep the garbage collector from walking through every source again and again, which takes a tenth of the time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)


def _place(kept: Path, target: Path) -> None:
    """Put a file of the cache in its place: the same file under two names where the disk can, else a copy."""
    target.unlink(missing_ok=True)
    try:
        os.link(kept, target)
    except OSError:
        copyfile(kept, target)


def _forget_others(cache: Path, keys: Container[str]) -> None:
    for path in cache.glob("*.pdf*"):
        if path.name.removesuffix(".pdf") not in keys:
            path.unlink()
