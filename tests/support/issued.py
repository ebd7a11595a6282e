"""A project with texts that were issued, for tests that change it afterwards."""

from pathlib import Path

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
