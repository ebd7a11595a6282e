"""One side of a comparison: the sources of a version with their faults, and the texts composed from them where that can be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.composed.nodes import Heading, Node, Paragraph, Summary, plain_words, walk
from generator.composed.passages import Passage, passages
from generator.composed.tree import Tree, parse
from generator.county.county import County
from generator.county.library import Document, Library
from generator.engine import TEMPLATES
from generator.errors import GeneratorError
from generator.pages.protocol import protocol_page
from generator.rendering.renderer import Renderer
from generator.rules.load import Loaded, load
from generator.sources.diagnostic import Severity
from generator.sources.disk import SOURCES
from generator.urls import protocol_uri


@dataclass(frozen=True, eq=False)
class Composed:
    """The composed text of every protocol of one county under one set of templates."""

    markdown: Mapping[str, str]
    """The Markdown of each, by its id."""

    @cached_property
    def _trees(self) -> dict[str, Tree]:
        return {}

    @cached_property
    def _texts(self) -> dict[str, tuple[Passage, ...]]:
        return {}

    def tree(self, protocol: str) -> Tree:
        """Return one protocol's composed tree, parsed when it is first asked for."""
        if protocol not in self._trees:
            self._trees[protocol] = parse(self.markdown[protocol], protocol_uri(protocol))
        return self._trees[protocol]

    def text(self, protocol: str) -> tuple[Passage, ...]:
        """Return every passage of a protocol, with what stands above its parts first; without the ids of headings."""
        if protocol not in self._texts:
            self._texts[protocol] = _text(self.tree(protocol))
        return self._texts[protocol]


def _text(tree: Tree) -> tuple[Passage, ...]:
    above = (_squeezed(node) for section in tree.sections if not section.part for node in walk(section.nodes))
    within = (replace(passage, anchor="") for passage in passages(tree))
    return (*(Passage("", "", "", "Above Part A", "", words) for words in above if words), *within)


def _squeezed(node: Node) -> str:
    return " ".join(plain_words((node,)).split()) if isinstance(node, Heading | Paragraph | Summary) else ""


@dataclass(frozen=True, eq=False)
class Side:
    """One version of a project on one day."""

    root: Path
    loaded: Loaded
    composed: Composed | None
    """The composed texts; nothing where the sources have errors, or a template fails."""
    problem: str = ""
    """Why there are none."""

    @property
    def library(self) -> Library:
        """The sources that could be read."""
        return self.loaded.library

    @property
    def unread(self) -> Iterator[str]:
        """The files that hold something which could not be read, and so cannot be compared."""
        read = {found.source.path for found in self.library.parsed if isinstance(found, Document)}
        faulty = {found.source.path for found in self.library.parsed} | {
            found.span.path
            for found in self.loaded.diagnostics
            if found.span.path.rsplit("/", 1)[-1].removesuffix(".yaml") in self.library.broken
        }
        return iter(sorted(faulty - read))

    @cached_property
    def templates(self) -> Mapping[str, bytes]:
        """The project's own templates, by their path in it."""
        return _files(self.root, TEMPLATES)

    @cached_property
    def issued(self) -> Mapping[str, bytes]:
        """The texts that were issued, by their path in the project."""
        return _files(self.root, f"{SOURCES}/issued")


def read_side(root: Path, as_of: date) -> Side:
    """Return the version of a project that lies in a folder. Never raises for a fault in what it holds."""
    loaded = load(root, as_of)
    errors = sum(found.severity is Severity.ERROR for found in loaded.diagnostics)
    if errors:
        return Side(root, loaded, None, f"its sources have {errors} error{'' if errors == 1 else 's'}")
    try:
        return Side(root, loaded, compose(loaded.county, root))
    except GeneratorError as error:
        return Side(root, loaded, None, str(error))


def compose(county: County, root: Path) -> Composed:
    """Return the texts of a county's protocols under the templates of the project in `root`. Raises `GeneratorError`."""
    renderer = Renderer(root / TEMPLATES, county)
    return Composed({name: renderer.render(protocol_page(county, found)) for name, found in county.protocols.items()})


def _files(root: Path, folder: str) -> Mapping[str, bytes]:
    paths = sorted(path for path in (root / folder).rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
