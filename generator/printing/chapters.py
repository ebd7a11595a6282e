"""A page of the site as a chapter of a printed document: its trees, its parts, and the places it holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator import urls
from generator.composed.outline import SECTIONS
from generator.composed.tree import Node, Tree, parse, plain_words, walk
from generator.printing.addresses import Places

Data = dict[str, Any]
"""What a template is given; it can be written as JSON."""

LETTERS = {"top": "A", "core": "B", "tail": "C"}
"""The letter of each part."""

FIRST_SHEET = frozenset(SECTIONS[name].anchor for name in ("at-a-glance", "fast-track"))
"""The sections that fit one printed page together, so that it can be pinned up by itself."""

CORE_ID = "core"
"""The chapter that holds the core where it is printed by itself."""

THE_CORE = "../core/index.md"
"""The address of the core as pages one folder down write it."""

_CORE_OPENS = '\n<div class="part core"'
_PART = re.compile(
    r'(?P<before>.*?)\n?<div class="part \w+" data-part="(?P<role>\w+)" markdown>\n(?P<inside>.*)\n</div>\s*', re.DOTALL
)
_SECTION = re.compile(r"^(?=### )", re.MULTILINE)
_TAIL_OPENS = '\n<div class="part tail"'


@dataclass(frozen=True)
class Chapter:
    """One page of the site, with what its running heads and its opening say."""

    id: str
    page_uri: str
    trees: tuple[Tree, ...]
    title: str
    version: str
    marking: str
    signatures: tuple[str, ...] = ()
    """The parties that have a row on the signature sheet."""
    kicker: str = ""

    @property
    def label(self) -> str:
        """The label of its beginning."""
        return f"chapter:{self.id}"

    @property
    def blocks(self) -> tuple[Node, ...]:
        """Every block, in order."""
        return tuple(block for tree in self.trees for block in tree.blocks)

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of its headings."""
        return tuple(anchor for tree in self.trees for anchor in tree.anchors)

    @property
    def terms(self) -> dict[str, str]:
        """The words that it explains, each as it is first explained."""
        return {words: meaning for tree in reversed(self.trees) for words, meaning in reversed(tree.terms)}

    @property
    def notes(self) -> tuple[Node, ...]:
        """What it says before its parts, beyond title, lead and facts: that it is retired, and since when."""
        return tuple(block for block in self.blocks if block["t"] not in ("heading", "box"))

    @property
    def facts(self) -> list[Data]:
        """The facts that it states in its list, each label apart from its words."""
        items = (item[0]["c"] for block in self.box("facts") if block["t"] == "list" for item in block["items"])
        return [{"label": plain_words(item[:1]), "words": _without_lead(item[1:])} for item in items]

    def box(self, name: str) -> tuple[Node, ...]:
        """Return what the first box of a class holds, outside the parts."""
        boxes = (block for block in self.blocks if block["t"] == "box" and name in block["classes"])
        return tuple(next(boxes, {"c": ()})["c"])

    def parts(self, *, core_elsewhere: bool) -> list[Data]:
        """Return its parts; with `core_elsewhere`, Part B only says where in the document the core stands."""
        boxes = (block for block in self.blocks if block["t"] == "box" and "part" in block["classes"])
        return [_part(box, core_elsewhere=core_elsewhere) for box in boxes]

    def section(self, anchor: str) -> tuple[Node, ...]:
        """Return what stands under the heading with an id, up to the next heading of its kind."""
        inside = (block for box in self.blocks if box["t"] == "box" for block in box["c"])
        found: list[Node] = []
        within = False
        for block in inside:
            if block["t"] == "heading" and block["level"] <= 3:
                within = block["id"] == anchor
            elif within:
                found.append(block)
        return tuple(found)


def read_trees(markdown: str, page_uri: str) -> tuple[Tree, ...]:
    """Return a composed page in up to three trees, so that the core, the same everywhere, is read once."""
    start = markdown.find(_CORE_OPENS)
    end = markdown.find(_TAIL_OPENS)
    if start < 0 or end < start:
        return (_read_core(markdown, page_uri),)
    core = _read_core(markdown[start:end], urls.CORE)
    return _read_part(markdown[:start], page_uri), core, _read_part(markdown[end:], page_uri)


def _read_part(markdown: str, page_uri: str) -> Tree:
    """Return a part's tree, with what stands before it. It is read section by section: copies have most of them in common."""
    found = _PART.fullmatch(markdown)
    if found is None:
        return parse(markdown, page_uri)
    before = parse(found["before"], page_uri)
    sections = [parse(section, page_uri) for section in _SECTION.split(found["inside"])]
    inside = [block for section in sections for block in section.blocks]
    part: Node = {"t": "box", "classes": ["part", found["role"]], "data": {"part": found["role"]}, "c": inside}
    every = (before, *sections)
    return Tree(
        (*before.blocks, part),
        tuple(anchor for tree in every for anchor in tree.anchors),
        tuple(term for tree in every for term in tree.terms),
    )


@lru_cache(maxsize=8)
def _read_core(markdown: str, page_uri: str) -> Tree:
    """Return the core's tree. A clause's link to its own page leads to the web, where its law and training are."""
    tree = parse(markdown, page_uri)
    clause = ""
    for node in walk(tree.blocks):
        if node["t"] == "heading":
            clause = node["id"].partition("-")[2]
        elif node["t"] == "link" and clause and node["href"].endswith(f"/{urls.clause_uri(clause)}"):
            node["away"] = True
    return tree


def places_in(chapters: Sequence[Chapter]) -> Places:
    """Return every place of a document. Where it holds the core, a clause's own page is the clause in the document."""
    found: dict[tuple[str, str], str] = {}
    for chapter in reversed(chapters):
        found[chapter.page_uri, ""] = chapter.label
        prefix = prefix_of(chapter, chapters)
        found |= {(chapter.page_uri, anchor): prefix + anchor for anchor in chapter.anchors}
    for anchor in filter(_is_clause, chapters[0].anchors):
        found[urls.clause_uri(anchor.partition("-")[2]), ""] = anchor
        found |= {(chapter.page_uri, anchor): anchor for chapter in chapters}
    return found


def prefix_of(chapter: Chapter, chapters: Sequence[Chapter]) -> str:
    """Return what makes a chapter's labels its own. The first, which holds the core, has none, so that it is the same in all."""
    return "" if chapter is chapters[0] else f"{chapter.id}:"


def terms_of(chapters: Iterable[Chapter]) -> list[tuple[str, str]]:
    """Return the words that chapters explain, in alphabetical order."""
    found: dict[str, str] = {}
    for chapter in chapters:
        found = {**chapter.terms, **found}
    return sorted(found.items(), key=lambda term: term[0].lower())


def _is_clause(anchor: str) -> bool:
    return anchor[:1] == "b" and anchor[1:2].isdigit()


def _part(box: Node, *, core_elsewhere: bool) -> Data:
    role = box["data"]["part"]
    blocks = box["c"]
    if core_elsewhere and role == "core":
        blocks = [*blocks[:2], _pointer()]
    label = plain_words(blocks[0]["c"]).partition(":")[0]
    return {"letter": LETTERS.get(role, ""), "role": role, "label": label, "runs": _runs(blocks)}


def _pointer() -> Node:
    before = "It is printed once in this pack, in full and word for word, for all the protocols in it: see "
    link = {"t": "link", "href": THE_CORE, "c": [{"t": "text", "s": "the core"}]}
    return {"t": "par", "c": [{"t": "text", "s": before}, link, {"t": "text", "s": "."}]}


def _runs(blocks: Sequence[Node]) -> list[Data]:
    """Return blocks in runs, each on sheets of its own shape."""
    runs: list[Data] = []
    for section in _sections(blocks):
        shape = _shape(section)
        if runs and runs[-1]["shape"] == shape:
            runs[-1]["blocks"] += section
        else:
            runs.append({"shape": shape, "blocks": section})
    return runs


def _shape(section: Sequence[Node]) -> str:
    """Return how a section is laid out: flows need the width, and what is read first stands on one sheet."""
    if any(block["t"] == "box" and "flows" in block["classes"] for block in section):
        return "wide"
    if any(block["t"] == "heading" and block["id"] in FIRST_SHEET for block in section):
        return "one"
    return "tall"


def _sections(blocks: Sequence[Node]) -> list[list[Node]]:
    """Return blocks by section; what stands before the first section's heading belongs to the first section."""
    sections: list[list[Node]] = [[]]
    headed = False
    for block in blocks:
        if block["t"] == "heading" and block["level"] == 3:
            if headed:
                sections.append([])
            headed = True
        sections[-1].append(block)
    return sections


def _without_lead(nodes: Sequence[Node]) -> list[Node]:
    first, *others = nodes
    return [{**first, "s": first["s"].lstrip()}, *others] if first["t"] == "text" else list(nodes)
