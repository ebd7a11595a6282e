"""A compared paragraph as Markdown: what went and what came, told by words as well as by marks."""

from collections.abc import Iterator

from generator.composed.compared import Became, Line, Runs
from generator.words.catalogue import Catalogue
from generator.words.prose import escape

_ELEMENTS = {"gone": "del", "new": "ins"}


def redlined(line: Line, words: Catalogue) -> str:
    """Return the words of a paragraph, cell by cell where it is a row.

    Inside a changed one each run also says in words what it is, for those who hear the page; what is whole is told by its label.
    """
    told = {"gone": words.say("removed:"), "new": words.say("added:")} if line.became is Became.CHANGED else {}
    cells = (_cell(head, runs, told) for head, runs in line.cells if runs)
    return " · ".join(cells)


def _cell(head: str, runs: Runs, told: dict[str, str]) -> str:
    name = f"**{_inside(head)}:** " if head else ""
    return name + "".join(_runs(runs, told))


def _runs(runs: Runs, told: dict[str, str]) -> Iterator[str]:
    for kind, words in runs:
        element = _ELEMENTS.get(kind)
        if element is None:
            yield _inside(words)
            continue
        label = f'<span class="unseen"> [{_inside(told[kind])} </span>' if kind in told else ""
        end = '<span class="unseen">] </span>' if kind in told else ""
        before, _, after = words.partition(words.strip())
        yield f"{before}{label}<{element}>{_inside(words.strip())}</{element}>{end}{after}" if words.strip() else words


def _inside(words: str) -> str:
    """Return words, escaped, that do not start a line."""
    return escape(f"x{words}")[1:]
