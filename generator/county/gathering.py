"""Find, read, decode and link: from a folder to a library, and every fault of what could not be read.

Says which files are sources, and what each holds. A file that cannot be read is a fault like any other.
"""

from collections.abc import Callable, Iterator
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
from generator.model.glossary import Glossary
from generator.model.governance import Audit, Programme, Report, Teams
from generator.model.law import Instrument
from generator.model.protocol import Protocol
from generator.model.site import SiteSettings
from generator.model.tiers import Overarching, Theme
from generator.model.training import Training
from generator.sources.diagnostic import Diagnostic, fault, in_order, one_of
from generator.sources.disk import SOURCES, homes_of, read_source
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
}
"""What each folder's files hold."""

FILES: dict[str, type[Entry]] = {
    "site.yaml": SiteSettings,
    "glossary.yaml": Glossary,
    "addresses.yaml": Addresses,
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
    "core/core.yaml": "the core's version and owner",
    "tier-1/overarching.yaml": "Tier 1, which every agency signs",
    "training/specification.yaml": "the training specification",
    "governance/audit.yaml": "the audit of what exists",
    "governance/programme.yaml": "the work programme",
    "governance/teams.yaml": "the teams made of several agencies",
}


_OF_A_REPOSITORY = frozenset({"README", "LICENCE", "LICENSE", "CHANGELOG"})
"""Files that may lie beside the clauses of a core, which may have a repository of its own."""

Progress = Callable[[str], None]
"""Told in words, after each file and each rule, how far the work is."""


@dataclass(frozen=True)
class Gathered:
    """What a folder of sources comes to: the linked library and the faults that were found so far, in order of place."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    sources: dict[str, Source]
    """Every source that could be read as text, by path, for showing excerpts."""


def gather(root: Path, progress: Progress = lambda _words: None) -> Gathered:
    """Return everything under `root/protocols`, linked but not checked: what is at fault is only what could not be read."""
    found: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    parsed: list[Parsed] = []
    unread: set[str] = set()
    for path, entry in _find(root, found):
        source, faults = read_source(root, path)
        found += faults
        if source is None:
            unread.add(path.stem)
            continue
        sources[source.path] = source
        document, faults = parse(source, entry)
        found += faults
        if document is not None:
            parsed.append(document)
        else:
            unread.add(path.stem)
        progress(f"read {len(sources)} files")
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
def unexpected_file(span: Span, reason: str, folders: tuple[str, ...]) -> Diagnostic:
    """A file lies where no source is looked for, so it would be left out without a word.

    Sources are the files ending in `.yaml` in the folders of `protocols/`. A file ending in `.yml`, or in another folder,
    would never be read.
    """
    return Diagnostic(reason, span, help=f"sources belong in {one_of(folders)} and end in `.yaml`")


def _find(root: Path, found: list[Diagnostic]) -> Iterator[tuple[Path, type[Entry]]]:
    """Yield every file that is a source with what it holds, in order of name; report what is missing or out of place.

    Issued texts are read apart from them.
    """
    top = root / SOURCES
    for name, purpose in _PURPOSES.items():
        if not (top / name).exists() and not (top / name).is_symlink():
            found.append(missing_file(Span(f"{SOURCES}/{name}"), purpose))
    core = top / "core"
    linked = core.iterdir() if core.is_symlink() and core.resolve() in homes_of(root) else ()
    for path in sorted((*_walk(top), *linked)):
        name = path.relative_to(top).as_posix()
        if name == ISSUED or name.startswith(f"{ISSUED}/"):
            continue
        entry = FILES.get(name) or (FOLDERS.get(path.parent.name) if path.parent.parent == top else None)
        if path.suffix == ".yaml" and entry is not None:
            yield path, entry
        elif (path.is_dir() and (not path.is_symlink() or (path == core and linked))) or (
            path.parent == core and path.stem in _OF_A_REPOSITORY
        ):
            continue
        elif not path.name.startswith("."):
            reason = "no source is looked for under this name"
            found.append(unexpected_file(Span(f"{SOURCES}/{name}"), reason, tuple(FOLDERS)))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder, without following links to folders."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        yield path
        if path.is_dir() and not path.is_symlink() and path.suffix != ".yaml" and not path.name.startswith("."):
            yield from _walk(path)
