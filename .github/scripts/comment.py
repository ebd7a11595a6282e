"""Post what a pull request changes as its one comment, or bring that comment up to date.

Runs with the right to write comments, so it trusts nothing that came from the pull request. Which pull request it is comes
from GitHub, by the commit that ran. The artifact is read as text: cut to length, no HTML but `<ins>`, `<del>` and lists
that fold, no pictures, nobody mentioned. Standard library and `gh` only, so that nothing needs installing beside that right.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MARKER = "<!-- protocols: what this change does -->"
"""The first line of the comment, by which the next run finds it."""

AUTHOR = "github-actions[bot]"
"""Who writes with a workflow's token. Anybody can copy the marker; nobody else can write under this name."""

ARTIFACT = "impact"
"""The artifact of the pull request's run, and the stem of the file in it."""

MOST_CHARACTERS = 65_000
"""GitHub refuses a comment of more than 65,536 characters."""

MOST_BYTES = 5_000_000
"""The largest file that is read."""

_PAGE = 100
_FOLD = re.compile(r"</?(?:details|summary)>")
_RAW_HTML = re.compile(r"(?<!\\)((?:\\\\)*)<(?!/?(?:ins|del|details|summary)>)")


class Refused(Exception):
    """What came from the pull request is not what its workflow makes."""


def main(environment: Mapping[str, str]) -> None:
    """Find the pull request, read the artifact and write the comment. Says what it did, or why there was nothing to do."""
    repository, run = environment["REPOSITORY"], environment["RUN_ID"]
    number = pull_request(
        repository, environment["HEAD_REPOSITORY"], environment["HEAD_BRANCH"], environment["HEAD_SHA"]
    )
    if number is None:
        print("no open pull request is at this commit: a newer one will have a run of its own")
        return
    text = artifact(repository, run)
    if text is None:
        print("the run left nothing to post")
        return
    body = comment(text, f"{environment['SERVER']}/{repository}/actions/runs/{run}")
    print(write(repository, number, body))
    if output := environment.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"number={number}\n")


def pull_request(repository: str, head_repository: str, branch: str, commit: str) -> int | None:
    """Return the number of the one open pull request whose head is this commit of this branch."""
    owner = head_repository.split("/", maxsplit=1)[0]
    found = [
        int(each["number"])
        for each in pages(f"repos/{repository}/pulls", state="open", head=f"{owner}:{branch}")
        if each["head"]["sha"] == commit and (each["head"]["repo"] or {}).get("full_name") == head_repository
    ]
    return found[0] if len(found) == 1 else None


def artifact(repository: str, run: str) -> str | None:
    """Return the text that the run left, or nothing if it stopped before. Raises `Refused` for anything but a plain file."""
    if not gh_json(
        "api", "--method", "GET", f"repos/{repository}/actions/runs/{run}/artifacts", "-f", f"name={ARTIFACT}"
    )["artifacts"]:
        return None
    with TemporaryDirectory() as folder:
        gh("run", "download", run, "--repo", repository, "--name", ARTIFACT, "--dir", folder)
        path = Path(folder, f"{ARTIFACT}.md")
        if path.is_symlink() or not path.is_file():
            raise Refused(f"the artifact holds no plain file {path.name}")
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"{path.name} has more than {MOST_BYTES} bytes")
        return path.read_text(encoding="utf-8", errors="replace")


def comment(text: str, run_address: str) -> str:
    """Return the whole comment: the marker, the text made harmless and cut to length, and where the rest is."""
    foot = (
        f"\n\n---\nMade by the code of this pull request. All of it, and `site-preview` (the whole site with this change), "
        f"are at the foot of [the run]({run_address}).\n"
    )
    kept = cut(harmless(text).strip(), MOST_CHARACTERS - len(MARKER) - len(foot) - 1)
    return f"{MARKER}\n{closed(kept)}{foot}"


def harmless(text: str) -> str:
    """Return text without HTML, pictures, mentions and characters that cannot be seen."""
    text = "".join(character for character in text if character.isprintable() or character == "\n")
    text = _RAW_HTML.sub(r"\1&lt;", text).replace("![", "!&#91;")
    return text.replace("@", "@\N{ZERO WIDTH SPACE}")


def closed(text: str) -> str:
    """Return text in which nothing stays folded that follows it: without its folds, where one has no end."""
    folds = Counter(_FOLD.findall(text))
    pairs = (("<details>", "</details>"), ("<summary>", "</summary>"))
    return text if all(folds[start] == folds[end] for start, end in pairs) else _FOLD.sub("", text)


def cut(text: str, most: int) -> str:
    """Return text of at most `most` characters, ending with a whole line where it had to be cut."""
    if len(text) <= most:
        return text
    note = "\n\n**There is more than a comment can hold.**"
    kept = text[: most - len(note)]
    whole, _newline, _rest = kept.rpartition("\n")
    return (whole or kept).rstrip() + note


def write(repository: str, number: int, body: str) -> str:
    """Create the comment, or change it if it says something else; return what was done."""
    for each in pages(f"repos/{repository}/issues/{number}/comments"):
        if each["user"]["login"] == AUTHOR and each["body"].startswith(MARKER):
            if each["body"].replace("\r\n", "\n").strip() == body.strip():
                return "the comment is up to date"
            send("PATCH", f"repos/{repository}/issues/comments/{each['id']}", body)
            return "changed the comment"
    send("POST", f"repos/{repository}/issues/{number}/comments", body)
    return "wrote the comment"


def pages(path: str, **fields: str) -> Iterator[dict[str, Any]]:
    """Yield every item of a list that GitHub gives out in pages."""
    given = [part for name, value in fields.items() for part in ("-f", f"{name}={value}")]
    for page in count(1):
        counted = ("-F", f"per_page={_PAGE}", "-F", f"page={page}")
        items = gh_json("api", "--method", "GET", path, *given, *counted)
        yield from items
        if len(items) < _PAGE:
            return


def send(method: str, path: str, body: str) -> None:
    """Write one comment. It goes through standard input, so that no argument is too long and none is read as an option."""
    gh("api", "--method", method, path, "--input", "-", sent=json.dumps({"body": body}))


def gh_json(*arguments: str) -> Any:
    """Return what `gh` answers."""
    return json.loads(gh(*arguments))


def gh(*arguments: str, sent: str = "") -> str:
    """Run `gh`, and return what it prints."""
    done = subprocess.run(["gh", *arguments], input=sent, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"gh {' '.join(arguments[:4])}: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    try:
        main(os.environ)
    except Refused as error:
        sys.exit(str(error))
