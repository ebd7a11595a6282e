"""Apply a change file that stands in an issue or is attached to it, and leave what came of it as `change.json` in a folder.

Runs without any right to write, because it reads what a stranger wrote: the text comes through the environment and is handed to the
program through a file. What it leaves is read by `propose.py`.

usage: change.py FOLDER
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from attached import Connect, NotFetched, addresses_in, connect_safely, fetch

MOST_CHARACTERS = 400_000
"""The longest text that is looked through."""

_BLOCK = re.compile(r"^(`{3,}|~{3,})[ \t]*(?:json)?[ \t]*$\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)

_NONE = "there is no change file in this issue: attach it, or paste it between two lines of ```"
"""What the issue is told where it holds none."""


def main(environment: Mapping[str, str], folder: Path, connect: Connect = connect_safely) -> None:
    """Apply the change and write down what came of it."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        text = change_of(environment["BODY"][:MOST_CHARACTERS], connect)
        found = applied(environment.get("PROTOCOLS", ".venv/bin/protocols"), folder / "sent.json", text)
    except NotFetched as fault:
        found = {"done": False, "says": str(fault)}
    (folder / "change.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    print("applied" if found["done"] else "not applied; the issue says why")


def change_of(body: str, connect: Connect) -> str:
    """Return the change file that an issue holds; where it holds none, the one that is attached. Raises `NotFetched`."""
    text = change_in(body)
    if text is not None:
        return text
    addresses = addresses_in(body)
    if len(addresses) > 1:
        raise NotFetched("several files are attached to this issue: attach one change file alone")
    if not addresses:
        raise NotFetched(_NONE)
    return fetch(addresses[0], connect)


def change_in(body: str) -> str | None:
    """Return the change file that a text holds: between two lines of marks, or as the whole of it."""
    body = body.replace("\r\n", "\n")
    blocks = [match[2] for match in _BLOCK.finditer(body) if match[2].lstrip().startswith("{")]
    if blocks:
        return blocks[0]
    return body if body.lstrip().startswith("{") else None


def applied(program: str, path: Path, text: str) -> dict[str, object]:
    """Return what the program says of a change file, and the file that it changed."""
    path.write_text(text, encoding="utf-8", errors="replace")
    done = subprocess.run([program, "apply", str(path)], capture_output=True, text=True, check=False)
    path.unlink()
    found: dict[str, object] = {"done": done.returncode == 0, "says": (done.stdout + done.stderr).strip()}
    changed = re.search(r"^changed (protocols/\S+\.yaml)$", done.stdout, re.MULTILINE)
    if done.returncode == 0 and changed:
        found |= {"path": changed[1], "text": Path(changed[1]).read_bytes().decode("utf-8")}
    return found


if __name__ == "__main__":
    main(os.environ, Path(sys.argv[1]))
