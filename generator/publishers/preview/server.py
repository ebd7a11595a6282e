"""The preview's own web server: answers browsers on this machine, each in a thread, while another watches the files.

What it takes from a page, and from which, is for `edits` to say.
"""

import mimetypes
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from generator.publishers.preview.edits import APPLY, refused, said
from generator.publishers.preview.live import Answer, Live
from generator.publishers.preview.shown import CHANGES, SCRIPT

PATIENCE = 25.0
"""Seconds for which a browser waits for a change before it asks again."""


class PreviewServer(ThreadingHTTPServer):
    """Serves one project until it is shut down."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], live: Live) -> None:
        super().__init__(address, _Handler)
        self.live = live
        self._watch = Thread(target=live.follow, daemon=True)

    def serve_forever(self, poll_interval: float = 0.1) -> None:
        """Answer until `shutdown` is called."""
        self._watch.start()
        super().serve_forever(poll_interval)

    def server_close(self) -> None:
        """Stop listening and watching."""
        super().server_close()
        self.live.stop()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer one request."""
        try:
            self._answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815  The name that the library looks for.

    def do_POST(self) -> None:
        """Take a change file from a page of the preview; nothing else is taken. A request that is refused is not read to its end."""
        host, port = str(self.server.server_address[0]), self.server.server_port
        if urlsplit(self.path).path != APPLY:
            why: tuple[HTTPStatus, str] | None = HTTPStatus.NOT_FOUND, "nothing is taken at this address"
        else:
            why = refused(self.headers, host, port)
        if why is not None:
            self.close_connection = True
            self._send(why[0], Answer(said(why[1], done=False), ""), "application/json")
            return
        done, says = self.server.live.apply(self.rfile.read(int(self.headers["Content-Length"])))
        self._send(HTTPStatus.OK, Answer(said(*says, done=done), ""), "application/json")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  The name that the library gives it.
        """Say nothing of each request."""

    def _answer(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == CHANGES:
            seen = parse_qs(asked.query).get("seen", [""])[0]
            self._send(HTTPStatus.OK, Answer(self.server.live.wait(seen, PATIENCE).encode(), ""), "text/plain")
        elif asked.path == SCRIPT:
            content = Path(__file__).with_name("preview.js").read_bytes()
            self._send(HTTPStatus.OK, Answer(content, ""), "text/javascript")
        else:
            self._send_file(unquote(asked.path).lstrip("/"), asked.query)

    def _send_file(self, path: str, query: str) -> None:
        """Send a file of the site; a folder's first page for the folder, which is told its slash."""
        live = self.server.live
        if path and not path.endswith("/") and live.holds(f"{path}/index.html"):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"/{path}/" + (f"?{query}" if query else ""))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        uri = f"{path}index.html" if not path or path.endswith("/") else path
        answer = live.answer(uri)
        if answer is None:
            self._send(HTTPStatus.NOT_FOUND, live.missing(), "text/html")
        else:
            kind = mimetypes.guess_type(uri)[0] or "application/octet-stream"
            self._send(HTTPStatus.OK if answer.found else HTTPStatus.NOT_FOUND, answer, kind)

    def _send(self, status: HTTPStatus, answer: Answer, kind: str) -> None:
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Digest", answer.digest)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)
