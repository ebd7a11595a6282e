"""A change file in an issue becomes a pull request; what a stranger wrote is never more than words, and reaches one source alone.

The service itself is not tested. The scripts run against a `gh` that keeps what it is sent.
"""

import base64
import importlib
import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.support.edits import texts

SCRIPTS = ROOT / ".github" / "scripts"

CHANGE = {
    "change": 1,
    "file": "protocols/tier-3/example.yaml",
    "why": "",
    "fields": [
        {"at": ["purpose"], "was": "So that a child at risk is seen in time.", "shall_be": "To see her in time."}
    ],
}

FAKE_GH = """\
    import json, shutil, sys
    from pathlib import Path

    here = Path(__file__).parent
    arguments, sent = sys.argv[1:], sys.stdin.read()
    with (here / "asked.jsonl").open("a") as record:
        record.write(json.dumps({"arguments": arguments, "sent": sent}) + "\\n")
    if arguments[:2] == ["run", "download"]:
        folder = Path(arguments[arguments.index("--dir") + 1])
        if (here / "link").exists():
            (folder / "change.json").symlink_to("/etc/hostname")
        else:
            shutil.copy(here / "change.json", folder)
    elif "/git/ref/" in arguments[3]:
        print(json.dumps({"object": {"sha": "c0ffee"}}))
    else:
        print(json.dumps({"sha": "beef", "number": 5}))
"""


@dataclass(frozen=True)
class Service:
    folder: Path

    @property
    def sent(self) -> list[tuple[str, Any]]:
        """What was written, with where to."""
        record = self.folder / "asked.jsonl"
        asked = [json.loads(line) for line in record.read_text().splitlines()] if record.exists() else []
        return [
            (" ".join(each["arguments"][2:4]), json.loads(each["sent"]))
            for each in asked
            if each["arguments"][0] == "api" and each["arguments"][2] != "GET"
        ]

    def propose(self, found: object) -> subprocess.CompletedProcess[str]:
        (self.folder / "change.json").write_text(found if isinstance(found, str) else json.dumps(found))
        environment = {
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "REPOSITORY": "a-county/protocols",
            "RUN_ID": "77",
            "ISSUE": "12",
            "BASE": "main",
        }
        command = [sys.executable, str(SCRIPTS / "propose.py")]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    folder = tmp_path / "service"
    folder.mkdir()
    (folder / "fake_gh.py").write_text(textwrap.dedent(FAKE_GH))
    (folder / "gh").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder}/fake_gh.py" "$@"\n')
    (folder / "gh").chmod(0o755)
    return Service(folder)


ATTACHED = "https://github.com/user-attachments/files/12345678/change-example.json"
KEPT = (
    "https://objects.githubusercontent.com/github-production-repository-file-5c1aeb/1/12345678?X-Amz-Signature=ab%2Fcd"
)


@dataclass
class Host:
    """Answers for every host that is asked, and keeps who was asked for what."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    port: int = 0

    def connect(self, host: str) -> HTTPConnection:
        self.asked.append(host)
        return HTTPConnection("127.0.0.1", self.port, timeout=20)


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, content = found.answers[self.path]
            found.headers += [name.lower() for name in self.headers]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        found.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def attached(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("attached")


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_attached_change_file_is_applied_as_a_pasted_one(
    project: Path, tmp_path: Path, host: Host, attached: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.answers = {
        path_of(ATTACHED): (302, {"Location": KEPT}, b""),
        path_of(KEPT): (200, {}, b"\xef\xbb\xbf" + json.dumps(CHANGE).encode()),
    }
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@" --as-of 2026-11-22\n')
    program.chmod(0o755)
    monkeypatch.chdir(project)
    environment = {"BODY": f"Here it is.\r\n\r\n[change-example.json]({ATTACHED})", "PROTOCOLS": str(program)}
    importlib.import_module("change").main(environment, tmp_path / "out", host.connect)
    found = json.loads((tmp_path / "out" / "change.json").read_text(encoding="utf-8"))
    assert (found["done"], found["path"]) == (True, "protocols/tier-3/example.yaml")
    assert found["text"] == texts(project)["tier-3/example.yaml"]
    assert "To see her in time." in found["text"]
    assert host.asked == ["github.com", "objects.githubusercontent.com"]
    assert set(host.headers) == {"host", "accept-encoding"}, "no token goes along"
    assert attached.addresses_in(environment["BODY"]) == [ATTACHED]


@pytest.mark.parametrize(
    "address",
    [
        ATTACHED.replace("https", "http"),
        ATTACHED.replace("github.com", "github.com.evil.example"),
        ATTACHED.replace("github.com", "evil.example/github.com"),
        ATTACHED.replace("github.com", "user@github.com"),
        ATTACHED.replace("github.com", "github.com:8080"),
        ATTACHED.replace("github.com", "github.com@evil.example"),
        ATTACHED.replace("github.com", "GITHUB.COM"),
        ATTACHED.replace("github.com", "g\u0131thub.com"),
        ATTACHED.replace("github.com", "169.254.169.254"),
        ATTACHED.replace("files/12345678", "assets/12345678"),
        ATTACHED.replace("12345678", "../../a/b/raw"),
        ATTACHED.replace("12345678", "\u0661\u0662"),
        ATTACHED.replace("change-example.json", "..json/../../x.json"),
        ATTACHED.replace("change-example.json", "..%2f..%2fx.json"),
        ATTACHED.replace("json", "exe"),
        f"{ATTACHED}?to=https://evil.example",
        f"{ATTACHED}#x",
        f"{ATTACHED}/more",
        f"https://evil.example/?{ATTACHED}",
        f"x{ATTACHED}",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_only_looks_like_an_attachment_is_never_asked(
    tmp_path: Path, host: Host, attached: Any, address: str
) -> None:
    assert attached.addresses_in(f"[change.json]({address})") == []
    importlib.import_module("change").main({"BODY": f"see {address} "}, tmp_path / "out", host.connect)
    assert "no change file in this issue" in (tmp_path / "out" / "change.json").read_text()
    assert host.asked == []


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((302, {"Location": "https://evil.example/x"}, b""), "not where the service keeps files"),
        ((302, {"Location": "http://169.254.169.254/latest"}, b""), "not where the service keeps files"),
        ((302, {"Location": KEPT.replace(".com/", ".com.evil.example/")}, b""), "not where the service keeps files"),
        ((302, {"Location": f"{KEPT} x"}, b""), "not where the service keeps files"),
        ((302, {}, b""), "not where the service keeps files"),
        ((404, {}, b"{}"), "answers 404"),
        ((200, {}, b"x" * 400_001), "larger than 400 kB"),
        ((200, {}, b"\xff\xfe{"), "not text in UTF-8"),
        ((200, {"Content-Length": "50"}, b"{"), "could not be fetched"),
    ],
)
def test_what_the_host_answers_amiss_is_said_in_the_issue(
    tmp_path: Path, host: Host, attached: Any, answer: tuple[int, dict[str, str], bytes], says: str
) -> None:
    host.answers = {path_of(ATTACHED): answer}
    importlib.import_module("change").main({"BODY": ATTACHED}, tmp_path / "out", host.connect)
    found = json.loads((tmp_path / "out" / "change.json").read_text())
    assert found["done"] is False
    assert says in found["says"]
    assert host.asked == ["github.com"]
    assert attached.connect_safely("github.com").default_port == 443


def test_it_is_led_on_once_alone(host: Host, attached: Any) -> None:
    host.answers = {path_of(each): (302, {"Location": KEPT}, b"") for each in (ATTACHED, KEPT)}
    with pytest.raises(attached.NotFetched, match="answers 302"):
        attached.fetch(ATTACHED, host.connect)
    assert host.asked == ["github.com", "objects.githubusercontent.com"]


def test_of_several_attached_files_none_is_fetched(tmp_path: Path, host: Host, attached: Any) -> None:
    body = f"{ATTACHED} and {ATTACHED.replace('5678', '9999')}"
    importlib.import_module("change").main({"BODY": body}, tmp_path / "out", host.connect)
    assert "several files are attached" in (tmp_path / "out" / "change.json").read_text()
    assert host.asked == []
    assert len(attached.addresses_in(body)) == 2


def applied(project: Path, tmp_path: Path, body: str) -> dict[str, Any]:
    """Return what the first job leaves of an issue with this text."""
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@" --as-of 2026-11-22\n')
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "change.py"), str(tmp_path / "out")],
        cwd=project,
        env=os.environ | {"BODY": body, "PROTOCOLS": str(program)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["change.json"]
    found: dict[str, Any] = json.loads((tmp_path / "out" / "change.json").read_text(encoding="utf-8"))
    return found


def test_change_file_in_an_issue_becomes_a_pull_request(project: Path, tmp_path: Path, service: Service) -> None:
    body = f"The purpose is too long.\r\n\r\n```json\r\n{json.dumps(CHANGE, indent=1)}\r\n```\r\nThanks"
    found = applied(project, tmp_path, body)
    assert found["done"] is True
    assert found["text"] == texts(project)["tier-3/example.yaml"]
    done = service.propose(found)
    assert done.returncode == 0, done.stderr
    ref, content, pull = service.sent
    assert ref == ("POST repos/a-county/protocols/git/refs", {"ref": "refs/heads/change-12", "sha": "c0ffee"})
    assert content[0] == "PUT repos/a-county/protocols/contents/protocols/tier-3/example.yaml"
    assert base64.b64decode(content[1]["content"]).decode() == found["text"]
    assert (content[1]["branch"], content[1]["sha"]) == ("change-12", "beef")
    assert pull[0] == "POST repos/a-county/protocols/pulls"
    assert (pull[1]["head"], pull[1]["base"]) == ("change-12", "main")
    assert "Closes #12" in pull[1]["body"]
    assert "    `purpose` is changed" in pull[1]["body"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Please change the purpose.", "there is no change file in this issue"),
        (json.dumps({**CHANGE, "file": "protocols/../mkdocs.yml"}), "is not a path inside"),
        ("```\n{$(touch trap)}\n```", "is not JSON"),
        (json.dumps({**CHANGE, "fields": [{"at": ["owner"], "was": "police", "shall_be": "polise"}]}), "polise"),
    ],
)
def test_what_cannot_be_applied_is_said_in_the_issue(
    project: Path, tmp_path: Path, service: Service, body: str, says: str
) -> None:
    before = texts(project)
    found = applied(project, tmp_path, body)
    assert found["done"] is False
    assert "path" not in found
    assert texts(project) == before
    assert not (project / "trap").exists()
    assert service.propose(found).returncode == 0
    [(path, sent)] = service.sent
    assert path == "POST repos/a-county/protocols/issues/12/comments"
    assert says in sent["body"]


def test_nothing_that_the_program_says_is_more_than_words(service: Service) -> None:
    service.propose({"done": False, "says": "@everyone <img src=x>\n```\n# big\n\u202e" + "x" * 90_000})
    [(_path, sent)] = service.sent
    first, _empty, *rest = sent["body"].splitlines()
    assert first == "This change was not applied."
    assert all(line.startswith("    ") for line in rest)
    assert "@everyone" not in sent["body"]
    assert "<img" not in sent["body"]
    assert len(sent["body"]) < 30_000


@pytest.mark.parametrize(
    "found",
    [
        {"done": True, "says": "", "path": ".github/workflows/publish.yml", "text": "x"},
        {"done": True, "says": "", "path": "protocols/../x.yaml", "text": "x"},
        {"done": True, "says": "", "path": "protocols/tier-3/a.yaml?ref=x", "text": "x"},
        {"done": True, "says": "", "path": "protocols/tier-3/a.yaml", "text": 7},
        {"done": True, "says": "", "path": 7, "text": "x"},
        [],
        "{",
        "[" * 100_000,
        "x" * 5_000_001,
    ],
    ids=lambda value: str(value)[:50],
)
def test_an_artifact_that_the_other_job_never_makes_is_refused(service: Service, found: object) -> None:
    done = service.propose(found)
    assert done.returncode == 1
    assert "the artifact" in done.stderr
    assert "Traceback" not in done.stderr
    assert not service.sent


def test_an_artifact_that_is_a_link_is_refused(service: Service) -> None:
    (service.folder / "link").touch()
    assert service.propose({}).returncode == 1
    assert not service.sent
