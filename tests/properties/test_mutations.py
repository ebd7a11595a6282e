"""Faults seeded into the county's own sources are caught, at the line where they are or at that of what holds it.

Each mutation changes one thing in one real source, as an author's slip would. `MUTATIONS` says how many are tried; `make fuzz`
tries many more.
"""

import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from generator.checks import check
from generator.diagnostics.base import Diagnostic, in_order
from generator.fields import shapes
from generator.library import Library, Parsed
from generator.load import Loaded, load, parse
from generator.model.protocol import Protocol
from generator.nodes import Mapping, Node, Path, Sequence
from generator.source import Source
from tests.conftest import AS_OF, ROOT

MUTATIONS = int(os.environ.get("MUTATIONS", "8"))
"""How many of each kind."""


@dataclass(frozen=True)
class Mutant:
    """A changed source, and the lines at which the fault may be reported."""

    document: Parsed
    text: str
    lines: frozenset[int]


@cache
def county() -> Loaded:
    return load(ROOT, AS_OF)


def mappings(document: Parsed) -> list[tuple[Path, Mapping]]:
    found: list[tuple[Path, Mapping]] = []

    def walk(node: Node, path: Path) -> None:
        if isinstance(node, Mapping):
            found.append((path, node))
            for pair in node.pairs:
                walk(pair.value, (*path, pair.key.text))
        elif isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                walk(item, (*path, index))

    walk(document.node, ())
    return found


def parents(document: Parsed, path: Path) -> frozenset[int]:
    """Return the line of what stands at `path`, of its key, and of what holds it."""
    lines = set()
    for length in (len(path), len(path) - 1):
        if length >= 0:
            lines.add(document.span(*path[:length]).line)
            lines.add(document.key_span(*path[:length]).line if length else document.span().line)
    return frozenset(lines)


def one(
    document: Parsed, rng: random.Random, want: Callable[[Path, Mapping, int], bool]
) -> tuple[Path, Mapping, int] | None:
    places = [
        (path, node, index)
        for path, node in mappings(document)
        for index in range(len(node.pairs))
        if want(path, node, index)
    ]
    return rng.choice(places) if places else None


def is_required(document: Parsed, path: Path, key: str) -> bool:
    entry = document.entry
    for step in path:
        if isinstance(step, str):
            shape = shapes(entry).get(step)
            if shape is None or shape.entry is None:
                return False
            entry = shape.entry
    fields = {info.alias or name: info for name, info in entry.model_fields.items()}
    return key in fields and fields[key].is_required()


def block_lines(document: Parsed, node: Mapping, index: int) -> tuple[int, int] | None:
    """Return the first and last line of one pair that has lines of its own, counted from 1."""
    pair = node.pairs[index]
    start = pair.key.span.line
    end = node.pairs[index + 1].key.span.line if index + 1 < len(node.pairs) else None
    line = document.source.lines[start - 1]
    if line.strip().startswith("- ") or "{" in line.split(":")[0] or (end is None or end <= start):
        return None
    return start, end - 1


def splice(document: Parsed, start: int, end: int, new: list[str]) -> str:
    lines = list(document.source.lines)
    return "\n".join([*lines[: start - 1], *new, *lines[end:]])


def delete_key(document: Parsed, rng: random.Random) -> Mutant | None:
    found = one(
        document,
        rng,
        lambda path, node, index: (
            is_required(document, path, node.pairs[index].key.text) and block_lines(document, node, index) is not None
        ),
    )
    if not found:
        return None
    path, node, index = found
    lines = block_lines(document, node, index)
    assert lines
    return Mutant(document, splice(document, *lines, []), parents(document, path) | {lines[0]})


def replace_at(document: Parsed, line: int, column: int, old: str, new: str) -> str:
    lines = list(document.source.lines)
    text = lines[line - 1]
    assert text.startswith(old, column - 1)
    lines[line - 1] = text[: column - 1] + new + text[column - 1 + len(old) :]
    return "\n".join(lines)


def misspell_key(document: Parsed, rng: random.Random) -> Mutant | None:
    found = one(document, rng, lambda _path, node, index: len(node.pairs[index].key.text) > 3)
    if not found:
        return None
    path, node, index = found
    key = node.pairs[index].key
    wrong = key.text[:1] + key.text[2:]
    text = replace_at(document, key.span.line, key.span.column, key.text, wrong)
    return Mutant(document, text, frozenset({key.span.line}) | parents(document, path))


def duplicate_key(document: Parsed, rng: random.Random) -> Mutant | None:
    found = one(document, rng, lambda _path, node, index: block_lines(document, node, index) is not None)
    if not found:
        return None
    path, node, index = found
    lines = block_lines(document, node, index)
    assert lines
    copied = document.source.lines[lines[0] - 1 : lines[1]]
    return Mutant(
        document,
        splice(document, lines[1] + 1, lines[1], list(copied)),
        frozenset({lines[1] + 1}) | parents(document, path),
    )


def break_reference(document: Parsed, rng: random.Random) -> Mutant | None:
    values = [value for value in document.values if value.shape.refers and value.scalar.plain]
    if not values:
        return None
    value = rng.choice(values)
    span = value.scalar.span
    text = replace_at(document, span.line, span.column, value.scalar.text, value.scalar.text + "-x")
    return Mutant(document, text, frozenset({span.line}) | parents(document, value.path))


def break_text_reference(document: Parsed, rng: random.Random) -> Mutant | None:
    places = [
        (number, match)
        for number, line in enumerate(document.source.lines, 1)
        for match in re.finditer(r"\[\[([a-z0-9/-]+)", line)
        if not line.lstrip().startswith("#")
    ]
    if not places:
        return None
    number, match = rng.choice(places)
    return Mutant(
        document, replace_at(document, number, match.start(1) + 1, match[1], match[1] + "zz"), frozenset({number})
    )


def swap_type(document: Parsed, rng: random.Random) -> Mutant | None:
    values = [
        value
        for value in document.values
        if value.scalar.plain and value.scalar.span.line == value.scalar.span.end_line
    ]
    if not values:
        return None
    value = rng.choice(values)
    span = value.scalar.span
    text = replace_at(document, span.line, span.column, value.scalar.text, "{wrong: kind}")
    return Mutant(document, text, frozenset({span.line}) | parents(document, value.path))


def break_indentation(document: Parsed, rng: random.Random) -> Mutant | None:
    keys = [
        node.pairs[index].key.span.line
        for path, node in mappings(document)
        if path
        for index in range(1, len(node.pairs))
    ]
    lines = [line for line in keys if re.match(r"^ {4,}[a-z_]+:", document.source.lines[line - 1])]
    if not lines:
        return None
    line = rng.choice(lines)
    return Mutant(
        document,
        splice(document, line, line, [document.source.lines[line - 1][1:]]),
        frozenset({line - 1, line, line + 1}),
    )


def tab_indent(document: Parsed, rng: random.Random) -> Mutant | None:
    lines = [number for number, line in enumerate(document.source.lines, 1) if re.match(r"^ {2,}[a-z_]+: ", line)]
    if not lines:
        return None
    line = rng.choice(lines)
    return Mutant(
        document, splice(document, line, line, ["\t" + document.source.lines[line - 1].lstrip()]), frozenset({line})
    )


def insert_html(document: Parsed, rng: random.Random) -> Mutant | None:
    values = [
        value
        for value in document.values
        if value.shape.markup and value.scalar.plain and value.scalar.span.line == value.scalar.span.end_line
    ]
    if not values:
        return None
    value = rng.choice(values)
    span = value.scalar.span
    text = replace_at(document, span.line, span.column, value.scalar.text, value.scalar.text + " <img src=x>")
    return Mutant(document, text, frozenset({span.line}))


def bad_date(document: Parsed, rng: random.Random) -> Mutant | None:
    lines = [
        (number, match)
        for number, line in enumerate(document.source.lines, 1)
        for match in re.finditer(r": (\d{4}-\d\d-\d\d)(?=$|[,}])", line)
    ]
    if not lines:
        return None
    number, match = rng.choice(lines)
    return Mutant(
        document, replace_at(document, number, match.start(1) + 1, match[1], "31/12/2026"), frozenset({number})
    )


def cite_repealed(document: Parsed, rng: random.Random) -> Mutant | None:
    return set_gateway(document, rng, "data-protection-act-1998/s29")


def cite_restriction(document: Parsed, rng: random.Random) -> Mutant | None:
    return set_gateway(document, rng, "common-law-duty-of-confidence/duty")


def set_gateway(document: Parsed, rng: random.Random, provision: str) -> Mutant | None:
    values = [value for value in document.values if value.path[0] == "flows" and value.path[-1] == "gateway"]
    if not values:
        return None
    value = rng.choice(values)
    span = value.scalar.span
    return Mutant(
        document, replace_at(document, span.line, span.column, value.scalar.text, provision), frozenset({span.line})
    )


def remove_gateway(document: Parsed, rng: random.Random) -> Mutant | None:
    values = [value for value in document.values if value.path[0] == "flows" and value.path[-1] == "gateway"]
    if not values:
        return None
    value = rng.choice(values)
    line = value.scalar.span.line
    return Mutant(document, splice(document, line, line, []), parents(document, value.path[:-1]) | {line})


def drop_fast_track(document: Parsed, _rng: random.Random) -> Mutant | None:
    if document.entry is not Protocol:
        return None
    assert isinstance(document.node, Mapping)
    index = next(number for number, pair in enumerate(document.node.pairs) if pair.key.text == "fast_track")
    lines = block_lines(document, document.node, index)
    assert lines
    return Mutant(document, splice(document, *lines, []), parents(document, ()))


def repeat_core(document: Parsed, rng: random.Random) -> Mutant | None:
    values = [value for value in document.values if value.path[0] == "risks" and value.path[-1] == "mitigation"]
    clauses = [clause.model.text for clause in county().library.current_clauses]
    paragraphs = [
        paragraph
        for text in clauses
        for paragraph in text.split("\n\n")
        if len(paragraph.split()) > 18
        and "[[" not in paragraph
        and "|" not in paragraph
        and not paragraph.startswith(("-", "1"))
    ]
    if not values or document.entry is not Protocol:
        return None
    value = rng.choice(values)
    start, end = value.scalar.span.line, value.scalar.span.end_line
    if value.scalar.span.end_column == 1:
        end -= 1
    pair = document.key_span(*value.path)
    indent = " " * (pair.column - 1)
    words = " ".join(rng.choice(paragraphs).split())
    new = [f"{indent}mitigation: >-", f"{indent}  {words}"]
    return Mutant(document, splice(document, pair.line, max(end, start), new), frozenset({pair.line, pair.line + 1}))


KINDS = [
    delete_key, misspell_key, duplicate_key, break_reference, break_text_reference, swap_type, break_indentation, tab_indent,
    insert_html, bad_date, cite_repealed, cite_restriction, remove_gateway, drop_fast_track, repeat_core,
]  # fmt: skip


def faults_of(mutant: Mutant) -> list[Diagnostic]:
    """Return the faults that the mutant has and the county's sources have not."""
    loaded = county()
    source = Source(mutant.document.source.path, mutant.text)
    document, found = parse(source, mutant.document.entry)
    others = tuple(each for each in loaded.library.parsed if each.source.path != source.path)
    library = Library((*others, document) if document else others)
    before = {(each.code, each.message) for each in loaded.diagnostics}
    after = in_order((*found, *check(library, AS_OF)))
    return [each for each in after if (each.code, each.message) not in before]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_seeded_faults_are_caught_where_they_are(kind: Callable[[Parsed, random.Random], Mutant | None]) -> None:
    rng = random.Random(kind.__name__)
    documents = sorted(county().library.parsed, key=lambda document: document.source.path)
    tried = caught = placed = 0
    missed: list[str] = []
    while tried < MUTATIONS:
        mutant = kind(rng.choice(documents), rng)
        if mutant is None:
            continue
        tried += 1
        found = faults_of(mutant)
        path = mutant.document.source.path
        caught += bool(found)
        here = any(each.span.path == path and each.span.line in mutant.lines for each in found)
        placed += here
        if not here:
            missed.append(
                f"{path}:{sorted(mutant.lines)}: {[(each.code, each.span.path, each.span.line) for each in found][:4]}"
            )
    assert caught >= 0.99 * tried, missed
    assert placed >= 0.97 * tried, missed
