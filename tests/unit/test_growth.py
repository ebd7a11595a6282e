"""A check takes time in proportion to the text: no line, however long and odd, makes a rule look at each character again and again."""

import gc
import json
from pathlib import Path
from time import process_time

import pytest

from generator.rules.load import load
from tests.conftest import AS_OF

LENGTH = 5_000
TIMES = 8
MOST = 20
"""How much longer a text that is `TIMES` as long may take: in proportion it is `TIMES`, with the square it would be 64."""

LEAST = 0.01
"""Seconds that are too few to be compared."""

OPENING = "*Mr* Bee of section 1 [[core/fast-track]] 1 of 2001 @ "
"""Something of what rules look for, so that none passes the text over at once."""

ODD = {
    "spaces": " ",
    "line ends": "\n",
    "letters": "a",
    "capitals": "A",
    "letters of other words": "é",
    "figures": "1",
    "figures apart": "1 ",
    "dotted": "a.",
    "hyphenated": "a-",
    "slashes": "a/",
    "opening brackets": "[",
    "closing brackets": "]",
    "names in brackets": "[a",
    "footnotes": "[^",
    "links": "[a](b ",
    "round brackets": "(",
    "angle brackets": "<",
    "pipes": "|",
    "backticks": "`",
    "asterisks": "*",
    "underlines": "_",
    "mailboxes": "a@",
    "addresses": "http://a",
    "names": "Mr Bee ",
    "dates": "1/1/20 ",
    "sections": "s 1, ",
}


def seconds(project: Path, text: str) -> float:
    """Return how long it takes to check the project with this text in fields of several kinds."""
    path = project / "protocols" / "tier-3" / "example.yaml"
    lines = (project / "example").read_text(encoding="utf-8")
    for old in (
        "purpose: So that a child at risk is seen in time.",
        "  decides_in_hours: The duty inspector.",
        "title: Example protocol",
    ):
        key = old.partition(":")[0]
        assert old in lines
        lines = lines.replace(old, f"{key}: {json.dumps(text)}", 1)
    path.write_text(lines, encoding="utf-8")
    gc.disable()
    started = process_time()
    load(project, AS_OF)
    taken = process_time() - started
    gc.enable()
    return taken


@pytest.mark.parametrize("unit", ODD.values(), ids=ODD)
def test_time_grows_with_the_text_and_not_with_its_square(project: Path, unit: str) -> None:
    (project / "protocols" / "tier-3" / "example.yaml").rename(project / "example")
    made = 0

    def taken(length: int) -> float:
        nonlocal made
        made += 1  # A text that was checked before takes no time.
        return seconds(project, f"{OPENING}{unit * (length // len(unit))} {made}")

    def grows_too_fast() -> bool:
        nothing = taken(0)
        once, long = taken(LENGTH) - nothing, taken(TIMES * LENGTH) - nothing
        return long > MOST * max(once, LEAST)

    taken(0)  # What is read for the first time is not measured.
    # Whatever else the machine does can only add, so that once is enough.
    assert not all(grows_too_fast() for _ in range(3))
