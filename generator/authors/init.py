"""A new county's project: the starter's texts with the county's names in them, the core, and the law that these cite.

The core and the law are taken from where they are, so that their words stand in one place; what they say of the county that they
come from is left out. Whatever does not pass every check is refused, and then nothing is left behind.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from generator.authors.edit.ledger import LEDGER, ledger_text
from generator.county.gathering import gather
from generator.county.library import Library
from generator.engine import ENGINE
from generator.errors import EditRefused
from generator.rules.formats import place
from generator.rules.load import load
from generator.sources.disk import SOURCES

STARTER = Path(__file__).with_name("starter")
"""The texts that a new project begins with; `$name` is where an answer goes."""

CORE = ENGINE / SOURCES / "core"
"""The core that the engine brings with it."""

_OF_ONE_COUNTY = ("here", "reported")
"""The fields of an instrument that say something of one county alone."""

_CLAUSE = re.compile(r"\[\[core/([\w-]+)(?:\|[^\]]*)?\]\]")
"""A reference to a clause, for which a register that comes from elsewhere names the core where this one has no such clause."""

_ANSWER = re.compile(r"[^\W_][\w ,.’'()&-]{0,98}")
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?/(?:[\w./-]*/)?")


@dataclass(frozen=True)
class NewCounty:
    """The answers that a new project needs."""

    county: str
    name: str
    address: str
    board: str

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Each answer with what it answers."""
        return (("county", self.county), ("name", self.name), ("board", self.board))


def start_county(folder: Path, wanted: NewCounty, today: date, core: Path = CORE) -> int:
    """Write a new project into `folder`, with the clauses in `core`; return how many files it has. Raises `EditRefused`."""
    _require(folder, wanted, core)
    with TemporaryDirectory(dir=_existing(folder)) as beside:
        made = Path(beside, "project")
        clauses = sorted(path for path in core.glob("*.yaml") if path.name != "core.yaml")
        _write_starter(made, wanted, today, [path.stem for path in clauses])
        for path in clauses:
            shutil.copyfile(path, made / SOURCES / "core" / path.name)
        _bring_law(made, (core.parent / "law", ENGINE / SOURCES / "law"))
        (made / LEDGER).write_text(ledger_text(gather(made).library), encoding="utf-8", newline="\n")
        shutil.copyfile(ENGINE / "mkdocs.yml", made / "mkdocs.yml")
        _require_clean(made, today)
        shutil.copytree(made, folder, dirs_exist_ok=True)
        return sum(path.is_file() for path in made.rglob("*"))


def _require(folder: Path, wanted: NewCounty, core: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EditRefused(f"`{folder}` is there already and not an empty folder; nothing was written")
    for what, answer in wanted.answers:
        if not _ANSWER.fullmatch(answer):
            raise EditRefused(
                f"the {what} `{answer}` may hold letters, figures, spaces and , . ' ( ) & - and no more than 99"
            )
    if not _ADDRESS.fullmatch(wanted.address):
        raise EditRefused(f"`{wanted.address}` is no address of a site; write it as `https://sharing.example/`")
    if not any(core.glob("*.yaml")):
        raise EditRefused(f"`{core}` holds no clause; give the folder that holds the core's files")


def _existing(folder: Path) -> Path:
    """Return the nearest folder that exists and will hold the project, so that it is on the same disk."""
    return next(parent for parent in folder.absolute().parents if parent.is_dir())


def _write_starter(made: Path, wanted: NewCounty, today: date, clauses: list[str]) -> None:
    words = {
        **dict(wanted.answers),
        "address": wanted.address,
        "today": today.isoformat(),
        "next_review": (today + timedelta(days=360)).isoformat(),
        "next_update": (today + timedelta(days=90)).isoformat(),
        "clauses": ", ".join(clauses),
    }
    for path in sorted(STARTER.rglob("*")):
        if path.is_file():
            target = made / path.relative_to(STARTER)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = Template(path.read_text(encoding="utf-8")).substitute(words)
            target.write_text(text, encoding="utf-8", newline="\n")


def _bring_law(made: Path, registers: tuple[Path, ...]) -> None:
    """Bring every instrument that the project cites, and every one that these cite, from the first register that has it."""
    law = made / SOURCES / "law"
    law.mkdir()
    clauses = {path.stem for path in (made / SOURCES / "core").glob("*.yaml")}
    known = {path.name: path for register in reversed(registers) for path in register.glob("*.yaml")}
    while missing := {f"{name}.yaml" for name in _cited(gather(made).library)} & known.keys():
        for name in sorted(missing):
            text = known.pop(name).read_text(encoding="utf-8")
            text = _CLAUSE.sub(
                lambda found: found[0] if found[1] in clauses else "[[core]]", _without(text, _OF_ONE_COUNTY)
            )
            (law / name).write_text(text, encoding="utf-8", newline="\n")


def _cited(library: Library) -> Iterator[str]:
    """Yield the first part of everything that the sources name: for a provision, its instrument."""
    for document in library.parsed:
        yield from (name.split("/")[0] for name, _ in document.named)


def _without(text: str, keys: tuple[str, ...]) -> str:
    """Return a source without some of its own fields, each with all that is indented under it."""
    kept: list[str] = []
    dropping = False
    for line in text.splitlines(keepends=True):
        if line[:1].strip():
            dropping = line.split(":")[0] in keys
        if not dropping:
            kept.append(line)
    return "".join(kept)


_OF_AGE = frozenset({"law-unchecked", "law-long-unchecked", "law-to-change", "law-ending-soon", "law-change-not-made"})


def _require_clean(made: Path, today: date) -> None:
    """Refuse a project with any fault but that of age: law that comes along was checked when the engine's county checked it."""
    found = [each for each in load(made, today).diagnostics if each.code not in _OF_AGE]
    if found:
        raise EditRefused(
            f"the project would have a fault: {place(found[0].span)}: {found[0].message}; nothing was written"
        )
