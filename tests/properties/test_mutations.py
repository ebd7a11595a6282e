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

from generator.county.fields import Value, shapes
from generator.county.gathering import parse
from generator.county.library import Document, Library, Parsed
from generator.model.agency import Agency
from generator.model.base import Entry
from generator.model.core import Clause
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching, Theme
from generator.rules import check
from generator.rules.load import Loaded, load
from generator.sources.diagnostic import Diagnostic, in_order
from generator.sources.nodes import Mapping, Node, Path, Sequence, sequences
from generator.sources.source import Source
from tests.conftest import AS_OF, ROOT

MUTATIONS = int(os.environ.get("MUTATIONS", "2"))
"""How many of each kind."""


@dataclass(frozen=True)
class Mutant:
    """A changed source, and the lines at which the fault may be reported."""

    document: Parsed
    text: str
    lines: frozenset[int]


Kind = Callable[[Parsed, random.Random], "Mutant | None"]
"""What changes one thing in a source, or nothing where it has no such thing."""


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


def rewrite(
    document: Parsed, rng: random.Random, want: Callable[[Value], bool], new: str | Callable[[Value], str | None]
) -> Mutant | None:
    """Write something else in the place of one value that stands on one line without quotes."""
    values = [
        value
        for value in document.values
        if value.scalar.plain and value.scalar.span.line == value.scalar.span.end_line and want(value)
    ]
    if not values:
        return None
    value = rng.choice(values)
    words = new if isinstance(new, str) else new(value)
    if words is None or words == value.scalar.text:
        return None
    span = value.scalar.span
    text = replace_at(document, span.line, span.column, value.scalar.text, words)
    return Mutant(document, text, frozenset({span.line}) | parents(document, value.path))


def added(words: str, *, only: tuple[type[Entry], ...] = ()) -> Kind:
    """Return the mutation that puts words at the end of a text, in quotes, so that YAML has no part in it."""

    def add(document: Parsed, rng: random.Random) -> Mutant | None:
        if only and document.entry not in only:
            return None
        return rewrite(
            document,
            rng,
            lambda value: value.shape.markup is not None and '"' not in value.scalar.text,
            lambda value: f'"{value.scalar.text} {words}"' if "\\" not in value.scalar.text else None,
        )

    return add


def written(new: str | Callable[[Value], str | None], want: Callable[[Value], bool] = lambda _value: True) -> Kind:
    """Return the mutation that writes something else in the place of a value."""
    return lambda document, rng: rewrite(document, rng, want, new)


def named(*names: str) -> Callable[[Value], bool]:
    return lambda value: value.name in names and value.shape.markup is None


def is_date(value: Value) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value.scalar.text) is not None


def other_agency(document: Parsed, rng: random.Random) -> Mutant | None:
    if not isinstance(document.model if isinstance(document, Document) else None, Protocol):
        return None
    parties = {party.agency for party in document.model.parties}
    others = [agency for agency in county().library.agencies if agency not in parties]
    fields = ("flows", "data_protection", "agency_requirements", "contacts")
    return rewrite(
        document,
        rng,
        lambda value: (
            value.path[0] in fields and value.shape.refers is not None and value.shape.refers.kind == "agency"
        ),
        lambda _value: rng.choice(others),
    )


def other_gateway(document: Parsed, rng: random.Random) -> Mutant | None:
    """Any other power or duty: it has no entry under `gateways`, or shuts somebody out, or is of another field of work."""
    names = [name for name, (_, provision) in county().library.provisions.items() if provision.can_be_gateway]
    return rewrite(
        document,
        rng,
        lambda value: value.path[0] == "flows" and value.path[-1] == "gateway",
        lambda _value: next(
            (
                name
                for name in rng.sample(names, len(names))
                if name not in {gateway.provision for gateway in document.model.gateways}  # type: ignore[attr-defined]
            ),
            None,
        ),
    )


def drop_condition(document: Parsed, rng: random.Random) -> Mutant | None:
    fields = ("article_6", "part_3")
    places = [
        (path, node, index)
        for path, node in mappings(document)
        if path[:1] == ("data_protection",)
        for index, pair in enumerate(node.pairs)
        if pair.key.text in fields and block_lines(document, node, index)
    ]
    if not places:
        return None
    path, node, index = rng.choice(places)
    lines = block_lines(document, node, index)
    assert lines
    return Mutant(document, splice(document, *lines, []), parents(document, path) | {lines[0]})


def repeat_item(document: Parsed, rng: random.Random) -> Mutant | None:
    items = [
        (items.items[index].span.line, items.items[index + 1].span.line)
        for path, items in sequences(document.node)
        for index in range(len(items.items) - 1)
        if items.items[index].span.line < items.items[index + 1].span.line and path[-1] not in ("parties", "history")
    ]
    if not items:
        return None
    start, end = rng.choice(items)
    block = list(document.source.lines[start - 1 : end - 1])
    if not block[0].lstrip().startswith("- ") or any(not line.strip() or "#" in line for line in block):
        return None
    return Mutant(document, splice(document, end, end - 1, block), frozenset(range(start, end + len(block))))


def empty_list(document: Parsed, rng: random.Random) -> Mutant | None:
    found = one(
        document,
        rng,
        lambda path, node, index: (
            isinstance(node.pairs[index].value, Sequence)
            and is_required(document, path, node.pairs[index].key.text)
            and block_lines(document, node, index) is not None
        ),
    )
    if not found:
        return None
    path, node, index = found
    lines, key = block_lines(document, node, index), node.pairs[index].key
    assert lines
    new = f"{' ' * (key.span.column - 1)}{key.text}: []"
    return Mutant(document, splice(document, *lines, [new]), parents(document, path) | {lines[0]})


def insert_line(line: str) -> Kind:
    """Return the mutation that puts a line before one of a file's top keys."""

    def insert(document: Parsed, rng: random.Random) -> Mutant | None:
        assert isinstance(document.node, Mapping)
        number = rng.choice([pair.key.span.line for pair in document.node.pairs][1:])
        return Mutant(
            document, splice(document, number, number - 1, [line]), frozenset({number - 1, number, number + 1})
        )

    return insert


def sign_unasked(document: Parsed, _rng: random.Random) -> Mutant | None:
    if document.entry is not Protocol:
        return None
    line = document.key_span("history").line
    signature = '  - {agency: kent-police, post: Chief constable, on: 2026-11-01, version: "0.1", fingerprint: by hand, evidence: {kind: letter, reference: L 12, held_by: kent-police}}'
    return Mutant(document, splice(document, line, line - 1, ["signatures:", signature]), frozenset({line, line + 1}))


ACTED_ON = (Protocol, Clause, Theme, Overarching, Agency)

KINDS: dict[str, Kind] = {
    function.__name__: function
    for function in (
        delete_key, misspell_key, duplicate_key, break_reference, break_text_reference, swap_type, break_indentation,
        tab_indent, insert_html, bad_date, cite_repealed, cite_restriction, remove_gateway, drop_fast_track, repeat_core,
        other_agency, other_gateway, drop_condition, repeat_item, empty_list, sign_unasked,
    )
} | {
    "impossible date": written(lambda value: value.scalar.text[:5] + "02-30", is_date),
    "review put off": written("2072-01-05", lambda value: value.path == ("review", "next")),
    "review overdue": written("2026-01-05", lambda value: value.path == ("review", "next")),
    "history to come": written("2031-01-05", lambda value: value.path[0] == "history" and value.name == "on"),
    "empty": written("", named("title", "status", "version", "kind", "category", "gateway", "item", "effect", "when")),
    "empty quotes": written('""'),
    "spaces": written('"   "'),
    "placeholder": written("TODO", lambda value: value.shape.markup is not None),
    "list for text": written("[one, other]", lambda value: isinstance(value.path[-1], str)),
    "wrong choice": written("nonsuch", named("status", "category", "effect", "regime", "marking")),
    "capital choice": written(
        lambda value: value.scalar.text.capitalize(), named("status", "category", "effect", "regime", "marking")
    ),
    "wrong yes or no": written("yess", named("gives", "receives")),
    "yes for no": written(lambda value: "no" if value.scalar.text == "yes" else "yes", named("gives", "receives")),
    "other id": written(lambda value: value.scalar.text + "s", lambda value: value.path == ("id",)),
    "letter of another alphabet": written(
        lambda value: value.scalar.text.replace("e", "\u0435", 1) if "e" in value.scalar.text else None,
        lambda value: value.shape.refers is not None,
    ),
    "agreed": written("agreed", lambda value: value.path == ("status",)),
    "retired": written("retired", lambda value: value.path == ("status",)),
    "no condition of its kind": written("uk-gdpr/article-9-2-h", lambda value: "article_6" in value.path),
    "anchor": written(lambda value: "&a " + value.scalar.text),
    "alias": written("*a"),
    "tag": written(lambda value: "!!str " + value.scalar.text),
    "open quote": written(lambda value: '"' + value.scalar.text, lambda value: '"' not in value.scalar.text),
    "open bracket": written(lambda value: "[" + value.scalar.text, lambda value: "]" not in value.scalar.text),
    "colon": written(lambda value: "Note: " + value.scalar.text, lambda value: value.shape.markup is not None),
    "merge key": insert_line("<<: {a: b}"),
    "second document": insert_line("---"),
    "conflict": insert_line("<<<<<<< HEAD"),
    "unknown key": insert_line("note_to_self: hello"),
    "script": added("<script>x</script>"),
    "javascript link": added("[x](javascript:x)"),
    "image": added("![x](https://a.example/x.png)"),
    "template": added("{{ 7*7 }}"),
    "open reference": added("See [[core/fast-track."),
    "reference without words": added("See [[core/fast-track|]]."),
    "entity": added("&lt;b&gt;"),
    "real number": added("Ring (01622) 690690."),
    "real mailbox": added("Write to info@kent.gov.uk."),
    "no width": added("in\u200bvisible"),
    "right to left": added("in\u202evisible"),
    "private character": added("in\ue001visible"),
    "wrong encoding": added("it\u00e2\u20ac\u2122s"),
    "former body": added("Tell the LSCB.", only=ACTED_ON),
    "former law": added("See the Data Protection Act 1998.", only=ACTED_ON),
    "abbreviation": added("Use the QZXW form.", only=ACTED_ON),
    "vague": added("Do it as soon as possible.", only=ACTED_ON),
    "long sentence": added("and this goes on " * 12, only=ACTED_ON),
}  # fmt: skip


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


@pytest.mark.parametrize("name", KINDS)
def test_seeded_faults_are_caught_where_they_are(name: str) -> None:
    kind, rng = KINDS[name], random.Random(name)
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
