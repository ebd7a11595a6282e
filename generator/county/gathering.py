"""Find, read, decode and link: from a folder to a library, and every fault of what could not be read.

Says which files are sources, and what each holds. A file that cannot be read is a fault like any other.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from generator.county.decode import decode
from generator.county.issued import ISSUED, read_issued
from generator.county.library import MOST_KEPT, Document, Library, Parsed
from generator.model.addresses import Addresses
from generator.model.agency import Agency
from generator.model.base import Entry
from generator.model.core import Clause, Core
from generator.model.easy_read import EasyRead
from generator.model.glossary import Glossary
from generator.model.governance import Audit, Programme, Report, Teams
from generator.model.law import Instrument
from generator.model.letters import Letter
from generator.model.outsiders import Outsiders
from generator.model.protocol import Protocol
from generator.model.site import SiteSettings
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.progress import Progress, unheard
from generator.sources.diagnostic import Diagnostic, Label, fault, in_order, one_of
from generator.sources.disk import SOURCES, homes_of, read_source
from generator.sources.nodes import text_at
from generator.sources.source import Source, Span
from generator.sources.yaml_reader import read_yaml

FOLDERS: dict[str, type[Entry]] = {
    "core": Clause,
    "tier-1": Overarching,
    "tier-2": Theme,
    "tier-3": Protocol,
    "agencies": Agency,
    "law": Instrument,
    "reports": Report,
    "letters": Letter,
}
"""What each folder's files hold."""

FILES: dict[str, type[Entry]] = {
    "site.yaml": SiteSettings,
    "glossary.yaml": Glossary,
    "addresses.yaml": Addresses,
    "outsiders.yaml": Outsiders,
    "easy-read.yaml": EasyRead,
    "core/core.yaml": Core,
    "training/specification.yaml": Training,
    "governance/audit.yaml": Audit,
    "governance/programme.yaml": Programme,
    "governance/teams.yaml": Teams,
}
"""What the single files hold."""

_PURPOSES = {
    "site.yaml": "the site's settings",
    "glossary.yaml": "the glossary",
    "addresses.yaml": "every address that was ever published; `protocols fmt` writes a new one",
    "outsiders.yaml": "those outside the agencies who ask",
    "core/core.yaml": "the core's version and owner",
    "tier-1/overarching.yaml": "Tier 1, which every agency signs",
    "training/specification.yaml": "the training specification",
    "governance/audit.yaml": "the audit of what exists",
    "governance/programme.yaml": "the work programme",
    "governance/teams.yaml": "the teams made of several agencies",
}


_OF_A_REPOSITORY = frozenset({"README", "LICENCE", "LICENSE", "CHANGELOG"})
"""Files that may lie beside the clauses of a core, which may have a repository of its own."""


@dataclass(frozen=True)
class Gathered:
    """What a folder of sources comes to: the linked library and the faults that were found so far, in order of place."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    sources: dict[str, Source]
    """Every source that could be read as text, by path, for showing excerpts."""


def gather(root: Path, progress: Progress = unheard) -> Gathered:
    """Return everything under `root/protocols`, linked but not checked: what is at fault is only what could not be read."""
    found: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    parsed: list[Parsed] = []
    shapes: dict[str, tuple[Diagnostic, ...]] = {}
    unread: set[str] = set()
    for path, entry in _find(root, found):
        source, faults = read_source(root, path)
        found += faults
        if source is None:
            unread.add(_stem(path))
            continue
        sources[source.path] = source
        document, shapes[source.path] = parse(source, entry)
        if document is not None:
            parsed.append(document)
        else:
            unread.add(_stem(path))
        progress(f"read {len(sources)} files")
    for document, original in _copies(parsed):
        parsed.remove(document)
        unread.add(document.id)
        shapes[document.source.path] = (copied_file(document.span("id"), document.source.path, original),)
    found += (fault for faults in shapes.values() for fault in faults)
    issued, texts, faults = read_issued(root)
    library = Library(tuple(parsed), frozenset(unread), issued)
    return Gathered(library, in_order((*found, *faults)), {**sources, **texts})


def read_settings(root: Path) -> SiteSettings | None:
    """Return the site's settings alone, or nothing where they cannot be read."""
    source, _ = read_source(root, root / SOURCES / "site.yaml")
    document = parse(source, SiteSettings)[0] if source else None
    return cast("SiteSettings", document.model) if isinstance(document, Document) else None


@lru_cache(maxsize=MOST_KEPT)
def parse(source: Source, entry: type[Entry]) -> tuple[Parsed | None, tuple[Diagnostic, ...]]:
    """Return a source as a document, or as a bare tree where its shape is at fault, or nothing where it is not YAML.

    The same text gives the same document, so that a preview reads anew only what was edited.
    """
    node, found = read_yaml(source)
    if node is None:
        return None, found
    model, faults = decode(entry, node, source)
    if model is None:
        return Parsed(entry, source, node), (*found, *faults)
    return Document(entry, source, node, model), found


@fault("missing-file")
def missing_file(span: Span, what: str) -> Diagnostic:
    """A file that the site cannot be built without is not there."""
    return Diagnostic(f"this file does not exist, and it has to: it holds {what}", span, help="bring the file back")


@fault("unexpected-file")
def unexpected_file(span: Span, reason: str, mend: str) -> Diagnostic:
    """A file lies where no source is looked for, so it would be left out without a word.

    Sources are the files ending in `.yaml` in the folders of `protocols/`. A file in another folder, or with another ending,
    would never be read. One that only ends wrongly, such as `.yml` or `.yaml.txt`, has to be renamed.
    """
    return Diagnostic(reason, span, help=mend)


@fault("copied-file")
def copied_file(span: Span, path: str, original: Source) -> Diagnostic:
    """A file is a copy of another: it lies beside it and still has its id.

    Nothing else is said of a copy until it is either something of its own or gone. To begin a protocol from another one, give
    the copy a file name and an `id` that are the same, a title of its own, and change what it says: two protocols that say the
    same are one. `protocols new tier-3` is the better beginning.
    """
    name, other = (each.rsplit("/", 1)[-1] for each in (path, original.path))
    new = re.sub(r"[^a-z0-9]+", "-", name.removesuffix(".yaml").lower()).strip("-")
    rename = "" if f"{new}.yaml" == name else f"rename the file to `{new}.yaml`, "
    return Diagnostic(
        f"`{name}` is a copy of `{other}`, and still has its id",
        span,
        help=f"delete it; or {rename}write `id: {new}`, and give it a title of its own",
        others=(Label(Span(original.path), "the file that was copied"),),
    )


def _copies(parsed: Iterable[Parsed]) -> tuple[tuple[Parsed, Source], ...]:
    """Return each document that has the id of another in its folder and at least half of its lines, with that other."""
    originals = {document.source.path: document.source for document in parsed}
    found: list[tuple[Parsed, Source]] = []
    for document in parsed:
        claimed = text_at(document.node, "id")
        if claimed is None or claimed == document.id:
            continue
        original = originals.get(f"{document.source.path.rpartition('/')[0]}/{claimed}.yaml")
        if original is not None and _is_like(document.source, original):
            found.append((document, original))
    return tuple(found)


def _is_like(source: Source, original: Source) -> bool:
    lines = set(source.lines)
    return 2 * len(lines & set(original.lines)) >= len(lines)


_MISNAMED = re.compile(r"([a-z0-9-]+)\.ya?ml(?:\.txt|\.ya?ml)?", re.IGNORECASE)
"""The name of a source with an ending that programs put there unasked."""


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


def _find(root: Path, found: list[Diagnostic]) -> Iterator[tuple[Path, type[Entry]]]:
    """Yield every file that is a source with what it holds, in order of name; report what is missing or out of place.

    A file whose name only ends wrongly is read all the same, so that nothing but its name is at fault. Issued texts are read
    apart from them.
    """
    top = root / SOURCES
    core = top / "core"
    linked = core.iterdir() if core.is_symlink() and core.resolve() in homes_of(root) else ()
    paths = sorted((*_walk(top), *linked))
    names = {path.relative_to(top).as_posix() for path in paths}
    for path in paths:
        name = path.relative_to(top).as_posix()
        if name == ISSUED or name.startswith(f"{ISSUED}/"):
            continue
        entry = _entry_of(name)
        if entry is not None:
            yield path, entry
        elif (path.is_dir() and (not path.is_symlink() or (path == core and linked))) or (
            path.parent == core and path.stem in _OF_A_REPOSITORY
        ):
            continue
        elif not path.name.startswith("."):
            meant = _meant_name(name)
            kind = _entry_of(meant) if meant and path.is_file() else None
            if meant and kind and meant not in names:
                names.add(meant)
                mend = f"rename it to `{meant.rsplit('/', 1)[-1]}`"
                found.append(unexpected_file(Span(f"{SOURCES}/{name}"), "the name of a source ends in `.yaml`", mend))
                yield path, kind
            else:
                mend = f"sources belong in {one_of(tuple(FOLDERS))} and end in `.yaml`"
                reason = "no source is looked for under this name"
                found.append(unexpected_file(Span(f"{SOURCES}/{name}"), reason, mend))
    for name, purpose in _PURPOSES.items():
        # Behind a link that is not followed, the file is there: the link is the one fault.
        if name not in names and not (top / name).exists():
            found.append(missing_file(Span(f"{SOURCES}/{name}"), purpose))


def _entry_of(name: str) -> type[Entry] | None:
    """Return what the file of this name below `protocols/` holds, or nothing where no source has such a name."""
    folder, _, file = name.rpartition("/")
    return FILES.get(name) or (FOLDERS.get(folder) if re.fullmatch(r"[^.]+\.yaml", file) else None)


def _meant_name(name: str) -> str | None:
    """Return the name that a file should have which only ends wrongly."""
    folder, slash, file = name.rpartition("/")
    match = _MISNAMED.fullmatch(file)
    return f"{folder}{slash}{match[1].lower()}.yaml" if match else None


def _walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder, without following links to folders."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        yield path
        if path.is_dir() and not path.is_symlink() and path.suffix != ".yaml" and not path.name.startswith("."):
            yield from _walk(path)
