"""Makes a project with any number of protocols out of this one: copies of its protocols, in words that are not the same.

Two of three longer words of a copy's prose are made of other letters, so that copies are no duplicates of each other and of what they
were made from, and weigh as much. Fields that name something stay as they are.
"""

import re
import shutil
from itertools import count, islice
from pathlib import Path

from generator.county.gathering import gather
from generator.county.library import Document
from generator.model.protocol import Protocol

_WORD = re.compile(r"\[\[.*?\]\]|\]\([^)]*\)|(?<![\w/.@-])[a-z]{5,}(?![\w/.@-])", re.DOTALL)
"""A longer word in small letters, or what no word is to be changed in."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def project_of(root: Path, size: int, to: Path) -> Path:
    """Return a copy of the project under `root` at `to` that has `size` protocols, or as many as that has if they are more."""
    for name in ("protocols", "templates", "docs"):
        shutil.copytree(root / name, to / name, symlinks=True)
    shutil.copy(root / "mkdocs.yml", to)
    originals = tuple(gather(root).library.protocols.values())
    names = []
    for number in islice(count(1), max(0, -(-size // len(originals)) - 1)):
        for original in originals[: size - len(originals) * number]:
            name = f"{original.id}-{number}"
            (to / "protocols" / "tier-3" / f"{name}.yaml").write_text(_copy(original, name, number), encoding="utf-8")
            names.append(name)
    _publish(to / "protocols" / "addresses.yaml", names)
    return to


def _copy(original: Document[Protocol], name: str, number: int) -> str:
    """Return the text of a copy."""
    step = number % (len(LETTERS) - 1) + 1
    turned = str.maketrans(LETTERS, LETTERS[step:] + LETTERS[:step])

    def changed(found: re.Match[str]) -> str:
        word = found[0]
        return word.translate(turned) if word.isalpha() and (sum(map(ord, word)) + number) % 3 else word

    text = original.source.text
    for span in sorted((value.scalar.span for value in original.values if value.shape.markup), reverse=True):
        start, end = _offset(text, span.line, span.column), _offset(text, span.end_line, span.end_column)
        text = text[:start] + _WORD.sub(changed, text[start:end]) + text[end:]
    text = re.sub(r"(?m)^id: .*$", f"id: {name}", text, count=1)
    text = re.sub(r"(?ms)^also_called: \[.*?\]\n", "", text, count=1)
    return re.sub(r"(?m)^title: .*$", f"title: Set {number}, {name.replace('-', ' ')}", text, count=1)


def _offset(text: str, line: int, column: int) -> int:
    """Return the place in a text of a line and a column, both counted from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def _publish(ledger: Path, names: list[str]) -> None:
    text = ledger.read_text(encoding="utf-8")
    known = re.findall(r"(?m)^  - (\S+)$", text.partition("published:\n")[2].partition("\n\n")[0])
    before, _, after = text.partition("published:\n")
    lines = after.split("\n")
    end = next((place for place, line in enumerate(lines) if not line.startswith("  - ")), len(lines))
    listed = "".join(f"  - {name}\n" for name in sorted({*known, *names}))
    ledger.write_text(f"{before}published:\n{listed}" + "\n".join(lines[end:]), encoding="utf-8")
