"""What a change does, as text for a terminal, as Markdown for a pull request, and as data."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict

from generator.changes.comparison import Change, Impact
from generator.composed.redline import redline
from generator.rules.formats import place

MOST_SHOWN = 60
"""How many changed passages a comment shows in full; the rest are counted."""

Mark = Callable[[str, str], str]


def as_text(impact: Impact) -> str:
    """Return the impact for a terminal: `[-gone-]` and `{+new+}`."""
    marks = {"gone": "[-{}-]", "new": "{{+{}+}}", "same": "{}"}
    return "\n".join(_lines(impact, lambda kind, words: marks[kind].format(words), "  "))


def as_markdown(impact: Impact) -> str:
    """Return the impact for a pull request comment. Words from the sources are shown, never read as markup."""

    def mark(kind: str, words: str) -> str:
        escaped = re.sub(r"([\\`*_{}\[\]<>&|~#@])", r"\\\1", words)
        stripped = escaped.strip()
        wrapped = {"gone": f"<del>{stripped}</del>", "new": f"<ins>**{stripped}**</ins>", "same": escaped}[kind]
        return escaped if not stripped else escaped.replace(stripped, wrapped, 1) if kind != "same" else wrapped

    return "\n".join(("## What this change does", "", *_lines(impact, mark, "> ")))


def as_json(impact: Impact) -> str:
    """Return the impact as JSON."""
    data = asdict(impact)
    for name in ("new_faults", "mended_faults"):
        found = getattr(impact, name)
        data[name] = [{"code": each.code, "place": place(each.span), "message": each.message} for each in found]
    return json.dumps(data, indent=2, ensure_ascii=False)


def _lines(impact: Impact, mark: Mark, quote: str) -> Iterator[str]:
    if not impact.has_new_wording:
        yield "No wording changes. No signature is re-opened."
    else:
        yield from _counts(impact)
        for change in impact.changes[:MOST_SHOWN]:
            yield from (
                "",
                _where(change),
                "",
                quote + "".join(mark(*run) for run in redline(change.before, change.after)),
            )
        if len(impact.changes) > MOST_SHOWN:
            yield from ("", f"And {len(impact.changes) - MOST_SHOWN} more changed passages.")
    yield from _listed(
        "Signatures that do not cover this text", [f"{name}: {agency}" for name, agency in impact.signatures]
    )
    for title, found in (("New faults", impact.new_faults), ("Faults mended", impact.mended_faults)):
        yield from _listed(title, [f"{place(each.span)} {each.code}: {each.message}" for each in found])


def _counts(impact: Impact) -> Iterator[str]:
    yield f"{len(impact.changes)} changed passages in {len(impact.protocols)} protocols and {len(impact.copies)} agency copies."
    yield from _listed("Protocols whose words change", list(impact.protocols))
    yield from _listed("New protocols", list(impact.added))
    yield from _listed("Protocols that are gone", list(impact.removed))
    yield from _listed("Agency copies that change", [f"{name}: {agency}" for name, agency in impact.copies])


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ("", f"{title} ({len(items)}):", *(f"- {item}" for item in items))


def _where(change: Change) -> str:
    whose = f", {change.agency}’s own words" if change.agency else ""
    reach = f" (in {len(change.protocols)} protocols)" if len(change.protocols) > 1 else f" (in {change.protocols[0]})"
    return f"{change.heading}{whose}{reach}, from {change.source}:"
