"""A change file that a page of the preview sends: who may send one, and what becomes of it in the author's own files.

Any page that a browser has open can send to an address of this machine, and a name that leads elsewhere today can lead here tomorrow.
So a change is taken only under a name of this machine, from a page of the preview, and in a form that no other page can send unasked.
"""

import json
from datetime import date
from email.message import Message
from http import HTTPStatus
from pathlib import Path

from generator.authors.edit.apply import prepare_change
from generator.authors.edit.change_file import MAX_BYTES
from generator.authors.edit.workspace import write
from generator.errors import EditRefused
from generator.rules.formats import show
from generator.urls import EDIT, web_path

APPLY = f"/{web_path(EDIT)}apply"
"""The address that takes change files; no published site has it."""

_HERE = ("127.0.0.1", "localhost", "[::1]")
"""What this machine is called by itself."""


def refused(headers: Message, host: str, port: int) -> tuple[HTTPStatus, str] | None:
    """Return why a request is not taken, or nothing where it comes from a page of the preview that listens at this host and port."""
    asked = headers.get("Host", "")
    if asked not in {f"{name}:{port}" for name in (*_HERE, host)}:
        return HTTPStatus.FORBIDDEN, "this is not the address of the preview"
    if headers.get("Origin") != f"http://{asked}":
        return HTTPStatus.FORBIDDEN, "only a page of the preview itself may send a change"
    if headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a change file is sent as application/json"
    length = headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()) or headers.get("Transfer-Encoding"):
        return HTTPStatus.LENGTH_REQUIRED, "the length of the change file is not given"
    if len(length) > len(str(MAX_BYTES)) or int(length) > MAX_BYTES:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a change file may have at most {MAX_BYTES:,} bytes"
    return None


def applied(root: Path, data: bytes, as_of: date) -> tuple[bool, tuple[str, ...]]:
    """Apply a change file to the sources under `root`; return whether that was done, and what to say of it."""
    try:
        prepared = prepare_change(root, data, as_of)
        if prepared.faults:
            faults = show(prepared.faults, {}, "concise").splitlines()
            return False, ("nothing was written: the change would bring faults", *faults)
        write(root, prepared.applied.changes)
    except EditRefused as error:
        return False, tuple(str(error).splitlines())
    return True, prepared.applied.says


def said(*says: str, done: bool) -> bytes:
    """Return the answer that the page reads."""
    return json.dumps({"done": done, "says": says}, ensure_ascii=False).encode()
