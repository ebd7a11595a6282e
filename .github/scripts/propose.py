"""Propose the change that stands in an issue as a pull request, or say in the issue why it cannot be applied.

Runs with the right to write, so it installs nothing, runs nothing that came with the change, and trusts nothing in the artifact: it is
read as text, may name one source and nothing else, and reaches `main` by a pull request alone. Standard library and `gh` only.
"""

import base64
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from comment import MOST_BYTES, Refused, cut, gh, gh_json, harmless

MOST_SAID = 20_000
"""The most characters of what the program said that are shown."""

_SOURCE = re.compile(r"protocols/(?:[a-z0-9-]+/)?[a-z0-9-]+\.yaml")


def main(environment: Mapping[str, str]) -> None:
    """Read what came of the change, and write the pull request or the comment."""
    repository, issue, base = environment["REPOSITORY"], int(environment["ISSUE"]), environment["BASE"]
    found = result(repository, environment["RUN_ID"])
    says = quoted(str(found.get("says", "")))
    if found.get("done") is not True or "path" not in found:
        what = "Nothing is left to change." if found.get("done") is True else "This change was not applied."
        post(f"repos/{repository}/issues/{issue}/comments", {"body": f"{what}\n\n{says}"})
        print(what)
        return
    branch = f"change-{issue}"
    commit(repository, base, branch, issue, found)
    body = (
        f"Closes #{issue}, where the change file stands and who sent it.\n\n{says}\n\n"
        "Close this pull request and open it again to start its check: none starts by itself for what a workflow opens."
    )
    made = post(
        f"repos/{repository}/pulls",
        {
            "title": f"Change to {Path(found['path']).stem} from issue {issue}",
            "head": branch,
            "base": base,
            "body": body,
        },
    )
    print(f"opened pull request {int(made['number'])}")


def result(repository: str, run: str) -> dict[str, Any]:
    """Return what the other job left. Raises `Refused` for anything but a plain file that says what it may."""
    with TemporaryDirectory() as folder:
        gh("run", "download", run, "--repo", repository, "--name", "change", "--dir", folder)
        path = Path(folder, "change.json")
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise Refused("the artifact holds no plain file change.json of a fit size")
        try:
            found = json.loads(path.read_text(encoding="utf-8", errors="replace"))
        except (ValueError, RecursionError):
            raise Refused("the artifact is not JSON") from None
    if not isinstance(found, dict):
        raise Refused("the artifact is no mapping")
    path_named, text = found.get("path", ""), found.get("text", "")
    if not isinstance(path_named, str) or not isinstance(text, str):
        raise Refused("the artifact names no path and text")
    if "path" in found and not _SOURCE.fullmatch(path_named):
        raise Refused("the artifact names something else than a source")
    return found


def commit(repository: str, base: str, branch: str, issue: int, found: Mapping[str, Any]) -> None:
    """Make a branch of `base` with the one source changed."""
    tip = gh_json("api", "--method", "GET", f"repos/{repository}/git/ref/heads/{base}")["object"]["sha"]
    post(f"repos/{repository}/git/refs", {"ref": f"refs/heads/{branch}", "sha": tip})
    place = f"repos/{repository}/contents/{found['path']}"
    now = gh_json("api", "--method", "GET", place, "-f", f"ref={branch}")
    change = {
        "message": f"content: apply the change file of issue {issue}",
        "content": base64.b64encode(found["text"].encode(errors="replace")).decode(),
        "sha": now["sha"],
        "branch": branch,
    }
    post(place, change, method="PUT")


def quoted(says: str) -> str:
    """Return what the program said so that nothing in it is read as anything but words."""
    return "\n".join(f"    {line}" for line in cut(harmless(says), MOST_SAID).splitlines())


def post(path: str, what: Mapping[str, object], method: str = "POST") -> Any:
    """Send something through standard input, so that none of it is read as an option; return the answer."""
    return json.loads(gh("api", "--method", method, path, "--input", "-", sent=json.dumps(what)))


if __name__ == "__main__":
    try:
        main(os.environ)
    except Refused as error:
        sys.exit(str(error))
