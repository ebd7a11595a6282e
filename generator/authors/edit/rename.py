"""Renaming a thing, and putting one provision in another's place: every reference to it, in fields and in text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator.authors.edit.ledger import move_of, require_unpublished, with_ledger
from generator.authors.edit.names import Named, is_free, require_id, resolve
from generator.authors.edit.splice import Splice, data_of, node_range, spliced, value_range
from generator.authors.edit.workspace import Changes, Workspace
from generator.county.fields import Value
from generator.county.library import Parsed
from generator.errors import EditRefused
from generator.model.glossary import Glossary
from generator.model.law import Instrument
from generator.sources.nodes import Path, Scalar, node_at, plain_data, text_at
from generator.sources.source import Span
from generator.words.nearest import nearest
from generator.words.references import REFERENCE, full_name

NewName = Callable[[str], str | None]
"""Says what a name in full becomes, or nothing for one that stays."""


_ONCE = ("gateways", "restrictions")
"""The lists of a protocol in which a provision stands once."""


@dataclass(frozen=True, slots=True)
class Place:
    """One reference that an edit changes, or leaves for the author to look at."""

    span: Span
    path: Path
    line: str
    note: str = ""


@dataclass(frozen=True)
class Renamed:
    """What a renaming does, and what it leaves for the author to look at."""

    changes: Changes
    changed: tuple[Place, ...]
    look_at: tuple[Place, ...] = ()


def rename(workspace: Workspace, old: str, new: str, on: date) -> Renamed:
    """Return the renaming of an agency, protocol, clause, instrument, theme or term, its old addresses leading on from that day.

    Raises `EditRefused`.
    """
    workspace.require_all()
    named = resolve(workspace.library, old)
    identifier = require_id(new.removeprefix(named.prefix))
    if not is_free(workspace.library, named.kind, identifier):
        raise EditRefused(f"`{named.prefix}{identifier}` is taken; an id is never used twice")
    require_unpublished(workspace.library, named.prefix + identifier, named.name)
    new_name = _new_name(named, identifier)
    changes, changed = _rewrite(workspace, new_name, lambda document: _own_ids(document, named), named.id, identifier)
    if named.document.entry is not Glossary:
        changes = _moved(changes, named.document, identifier)
    changes = with_ledger(workspace, changes, (move_of(named, identifier, on),))
    return Renamed(changes, changed, tuple(_comments_naming(workspace, named.id)))


def replace_provision(workspace: Workspace, old: str, new: str) -> Renamed:
    """Return the edit that cites provision `new` wherever `old` is cited. Raises `EditRefused`.

    The law register and change histories stay: they say what was law, and what was done.
    """
    workspace.require_all()
    for name in (old, new):
        if name not in workspace.library.provisions:
            near = nearest(name, workspace.library.provisions)
            raise EditRefused(f"`{name}` is not a provision in the law register{_did_you_mean(near)}")
    if old == new:
        raise EditRefused(f"`{old}` is put in its own place; give two provisions")

    def new_name(name: str) -> str | None:
        return new if name == old else None

    changes, changed = _rewrite(workspace, new_name, lambda _: (), "", "", keep=_is_history)
    if not changed:
        raise EditRefused(f"nothing outside the law register cites `{old}`")
    twice = _cited_twice(workspace.after(changes), tuple(changes.texts), new)
    return Renamed(changes, changed, (*_left_citing(workspace, old), *twice))


def _cited_twice(workspace: Workspace, paths: tuple[str, ...], name: str) -> Iterator[Place]:
    """Yield each place that a list now cites again: two entries to make into one."""
    for document in (workspace.documents[path] for path in paths):
        seen: set[Path] = set()
        for value in document.values:
            if value.scalar.text != name or not (isinstance(value.path[-1], int) or value.path[0] in _ONCE):
                continue
            listed = value.path[:1] if value.path[0] in _ONCE else value.path[:-1]
            if listed in seen:
                yield replace(_place(document, value.path, value.scalar.span), note="listed twice now")
            seen.add(listed)


def _is_history(document: Parsed, path: Path) -> bool:
    return document.entry is Instrument or path[0] == "history"


def _left_citing(workspace: Workspace, name: str) -> Iterator[Place]:
    for citation in workspace.library.citations.get(name, ()):
        if _is_history(citation.document, citation.path):
            yield _place(citation.document, citation.path, citation.document.span(*citation.path))


def _did_you_mean(near: tuple[str, ...]) -> str:
    return f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""


def _new_name(named: Named, identifier: str) -> NewName:
    """Return what becomes of a full name: the thing's own, and those of what is inside it."""
    within = f"{named.id}/" if named.kind in ("instrument", "theme") else None

    def new_name(name: str) -> str | None:
        if name == named.name:
            return named.prefix + identifier
        if within and name.startswith(within):
            return f"{identifier}/{name.removeprefix(within)}"
        return None

    return new_name


def _own_ids(document: Parsed, named: Named) -> tuple[Path, ...]:
    """Return where a document gives the thing's own id, or says that the thing replaced another of its kind."""
    paths: list[Path] = []
    if document is named.document:
        paths.append((*named.path, "id"))
    if document.entry is named.document.entry and text_at(document.node, "retired", "replaced_by") == named.id:
        paths.append(("retired", "replaced_by"))
    return tuple(paths)


def _rewrite(
    workspace: Workspace,
    new_name: NewName,
    own_ids: Callable[[Parsed], tuple[Path, ...]],
    old_id: str,
    new_id: str,
    keep: Callable[[Parsed, Path], bool] = lambda _document, _path: False,
) -> tuple[Changes, tuple[Place, ...]]:
    """Return the new text of every document that names something with a new name, proved to say just that."""
    texts: dict[str, str] = {}
    places: list[Place] = []
    for document in workspace.library.parsed:
        wanted: dict[Path, str] = dict.fromkeys(own_ids(document), new_id)
        for value in document.values:
            words = None if keep(document, value.path) else _renamed_words(document, value, new_name)
            if words is not None:
                wanted[value.path] = words
        if not wanted:
            continue
        splices = [splice for path in wanted for splice in _splices(document, path, new_name, old_id, new_id)]
        texts[document.source.path] = _proved(document, spliced(document.source.text, splices), wanted)
        places += [_place(document, path, span) for path in wanted for span in _spans(document, path, splices)]
    return Changes(texts), tuple(places)


def _renamed_words(document: Parsed, value: Value, new_name: NewName) -> str | None:
    """Return what a value says once names have changed, or nothing where it stays."""
    words = value.scalar.text
    if value.shape.refers:
        return _renamed_field(value.shape.refers.kind, words, document.theme, new_name)
    if not value.shape.markup or "[[" not in words:
        return None
    renamed = REFERENCE.sub(lambda match: _renamed_reference(match, new_name), words)
    return renamed if renamed != words else None


def _renamed_field(kind: str, words: str, theme: str | None, new_name: NewName) -> str | None:
    """Return what a reference field holds once names have changed, or nothing where it stays."""
    if kind == "own-requirement":
        return None
    if kind == "post":
        agency, slash, post = words.partition("/")
        name = new_name(f"agency/{agency}") if slash else None
        return f"{name.removeprefix('agency/')}/{post}" if name else None
    name = words if kind == "section" else full_name(kind, words, theme)
    renamed = new_name(name) if name else None
    if name is None or renamed is None or (kind == "section" and "/" not in words):
        return None
    return renamed.removeprefix(name.removesuffix(words))


def _renamed_reference(match: re.Match[str], new_name: NewName) -> str:
    """Return one text reference with its new target, its spaces and words as they were."""
    target = " ".join(match[1].split())
    renamed = new_name(target)
    if renamed is None:
        return match[0]
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return match[0][:start] + match[1].replace(target, renamed) + match[0][end:]


def _splices(document: Parsed, path: Path, new_name: NewName, old_id: str, new_id: str) -> Iterator[Splice]:
    """Yield the stretches of a source that have to change so that the value at `path` says its new words."""
    source, scalar = document.source, _scalar(document, path)
    start, end = value_range(source, scalar)
    raw = source.text[start:end]
    if path[-1] in ("id", "replaced_by"):
        at = start + raw.index(old_id) if old_id in raw else start
        yield Splice(at, at + len(old_id), new_id)
        return
    value = next(value for value in document.values if value.path == path)
    if value.shape.refers:
        renamed = _renamed_words(document, value, new_name) or scalar.text
        at = start + raw.find(scalar.text)
        yield Splice(at, at + len(scalar.text), renamed)
        return
    for match in REFERENCE.finditer(raw):
        renamed = _renamed_reference(match, new_name)
        if renamed != match[0]:
            yield Splice(start + match.start(), start + match.end(), renamed)


def _scalar(document: Parsed, path: Path) -> Scalar:
    node = node_at(document.node, path)
    if not isinstance(node, Scalar):
        raise EditRefused(f"{document.source.path} has no text at `{'.'.join(map(str, path))}`")
    return node


def _proved(document: Parsed, text: str, wanted: dict[Path, str]) -> str:
    """Return the new text if it reads as the old one with just the wanted values changed; refuse it otherwise."""
    expected = _with_values(plain_data(document.node), (), wanted)
    if data_of(text, document.source.path) != expected:
        at = document.span(*next(iter(wanted)))
        why = f"write the references in {at.path} from line {at.line} without escapes or breaks inside their names"
        raise EditRefused(f"this edit cannot be made safely: {why}; nothing was changed")
    return text


def _with_values(data: object, path: Path, wanted: dict[Path, str]) -> object:
    if path in wanted:
        return wanted[path]
    if isinstance(data, dict):
        return {key: _with_values(value, (*path, key), wanted) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_values(value, (*path, index), wanted) for index, value in enumerate(data)]
    return data


def _spans(document: Parsed, path: Path, splices: list[Splice]) -> Iterator[Span]:
    """Yield the place of each splice that lies inside the value at `path`."""
    source = document.source
    start, end = node_range(source, node_at(document.node, path))
    for splice in splices:
        if start <= splice.start < end:
            line = source.text.count("\n", 0, splice.start) + 1
            column = splice.start - (source.text.rfind("\n", 0, splice.start) + 1) + 1
            yield Span(source.path, line, column, line, column + splice.end - splice.start)


def _place(document: Parsed, path: Path, span: Span) -> Place:
    return Place(span, path, document.source.lines[span.line - 1].strip())


def _comments_naming(workspace: Workspace, identifier: str) -> Iterator[Place]:
    """Yield each comment that names a thing: an author may want to change its words."""
    pattern = re.compile(rf"(?:^|\s)#.*(?<![\w-]){re.escape(identifier)}(?![\w-])")
    for document in workspace.library.parsed:
        for number, line in enumerate(document.source.lines, start=1):
            if pattern.search(line):
                yield Place(Span(document.source.path, number, 1, number, len(line) + 1), (), line.strip())


def _moved(changes: Changes, document: Parsed, identifier: str) -> Changes:
    """Return the changes with the document's own file under its new name."""
    old_path = document.source.path
    new_path = f"{old_path.rpartition('/')[0]}/{identifier}.yaml"
    texts = {new_path if path == old_path else path: text for path, text in changes.texts.items()}
    return Changes(texts, (old_path,))
