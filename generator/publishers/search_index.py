"""The words by which search finds a page: its other names and the questions that staff ask.

Material gives a page's tags to every section of it. Forty sections of a protocol would then answer for the same question, and the
index would grow by a third; so they are put on the page's own entry, after the index was written.
"""

import json
from collections.abc import Mapping
from html import escape

SEARCH_INDEX = "search/search_index.json"
"""Where the publisher writes the index, from the site's root."""


def with_keywords(index: str, keywords: Mapping[str, tuple[str, ...]]) -> str:
    """Return a search index, as JSON, with the keywords of each page on its own entry; `keywords` is by address: `core/recording/`.

    The theme shows them as HTML, as it does all that an index holds.
    """
    found = json.loads(index)
    for entry in found["docs"]:
        if words := keywords.get(entry["location"]):
            entry["tags"] = [escape(word, quote=False) for word in words]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
