"""Edits of every kind, for tests that set what is made after them against a clean build."""

from collections.abc import Callable
from pathlib import Path

from tests.support.edits import run

Edit = Callable[[Path], object]


def changed(name: str, old: str, new: str) -> Edit:
    def change(project: Path) -> None:
        path = project / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def appended(name: str, words: str) -> Edit:
    def append(project: Path) -> None:
        path = project / name
        path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")

    return append


def command(*arguments: str) -> Edit:
    def do(project: Path) -> None:
        result = run(project, *arguments)
        assert result.exit_code == 0, result.output + result.stderr

    return do


def deleted(project: Path) -> None:
    (project / "protocols" / "tier-3" / "second.yaml").unlink()
    changed("protocols/addresses.yaml", "  - second\n", "")(project)


def retired(project: Path) -> None:
    changed("protocols/tier-3/renamed.yaml", "status: draft", "status: retired")(project)
    appended("protocols/tier-3/renamed.yaml", "retired: {on: 2026-11-01, replaced_by: second, why: It was merged.}\n")(
        project
    )
    changed(
        "protocols/site.yaml",
        "{title: A child was hurt at home, protocol: renamed, urgent: yes}",
        "{title: A child was hurt at home, protocol: second, urgent: yes}",
    )(project)


SECOND = ("--title", "Second protocol", "--under", "safe-places", "--owner", "council", "--party", "school")

ROUND: dict[str, Edit] = {
    "edit": changed("protocols/tier-3/example.yaml", "Police and council pool", "The police and the council pool"),
    "same size": changed("protocols/tier-3/example.yaml", "Nights.", "Lights."),
    "add": command("new", "tier-3", "second", *SECOND),
    "delete": deleted,
    "add again": command("new", "tier-3", "second", *SECOND),
    "rename": command("rename", "example", "renamed"),
    "core": changed("protocols/core/safety-first.yaml", "summary: ", "summary: Always. "),
    "fixed words": changed("templates/theme/404.html", "This page does not exist", "There is no such page"),
    "template": changed("templates/pages/protocol.md.j2", "# {{ head.title }}", "# {{ head.title }}, in short"),
    "frame": changed(
        "templates/theme/main.html", "<strong>{{ config.extra.notice", "<strong>Note: {{ config.extra.notice"
    ),
    "settings": changed("protocols/site.yaml", "edition: Test edition", "edition: Second edition"),
    "publisher": changed("mkdocs.yml", "- Home: index.md", "- Start: index.md"),
    "retire": retired,
}
"""Edits of every kind, in an order in which each can be made."""
