"""What agreements call their sections and columns: the names in `names.toml`, and those that an author adds.

How a heading or a table is told from other text is left to `headings` and `tables`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.errors import EditRefused

ANNEX = "annex"
"""What follows an agreement: forms, lists of words, pictures. What stands in it under a heading of its own stays there."""

_OWN = Path(__file__).parent / "names.toml"
_NUMBER = re.compile(
    r"(?:(?:part|section|chapter|annex|appendix|schedule)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Za-z])[.):]?\s+(?=\S)",
    re.IGNORECASE,
)
"""The number of a heading: `1.2`, `Section 3:`, `A)`. A letter alone is one only with a mark behind it, or a word before it."""

_ANNEX = re.compile(r"(?:annex|appendix|schedule)\b", re.IGNORECASE)
_LETTER_ALONE = re.compile(r"[A-Za-z]\s+\S")


@dataclass(frozen=True, eq=False)
class Names:
    """Every name, by what it means here."""

    sections: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Mapping[str, tuple[str, ...]]]
    control: Mapping[str, tuple[str, ...]]

    @cached_property
    def known(self) -> Mapping[str, str]:
        """The section that each name stands for."""
        return {name: section for section, names in self.sections.items() for name in names}

    def section_of(self, heading: str) -> str | None:
        """Return the section that a heading names first, if it names one."""
        words = plain(heading)
        if words in self.known:
            return self.known[words]
        if is_annex(heading):
            return ANNEX
        found = [(f" {words} ".find(f" {name} "), -len(name), section) for name, section in self.known.items()]
        return min((each for each in found if each[0] >= 0), default=(0, 0, None))[2]


def read_names(more: Path | None = None) -> Names:
    """Return the names that are known, with those of an author's own file. Raises `EditRefused`."""
    known = tomllib.loads(_OWN.read_text(encoding="utf-8"))
    return _names(known, _added(more, known) if more else {})


def is_annex(heading: str) -> bool:
    """Tell whether a heading begins with what an annex is called."""
    return _ANNEX.match(heading) is not None


def plain(words: str) -> str:
    """Return words as names are written: small letters, no number before them, no marks."""
    number = _NUMBER.match(words)
    if number and not _LETTER_ALONE.fullmatch(number[0].strip() + " x"):
        words = words[number.end() :]
    words = words.lower().replace("&", " and ").replace("’", "").replace("'", "")
    return " ".join(re.sub(r"[^\w]+", " ", words).split())


def _names(known: dict[str, Any], more: dict[str, Any]) -> Names:
    tables = {
        kind: {
            column: _both(names, more.get("tables", {}).get(kind, {}).get(column, ())) for column, names in each.items()
        }
        for kind, each in known["tables"].items()
    }
    one, two = (
        {key: _both(known[of][key], more.get(of, {}).get(key, ())) for key in known[of]}
        for of in ("sections", "control")
    )
    return Names(one, tables, two)


def _both(names: Any, more: Any) -> tuple[str, ...]:
    return (*names, *(plain(str(each)) for each in more))


def _added(path: Path, known: dict[str, Any]) -> dict[str, Any]:
    try:
        more = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EditRefused(f"{path} is no list of names: {error}; nothing was written") from error
    _require_like(path, more, known, "")
    return more


def _require_like(path: Path, more: dict[str, Any], known: dict[str, Any], within: str) -> None:
    """Refuse what would be read by nothing: a key that is not known, or names that are no list of words."""
    for key, value in more.items():
        if key not in known or key == "needs":
            raise EditRefused(f"{path}: nothing is called `{within}{key}`; known are {', '.join(sorted(known))}")
        if isinstance(known[key], dict) and isinstance(value, dict):
            _require_like(path, value, known[key], f"{within}{key}.")
        elif not (isinstance(known[key], list) and isinstance(value, list) and all(isinstance(x, str) for x in value)):
            raise EditRefused(f"{path}: `{within}{key}` has to be a list of names")
