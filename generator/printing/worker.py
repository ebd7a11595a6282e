"""How a process begins and ends that sets documents for another one. It needs no site, so it imports little and begins soon."""

import multiprocessing
import os
import signal
from pathlib import Path
from threading import Thread

from generator.printing.typeset import start_setting


def work_on_one_core(templates: Path, fonts: Path, scratch: Path) -> None:
    """Begin in a process of its own, with one thread for Typst: the processes together already use every core.

    Somebody who stops the program at a terminal stops the process that waits for this one, which then ends it. One that is killed
    can end nobody, so this one sees to it itself.
    """
    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["RAYON_NUM_THREADS"] = "1"
    start_setting(templates, fonts, scratch)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
