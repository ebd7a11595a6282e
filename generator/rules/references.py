"""Rules about references: whatever a source names has to exist."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TypeAlias

from generator.composed.outline import SECTIONS
from generator.county.fields import Value
from generator.county.library import MOST_KEPT, Library, Parsed
from generator.rules.context import Context, rule
from generator.sources.diagnostic import Diagnostic, Label, did_you_mean, fault, one_of
from generator.sources.nodes import Path, Sequence, node_at, text_at
from generator.sources.source import Span
from generator.words.nearest import nearest
from generator.words.references import LOCAL_KINDS, references_in

_WORDS = {
    "agency": "agency",
    "clause": "core clause",
    "theme": "Tier 2 theme",
    "protocol": "protocol",
    "provision": "provision in the law register",
    "requirement": "requirement",
    "own-requirement": "requirement of this protocol's theme",
    "post": "post or contact",
    "person": "entry under `people`",
    "route": "entry under `routes`",
    "section": "section or core clause",
    "outcome": "outcome of this specification",
    "report": "report",
    "target": "source, clause, provision or term",
}


_DESCRIBED_IN = {"person": "people", "route": "routes", "outcome": "outcomes"}
"""Where the same file describes what these references name."""


@fault("unknown-reference")
def unknown_reference(span: Span, target: str, what: str, nearest: tuple[str, ...], known: str = "") -> Diagnostic:
    """A reference leads to nothing.

    A protocol, an agency or a provision that once was there is never deleted: bring its file back and mark it retired, or its
    provision ended. Otherwise either the name is misspelt, or the thing it names has not been written yet. In text, references are written
    `[[domestic-abuse-marac]]`, `[[care-act-2014/s42]]`, `[[core/fast-track]]`, `[[agency/county-police]]`, `[[term/marac]]`.
    """
    return Diagnostic(
        f"`{target}` is not the name of any {what}",
        span,
        help=did_you_mean(nearest) or known or f"look for the right name among the files, or write the {what} first",
    )


_Use: TypeAlias = tuple[Parsed, Span, str, str, tuple[str, ...]]
"""A reference to nothing: the document, the place, the words, what they should name, and the nearest names."""

MOST_SHOWN = 20
"""From how many references to one name on what is missing is the thing itself, and not each of the places."""

_RETIRE = "if it was deleted, bring its file back and mark it `retired`"


@fault("source-missing")
def source_missing(span: Span, name: str, count: int, files: int) -> Diagnostic:
    """Many places name something that does not exist.

    Its file was deleted, or its id was changed in the file and not where it is named. What was published is never deleted:
    bring the file back and mark it retired. To give something another id, use `protocols rename`, which mends every reference.
    """
    return Diagnostic(
        f"`{name}` is named in {count} places of {files} {'file' if files == 1 else 'files'}, and does not exist",
        span,
        help=f"{_RETIRE}; if it has another id now, give the old one back and use `protocols rename`",
    )


@rule
def check_references(context: Context) -> Iterator[Diagnostic]:
    """A field, and a `[[reference]]` in text, names an agency, a clause, a protocol, a provision... that exists."""
    library = context.library
    unknown: dict[str, list[_Use]] = defaultdict(list)
    for document in library.parsed:
        for name, use in (*_of_unknown_agencies(library, document), *_unknown_in(library, document)):
            unknown[_file_of(library, name)].append(use)
    for name, uses in unknown.items():
        if len(uses) >= MOST_SHOWN:
            yield source_missing(min(use[1] for use in uses), name, len(uses), len({use[0] for use in uses}))
            continue
        for _, span, written, what, near in uses:
            help_ = f"look for the right name among the files, or write the {what} first; {_RETIRE}"
            yield unknown_reference(span, written, what, near, help_)


_PREFIXES = frozenset({"agency", "core", "owner", "page", "team", "term", "tier-1", "tier-2"})


def _file_of(library: Library, name: str) -> str:
    """Return the name of the file that is missing where a name leads to nothing: of a provision, its instrument's."""
    first = name.partition("/")[0]
    return name if first in _PREFIXES or first in library.targets else first


def _of_no_agency(library: Library, post: str) -> bool:
    return "/" in post and post.partition("/")[0] not in library.agencies


def _of_unknown_agencies(library: Library, document: Parsed) -> Iterator[tuple[str, _Use]]:
    """Yield the posts that are named of an agency that there is not."""
    for kind, value in _local_uses(document):
        written = value.scalar.text
        if kind == "post" and _of_no_agency(library, written) and not library.is_broken(written):
            near = _near(library, document, kind, value)
            use = (document, document.span(*value.path), written, _WORDS[kind], near)
            yield f"agency/{written.partition('/')[0]}", use


def _unknown_in(library: Library, document: Parsed) -> Iterator[tuple[str, _Use]]:
    """Yield what fields and texts name that there is not."""
    unknown = {name for name, _ in document.named if name not in library.targets and not library.is_broken(name)}
    texts: dict[Path, Value] = {}
    for name, value in document.named if unknown else ():
        if name in unknown and not value.shape.refers:
            texts[value.path] = value
        elif name in unknown and value.shape.refers:
            kind, written = value.shape.refers.kind, value.scalar.text
            prefix = name.removesuffix(written)
            known = (target.removeprefix(prefix) for target in _of_kind(library, kind, prefix))
            yield name, (document, document.span(*value.path), written, _WORDS[kind], nearest(written, known))
    for value in texts.values():
        for reference in references_in(value.scalar.text):
            if reference.target in unknown:
                span, near = document.find(reference.written, *value.path), nearest(reference.target, library.targets)
                yield reference.target, (document, span, reference.target, _WORDS["target"], near)


@lru_cache(maxsize=MOST_KEPT)
def _local_uses(document: Parsed) -> tuple[tuple[str, Value], ...]:
    """Return the texts of a document that name something in it, or in the agency that they name, with the kind of each."""
    kinds = ((value.shape.refers.kind, value) for value in document.values if value.shape.refers)
    return tuple((kind, value) for kind, value in kinds if kind in LOCAL_KINDS)


def _of_kind(library: Library, kind: str, prefix: str) -> Iterable[str]:
    if kind == "provision":
        return library.provisions
    if kind == "protocol":
        return library.protocols
    return (name for name in library.targets if name.startswith(prefix))


@fault("entry-missing")
def entry_missing(span: Span, name: str, field: str, count: int, first: Span) -> Diagnostic:
    """Several places name a group of people, a route or an outcome that the same file does not describe.

    Either the entry was taken out, or its id was changed where it is described and not where it is used.
    """
    return Diagnostic(
        f"`{name}` is used in {count} places, and has no entry under `{field}`",
        span,
        help=f"add the entry to `{field}`, or give its old id back to the one that was renamed",
        others=(Label(first, "first used here"),),
    )


@rule
def check_local_references(context: Context) -> Iterator[Diagnostic]:
    """A post, a group of people, a route, a section or an outcome that a source names exists in it, or in the agency it names."""
    for document in context.library.parsed:
        unknown: dict[tuple[str, str], list[Value]] = {}
        for kind, value in _local_uses(document):
            written = value.scalar.text
            if kind == "post" and _of_no_agency(context.library, written):
                continue  # A post of an agency that there is not: the agency is what is missing.
            if kind == "post" and written in context.library.posts:
                continue
            if written not in _local_names(context.library, document, kind, value):
                unknown.setdefault((kind, written), []).append(value)
        for (kind, written), values in unknown.items():
            if not context.library.is_broken(written):
                yield from _unknown_locals(context.library, document, kind, values)


def _unknown_locals(library: Library, document: Parsed, kind: str, values: list[Value]) -> Iterator[Diagnostic]:
    """Yield a fault for each use of a name; or one for the entry that is missing, where several places use it."""
    written, spans = values[0].scalar.text, [document.span(*value.path) for value in values]
    if kind in _DESCRIBED_IN and len(spans) > 1:
        field = _DESCRIBED_IN[kind]
        yield entry_missing(document.key_span(field), written, field, len(spans), spans[0])
        return
    for span, value in zip(spans, values, strict=True):
        near = _near(library, document, kind, value)
        yield unknown_reference(span, written, _WORDS[kind], near, _posts(library, document, kind, written))


def _near(library: Library, document: Parsed, kind: str, value: Value) -> tuple[str, ...]:
    """Return the local names that one may have been meant for: of a known agency's posts, those whose own name is alike."""
    known, (agency, _, post) = _local_names(library, document, kind, value), value.scalar.text.partition("/")
    if kind != "post" or not post or agency not in library.agencies:
        return nearest(value.scalar.text, known)
    own = [name.removeprefix(f"{agency}/") for name in known if name.startswith(f"{agency}/")]
    return tuple(f"{agency}/{name}" for name in nearest(post, own))


def _posts(library: Library, document: Parsed, kind: str, written: str) -> str:
    """Return the help that lists what can be reached: the posts of the agency that was named, and the protocol's contacts."""
    if kind != "post":
        return ""
    agency = written.partition("/")[0]
    found = library.agencies.get(agency)
    posts = one_of([f"{agency}/{post.id}" for post in found.model.posts]) if found else ""
    contacts = one_of(sorted(_names(document, "contacts", "id")))
    parts = (
        f"a post of that agency: {posts}" if posts else "",
        f"a contact of this protocol: {contacts}" if contacts else "",
    )
    return "name " + "; or ".join(part for part in parts if part) if any(parts) else ""


def _local_names(library: Library, document: Parsed, kind: str, value: Value) -> AbstractSet[str]:
    """Return the names that a local reference may have in this document."""
    match kind:
        case "person":
            return _names(document, "people", "id")
        case "route":
            return _names(document, "routes", "name")
        case "outcome":
            return _names(document, "outcomes", "id")
        case "section":
            return {*SECTIONS, *(f"core/{clause}" for clause in library.clauses)}
        case _:
            return _names(document, "contacts", "id") | library.posts if value.path[0] != "contacts" else library.posts


@lru_cache(maxsize=MOST_KEPT)
def _names(document: Parsed, field: str, key: str) -> frozenset[str]:
    items = node_at(document.node, (field,))
    count = len(items.items) if isinstance(items, Sequence) else 0
    return frozenset(text for index in range(count) if (text := text_at(items, index, key)))
