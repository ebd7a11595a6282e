"""The stems of an index of search, as the page reads them."""

import re
from typing import Any


def stems_in(index: dict[str, Any]) -> list[str]:
    """Return the stems as the page reads them: each begins with so many letters of the one before as a capital letter says."""
    stems = [""]
    for shared, rest in re.findall("([A-Z])([^A-Z]*)", index["stems"]):
        stems.append(stems[-1][: ord(shared) - ord("A")] + rest)
    return stems[1:]
