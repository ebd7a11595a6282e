"""Sources without what an edition may not hold: cut out of the trees, before anything is made of them.

What is marked higher goes, and with it what cannot be said without it: an item that names it, an entry of which too little is left. A
reference to it in a text leads to the page that says that something is left out. A document that cannot do without it has a hole, which
is a fault of the sources.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from generator.county.fields import Shape, shapes
from generator.county.library import MOST_KEPT, Document, Library, Parsed
from generator.model.addresses import Addresses
from generator.model.agency import Agency
from generator.model.base import Document as ProtocolDocument
from generator.model.base import Entry, Markable, Marking
from generator.model.editions import marked_in
from generator.model.protocol import Protocol
from generator.model.tiers import Overarching
from generator.sources.nodes import Mapping, Node, Pair, Path, Scalar, Sequence, node_at, plain_data, text_at
from generator.sources.source import Source
from generator.words.references import REFERENCE, full_name

ELSEWHERE = "page/left-out"
"""What a reference to something that is left out leads to."""

_REPLACED_BY = "replaced_by"


@dataclass(frozen=True)
class Hole:
    """Where a document cannot do without what is marked higher."""

    document: Parsed
    path: Path
    """The field that would be lost: a reference to what is left out, a list of which too little is left, or the document's marking."""


@dataclass(frozen=True)
class Reduction:
    """Sources as an edition may hold them."""

    documents: tuple[Parsed, ...]
    gaps: dict[str, tuple[Path, ...]]
    """What was cut out of the documents that are kept, by their paths: where it stood in the source."""
    altered: frozenset[str]
    """The paths of the documents that are kept and say anything less or anything else than in the sources."""
    gone: frozenset[str]
    """The names in full of everything that is left out, former ones too."""
    holes: tuple[Hole, ...]


def reduced(library: Library, holds: frozenset[Marking]) -> Reduction:
    """Return the sources of a library without what is marked otherwise than an edition `holds`."""
    marked = [document for document in library.parsed if isinstance(document, Document) and _is_cut(document, holds)]
    gone: frozenset[str] = frozenset()
    while True:
        affected = {id(document): document for document in (*marked, *_citing(library, gone))} if marked else {}
        cuts = {key: _cut(document, holds, gone) for key, document in affected.items()}
        now = gone.union(*(_lost(library, cut) for cut in cuts.values()))  # It only grows, so this comes to an end.
        now |= {old for old in library.moves.rows if library.moves.destination(old, now)}
        if now == gone:
            break
        gone = now
    kept = ((document, cuts.get(id(document))) for document in library.parsed)
    documents = tuple(_kept(document, cut) for document, cut in kept if cut is None or cut.node is not None)
    gaps = {cut.document.source.path: tuple(cut.left) for cut in cuts.values() if cut.node is not None and cut.left}
    altered = frozenset(cut.document.source.path for cut in cuts.values() if cut.node not in (None, cut.document.node))
    holes = tuple(Hole(cut.document, cut.hole) for cut in cuts.values() if cut.node is None and cut.hole)
    return Reduction(documents if marked else library.parsed, gaps, altered, gone, holes)


@lru_cache(maxsize=MOST_KEPT)
def _is_cut(document: Document[Entry], holds: frozenset[Marking]) -> bool:
    own = document.model.marking if isinstance(document.model, ProtocolDocument) else None
    return own not in (None, *holds) or any(marking not in holds for _, marking in marked_in(document.model))


def _citing(library: Library, gone: frozenset[str]) -> Iterator[Parsed]:
    """Yield the documents that may name anything of what is gone."""
    for name in gone:
        yield from (citation.document for citation in library.citations.get(name, ()))
    if gone:
        yield from (document for document in library.protocols.values() if _leans_on(document) & gone)
        yield from (library.addresses,) if library.addresses else ()


@lru_cache(maxsize=MOST_KEPT)
def _leans_on(protocol: Document[Protocol]) -> frozenset[str]:
    """Return what no citation says: the posts of agencies that a protocol names, and what took its place.

    What it has of its own, contacts and routes, goes only where something else of it goes.
    """
    refers = ((value.shape.refers.kind, value.scalar.text) for value in protocol.values if value.shape.refers)
    retired = protocol.model.retired
    instead = (retired.replaced_by,) if retired and retired.replaced_by else ()
    return frozenset((*instead, *(f"post:{name}" for kind, name in refers if kind == "post")))


@lru_cache(maxsize=MOST_KEPT)
def _cut(document: Parsed, holds: frozenset[Marking], gone: frozenset[str]) -> "_Cut":
    """Return a document without what is marked and without what is gone. Cut once: a preview asks after every edit."""
    return _Cut(document, holds, gone)


def _lost(library: Library, cut: "_Cut") -> Iterator[str]:
    """Yield the names of everything that a cut document does not give any more.

    What a protocol has of its own is named in it alone: where all of it goes, nothing can miss that.
    """
    document = cut.document
    yield from () if cut.node is not None else library.names_of(document)
    if cut.node is None and document.entry is Protocol:
        return
    after = () if cut.node is None else tuple(_inner_names(document, cut.node))
    yield from (name for name in _inner_names(document, document.node) if name not in after)


def _inner_names(document: Parsed, node: Node) -> Iterator[str]:
    """Yield the names of the posts, contacts and routes in a document, as `_Cut` looks them up."""
    own, key, kind = f"{document.source.path}#", "id", "post"
    lists = {Agency: ("posts",), Protocol: ("contacts", "routes")}.get(document.entry, ())
    for name in lists:
        if name == "posts":
            own = f"{document.id}/"
        elif name == "routes":
            key, kind = "name", "route"
        items = node_at(node, (name,))
        for item in items.items if isinstance(items, Sequence) else ():
            yield f"{kind}:{own}{text_at(item, key)}"


@lru_cache(maxsize=MOST_KEPT)
def _kept(document: Parsed, cut: "_Cut | None") -> Parsed:
    """Return a document as it is kept, with nothing of its source but the number of its lines."""
    source = Source(document.source.path, "\n" * document.source.text.count("\n"))
    node = cut.node if cut and cut.node is not None else document.node
    if not isinstance(document, Document):
        return Parsed(document.entry, source, node)
    model = document.model if node is document.node else document.entry.model_validate(plain_data(node))
    return Document(document.entry, source, node, model)


class _Cut:
    """One document without what is marked and without what is gone."""

    def __init__(self, document: Parsed, holds: frozenset[Marking], gone: frozenset[str]) -> None:
        self.document, self._gone = document, gone
        self._holds = frozenset(marking.value for marking in holds)
        self.left: list[Path] = []
        self.hole: Path = ()
        self.node: Node | None = self._document()

    def _document(self) -> Node | None:
        node, entry = self.document.node, self.document.entry
        if not isinstance(node, Mapping):
            return node
        if issubclass(entry, ProtocolDocument) and self._is_marked(node):
            self.hole = ("marking",) if entry is Overarching else ()
            return None
        return self._ledger(node) if entry is Addresses else self._mapping(entry, node, ())

    def _is_marked(self, node: Node) -> bool:
        marking = text_at(node, "marking")
        return marking is not None and marking not in self._holds

    def _mapping(self, entry: type[Entry], node: Mapping, path: Path) -> Mapping | None:
        """Return an entry, or nothing where it has lost what it cannot be without."""
        known, pairs = shapes(entry), list[Pair]()
        for pair in node.pairs:
            shape, place = known.get(pair.key.text), (*path, pair.key.text)
            value = self._value(shape, pair.value, place, _least(entry, pair.key.text)) if shape else pair.value
            if value is not None:
                pairs.append(pair if value is pair.value else Pair(pair.key, value))
            elif shape and (shape.needed or (shape.refers and not shape.is_list)):
                self.hole = self.hole if self.hole[: len(place)] == place else place
                return None
            else:
                self.left.append(place)
        return node if _same(pairs, node.pairs) else Mapping(tuple(pairs), node.span)

    def _value(self, shape: Shape, node: Node, path: Path, least: int = 0) -> Node | None:
        match node:
            case Sequence() if shape.is_list:
                return self._list(shape, node, path, least)
            case Mapping() if shape.is_table:
                return self._table(shape, node, path)
            case Mapping() if shape.entry:
                is_out = issubclass(shape.entry, Markable) and self._is_marked(node)
                return None if is_out else self._mapping(shape.entry, node, path)
            case Scalar():
                return self._scalar(shape, node, path)
        return node

    def _list(self, shape: Shape, node: Sequence, path: Path, least: int) -> Sequence | None:
        """Return a list without the items that are out, or nothing where too few are left."""
        kept: list[Node] = []
        for index, item in enumerate(node.items):
            found = self._value(shape, item, (*path, index))
            if found is None:
                self.left.append((*path, index))
            else:
                kept.append(found)
        if len(kept) < min(least, len(node.items)):
            return None
        return node if _same(kept, node.items) else Sequence(tuple(kept), node.span)

    def _table(self, shape: Shape, node: Mapping, path: Path) -> Mapping:
        """Return a mapping whose keys are data."""
        values = [(pair, self._value(shape, pair.value, (*path, pair.key.text))) for pair in node.pairs]
        pairs = [pair if pair.value is value else Pair(pair.key, value) for pair, value in values if value is not None]
        return node if _same(pairs, node.pairs) else Mapping(tuple(pairs), node.span)

    def _scalar(self, shape: Shape, node: Scalar, path: Path) -> Scalar | None:
        if shape.refers:
            return None if self._is_gone(shape.refers.kind, node.text) else node
        if path[-1] == _REPLACED_BY and self.document.entry is Protocol:
            return None if node.text in self._gone else node
        return self._text(node) if shape.markup and "[[" in node.text else node

    def _is_gone(self, kind: str, name: str) -> bool:
        if kind in ("post", "route"):
            return bool({f"{kind}:{name}", f"{kind}:{self.document.source.path}#{name}"} & self._gone)
        return full_name(kind, name, self.document.theme) in self._gone

    def _text(self, node: Scalar) -> Scalar:
        """Return a text whose references to what is gone lead to the page that says so."""
        text = REFERENCE.sub(
            lambda found: f"[[{ELSEWHERE}]]" if " ".join(found[1].split()) in self._gone else found[0], node.text
        )
        return node if text == node.text else Scalar(text, node.span, node.plain)

    def _ledger(self, node: Mapping) -> Mapping:
        """Return the ledger of addresses without the names of what is gone."""
        pairs = [
            Pair(pair.key, Sequence(tuple(item for item in pair.value.items if not self._names(item)), pair.value.span))
            if isinstance(pair.value, Sequence)
            else pair
            for pair in node.pairs
        ]
        return Mapping(tuple(pairs), node.span)

    def _names(self, item: Node) -> bool:
        named = (item.text,) if isinstance(item, Scalar) else (text_at(item, "from"), text_at(item, "to"))
        return any(name in self._gone for name in named)


def _same(kept: list[Pair] | list[Node], before: tuple[object, ...]) -> bool:
    return len(kept) == len(before) and all(one is other for one, other in zip(kept, before, strict=True))


@cache
def _least(entry: type[Entry], key: str) -> int:
    """Return how many items a list has to have."""
    for name, info in entry.model_fields.items():
        if key == (info.alias or name):
            return max((getattr(mark, "min_length", None) or 0 for mark in info.metadata), default=0)
    return 0
