"""The index of a site as two scripts, which run from a folder too: what can be found, and the words that find it.

The first holds the beginnings of pages and staff's questions, and is enough for an answer; the second, which is as large, the sections.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from operator import eq
from string import ascii_uppercase

from generator.county.county import County
from generator.search.entries import Entry, Unit
from generator.search.language import ENGLISH, SILENT, split, stem_in, stems_of
from generator.search.postings import Posting, postings_of, written
from generator.search.told import pairs_told_of, told_of

INDEX, SECTIONS = "assets/search/index.js", "assets/search/sections.js"
"""Where the two are, from the site's root."""


def index_script(entries: Iterable[Entry], county: County) -> str:
    """Return the first index as a script that hands it to whoever loads it. The same entries give the same bytes."""
    found = tuple(entries)
    language = _language(county)
    told = told_of(found, county, language)
    postings = _postings(found, county)
    index = {
        "language": language,
        "silent": " ".join(sorted(SILENT)) if language else "",
        "stems": "".join(_after_each_other(postings)),
        "postings": _written(postings, found, own=True),
        "told": " ".join(written(told.get(stem, ())) for stem in postings),
        "alike": _grouped(alike(county, language)),
        "entries": [_entry(entry) for entry in found],
    }
    return _script("searchIndex", index)


def sections_script(entries: Iterable[Entry], county: County) -> str:
    """Return the index of sections as a script: its places are those of the entries, its postings those of the stems, in order."""
    found = tuple(entries)
    pairs = pairs_told_of(found, county, _language(county))
    index = {
        "postings": _written(_postings(found, county), found, own=False),
        "pairs": "".join(_after_each_other(pairs)),
        "told": " ".join(map(written, pairs.values())),
        "places": [[(unit.anchor, unit.title) for unit in _sections(entry)] for entry in found],
    }
    return _script("searchSections", index)


def _postings(entries: tuple[Entry, ...], county: County) -> dict[str, list[Posting]]:
    """Return the postings of every stem that stands in a part or is told of a protocol, in order."""
    language = _language(county)
    postings = postings_of((unit for entry in entries for unit in entry.units), language)
    return {stem: postings.get(stem, []) for stem in sorted({*postings, *told_of(entries, county, language)})}


def _script(name: str, index: object) -> str:
    return f"globalThis.{name} = {json.dumps(index, separators=(',', ':'))};\n"


def _language(county: County) -> str:
    return ENGLISH if county.site.language.is_english else ""


def _own(entry: Entry) -> tuple[Unit, ...]:
    """Return the parts of the first index: the beginning and the questions."""
    return tuple(unit for place, unit in enumerate(entry.units) if _is_own(place, unit))


def _sections(entry: Entry) -> tuple[Unit, ...]:
    return tuple(unit for place, unit in enumerate(entry.units) if not _is_own(place, unit))


def _is_own(place: int, unit: Unit) -> bool:
    return place == 0 or unit.is_question


def _written(postings: Mapping[str, Iterable[Posting]], entries: tuple[Entry, ...], *, own: bool) -> str:
    """Return the postings of each stem in the parts of one index, which are numbered over it alone."""
    kinds = (_is_own(place, unit) for entry in entries for place, unit in enumerate(entry.units))
    held = (place for place, kind in enumerate(kinds) if kind == own)
    numbers = {place: number for number, place in enumerate(held)}
    return " ".join(
        written((numbers[place], step) for place, step in found if place in numbers) for found in postings.values()
    )


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "address": entry.address,
        "title": entry.title,
        "kind": entry.kind,
        "says": entry.says,
        "protocol": entry.is_protocol,
        "law": entry.is_law,
        "outside": entry.is_outside,
        "past": entry.is_past,
        "names": entry.names,
        "questions": [(unit.anchor, unit.title) for unit in _own(entry)[1:]],
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
