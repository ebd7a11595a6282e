"""Prints a site: every document that was asked for, on all cores, unchanged ones taken from the cache.

A document is known by its data, the templates, the fonts and the version of Typst. Where two builds agree in these, they give
the same file. What is published is a file of its own: nothing that happens to it reaches the cache, nor the other way round.
"""

import gc
import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from generator.kept import remove, write_whole
from generator.printing.cache import Cache
from generator.printing.compose import Composer
from generator.printing.compress import Pdf
from generator.printing.documents import DOCX, Printable, Selection, all_documents, select
from generator.printing.faults import DoesNotFit
from generator.printing.typeset import as_json, engine_key, install_fonts, set_document, start_setting
from generator.printing.word import word_key, write_word
from generator.printing.worker import work_on_one_core
from generator.progress import Progress, unheard
from generator.rendering.renderer import Renderer
from generator.site.build import Site

TEMPLATES = "templates/print"
"""The folder of the Typst templates."""

SCRATCH = "setting"
"""The folder in the cache in which compilers work."""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, order=True)
class Printed:
    """One document that was made."""

    name: str
    """The file's name without `.pdf`; of one for a word processor, with its ending."""
    pages: int
    size: int
    """In bytes."""
    reused: bool = field(default=False, compare=False)
    """Whether it was in the cache."""


@dataclass(frozen=True)
class Summary:
    """What was printed, in order of name."""

    printed: tuple[Printed, ...]
    spoilt: tuple[str, ...] = ()
    """Documents that were made anew because what the cache held of them was not what was kept."""

    @property
    def made(self) -> int:
        """How many were set anew."""
        return sum(not found.reused for found in self.printed)

    @property
    def reused(self) -> int:
        """How many came from the cache."""
        return len(self.printed) - self.made

    @property
    def for_word(self) -> int:
        """How many are for a word processor."""
        return sum(found.name.endswith(DOCX) for found in self.printed)

    @property
    def pages(self) -> int:
        """How many pages they have together."""
        return sum(found.pages for found in self.printed)


AHEAD = 12
"""How many documents may be on their way for each process."""

Setting = deque[tuple[Printable, str, Future[Pdf]]]
"""What is on its way, in the order asked for: each document, its key, and what it becomes."""


class Press:
    """Prints documents one after another: from the cache where it can, else by a compiler in this process or in others."""

    def __init__(self, templates: Path, folder: Path, cache: Path, jobs: int) -> None:
        self._folder, self._cache = folder, Cache(cache)
        self._templates = templates
        self._fonts, self._scratch = install_fonts(cache / "fonts"), cache / SCRATCH
        self._engine = engine_key(templates, self._fonts)
        self._jobs = jobs

    def print(self, printables: Iterable[Printable], progress: Callable[[int], None]) -> Summary:
        """Print documents. Raises `PrintingFault` at the first, in the order given, that fails, however many are set at once.

        Composing stays in this process, which holds the site; only what has to be set goes to others, as JSON.
        """
        found: list[Printed] = []
        setting: Setting = deque()
        with self._compiler() as compiler:
            for printable in printables:
                text = as_json(printable.compose())
                key = self._key(printable, text)
                kept = self._cache.find(printable.key, key)
                if kept:
                    found.append(self._finish(printable, kept, reused=True))
                else:
                    make = write_word if printable.ending == DOCX else set_document
                    setting.append((printable, key, compiler.submit(make, printable.name, printable.template, text)))
                if len(setting) > AHEAD * self._jobs:
                    found.append(self._take(*setting.popleft()))
                progress(len(found))
            while setting:
                found.append(self._take(*setting.popleft()))
                progress(len(found))
        return Summary(tuple(sorted(found)), self._cache.spoilt)

    def _take(self, printable: Printable, key: str, future: Future[Pdf]) -> Printed:
        """Take in a document, waiting until it is set."""
        self._cache.keep(printable.key, key, future.result())
        return self._finish(printable, future.result(), reused=False)

    def _finish(self, printable: Printable, pdf: Pdf, *, reused: bool) -> Printed:
        if printable.at_most and pdf.pages > printable.at_most:
            raise DoesNotFit(printable.name, pdf.pages, printable.at_most)
        for name in (printable.name, *printable.former):
            write_whole(self._folder / f"{name}{printable.ending}", pdf.content)
        return Printed(printable.key, pdf.pages, len(pdf.content), reused)

    def _key(self, printable: Printable, text: str) -> str:
        """Return what a document is known by, beyond its name."""
        engine = word_key() if printable.ending == DOCX else self._engine
        parts = (engine, printable.template, text)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @contextmanager
    def _compiler(self) -> Iterator[Executor]:
        """Give what sets documents, and take away what it leaves behind, and what one left that was killed."""
        remove(self._scratch)
        self._scratch.mkdir()
        try:
            with self._processes() as processes:
                yield processes
        finally:
            remove(self._scratch)

    @contextmanager
    def _processes(self) -> Iterator[Executor]:
        """Give the processes that set documents, started afresh: a copy of one that runs threads can stand still."""
        arguments = (self._templates, self._fonts, self._scratch)
        if self._jobs <= 1:
            start_setting(*arguments)
            yield _Here()
            return
        afresh = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._jobs, afresh, work_on_one_core, arguments)
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


def print_all(  # noqa: PLR0913  What it prints, from where, to where, and how.
    site: Site,
    renderer: Renderer,
    root: Path,
    folder: Path,
    cache: Path,
    *,
    jobs: int = 1,
    only: Selection = Selection(),  # noqa: B008  It is frozen.
    progress: Progress = unheard,
) -> Summary:
    """Print the documents of a site into `folder` and return what was printed.

    The cache, which nothing else may use meanwhile, holds no document that the site does not have. Raises `PrintingFault` at the first
    document that cannot be printed; the cache then keeps what was done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    composer = Composer(site, renderer)
    printables = tuple(select(composer, only))
    press = Press(root / TEMPLATES, folder, cache, min(jobs, len(printables)))
    Cache(cache).forget_others({document.key for document in all_documents(composer)})
    with _library_left_alone():
        return press.print(printables, lambda done: progress(f"{done} of {len(printables)} documents"))


@contextmanager
def _library_left_alone() -> Iterator[None]:
    """Keep the garbage collector from walking through every source again and again, which takes a tenth of the time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
