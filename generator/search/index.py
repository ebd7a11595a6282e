"""The index of a site as one script, which runs from a folder too: what can be found, and the words that find it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from operator import eq
from string import ascii_uppercase

from generator.county.county import County
from generator.search.entries import Entry
from generator.search.language import ENGLISH, SILENT, split, stem_in, stems_of
from generator.search.postings import postings_of, written

INDEX = "assets/search/index.js"
"""Where the index is, from the site's root."""


def index_script(entries: Iterable[Entry], county: County) -> str:
    """Return the index as a script that hands it to whoever loads it. The same entries give the same bytes."""
    found = tuple(entries)
    language = ENGLISH if county.site.language.is_english else ""
    postings = postings_of(found, language)
    index = {
        "language": language,
        "silent": " ".join(sorted(SILENT)) if language else "",
        "stems": "".join(_after_each_other(postings)),
        "postings": " ".join(map(written, postings.values())),
        "alike": _grouped(alike(county, language)),
        "entries": [_entry(entry) for entry in found],
    }
    return f"globalThis.searchIndex = {json.dumps(index, separators=(',', ':'))};\n"


def _entry(entry: Entry) -> dict[str, object]:
    places = [(unit.anchor, unit.title, unit.is_question) for unit in entry.units[1:]]
    return {
        "address": entry.address,
        "title": entry.title,
        "kind": entry.kind,
        "says": entry.says,
        "protocol": entry.is_protocol,
        "law": entry.is_law,
        "names": entry.names,
        "questions": [(anchor, title) for anchor, title, is_question in places if is_question],
        "sections": [(anchor, title) for anchor, title, is_question in places if not is_question],
    }


def alike(county: County, language: str) -> dict[str, list[str]]:
    """Return, for words by their stems, the stems of the words that mean the same: what the glossary says is alike."""
    stem = stem_in(language)
    found: dict[str, dict[str, None]] = {}
    for said, meant in _alike(county):
        one, other = " ".join(map(stem, split(said))), " ".join(stems_of(meant, language))
        if one and other and one != other:
            found.setdefault(one, {})[other] = None
    return {said: list(meant) for said, meant in sorted(found.items())}


def _after_each_other(stems: Iterable[str]) -> Iterator[str]:
    """Yield each stem as how many letters it shares with the one before, as a capital letter, and the letters that follow."""
    before = ""
    for stem in stems:
        shared = min(sum(takewhile(bool, map(eq, before, stem))), 25)
        yield ascii_uppercase[shared] + stem[shared:]
        before = stem


def _grouped(alike_to: Mapping[str, Iterable[str]]) -> list[str]:
    """Return what is alike with whatever means the same in one string, `kid|lad=child`."""
    groups: dict[str, list[str]] = defaultdict(list)
    for said, meant in alike_to.items():
        groups["|".join(meant)].append(said)
    return [f"{'|'.join(said)}={meant}" for meant, said in groups.items()]


def _alike(county: County) -> Iterator[tuple[str, str]]:
    """Yield words that staff use and words that pages use for the same: abbreviations, old names and everyday words."""
    for term in county.terms:
        if term.short:
            yield term.short, term.term
            yield term.term, term.short
        for name in term.formerly:
            yield name, term.short or term.term
    for everyday in county.everyday:
        for said in everyday.said:
            for meant in everyday.means:
                yield said, meant
