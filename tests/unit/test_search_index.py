"""The words by which search finds a page stand on its own entry and on no section of it."""

import json

from generator.publishers.search_index import with_keywords


def test_keywords_stand_on_the_page_and_not_on_its_sections() -> None:
    index = {
        "config": {"lang": ["en"]},
        "docs": [{"location": "core/a/"}, {"location": "core/a/#x"}, {"location": "b/"}],
    }
    found = json.loads(with_keywords(json.dumps(index), {"core/a/": ("One?", "two"), "b/": ()}))
    assert found["config"] == index["config"]
    assert found["docs"] == [
        {"location": "core/a/", "tags": ["One?", "two"]},
        {"location": "core/a/#x"},
        {"location": "b/"},
    ]
