"""Every kind of host is told the same: the policy that is published, the same headers, the same about caches; and whom to tell of a weakness."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.site.hosts import APACHE, ASK, AZURE, KEEP, NETLIFY, NGINX, SECURITY
from generator.site.policy import POLICY
from tests.conftest import copy_small
from tests.support.commands import dated
from tests.support.once import once_a_run


def built(root: Path, contact: str = "") -> Path:
    settings = root / "protocols" / "site.yaml"
    text = settings.read_text(encoding="utf-8").replace("https://small.example/", "https://small.example/sharing/", 1)
    settings.write_text(f"{text}security_contact: {contact}\n" if contact else text, encoding="utf-8")
    command = [sys.executable, "-m", "generator", *dated("build", "--no-pdf")]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=120)
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        built(copy_small(folder / "project"), "security@small.example")

    return once_a_run(tmp_path_factory, "for-hosts", make) / "project" / "site"


def said_to_netlify(site: Path) -> Mapping[str, str]:
    rule = (site / NETLIFY).read_text(encoding="utf-8").removeprefix("/*\n").partition("\n/")[0]
    return dict(line.strip().split(": ", 1) for line in rule.splitlines())


def said_to_azure(site: Path) -> Mapping[str, str]:
    return dict(json.loads((site / AZURE).read_text(encoding="utf-8"))["globalHeaders"])


def said_to_apache(site: Path) -> Mapping[str, str]:
    return dict(
        re.findall(r'^  Header (?:always )?set (\S+) "(.+)"$', (site / APACHE).read_text("utf-8"), re.MULTILINE)
    )


def said_to_nginx(site: Path) -> Mapping[str, str]:
    text = (site / NGINX).read_text(encoding="utf-8")
    found = dict(re.findall(r'^add_header (\S+) "?(.+?)"? always;$', text, re.MULTILINE))
    usual = re.search(r'^set \$may_be_kept "(.+)";$', text, re.MULTILINE)
    assert usual
    return {name: usual[1] if value == "$may_be_kept" else value for name, value in found.items()}


SAID = (said_to_azure, said_to_apache, said_to_nginx)


@pytest.mark.parametrize("said", [*SAID, said_to_netlify], ids=lambda said: said.__name__)
def test_policy_is_the_one_that_is_published(site: Path, said: Callable[[Path], Mapping[str, str]]) -> None:
    policy = (site / POLICY).read_text(encoding="utf-8").strip()
    assert said(site)["Content-Security-Policy"] == policy
    assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.__name__)
def test_every_host_is_told_the_same(site: Path, said: Callable[[Path], Mapping[str, str]]) -> None:
    assert said(site) == {**said_to_netlify(site), "Cache-Control": ASK}
    assert {"Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy"} <= set(said(site))


def test_no_value_means_something_else_to_a_host(site: Path) -> None:
    for value in said_to_azure(site).values():
        assert not re.search(r'["%$\\\n]', value)


def test_what_has_its_digest_in_its_name_alone_may_be_kept(site: Path) -> None:
    routes = json.loads((site / AZURE).read_text(encoding="utf-8"))["routes"]
    kept = [each["route"].removeprefix("/sharing/") for each in routes if each["headers"] == {"Cache-Control": KEEP}]
    assert len(kept) == len(routes) >= 3
    assert all((site / name).is_file() for name in kept)
    netlify = re.findall(r"^/sharing/(.+)\n  Cache-Control: (.+)$", (site / NETLIFY).read_text("utf-8"), re.MULTILINE)
    assert netlify == [(name, KEEP) for name in kept]
    patterns = {
        re.search(r'FilesMatch "(.+)"', (site / APACHE).read_text(encoding="utf-8")),
        re.search(r'\$uri ~ "(.+?)"', (site / NGINX).read_text(encoding="utf-8")),
    }
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    for pattern in patterns:
        assert pattern
        assert sorted(name for name in names if re.search(pattern[1], name)) == sorted(kept)


def test_page_that_is_missing_is_the_site_s_own(site: Path) -> None:
    assert "\nErrorDocument 404 /sharing/404.html\n" in (site / APACHE).read_text(encoding="utf-8")
    assert "\nerror_page 404 /sharing/404.html;\n" in (site / NGINX).read_text(encoding="utf-8")
    assert (site / "404.html").is_file()


def test_weaknesses_are_told_to_whom_the_settings_name(site: Path) -> None:
    assert (site / SECURITY).read_text(encoding="utf-8").splitlines() == [
        "Contact: mailto:security@small.example",
        "Expires: 2027-11-22T00:00:00Z",
        "Preferred-Languages: en-GB",
        "Canonical: https://small.example/sharing/.well-known/security.txt",
    ]


def test_nobody_is_named_unless_the_settings_do(project: Path) -> None:
    assert not (built(project) / ".well-known").exists()
