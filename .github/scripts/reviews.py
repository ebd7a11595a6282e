"""Write the reviews that are overdue, and those that fall due soon, as a table for the summary of a nightly run.

usage: reviews.py [DAY], which is today if it is not given.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

CODES = {"review-overdue": "Overdue", "review-due": "Due soon"}
"""The faults that are about reviews, worst first, with the heading that each has."""


def main(protocols: str, *day: str) -> str:
    """Return the summary as Markdown. Ends the program if the sources cannot be checked."""
    as_of = ["--as-of", *day] if day else []
    done = subprocess.run([protocols, "check", "--format", "json", *as_of], capture_output=True, text=True, check=False)
    if done.returncode > 1 or not done.stdout:
        sys.exit(done.stderr)
    found = json.loads(done.stdout)
    lines = ["## Reviews"]
    for code, heading in CODES.items():
        due = [each for each in found if each["code"] == code]
        lines += ["", f"### {heading}: {len(due)}", ""]
        if due:
            lines += ["| Source | What is due |", "| --- | --- |"]
            lines += [f"| `{each['path']}:{each['line']}` | {_cell(each['message'])} |" for each in due]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


if __name__ == "__main__":
    summary = main(os.environ.get("PROTOCOLS", ".venv/bin/protocols"), *sys.argv[1:2])
    print(summary)
    if target := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(summary)
