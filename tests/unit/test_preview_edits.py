"""The preview takes a change file from its own pages alone, and applies it to the author's own files."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import copy_small
from tests.support.edits import texts
from tests.support.preview import served, without_guide

CHANGE = {
    "change": 1,
    "file": "protocols/tier-3/example.yaml",
    "why": "",
    "fields": [
        {"at": ["purpose"], "was": "So that a child at risk is seen in time.", "shall_be": "To see her in time."}
    ],
}


@pytest.fixture
def here(project: Path) -> Iterator[tuple[Path, int]]:
    with served(without_guide(project)) as address:
        yield project, int(address.rpartition(":")[2])


def send(port: int, body: bytes, path: str = "/edit/apply", **headers: str | None) -> tuple[int, dict[str, Any]]:
    sent = {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.items():
        if value is not None:
            connection.putheader(name, value.replace("PORT", str(port)))
    connection.endheaders(body)
    answer = connection.getresponse()
    found = json.loads(answer.read())
    connection.close()
    return answer.status, found


def test_a_change_is_applied_said_and_refused_in_words(here: tuple[Path, int]) -> None:
    project, port = here
    status, found = send(port, json.dumps(CHANGE).encode())
    assert (status, found) == (200, {"done": True, "says": ["`purpose` is changed"]})
    assert "\npurpose: To see her in time.\n" in texts(project)["tier-3/example.yaml"]
    before = texts(project)
    other = {**CHANGE, "fields": [{"at": ["title"], "was": "Another", "shall_be": "A third"}]}
    status, found = send(port, json.dumps(other).encode())
    assert (status, found["done"]) == (200, False)
    assert "  is:       Example protocol" in found["says"]
    faulty = {**CHANGE, "fields": [{"at": ["owner"], "was": "police", "shall_be": "polise"}]}
    status, found = send(port, json.dumps(faulty).encode(), Host="localhost:PORT", Origin="http://localhost:PORT")
    assert found["done"] is False
    assert "protocols/tier-3/example.yaml:6:8" in found["says"][1]
    assert send(port, b"{")[1]["says"] == ["the change file is not JSON: line 1, column 2"]
    assert texts(project) == before


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """One preview for what it refuses."""
    project = without_guide(copy_small(tmp_path_factory.mktemp("preview") / "project"))
    with served(project) as address:
        yield project, int(address.rpartition(":")[2])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example:PORT", "Origin": "http://evil.example:PORT"}, 403),
        ({"Host": "127.0.0.1", "Origin": "http://127.0.0.1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:PORT"}, 403),
        ({"Origin": "https://127.0.0.1:PORT"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"Host": None}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": None}, 415),
        ({"Content_Length": None}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "400001"}, 413),
        ({"Content_Length": "9" * 5000}, 413),
        ({"Transfer_Encoding": "chunked"}, 411),
        ({"path": "/edit/"}, 404),
    ],
    ids=lambda value: str(value)[:60],
)
def test_nobody_else_may_send_a_change(shared: tuple[Path, int], headers: dict[str, str | None], status: int) -> None:
    project, port = shared
    before = texts(project)
    found, said = send(port, json.dumps(CHANGE).encode(), **headers)  # type: ignore[arg-type]
    assert found == status
    assert said["done"] is False
    assert len(said["says"]) == 1
    assert texts(project) == before
