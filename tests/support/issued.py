"""A project with texts that were issued, for tests that change it afterwards."""

import re
from pathlib import Path

from generator.composed.passages import fingerprint, section_fingerprints
from generator.composed.tree import parse
from generator.county.issued import digest, seal_of
from tests.support.edits import run

PROTOCOL = "tier-3/example.yaml"


def change(project: Path, name: str, *pairs: tuple[str, str]) -> None:
    """Replace words in a source."""
    path = project / "protocols" / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, f"{name} does not hold {old!r}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def raised(project: Path, version: str, day: str, *pairs: tuple[str, str]) -> None:
    """Give the protocol its next version, with a line of history, and change words of it."""
    path = project / "protocols" / PROTOCOL
    head, _, rest = path.read_text(encoding="utf-8").partition('version: "')
    line = f'  - {{version: "{version}", on: {day}, by: The inspector, change: Mended., why: To mend.}}\n'
    rest = rest[rest.index('"') :].replace("history:\n", f"history:\n{line}", 1)
    path.write_text(f'{head}version: "{version}{rest}', encoding="utf-8")
    change(project, PROTOCOL, *pairs)


def issued(project: Path, day: str = "2026-11-20") -> Path:
    """Issue the protocol's present version, and return the folder in which its issued texts lie."""
    result = run(project, "issue", "example", "--on", day)
    assert result.exit_code == 0, result.output + result.stderr
    return project / "protocols" / "issued" / "example"


def twice_issued(project: Path) -> Path:
    """Issue two versions with changed words between them, and return the folder of the issued texts."""
    issued(project)
    raised(project, "0.2", "2026-11-21", ("Ring the desk.", "Ring the night desk at once."))
    return issued(project, "2026-11-21")


def forged(project: Path, version: str, *pairs: tuple[str, str]) -> None:
    """Change an issued text as somebody would who knows everything: with fingerprints, digest and seal written anew."""
    text, manifest = (project / "protocols" / "issued" / "example" / f"{version}.{end}" for end in ("md", "yaml"))
    words = text.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in words
        words = words.replace(old, new, 1)
    text.write_text(words, encoding="utf-8")
    tree = parse(words, text.name)
    said = manifest.read_text(encoding="utf-8")
    sections = "".join(
        f"  - section: {section}\n    fingerprint: {found}\n" for section, found in section_fingerprints(tree).items()
    )
    said = re.sub(r"(?m)^fingerprint: .*$", f"fingerprint: {fingerprint(tree)}", said)
    said = re.sub(r"(?ms)^sections:\n.*?^law:", f"sections:\n{sections}law:", said)
    said = re.sub(r"(?m)^text: .*$", f"text: {digest(words.encode())}", said)
    said = re.sub(r"(?m)^seal: .*$", f"seal: {seal_of(said.encode())}", said)
    manifest.write_text(said, encoding="utf-8")
