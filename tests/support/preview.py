"""A clean build of a project, and its preview, to set against each other."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.publishers.mkdocs_build import write_with_mkdocs
from generator.publishers.preview.live import Live
from generator.publishers.preview.server import PreviewServer
from generator.site.agreements import load_agreed
from generator.site.build import build_from
from tests.conftest import AS_OF


def without_guide(project: Path) -> Path:
    """Leave the authors' guide out of a project, which takes longer to build than everything else in it."""
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("strict: true", "strict: false")
    text = re.sub(r"(?m)^ +- .*\bauthors/.*\n", "", text)
    settings.write_text(text.replace("exclude_docs: |\n", "exclude_docs: |\n  /authors/\n"), encoding="utf-8")
    return project


def built(project: Path, folder: Path) -> dict[str, str]:
    """Return what each page of a clean build holds, as a digest, by its address."""
    site = build_from(project, load_agreed(project, AS_OF).county)
    write_with_mkdocs(project, site, folder)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(folder.rglob("*.html"))
    }


def seen(live: Live, pages: dict[str, str]) -> dict[str, str]:
    """Return what the preview shows at each of these addresses, as a digest; nothing of a page that it does not have."""
    answers = {uri: live.answer(uri) for uri in pages}
    return {uri: answer.digest for uri, answer in answers.items() if answer and answer.found}


@contextmanager
def previewed(project: Path) -> Iterator[Live]:
    """Give the preview of a project, which watches nothing: it looks when a page is asked for."""
    live = Live(project, lambda: AS_OF, lambda _words: None)
    try:
        live.look()
        yield live
    finally:
        live.stop()


@contextmanager
def served(project: Path, said: list[str] | None = None) -> Iterator[str]:
    """Give the address at which the project is served."""
    live = Live(project, lambda: AS_OF, (said if said is not None else []).append)
    server = PreviewServer(("127.0.0.1", 0), live)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
