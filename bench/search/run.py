"""Asks the search of the county what staff ask, in a real browser, and prints how often it finds the protocol that answers.

    make bench-search

`questions.csv` holds questions written by situation, from staff's side, each with the protocols that answer it; one such among the
results is enough. Search was tuned on the part `tune` and learnt from it (`situations` in the glossary), so its figure says only that
nothing has broken; the parts `report`, `unseen` and `fresh` are looked at as percentages only, and tell what to expect: who wrote `fresh` had
seen neither the other questions nor the glossary. The words of a `messy` question are misspelt, abbreviated or everyday ones. `--misses`
lists what of the part `tune` is not found among the first three.
"""

import argparse
import csv
import gzip
import os
import shutil
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from generator.search.entries import entries_of
from generator.search.index import index_script, sections_script
from generator.site.build import build

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "docs" / "assets" / "javascripts" / "search"
FIRST = 10
"""How many results are looked at."""


class Question(NamedTuple):
    """One line of `questions.csv`."""

    half: str
    who: str
    words: str
    question: str
    answers: str


def main() -> None:
    """Print the figures of one run."""
    arguments = _arguments()
    site = build(ROOT, date.fromisoformat(arguments.as_of))
    entries = tuple(entries_of(site))
    index, sections = index_script(entries, site.county), sections_script(entries, site.county)
    with (ROOT / "bench" / "search" / "questions.csv").open(encoding="utf-8", newline="") as file:
        questions = [Question(**row) for row in csv.DictReader(file)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        ranks = _ranks(browser.new_page(), (index, sections), questions)
        browser.close()
    for name, script in (("index", index), ("index of sections", sections)):
        packed = len(gzip.compress(script.encode(), 9, mtime=0))
        print(f"{name}: {len(script) / 1000:.0f} kB, {packed / 1000:.0f} kB gzipped")
    for half in ("tune", "report", "unseen", "fresh"):
        _tell(half, [rank for question, rank in ranks if question.half == half])
        _tell(
            f"{half}, messy", [rank for question, rank in ranks if question.half == half and question.words == "messy"]
        )
    if arguments.misses:
        for question, rank in ranks:
            if question.half == "tune" and rank >= 3:
                print(f"  {rank + 1 if rank < FIRST else '-':>2}  {question.question}  ({question.answers})")


def _ranks(page: Page, indices: Iterable[str], questions: Iterable[Question]) -> list[tuple[Question, int]]:
    """Return for each question the place of the first result that answers it, from 0; `FIRST` where none of the first ten does."""
    for script in ("english.js", "engine.js"):
        page.add_script_tag(content=(SCRIPTS / script).read_text(encoding="utf-8"))
    for index in indices:
        page.add_script_tag(content=index)
    page.evaluate("globalThis.engine = searchEngine(searchIndex, globalThis.searchSections)")
    found: list[tuple[Question, int]] = []
    begun = time.perf_counter()
    for question in questions:
        asked = "question => engine.find(question).slice(0, 10).map(each => each.address)"
        addresses = page.evaluate(asked, question.question)
        wanted = {f"protocols/{name}/" for name in question.answers.split()}
        found.append((question, next((place for place, at in enumerate(addresses) if at in wanted), FIRST)))
    print(f"{1000 * (time.perf_counter() - begun) / len(found):.1f} ms a question, the way to the browser included")
    return found


def _tell(name: str, ranks: list[int]) -> None:
    first, three = (100 * sum(rank < upto for rank in ranks) / len(ranks) for upto in (1, 3))
    print(f"{name:14} {len(ranks):4} questions: first {first:5.1f} %, among the first three {three:5.1f} %")


def chromium() -> str:
    """Return the path of the browser of this machine."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), "") or sys.exit(
        "no Chromium: set CHROMIUM"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures search.")
    parser.add_argument("--as-of", default="2026-11-22", help="the day for which the site is built")
    parser.add_argument("--misses", action="store_true", help="list what the part that was tuned on does not find")
    return parser.parse_args()


if __name__ == "__main__":
    main()
