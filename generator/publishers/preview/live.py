"""What is shown now: the site of the latest moment, or what is at fault since, over the pages as they last were.

A page that is asked for is made from the files as they are then: whoever asks waits until a burst of saves is over. Between
requests the files are watched, and pages are made that nobody asked for yet, so that a fault on any page is seen on all.
"""

import gc
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from tempfile import mkdtemp
from threading import Condition, Event, RLock
from time import monotonic

from generator.publishers.preview.edits import applied
from generator.publishers.preview.files import Standing, at_rest, standing
from generator.publishers.preview.moment import MADE_OF_ALL, Kept, Moment
from generator.publishers.preview.shown import told, with_fault, with_script

BETWEEN_LOOKS = 0.1
"""Seconds between two looks at the files."""

QUIET = 1.5
"""Seconds without a change or a request, after which pages are made that nobody asked for."""


@dataclass(frozen=True)
class Answer:
    """What a browser gets for an address."""

    content: bytes
    digest: str
    """Stands for what a page holds, without what the preview adds."""
    found: bool = True


class Live:
    """One project, as it is now. Every method may be called from any thread."""

    def __init__(self, root: Path, day: Callable[[], date], say: Callable[[str], None]) -> None:
        self._root, self._day, self._say = root, day, say
        self._kept, self._folder = Kept(), Path(mkdtemp(prefix="protocols-preview-"))
        self._lock = RLock()
        self._changed = Condition()
        self._stopped = Event()
        self._of: tuple[date, Standing] | None = None
        self._moment: Moment | None = None
        self._fault, self._elsewhere = "", ""
        self._last: dict[str, bytes] = {}
        """The pages that were shown, as they last were."""
        self._number, self._start = 0, token_hex(4)
        self._is_ahead = False
        self._quiet_since = monotonic()

    @property
    def seen(self) -> str:
        """The name of what is shown now: another one after each change."""
        return f"{self._start}-{self._number}"

    @property
    def fault(self) -> str:
        """What is at fault now, or nothing."""
        return self._fault or self._elsewhere

    def answer(self, uri: str) -> Answer | None:
        """Return a file of the site as the sources are now; a page under what is at fault, if anything is. Nothing where it is no file."""
        with self._lock:
            if uri.endswith(".html"):
                self.look()
                self._quiet_since = monotonic()
                return self._page(uri)
        return self._file(uri)

    def apply(self, data: bytes) -> tuple[bool, tuple[str, ...]]:
        """Apply a change file to the files; return whether that was done, and what to say of it."""
        with self._lock:
            return applied(self._root, data, self._day())

    def missing(self) -> Answer:
        """Return the page that says that there is no such page."""
        with self._lock:
            return self._page("")

    def holds(self, uri: str) -> bool:
        """Return whether the site has a file of this name."""
        with self._lock:
            if self._of is None:
                self.look()
            return self._moment is not None and self._moment.holds(uri)

    def wait(self, seen: str, seconds: float) -> str:
        """Return the name of what is shown, as soon as it is not the one that was `seen`, or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.seen != seen or self._stopped.is_set(), timeout=seconds)
        return self.seen

    def follow(self) -> None:
        """Watch the files, and work ahead while nothing changes, until `stop` is called."""
        while not self._stopped.wait(BETWEEN_LOOKS):
            self.look()
            self._work_ahead()

    def stop(self) -> None:
        """End `follow`, and let nobody wait."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()
        with self._lock:
            rmtree(self._folder, ignore_errors=True)

    def look(self) -> None:
        """Take the files as they are now, if they are other than they were."""
        with self._lock:
            if self._of == (self._day(), standing(self._root)):
                return
            self._of = (self._day(), at_rest(self._root))
            started = monotonic()
            self._take()
            self._say(self._fault or f"made anew in {monotonic() - started:.1f} s")

    def _take(self) -> None:
        self._is_ahead = False
        folder = self._folder / str(self._number)
        try:
            self._elsewhere = ""
            self._moment, self._fault = Moment(self._root, self._day(), self._kept, folder), ""
        except Exception as fault:  # noqa: BLE001  Whatever stops a build is shown, and the next change may mend it.
            self._fault = told(fault)
        self._tell()
        for before in self._folder.iterdir() if not self._fault else ():
            if before != folder:
                rmtree(before, ignore_errors=True)

    def _tell(self) -> None:
        self._quiet_since = monotonic()
        with self._changed:
            self._number += 1
            self._changed.notify_all()

    def _page(self, uri: str) -> Answer:
        fault, found = self._fault, True
        page: bytes | None = None
        if self._moment and not fault:
            try:
                page = self._moment.content(uri)
                found = page is not None
                page = self._moment.missing() if page is None else page
            except Exception as stopped:  # noqa: BLE001  As above.
                fault = told(stopped)
        if page is not None and found:
            self._last[uri] = page
        fault = fault or self._elsewhere
        content = with_fault(page or self._last.get(uri), fault) if fault else page or b""
        digest = hashlib.sha256(content).hexdigest()[:16]
        return Answer(with_script(content, self.seen, digest), digest, found)

    def _file(self, uri: str) -> Answer | None:
        """Return what is no page; of the last good site, if something is at fault. What search looks in needs all pages first."""
        with self._lock:
            moment = self._moment
        try:
            while moment and uri.startswith(MADE_OF_ALL):
                with self._lock:
                    if not moment.work_ahead():
                        break
            with self._lock:
                content = moment.content(uri) if moment else None
        except Exception:  # noqa: BLE001  A page that cannot be made says so itself.
            return None
        return None if content is None else Answer(content, "")

    def _work_ahead(self) -> None:
        """Make pages that nobody asked for, for a tenth of a second, once all is quiet; show what is at fault with one on all."""
        until = monotonic() + BETWEEN_LOOKS
        while not self._is_ahead and not self.fault and monotonic() - self._quiet_since > QUIET and monotonic() < until:
            with self._lock:
                try:
                    self._is_ahead = not (self._moment and self._moment.work_ahead())
                except Exception as fault:  # noqa: BLE001  As above.
                    self._elsewhere = told(fault)
                    self._say(self._elsewhere)
                    self._tell()
                if self._is_ahead:
                    gc.collect()
