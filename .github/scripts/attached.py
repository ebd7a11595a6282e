"""Fetch a change file that somebody attached to an issue. The service keeps it and puts its address into the issue's text.

The text is a stranger's, so an address counts only if it has exactly the form of an attachment, on that one host; it is asked without
any token, may lead on once, to where the service keeps files, and no more is read than a change file may hold.
"""

import re
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

MOST_BYTES = 400_000
"""The longest change file."""

LONGEST_WAIT = 30
"""In seconds, for each answer."""

_ATTACHED = re.compile(
    r"(?<![^\s(<])https://github\.com/user-attachments/files/[0-9]{1,15}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}\.(?:json|txt)(?![^\s)>])",
    re.ASCII,
)
_KEPT = re.compile(r"https://objects\.githubusercontent\.com/github-production-repository-file-[0-9a-z]+/[!-~]{1,4000}")
_LEADS_ON = (301, 302, 303, 307, 308)

Connect = Callable[[str], HTTPConnection]


class NotFetched(Exception):
    """Why an attached file cannot be had, in words for the issue."""


def connect_safely(host: str) -> HTTPConnection:
    """Return a connection to a host that proves who it is."""
    return HTTPSConnection(host, timeout=LONGEST_WAIT)


def addresses_in(body: str) -> list[str]:
    """Return where the files are that a text has attached, each once. Anything that only looks like an address of one is none."""
    return list(dict.fromkeys(match[0] for match in _ATTACHED.finditer(body)))


def fetch(address: str, connect: Connect = connect_safely) -> str:
    """Return the text of an attached file. Raises `NotFetched`."""
    try:
        status, leads_to, content = _ask(address, connect)
        if status in _LEADS_ON:
            if not _KEPT.fullmatch(leads_to):
                raise NotFetched("the attached file is not where the service keeps files; paste it instead")
            status, _leads_to, content = _ask(leads_to, connect)
    except (OSError, HTTPException) as fault:
        raise NotFetched("the attached file could not be fetched; paste it instead") from fault
    if status != 200:
        raise NotFetched(f"the service answers {status} for the attached file; paste it instead")
    if len(content) > MOST_BYTES:
        raise NotFetched(f"the attached file is larger than {MOST_BYTES // 1000} kB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotFetched("the attached file is not text in UTF-8") from fault


def _ask(address: str, connect: Connect) -> tuple[int, str, bytes]:
    """Return the status, where the answer leads to, and no more than one byte beyond what a file may hold."""
    parts = urlsplit(address)
    connection = connect(parts.netloc)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        answer: HTTPResponse = connection.getresponse()
        content = answer.read(MOST_BYTES + 1)
        if answer.length and len(content) <= MOST_BYTES:
            raise HTTPException("the answer was cut short")
        return answer.status, answer.getheader("Location", ""), content
    finally:
        connection.close()
